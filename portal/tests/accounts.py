"""For the tests of accounts: browsers as production sees them, people with roles, codes, letters."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import User
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from portal.accounts import verbs
from portal.kit import letters
from portal.kit.models import Letter, VerbEvent
from portal.roles import Role

HTTPS = {"host": "convention.test", "x-forwarded-proto": "https"}
PASSWORD = "correct horse battery staple"
LOGIN, LOGOUT = "/accounts/login/", "/accounts/logout/"
CODE, AGAIN = "/accounts/2fa/authenticate/", "/accounts/2fa/reauthenticate/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def browser() -> Client:
    return Client(headers=HTTPS)


def account(name: str, role: Role = Role.MODERATOR, *, password: str = PASSWORD) -> User:
    """An account of the staff that has accepted its invitation."""
    user = verbs.invite_account(email=f"{name}@example.org", role=role, name=name.title(), by="system")
    words = path_of(user).split("/")[-2]
    return verbs.accept_invitation(words=words, password=password)


def path_of(user: User) -> str:
    """The path of the link in an account's newest invitation, as it stands in the letter."""
    return read(Letter.objects.filter(kind="portal.account.invited", subject_id=user.pk).latest("pk"))


def read(letter: Letter) -> str:
    """Have a letter sent, and return the path of the link in it ("" where it has none)."""
    mail.outbox = []
    assert letters.send(pk=letter.pk)
    Letter.objects.filter(pk=letter.pk).update(sent_at=None)
    found = re.search(r"^https://convention\.test(/accounts/\S+)$", mail.outbox[0].body, re.M)
    return found[1] if found else ""


def type_password(client: Client, user: User, password: str = PASSWORD, **more: str) -> HttpResponse:
    """Send the form of signing in."""
    return client.post(LOGIN, {"login": user.email, "password": password, **more})


def with_codes(user: User) -> User:
    """The account, with a code generator whose key is SECRET."""
    Authenticator.objects.create(user=user, type="totp", data={"secret": SECRET})
    return user


def code(secret: str = SECRET) -> str:
    """The code that a generator shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def wait_for_next_code() -> None:
    """Leave no test to the end of a code's 30 seconds."""
    if (left := 30 - time.time() % 30) < 5:
        time.sleep(left)


def on_record(user: User) -> list[str]:
    """The verbs on record about an account, the oldest first, without those by which tests make accounts."""
    found = VerbEvent.objects.filter(subject="auth.user", subject_id=user.pk).order_by("pk")
    return [
        event.verb.removeprefix("account.")
        for event in found
        if event.verb not in ("account.invite", "account.accept")
    ]
