"""Where this site differs from what django-allauth does by itself (its hooks, named in portal/settings.py)."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts import mails
from portal.accounts.gate import has_second_factor
from portal.kit import letters

# What allauth tells of, by the name of its template, and our letter for it.
NOTICES = {
    "password_changed": "portal.account.password_changed",
    "password_reset": "portal.account.password_changed",
    "totp_activated": "portal.account.factor_added",
    "webauthn_added": "portal.account.factor_added",
    "totp_deactivated": "portal.account.factor_removed",
    "webauthn_removed": "portal.account.factor_removed",
    "recovery_codes_generated": "portal.account.codes_made",
}

# The ways to re-authenticate, in the words of our pages.
WAYS = {
    "reauthenticate": gettext_lazy("Use your password"),
    "mfa_reauthenticate": gettext_lazy("Use a code"),
    "mfa_reauthenticate:webauthn": gettext_lazy("Use a passkey"),
}

# Whose address cannot be told: all of them share one limit.
UNKNOWN = "0.0.0.0"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation alone; the second factor, once there is one, is what re-authenticates."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The sender as the outermost of TRUSTED_PROXIES saw it, for limits and the list of sessions."""
        try:
            return super().get_client_ip(request)
        except (ImproperlyConfigured, PermissionDenied):  # fewer proxies than configured, or a socket without address
            return UNKNOWN

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Without the password where there is a second factor: else who knows the password could do without."""
        methods = [one | {"description": WAYS[one["id"]]} for one in super().get_reauthentication_methods(user)]
        if has_second_factor(user):
            return [one for one in methods if one["id"] != "reauthenticate"]
        return methods

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Signing in counts as re-authentication for its time: a code that was just used is not accepted again."""
        records = get_authentication_records(request, user)
        if records:
            last = {key: value for key, value in records[-1].items() if key not in ("at", "method", "reauthenticated")}
            record_authentication(request, user, method=records[-1]["method"], reauthenticated=True, **last)
        return super().post_login(request, user, **kwargs)

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        """Through the queue, like every letter: the page is as quick as for an address that has no account."""
        self._queue(mails.PASSWORD_LINK, user)

    def send_notification_mail(self, template_prefix: str, user: AbstractBaseUser, *_: Any, **__: Any) -> None:
        """Tell the owner of an account that it was changed."""
        if kind := NOTICES.get(template_prefix.rpartition("/")[2]):
            self._queue(kind, user)

    @transaction.atomic
    def _queue(self, kind: str, user: AbstractBaseUser) -> None:
        letters.queue(kind=kind, subject_id=user.pk)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names of this site on code generators and passkeys. They come from SITE_URL, never from the Host header."""

    def _get_site_name(self) -> str:
        return _("Convention portal (%(host)s)") % {"host": urlsplit(settings.SITE_URL).hostname}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """The name that the form for a new passkey proposes."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": urlsplit(settings.SITE_URL).hostname or "", "name": self._get_site_name()}
