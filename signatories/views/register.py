"""The public pages of the register: all three lists, one list, and the reservations."""

from dataclasses import replace

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from convention.citing import citation, places
from convention.reader import current_reader
from portal.kit.caching import public_page
from signatories.loading import PAGE_ENTRIES
from signatories.models import Group, Kind, Signature, Statement
from signatories.querysets import MAX_TEXT, MAX_WORDS
from signatories.views.narrowing import OTHER, PAGE_SIZE, Narrowing, letters, page

TITLES = {
    Group.COMMISSION: gettext_lazy("Members of the Commission"),
    Group.SELECTED: gettext_lazy("Selected public signatories"),
    Group.PUBLIC: gettext_lazy("Public signatories"),
}
# How much of each list stands on the page of all three.
SHOWN = {Group.COMMISSION: PAGE_SIZE, Group.SELECTED: PAGE_SIZE, Group.PUBLIC: 30}
# What a statement does to a signature, in plain words.
MEANINGS = {
    Statement.RESERVATION: gettext_lazy(
        "With a reservation, a signatory leaves out a provision or changes its effect for itself."
    ),
    Statement.UNDERSTANDING: gettext_lazy("An understanding says how a signatory reads a provision."),
    Statement.DECLARATION: gettext_lazy("A declaration states a position and changes nothing."),
}
KINDS = {
    Statement.RESERVATION: gettext_lazy("Reservation"),
    Statement.UNDERSTANDING: gettext_lazy("Understanding"),
    Statement.DECLARATION: gettext_lazy("Declaration"),
    Statement.UNRECORDED: gettext_lazy("Reservation, understanding or declaration"),
}


@public_page("names")
def index(request: HttpRequest) -> HttpResponse:
    """The numbers and the three lists; with `q`, what the whole register holds of it."""
    asked = replace(Narrowing.of(request.GET), country="", kind="", reservation=False, letter="")
    by_letter = list(Signature.objects.public().by_letter())
    context = {
        "section": "signatories",
        "asked": asked,
        "lists": [
            {
                "group": group,
                "title": title,
                "url": reverse("signatories:list", args=[group]),
                "entries": sum(row["entries"] for row in by_letter if row["group"] == group),
            }
            for group, title in TITLES.items()
        ],
        "statements": sum(row["statements"] for row in by_letter),
        "max_text": MAX_TEXT,
        "max_words": MAX_WORDS,
    }
    if asked.q and not asked.wordless:
        return render(request, "signatories/index.html", context | found_everywhere(request, asked))
    for one in context["lists"]:
        add_rows(one, [row for row in by_letter if row["group"] == one["group"]])
    return render(request, "signatories/index.html", context)


def add_rows(one: dict, by_letter: list[dict]) -> None:
    """Give a list of the page of all three its first rows, its index by letter and its notes."""
    group = one["group"]
    rows = list(Signature.objects.public().filter(group=group).order_by("sort_key", "pk")[: SHOWN[group]])
    whole = len(rows) == one["entries"]

    def address(letter: str) -> str:
        # Where the list stands here whole, a letter leads down this page.
        if whole and letter != OTHER:
            return f"#{group}-{letter.lower()}"
        return Narrowing(letter=letter).address(one["url"])

    one |= {
        "rows": rows,
        "whole": whole,
        "letters": letters((row["letter"] for row in by_letter), address),
        "shared": sum(row["shared"] for row in by_letter),
        "doubled": sum(row["doubled"] for row in by_letter),
        "page_entries": PAGE_ENTRIES[group],
    }


def found_everywhere(request: HttpRequest, asked: Narrowing) -> dict:
    """What the register holds of a search: a page of rows, and how many stand in each list."""
    found = asked.apply(Signature.objects.public())
    in_lists = dict(found.order_by().values_list("group").annotate(entries=Count("pk")))
    cut = page(found, request.GET.get("after", ""))
    return {
        "results": cut,
        "found": sum(in_lists.values()),
        "conditions": asked.conditions(),
        "in_lists": [
            {
                "title": title,
                "entries": in_lists[group],
                "url": asked.address(reverse("signatories:list", args=[group])),
            }
            for group, title in TITLES.items()
            if group in in_lists
        ],
        "page_size": PAGE_SIZE,
        "first_url": asked.address(request.path),
        "next_url": asked.address(request.path, after=cut.next) if cut.next else "",
    }


