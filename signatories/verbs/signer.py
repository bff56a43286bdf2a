"""Verbs of the signer: entered, confirmed, disowned, amended, withdrawn, erased."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kit.folding import last_word
from portal.kit.records import actor, record
from signatories.keys import email_key
from signatories.models import CONFIRMED, ERASED, LIVE, Amendment, Group, Reason, Signature, Source, State, Statement
from signatories.verbs.signatures import (
    WORDS,
    NotPossible,
    letters_of,
    locked,
    move,
    record_change,
    require_state,
    save_living,
    seen,
    write_to,
)

# What a signer may change later; the name under which it is filed follows the name.
AMENDABLE = frozenset(WORDS)


def submit_signature(
    *, by: Any, held: list[str] | None = None, at: datetime | None = None, **fields: Any
) -> Signature:
    """Enter a signature made on this site; it waits to be confirmed through the link in a mail, which is queued by
    who calls (signatories/receiving.py).

    `fields` are those of the form: kind, name, affiliation, representative, representative_role, country, email,
    statement, statement_text, statement_articles, wants_updates, edition_sha256, network. Consent is part of it; `at`
    is when it was given (now). One that waits to be confirmed and has the same address, kind and name is replaced:
    links in the mail before end. Returns the saved row.
    Raises IntegrityError where the fields break a rule of the database, NotPossible where one of the same address,
    kind and name waits for a moderator or is published.
    """
    at = at or timezone.now()
    with transaction.atomic():
        older = Signature.objects.select_for_update().filter(state=State.UNCONFIRMED).entered_as(**fields).first()
        signature = Signature(
            **fields,
            email_key=email_key(fields["email"]),
            sort_name=last_word(fields["name"]),
            group=Group.PUBLIC,
            source=Source.SITE,
            state=State.UNCONFIRMED,
            held=held or [],
            signed_at=at,
            publish_consent_at=at,
        )
        if older:
            signature.pk, signature.link_version, signature.created_at = older.pk, older.link_version + 1, at
        save_living(signature)
        record(
            verb="signature.resubmit" if older else "signature.submit",
            subject=signature,
            by=by,
            before=State.UNCONFIRMED if older else "",
            after=State.UNCONFIRMED,
            detail={"held": signature.held, "kind": signature.kind},
        )
    return signature


def confirm_signature(*, pk: int, by: Any, version: int) -> Signature:
    """Confirm a signature through its link; it waits for a moderator from now on. Twice is once.

    `version` is that of the link: words that were replaced in the meantime are not confirmed unread. Returns the row.
    Raises NotPossible where they were, or the signature has come to its end; Signature.DoesNotExist.
    """
    with transaction.atomic():
        signature = locked(pk)
        if signature.link_version != version:
            raise NotPossible(_("This link was replaced by a newer one. Look for the newest mail from us."))
        if signature.state in CONFIRMED:
            return signature
        return move(
            pk=pk,
            verb="confirm",
            by=by,
            to=State.PENDING,
            allowed=(State.UNCONFIRMED,),
            letter="confirmed",
            confirmed_at=timezone.now(),
            confirmed_by=actor(by),
        )


def disown_signature(*, pk: int, by: Any) -> None:
    """Delete a signature that its address's owner never made. Raises NotPossible once it is confirmed."""
    with transaction.atomic():
        signature = locked(pk)
        if signature.state != State.UNCONFIRMED:
            raise NotPossible(_("This signature was confirmed through the link in a mail. Withdraw it instead."))
        _delete(signature, verb="disown", by=by)


def amend_signature(*, pk: int, by: Any, held: list[str] | None = None, **words: Any) -> list[str]:
    """Ask for changed words of a waiting or published signature; a moderator reads them first. Returns the names of
    the fields that changed, empty where nothing did.

    `words`: any of AMENDABLE. A reservation, understanding or declaration that is taken back goes at once. Words that
    waited already are replaced; where the new ones are those that stand, nothing waits any more.
    Raises NotPossible in another state, ValueError for another field.
    """
    if unknown := set(words) - AMENDABLE:
        raise ValueError(f"not to be amended: {sorted(unknown)}")
    with transaction.atomic():
        signature = locked(pk, states=CONFIRMED)
        if words.get("statement") == Statement.NONE and signature.statement:
            signature = withdraw_statement(pk=pk, by=by)
        changed = {name: value for name, value in words.items() if getattr(signature, name) != value}
        waited = Amendment.objects.filter(signature=signature)
        if changed:
            waited.delete()
            Amendment.objects.create(signature=signature, words=changed, held=held or [])
            record_change(signature, "amend", by=by, fields=sorted(changed))
        elif waited.delete()[0]:
            record_change(signature, "keep_words", by=by)
    return sorted(changed)


