"""Resources at the desk: through verbs alone, and nothing typed is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.kit.models import VerbEvent
from portal.models import Resource
from portal.tests.files import HTML, pdf
from portal.verbs import (
    add_resource,
    change_resource,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]


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
