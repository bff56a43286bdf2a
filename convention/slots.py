"""What other apps show beside an article: they enter a panel here, so that this app need not know them.

An app enters its panel in its AppConfig.ready(). Panels stand under the articles of the current edition alone: what is
said there is said of the text as it is in force, not of a draft or an older one. They are part of the page, so that
its ETag changes with them, and a page that shows one is kept by caches no longer than a page with names.
"""

from collections.abc import Callable

from django.utils.safestring import SafeString

# Given the number of an article and its eId (12, "art_12"), the rendered blocks to show, None or empty for nothing.
# It asks the database once, however much there is to show.
Panel = Callable[[int, str], list[SafeString] | None]

_panels: dict[str, Panel] = {}


def enter(name: str, panel: Panel) -> None:
    """Put a panel under every article, after those that were entered before it.

    The same panel may be entered again. Raises ValueError where another one has that name.
    """
    if _panels.setdefault(name, panel) is not panel:
        raise ValueError(f"there is another panel called {name!r}")


def under_article(number: int, eid: str) -> list[SafeString]:
    """The blocks of all panels for an article, in the order in which the panels were entered."""
    return [block for panel in _panels.values() for block in panel(number, eid) or ()]
