"""The letters of the register: true when they go out, without a word that a signer typed, with whole links."""

import re

import pytest
from django.core import mail
from django.db import transaction
from django.urls import resolve
from django.utils import timezone

from portal.kit import letters
from portal.kit.models import Letter
from signatories import digest, links, verbs
from signatories.mails import OF_SIGNATURES
from signatories.models import CorrectionRequest, Feedback, Signature, State
from signatories.tests.making import in_state, pending, published, staff, unconfirmed

pytestmark = pytest.mark.django_db

PLANTED = {
    "kind": "organisation",
    "name": "Planted Buy-Now Ltd https://planted.example",
    "affiliation": "",
    "representative": "Planted Person",
    "representative_role": "Planted Chief",
    "country": "CH",
    "statement": "reservation",
    "statement_text": "Planted words.",
    "statement_articles": ["art_12"],
}
# A state in which each letter is true, and a change after which it is not.
STATES = {
    "confirm": State.UNCONFIRMED,
    "already": State.PUBLISHED,
    "confirmed": State.PENDING,
    "links": State.PUBLISHED,
    "published": State.PUBLISHED,
    "rejected": State.REJECTED,
    "removed": State.REMOVED,
    "withdrawn": State.WITHDRAWN,
    "amended": State.PUBLISHED,
    "not_amended": State.PENDING,
}
CHANGES = {
    "confirm": lambda pk: verbs.confirm_signature(pk=pk, by="signer", version=1),
    "already": lambda pk: verbs.withdraw_signature(pk=pk, by="signer"),
    "confirmed": lambda pk: verbs.publish_signature(pk=pk, by="system"),
    "links": lambda pk: verbs.erase_signature(pk=pk, by="signer"),
    "published": lambda pk: verbs.undo_publish(pk=pk, by="system"),
    "rejected": lambda pk: verbs.reopen_signature(pk=pk, by="system"),
    "removed": lambda pk: verbs.restore_signature(pk=pk, by="system"),
    "withdrawn": lambda pk: verbs.erase_signature(pk=pk, by="signer"),
    "amended": lambda pk: verbs.withdraw_signature(pk=pk, by="signer"),
    "not_amended": lambda pk: verbs.withdraw_signature(pk=pk, by="signer"),
}
OTHERS = ("signatories.feedback.reply", "signatories.correction.closed", digest.KIND)
KINDS = [*(f"signatories.signature.{name}" for name in OF_SIGNATURES), *OTHERS]


def letter(kind: str, pk: int) -> Letter:
    return Letter.objects.create(kind=kind, subject_id=pk, due_at=timezone.now())


def signed(which: str, **fields) -> Signature:
    return in_state(STATES[which], **fields)


def made(kind: str) -> Letter:
    """A letter of a kind that is true, about a row full of planted words."""
    if kind == "signatories.feedback.reply":
        row = verbs.submit_feedback(by="visitor", about="site", text="Planted words.", name="Planted", email="r@e.org")
        verbs.reply_to_feedback(pk=row.pk, by="system", text="Our reply.\nIn two lines & no more.")
        return letter(kind, row.pk)
    if kind == "signatories.correction.closed":
        row = verbs.submit_correction(
            by="visitor", wish="remove", entry_name="Planted", text="Planted words.", email="r@e.org"
        )
        verbs.close_correction(pk=row.pk, by="system", done=True)
        return letter(kind, row.pk)
    if kind == digest.KIND:
        pending(**PLANTED)
        return letter(kind, moderator().pk)
    return letter(kind, signed(kind.rpartition(".")[2], **PLANTED).pk)


def moderator():
    user = staff("planted", "change_signature")
    user.email = "moderator@example.org"
    user.save()
    return user


def sent(which: Letter):
    """The mail that a letter becomes: the message, its text, and its HTML."""
    assert letters.send(pk=which.pk)
    message = mail.outbox[-1]
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    return message, message.body, html


def addresses(text: str) -> list[str]:
    """The links of the text, each of which is a line of its own."""
    lines = [line for line in text.splitlines() if "https://" in line]
    assert all(re.fullmatch(r"https://\S+", line) for line in lines)
    return lines


def token(address: str) -> str:
    return resolve(address.removeprefix("https://convention.test")).kwargs["token"]


def test_every_letter_to_a_signer_is_tested():
    assert set(STATES) == set(CHANGES) == set(OF_SIGNATURES)


@pytest.mark.parametrize("kind", KINDS)
def test_text_and_html_say_the_same_and_no_word_of_a_signer(kind):
    message, text, html = sent(made(kind))
    assert addresses(text) == re.findall(r'href="([^"]+)"', html)[: len(addresses(text))]
    assert len(re.findall(r'href="', html)) == len(addresses(text))
    assert "lanted" not in text + html + message.subject
    assert not re.search(r"<(img|script|link)|style=|url\(|@import|@font-face|None|\{\{", html + text)
    assert "Test Operator" in text
    assert "Test Operator" in html
    assert message.message()["Auto-Submitted"] == "auto-generated"
    assert len(message.to) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_letter_is_sent_once(kind):
    which = made(kind)
    assert [letters.send(pk=which.pk), letters.send(pk=which.pk)] == [True, False]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("name", OF_SIGNATURES)
