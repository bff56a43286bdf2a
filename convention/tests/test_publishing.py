"""Publishing an edition, undoing it, and taking it away."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from convention import rendering
from convention.models import Edition, EditionState, Fragment
from convention.reader import current_reader
from convention.tests.texts import LAYERS, SMALL, enter, published
from convention.verbs import publish_edition, withdraw_edition
from portal.kit.models import VerbEvent

pytestmark = pytest.mark.django_db

CHANGED = SMALL.replace("after dusk", "before dawn")


def states() -> dict[str, str]:
    return dict(Edition.objects.values_list("slug", "state"))


def events(*verbs: str) -> list[tuple[str, int, str, str, str]]:
    found = VerbEvent.objects.filter(verb__in=verbs).order_by("pk")
    return list(found.values_list("verb", "subject_id", "before", "after", "by"))


VERBS = ("edition.publish", "edition.supersede", "edition.withdraw")


def test_publishing_makes_fragments_and_contents_once(admin_user, monkeypatch):
    edition = enter(SMALL, LAYERS)
    assert (edition.contents, edition.fragments.count()) == ({}, 0)
    published = publish_edition(pk=edition.pk, by=admin_user)
    assert (published.state, published.published_by) == (EditionState.PUBLISHED, f"user:{admin_user.pk}")
    assert published.published_at is not None
    assert list(published.fragments.values_list("eid", "chapter")) == [
        ("preamble", None),
        ("art_1", 1),
        ("art_2", 1),
        ("art_3", 2),
        ("art_4", 2),
        ("annex_a", None),
        ("conclusions", None),
    ]
    assert {key: published.contents[key] for key in ("articles", "provisions", "preamble", "conclusions")} == {
        "articles": 4,
        "provisions": 28,
        "preamble": True,
        "conclusions": True,
    }
    assert [[a["number"] for a in c["articles"]] for c in published.contents["chapters"]] == [[1, 2], [3, 4]]
    assert events(*VERBS) == [("edition.publish", edition.pk, "draft", "published", f"user:{admin_user.pk}")]


def test_newer_edition_supersedes_the_one_before_and_publishing_that_again_undoes_it(monkeypatch):
    old, new = published(SMALL), enter(CHANGED)
    publish_edition(pk=new.pk, by="system")
    assert states() == {"lake-en-1": "superseded", "lake-en-1-2": "published"}
    fragments = list(Fragment.objects.order_by("pk").values_list("pk", "html"))
    monkeypatch.setattr(rendering, "render_edition", None)  # What is published again is not rendered again.
    monkeypatch.setattr("convention.verbs.render_edition", None)
    publish_edition(pk=old.pk, by="system")
    assert states() == {"lake-en-1": "published", "lake-en-1-2": "superseded"}
    assert list(Fragment.objects.order_by("pk").values_list("pk", "html")) == fragments
    assert events(*VERBS)[1:] == [
        ("edition.supersede", old.pk, "published", "superseded", "system"),
        ("edition.publish", new.pk, "draft", "published", "system"),
        ("edition.supersede", new.pk, "published", "superseded", "system"),
        ("edition.publish", old.pk, "superseded", "published", "system"),
    ]


def test_publishing_again_changes_nothing():
    edition = published(SMALL)
    before = VerbEvent.objects.count()
    again = publish_edition(pk=edition.pk, by="system")
    assert (again.published_at, again.published_by) == (edition.published_at, "import")
    assert VerbEvent.objects.count() == before


def test_other_language_and_other_instrument_are_left_alone():
    published(SMALL)
    published(SMALL, language="fr")
    published(SMALL, instrument="pond")
    assert set(states().values()) == {"published"}


def test_fault_while_rendering_leaves_everything_as_it_was(monkeypatch):
    published(SMALL)
    new = enter(CHANGED)
    before = (states(), Fragment.objects.count(), VerbEvent.objects.count())

    def fail(edition):
        rendering.render_edition(edition)
        raise ZeroDivisionError

    monkeypatch.setattr("convention.verbs.render_edition", fail)
    with pytest.raises(ZeroDivisionError):
        publish_edition(pk=new.pk, by="system")
    assert (states(), Fragment.objects.count(), VerbEvent.objects.count()) == before


def test_nobody_publishes_nothing():
    edition = enter(SMALL)
    with pytest.raises(ValueError, match="neither an account"):
        publish_edition(pk=edition.pk, by="somebody")
    assert states() == {"lake-en-1": "draft"}


def test_withdrawn_edition_leaves_its_instrument_without_a_text():
    edition = published(SMALL, instrument="convention")
    assert current_reader().edition == edition
    withdraw_edition(pk=edition.pk, by="system")
    assert states() == {"convention-en-1": "superseded"}
    assert current_reader() is None
    withdraw_edition(pk=edition.pk, by="system")
    assert events("edition.withdraw") == [("edition.withdraw", edition.pk, "published", "superseded", "system")]
    publish_edition(pk=edition.pk, by="system")
    assert current_reader().edition == edition


def test_draft_is_not_withdrawn():
    edition = enter(SMALL)
    withdraw_edition(pk=edition.pk, by="system")
    assert states() == {"lake-en-1": "draft"}
    assert events("edition.withdraw") == []


def test_database_holds_one_published_edition_for_a_language():
    published(SMALL)
    new = published(CHANGED)
    with pytest.raises(IntegrityError, match="edition_one_published"), transaction.atomic():
        Edition.objects.exclude(pk=new.pk).update(state=EditionState.PUBLISHED)


def test_database_holds_that_what_is_read_was_rendered():
    edition = enter(SMALL)
    with pytest.raises(IntegrityError, match="edition_read_was_rendered"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(
            state=EditionState.PUBLISHED, published_at="2020-02-02T00:00Z", published_by="system"
        )


def test_command_publishes_lists_and_undoes(capsys):
    published(SMALL)
    enter(CHANGED)
    call_command("publish_edition", "lake-en-1-2")
    assert states() == {"lake-en-1": "superseded", "lake-en-1-2": "published"}
    call_command("publish_edition", "lake-en-1")
    assert states() == {"lake-en-1": "published", "lake-en-1-2": "superseded"}
    capsys.readouterr()
    call_command("publish_edition")
    listed = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in listed] == ["lake-en-1", "lake-en-1-2"]
    assert listed[0].endswith("published")
    with pytest.raises(CommandError, match="There is no edition 'lake-fr-1'"):
        call_command("publish_edition", "lake-fr-1")
