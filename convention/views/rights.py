"""Whose rights: one category of person or several, and every article that applies to them."""

from django.http import HttpRequest, HttpResponse

from convention.cumulation import cumulation_of
from convention.reader import current_reader
from convention.rings import ring_chart
from convention.views.frames import frame
from convention.views.reading import page
from portal.kit.caching import public_page


@public_page("text")
def who(request: HttpRequest) -> HttpResponse:
    """?status=a&status=b chooses; an unknown status is left out. Without one, all categories are offered."""
    reader = current_reader()
    if not reader:
        return frame(request, "who", section="who")
    cumulation = cumulation_of(reader.edition)
    chosen = [c for c in cumulation.categories if c.slug in request.GET.getlist("status")]
    context = {"section": "who", "categories": cumulation.categories, "chosen": chosen}
    if chosen:
        result = cumulation.of(chosen, reader.chapters)
        context |= {"result": result, "chart": ring_chart(result)}
    return page(request, "rights", reader, **context)
