"""How an article is cited: a page with every style for it and for each provision in it, and the files behind it."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse

from convention.citations.cited import cited_in
from convention.citations.files import FILES
from convention.citations.styles import STYLES
from convention.reader import reader_of
from convention.views import frames
from convention.views.reading import no_article, page
from portal.kit.caching import public_page


@public_page("text")
def cite(request: HttpRequest, number: int, slug: str | None = None) -> HttpResponse:
    """All styles and files for article `number`; for a provision in it with ?eid=art_12__para_3. Two queries."""
    reader = reader_of(slug)
    if not reader:
        return frames.article(request, number)
    if not (around := reader.around(number)):
        return no_article(request, reader, number)
    chapter, _before, article, _after = around
    found = cited_in(reader.edition, number)
    asked = request.GET.get("eid", "")
    cited = found.get(asked) or found[f"art_{number}"]
    query = f"?{urlencode({'eid': cited.eid})}" if "__" in cited.eid else ""
    return page(
        request,
        "cite",
        reader,
        chapter=chapter,
        article=article,
        cited=cited,
        everything=found.values(),
        unknown="" if asked in found else asked[:60],
        back=f"{article.url}#{cited.eid}",
        texts=[(code, label, write(cited)) for code, (label, write) in STYLES.items()],
        files=[(form.label, reader.url("cite_as", number, code) + query) for code, form in FILES.items()],
        cite_url=reader.url("cite", number),
    )


@public_page("text")
def cite_as(request: HttpRequest, number: int, form: str, slug: str | None = None) -> HttpResponse:
    """One citation as text or as a file. 404 for a provision that the edition does not have."""
    reader = reader_of(slug)
    found = cited_in(reader.edition, number) if reader else {}
    cited = found.get(request.GET.get("eid") or f"art_{number}")
    if not cited:
        raise Http404
    if form in STYLES:
        response = HttpResponse(STYLES[form][1](cited) + "\n", content_type="text/plain; charset=utf-8")
    else:
        file = FILES[form]
        response = HttpResponse(file.write(cited), content_type=file.content_type)
        response["Content-Disposition"] = f'attachment; filename="{cited.key}.{file.ending}"'
    if cited.specimen:
        response["X-Robots-Tag"] = "noindex"
    return response