@public_page("names")
def group_list(request: HttpRequest, group: str) -> HttpResponse:
    """One list: index by letter, search, filters, a hundred rows at a time. 404 for a list that is not there."""
    if group not in Group.values:
        raise Http404(f"no list {group!r}")
    asked = Narrowing.of(request.GET)
    everyone = Signature.objects.public().filter(group=group)
    has = everyone.aggregate(
        entries=Count("pk"),
        statements=Count("pk", filter=~Q(statement="")),
        shared=Count("pk", filter=Q(people__gt=1)),
        doubled=Count("pk", filter=Q(page_entries__len__gt=1)),
        kinds=ArrayAgg("kind", distinct=True, default=[]),
        countries=ArrayAgg("country", distinct=True, default=[], filter=~Q(country="")),
    )
    fitting = asked.apply(everyone)
    by_letter = {row["letter"]: row["entries"] for row in fitting.by_letter()}
    cut = page(asked.under_letter(fitting), request.GET.get("after", ""))

    def address(letter: str) -> str:
        return asked.address(request.path, letter=letter)

    context = {
        "section": "signatories",
        "group": group,
        "title": TITLES[Group(group)],
        "asked": asked,
        "max_text": MAX_TEXT,
        "max_words": MAX_WORDS,
        **{name: has[name] for name in ("entries", "shared", "doubled", "statements")},
        "page_entries": PAGE_ENTRIES[group],
        "found": sum(n for letter, n in by_letter.items() if in_index(letter, asked.letter)),
        "conditions": asked.conditions(),
        "letters": letters(by_letter, address, current=asked.letter),
        "all_letters_url": address(""),
        "choices": choices(asked, has),
        "page": cut,
        "page_size": PAGE_SIZE,
        "first_url": asked.address(request.path),
        "next_url": asked.address(request.path, after=cut.next) if cut.next else "",
        "everywhere_url": Narrowing(q=asked.q).address(reverse("signatories:index")),
    }
    return render(request, "signatories/list.html", context)


def in_index(letter: str, asked: str) -> bool:
    """True where rows under `letter` belong to what the index entry `asked` shows ("" shows all)."""
    return not asked or (letter == asked if asked != OTHER else not ("A" <= letter <= "Z"))


def choices(asked: Narrowing, has: dict) -> dict:
    """What the filters offer. One that has nothing to choose from is empty, save where it is in use now."""
    codes = set(has["countries"]) | ({asked.country} if asked.country else set())
    kinds = Kind.values if len(has["kinds"]) > 1 or asked.kind else []
    names = {Kind.PERSON: _("People"), Kind.ORGANISATION: _("Organisations")}
    return {
        "countries": sorted(((code, countries.name(code)) for code in codes), key=lambda pair: pair[1]),
        "kinds": [(kind, names[Kind(kind)]) for kind in kinds],
        "reservation": bool(0 < has["statements"] < has["entries"] or asked.reservation),
    }


@public_page("names")
def reservations(request: HttpRequest) -> HttpResponse:
    """Every reservation, understanding and declaration, each under the anchor that its mark leads to."""
    made = list(Signature.objects.public().with_statement().order_by("sort_key", "pk"))
    for one in made:
        one.provisions = ", ".join(citation(eid) for eid in one.statement_articles)
    context = {
        "section": "signatories",
        "made": made,
        "unrecorded": sum(one.statement == Statement.UNRECORDED for one in made),
    }
    return render(request, "signatories/reservations.html", context)


@public_page("names")
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """What one signatory added to its signature: kind, words, and the provisions it names, which lead to their places
    in the current edition where there is one. 404 for a signature that is not public, or was made without."""
    one = get_object_or_404(Signature.objects.public().with_statement(), pk=pk)
    reader = current_reader() if one.statement_articles else None
    there = places(reader, one.statement_articles) if reader else {}
    context = {
        "section": "signatories",
        "one": one,
        "kind": KINDS[Statement(one.statement)],
        "meaning": MEANINGS.get(Statement(one.statement)),
        "named": [(citation(eid), there.get(eid)) for eid in one.statement_articles],
        "specimen": bool(there) and reader.edition.specimen,
        "list_title": TITLES[Group(one.group)],
        "list_url": reverse("signatories:list", args=[one.group]),
    }
    return render(request, "signatories/statement.html", context)
