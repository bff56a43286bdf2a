"""Letters: queued with the change that they tell of, sent once; twice only where a worker died in between."""

import smtplib
import threading
import time
from datetime import timedelta
from types import SimpleNamespace

import psycopg
import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.kit import letters
from portal.kit.letters import Mail
from portal.kit.models import Letter
from portal.kit.tasks import ATTEMPTS, ATTEMPTS_REFUSED, LONGEST_WAIT, Patiently
from signatories.tests.working import mailbox, text_of, work

STOP = "https://convention.test/stop/" + "long-words-" * 20
HERE = "portal.kit.tests.test_letters"


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    """A kind of letter of this module's own; number 0 has nothing to say any more."""

    def write(letter: Letter) -> Mail | None:
        to = f"reader{letter.subject_id}@example.org"
        context = {"paragraphs": ["Good day."], "links": [("Here", STOP)], "closing": [], "why": "Why."}
        return Mail(to, "A letter", "letter", context, STOP) if letter.subject_id else None

    monkeypatch.setitem(letters._writers, "kit.test", write)
    return "kit.test"


def queued(kind: str, number: int = 1) -> Letter:
    with transaction.atomic():
        return letters.queue(kind=kind, subject_id=number)


class Slow(EmailBackend):
    """A server that takes its time."""

    def send_messages(self, messages):
        time.sleep(0.3)
        return super().send_messages(messages)


class Dying(EmailBackend):
    """The server takes the first mail, and the worker hears no more of it."""

    def send_messages(self, messages):
        super().send_messages(messages)
        if len(mail.outbox) == 1:
            raise ConnectionResetError


@pytest.mark.django_db
def test_sent_twice_it_goes_out_once_and_is_marked(kind):
    letter = queued(kind)
    assert [letters.send(pk=letter.pk), letters.send(pk=letter.pk)] == [True, False]
    assert len(mail.outbox) == 1
    letter.refresh_from_db()
    assert letter.sent_at


@pytest.mark.django_db
def test_nothing_to_say_is_not_said(kind):
    letter = queued(kind, 0)
    assert not letters.send(pk=letter.pk)
    assert not mail.outbox
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_letter_taken_back_is_not_sent(kind):
    letter, sent = queued(kind, 7), queued(kind, 7)
    letters.send(pk=sent.pk)
    assert letters.drop(kinds=[kind], subject_id=7) == 1
    assert not letters.send(pk=letter.pk)
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_queues_nothing(kind):
    jobs = ProcrastinateJob.objects.count()  # those of other tests, whose table nobody empties
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        letters.queue(kind=kind, subject_id=1)
        assert Letter.objects.exists()
        assert ProcrastinateJob.objects.count() == jobs + 1
        raise ZeroDivisionError
    assert not Letter.objects.exists()
    assert ProcrastinateJob.objects.count() == jobs


@pytest.mark.django_db(transaction=True)
def test_queued_outside_a_transaction_is_a_fault(kind):
    with pytest.raises(RuntimeError):
        letters.queue(kind=kind, subject_id=1)
    with pytest.raises(KeyError), transaction.atomic():
        letters.queue(kind="kit.unknown", subject_id=1)


@pytest.mark.django_db
def test_letter_and_job_hold_no_address(kind):
    queued(kind)
    job = ProcrastinateJob.objects.latest("pk")
    assert list(job.args) == ["pk"]
    assert "@" not in str(Letter.objects.values().get())


