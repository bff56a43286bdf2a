"""Changes to the lists of words: what means the same to a search, and in which words no term is meant."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from convention.links import enter_links
from convention.models import Edition, Instrument, Synonyms, TermExclusion
from convention.rendering import render_edition
from portal.kit.folding import fold
from portal.kit.locks import lock_writes
from portal.kit.records import record

LONGEST = 60  # letters of a synonym (convention/models/search.py)
DATA = Path(__file__).parent / "data"


def lines(name: str) -> list[str]:
    """The lines of a list in data/, without those that begin with #."""
    text = (DATA / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def apart(typed: str) -> list[str]:
    """Words that stand apart by commas, each once.

    >>> apart("asylum, refuge, asylum")
    ['asylum', 'refuge']
    """
    return list(dict.fromkeys(word for part in typed.split(",") if (word := " ".join(part.split()))))


def check_synonyms(*, words: list[str], language: str, pk: int = 0) -> None:
    """Raise ValidationError for fewer than two words, for one without letters or too long, and for a repetition."""
    if len(words) < 2 or not all(fold(word) and len(word) <= LONGEST for word in words):
        raise ValidationError(
            _("Give two words at least, apart by commas, each of at most %(n)d letters.") % {"n": LONGEST}
        )
    if Synonyms.objects.filter(language=language, words=words).exclude(pk=pk).exists():
        raise ValidationError(_("This group is there already."))


def check_exclusion(*, instrument: Instrument, words: str, eid: str = "", pk: int = 0) -> None:
    """Raise ValidationError for words without letters, for a provision that is none, and for a repetition."""
    if not fold(words):
        raise ValidationError(_("Give the words in which no term is meant."))
    if eid and not instrument.editions.filter(provisions__eid=eid).exists():
        raise ValidationError(_("No edition has the provision “%(eid)s”. An eId looks like art_12.") % {"eid": eid})
    if TermExclusion.objects.filter(instrument=instrument, words=words, eid=eid).exclude(pk=pk).exists():
        raise ValidationError(_("These words are there already."))


def keep_synonyms(*, by: Any, words: list[str], language: str = "en", active: bool = True, pk: int = 0) -> Synonyms:
    """Enter a group of words that mean the same, or change the one with that number.

    Raises ValidationError where check_synonyms does.
    """
    with transaction.atomic():
        group = Synonyms.objects.select_for_update().get(pk=pk) if pk else Synonyms()
        before = _state(group.active) if pk else ""
        check_synonyms(words=words, language=language, pk=pk)
        group.words, group.language, group.active = words, language, active
        group.save()
        record(verb="synonyms.keep", subject=group, by=by, before=before, after=_state(active))
    return group


def keep_exclusion(
    *, by: Any, instrument: Instrument, words: str, eid: str = "", active: bool = True, pk: int = 0
) -> TermExclusion:
    """Enter words in which no term is meant, or change those with that number; readers see it at once.

    The links of all editions of the instrument are made anew. Files that were made of an edition keep what they have
    until `manage.py publish_edition --files`. Raises ValidationError where check_exclusion does.
    """
    words = " ".join(words.split())
    with transaction.atomic():
        Instrument.objects.select_for_update().get(pk=instrument.pk)
        exclusion = TermExclusion.objects.get(pk=pk) if pk else TermExclusion()
        before = _state(exclusion.active) if pk else ""
        check_exclusion(instrument=instrument, words=words, eid=eid, pk=pk)
        exclusion.instrument, exclusion.words, exclusion.eid, exclusion.active = instrument, words, eid, active
        exclusion.save()
        for edition in instrument.editions.select_related("instrument"):
            _link_anew(edition)
        record(verb="term_exclusion.keep", subject=exclusion, by=by, before=before, after=_state(active))
    return exclusion


def complete_edition(*, pk: int, by: Any) -> bool:
    """Give an edition that was published by an earlier version of this program its links, passages and notes.

    Returns whether there was anything to do.
    """
    with transaction.atomic():
        edition = Edition.objects.select_related("instrument").select_for_update(of=["self"]).get(pk=pk)
        whole = edition.passages.exists() and not edition.fragments.filter(glosses__isnull=True).exists()
        if not edition.contents or whole:
            return False
        _link_anew(edition)
        record(verb="edition.complete", subject=edition, by=by)
    return True


def _link_anew(edition: Edition) -> None:
    enter_links(edition)
    if edition.contents:
        render_edition(edition)


def _state(active: bool) -> str:
    return "in force" if active else "off"


def load(*, by: Any = "import") -> int:
    """Enter our own lists where there is none yet, and complete older editions. Returns how many rows were made.

    What an editor changed stays, since nothing is entered once a list has a row.
    """
    made = 0
    with transaction.atomic():
        lock_writes(Synonyms)
        for line in lines("synonyms.txt") if not Synonyms.objects.exists() else ():
            keep_synonyms(by=by, words=apart(line))
            made += 1
    older = Q(passages=None) | Q(fragments__glosses__isnull=True)
    for pk in Edition.objects.exclude(contents={}).filter(older).values_list("pk", flat=True).distinct():
        made += complete_edition(pk=pk, by=by)
    return made
