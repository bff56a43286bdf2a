"""Everything that an administrator does to an account, and accepting an invitation. One transaction each, on record.

Who answers for the site cannot be lost: nobody takes the role from, or closes, the last administrator, or herself.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from portal.accounts import invitations, mails
from portal.kit import letters
from portal.kit.locks import lock_words
from portal.kit.records import record
from portal.roles import Role, role_of, set_role

LONGEST = 150  # characters of an address: it is the user name too, whose column the database keeps unique


class InvitationOver(Exception):
    """A link that leads to nothing any more."""


def state_of(user: User) -> str:
    """invited (has set no password yet), open, or closed."""
    if not user.is_active:
        return "closed"
    return "open" if user.has_usable_password() else "invited"


def administrators() -> QuerySet[User]:
    """The accounts that can answer for the site today: open ones with the role (or with all rights of Django's)."""
    may = Q(groups__name=Role.ADMINISTRATOR.value) | Q(is_superuser=True)
    return User.objects.filter(may, is_active=True).exclude(password__startswith="!").distinct()


def _locked(pk: int) -> User:
    """The row, and nobody else in any of these verbs: of two administrators who close each other one is second."""
    lock_words("portal.accounts")
    return User.objects.select_for_update().get(pk=pk)


def _keep_an_administrator(user: User, by: Any) -> None:
    if user not in administrators():
        return
    if user == by:
        raise ValidationError(_("You cannot do this to your own account: another administrator can."))
    if not administrators().exclude(pk=user.pk).exists():
        raise ValidationError(_("This is the last administrator. Make someone else administrator first."))


def _end_sessions(user: User) -> int:
    """Sign an account out everywhere. Returns of how many sessions."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


@transaction.atomic
def invite_account(*, email: str, role: Role, by: Any, name: str = "") -> User:
    """Make an account and send its invitation; for one that is invited already, a new link in place of the old one.

    email: lower case in the account, its user name too. name: of the person, up to 150 characters, as she is shown.
    Returns the account. Raises ValidationError for an address that is none, is too long, or has an account.
    """
    email = email.strip().lower()
    validate_email(email)
    if len(email) > LONGEST:
        raise ValidationError(_("An address of an account has at most %(n)d characters.") % {"n": LONGEST})
    lock_words("portal.accounts")
    user = User.objects.filter(Q(username=email) | Q(email__iexact=email)).first() or User(username=email, email=email)
    if user.pk and state_of(user) != "invited":
        raise ValidationError(_("This address has an account already. It stands in the list."))
    user.first_name = name.strip()[:150] or user.first_name
    user.set_unusable_password()
    user.save()
    set_role(user, role)
    letters.drop(kinds=[mails.INVITED], subject_id=user.pk)
    letters.queue(kind=mails.INVITED, subject_id=user.pk)
    record(verb="account.invite", subject=user, by=by, after="invited", detail={"role": Role(role).value})
    return user


@transaction.atomic
def accept_invitation(*, words: str, password: str, by: Any = None) -> User:
    """Set the password of an invited account; its address counts as verified, since the link came there.

    words: of the link. by: is the account itself. Raises InvitationOver, ValidationError for a weak password.
    """
    found = invitations.read(words)
    user = _locked(found.pk) if found else None
    if user is None or invitations.read(words) is None:  # once more, behind the lock: of two at once one is second
        raise InvitationOver
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    record(verb="account.accept", subject=user, by=by or user, before="invited", after="open")
    return user


@transaction.atomic
def give_role(*, pk: int, role: Role, by: Any) -> User:
    """Give an account another role. Does nothing where it has it. Returns the account. Raises ValidationError."""
    user, role = _locked(pk), Role(role)
    before = role_of(user)
    if before == role and not user.is_superuser:
        return user
    if role != Role.ADMINISTRATOR:
        _keep_an_administrator(user, by)
    set_role(user, role)
    record(verb="account.role", subject=user, by=by, before=before.value if before else "", after=role.value)
    return user


@transaction.atomic
def close_account(*, pk: int, by: Any) -> User:
    """Shut an account, or take an invitation back: sessions end, links and passwords open it no more.

    Does nothing where it is closed. Returns the account. Raises ValidationError.
    """
    user = _locked(pk)
    if (before := state_of(user)) == "closed":
        return user
    _keep_an_administrator(user, by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    letters.drop(kinds=[mails.INVITED], subject_id=user.pk)
    ended = _end_sessions(user)
    record(verb="account.close", subject=user, by=by, before=before, after="closed", detail={"sessions": ended})
    return user


@transaction.atomic
def reopen_account(*, pk: int, by: Any) -> User:
    """Open a closed account again, with the password, second factor and role it had. One that never accepted its
    invitation is invited again, by a new link. Does nothing where it is not closed. Returns the account."""
    user = _locked(pk)
    if state_of(user) != "closed":
        return user
    user.is_active = True
    if not user.has_usable_password():
        user.set_unusable_password()  # anew, so that the link of before stays dead
        letters.queue(kind=mails.INVITED, subject_id=user.pk)
    user.save(update_fields=["is_active", "password"])
    record(verb="account.reopen", subject=user, by=by, before="closed", after=state_of(user))
    return user


@transaction.atomic
def reset_second_factor(*, pk: int, by: Any) -> User:
    """Take all second factors from an account whose owner lost hers: she sets up another when she signs in next.

    Her sessions end, and a letter tells her. Returns the account. Raises ValidationError where there is none, or where
    it is her own: who is signed in changes hers below /accounts/.
    """
    user = _locked(pk)
    if user == by:
        raise ValidationError(_("Your own second factor is changed on the page of your account."))
    removed = Authenticator.objects.filter(user=user)
    kinds = sorted(removed.values_list("type", flat=True))
    if not kinds:
        raise ValidationError(_("This account has no second factor."))
    removed.delete()
    ended = _end_sessions(user)
    letters.queue(kind=mails.FACTOR_RESET, subject_id=user.pk)
    detail = {"removed": kinds, "sessions": ended}
    record(verb="account.reset_second_factor", subject=user, by=by, detail=detail)
    return user
