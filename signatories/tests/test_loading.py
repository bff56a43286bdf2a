"""The founding rows: what the Convention's page shows is entered once, as it stands there, and nothing is added."""

import pytest

from portal.kit.models import VerbEvent
from signatories import verbs
from signatories.loading import PAGE_ENTRIES, load, read
from signatories.models import Signature, Source, State, Statement

pytestmark = pytest.mark.django_db


def test_load_enters_140_rows_for_141_entries():
    assert load() == 140
    assert Signature.objects.counts() == {
        "commission": 42,
        "selected": 36,
        "public": 62,
        "statements": 4,
        "total": 140,
    }
    for group, entries in PAGE_ENTRIES.items():
        numbers = [n for row in Signature.objects.filter(group=group) for n in row.page_entries]
        assert sorted(numbers) == list(range(1, entries + 1))


def test_page_entries_are_those_of_the_file():
    for group, entries in PAGE_ENTRIES.items():
        assert entries == max(n for row in read()["rows"] if row["group"] == group for n in row["entries"])


def test_load_enters_the_words_of_the_file():
    load()
    stored = Signature.objects.values_list("group", "name", "sort_name", "affiliation", "people", "page_entries")
    file = [
        (r["group"], r["name"], r["sort_name"], r["affiliation"], r["people"], r["entries"]) for r in read()["rows"]
    ]
    assert sorted(stored) == sorted(file)


def test_load_twice_changes_nothing():
    load()
    before = list(Signature.objects.values())
    assert load() == 0
    assert list(Signature.objects.values()) == before
    assert VerbEvent.objects.count() == 140


def test_load_brings_no_removed_row_back():
    load()
    row = Signature.objects.first()
    verbs.remove_signature(pk=row.pk, by="system", reason="request")
    assert load() == 0
    row.refresh_from_db()
    assert row.state == State.REMOVED


def test_load_beside_other_signatures_still_enters_the_founding_rows():
    verbs.submit_signature(by="signer", kind="person", name="Sam Example", email="sam@example.org")
    assert load() == 140


def test_founding_rows_hold_nothing_that_the_page_does_not_say():
    load()
    rows = Signature.objects.filter(source=Source.FOUNDING)
    assert not rows.exclude(
        signed_at=None, email="", country="", statement_text="", representative="", publish_consent_at=None
    ).exists()
    marked = rows.exclude(statement="")
    assert set(marked.values_list("statement", flat=True)) == {Statement.UNRECORDED}
    assert {row.sort_name for row in marked} == {"Ergas", "Gest", "Kysel", "Santos"}


def test_each_founding_row_is_on_record():
    load()
    events = VerbEvent.objects.filter(verb="signature.enter_founding", by="import", before="", after="published")
    assert set(events.values_list("subject_id", flat=True)) == set(Signature.objects.values_list("pk", flat=True))
    assert not Signature.objects.exclude(published_by="import", published_at__isnull=False).exists()


@pytest.mark.parametrize("group", ["commission", "selected"])
def test_list_sorts_in_the_order_of_the_page(group):
    load()
    # Where one person stands twice on the page, the later place is hers (signatories/data/README.md).
    places = [max(row.page_entries) for row in Signature.objects.filter(group=group).order_by("sort_key", "pk")]
    assert places == sorted(places)


def test_public_list_sorts_by_name_where_the_page_does_not():
    load()
    rows = list(Signature.objects.filter(group="public").order_by("sort_key", "pk"))
    assert [row.sort_key for row in rows] == sorted(row.sort_key for row in rows)
    moved = [row for row in rows if row.sort_name in {"Chavez", "Zafar"}]
    assert [row.name for row in moved] == ["Eddy E Rosales Chavez", "Rabia Zafar"]
    assert [row.letter for row in moved] == ["C", "Z"]
