"""What people do with their own accounts, on record: signing in and out, passwords, second factors, sessions.

By the signals of Django and django-allauth (connected when the site starts). No address, name or device in it.
"""

from typing import Any

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.contrib.auth import signals as auth
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest

from portal.accounts.gate import FACTORS
from portal.kit.records import record


def connect_all() -> None:
    """Listen. The signals keep weak references, so these are functions of the module."""
    account.user_logged_in.connect(signed_in)
    auth.user_login_failed.connect(sign_in_failed)
    auth.user_logged_out.connect(signed_out)
    account.password_changed.connect(password_changed)
    account.password_reset.connect(password_reset)
    mfa.authenticator_added.connect(factor_added)
    mfa.authenticator_removed.connect(factor_removed)
    mfa.authenticator_reset.connect(codes_made)
    mfa.authentication_failed.connect(code_failed)


@transaction.atomic
def _put(user: Any, verb: str, by: Any = None, **detail: Any) -> None:
    record(verb=f"account.{verb}", subject=user, by=by or user, detail=detail)


def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    used = {one.get("type") or one["method"] for one in get_authentication_records(request, user)}
    _put(user, "sign_in", used=sorted(used))


def sign_in_failed(credentials: dict[str, Any], **_: Any) -> None:
    """Of an account that is known: what else was typed may be anything, a password too."""
    typed = str(credentials.get("email") or credentials.get("username") or "").lower()
    if "\0" not in typed and (user := User.objects.filter(username=typed).first()):
        _put(user, "sign_in_failed", by="visitor")


def signed_out(user: User | None, **_: Any) -> None:
    if user is not None and user.pk:
        _put(user, "sign_out")


def password_changed(user: User, **_: Any) -> None:
    _put(user, "password_change")


def password_reset(user: User, **_: Any) -> None:
    _put(user, "password_change", by_mail=True)


def factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """The first second factor counts as given in this session: it was proved a moment ago, and there was none before.

    A later one does not: it would open the desk to a session that could not give the first.
    """
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        codes_made(user=user, authenticator=authenticator)
        return
    _put(user, "second_factor_add", kind=authenticator.type)
    if not Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(pk=authenticator.pk).exists():
        kind = str(authenticator.type)
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=kind, reauthenticated=True)


def factor_removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    _put(user, "second_factor_remove", kind=authenticator.type)


def codes_made(user: User, authenticator: Authenticator, **_: Any) -> None:
    """New recovery codes count as seen from the start: else allauth would write it down on the first GET."""
    authenticator.wrap().mark_as_viewed()
    _put(user, "recovery_codes")


def code_failed(user: User, authenticator: Authenticator, **_: Any) -> None:
    _put(user, "second_factor_failed", by="visitor", kind=authenticator.type)


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Sessions that a person ends on the page of her sessions."""

    @transaction.atomic
    def end_sessions(self, sessions: list[UserSession]) -> None:
        super().end_sessions(sessions)
        if sessions:
            _put(sessions[0].user, "sessions_end", sessions=len(sessions))