@pytest.mark.django_db
def test_delayed_letter_has_a_delayed_job(kind):
    letters.queue(kind=kind, subject_id=1, delay=timedelta(minutes=10))
    assert ProcrastinateJob.objects.latest("pk").scheduled_at > timezone.now() + timedelta(minutes=9)
    assert work() == []
    assert not mail.outbox
    assert work(later=True) == []
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_a_job_that_queues_a_letter_shows_it_to_other_workers_with_its_own_changes(kind):
    """As in `manage.py worker`, which puts a connector of its own in place of Django's."""

    def seen_by_another() -> int:
        with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
            return other.execute("SELECT count(*) FROM procrastinate_jobs").fetchone()[0]

    with app.replace_connector(app.connector.get_worker_connector()) as worker, worker.open():
        with transaction.atomic():
            letters.queue(kind=kind, subject_id=1)
            assert seen_by_another() == 0
        assert seen_by_another() == 1
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            letters.queue(kind=kind, subject_id=2)
            raise ZeroDivisionError
        assert seen_by_another() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_letter_once(kind, settings):
    settings.EMAIL_BACKEND = f"{HERE}.Slow"
    letter = queued(kind)
    both, results = threading.Barrier(2), []

    def send() -> None:
        try:
            both.wait()
            results.append(letters.send(pk=letter.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False, True]
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_killed_between_sending_and_mark_it_goes_out_again_under_the_same_number(kind, settings):
    settings.EMAIL_BACKEND = f"{HERE}.Dying"
    letter = queued(kind)
    with pytest.raises(ConnectionResetError):
        letters.send(pk=letter.pk)
    letter.refresh_from_db()
    assert letter.sent_at is None
    assert letters.send(pk=letter.pk)
    assert not letters.send(pk=letter.pk)
    numbers = [message.message()["Message-ID"] for message in mail.outbox]
    assert len(numbers) == 2
    assert len(set(numbers)) == 1


@pytest.mark.django_db
def test_two_letters_have_two_numbers(kind):
    for number in (1, 2):
        letters.send(pk=queued(kind, number).pk)
    assert len({message.message()["Message-ID"] for message in mail.outbox}) == 2


@pytest.mark.django_db(transaction=True)
def test_server_is_down_then_up_and_every_mail_goes_out_once(kind, settings):
    with mailbox(settings) as box:
        box.stop()
        for number in (1, 2, 3):
            queued(kind, number)
        assert [type(fault) for fault in work()] == [ConnectionRefusedError] * 3
        assert Letter.objects.filter(sent_at=None).count() == 3
        box.start()
        assert work() == work() == []
        for letter in Letter.objects.all():
            letters.send(pk=letter.pk)
        assert sorted(message["To"] for message in box.mails) == [f"reader{n}@example.org" for n in (1, 2, 3)]
    assert not Letter.objects.filter(sent_at=None).exists()


@pytest.mark.django_db
def test_long_link_and_headers_arrive_whole(kind, settings):
    with mailbox(settings) as box:
        letters.send(pk=queued(kind).pk)
    [message] = box.mails
    assert STOP in text_of(message).splitlines()
    assert f'href="{STOP}"' in message.get_body(("html",)).get_content()
    assert message["List-Unsubscribe"].strip() == f"<{STOP}>"
    assert message["Auto-Submitted"] == "auto-generated"


def waits(attempts: int, fault: BaseException) -> float | None:
    """Seconds until the next attempt, or None where there is none."""
    start = timezone.now()
    decision = Patiently().get_retry_decision(exception=fault, job=SimpleNamespace(attempts=attempts))
    return decision and round((decision.retry_at - start).total_seconds())


def test_tried_again_ever_more_rarely_for_two_weeks():
    down = ConnectionRefusedError()
    assert [waits(n, down) for n in (0, 1, 2, 3)] == [15, 30, 60, 120]
    assert [waits(n, down) for n in (6, 100, ATTEMPTS - 1)] == [LONGEST_WAIT] * 3
    assert waits(ATTEMPTS, down) is None
    assert timedelta(seconds=ATTEMPTS * LONGEST_WAIT) > timedelta(days=13)


@pytest.mark.parametrize(("code", "ends"), [(550, True), (450, False)])
def test_refused_for_good_is_given_up_soon(code, ends):
    refused = smtplib.SMTPRecipientsRefused({"reader@example.org": (code, b"no")})
    assert waits(ATTEMPTS_REFUSED - 1, refused)
    assert (waits(ATTEMPTS_REFUSED, refused) is None) == ends