def test_letter_to_a_signer_has_the_link_that_works_and_says_how_to_have_no_more(name):
    row = signed(name)
    message, text, _html = sent(letter(f"signatories.signature.{name}", row.pk))
    [stop] = re.findall(r"<(.+)>", message.message()["List-Unsubscribe"])
    assert stop in addresses(text)
    purpose = links.CONFIRM if name == "confirm" else links.MANAGE
    assert links.read(token(stop), purpose).signature == row


@pytest.mark.parametrize("name", OF_SIGNATURES)
def test_letter_that_became_untrue_is_not_sent(name):
    row = signed(name)
    which = letter(f"signatories.signature.{name}", row.pk)
    CHANGES[name](row.pk)
    assert not letters.send(pk=which.pk)
    assert not mail.outbox


@pytest.mark.parametrize("name", OF_SIGNATURES)
def test_no_letter_without_an_address_or_a_row(name):
    row = signed(name)
    gone = letter(f"signatories.signature.{name}", row.pk + 1_000)
    Signature.objects.filter(pk=row.pk).update(email="")
    assert not letters.send(pk=gone.pk)
    assert not letters.send(pk=letter(f"signatories.signature.{name}", row.pk).pk)
    assert not mail.outbox


def test_confirm_says_how_long_and_what_if_it_was_someone_else():
    text = sent(letter("signatories.signature.confirm", unconfirmed().pk))[1]
    assert "14 days" in text
    assert "45 days" in text
    assert "If you did not sign" in text


def test_links_lists_all_of_an_address_and_what_each_is():
    first = published(name="One", email="one@example.org")
    second = unconfirmed(name="Two", email="one@example.org")
    erased = published(name="Three", email="one@example.org")
    verbs.erase_signature(pk=erased.pk, by="signer")
    other = published(name="Four", email="four@example.org")
    text = sent(letter("signatories.signature.links", second.pk))[1]
    found = addresses(text)
    named = [links.read(token(a), p).signature for a in found[:2] for p in (links.MANAGE, links.CONFIRM)]
    assert [row for row in named if row] == [first, second]
    assert str(State.PUBLISHED.label) in text
    assert str(State.UNCONFIRMED.label) in text
    assert links.manage_url(other) not in text
    assert len(found) == 4  # two signatures, the site, and where to have no more


@pytest.mark.parametrize(("state", "label"), [("rejected", "insult"), ("removed", "asked for it")])
def test_decision_against_says_why_and_whom_to_write(state, label):
    text = sent(letter(f"signatories.signature.{state}", in_state(State(state)).pk))[1]
    assert label in text
    assert "withdraw your signature" not in text
    assert "contact@convention.test" in text


def test_reply_keeps_its_lines_and_is_escaped_in_html_alone():
    _message, text, html = sent(made("signatories.feedback.reply"))
    assert "Our reply.\nIn two lines & no more." in text
    assert "Our reply.<br>In two lines &amp; no more." in html


def test_feedback_and_requests_without_an_answer_are_not_written_to():
    remark = verbs.submit_feedback(by="visitor", about="site", text="Words.", email="r@e.org")
    request = verbs.submit_correction(by="visitor", wish="remove", entry_name="A", text="B", email="r@e.org")
    assert not letters.send(pk=letter("signatories.feedback.reply", remark.pk).pk)
    assert not letters.send(pk=letter("signatories.correction.closed", request.pk).pk)
    Feedback.objects.all().delete()
    CorrectionRequest.objects.all().delete()
    assert not letters.send(pk=letter("signatories.feedback.reply", remark.pk).pk)
    assert not letters.send(pk=letter("signatories.correction.closed", request.pk).pk)


def test_request_that_was_declined_is_not_called_done():
    row = verbs.submit_correction(by="visitor", wish="remove", entry_name="A", text="B", email="r@e.org")
    verbs.close_correction(pk=row.pk, by="system", done=False)
    text = sent(letter("signatories.correction.closed", row.pk))[1]
    assert "It was done" not in text


def test_moderator_hears_how_much_waits_and_nothing_where_nothing_does():
    user = moderator()
    assert not letters.send(pk=letter(digest.KIND, user.pk).pk)
    row = pending()
    message, text, _html = sent(letter(digest.KIND, user.pk))
    assert message.to == ["moderator@example.org"]
    assert "1 signature," in text
    assert "https://convention.test/admin/" in addresses(text)
    user.is_active = False
    user.save()
    assert not letters.send(pk=letter(digest.KIND, user.pk).pk)
    verbs.publish_signature(pk=row.pk, by="system")
    user.is_active = True
    user.save()
    assert not letters.send(pk=letter(digest.KIND, user.pk).pk)


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_writes_to_nobody():
    row = pending()
    Letter.objects.all().delete()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        verbs.publish_signature(pk=row.pk, by="system")
        assert Letter.objects.exists()
        raise ZeroDivisionError
    assert not Letter.objects.exists()
