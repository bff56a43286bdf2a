"""The owner's files, and later the edition in every form."""

import mimetypes

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from convention.models import OfficialFile
from portal.kit.caching import public_page


@public_page("text")
def index(request: HttpRequest) -> HttpResponse:
    return render(
        request, "convention/downloads.html", {"section": "text", "files": list(OfficialFile.objects.public())}
    )


@public_page("text")
def download(request: HttpRequest, name: str) -> HttpResponse:
    """One file, as it came. Its ETag is the sha256 of its bytes."""
    if "\0" in name:
        raise Http404
    official = get_object_or_404(OfficialFile.objects.public(), name=name)
    try:
        content = official.file.open("rb")
    except FileNotFoundError as error:
        # The row outlived the file: a restore of the database without the uploads (docs/operation.md, Backup).
        raise Http404 from error
    kind = mimetypes.guess_type(official.name)[0] or "application/octet-stream"
    response = FileResponse(content, filename=official.name, content_type=kind)
    response["ETag"] = f'"{official.sha256}"'
    return response
