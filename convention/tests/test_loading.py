"""What `load_data` does with the specimen: with SPECIMEN on, twice, and off."""

import io

import pytest
from django.core.management import call_command

from convention.models import Edition, EditionState, Fragment, Instrument, Provision
from portal.kit.models import VerbEvent

pytestmark = pytest.mark.django_db


def load() -> None:
    call_command("load_data", verbosity=0, stdout=io.StringIO())


def rows() -> list[int]:
    return [m.objects.count() for m in (Instrument, Edition, Provision, Fragment, VerbEvent)]


def test_specimen_is_published_where_it_is_served_and_loading_twice_changes_nothing(settings, visitor):
    settings.SPECIMEN = True
    load()
    edition = Edition.objects.select_related("instrument").get()
    assert (edition.instrument.slug, edition.state, edition.specimen) == ("specimen", EditionState.PUBLISHED, True)
    assert not edition.official
    assert edition.instrument.title != "Model International Mobility Convention"
    assert edition.fragments.count() == 214
    before = rows()
    load()
    assert rows() == before
    assert visitor.get("/convention/article/213/").status_code == 200
    # The same database served in production shows nothing of it.
    settings.SPECIMEN = False
    assert visitor.get("/convention/article/213/").status_code == 404
    assert visitor.get("/editions/specimen-en-1/").status_code == 404
    assert visitor.get("/editions/specimen-en-1/article/1.json").status_code == 404
    for path in (
        "/",
        "/convention/",
        "/convention/who/",
        "/convention/search/?q=border",
        "/editions/",
        "/sitemap.xml",
    ):
        html = visitor.get(path).content.decode()
        assert "Specimen" not in html, path
        assert "specimen-en" not in html, path


def test_specimen_is_not_loaded_where_it_is_not_served(settings):
    settings.SPECIMEN = False
    load()
    assert list(Instrument.objects.values_list("slug", flat=True)) == ["convention"]
    assert Edition.objects.count() == 0


def test_specimen_of_another_text_takes_the_place_of_the_one_before(settings, monkeypatch):
    from convention import loading

    settings.SPECIMEN = True
    load()
    monkeypatch.setattr(loading, "SPECIMEN_VERSION", "2")
    load()
    assert dict(Edition.objects.values_list("slug", "state")) == {
        "specimen-en-1": "superseded",
        "specimen-en-2": "published",
    }
