"""The owner's files as they came, and editions in every form that was built when they were published."""

import io
from collections import defaultdict

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from convention.exporting.building import FORMS
from convention.models import Edition, ExportedFile, OfficialFile
from convention.reader import Reader, current_reader
from portal.kit.caching import public_page
from portal.kit.files import serve


@public_page("text")
def index(request: HttpRequest) -> HttpResponse:
    """All files: the owner's, those of the current edition, those of others that may be read. Three queries."""
    current = current_reader()
    files = ExportedFile.objects.filter(edition__in=Edition.objects.readable()).defer("content", "edition__contents")
    kept: dict[Edition, dict[str, ExportedFile]] = defaultdict(dict)
    for file in files.select_related("edition__instrument").order_by("edition"):
        kept[file.edition][file.form] = file
    groups = [
        {
            "edition": edition,
            "reader": Reader(edition, edition.slug),
            "current": current is not None and edition == current.edition,
            "files": [(form.label, forms[code]) for code, form in FORMS.items() if code in forms],
        }
        for edition, forms in kept.items()
    ]
    groups.sort(key=lambda group: not group["current"])
    context = {"section": "text", "files": list(OfficialFile.objects.public()), "groups": groups}
    return render(request, "convention/downloads.html", context)


@public_page("text")
def download(request: HttpRequest, name: str) -> HttpResponse:
    """One file by its name: an official one as it came, or one that was made of an edition that may be read."""
    if "\0" in name:
        raise Http404
    if official := OfficialFile.objects.public().filter(name=name).first():
        return serve(request, official.file, name=official.name, sha256=official.sha256)
    found = ExportedFile.objects.filter(name=name, edition__in=Edition.objects.readable())
    known = found.values_list("sha256", "form", "edition__instrument__specimen").first()
    if known is None or known[1] not in FORMS:
        raise Http404
    sha256, code, specimen = known
    response = get_conditional_response(request, etag=f'"{sha256}"')
    if response is None:
        content = io.BytesIO(found.get().content)
        form = FORMS[code]
        response = FileResponse(content, filename=name, content_type=form.content_type, as_attachment=not form.inline)
    response["ETag"] = f'"{sha256}"'
    if specimen:
        response["X-Robots-Tag"] = "noindex"
    return response
