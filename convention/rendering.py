"""What pages show of an edition, made once when it is first published: HTML fragments, contents and counts."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from convention.cumulation import Cumulation, cumulation_of
from convention.marks import html, plain
from convention.models import Edition, Fragment, Provision, ProvisionKind
from convention.numbers import from_roman

Kind = ProvisionKind
Children = dict[int | None, list[Provision]]


def render_edition(edition: Edition) -> None:
    """Make the fragments and the contents of an edition from its provisions, and save them. Within a transaction."""
    children: Children = defaultdict(list)
    for provision in edition.provisions.order_by("order"):
        children[provision.parent_id].append(provision)
    edition.fragments.all().delete()
    edition.contents = contents(children)
    edition.save(update_fields=["contents"])
    cumulation = cumulation_of(edition)
    with override(edition.language):
        Fragment.objects.bulk_create(
            Fragment(
                edition=edition,
                eid=top.eid,
                order=top.order,
                chapter=chapter,
                html=body(top, children),
                applies=_applies(top, cumulation),
            )
            for top, chapter in _pages(children[None], children, None)
        )


def _applies(top: Provision, cumulation: Cumulation) -> list[list[object]]:
    if top.kind != Kind.ARTICLE:
        return []
    return [[a.category.slug, a.category.one, str(a.relation), a.changed_by] for a in cumulation.to(int(top.number))]


def _pages(
    nodes: Iterable[Provision], children: Children, chapter: int | None
) -> Iterable[tuple[Provision, int | None]]:
    """The provisions that are pages of their own (preamble, articles, annexes, conclusions), each with its chapter."""
    for node in nodes:
        if node.kind in (Kind.CHAPTER, Kind.PART, Kind.SECTION):
            inside = from_roman(node.number) if node.kind == Kind.CHAPTER else chapter
            yield from _pages(children[node.pk], children, inside)
        else:
            yield node, chapter


def body(top: Provision, children: Children) -> SafeString:
    """The HTML of what stands in an article, a preamble, an annex or the conclusions; without its heading."""
    return format_html_join("\n", "{}", ((_paragraph(node, children),) for node in children[top.pk]))


def _anchor(node: Provision, shown: str, label: str = "") -> SafeString:
    """The number of a paragraph or point, which is the link to it."""
    if label:
        return format_html('<a class="no" href="#{0}" aria-label="{2}">{1}</a>', node.eid, shown, label)
    return format_html('<a class="no" href="#{0}">{1}</a>', node.eid, shown)


def _paragraph(node: Provision, children: Children) -> SafeString:
    label = _("Link to this recital") if node.kind == Kind.RECITAL else _("Link to this paragraph")
    number = _anchor(node, node.number) if node.number else _anchor(node, "¶", label)
    return format_html(
        '<div class="para{3}" id="{0}">{1}<p>{2}</p>{4}</div>',
        node.eid,
        number,
        html(node.text),
        "" if node.number else " plain",
        _list(children[node.pk], children),
    )


def _list(nodes: list[Provision], children: Children) -> SafeString:
    """Points, with what they hold, and the closing text below them."""
    points = [node for node in nodes if node.kind != Kind.WRAP]
    items = format_html_join(
        "",
        '<li id="{}">{}{}{}</li>',
        (
            (node.eid, _anchor(node, f"({node.number})"), _words(node), _list(children[node.pk], children))
            for node in points
        ),
    )
    closing = format_html_join(
        "", '<p class="closing" id="{}">{}</p>', ((n.eid, html(n.text)) for n in nodes if n.kind == Kind.WRAP)
    )
    return format_html("{}{}", format_html('<ol class="points">{}</ol>', items) if points else "", closing)


def _words(node: Provision) -> SafeString:
    return format_html("<span>{}</span>", html(node.text))


def contents(children: Children) -> dict[str, object]:
    """The contents of an edition as data: its chapters with parts, sections and articles, and how many there are."""
    tops = children[None]
    chapters = [_chapter(node, children) for node in tops if node.kind == Kind.CHAPTER]
    loose = [_article(node) for node in tops if node.kind == Kind.ARTICLE]
    if loose:
        # A short treaty without chapters: one list.
        chapters = [{"number": 0, "title": "", "parts": [], "articles": loose}]
    everything = [node for nodes in children.values() for node in nodes]
    return {
        "preamble": any(node.kind == Kind.PREAMBLE for node in tops),
        "annexes": [{"eid": n.eid, "number": n.number, "heading": n.heading} for n in tops if n.kind == Kind.ANNEX],
        "conclusions": any(node.kind == Kind.CONCLUSIONS for node in tops),
        "chapters": chapters,
        "articles": sum(len(chapter["articles"]) for chapter in chapters),
        "provisions": len(everything),
        "words": sum(len(plain(node.text).split()) for node in everything),
    }


def _article(node: Provision) -> dict[str, object]:
    return {"number": int(node.number), "heading": plain(node.heading)}


def _chapter(node: Provision, children: Children) -> dict[str, object]:
    """A chapter: all its articles in one list, and the parts and sections with the first article of each."""
    parts: list[dict[str, object]] = []
    articles: list[dict[str, object]] = []

    def gather(parent: Provision) -> None:
        for child in children[parent.pk]:
            if child.kind == Kind.ARTICLE:
                articles.append(_article(child))
            elif child.kind in (Kind.PART, Kind.SECTION):
                part = {"kind": child.kind, "number": child.number, "heading": plain(child.heading), "eid": child.eid}
                parts.append(part)
                gather_from = len(articles)
                gather(child)
                part["first"], part["last"] = articles[gather_from]["number"], articles[-1]["number"]

    gather(node)
    return {"number": from_roman(node.number), "title": plain(node.heading), "parts": parts, "articles": articles}
