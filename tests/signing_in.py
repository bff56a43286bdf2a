"""Signs a browser of the tests in, without the pages: with what a real sign-in leaves in the session."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.test import Client


def sign_in(client: Client, user: User, second_factor: bool = True) -> Client:
    """The client, signed in as the user, by a password and a code.

    second_factor=False: by the password alone, as a session that began before a second factor was set up.
    """
    client.force_login(user)
    request = HttpRequest()
    request.session = client.session
    if second_factor:
        factor, _ = Authenticator.objects.get_or_create(
            user=user, type="totp", defaults={"data": {"secret": "A" * 32}}
        )
        record_authentication(request, user, method="password")
        record_authentication(request, user, method="mfa", id=factor.pk, type="totp", reauthenticated=True)
    else:
        record_authentication(request, user, method="password", reauthenticated=True)
    request.session.save()
    return client
