"""The desk as a whole: whatever is asked of any of its lists and rows, no fault of ours."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import transaction
from django.utils import timezone

from portal.kit.models import Letter

pytestmark = pytest.mark.django_db

LISTS = {f"{model._meta.app_label}/{model._meta.model_name}": desk for model, desk in admin.site._registry.items()}
each_list = pytest.mark.parametrize("name", LISTS)
NUL = "\0"


@pytest.fixture
def desk(admin_client):
    admin_client.defaults["HTTP_X_FORWARDED_PROTO"] = "https"
    admin_client.raise_request_exception = False
    return admin_client


def status(ask, *args):
    """The status of an answer; what it did to the transaction of the test is undone."""
    with transaction.atomic():
        answer = ask(*args)
        transaction.set_rollback(True)
    return answer.status_code


@each_list
def test_strange_query_of_a_list_is_no_fault_of_ours(desk, name):
    queries = [{"q": NUL}, {"q": "9" * 40}, {"q": "x" * 10_000}, {"p": "1000000000"}, {"o": "99"}, {"all": ""}]
    queries += [{"id__exact": value} for value in (NUL, "x", "9" * 40)]
    queries += [{key: NUL} for key in ("_to_field", "_facets", "_changelist_filters", NUL)]
    for field in (one for one in LISTS[name].list_filter if isinstance(one, str)):
        queries += [
            {f"{field}__exact": NUL},
            {f"{field}__gte": NUL},
            {f"{field}__gte": "x"},
            {f"{field}__isnull": "x"},
        ]
    answers = [(query, status(desk.get, f"/admin/{name}/", query)) for query in queries]
    assert [(query, code) for query, code in answers if code not in (200, 302, 400)] == []


@each_list
@pytest.mark.parametrize("key", [NUL, "x", "9" * 40, f"1{NUL}", "😀", "-1", "_"])
def test_row_that_cannot_be_leads_back(desk, name, key):
    for page in ("change", "history", "delete"):
        assert status(desk.get, f"/admin/{name}/{key}/{page}/") in (302, 403, 404), page


@each_list
@pytest.mark.parametrize("key", ["", NUL, "x", "9" * 40, "-1", "٣"])
def test_chosen_row_without_a_number_is_refused(desk, name, key):
    for action in [*LISTS[name].actions, "delete_selected", NUL]:
        code = getattr(action, "__name__", action)
        assert status(desk.post, f"/admin/{name}/", {"action": code, "_selected_action": [key]}) == 400, code


def test_letters_that_are_overdue_are_named_on_the_first_page(admin_client):
    def letter(minutes, sent=None):
        due = timezone.now() - timedelta(minutes=minutes)
        return Letter.objects.create(kind="signatories.signature.published", subject_id=1, due_at=due, sent_at=sent)

    letter(59)
    letter(600, timezone.now())
    assert "should have gone out" not in admin_client.get("/admin/", secure=True).content.decode()
    letter(61)
    assert "1 letter should have gone out an hour ago" in admin_client.get("/admin/", secure=True).content.decode()
    page = admin_client.get("/admin/kit/letter/?overdue=1", secure=True)
    assert page.context["cl"].result_count == 1
