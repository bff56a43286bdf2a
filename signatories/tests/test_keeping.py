"""What is stored, where an address is never found, and for how long things are kept."""

import io
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.kit.models import Letter, VerbEvent
from signatories import links, verbs
from signatories.models import Signature, State, Submission
from signatories.tests.acting import PUBLIC, SAM, act, confirm, page_of, sign
from signatories.tests.making import HTTPS, in_state, pending
from signatories.tests.working import links_in, work

pytestmark = pytest.mark.django_db


PLANTED = "Planted.Address@plantation.example"
EVERYWHERE = ["/", "/about/signatures/", "/signatories/", PUBLIC, "/signatories/reservations/", "/signatories.csv"]
EVERYWHERE += ["/signatories.json", "/sitemap.xml", "/convention/article/12/", "/sign/", "/sign/check-your-mail/"]


def test_a_planted_address_is_in_no_page_file_header_or_log_line_at_any_time(client, box, caplog):
    caplog.set_level("DEBUG")

    def look() -> None:
        row = Signature.objects.first()
        for path in [*EVERYWHERE, f"/signatories/reservations/{row.pk}/", f"{PUBLIC}?q=planted"]:
            response = client.get(path, secure=True)
            seen = response.content.decode() + str(response.headers)
            assert "plantation" not in seen.lower(), path
        # What the SMTP server of this test says of itself is no line of the site's.
        lines = [record.getMessage() for record in caplog.records if not record.name.startswith("mail.")]
        assert "plantation" not in " ".join(lines).lower()
        with connection.cursor() as cursor:
            cursor.execute("SELECT args::text FROM procrastinate_jobs")
            jobs = str(cursor.fetchall())
        assert "plantation" not in jobs.lower()

    words = {"statement": "declaration", "statement_text": "Declared words.", "provisions": "12"}
    sign(client, SAM | words | {"email": PLANTED})
    look()
    manage = confirm(client, box, PLANTED)
    look()
    pk = Signature.objects.get().pk
    verbs.publish_signature(pk=pk, by="system")
    assert "Sam Example" in page_of(client, PUBLIC)
    look()
    amended = {"name": "Sam Other", "country": "CH", "statement": "none"}
    assert act(client, f"{manage}amend/", **amended).status_code == 303
    verbs.accept_amendment(pk=pk, by="system")
    work(later=True)
    look()
    act(client, manage, action="erase", sure="1")
    assert Signature.objects.get().erased_at
    look()
    assert work(later=True) == []


def test_what_was_sent_is_gone_from_its_table_once_it_is_in_the_register(client, box):
    sign(client, SAM)
    submission = Submission.objects.get()
    assert (submission.words, submission.network) == ({}, "")
    assert Signature.objects.get().network != ""


def test_daily_housekeeping_keeps_what_the_privacy_page_says(client):
    from django.core.management import call_command

    young, old = in_state(State.UNCONFIRMED), in_state(State.UNCONFIRMED)
    withdrawn = in_state(State.WITHDRAWN)
    recent = in_state(State.WITHDRAWN)
    waiting = pending(network="n" * 64)
    now = timezone.now()
    Signature.objects.filter(pk=old.pk).update(created_at=now - timedelta(days=46))
    Signature.objects.filter(pk=young.pk).update(created_at=now - timedelta(days=44))
    Signature.objects.filter(pk=withdrawn.pk).update(withdrawn_at=now - timedelta(days=366))
    Signature.objects.filter(pk=waiting.pk).update(created_at=now - timedelta(days=31))
    call_command("daily", stdout=io.StringIO())
    assert not Signature.objects.filter(pk=old.pk).exists()
    assert Signature.objects.filter(pk=young.pk).exists()
    emptied = Signature.objects.get(pk=withdrawn.pk)
    assert (emptied.email, emptied.email_key) == ("", "")
    assert Signature.objects.get(pk=recent.pk).email
    assert Signature.objects.get(pk=waiting.pk).network == ""


def test_moderators_hear_that_something_waits_at_most_once_in_some_hours(box, admin_user):
    from signatories.digest import tell_moderators

    admin_user.email = "mo@example.org"
    admin_user.save()
    assert tell_moderators() == 0
    pending(name="Planted Name")
    assert tell_moderators() == 1
    pending()
    assert tell_moderators() == 0
    Letter.objects.filter(kind="signatories.waiting").update(created_at=timezone.now() - timedelta(hours=5))
    pending()
    assert tell_moderators() == 1
    work()
    mails = box.to("mo@example.org")
    assert len(mails) == 2
    assert "Planted" not in mails[0].as_string()


def test_keys_are_rotated_and_links_still_work(client, box, settings):
    sign(client, SAM)
    path = links_in(box.to(SAM["email"])[0])[0]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-" + "k" * 60
    assert client.get(path, secure=True).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(path, secure=True).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_fifty_threads_confirm_one_token():
    row = in_state(State.UNCONFIRMED)
    Letter.objects.all().delete()
    path = links.confirm_url(row).removeprefix("https://convention.test")
    answers: list[int] = []
    gate = threading.Barrier(50)

    def press() -> None:
        gate.wait()
        answers.append(Client(headers=HTTPS).post(path, {"action": "confirm"}, secure=True).status_code)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 50
    assert VerbEvent.objects.filter(verb="signature.confirm").count() == 1
    assert Letter.objects.count() == 1
