import hashlib
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from convention.models import Instrument
from convention.verbs import add_official_file
from portal.kit.models import VerbEvent
from portal.loading import FILE, load
from portal.models import LinkState, Resource
from portal.verbs import (
    add_resource,
    attach_file,
    change_resource,
    confirm_link,
    publish_resource,
    record_link_check,
    remove_file,
    withdraw_resource,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"words " * 500
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


@pytest.fixture
def resource():
    row = add_resource(by="import", kind="article", title="A paper", address="https://a.example/paper")
    return publish_resource(pk=row.pk, by="import")


def pdf(name="Paper.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def page(client):
    return client.get("/resources/", secure=True).content.decode()


def body(response):
    return b"".join(response.streaming_content)


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


# Files ---------------------------------------------------------------------------------------------------------


def test_file_is_offered_with_its_headers(client, resource):
    attach_file(pk=resource.pk, by="import", upload=pdf())
    assert 'href="/resources/paper.pdf"' in page(client)
    response = client.get("/resources/paper.pdf", secure=True, headers={"accept-encoding": "gzip"})
    assert body(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="paper.pdf"'
    assert response["Content-Length"] == str(len(PDF))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=60, stale-while-revalidate=60, stale-if-error=3600"
    assert response["ETag"] == f'"{hashlib.sha256(PDF).hexdigest()}"'
    assert not response.cookies
    again = client.get("/resources/paper.pdf", secure=True, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_text_is_saved_and_not_shown(client, resource):
    attach_file(pk=resource.pk, by="import", upload=SimpleUploadedFile("notes.txt", b"notes"))
    response = client.get("/resources/notes.txt", secure=True)
    assert body(response) == b"notes"
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "path",
    [
        "/resources/nothing.pdf",
        "/resources/..%2F..%2Fetc%2Fpasswd",
        "/resources/../../manage.py",
        "/resources/%2e%2e%2fpaper.pdf",
        "/resources/paper.pdf%00.txt",
        "/resources/..%5Cpaper.pdf",
        "/resources/" + "x" * 5000,
    ],
)
def test_other_names_are_not_found(client, resource, path):
    attach_file(pk=resource.pk, by="import", upload=pdf())
    assert client.get(path, secure=True).status_code == 404


def test_file_of_a_withdrawn_resource_or_issue_is_gone(client):
    issue = add_resource(by="import", kind="issue", title="Issue")
    child = add_resource(by="import", kind="commentary", title="Child", parent=issue)
    for row in (issue, child):
        publish_resource(pk=row.pk, by="import")
    attach_file(pk=child.pk, by="import", upload=pdf())
    body(client.get("/resources/paper.pdf", secure=True))
    withdraw_resource(pk=issue.pk, by="import")
    assert client.get("/resources/paper.pdf", secure=True).status_code == 404
    assert "Child" not in page(client)


def test_row_that_outlived_its_file_answers_404(client, resource):
    row = attach_file(pk=resource.pk, by="import", upload=pdf())
    row.file.storage.delete(row.file.name)
    assert client.get("/resources/paper.pdf", secure=True).status_code == 404


def test_new_file_keeps_the_address_and_takes_the_old_ones_place(
    client, resource, uploads, django_capture_on_commit_callbacks
):
    attach_file(pk=resource.pk, by="import", upload=pdf())
    with django_capture_on_commit_callbacks(execute=True):
        attach_file(pk=resource.pk, by="import", upload=pdf("second.pdf", PDF + b"2"))
    assert body(client.get("/resources/paper.pdf", secure=True)) == PDF + b"2"
    assert len(list((uploads / "resources").iterdir())) == 1
    with django_capture_on_commit_callbacks(execute=True):
        remove_file(pk=resource.pk, by="import")
    assert list((uploads / "resources").iterdir()) == []
    assert client.get("/resources/paper.pdf", secure=True).status_code == 404


def test_verb_refuses_a_file_that_is_not_what_it_says(resource, uploads):
    with pytest.raises(ValidationError, match="named as a PDF"):
        attach_file(pk=resource.pk, by="import", upload=pdf("evil.pdf", HTML))
    assert not uploads.exists()
    resource.refresh_from_db()
    assert not resource.file


def test_name_that_is_taken_is_refused_and_leaves_no_file(resource, uploads):
    attach_file(pk=resource.pk, by="import", upload=pdf())
    other = add_resource(by="import", kind="article", title="Other")
    with pytest.raises(ValidationError, match="is named “paper.pdf” already"):
        attach_file(pk=other.pk, by="import", upload=pdf())
    attach_file(pk=other.pk, by="import", upload=pdf(), name="Other Paper")
    other.refresh_from_db()
    assert other.file_name == "other-paper.pdf"
    assert len(list((uploads / "resources").iterdir())) == 2


def test_owners_booklet_stands_at_the_booklet(client):
    load()
    instrument = Instrument.objects.create(slug="mimc-test", title="The Convention")
    add_official_file(
        by="import", instrument=instrument, kind="booklet", title="Booklet", name="booklet.pdf", upload=pdf()
    )
    text = page(client)
    booklet = text[text.index("Booklet with the full Convention") - 100 :]
    assert (
        f'<a href="{reverse("convention:download", args=["booklet.pdf"])}">Booklet with the full Convention' in booklet
    )
    assert text.count("booklet.pdf</a>") == 1


# The desk ------------------------------------------------------------------------------------------------------


def typed(**changes):
    """What the form of the desk sends."""
    return {
        "kind": "article",
        "parent": "",
        "position": "0",
        "title": "Typed title",
        "authors": "A. Author",
        "publication": "",
        "published": "2020",
        "pages": "",
        "gist": "",
        "note": "Typed note",
        "address": "https://a.example/typed",
        "sources": "https://a.example/one\nhttps://a.example/two",
        "upload_name": "",
    } | changes


ADD = "/admin/portal/resource/add/"
LIST = "/admin/portal/resource/"


def test_desk_adds_and_changes_through_verbs(admin_client, admin_user):
    assert admin_client.post(ADD, typed(upload=pdf()), secure=True).status_code == 302
    row = Resource.objects.get()
    assert (row.title, row.state, row.file_name) == ("Typed title", "draft", "paper.pdf")
    assert row.sources == ["https://a.example/one", "https://a.example/two"]
    change = f"/admin/portal/resource/{row.pk}/change/"
    assert admin_client.get(change, secure=True).status_code == 200
    assert admin_client.post(change, typed(title="Second", remove="on"), secure=True).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.file_name) == ("Second", "")
    events = VerbEvent.objects.filter(subject="portal.resource").order_by("pk").values_list("verb", "by")
    by = f"user:{admin_user.pk}"
    assert list(events) == [
        ("resource.add", by),
        ("resource.attach_file", by),
        ("resource.change", by),
        ("resource.remove_file", by),
    ]


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (("evil.pdf", HTML), "is named as a PDF, but its contents are a web page"),
        (("empty.pdf", b""), "is empty"),
        (("large.pdf", b"%PDF-" + b"x" * 5000), "can be kept"),
        (("x.html", HTML), "is of a kind that is not kept"),
    ],
)
def test_desk_refuses_a_file_and_keeps_what_was_typed(admin_client, settings, upload, said):
    settings.UPLOAD_LIMIT = 4000
    response = admin_client.post(ADD, typed(upload=SimpleUploadedFile(*upload)), secure=True)
    text = response.content.decode()
    assert response.status_code == 200
    assert said in text
    assert "browsers cannot keep a chosen file" in text
    for value in ("Typed title", "Typed note", "https://a.example/two"):
        assert value in text
    assert not Resource.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": "a\0b"}, "Null characters are not allowed"),
        ({"title": "", "authors": ""}, "Give a title, or at least an author."),
        ({"published": "May"}, "Write a year"),
        ({"address": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"sources": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"kind": "commentary"}, "A commentary names its issue"),
        ({"upload_name": "x.pdf"}, "Choose the file that is to have this name."),
        ({"title": "x" * 301}, "at most 300 characters"),
    ],
)
def test_desk_says_what_is_wrong(admin_client, changes, said):
    response = admin_client.post(ADD, typed(**changes), secure=True)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert not Resource.objects.exists()


