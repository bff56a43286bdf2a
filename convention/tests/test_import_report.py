"""The report of an import: what blocks publishing, and what a person settles."""

import pytest

from convention.importing.report import Place, Report, blocking
from convention.models import Edition, EditionState
from convention.tests.texts import SMALL, enter
from convention.verbs import publish_edition
from portal.kit.models import VerbEvent


def reported() -> dict:
    report = Report("pdf", pages=2)
    report.blocking += [Place(2, 7, "a word or two", "Nobody knows."), Place(1, 3, "a table", "A table stands here.")]
    report.furniture.append(Place(2, 1, "The Lake", "running head"))
    return report.data()


def test_places_stand_in_the_order_of_the_source():
    assert [place["page"] for place in reported()["blocking"]] == [1, 2]


def test_settled_place_blocks_no_more():
    report = reported()
    assert len(blocking(report)) == 2
    report["blocking"][0]["settled"] = "placed"
    assert [place["text"] for place in blocking(report)] == ["a word or two"]
    assert blocking({}) == []


@pytest.mark.django_db
def test_edition_is_published_once_every_place_is_settled():
    edition = enter(SMALL)
    Edition.objects.filter(pk=edition.pk).update(report=reported())
    for left in (2, 1):
        events = VerbEvent.objects.count()
        with pytest.raises(ValueError, match=rf"nobody has settled: {left}, the first on page {3 - left},"):
            publish_edition(pk=edition.pk, by="import")
        edition.refresh_from_db()
        assert (edition.state, VerbEvent.objects.count()) == (EditionState.DRAFT, events)
        blocking(edition.report)[0]["settled"] = "placed"
        edition.save(update_fields=["report"])
    assert publish_edition(pk=edition.pk, by="import").state == EditionState.PUBLISHED
