"""The life of a signature in the words of a person: through the pages, the jobs, a real SMTP server, the database."""

import io
import threading
from datetime import timedelta

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.kit.models import Letter, VerbEvent
from signatories import captcha, links, verbs
from signatories.models import Signature, State, Submission
from signatories.tests.making import HTTPS, in_state, pending, rolls
from signatories.tests.sending import ORGANISATION, PERSON, opened, post
from signatories.tests.working import links_in, mailbox, work

pytestmark = pytest.mark.django_db
SAM = PERSON | {"name": "Sam Example", "email": "sam@example.org"}
PUBLIC = "/signatories/public/"


@pytest.fixture
def box(settings):
    with mailbox(settings) as running:
        yield running


def sign(client: Client, words: dict[str, str]):
    """Send the last step, and let the worker do what comes of it."""
    response = client.post("/sign/", {"opened": opened(60), **words}, secure=True)
    assert work() == []
    return response


def act(client: Client, path: str, **fields: str):
    return client.post(path, fields, secure=True)


def confirm(client: Client, box, address: str) -> str:
    """Open the link in the newest mail and press the button. Returns the path of the page to manage it."""
    response = act(client, links_in(box.to(address)[-1])[0], action="confirm")
    assert response.status_code == 303
    work()
    return response["Location"]


def same(one, other) -> bool:
    return (one.status_code, one.headers, one.content) == (other.status_code, other.headers, other.content)


def test_sam_signs_and_sees_the_same_page_as_when_sam_signs_again(client, box, django_assert_num_queries):
    def last_post():
        with connection.execute_wrapper(count):
            queries.append(0)
            return client.post("/sign/", {"opened": opened(60), **SAM}, secure=True)

    def count(execute, sql, params, many, context):
        queries[-1] += 1
        return execute(sql, params, many, context)

    queries: list[int] = []
    answers = [last_post()]  # a new address
    work()
    answers.append(last_post())  # one that is not confirmed
    work()
    confirm(client, box, SAM["email"])
    answers.append(last_post())  # one that waits
    work()
    verbs.publish_signature(pk=Signature.objects.get().pk, by="system")
    answers.append(last_post())  # one that is published, and over its three mails a day
    work()
    answers.append(last_post())
    work()
    assert all(same(answers[0], other) for other in answers[1:])
    assert set(queries[1:]) == {queries[0]}
    assert (answers[0].status_code, answers[0]["Location"]) == (303, "/sign/check-your-mail/")
    asked = Letter.objects.filter(kind__in=["signatories.signature.confirm", "signatories.signature.already"])
    assert asked.count() == 3
    assert Signature.objects.count() == 1


def test_a_mail_scanner_opens_sams_link_and_nothing_happens(client, box):
    sign(client, SAM)
    before = Signature.objects.values().get(), VerbEvent.objects.count(), Letter.objects.count()
    for path in links_in(box.to(SAM["email"])[0]):
        for ask in (client.get, client.head):
            assert ask(path, secure=True).status_code in (200, 301, 404)
    assert (Signature.objects.values().get(), VerbEvent.objects.count(), Letter.objects.count()) == before


def test_sam_confirms_twice_and_is_confirmed_once(client, box):
    sign(client, SAM)
    first = confirm(client, box, SAM["email"])
    path = links_in(box.to(SAM["email"])[0])[0]
    assert act(client, path, action="confirm")["Location"] == first
    work()
    assert Signature.objects.get().state == State.PENDING
    assert VerbEvent.objects.filter(verb="signature.confirm").count() == 1
    assert len(box.to(SAM["email"])) == 2


