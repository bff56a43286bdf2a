"""Changed words at the desk: old and new side by side, taken or left, never unread."""

import time

import pytest
from django.test import Client

from portal.kit.worddiff import side_by_side
from signatories import verbs
from signatories.tests.making import published
from signatories.tests.test_queue import queries_of, seen, text

AMENDMENTS = "/admin/amendments/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def mo(moderator) -> Client:
    """The moderator's browser."""
    return moderator()


def test_changed_words_stand_side_by_side_and_are_marked(mo):
    row = published(name="Sam Example", affiliation="University of Porto")
    verbs.amend_signature(pk=row.pk, by="signer", affiliation="University of <Braga>", held=["markup"])
    page = text(mo.get(AMENDMENTS))
    assert "<del>Porto</del>" in page and "<ins>&lt;Braga&gt;</ins>" in page
    assert "markup in a name or an affiliation" in page


@pytest.mark.parametrize(("extra", "stands"), [({}, "New"), ({"leave": "1"}, "Old")])
def test_changed_words_are_taken_or_left(mo, extra, stands):
    row = published(affiliation="Old")
    verbs.amend_signature(pk=row.pk, by="signer", affiliation="New")
    page = text(mo.get(AMENDMENTS))
    mo.post(AMENDMENTS, {"seen": seen(page), "one": row.pk, **extra})
    row.refresh_from_db()
    assert row.affiliation == stands
    assert "Nothing waits." in text(mo.get(AMENDMENTS))


def test_words_that_changed_again_are_not_taken_unread(mo):
    row = published(affiliation="Old")
    verbs.amend_signature(pk=row.pk, by="signer", affiliation="New")
    page = text(mo.get(AMENDMENTS))
    verbs.amend_signature(pk=row.pk, by="signer", affiliation="Newer, and quite another thing")
    said = text(mo.post(AMENDMENTS, {"seen": seen(page), "one": row.pk}, follow=True))
    row.refresh_from_db()
    assert "was changed since you saw it" in said and row.affiliation == "Old"


@pytest.mark.parametrize(("one", "other"), [("a ", "b "), ("a ", "a b "), ("a b ", "b a "), (". ", ", ")])
def test_texts_that_are_made_to_be_slow_are_compared_at_once(one, other):
    start = time.perf_counter()
    side_by_side((one * 2000)[:2000], ("x" + other * 2000)[:2000])
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("old", "new", "left", "right"),
    [
        ("Reader in Porto", "Reader in Braga", "Reader in <del>Porto</del>", "Reader in <ins>Braga</ins>"),
        ("", "New", "", "<ins>New</ins>"),
        ("Old", "", "<del>Old</del>", ""),
        ("a & b", "a & b", "a &amp; b", "a &amp; b"),
        ("<b>", "<i>", "&lt;<del>b</del>&gt;", "&lt;<ins>i</ins>&gt;"),
        ("one two", "one and two", "one two", "one <ins>and</ins> two"),
    ],
)
def test_what_differs_is_marked_by_words(old, new, left, right):
    assert side_by_side(old, new) == (left, right)


def test_number_of_queries_does_not_depend_on_how_many_changes_wait(mo):
    def amend(name):
        verbs.amend_signature(pk=published(name=name).pk, by="signer", affiliation="New")

    amend("A Name")
    few = queries_of(mo, AMENDMENTS)
    for n in range(20):
        amend(f"Name {n}")
    assert len(queries_of(mo, AMENDMENTS)) == len(few)
