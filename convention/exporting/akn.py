"""Akoma Ntoso 3.0: an edition as an act, one article as a portion of it. Valid against the strict schema.

The same edition gives the same bytes. Every row's eId stands on an element; convention/importing/akn.py reads it back.
"""

from collections.abc import Sequence
from itertools import groupby

from django.utils.text import slugify
from lxml import etree

from convention.exporting.about import About
from convention.exporting.iri import component
from convention.importing.akn import AKN, OWN, SPECIMEN_CLASS
from convention.importing.document import Document, Node
from convention.links import Link, LinkKind, Links
from convention.marks import pieces
from convention.models import ProvisionKind as Kind

CONTENT_TYPE = "application/akn+xml"
POINTS = (Kind.POINT, Kind.SUBPOINT)
WORDS = {f"{{{AKN}}}{name}" for name in ("p", "heading", "num", "listIntroduction", "listWrapUp")}
TERM, OTHER = "term_", "instrument_"  # the names of terms and other instruments in a file begin so
# Kinds whose element is named otherwise.
ELEMENTS = {Kind.SUBPOINT: "point", Kind.ANNEX: "hcontainer"}


def build(document: Document, about: About) -> bytes:
    """The whole edition."""
    root = etree.Element(f"{{{AKN}}}akomaNtoso", nsmap={None: AKN})
    act = _add(root, "act", name="act", contains="singleVersion")
    _meta(act, about)
    preface = _add(act, "preface")
    title = _add(_add(preface, "longTitle"), "p")
    _add(title, "docTitle").text = about.title
    if about.notice:
        _add(preface, "p", **{"class": SPECIMEN_CLASS}).text = about.notice
    body = None
    write = Writer(about.links)
    for node in document.nodes:
        if node.kind == Kind.PREAMBLE:
            write.preamble(act, node)
        elif node.kind == Kind.CONCLUSIONS:
            conclusions = _add(act, "conclusions", eId=node.eid)
            for child in node.children:
                write.blocks(conclusions, child)
        else:
            body = _add(act, "body") if body is None else body
            write.hierarchy(body, node)
    for part in act[1:]:
        _language(part, about)
    return _bytes(root)


def build_article(article: Node, about: About, address: str) -> bytes:
    """One article, as a portion of its edition. `address` is that of its page."""
    root = etree.Element(f"{{{AKN}}}akomaNtoso", nsmap={None: AKN})
    portion = _add(root, "portion", includedIn=about.iris.expression)
    _meta(portion, about, article.eid, address)
    body = _add(portion, "portionBody")
    _language(body, about)
    # What a reference leads to stands in the whole edition, not in this portion.
    Writer(about.links, f"{about.iris.expression}/~").hierarchy(body, article)
    return _bytes(root)


def _bytes(root: etree._Element) -> bytes:
    _indent(root, "\n")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _indent(element: etree._Element, line: str) -> None:
    """Each element on a line of its own, but nothing added where words stand: lxml's own would do that."""
    if not len(element) or element.tag in WORDS:
        return
    element.text = f"{line} "
    for child in element:
        child.tail = f"{line} "
        _indent(child, f"{line} ")
    child.tail = line


def _add(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{AKN}}}{tag}", {key: value for key, value in attributes.items() if value})


def _language(element: etree._Element, about: About) -> None:
    element.set("{http://www.w3.org/XML/1998/namespace}lang", about.language)


def _meta(parent: etree._Element, about: About, eid: str = "", address: str = "") -> None:
    iris, day, where = about.iris, about.date.isoformat(), f"~{eid}" if eid else ""
    author = "#author" if iris.actor else "#site"
    meta = _add(parent, "meta")
    identification = _add(meta, "identification", source="#site")

    def level(name: str, uri: str, written_by: str) -> etree._Element:
        stem, dot, ending = component(uri).partition(".")
        found = _add(identification, name)
        _add(found, "FRBRthis", value=f"{stem}{where}{dot}{ending}")
        _add(found, "FRBRuri", value=uri)
        if name == "FRBRWork":
            _add(found, "FRBRalias", name="title", value=about.title)
        _add(found, "FRBRdate", date=day, name="edition")
        _add(found, "FRBRauthor", href=written_by)
        return found

    work = level("FRBRWork", iris.work, author)
    _add(work, "FRBRcountry", value=iris.country)
    if iris.subtype:
        _add(work, "FRBRsubtype", value=iris.subtype)
    _add(work, "FRBRname", value=iris.name)
    # A model, not law in force.
    _add(work, "FRBRprescriptive", value="false")
    expression = level("FRBRExpression", iris.expression, author)
    _add(expression, "FRBRversionNumber", value=about.version)
    _add(expression, "FRBRauthoritative", value=str(about.official).lower())
    _add(expression, "FRBRlanguage", language=iris.language)
    manifestation = level("FRBRManifestation", iris.manifestation, "#site")
    _add(manifestation, "FRBRformat", value=CONTENT_TYPE)
    references = _add(meta, "references", source="#site")
    if iris.actor:
        href = f"/akn/ontology/organization/{iris.country}/{iris.actor}"
        _add(references, "TLCOrganization", eId="author", href=href, showAs=iris.actor)
    _add(references, "TLCOrganization", eId="site", href=about.site, showAs="Convention portal")
    _named(references, about.links)
    edition = etree.SubElement(_add(meta, "proprietary", source="#site"), f"{{{OWN}}}edition", nsmap={"own": OWN})
    said = {
        "slug": about.slug,
        "language": about.language,
        "version": about.version,
        "date": day,
        "official": str(about.official).lower(),
        "specimen": str(about.specimen).lower(),
        "address": address or about.address,
        "text-sha256": about.sha256,
        "working-titles": " ".join(map(str, about.working)),
    }
    for name, value in said.items():
        edition.set(name, value)
    if about.notice:
        edition.text = about.notice


