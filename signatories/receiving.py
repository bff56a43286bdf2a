"""What was sent is dealt with by the worker: entered in the register, with a letter, or answered with a letter alone.

The page that takes a form runs the same steps for every address (`take`); everything that depends on whether the
address is known here happens in `receive`, out of the sender's sight.
"""

from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from portal.kit.jobs import defer
from portal.kit.locks import lock_words
from portal.kit.models import Letter
from signatories import captcha, verbs
from signatories.keys import email_key
from signatories.models import CONFIRMED, Asks, Signature, State, Submission

# Letters that anyone can have sent to an address by typing it into a form.
ON_REQUEST = tuple(map(verbs.letter_kind, ("confirm", "already", "links")))
A_DAY = 3  # of these to one address
DAY = timedelta(days=1)

# Sent twice, it is one row; the job is harmless the second time.
TAKE = """
INSERT INTO signatories_submission (nonce, asks, words, held, network) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (nonce) DO UPDATE SET nonce = EXCLUDED.nonce RETURNING id
"""


def take(*, nonce: str, asks: Asks, words: dict[str, Any], held: list[str], network: str) -> None:
    """Store what a form sent and leave the rest to the worker. Always the same two statements.

    `words`: for Asks.SIGN the fields of verbs.submit_signature and `captcha` (what Google's box gave, or None where it
    was not asked); for Asks.LINKS `email`.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            encoded = Submission._meta.get_field("words").get_db_prep_save(words, connection)
            cursor.execute(TAKE, [nonce, asks, encoded, held, network])
            pk = cursor.fetchone()[0]
        defer("signatories.receive", pk=pk)


def receive(*, pk: int) -> None:
    """Deal with one submission. Safe to run twice, and by several workers at once."""
    waiting = Submission.objects.filter(pk=pk, done_at=None).first()
    if waiting is None:
        return
    # Asked before anything is locked: Google may take its time.
    doubts = captcha.holds(waiting.words.get("captcha")) if waiting.asks == Asks.SIGN else []
    with transaction.atomic():
        submission = Submission.objects.select_for_update().filter(pk=pk, done_at=None).first()
        if submission is None:
            return
        key = email_key(submission.words["email"])
        lock_words(key)
        if submission.asks == Asks.SIGN:
            _sign(submission, [*submission.held, *doubts])
        else:
            _send_links(key)
        submission.words, submission.network, submission.done_at = {}, "", timezone.now()
        submission.save()


def _sign(submission: Submission, held: list[str]) -> None:
    fields = {name: value for name, value in submission.words.items() if name != "captcha"}
    standing = Signature.objects.filter(state__in=CONFIRMED).entered_as(**fields).first()
    if standing:
        ask(standing, "already")
        return
    signature = verbs.submit_signature(
        by="signer", held=held, at=submission.created_at, network=submission.network, **fields
    )
    ask(signature, "confirm")


def _send_links(key: str) -> None:
    """A letter to each spelling of the address that signed, with the links to what was signed under that spelling
    alone: not every mail server takes "+tag" for the same mailbox, so another spelling may be another person's."""
    newest = {row.email.lower(): row for row in Signature.objects.filter(email_key=key).order_by("pk")}
    for row in newest.values():
        ask(row, "links")


def ask(signature: Signature, letter: str) -> bool:
    """Queue a letter that anyone can ask for, unless A_DAY went to this address within a day. In silence: a message
    would tell who has signed. Returns whether it was queued. In a transaction that holds the address's lock."""
    lately = Letter.objects.filter(
        kind__in=ON_REQUEST, to_key=signature.email_key, created_at__gt=timezone.now() - DAY
    ).count()
    if lately >= A_DAY:
        return False
    verbs.write_to(signature, letter)
    return True


def new_confirm_link(*, pk: int) -> None:
    """Send the link to confirm once more, for a page whose link has expired. In silence as `ask`."""
    with transaction.atomic():
        signature = Signature.objects.filter(pk=pk, state=State.UNCONFIRMED).first()
        if signature:
            lock_words(signature.email_key)
            ask(signature, "confirm")