def test_sams_link_from_last_month_offers_a_new_one(client, box, monkeypatch):
    sign(client, SAM)
    path = links_in(box.to(SAM["email"])[0])[0]
    monkeypatch.setattr(links, "CONFIRM_LASTS", timedelta(seconds=-1))
    page = client.get(path, secure=True).content.decode()
    assert "Send a new link" in page
    assert act(client, path, action="confirm").status_code != 303
    assert Signature.objects.get().state == State.UNCONFIRMED
    assert act(client, path, action="renew").status_code == 303
    work()
    assert len(box.to(SAM["email"])) == 2
    monkeypatch.undo()
    confirm(client, box, SAM["email"])
    assert Signature.objects.get().state == State.PENDING


def test_sam_and_ines_share_an_address_and_both_sign(client, box):
    for name in ("Sam Example", "Ines Example"):
        sign(client, SAM | {"name": name})
        confirm(client, box, SAM["email"])
    assert set(Signature.objects.values_list("name", "state")) == {
        ("Sam Example", "pending"),
        ("Ines Example", "pending"),
    }


def test_sam_signs_for_the_university_too(client, box):
    sign(client, SAM)
    confirm(client, box, SAM["email"])
    sign(client, ORGANISATION | {"name": "Sam Example", "email": SAM["email"]})
    confirm(client, box, SAM["email"])
    assert sorted(Signature.objects.values_list("kind", "state")) == [
        ("organisation", "pending"),
        ("person", "pending"),
    ]


def test_sams_typo_is_mended_and_waits_while_the_old_words_stay(client, box):
    sign(client, SAM | {"affiliation": "Univercity"})
    manage = confirm(client, box, SAM["email"])
    pk = Signature.objects.get().pk
    verbs.publish_signature(pk=pk, by="system")
    words = {"name": "Sam Example", "affiliation": "University", "country": "CH", "statement": "none"}
    assert act(client, f"{manage}amend/", **words).status_code == 303
    assert "Univercity" in rolls(client, PUBLIC).text
    assert "University" not in rolls(client, PUBLIC).text
    assert "University" in client.get(manage, secure=True).content.decode()
    verbs.accept_amendment(pk=pk, by="system")
    assert "University" in rolls(client, PUBLIC).text


def test_sam_withdraws_and_is_gone_from_every_list_file_and_cache_within_a_minute(client, box):
    words = {"statement": "declaration", "statement_text": "Declared words.", "provisions": "12"}
    sign(client, SAM | words)
    manage = confirm(client, box, SAM["email"])
    pk = Signature.objects.get().pk
    verbs.publish_signature(pk=pk, by="system")
    statement = f"/signatories/reservations/{pk}/"
    shown = ["/", PUBLIC, "/signatories/reservations/", statement, "/signatories.csv", "/signatories.json"]
    assert sum("Sam Example" in page_of(client, path) for path in shown) >= 5
    act(client, manage, action="withdraw", sure="1")
    assert Signature.objects.get().state == State.WITHDRAWN
    for path in shown:
        response = client.get(path, secure=True)
        assert "Sam Example" not in response.content.decode()
        assert "Declared words." not in response.content.decode()
        if response.status_code == 200:
            ages = [int(part.split("=")[1]) for part in response["Cache-Control"].split(", ")[1:3]]
            assert sum(ages) <= 60


def page_of(client: Client, path: str) -> str:
    return client.get(path, secure=True).content.decode()


