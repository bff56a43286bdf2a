"""What other sites show beside a link to a page (Open Graph, Twitter's card): its title, description and picture."""

import re
from html import unescape

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.cards import HEIGHT, WIDTH

register = template.Library()
# From the part of the head between the tags: title, description, whether it may be listed, its address.
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
DESCRIPTION = re.compile(r'<meta name="description" content="(.*?)"', re.DOTALL)
HIDDEN = re.compile(r'<meta name="robots" content="noindex')
ADDRESS = re.compile(r'<link rel="canonical" href="(.*?)"')


@register.tag
def shared(parser: template.base.Parser, token: template.base.Token) -> "Shared":
    """{% shared %} title, description, robots, canonical address {% endshared %}: the same, and what is shared.

    Nothing is added to a page that no search engine may list, or that has no address of its own: the links of
    signers are among these.
    """
    nodelist = parser.parse(("endshared",))
    parser.delete_first_token()
    return Shared(nodelist)


class Shared(template.Node):
    def __init__(self, nodelist: template.NodeList):
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        head = self.nodelist.render(context)
        title, description, address = (found.search(head) for found in (TITLE, DESCRIPTION, ADDRESS))
        if HIDDEN.search(head) or not (title and description and address):
            return head
        name, _dot, site = unescape(title[1]).strip().rpartition(" · ")
        picture = settings.SITE_URL + _card(context)
        values = {
            "og:type": "website",
            "og:site_name": _("Model International Mobility Convention"),
            "og:title": name or site,
            "og:description": " ".join(unescape(description[1]).split()),
            "og:url": unescape(address[1]),
            "og:image": picture,
            "og:image:width": WIDTH,
            "og:image:height": HEIGHT,
            "og:image:alt": _("Rings of engraved lines on a floor of lines, one line for each article."),
        }
        metas = [f'<meta property="{key}" content="{escape(value)}">' for key, value in values.items()]
        metas.append('<meta name="twitter:card" content="summary_large_image">')
        return mark_safe(head + "\n" + "\n".join(metas))


def _card(context: template.Context) -> str:
    """The address of the picture: an article of the current edition has its own."""
    match = getattr(context.get("request"), "resolver_match", None)
    if match and match.view_name == "convention:article" and context.get("article"):
        return reverse("article_card", args=[match.kwargs["number"]])
    return reverse("card")
