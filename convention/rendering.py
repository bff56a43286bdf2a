"""What pages show of an edition, made once when it is first published: HTML fragments, contents and counts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from convention.citing import address_of
from convention.cumulation import Cumulation, article_number, cumulation_of
from convention.glosses import Glosses
from convention.links import Link, LinkKind, Links, cited_by, links_of
from convention.marks import Place, html, plain
from convention.models import Edition, Fragment, Provision, ProvisionKind
from convention.numbers import from_roman
from convention.searching.passages import enter_passages

Kind = ProvisionKind
NUMBERED = (Kind.PARAGRAPH, Kind.RECITAL, Kind.POINT, Kind.SUBPOINT)
GROUPED = (Kind.CHAPTER, Kind.PART, Kind.SECTION, Kind.ARTICLE)
Children = dict[int | None, list[Provision]]


def render_edition(edition: Edition) -> None:
    """Make the fragments, the contents and the passages of an edition from its provisions. Within a transaction."""
    provisions = list(edition.provisions.order_by("order"))
    children = _children(provisions)
    enter_passages(edition)
    edition.fragments.all().delete()
    edition.contents = contents(children)
    edition.save(update_fields=["contents"])
    cumulation, links, cited = cumulation_of(edition), links_of(edition), cited_by(edition)
    glosses = Glosses.of_edition(edition, provisions, links)
    with override(edition.language):
        Fragment.objects.bulk_create(
            Fragment(
                edition=edition,
                eid=top.eid,
                order=top.order,
                chapter=chapter,
                html=Body(children, links).of(top),
                applies=_applies(top, cumulation),
                cited_by=cited.get(top.eid, []),
                glosses=glosses.of(top, children),
            )
            for top, chapter in _pages(children[None], children, None)
        )


def contents_of(edition: Edition) -> dict[str, object]:
    """The contents of an edition; worked out for a draft, which has none yet (one query)."""
    return edition.contents or contents(_children(edition.provisions.order_by("order")))


def enter_applies(edition: Edition) -> None:
    """Write anew whom each article of a rendered edition applies to, after its rules changed."""
    cumulation = cumulation_of(edition)
    fragments = list(edition.fragments.filter(eid__startswith="art_"))
    for fragment in fragments:
        fragment.applies = applies_of(cumulation, article_number(fragment.eid))
    Fragment.objects.bulk_update(fragments, ["applies"], batch_size=500)


def render_with(edition: Edition, eid: str, found: dict[str, list[Place]]) -> SafeString:
    """The HTML of one article, or of what else is a page, with what a search found in its words (by eId) marked.

    At most four queries.
    """
    children = _children(edition.provisions.filter(eid__regex=rf"^{eid}(__|$)").order_by("order"))
    top = next(node for nodes in children.values() for node in nodes if node.eid == eid)
    with override(edition.language):
        return Body(children, links_of(edition, eid), found).of(top)


def excerpts(edition: Edition, eids: Iterable[str]) -> dict[str, SafeString]:
    """The words of provisions with all below them, by eId: without links and without ids. One query."""
    wanted = list(dict.fromkeys(eids))
    rows = (
        list(edition.provisions.filter(eid__regex=rf"^({'|'.join(wanted)})(__|$)").order_by("order")) if wanted else []
    )
    children = _children(rows)
    return {row.eid: _excerpt(row, children) for row in rows if row.eid in wanted}


def _excerpt(node: Provision, children: Children) -> SafeString:
    number = format_html("<b>{}</b> ", printed(node)) if node.number and node.kind in NUMBERED else ""
    words = format_html("<p>{}{}</p>", number, html(node.text)) if node.text else ""
    below = format_html_join("", "{}", ((_excerpt(child, children),) for child in children[node.pk]))
    return format_html('{}<div class="in">{}</div>' if words and below else "{}{}", words, below)


def printed(node: Provision) -> str:
    """The number of a paragraph or point as it is printed: "3" and "(b)"."""
    return node.number if node.kind in (Kind.PARAGRAPH, Kind.RECITAL) else f"({node.number})"


def _children(provisions: Iterable[Provision]) -> Children:
    children: Children = defaultdict(list)
    for provision in provisions:
        children[provision.parent_id].append(provision)
    return children


def _applies(top: Provision, cumulation: Cumulation) -> list[list[object]]:
    if top.kind != Kind.ARTICLE:
        return []
    return applies_of(cumulation, int(top.number))


def applies_of(cumulation: Cumulation, number: int) -> list[list[object]]:
    """Whom an article applies to, as its fragment keeps it."""
    return [[a.category.slug, a.category.one, str(a.relation), a.changed_by] for a in cumulation.to(number)]


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


@dataclass
class Body:
    """Writes what stands in an article, a preamble, an annex or the conclusions, without its heading.

    The addresses of links begin with ~/ until an edition's reader puts its own in (convention/reader.py).
    """

    children: Children
    links: Links = field(default_factory=dict)
    found: dict[str, list[Place]] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)  # terms that are linked in this paragraph already

    def of(self, top: Provision) -> SafeString:
        """The HTML of all that stands in a provision."""
        return format_html_join("\n", "{}", ((self.inside(node),) for node in self.children[top.pk]))

    def inside(self, node: Provision) -> SafeString:
        """A paragraph; or, in an annex, a part, section or article of its own with its heading."""
        if node.kind not in (Kind.PART, Kind.SECTION, Kind.ARTICLE):
            return self.paragraph(node)
        names = {Kind.PART: _("Part %(n)s"), Kind.SECTION: _("Section %(n)s"), Kind.ARTICLE: _("Article %(n)s")}
        name = names[Kind(node.kind)] % {"n": node.number}
        return format_html(
            '<section class="inner" id="{}"><h3>{}</h3>\n{}</section>',
            node.eid,
            f"{name}. {plain(node.heading)}" if node.heading else name,
            self.of(node),
        )

    def paragraph(self, node: Provision) -> SafeString:
        """A paragraph or recital with its points."""
        self.said = set()
        label = _("Link to this recital") if node.kind == Kind.RECITAL else _("Link to this paragraph")
        number = _anchor(node, node.number) if node.number else _anchor(node, "¶", label)
        return format_html(
            '<div class="para{3}" id="{0}">{1}<p>{2}</p>{4}</div>',
            node.eid,
            number,
            self.words(node),
            "" if node.number else " plain",
            self.points(self.children[node.pk]),
        )

    def points(self, nodes: list[Provision]) -> SafeString:
        """Points, with what they hold, and the closing text below them."""
        points = [node for node in nodes if node.kind != Kind.WRAP]
        items = format_html_join(
            "",
            '<li id="{}">{}<span>{}</span>{}</li>',
            ((n.eid, _anchor(n, f"({n.number})"), self.words(n), self.points(self.children[n.pk])) for n in points),
        )
        closing = format_html_join(
            "",
            '<p class="closing" id="{}">{}</p>',
            ((n.eid, self.words(n)) for n in nodes if n.kind == Kind.WRAP),
        )
        return format_html("{}{}", format_html('<ol class="points">{}</ol>', items) if points else "", closing)

    def words(self, node: Provision) -> SafeString:
        """The words of a provision with its links."""
        tags = [(link.start, link.end, *tag) for link in self.links.get(node.eid, ()) if (tag := self.tag(link, node))]
        return html(node.text, tags, self.found.get(node.eid, ()))

    def tag(self, link: Link, node: Provision) -> tuple[str, str] | None:
        """The HTML before and behind a link; None for what a page does not link.

        A term is linked where a paragraph first uses it: a link on each "visitor" would be hundreds on one page.
        """
        if link.kind == LinkKind.DEFINITION:
            return "<dfn>", "</dfn>"
        if link.kind == LinkKind.TERM:
            if link.target in self.said:
                return None
            self.said.add(link.target)
            return format_html('<a class="t" href="~/terms/{}/">', link.target), "</a>"
        address = address_of(link.target) if link.kind == LinkKind.REFERENCE else ""
        if not address or link.target == node.eid.partition("__")[0] or link.target == node.eid:
            return None  # another instrument, or "this article"
        if link.until:
            return format_html('<a href="~/{}" data-of="{}..{}">', address, link.target, link.until), "</a>"
        if link.target.startswith("chp_") and "__" in link.target:
            return format_html('<a href="~/{}" data-of="{}">', address, link.target), "</a>"
        return format_html('<a href="~/{}">', address), "</a>"


def _anchor(node: Provision, shown: str, label: str = "") -> SafeString:
    """The number of a paragraph or point, which is the link to it."""
    if label:
        return format_html('<a class="no" href="#{0}" aria-label="{2}">{1}</a>', node.eid, shown, label)
    return format_html('<a class="no" href="#{0}">{1}</a>', node.eid, shown)


def contents(children: Children) -> dict[str, object]:
    """The contents of an edition as data: its chapters with parts, sections and articles, and how many there are."""
    tops = children[None]
    # What stands outside any chapter, as in a treaty of parts or of articles alone, is one list under no title.
    chapters = []
    for chaptered, run in groupby((n for n in tops if n.kind in GROUPED), key=lambda node: node.kind == Kind.CHAPTER):
        if chaptered:
            chapters += [_chapter(node, children) for node in run]
        else:
            parts, articles = _gather(run, children)
            chapters.append({"number": 0, "title": "", "parts": parts, "articles": articles})
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
    parts, articles = _gather(children[node.pk], children)
    return {"number": from_roman(node.number), "title": plain(node.heading), "parts": parts, "articles": articles}


def _gather(nodes: Iterable[Provision], children: Children) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """The parts and sections among the nodes and below them, and all articles, each in order."""
    parts: list[dict[str, object]] = []
    articles: list[dict[str, object]] = []

    def gather(nodes: Iterable[Provision]) -> None:
        for node in nodes:
            if node.kind == Kind.ARTICLE:
                articles.append(_article(node))
            elif node.kind in (Kind.PART, Kind.SECTION):
                part = {"kind": node.kind, "number": node.number, "heading": plain(node.heading), "eid": node.eid}
                parts.append(part)
                before = len(articles)
                gather(children[node.pk])
                part["first"], part["last"] = articles[before]["number"], articles[-1]["number"]

    gather(nodes)
    return parts, articles
