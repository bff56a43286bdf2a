"""Keeping a file, and handing it out by its public name."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import File
from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from portal.kit.uploads import BY_ENDING, ending


@contextmanager
def stored(storage: Storage, name: str, upload: File) -> Iterator[str]:
    """Store an upload under this name or one like it, and give the name it got.

    The file is deleted again where the block fails, so that no file stays behind that no row knows.
    """
    kept = storage.save(name, upload)
    try:
        yield kept
    except BaseException:
        storage.delete(kept)
        raise


def serve(request: HttpRequest, stored: FieldFile, *, name: str, sha256: str) -> HttpResponse:
    """The file as it came, its ETag the sha256 of its bytes; 304 for whoever has it, without opening it.

    Its type follows from its name, which was compared with its bytes when it came in (portal.kit.uploads). Raises
    Http404 where the row outlived the file: a restore of the database without the uploads (docs/operation.md).
    """
    etag = f'"{sha256}"'
    if not_modified := get_conditional_response(request, etag=etag):
        not_modified["ETag"] = etag
        return not_modified
    kind = BY_ENDING[ending(name)]
    try:
        content = stored.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, filename=name, content_type=kind.content_type, as_attachment=not kind.inline)
    response["ETag"] = etag
    return response