def test_ines_never_signed_and_says_not_me(client, box):
    sign(client, SAM | {"name": "Ines Example", "email": "ines@example.org"})
    path = links_in(box.to("ines@example.org")[0])[0]
    assert act(client, path, action="disown").status_code == 200
    assert not Signature.objects.exists()
    assert client.get(path, secure=True).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_moderators_publish_the_same_signature_at_once_and_one_mail_goes_out(settings):
    row = pending()
    told: list[str] = []
    gate = threading.Barrier(2)

    def publish() -> None:
        gate.wait()
        try:
            verbs.publish_signature(pk=row.pk, by="system")
        except verbs.NotPossible as refusal:
            told.append(str(refusal))
        connection.close()

    threads = [threading.Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert VerbEvent.objects.filter(verb="signature.publish").count() == 1
    with mailbox(settings) as running:
        assert work(later=True) == []
        assert len(running.to(row.email)) == 1  # that it waits would not be true any more


def test_a_moderator_rejects_then_thinks_again(client, box):
    row = pending(email="sam@example.org")
    work()
    verbs.reject_signature(pk=row.pk, by="system", reason="unclear")
    verbs.reopen_signature(pk=row.pk, by="system")
    verbs.publish_signature(pk=row.pk, by="system")
    assert work(later=True) == []
    assert not Letter.objects.filter(kind="signatories.signature.rejected").exists()
    assert len(box.to("sam@example.org")) == 2  # confirmed, published


def test_that_one_is_published_is_told_when_it_cannot_be_undone_any_more(box):
    row = pending(email="sam@example.org")
    work()
    verbs.publish_signature(pk=row.pk, by="system")
    assert work() == []
    assert len(box.to("sam@example.org")) == 1
    verbs.undo_publish(pk=row.pk, by="system")
    assert work(later=True) == []
    assert len(box.to("sam@example.org")) == 1


def test_the_mail_server_is_down_all_night_and_in_the_morning_every_mail_goes_out_once(client, box):
    box.stop()
    for number in range(5):
        words = SAM | {"email": f"sam{number}@example.org"}
        assert client.post("/sign/", {"opened": opened(60), **words}, secure=True).status_code == 303
    for _hour in range(3):
        assert len(work()) == 5
    assert Letter.objects.filter(sent_at=None).count() == 5
    box.start()
    assert work() == []
    work()
    assert sorted(mail["To"] for mail in box.mails) == [f"sam{number}@example.org" for number in range(5)]


# reCAPTCHA: the worker asks Google; what comes of it never refuses --------------------------------------------------


class Answer:
    def __init__(self, body: bytes):
        self.body = body

    def read(self) -> bytes:
        return self.body

    def close(self) -> None:
        pass


def google(monkeypatch, settings, answer) -> list:
    """Keys are set, and Google answers so: bytes, or an exception. Returns the requests."""
    from django_recaptcha import client as recaptcha

    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public-key", "private-key"
    asked = []

    def ask(params: bytes):
        asked.append(params)
        if isinstance(answer, Exception):
            raise answer
        return Answer(answer)

    monkeypatch.setattr(recaptcha, "recaptcha_request", ask)
    return asked


def test_captcha_without_keys_is_not_there(client):
    page = client.get("/sign/", secure=True)
    assert "recaptcha" not in page.content.decode()
    assert "google" not in page["Content-Security-Policy"]
    post(client, "/sign/", SAM)
    assert Signature.objects.get().held == []


def last_step(client: Client):
    return client.post("/sign/", {**SAM, "publish": "", "opened": opened(60)}, secure=True)


def test_captcha_stands_on_the_last_step_alone(client, monkeypatch, settings):
    google(monkeypatch, settings, b'{"success": true}')
    assert "recaptcha" not in client.get("/sign/", secure=True).content.decode()
    page = last_step(client)
    assert 'data-sitekey="public-key"' in page.content.decode()
    assert "https://www.google.com/recaptcha/" in page["Content-Security-Policy"]
    assert "google" not in client.get("/feedback/", secure=True)["Content-Security-Policy"]
    verbs.change_signing_settings(by="system", captcha=False)
    assert "recaptcha" not in last_step(client).content.decode()


@pytest.mark.parametrize(
    ("answer", "held"),
    [
        (b'{"success": true}', []),
        (b'{"success": false, "error-codes": ["invalid-input-response"]}', ["captcha"]),
        (OSError("unreachable"), ["captcha"]),
        (TimeoutError("slow"), ["captcha"]),
        (b"<html>rubbish</html>", ["captcha"]),
        (b'["success"]', ["captcha"]),
    ],
    ids=["passing", "failing", "unreachable", "too slow", "rubbish", "other JSON"],
)
def test_google_is_unreachable_and_sams_signature_is_held_not_lost(client, monkeypatch, settings, answer, held):
    asked = google(monkeypatch, settings, answer)
    assert post(client, "/sign/", SAM | {captcha.FIELD: "a-token"}).status_code == 303
    assert Signature.objects.get().held == held
    assert b"a-token" in asked[0]
    assert b"remoteip=&" in asked[0] or asked[0].endswith(b"remoteip=")  # who signs is not told to Google


def test_captcha_that_was_left_out_holds(client, monkeypatch, settings):
    asked = google(monkeypatch, settings, b'{"success": true}')
    post(client, "/sign/", SAM)
    assert Signature.objects.get().held == ["captcha"]
    assert asked == []


@pytest.mark.slow
def test_slow_google_delays_no_page_and_the_worker_for_three_seconds(client, settings):
    """A server that takes the connection and says nothing: 30 s of it are cut short by the worker alone."""
    import socket
    import time

    silent = socket.create_server(("127.0.0.1", 0))
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public-key", "private-key"
    settings.RECAPTCHA_DOMAIN = f"127.0.0.1:{silent.getsockname()[1]}"
    begun = time.monotonic()
    client.post("/sign/", {"opened": opened(60), **SAM, captcha.FIELD: "a-token"}, secure=True)
    assert time.monotonic() - begun < 2
    begun = time.monotonic()
    work()
    assert time.monotonic() - begun < 6
    assert Signature.objects.get().held == ["captcha"]
    silent.close()


def test_the_links_go_to_the_spelling_that_signed_and_to_no_other(client, box):
    """Where "+tag" is another mailbox, its owner must not get the links of the one without."""
    pending(email="sam@example.org")
    pending(email="Sam+x@example.org", name="Someone Else")
    work()
    box.raw.clear()
    assert post(client, "/sign/manage/", {"email": "sam+x@example.org"}).status_code == 303
    work()
    for address, name in (("sam@example.org", "Sam Example"), ("Sam+x@example.org", "Someone Else")):
        (mail,) = box.to(address)
        found = {path for path in links_in(mail) if path.startswith("/sign/manage/") and len(path) > 20}
        assert len(found) == 1
        assert name in page_of(client, found.pop())


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


def words_of_pdf(packed: bytes) -> str:
    document = pypdfium2.PdfDocument(packed)
    text = document[0].get_textpage().get_text_range()
    document.close()
    return text


def test_sam_keeps_a_record_as_pdf(client, box):
    sign(client, SAM | {"affiliation": '#panic() *University* \\ of "Quotes" Ω Ж'})
    manage = confirm(client, box, SAM["email"])
    response = client.get(f"{manage}record.pdf", secure=True)
    assert response.status_code == 200
    words = words_of_pdf(response.content)
    for shown in ("Sam Example", "#panic() *University*", "Ω Ж", "Date of signing", "waits for a moderator"):
        assert shown in words
    assert response["Cache-Control"] == "no-store"
    assert "record.pdf" in page_of(client, manage)


def test_a_remark_is_answered_by_mail_once(box, admin_user):
    row = verbs.submit_feedback(by="visitor", about="site", text="Words", email="reader@example.org")
    verbs.reply_to_feedback(pk=row.pk, by=admin_user, text="Thank you for this.")
    with pytest.raises(verbs.NotPossible, match="already"):
        verbs.reply_to_feedback(pk=row.pk, by=admin_user, text="Again.")
    assert work() == []
    (mail,) = box.to("reader@example.org")
    assert "Thank you for this." in mail.as_string()
    silent = verbs.submit_feedback(by="visitor", about="site", text="Words")
    with pytest.raises(verbs.NotPossible, match="no address"):
        verbs.reply_to_feedback(pk=silent.pk, by=admin_user, text="Thanks.")


# What is stored, and for how long -----------------------------------------------------------------------------------


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
