"""The owner's files, and later the edition in every form."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from convention.models import OfficialFile
from portal.kit.caching import public_page
from portal.kit.files import serve


@public_page("text")
def index(request: HttpRequest) -> HttpResponse:
    return render(
        request, "convention/downloads.html", {"section": "text", "files": list(OfficialFile.objects.public())}
    )


@public_page("text")
def download(request: HttpRequest, name: str) -> HttpResponse:
    """One file, as it came."""
    if "\0" in name:
        raise Http404
    official = get_object_or_404(OfficialFile.objects.public(), name=name)
    return serve(request, official.file, name=official.name, sha256=official.sha256)
