"""The reader of Akoma Ntoso 3.0: an act with chapters and articles, as the model can hold it.

Every word has a place or stops the file: an element that the model cannot hold is refused by its name, an inline
element whose words can stand without it is flattened, and the notes of the document say how often.
"""

import re
from collections import Counter

from django.utils.translation import gettext as _
from lxml import etree

from convention.importing.aknwords import AKN, cannot_hold, name, no_stray_words, number, refuse, spaced, words
from convention.importing.document import LONGEST_TITLE, Document, Fault, Node
from convention.importing.xmlfile import parse
from convention.models import ProvisionKind as Kind

OLDER = re.compile(r"http://www\.akomantoso\.org/([12]\.\d)|.*legaldocml/ns/akn/([\w./-]+)")
# The namespace of our own data in <proprietary>: a name, not an address. Written by convention/exporting/akn.py.
OWN = "urn:convention-portal:edition:1"
SPECIMEN_CLASS = "specimen"  # of the line in the preface that says so
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
ACTS = ("act", "bill")
GROUPS = {"chapter": Kind.CHAPTER, "part": Kind.PART, "section": Kind.SECTION}


def read_akn(data: bytes) -> Document:
    """The document that the bytes of an Akoma Ntoso file hold, not yet checked nor named.

    Its notes say what was flattened or left aside. Raises ImportRefused with the name and line of the first thing
    that cannot be read or held.
    """
    root = parse(data)
    _check_root(root)
    _check_ids(root)
    return Reader().read(root[0])


def _check_root(root: etree._Element) -> None:
    found = etree.QName(root)
    older = OLDER.fullmatch(found.namespace or "")
    if found.namespace == AKN and found.localname == "akomaNtoso" and len(root):
        return
    if found.namespace != AKN and found.localname == "akomaNtoso" and older:
        words = _("This is Akoma Ntoso %(version)s; version 3.0 is read.")
        raise refuse(root, words % {"version": older[1] or older[2]})
    words = _("This is not Akoma Ntoso 3.0: its first element is <%(name)s>, and it may be empty.")
    raise refuse(root, words % {"name": found.localname})


def _check_ids(root: etree._Element) -> None:
    """An eId stands once in its document, an xml:id once in its file."""
    for scope, attribute in ((root, XML_ID), (root[0], "eId")):
        seen: dict[str, int] = {}
        for element in scope.iter(etree.Element):
            value = element.get(attribute)
            if value in seen:
                words = _("The eId “%(eid)s” stands twice, first in line %(line)d.")
                raise refuse(element, words % {"eid": value, "line": seen[value]})
            if value is not None:
                seen[value] = element.sourceline or 0