def accept_amendment(*, pk: int, by: Any, as_seen: str = "") -> Signature:
    """Put the changed words in the place of the old ones. Raises NotPossible where none wait, or others than were seen
    (`as_seen`), or another living signature has the name already from the same address."""
    with transaction.atomic():
        signature, amendment = _amended(pk, as_seen)
        for name, value in amendment.words.items():
            setattr(signature, name, value)
        if "name" in amendment.words:
            signature.sort_name = last_word(signature.name)
        signature.held = sorted({*signature.held, *amendment.held})
        save_living(signature)
        amendment.delete()
        record_change(signature, "accept_amendment", by=by, fields=sorted(amendment.words))
        write_to(signature, "amended")
    return signature


def decline_amendment(*, pk: int, by: Any, as_seen: str = "") -> Signature:
    """Leave the old words as they are; the changed ones are deleted. Raises NotPossible where none wait, or others
    than were seen."""
    with transaction.atomic():
        signature, amendment = _amended(pk, as_seen)
        amendment.delete()
        record_change(signature, "decline_amendment", by=by, fields=sorted(amendment.words))
        write_to(signature, "not_amended")
    return signature


def withdraw_statement(*, pk: int, by: Any) -> Signature:
    """Take back a reservation, understanding or declaration, at once. Raises NotPossible where there is none.

    Source of the rule: Vienna Convention on the Law of Treaties, article 22: at any time, without anyone's consent.
    """
    with transaction.atomic():
        signature = locked(pk, states=CONFIRMED)
        if not signature.statement:
            raise NotPossible(_("Nothing stands beside this signature by now; nothing was changed."))
        kind = signature.statement
        signature.statement, signature.statement_text, signature.statement_articles = Statement.NONE, "", []
        save_living(signature)
        record_change(signature, "withdraw_statement", by=by, kind=kind)
    return signature


def withdraw_signature(*, pk: int, by: Any) -> Signature:
    """Take a signature back on its signer's wish; it cannot be published again. Raises NotPossible."""
    with transaction.atomic():
        Amendment.objects.filter(signature=pk).delete()
        return move(
            pk=pk,
            verb="withdraw",
            by=by,
            to=State.WITHDRAWN,
            allowed=CONFIRMED,
            reason=Reason.OWN_WISH,
            letter="withdrawn",
        )


def erase_signature(*, pk: int, by: Any) -> None:
    """Erase what was stored with a signature: the words, the address and its code. One that lives is withdrawn by it.

    What stays is an empty entry with its dates and states, so that numbers do not change and the record holds; of an
    unconfirmed one nothing stays. No letter tells of it: there is no address any more.
    Raises NotPossible for an entry that is erased already.
    """
    with transaction.atomic():
        signature = locked(pk)
        if signature.erased_at:
            raise NotPossible(_("This entry is erased already."))
        if signature.state == State.UNCONFIRMED:
            _delete(signature, verb="erase", by=by)
            return
        before = State(signature.state)
        if before in LIVE:
            signature.state, signature.reason = State.WITHDRAWN, Reason.OWN_WISH
            signature.withdrawn_at, signature.withdrawn_by = timezone.now(), actor(by)
        for name in ERASED:
            setattr(signature, name, "")
        signature.statement_articles, signature.wants_updates = [], False
        signature.erased_at, signature.erased_by = timezone.now(), actor(by)
        signature.save()
        Amendment.objects.filter(signature=signature).delete()
        _forget_letters(pk)
        record(verb="signature.erase", subject=signature, by=by, before=before, after=signature.state)


def renew_links(*, pk: int, by: Any) -> Signature:
    """End every link in the mails so far, and send a new one. Raises NotPossible for one without an address."""
    with transaction.atomic():
        signature = locked(pk)
        if not signature.email:
            raise NotPossible(_("There is no address to send new links to."))
        signature.link_version += 1
        signature.save()
        record_change(signature, "renew_links", by=by)
        write_to(signature, "links")
    return signature


def _amended(pk: int, as_seen: str) -> tuple[Signature, Amendment]:
    signature = locked(pk)
    amendment = Amendment.objects.filter(signature=signature).first()
    if amendment is None:
        raise NotPossible(
            _("No changed words of “%(name)s” wait any more; nothing was changed.") % {"name": signature}
        )
    require_state(signature, CONFIRMED)
    if as_seen and as_seen != seen(signature, amendment.words):
        raise NotPossible(_("“%(name)s” was changed since you saw it; nothing was done.") % {"name": signature})
    return signature, amendment


def _delete(signature: Signature, *, verb: str, by: Any) -> None:
    record(verb=f"signature.{verb}", subject=signature, by=by, before=signature.state, after="")
    _forget_letters(signature.pk)
    signature.delete()


def _forget_letters(pk: int) -> None:
    of_it = letters_of(pk)
    of_it.filter(sent_at=None).delete()
    of_it.update(to_key="")
