"""Pictures for those who share a link (portal/cards.py)."""

from django.http import Http404, HttpRequest, HttpResponse

from convention.outline import outline
from portal import cards
from portal.kit.caching import public_page


@public_page("rest")
def card(request: HttpRequest) -> HttpResponse:
    """The picture of the site."""
    return HttpResponse(cards.site_card(outline()), content_type="image/png")


@public_page("rest")
def article_card(request: HttpRequest, number: int) -> HttpResponse:
    """The picture of an article. 404 where the current edition has none of that number."""
    shape = outline()
    for chapter in shape.chapters:
        for article in chapter.articles_list:
            if article.number == number:
                return HttpResponse(cards.article_card(shape, number, article.heading), content_type="image/png")
    raise Http404(f"no article {number}")