def test_desk_deletes_nothing_and_sets_no_state(admin_client, resource):
    assert admin_client.post(f"{LIST}{resource.pk}/delete/", {"post": "yes"}, secure=True).status_code == 403
    admin_client.post(f"{LIST}{resource.pk}/change/", typed(state="draft", link_state="confirmed"), secure=True)
    resource.refresh_from_db()
    assert (resource.state, resource.link_state) == ("published", "recorded")


def act(client, action, *rows):
    return client.post(
        LIST, {"action": action, "_selected_action": [row.pk for row in rows]}, secure=True, follow=True
    ).content.decode()


def test_desk_actions_publish_withdraw_and_confirm(admin_client, admin_user, resource):
    bare = add_resource(by="import", kind="interview", title="Bare")
    assert "2 resources are public now" in act(admin_client, "publish", resource, bare)
    assert "1 resource is withdrawn" in act(admin_client, "withdraw", bare)
    text = act(admin_client, "confirm_address", resource, bare)
    assert "“Bare” has no address to confirm." in text
    assert "1 address is confirmed." in text
    resource.refresh_from_db()
    bare.refresh_from_db()
    assert (resource.link_state, resource.link_checked_by) == ("confirmed", f"user:{admin_user.pk}")
    assert bare.state == "draft"


def test_desk_action_defers_one_check_at_a_time(admin_client, resource):
    assert "1 address will be checked" in act(admin_client, "check_addresses", resource)
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.queue_name, job.args) == ("portal.check_links", "default", {"pks": [resource.pk]})
    assert "A check is waiting already" in act(admin_client, "check_addresses", resource)
    assert ProcrastinateJob.objects.count() == 1
    change_resource(pk=resource.pk, by="import", address="")
    assert "None of these has an address." in act(admin_client, "check_addresses", resource)
