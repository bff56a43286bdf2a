"""Who may enter the desk: an active account of the staff that gave its second factor in this session."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

# What counts as a second factor of its own; recovery codes only stand in for one that is lost.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: AbstractBaseUser) -> bool:
    """Whether an account has set up a code generator or a passkey."""
    return is_mfa_enabled(user, types=FACTORS)


def gave_second_factor(request: HttpRequest) -> bool:
    """Whether a second factor that the account still has was given in this session.

    A password alone, however long ago, is not enough; nor is a factor that was removed, or reset as lost.
    """
    records = get_authentication_records(request, request.user)
    given = [record.get("id") for record in records if record.get("method") == "mfa"]
    return bool(given) and Authenticator.objects.filter(user=request.user, pk__in=given).exists()


def may_enter(request: HttpRequest) -> bool:
    """Whether the desk is open to who asks."""
    user = request.user
    return bool(user.is_active and user.is_staff and gave_second_factor(request))


def next_step(request: HttpRequest, back_to: str) -> HttpResponseRedirect:
    """The way to what is missing for `may_enter`, and on to `back_to` (an address of this site) from there.

    Nobody: sign in. Without a second factor: set one up. With one that this session has not given: give it.
    Raises PermissionDenied for an account that is not of the staff.
    """
    user = request.user
    if not user.is_authenticated:
        step = reverse("account_login")
    elif not user.is_staff:
        raise PermissionDenied
    elif has_second_factor(user):
        step = get_adapter(request).get_reauthentication_methods(user)[0]["url"]
    else:
        return HttpResponseRedirect(reverse("mfa_index"))
    return HttpResponseRedirect(f"{step}?{urlencode({'next': back_to})}")
