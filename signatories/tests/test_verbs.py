"""The life of a signature: each verb from each state, its event, and two moderators at once."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from portal.kit.models import VerbEvent
from signatories import verbs
from signatories.models import Feedback, Signature, State
from signatories.tests.making import in_state, pending, published, rolls

pytestmark = pytest.mark.django_db

# Verb → the states it leaves from, and the one it leads to.
LIFE = {
    "publish": (verbs.publish_signature, {State.PENDING}, State.PUBLISHED),
    "undo": (verbs.undo_publish, {State.PUBLISHED}, State.PENDING),
    "reject": (verbs.reject_signature, {State.PENDING}, State.REJECTED),
    "reopen": (verbs.reopen_signature, {State.REJECTED}, State.PENDING),
    "remove": (verbs.remove_signature, {State.PUBLISHED}, State.REMOVED),
    "restore": (verbs.restore_signature, {State.REMOVED}, State.PENDING),
    "withdraw": (verbs.withdraw_signature, {State.PENDING, State.PUBLISHED}, State.WITHDRAWN),
}
REASONS = {"reject": {"reason": "abuse"}, "remove": {"reason": "request"}}


def events(row) -> list[tuple]:
    found = VerbEvent.objects.filter(subject="signatories.signature", subject_id=row.pk).order_by("id")
    return list(found.values_list("verb", "by", "before", "after", "reason"))


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("name", list(LIFE))
def test_verb_works_from_its_states_alone(name, state):
    verb, allowed, to = LIFE[name]
    row = in_state(state)
    before, written = Signature.objects.values().get(pk=row.pk), events(row)
    if state in allowed:
        verb(pk=row.pk, by="system", **REASONS.get(name, {}))
        row.refresh_from_db()
        assert row.state == to
        assert len(events(row)) == len(written) + 1
        assert events(row)[-1][1:4] == ("system", state, to)
    else:
        with pytest.raises(verbs.NotPossible, match="Sam Example"):
            verb(pk=row.pk, by="system", **REASONS.get(name, {}))
        assert Signature.objects.values().get(pk=row.pk) == before
        assert events(row) == written


def test_published_signature_stands_on_the_public_list(client):
    row = pending(name="Ada Example")
    assert rolls(client, "/signatories/public/").names == []
    user = User.objects.create_user("mo")
    row = verbs.publish_signature(pk=row.pk, by=user)
    assert rolls(client, "/signatories/public/").names == ["Ada Example"]
    assert row.published_by == f"user:{user.pk}"
    assert events(row) == [
        ("signature.submit", "signer", "", "unconfirmed", ""),
        ("signature.confirm", "signer", "unconfirmed", "pending", ""),
        ("signature.publish", f"user:{user.pk}", "pending", "published", ""),
    ]


def test_undo_is_possible_for_ten_minutes():
    row = published()
    Signature.objects.filter(pk=row.pk).update(published_at=timezone.now() - timedelta(minutes=10, seconds=1))
    with pytest.raises(verbs.NotPossible, match="ten minutes"):
        verbs.undo_publish(pk=row.pk, by="system")
    Signature.objects.filter(pk=row.pk).update(published_at=timezone.now() - timedelta(minutes=9, seconds=50))
    row = verbs.undo_publish(pk=row.pk, by="system")
    assert (row.state, row.published_at, row.published_by) == (State.PENDING, None, "")


def test_undo_keeps_why_it_was_held():
    row = pending(held=["link"])
    verbs.publish_signature(pk=row.pk, by="system")
    assert verbs.undo_publish(pk=row.pk, by="system").held == ["link"]


@pytest.mark.parametrize("verb", [verbs.reject_signature, verbs.remove_signature])
@pytest.mark.parametrize("reason", ["", "because Sam is a fool", "own_wish"])
def test_reason_is_one_of_the_codes(verb, reason):
    row = in_state(State.PENDING if verb is verbs.reject_signature else State.PUBLISHED)
    with pytest.raises(ValueError, match="is none of"):
        verb(pk=row.pk, by="system", reason=reason)
    row.refresh_from_db()
    assert row.state in (State.PENDING, State.PUBLISHED)


def test_verb_wants_someone_who_answers_for_it():
    row = pending()
    with pytest.raises(ValueError, match="neither an account"):
        verbs.publish_signature(pk=row.pk, by="someone")
    row.refresh_from_db()
    assert row.state == State.PENDING


def test_submit_files_under_the_last_word():
    row = pending(name="María José Ñandú")
    assert (row.sort_name, row.letter, row.sort_key) == ("Ñandú", "N", "nandu maria jose nandu")


def test_queue_shows_held_first_then_the_oldest():
    rows = [pending(name=f"Name {n}", held=["trap"] if n == 2 else []) for n in range(4)]
    published(name="Not waiting")
    queue = list(Signature.objects.awaiting_moderation())
    assert [row.name for row in queue] == ["Name 2", "Name 0", "Name 1", "Name 3"]
    assert len(rows) == len(queue)


@pytest.mark.django_db(transaction=True)
def test_two_moderators_publish_at_once_and_one_is_told():
    row = pending()
    ready, results = threading.Barrier(2), []

    def moderator():
        try:
            ready.wait(timeout=10)
            verbs.publish_signature(pk=row.pk, by="system")
            results.append("published")
        except verbs.NotPossible:
            results.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=moderator) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(results) == ["published", "told"]
    assert [event[0] for event in events(row)] == ["signature.submit", "signature.confirm", "signature.publish"]


def remark(**fields) -> Feedback:
    return verbs.submit_feedback(by="visitor", **{"about": "site", "text": "Words", "may_publish": True} | fields)


def test_remark_is_public_only_by_choice_of_its_author():
    private, public = remark(may_publish=False), remark()
    with pytest.raises(verbs.NotPossible, match="did not want"):
        verbs.set_feedback_state(pk=private.pk, by="system", to="published")
    assert list(Feedback.objects.public()) == []
    verbs.set_feedback_state(pk=public.pk, by="system", to="published")
    assert list(Feedback.objects.public()) == [public]
    with pytest.raises(verbs.NotPossible, match="already"):
        verbs.set_feedback_state(pk=public.pk, by="system", to="published")
    verbs.set_feedback_state(pk=public.pk, by="system", to="hidden")
    assert list(Feedback.objects.public()) == []


def test_request_is_closed_once():
    row = verbs.submit_correction(
        by="visitor", wish="remove", entry_name="Sam", text="Please", email="sam@example.org"
    )
    assert verbs.close_correction(pk=row.pk, by="system", done=True).state == "done"
    with pytest.raises(verbs.NotPossible, match="done"):
        verbs.close_correction(pk=row.pk, by="system", done=False)
    assert VerbEvent.objects.filter(subject="signatories.correctionrequest", subject_id=row.pk).count() == 2
