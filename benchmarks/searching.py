"""How long a search of the text takes beside a page of an article: at most twice as long; a typed citation less."""

import io
import statistics
import time

ARTICLES = ["/convention/article/12/", "/convention/article/58/", "/convention/article/110/"]
SEARCHES = {
    "search of one word": "/convention/search/?q=detention",
    "search of a word that is everywhere": "/convention/search/?q=visitor",
    "search with synonyms": "/convention/search/?q=boss+keeps+passport",
    "search of a phrase": "/convention/search/?q=%22travel+document%22",
    "search that finds some words": "/convention/search/?q=zebra+border",
}
CITATIONS = {
    "typed number": "/convention/search/?q=12",
    "typed citation": "/convention/search/?q=art.+12(2)(b)",
    "typed chapter": "/convention/search/?q=chapter+iv",
}
ARTICLE = "page of an article"
Measured = dict[str, float]


def searches(rounds: int) -> Measured:
    """The median time of each page in seconds, with the specimen as its text; asked for in turns, so that a busy
    machine slows all alike."""
    from django.core.management import call_command
    from django.test import Client, override_settings

    visitor = Client(headers={"host": "convention.test", "x-forwarded-proto": "https", "accept-encoding": "gzip"})
    times: dict[str, list[float]] = {}
    with override_settings(SPECIMEN=True):
        call_command("load_data", verbosity=0, stdout=io.StringIO())
        for turn in range(rounds + 1):
            pages = {ARTICLE: ARTICLES[turn % len(ARTICLES)], **SEARCHES, **CITATIONS}
            for kind, path in pages.items():
                start = time.perf_counter()
                visitor.get(path)
                if turn:  # the first is not counted: it reads templates
                    times.setdefault(kind, []).append(time.perf_counter() - start)
    return {kind: statistics.median(found) for kind, found in times.items()}


def faults(measured: Measured) -> list[str]:
    """What was slower than it may be."""
    article = measured[ARTICLE]
    slow = [f"{kind} takes more than twice an article" for kind in SEARCHES if measured[kind] > 2 * article]
    return slow + [f"{kind} takes longer than an article" for kind in CITATIONS if measured[kind] > article]
