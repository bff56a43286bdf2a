"""The data beside a text, in JSON: categories of person, what each inherits, and what is institutional.

docs/text-format.md describes the file. It is checked against the text that it comes with.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from convention.importing.document import Document, Fault, ImportRefused
from convention.models import ProvisionKind as Kind


@dataclass
class Layers:
    """What the file said, with every eId known to stand in the text."""

    categories: list[dict[str, Any]] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)
    institutional: list[str] = field(default_factory=list)
    working_titles: list[int] = field(default_factory=list)


def read(data: bytes, document: Document) -> Layers:
    """The layers that the bytes of a JSON file hold for this document. Raises ImportRefused with all faults."""
    try:
        raw = json.loads(data.decode("utf-8"))
        layers = Layers(**{name: raw[name] for name in Layers.__dataclass_fields__ if name in raw})
        faults = [Fault(0, message) for message in _faults(layers, document)]
    except UnicodeDecodeError as error:
        raise ImportRefused([Fault(0, _("The data beside the text is not UTF-8."))]) from error
    except json.JSONDecodeError as error:
        raise ImportRefused([Fault(error.lineno, _("This is not JSON: %(why)s.") % {"why": error.msg})]) from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        words = _("The data beside the text is not built as docs/text-format.md says: %(why)s.")
        raise ImportRefused([Fault(0, words % {"why": repr(error)})]) from error
    if faults:
        raise ImportRefused(faults)
    return layers


def articles_below(document: Document) -> dict[str, list[str]]:
    """For each chapter, part, section and article: the eIds of the articles in it, in the order of the text."""
    groups = (Kind.CHAPTER, Kind.PART, Kind.SECTION, Kind.ARTICLE)
    return {
        node.eid: [below.eid for below in node.walk() if below.kind == Kind.ARTICLE]
        for node in document.walk()
        if node.kind in groups
    }


def _faults(layers: Layers, document: Document) -> list[str]:
    """Everything that is wrong with the layers, as sentences."""
    below = articles_below(document)
    articles = [node.eid for node in document.articles()]
    slugs = [category["slug"] for category in layers.categories]
    faults = []

    def known(eids: list[str], where: str, group: bool = True) -> None:
        for eid in eids:
            if eid not in below or (not group and not eid.startswith("art_")):
                faults.append(_("%(where)s names %(eid)s, which is not in the text.") % {"where": where, "eid": eid})

    for category in layers.categories:
        known(category["own"], category["slug"])
    known(layers.institutional, "institutional")
    if len(set(slugs)) < len(slugs):
        faults.append(_("Two categories have the same slug."))
    for rule in layers.rules:
        where = f"{rule['category']} ← {rule['from']}"
        if rule["category"] not in slugs:
            faults.append(_("%(where)s: there is no such category.") % {"where": where})
        if rule["mode"] not in ("whole", "only"):
            faults.append(_("%(where)s: mode is whole or only.") % {"where": where})
        changed = rule.get("changed", [])
        named = [entry["article"] for entry in changed] + rule.get("excluded", [])
        known([rule["from"]], where)
        known(named + rule.get("articles", []) + [entry["by"] for entry in changed], where, group=False)
        for eid in [*named, *rule.get("articles", [])]:
            if eid in below and eid not in below.get(rule["from"], []):
                faults.append(_("%(where)s: %(eid)s does not stand there.") % {"where": where, "eid": eid})
        if len(set(named)) < len(named):
            faults.append(_("%(where)s: one article is named twice as an exception.") % {"where": where})
    if faults:
        return faults
    return [*_unreached(layers, below, articles), *_cycle(layers, below)]


def _own(layers: Layers, below: dict[str, list[str]]) -> dict[str, set[str]]:
    return {c["slug"]: {article for eid in c["own"] for article in below[eid]} for c in layers.categories}


def _passed_on(rule: dict[str, Any], below: dict[str, list[str]]) -> set[str]:
    """The articles that a rule lets its category inherit."""
    chosen = below[rule["from"]] if rule["mode"] == "whole" else rule["articles"]
    return set(chosen) - set(rule.get("excluded", []))


def _unreached(layers: Layers, below: dict[str, list[str]], articles: list[str]) -> list[str]:
    reached = {article for eid in layers.institutional for article in below[eid]}
    reached = reached.union(*_own(layers, below).values())
    missing = [eid for eid in articles if eid not in reached]
    if layers.categories and missing:
        words = _("No category has these articles of its own, and they are not institutional: %(eids)s.")
        return [words % {"eids": ", ".join(missing[:20])}]
    return []


def _cycle(layers: Layers, below: dict[str, list[str]]) -> list[str]:
    """A category inherits from another what is that one's own and not its own; this must not go in a circle."""
    own = _own(layers, below)
    heirs: dict[str, set[str]] = {slug: set() for slug in own}
    for rule in layers.rules:
        gained = _passed_on(rule, below) - own[rule["category"]]
        heirs[rule["category"]] |= {slug for slug in own if slug != rule["category"] and own[slug] & gained}
    left = dict(heirs)
    while free := [slug for slug, sources in left.items() if not sources & left.keys()]:
        for slug in free:
            del left[slug]
    return (
        [_("These categories inherit from each other in a circle: %(slugs)s.") % {"slugs": ", ".join(left)}]
        if left
        else []
    )
