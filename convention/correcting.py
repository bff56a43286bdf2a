"""What an editor mends by hand in a draft: an article or another part, as lines of our text format, and open places.

Headings, numbers, levels and merges are all lines of that format, so one box serves for all of them. The whole text is
checked anew, and named anew, before anything is stored.
"""

from collections import Counter
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from convention.eids import name_all
from convention.exporting import textfile
from convention.exporting.about import document_of
from convention.importing import checks, drafts, textformat
from convention.importing.document import Document, Fault, ImportRefused, Node
from convention.links import enter_links
from convention.models import Edition, EditionState
from convention.models import ProvisionKind as Kind
from portal.kit.records import actor, record

HEAD = f"{textformat.FIRST_LINE}\ntitle: -\n\n"
HEAD_LINES = HEAD.count("\n")
# Parts that can be mended as a whole, with all that stands in them.
PARTS = (Kind.PREAMBLE, Kind.ARTICLE, Kind.ANNEX, Kind.CONCLUSIONS)
REASON_LIMIT = 500


class NotPossible(Exception):
    """This cannot be mended now. str() says to a person why."""


class WordsDiffer(NotPossible):
    """The words before and after are not the same. `gone` and `come` are those that differ."""

    def __init__(self, gone: list[str], come: list[str]):
        self.gone, self.come = gone, come
        super().__init__(
            _("The words are not the same as before. Gone: %(gone)s. New: %(come)s.")
            % {"gone": ", ".join(gone) or "–", "come": ", ".join(come) or "–"}
        )


def part_text(document: Document, eid: str) -> str:
    """One part of a document as lines of our text format. Raises NotPossible for an eId that is no part of it."""
    lines: list[str] = []
    textfile.write(_find(document, eid)[1], 0, lines)
    return "\n".join(lines).strip()


def correct_part(*, pk: int, by: Any, eid: str, text: str, words_may_differ: bool = False) -> Edition:
    """Put what an editor wrote in the place of one part of a draft. Returns the edition.

    `text` has the lines of one part or of several (a part that was two), in our text format. The correction, with the
    lines before and after, stays in the edition's report, and is offered again to the next import.
    Raises NotPossible for an edition that is no draft, WordsDiffer where words are lost or added and
    `words_may_differ` does not say that this is meant, ImportRefused with the faults of the text by line.
    """
    with transaction.atomic():
        edition = Edition.objects.select_for_update(of=("self",)).select_related("instrument").get(pk=pk)
        _require_draft(edition)
        document = document_of(edition)
        siblings, old = _find(document, eid)
        before = part_text(document, eid)
        new = _read(text)
        differing = _words(new), _words([old])
        gone, come = differing[1] - differing[0], differing[0] - differing[1]
        if (gone or come) and not words_may_differ:
            raise WordsDiffer(sorted(gone.elements()), sorted(come.elements()))
        for node in (one for top in new for one in top.walk()):
            node.page = old.page
        place = siblings.index(old)
        siblings[place : place + 1] = new
        document.explicit = True  # odd numbers inside an article stop nothing: an editor wrote them
        checks.check(document)
        name_all(document)
        edition.provisions.all().delete()
        drafts.enter_provisions(edition, document)
        enter_links(edition)
        made = {
            "eid": eid,
            "before": before,
            "after": text.strip(),
            "by": actor(by),
            "at": f"{timezone.now():%Y-%m-%d %H:%M}",
        }
        edition.report = {**edition.report, "corrections": [*edition.report.get("corrections", []), made]}
        edition.text_sha256 = drafts.text_sum(document)
        edition.save(update_fields=["report", "text_sha256"])
        detail = {"eid": eid, "words_gone": gone.total(), "words_come": come.total()}
        record(
            verb="edition.correct", subject=edition, by=by, before=edition.state, after=edition.state, detail=detail
        )
    return edition


def settle_place(*, pk: int, by: Any, number: int, words: str) -> Edition:
    """Write what became of a place of the source that blocks publishing. Raises NotPossible for none, or no words."""
    words = " ".join(words.split())
    if not words or len(words) > REASON_LIMIT:
        raise NotPossible(_("Write in at most %(n)s characters what became of these words.") % {"n": REASON_LIMIT})
    with transaction.atomic():
        edition = Edition.objects.select_for_update(of=("self",)).get(pk=pk)
        _require_draft(edition)
        places = edition.report.get("blocking", [])
        if not 0 <= number < len(places):
            raise NotPossible(_("This place is not in the report."))
        places[number] |= {"settled": words, "by": actor(by)}
        edition.save(update_fields=["report"])
        record(verb="edition.settle", subject=edition, by=by, detail={"place": number, "page": places[number]["page"]})
    return edition


def _require_draft(edition: Edition) -> None:
    if edition.state != EditionState.DRAFT:
        raise NotPossible(_("Only a draft can be mended; this edition was published. Import it anew."))


def _find(document: Document, eid: str) -> tuple[list[Node], Node]:
    """The part with this eId, and the list that it stands in."""
    lists = [document.nodes, *(node.children for node in document.walk())]
    found = next(((nodes, node) for nodes in lists for node in nodes if node.eid == eid and node.kind in PARTS), None)
    if found is None:
        raise NotPossible(_("This edition has no part “%(eid)s” that can be mended by itself.") % {"eid": eid})
    return found


def _read(text: str) -> list[Node]:
    try:
        nodes = textformat.read((HEAD + text.replace("\r\n", "\n").strip() + "\n").encode()).nodes
    except ImportRefused as refused:
        # Lines are counted from the first that the editor sees.
        raise ImportRefused([Fault(max(one.line - HEAD_LINES, 0), one.message) for one in refused.faults]) from refused
    if not nodes or any(node.kind not in PARTS for node in nodes):
        raise ImportRefused([Fault(1, _("Write one article or more, or the part that was here."))])
    return nodes


def _words(nodes: list[Node]) -> Counter[str]:
    return Counter(word for top in nodes for node in top.walk() for word in f"{node.heading} {node.text}".split())
