"""Resources: the data that comes with the project, the page, addresses, and what the database holds."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.kit.models import VerbEvent
from portal.loading import FILE, load
from portal.models import LinkState, Resource
from portal.tests.files import page
from portal.verbs import (
    add_resource,
    change_resource,
    confirm_link,
    publish_resource,
    record_link_check,
    withdraw_resource,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]


def entries():
    """The entries of the data file, commentaries among them."""
    for entry in json.loads(FILE.read_text())["resources"]:
        yield entry
        yield from entry.get("commentaries", [])


# The data ------------------------------------------------------------------------------------------------------


def test_data_has_what_the_page_names():
    load()
    own = Resource.objects.filter(parent=None)
    assert [r.kind for r in own] == ["summary", "booklet", "issue", "article", "interview"]
    commentaries = Resource.objects.filter(parent__kind="issue")
    assert commentaries.exclude(authors="").values("authors").distinct().count() == 12
    assert list(commentaries.filter(title="").values_list("authors", flat=True)) == [
        "Randall Hansen",
        "Parvati Nair",
        "Sarah Rosengaertner",
    ]
    assert commentaries.get(authors="").title.startswith("Beyond Mapped Horizons")
    assert not Resource.objects.filter(sources=[]).exists()
    assert set(Resource.objects.values_list("link_state", flat=True)) == {"recorded"}
    aleinikoff = commentaries.get(authors="T. Alexander Aleinikoff")
    assert aleinikoff.address.startswith("http://jtl.columbia.edu/aking-mobility")


def test_loading_twice_enters_once_and_brings_nothing_back(resource):
    assert load() == 0
    assert Resource.objects.count() == 1


def test_loading_counts_what_it_enters():
    assert load() == 18
    withdraw_resource(pk=Resource.objects.get(kind="interview").pk, by="import")
    assert load() == 0
    assert Resource.objects.public().count() == 17


def test_page_shows_every_entry_of_the_data(client):
    load()
    text = page(client).replace("&#x27;", "'")
    for entry in entries():
        for field in ("title", "authors", "publication", "gist", "note", "address"):
            assert entry.get(field, "") in text
        for source in entry["sources"]:
            assert f'href="{source}"' in text
    assert text.count("title not on record here") == 3
    assert text.count("author not on record here") == 1
    assert text.count('class="unchecked">recorded, not checked') == sum("address" in e for e in entries())
    assert "(January 2018)" in text
    assert "(June 2017)" in text


def test_page_asks_a_fixed_number_of_queries(client, django_assert_num_queries):
    load()
    with django_assert_num_queries(2):
        page(client)
    issue = Resource.objects.get(kind="issue")
    for n in range(20):
        row = add_resource(by="import", kind="commentary", parent=issue, title=f"More {n}")
        publish_resource(pk=row.pk, by="import")
    with django_assert_num_queries(2):
        page(client)


def test_empty_page_says_so(client):
    assert "Nothing is on record here yet." in page(client)


# Addresses -----------------------------------------------------------------------------------------------------


def test_address_is_marked_until_it_is_confirmed(client, resource, django_user_model):
    text = page(client)
    assert 'href="https://a.example/paper" rel="noopener noreferrer external"' in text
    assert 'class="unchecked">recorded, not checked<' in text
    confirm_link(pk=resource.pk, by=django_user_model.objects.create_user("editor"))
    text = page(client)
    assert "confirmed on" in text
    assert 'class="unchecked"' not in text


def test_unclear_check_leaves_the_mark_and_says_that_it_was_tried(client, resource):
    record_link_check(pk=resource.pk, address=resource.address, outcome=None, note="503")
    text = page(client)
    assert 'class="unchecked">recorded, not checked<' in text
    assert "without a clear answer" in text


def test_dead_address_is_no_link(client, resource):
    record_link_check(pk=resource.pk, address=resource.address, outcome=LinkState.DEAD, note="404")
    text = page(client)
    assert "https://a.example/paper" not in text
    assert "Was at a.example; not there any more on" in text


def test_new_address_is_unchecked_again(resource, django_user_model):
    editor = django_user_model.objects.create_user("editor")
    confirm_link(pk=resource.pk, by=editor)
    row = change_resource(pk=resource.pk, by=editor, title="Another title")
    assert row.link_state == "confirmed"
    row = change_resource(pk=resource.pk, by=editor, address="https://b.example/")
    assert (row.link_state, row.link_checked_at, row.link_checked_by) == ("recorded", None, "")


def test_resource_without_address_cannot_be_confirmed(resource):
    change_resource(pk=resource.pk, by="import", address="")
    with pytest.raises(ValidationError, match="no address to confirm"):
        confirm_link(pk=resource.pk, by="import")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://a.example/", "data:text/html,x", "a.example"])
def test_address_that_is_not_of_the_web_is_refused(resource, address):
    with pytest.raises(ValidationError):
        change_resource(pk=resource.pk, by="import", address=address)
    with pytest.raises(IntegrityError), transaction.atomic():
        Resource.objects.filter(pk=resource.pk).update(address=address)


# What the database holds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "broken",
    [
        {"link_state": "confirmed"},
        {"link_state": "dead", "link_checked_by": "system"},
        {"link_checked_by": "system"},
        {"link_note": "404"},
        {"file_name": "a.pdf"},
        {"file_sha256": "0" * 64},
        {"kind": "commentary"},
        {"kind": "poem"},
        {"state": "gone"},
        {"title": ""},
        {"published": "last year"},
        {"published": "2018-13"},
    ],
)
def test_half_a_fact_is_refused_by_the_database(resource, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Resource.objects.filter(pk=resource.pk).update(**broken)


def test_commentary_stands_in_an_issue_alone(resource):
    with pytest.raises(ValidationError, match="stands in an issue"):
        add_resource(by="import", kind="commentary", title="B", parent=resource)
    with pytest.raises(ValidationError, match="names its issue"):
        add_resource(by="import", kind="commentary", title="B")


def test_every_change_is_on_record_once(resource):
    change_resource(pk=resource.pk, by="import", title="B")
    change_resource(pk=resource.pk, by="import", title="B")
    publish_resource(pk=resource.pk, by="import")
    withdraw_resource(pk=resource.pk, by="import")
    verbs = VerbEvent.objects.filter(subject="portal.resource").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["resource.add", "resource.publish", "resource.change", "resource.withdraw"]


def test_verb_refuses_what_is_not_to_be_edited(resource):
    with pytest.raises(ValidationError, match="cannot be edited: state"):
        change_resource(pk=resource.pk, by="import", state="published")
