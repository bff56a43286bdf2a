"""/akn/…: Akoma Ntoso IRIs lead to the page or file that they name."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from convention.aliases import aliases
from convention.citing import places
from convention.exporting import iri
from convention.models import Edition
from convention.reader import Reader, current_reader
from portal.kit.caching import public_page

# Endings of the file that an IRI may name, beside the forms' own.
FORMS = {"xml": "akn", "akn": "akn", "txt": "plain", "md": "markdown"}


@public_page("text")
def resolve(request: HttpRequest, path: str) -> HttpResponse:
    """Redirect to a file, to the page of a provision (~art_12), or to the contents of the edition.

    Not for good: an IRI without a language names the edition that is newest today.
    """
    asked = iri.read(f"/akn/{path}") if "\0" not in path else None
    edition = _edition(asked) if asked else None
    if edition is None:
        raise Http404
    current = current_reader()
    reader = current if current and current.edition == edition else Reader(edition, edition.slug)
    if asked.portion and not asked.form:
        return HttpResponseRedirect(_place(reader, asked.portion))
    if asked.portion:
        return HttpResponseRedirect(_article_file(reader, asked))
    if asked.form:
        file = edition.exports.filter(form=FORMS.get(asked.form, asked.form)).defer("content").first()
        if file is None:
            raise Http404
        return HttpResponseRedirect(reverse("convention:download", args=[file.name]))
    return HttpResponseRedirect(reader.contents_url)


def _edition(asked: iri.Asked) -> Edition | None:
    """The edition of that work, day and language: the published one first, then the one published last."""
    found = Edition.objects.readable().select_related("instrument").filter(instrument__slug=asked.slug)
    found = found.filter(date=asked.date)
    if asked.day and asked.day != asked.date:
        return None
    for edition in found.order_by("state", "-published_at"):
        if not asked.language or iri.alpha3(edition.language) == asked.language:
            return edition
    return None


def _place(reader: Reader, eid: str) -> str:
    if not reader.edition.provisions.filter(eid=eid).exists() and not aliases(reader.edition, [eid]):
        raise Http404
    return places(reader, [eid])[eid]


def _article_file(reader: Reader, asked: iri.Asked) -> str:
    number = asked.portion.removeprefix("art_")
    form = "akn.xml" if FORMS.get(asked.form) == "akn" else asked.form
    if (
        form not in ("akn.xml", "json", "txt")
        or not reader.edition.provisions.filter(eid=asked.portion, kind="article").exists()
    ):
        raise Http404
    return reader.url("article_file", int(number), form)
