"""The lists that an editor keeps: words that mean the same, and words that are no terms."""

import pytest
from django.core.exceptions import ValidationError

from convention.models import Synonyms, TermExclusion, TermUse
from convention.searching.finding import find, ready
from convention.tests.texts import HEAD, published
from convention.vocabulary import apart, complete_edition, keep_exclusion, keep_synonyms, load
from portal.kit.models import VerbEvent

pytestmark = pytest.mark.django_db

TEXT = (
    HEAD
    + """
CHAPTER I. Boats

Article 1. Words
In this Convention:
  (a) “boat” means whatever floats; and
  (b) “ferry” means a boat with a timetable.

Article 2. Landing
1. A boat may land. Boats and ferries land by day.
2. Nobody lands in the boat race under article 1, or drags a boathouse along.

CHAPTER II. Sledges

Article 3. Snow
In this chapter, “runner” means the part that slides. Every boat is a guest here, and a runner is not.

Article 4. Ice
A runner breaks.
"""
)


def hits(edition, typed: str) -> list[str]:
    return [row.eid for row in find(edition, ready(edition, typed)).rows]


def uses(slug: str) -> set[str]:
    return set(TermUse.objects.filter(term__slug=slug).values_list("eid", flat=True))


def test_terms_are_found_in_their_scope():
    published(TEXT)
    assert uses("boat") == {"art_1__para_1__point_b", "art_2__para_1", "art_2__para_2", "art_3__para_1"}
    assert uses("ferry") == {"art_2__para_1"}
    assert uses("runner") == {"art_3__para_1", "art_4__para_1"}


def test_excluded_words_are_no_term_until_they_are_off_again(client):
    edition = published(TEXT)
    before = VerbEvent.objects.count()
    row = keep_exclusion(by="import", instrument=edition.instrument, words="boat race")
    assert "art_2__para_2" not in uses("boat") and "art_2__para_1" in uses("boat")
    fragment = edition.fragments.get(eid="art_2").html
    assert fragment.count("~/terms/boat/") == 1 and "boat race" in fragment
    keep_exclusion(by="import", instrument=edition.instrument, words="boat race", active=False, pk=row.pk)
    assert "art_2__para_2" in uses("boat")
    assert edition.fragments.get(eid="art_2").html.count("~/terms/boat/") == 2
    events = VerbEvent.objects.filter(verb="term_exclusion.keep").order_by("pk")
    assert [(e.before, e.after) for e in events] == [("", "in force"), ("in force", "off")]
    assert VerbEvent.objects.count() == before + 2


def test_exclusion_can_hold_for_one_provision():
    edition = published(TEXT)
    keep_exclusion(by="import", instrument=edition.instrument, words="boat", eid="art_2")
    assert uses("boat") == {"art_1__para_1__point_b", "art_3__para_1"}


def test_exclusion_holds_for_the_next_edition_too():
    edition = published(TEXT)
    keep_exclusion(by="import", instrument=edition.instrument, words="boat race")
    newer = published(TEXT.replace("by day", "by night"), version="2")
    places = TermUse.objects.filter(term__edition=newer, term__slug="boat").values_list("eid", flat=True)
    assert "art_2__para_2" not in places


@pytest.mark.parametrize("words", ["", "  ", "…"])
def test_exclusion_without_letters_is_refused(words):
    edition = published(TEXT)
    with pytest.raises(ValidationError):
        keep_exclusion(by="import", instrument=edition.instrument, words=words)


def test_repetition_and_unknown_provision_are_refused():
    edition = published(TEXT)
    keep_exclusion(by="import", instrument=edition.instrument, words="boat race")
    with pytest.raises(ValidationError, match="there already"):
        keep_exclusion(by="import", instrument=edition.instrument, words=" boat  race ")
    with pytest.raises(ValidationError, match="art_99"):
        keep_exclusion(by="import", instrument=edition.instrument, words="boat", eid="art_99")
    assert TermExclusion.objects.count() == 1


def test_synonyms_widen_a_search_and_can_be_off():
    edition = published(TEXT)
    assert hits(edition, "vessel") == []
    row = keep_synonyms(by="import", words=["vessel", "boat"])
    assert "art_2__para_1" in hits(edition, "vessels")
    keep_synonyms(by="import", words=["vessel", "boat"], active=False, pk=row.pk)
    assert hits(edition, "vessel") == []


def test_runs_of_words_are_synonyms_too():
    edition = published(TEXT)
    keep_synonyms(by="import", words=["sea race", "boat race"])
    assert hits(edition, "sea races") == ["art_2__para_2"]
    assert hits(edition, '"sea race"') == []


@pytest.mark.parametrize("words", [[], ["one"], ["one", "…"], ["a" * 61, "b"]])
def test_group_of_too_few_words_is_refused(words):
    with pytest.raises(ValidationError):
        keep_synonyms(by="import", words=words)


def test_our_list_comes_once_and_what_an_editor_changed_stays():
    assert load() > 40
    row = Synonyms.objects.first()
    keep_synonyms(by="import", words=row.words, active=False, pk=row.pk)
    assert load() == 0
    assert not Synonyms.objects.get(pk=row.pk).active


def test_edition_of_an_earlier_version_is_completed():
    edition = published(TEXT)
    edition.passages.all().delete()
    edition.references.all().delete()
    edition.terms.all().delete()
    assert complete_edition(pk=edition.pk, by="import")
    assert edition.passages.exists() and edition.references.exists() and uses("boat")
    assert not complete_edition(pk=edition.pk, by="import")


def test_words_apart_by_commas():
    assert apart(" a,  b c ,, a") == ["a", "b c"]


@pytest.fixture
def desk(admin_client):
    admin_client.defaults["HTTP_X_FORWARDED_PROTO"] = "https"
    return admin_client


def test_desk_keeps_both_lists(desk):
    edition = published(TEXT)
    answer = desk.post("/admin/convention/synonyms/add/", {"words": "vessel, boat", "language": "en", "active": "on"})
    assert answer.status_code == 302
    row = Synonyms.objects.get(words=["vessel", "boat"])
    page = desk.get(f"/admin/convention/synonyms/{row.pk}/change/").content.decode()
    assert 'value="vessel, boat"' in page
    answer = desk.post("/admin/convention/synonyms/add/", {"words": "vessel, boat", "language": "en", "active": "on"})
    assert answer.status_code == 200 and "there already" in answer.content.decode()
    answer = desk.post("/admin/convention/synonyms/add/", {"words": "alone", "language": "en"})
    assert "two words at least" in answer.content.decode() and 'value="alone"' in answer.content.decode()
    sent = {"instrument": edition.instrument.pk, "words": "boat race", "eid": "", "active": "on"}
    assert desk.post("/admin/convention/termexclusion/add/", sent).status_code == 302
    assert "art_2__para_2" not in uses("boat")
    assert VerbEvent.objects.get(verb="term_exclusion.keep").by.startswith("user:")
    again = desk.post("/admin/convention/termexclusion/add/", sent)
    assert again.status_code == 200 and "there already" in again.content.decode()
