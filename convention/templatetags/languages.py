"""Names of languages for people."""

from django import template
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def language_name(tag: str) -> str:
    """The name of a language in the language of the page and, where they differ, in its own; else its tag as it is."""
    try:
        info = get_language_info(tag)
    except KeyError:
        return tag
    name, own = _(info["name"]), info["name_local"]
    return name if name.casefold() == own.casefold() else f"{name} ({own})"
