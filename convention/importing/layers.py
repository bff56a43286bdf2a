"""The data beside a text, in JSON: categories of person, what each inherits, and what is institutional.

docs/text-format.md describes the file. It is checked against the text that it comes with.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from convention.importing.document import Document, Fault, LayersRefused
from convention.importing.shape import misfits, once
from convention.models import ProvisionKind as Kind

# A name that ends in "?" may be left out. Lengths are those of the columns (convention/models/layers.py).
SHAPE = {
    "working_titles?": [int],
    "categories?": [{"slug": str, "name": str, "one": str, "own": [str]}],
    "institutional?": [str],
    "rules?": [
        {
            "category": str,
            "from": str,
            "mode": str,
            "articles?": [str],
            "changed?": [{"article": str, "by": str}],
            "excluded?": [str],
        }
    ],
}

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass
class Layers:
    """What the file said, with every eId known to stand in the text."""

    categories: list[dict[str, Any]] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)
    institutional: list[str] = field(default_factory=list)
    working_titles: list[int] = field(default_factory=list)


def read(data: bytes, document: Document) -> Layers:
    """The layers that the bytes of a JSON file hold for this document. Raises LayersRefused with all faults."""
    try:
        raw = json.loads(data.decode("utf-8-sig"), object_pairs_hook=once)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise LayersRefused([Fault(line, _("This is not UTF-8. Save the file as UTF-8."))]) from error
    except json.JSONDecodeError as error:
        raise LayersRefused([Fault(error.lineno, _("This is not JSON: %(why)s.") % {"why": error.msg})]) from error
    except (ValueError, RecursionError) as error:
        # A name that stands twice, a number of thousands of digits, brackets a thousand deep.
        raise LayersRefused([Fault(0, _("This cannot be read: %(why)s.") % {"why": error})]) from error
    if faults := list(misfits(raw, SHAPE)):
        raise LayersRefused([Fault(0, message) for message in faults])
    layers = Layers(**raw)
    if faults := faults_of(layers, document):
        raise LayersRefused([Fault(0, message) for message in faults])
    return layers


def articles_below(document: Document) -> dict[str, list[str]]:
    """For each chapter, part, section and article: the eIds of the articles in it, in the order of the text."""
    groups = (Kind.CHAPTER, Kind.PART, Kind.SECTION, Kind.ARTICLE)
    return {
        node.eid: [below.eid for below in node.walk() if below.kind == Kind.ARTICLE]
        for node in document.walk()
        if node.kind in groups
    }


def faults_of(layers: Layers, document: Document) -> list[str]:
    """Everything that is wrong with the layers, as sentences."""
    below = articles_below(document)
    articles = [node.eid for node in document.articles()]
    slugs = [category["slug"] for category in layers.categories]
    faults = _values(layers, document)

    def known(eids: list[str], where: str, group: bool = True) -> None:
        for eid in eids:
            if eid not in below or (not group and not eid.startswith("art_")):
                faults.append(_("%(where)s names %(eid)s, which is not in the text.") % {"where": where, "eid": eid})

    for category in layers.categories:
        known(category["own"], category["slug"])
    known(layers.institutional, "institutional")
    for rule in layers.rules:
        where = f"{rule['category']} ← {rule['from']}"
        if rule["category"] not in slugs:
            faults.append(_("%(where)s: there is no such category.") % {"where": where})
        if rule["mode"] not in ("whole", "only"):
            faults.append(_("%(where)s: mode is whole or only.") % {"where": where})
        elif (rule["mode"] == "only") != bool(rule.get("articles")):
            faults.append(_("%(where)s: mode only names articles, mode whole names none.") % {"where": where})
        changed = rule.get("changed", [])
        named = [entry["article"] for entry in changed] + rule.get("excluded", [])
        known([rule["from"]], where)
        known(named + rule.get("articles", []) + [entry["by"] for entry in changed], where, group=False)
        for eid in [*named, *rule.get("articles", [])]:
            if eid in below and eid not in below.get(rule["from"], []):
                faults.append(_("%(where)s: %(eid)s does not stand there.") % {"where": where, "eid": eid})
        for eid in named:
            if rule["mode"] == "only" and eid not in rule.get("articles", []):
                words = _("%(where)s: %(eid)s is an exception, and is not among the articles.")
                faults.append(words % {"where": where, "eid": eid})
        for entry in changed:
            if entry["article"] == entry["by"]:
                words = _("%(where)s: %(eid)s is said to be changed by itself.")
                faults.append(words % {"where": where, "eid": entry["by"]})
        if len(set(named)) < len(named):
            faults.append(_("%(where)s: one article is named twice as an exception.") % {"where": where})
    if faults:
        return faults
    return [*_unreached(layers, below, articles), *_cycle(layers, below)]


def _values(layers: Layers, document: Document) -> list[str]:
    """What is wrong with slugs, and with what has to be there once."""
    faults = []
    chapters = range(1, sum(node.kind == Kind.CHAPTER for node in document.nodes) + 1)
    for number in layers.working_titles:
        if number not in chapters:
            faults.append(_("working_titles names chapter %(n)d, which is not in the text.") % {"n": number})
    for category in layers.categories:
        if not SLUG.fullmatch(category["slug"]):
            words = _("The slug “%(slug)s” is not made of small letters, digits and hyphens.")
            faults.append(words % {"slug": category["slug"]})
        if not category["own"]:
            faults.append(_("%(slug)s has no provision of its own.") % {"slug": category["slug"]})
    if slug := _twice(category["slug"] for category in layers.categories):
        faults.append(_("Two categories have the slug %(slug)s.") % {"slug": slug})
    if pair := _twice(f"{rule['category']} ← {rule['from']}" for rule in layers.rules):
        faults.append(_("%(where)s: there are two rules for this.") % {"where": pair})
    return faults


def _twice(values: Iterable[str]) -> str:
    """The first value that stands twice, else an empty text."""
    seen: set[str] = set()
    return next((value for value in values if value in seen or seen.add(value)), "")


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