class Reader:
    """Walks through one act and builds the nodes; counts what it flattens."""

    def __init__(self) -> None:
        self.document = Document(explicit=True)
        self.flattened: Counter[str] = Counter()

    def read(self, act: etree._Element) -> Document:
        if name(act) not in ACTS:
            words = _("This edition cannot hold the element <%(what)s>; an <act> was to come.")
            raise refuse(act, words % {"what": name(act)})
        if act.getnext() is not None:
            raise cannot_hold(act.getnext())
        parts = {"meta": self._meta, "preface": self._preface, "preamble": self._preamble}
        parts |= {"body": self._body, "conclusions": self._conclusions}
        for element in act:
            if name(element) not in parts:
                raise cannot_hold(element)
            no_stray_words(element.getparent())
            parts[name(element)](element)
        self._report()
        return self.document

    def _report(self) -> None:
        for what, count in sorted(self.flattened.items()):
            words = _("<%(what)s> was flattened %(n)d times: its words are kept, the mark is not.")
            self.document.notes.append(Fault(0, words % {"what": what, "n": count}))

    def _note(self, element: etree._Element, words: str) -> None:
        self.document.notes.append(Fault(element.sourceline or 0, words))

    def _meta(self, meta: etree._Element) -> None:
        own = meta.find(f".//{{{OWN}}}edition")
        self.document.specimen = own is not None and own.get("specimen") == "true"
        alias = meta.find(f".//{{{AKN}}}FRBRWork/{{{AKN}}}FRBRalias[@name='title']")
        title = alias.get("value", "") if alias is not None else ""
        self.document.title = "" if title == "Untitled" else title[:LONGEST_TITLE]

    def _preface(self, preface: etree._Element) -> None:
        """The title, for the instrument. All other words of a preface are left aside, and a note says which."""
        found = preface.find(f".//{{{AKN}}}docTitle")
        if found is not None:
            title = spaced("".join(found.itertext()))
            if len(title) > LONGEST_TITLE:
                raise refuse(found, _("The title is longer than %(n)d characters.") % {"n": LONGEST_TITLE})
            self.document.title = title
        aside = [
            spaced(part)
            for element in preface.iter(etree.Element)
            if not _is_ours(element)
            for part in (element.text, *(child.tail for child in element))
            if part and part.strip()
        ]
        if aside:
            words = _("Left aside, since a preface is not part of the text: “%(words)s”.")
            self._note(preface, words % {"words": " ".join(aside)})

    def _preamble(self, preamble: etree._Element) -> None:
        node = self._top(Kind.PREAMBLE, preamble)
        node.children = list(self._lines(preamble, Kind.RECITAL))

    def _conclusions(self, conclusions: etree._Element) -> None:
        node = self._top(Kind.CONCLUSIONS, conclusions)
        node.children = list(self._lines(conclusions, Kind.PARAGRAPH))

    def _top(self, kind: Kind, element: etree._Element) -> Node:
        node = Node(kind, element.sourceline or 0)
        self.document.nodes.append(node)
        return node

    def _lines(self, element: etree._Element, kind: Kind) -> list[Node]:
        """The lines of a preamble or of conclusions: paragraphs and lists, in whatever they are grouped."""
        no_stray_words(element)
        found: list[Node] = []
        for child in element:
            what = name(child)
            if what == "p":
                found.append(Node(kind, child.sourceline or 0, text=words(child, self.flattened)))
            elif what == "blockList":
                found.append(self._block_list(child, Node(kind, child.sourceline or 0)))
            elif what in ("recitals", "citations", "formula", "container"):
                found += self._lines(child, kind)
            elif what in ("recital", "citation"):
                found += self._recital(child, kind)
            else:
                raise cannot_hold(child)
        return found

    def _recital(self, element: etree._Element, kind: Kind) -> list[Node]:
        """A recital: one line, and closing text where more paragraphs stand in it."""
        num = element.find(f"{{{AKN}}}num")
        printed = number(num) if num is not None else ""
        if num is not None:
            no_stray_words(element)
            element.remove(num)
        first, *more = self._lines(element, kind) or [Node(kind, element.sourceline or 0)]
        first.number = printed
        for node in more:
            if node.children:
                raise cannot_hold(element)
            node.kind = Kind.WRAP
        first.children += more
        return [first]

    def _block_list(self, element: etree._Element, node: Node) -> Node:
        """A list among paragraphs: its introduction becomes the node's text, its items points of the node."""
        below = {Kind.POINT: Kind.SUBPOINT, Kind.SUBPOINT: None}.get(node.kind, Kind.POINT)
        no_stray_words(element)
        for child in element:
            what = name(child)
            if what == "listIntroduction" and not node.text:
                node.text = words(child, self.flattened)
            elif what == "item" and below:
                node.children.append(self._item(child, Node(below, child.sourceline or 0)))
            elif what == "listWrapUp":
                node.children.append(Node(Kind.WRAP, child.sourceline or 0, text=words(child, self.flattened)))
            else:
                raise cannot_hold(child)
        return node

    def _item(self, element: etree._Element, node: Node) -> Node:
        no_stray_words(element)
        for child in element:
            what = name(child)
            if what == "num":
                node.number = number(child)
            elif what == "p" and not node.text and not node.children:
                node.text = words(child, self.flattened)
            elif what == "p" and not any(below.kind != Kind.WRAP for below in node.children):
                node.children.append(Node(Kind.WRAP, child.sourceline or 0, text=words(child, self.flattened)))
            elif what == "blockList" and not node.text and not node.children:
                self._block_list(child, node)
            else:
                raise cannot_hold(child)
        return node

    def _body(self, body: etree._Element) -> None:
        no_stray_words(body)
        for child in body:
            self.document.nodes.append(self._group(child))

    def _group(self, element: etree._Element) -> Node:
        """A chapter, part or section, an article, or an annex."""
        what = name(element)
        if what == "article" or (what == "hcontainer" and element.get("name") == "annex"):
            return self._article(element, Kind.ARTICLE if what == "article" else Kind.ANNEX)
        if what not in GROUPS:
            raise cannot_hold(element)
        node = Node(GROUPS[what], element.sourceline or 0)
        no_stray_words(element)
        for child in element:
            if not self._head(child, node):
                node.children.append(self._group(child))
        return node

    def _head(self, element: etree._Element, node: Node) -> bool:
        """Take the number or the heading of a node; false for anything else."""
        if name(element) == "num" and not node.number:
            node.number = number(element, dash=node.kind == Kind.CHAPTER)
        elif name(element) == "heading" and not node.heading:
            node.heading = words(element, self.flattened)
        else:
            return False
        return True

    def _article(self, element: etree._Element, kind: Kind) -> Node:
        """An article: paragraphs, and text and points without one, which become paragraphs without a number."""
        node = Node(kind, element.sourceline or 0)
        self._article_parts(element, node)
        if node.kind == Kind.ARTICLE and not node.number:
            raise refuse(element, _("An article without a number cannot be held."))
        return node

    def _article_parts(self, element: etree._Element, node: Node) -> None:
        no_stray_words(element)
        for child in element:
            what = name(child)
            last = node.children[-1] if node.children else None
            if self._head(child, node):
                continue
            if what == "paragraph":
                paragraph = self._provision(child, Kind.PARAGRAPH)
                if paragraph.number or paragraph.text or paragraph.children:
                    node.children.append(paragraph)
                else:
                    self._note(child, _("A paragraph without number and words was left out."))
            elif what == "list" or (what == "hcontainer" and self._is_bare(child)):
                self._article_parts(child, node)
            elif what in ("intro", "content"):
                self._loose(child, node)
            elif what == "wrapUp" and last is not None and last.children:
                self._closing(child, last)
            elif what == "wrapUp":
                self._loose(child, node)
            elif what == "point" and last is not None and not last.number and not _closed(last):
                last.children.append(self._provision(child, Kind.POINT))
            else:
                raise cannot_hold(child)

    def _is_bare(self, element: etree._Element) -> bool:
        """Whether a container adds nothing to what stands in it."""
        bare = all(name(child) in ("content", "intro", "wrapUp") for child in element)
        if bare:
            self.flattened["hcontainer"] += 1
        return bare

    def _loose(self, element: etree._Element, node: Node) -> None:
        no_stray_words(element)
        for child in element:
            if name(child) == "p":
                node.children.append(Node(Kind.PARAGRAPH, child.sourceline or 0, text=words(child, self.flattened)))
            elif name(child) == "blockList":
                node.children.append(self._block_list(child, Node(Kind.PARAGRAPH, child.sourceline or 0)))
            else:
                raise cannot_hold(child)

    def _closing(self, element: etree._Element, node: Node) -> None:
        no_stray_words(element)
        for child in element:
            if name(child) != "p":
                raise cannot_hold(child)
            node.children.append(Node(Kind.WRAP, child.sourceline or 0, text=words(child, self.flattened)))

    def _provision(self, element: etree._Element, kind: Kind) -> Node:
        """A paragraph or a point, with the points below it."""
        node = Node(kind, element.sourceline or 0)
        self._provision_parts(element, node)
        if kind != Kind.PARAGRAPH and not node.number:
            raise refuse(element, _("A point without a number cannot be held."))
        return node

    def _provision_parts(self, element: etree._Element, node: Node) -> None:
        below = {Kind.PARAGRAPH: Kind.POINT, Kind.POINT: Kind.SUBPOINT}.get(node.kind)
        no_stray_words(element)
        for child in element:
            what = name(child)
            if what == "num" and not node.number:
                node.number = number(child)
            elif what == "list":
                self._provision_parts(child, node)
            elif what == "point" and below and not _closed(node):
                node.children.append(self._provision(child, below))
            elif what in ("intro", "content") and not node.text and not node.children:
                self._text_of(child, node)
            elif what == "wrapUp":
                self._closing(child, node)
            else:
                raise cannot_hold(child)

    def _text_of(self, element: etree._Element, node: Node) -> None:
        """The first paragraph is the provision's text; further ones are closing text, which nothing may follow."""
        no_stray_words(element)
        for place, child in enumerate(element):
            if name(child) == "p" and place == 0:
                node.text = words(child, self.flattened)
            elif name(child) == "p" and not any(below.kind != Kind.WRAP for below in node.children):
                node.children.append(Node(Kind.WRAP, child.sourceline or 0, text=words(child, self.flattened)))
            elif name(child) == "blockList" and place == 0:
                self._block_list(child, node)
            else:
                raise cannot_hold(child)


def _closed(node: Node) -> bool:
    return any(child.kind == Kind.WRAP for child in node.children)


def _is_ours(element: etree._Element) -> bool:
    """Whether the words of an element of the preface are known otherwise: the title, or the line of a specimen."""
    return name(element) == "docTitle" or element.get("class") == SPECIMEN_CLASS
