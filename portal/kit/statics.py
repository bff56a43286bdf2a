"""The site's own style sheets and scripts without comments and idle spaces: a tenth of an article's first visit."""

from pathlib import PurePosixPath

import rcssmin
import rjsmin
from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

SMALLER = {".css": rcssmin.cssmin, ".js": rjsmin.jsmin}
OURS = ("css/", "js/")  # those of libraries stay as they came


class SmallerStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, given smaller files to pack."""

    def _save(self, name: str, content: File) -> str:
        smaller = SMALLER.get(PurePosixPath(name).suffix) if name.startswith(OURS) else None
        if smaller:
            content.seek(0)  # its sum was taken for its name
            content = ContentFile(smaller(content.read().decode()).encode())
        return super()._save(name, content)
