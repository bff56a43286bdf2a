import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import DatabaseError, connection, transaction

from portal.kit.models import VerbEvent
from portal.kit.records import actor, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return User.objects.create_user("moderator")


def test_record_says_who_what_and_when(account):
    entry = record(
        verb="user.greet", subject=account, by=account, before="a", after="b", reason="why", detail={"n": 1}
    )
    stored = VerbEvent.objects.get()
    assert stored.pk == entry.pk
    assert (stored.by, stored.verb, stored.subject, stored.subject_id) == (
        f"user:{account.pk}",
        "user.greet",
        "auth.user",
        account.pk,
    )
    assert (stored.before, stored.after, stored.reason, stored.detail) == ("a", "b", "why", {"n": 1})
    assert stored.at is not None


@pytest.mark.parametrize("by", ["", "nobody", None, AnonymousUser(), User()])
def test_actor_refuses_who_is_nobody(by):
    with pytest.raises(ValueError, match="neither an account nor"):
        actor(by)


@pytest.mark.parametrize("change", ["UPDATE kit_verbevent SET verb = 'other'", "DELETE FROM kit_verbevent"])
def test_database_refuses_to_change_the_record(account, change):
    record(verb="user.greet", subject=account, by="system")
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert VerbEvent.objects.get().verb == "user.greet"


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused(account):
    with pytest.raises(RuntimeError, match="outside a transaction"):
        record(verb="user.greet", subject=account, by="system")
