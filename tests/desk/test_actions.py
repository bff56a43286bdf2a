"""Every action of the desk, for each role and for nobody: something goes on record for those who may, nothing else."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction

from portal.kit.models import VerbEvent
from tests.desk.actions import ACTIONS
from tests.desk.rows import WHO, Rows
from tests.desk.snapshots import snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_action_is_for_those_who_may_and_for_nobody_else(browsers, action, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    wrong = []
    for who in WHO:
        point = transaction.savepoint()
        rows = Rows()
        if action.needs:
            getattr(rows, action.needs)
        browser = browsers(who)
        before, held = VerbEvent.objects.count(), snapshot()
        response = action.send(browser, rows)
        b"".join(response.streaming_content) if response.streaming else response.content
        done = VerbEvent.objects.count() > before
        if done != (who in action.may) or response.status_code >= 500:
            wrong.append((who, response.status_code, done, said(response)))
        if who not in action.may and snapshot() != held:
            wrong.append((who, "changed something"))
        transaction.savepoint_rollback(point)
    assert not wrong


def said(response: Any) -> list[str]:
    """What a page says is wrong, for the report of a test that failed."""
    if response.streaming:
        return []
    return re.findall(r'(?s)class="(?:errorlist|errornote|error|warning)[^>]*>(.{0,200})', response.content.decode())[
        :4
    ]


def test_every_deed_and_action_of_the_desk_is_in_the_table():
    named = {action.name for action in ACTIONS}
    for model, model_admin in admin.site._registry.items():
        for deed in getattr(model_admin, "deeds", ()):
            assert any(name.startswith("press") and name.endswith(f" {deed.code}") for name in named), deed.code
        for one in getattr(model_admin, "actions", None) or ():
            code = one if isinstance(one, str) else one.__name__
            if code in ("confirm_address", "check_addresses", "offer"):  # tried in portal/tests and convention/tests
                continue
            assert any(name.startswith("choose") and name.endswith(f" {code}") for name in named), (model, code)
