"""The life of a signature in the words of a person: through the pages, the jobs, a real SMTP server, the database."""

import threading
from datetime import timedelta

import pypdfium2
import pytest
from django.db import connection

from portal.kit.models import Letter, VerbEvent
from signatories import links, verbs
from signatories.models import Signature, State
from signatories.tests.acting import PUBLIC, SAM, act, confirm, page_of, same, sign
from signatories.tests.making import pending, rolls
from signatories.tests.sending import ORGANISATION, opened, post
from signatories.tests.working import links_in, mailbox, work

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("name", ["日本太郎", "ไทย สมชาย", "ᚠᚢᚦ Rune"])
def test_a_record_is_made_also_where_a_letter_has_no_font(client, name):
    address = links.manage_url(pending(name=name)).removeprefix("https://convention.test")
    response = client.get(f"{address}record.pdf", secure=True)
    assert response.status_code == 200
    assert "Date of signing" in words_of_pdf(response.content)


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
