"""The record of a signature as a PDF, for its signer to keep: A4, PDF/UA-1, in the site's typefaces (typst)."""

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convention.exporting import CannotBuild
from convention.exporting.pdf import compiled, families, quoted

PAGE = """
#set document(title: {title}, date: datetime(year: {year}, month: {month}, day: {day}))
#set page("a4", margin: 28mm)
#set text(font: {fonts}, size: 11.5pt, lang: "en")
#set par(leading: 0.65em)
#heading(level: 1, {title})
#v(6pt)
#text({convention})
#v(10pt)
"""
ROW = "#block(below: 12pt)[#text(size: 9pt, {label}) \\ #text({value})]\n"


def record_pdf(rows: list[tuple[str, str]], *, state: str) -> bytes:
    """The PDF of an entry: `rows` of label and words, and a line on where it stands today.

    The words are handed over as strings, so that nothing in them is taken for markup. A letter for which this machine
    has no font is shown as an empty box; PDF/UA allows none, so the file does without that standard then.
    """
    today = timezone.localdate()
    parts = [
        PAGE.format(
            title=quoted(_("Record of a signature")),
            convention=quoted(_("Model International Mobility Convention")),
            fonts=families(),
            year=today.year,
            month=today.month,
            day=today.day,
        )
    ]
    last = _("As it stands on %(day)s: %(state)s") % {"day": date_format(today, "j F Y"), "state": state}
    for label, value in rows:
        parts.append(ROW.format(label=quoted(str(label)), value=quoted(str(value))))
    parts += [f"#v(6pt)\n#text({quoted(last)})\n\n", f"#text(size: 9pt, {quoted(settings.SITE_URL + '/')})\n"]
    source = "".join(parts)
    try:
        return compiled(source)
    except CannotBuild:
        return compiled(source, standards=())
