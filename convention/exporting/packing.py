"""ZIP files whose bytes depend on their contents alone."""

import datetime
import io
import zipfile


def packed(members: list[tuple[str, bytes]], day: datetime.date, *, store_first: bool = False) -> bytes:
    """A ZIP file of these members in this order, all dated to the day; the first one stored as it is on request.

    ZIP knows no day before 1980 nor after 2107: such a day becomes the nearest that it knows.
    """
    year = min(max(day.year, 1980), 2107)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for place, (name, data) in enumerate(members):
            info = zipfile.ZipInfo(name, (year, day.month, day.day, 0, 0, 0))
            info.external_attr = 0o644 << 16
            stored = store_first and place == 0
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()
