"""What was written about the Convention, and the files that an editor put here."""

from collections import defaultdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from convention.models import OfficialFile
from portal.kit.caching import public_page
from portal.kit.files import serve
from portal.models import Resource, ResourceKind

PAPERS = (ResourceKind.ARTICLE, ResourceKind.INTERVIEW)


def _here(resource: Resource, files: list[OfficialFile]) -> list[tuple[str, str, int]]:
    """What can be had here: address, name and size in bytes. The owner's files of the same kind, then its own file."""
    # Summary and booklet are kinds of both models; no other kind of a resource is one of an official file.
    here = [(reverse("convention:download", args=[f.name]), f.name, f.size) for f in files if f.kind == resource.kind]
    if resource.file_name:
        here.append((resource.file_url, resource.file_name, resource.file_size))
    return here


@public_page("rest")
def index(request: HttpRequest) -> HttpResponse:
    """The documents in groups: the Convention's own, the issue with its commentaries, the rest. Two queries."""
    return render(request, "portal/resources.html", shown(list(Resource.objects.public())))


def shown(found: list[Resource]) -> dict[str, Any]:
    """What the page shows of these resources, as its template's context."""
    files = list(OfficialFile.objects.public().filter(instrument__specimen=False))
    children: dict[int, list[Resource]] = defaultdict(list)
    for resource in found:
        children[resource.parent_id].append(resource)
        resource.here = _here(resource, files)
    return {
        "section": "resources",
        "own": [r for r in found if r.kind in (ResourceKind.SUMMARY, ResourceKind.BOOKLET)],
        "issues": [(r, children[r.pk]) for r in found if r.kind == ResourceKind.ISSUE],
        "papers": [r for r in found if r.kind in PAPERS],
    }


@public_page("rest")
def download(request: HttpRequest, name: str) -> HttpResponse:
    """One file, as it was uploaded. The name is looked up among the rows, never on the disk."""
    if "\0" in name:
        raise Http404
    resource = get_object_or_404(Resource.objects.public(), file_name=name)
    return serve(request, resource.file, name=resource.file_name, sha256=resource.file_sha256)