class Writer:
    """Writes provisions with their links; `before` stands before the eId that a reference leads to."""

    def __init__(self, links: Links, before: str = "#"):
        self.links, self.before = links, before

    def preamble(self, act: etree._Element, node: Node) -> None:
        """The preamble with its recitals."""
        recitals = _add(_add(act, "preamble", eId=node.eid), "recitals", eId=f"{node.eid}__recs")
        for child in node.children:
            recital = _add(recitals, "recital", eId=child.eid)
            if child.number:
                _add(recital, "num").text = child.number
            self.blocks(recital, child, eid=False)

    def hierarchy(self, parent: etree._Element, node: Node) -> None:
        """A chapter, article, paragraph or point with what stands in it."""
        element = _add(parent, ELEMENTS.get(node.kind, str(node.kind)), eId=node.eid)
        if node.kind == Kind.ANNEX:
            element.set("name", "annex")
        if node.number:
            _add(element, "num").text = printed(node)
        if node.heading:
            _words(_add(element, "heading"), node.heading)
        closing = [child for child in node.children if child.kind == Kind.WRAP]
        inside = [child for child in node.children if child.kind != Kind.WRAP]
        if node.kind not in (Kind.PARAGRAPH, *POINTS):
            for child in inside:
                self.hierarchy(element, child)
            return
        if inside:
            self.words(_add(_add(element, "intro"), "p"), node)
            for child in inside:
                self.hierarchy(element, child)
            after = _add(element, "wrapUp") if closing else None
        else:
            after = _add(element, "content")
            self.words(_add(after, "p"), node)
        for child in closing:
            self.words(_add(after, "p", eId=child.eid), child)

    def blocks(self, parent: etree._Element, node: Node, eid: bool = True) -> None:
        """A recital or a line of the conclusions: a paragraph, or a list where points stand below it."""
        points = [child for child in node.children if child.kind in POINTS]
        closing = [child for child in node.children if child.kind == Kind.WRAP]
        if not points:
            self.words(_add(parent, "p", eId=node.eid if eid else ""), node)
            for child in closing:
                self.words(_add(parent, "p", eId=child.eid), child)
            return
        listed = _add(parent, "blockList", eId=node.eid if eid else f"{node.eid}__list")
        self.words(_add(listed, "listIntroduction"), node)
        for point in points:
            item = _add(listed, "item", eId=point.eid)
            _add(item, "num").text = printed(point)
            self.blocks(item, point, eid=False)
        for child in closing:
            self.words(_add(listed, "listWrapUp", eId=child.eid), child)

    def words(self, element: etree._Element, node: Node) -> None:
        """The words of a provision with its references, definitions and terms."""
        _words(element, node.text, [(one.start, one.end, *self.link(one)) for one in self.links.get(node.eid, ())])

    def link(self, link: Link) -> tuple[str, dict[str, str]]:
        """The element of a link, and its attributes."""
        if link.kind == LinkKind.TERM:
            return "term", {"refersTo": f"#{TERM}{link.target}"}
        if link.kind == LinkKind.DEFINITION:
            return "def", {"refersTo": f"#{TERM}{link.target}"}
        if link.kind == LinkKind.INSTRUMENT:
            return "entity", {"refersTo": f"#{OTHER}{slugify(link.target)}"}
        if link.until:
            return "rref", {"from": self.before + link.target, "upTo": self.before + link.until}
        return "ref", {"href": self.before + link.target}


def printed(node: Node) -> str:
    """The number of a provision as <num> has it: bare for what has a heading, "3." and "(b)" below."""
    if node.kind in POINTS:
        return f"({node.number})"
    return f"{node.number}." if node.kind == Kind.PARAGRAPH else node.number


def _words(element: etree._Element, text: str, links: Sequence[tuple[int, int, str, dict[str, str]]] = ()) -> None:
    """Text with its emphasis, as <i>, and its links."""
    for number, group in groupby(pieces(text, [link[:2] for link in links]), key=lambda piece: piece[2]):
        inside = (
            element if number is None else etree.SubElement(element, f"{{{AKN}}}{links[number][2]}", links[number][3])
        )
        for words, emphasis, _number in group:
            if emphasis:
                _add(inside, "i").text = words
            elif len(inside):
                inside[-1].tail = (inside[-1].tail or "") + words
            else:
                inside.text = (inside.text or "") + words


def _named(references: etree._Element, links: Links) -> None:
    """What the links of a file name: its terms, and other instruments."""
    everything = [link for eid in links for link in links[eid]]
    for slug, name in sorted({(link.target, link.name) for link in everything if link.name}):
        _add(references, "TLCTerm", eId=f"{TERM}{slug}", href=f"/akn/ontology/term/{slug}", showAs=name)
    for name in sorted({link.target for link in everything if link.kind == LinkKind.INSTRUMENT}):
        slug = slugify(name)
        href = f"/akn/ontology/instrument/{slug}"
        _add(references, "TLCReference", eId=f"{OTHER}{slug}", href=href, showAs=name, name="instrument")
