"""The link in an invitation: signed words in the path of an address, so that nothing secret is stored.

It names an account and its state of that moment. Whatever changes the state ends it: a password that was set, a newer
invitation, closing the account.
"""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.urls import reverse

LASTS = timedelta(days=7)
SALT = "portal.accounts.invitation"


def state_code(user: User) -> str:
    """A code of what a link depends on. An invited account has an unusable password, a new random one each time."""
    return hashlib.sha256(f"{user.password} {user.email} {user.is_active}".encode()).hexdigest()[:20]


def address(user: User) -> str:
    """The whole address at which an invited person sets her password."""
    words = signing.dumps([user.pk, state_code(user)], salt=SALT)
    return settings.SITE_URL + reverse("account_invitation", args=[words])


def read(words: str) -> User | None:
    """The account that may be opened by a link; None for one that is forged, cut off, used, replaced or too old."""
    try:
        pk, code = signing.loads(words, salt=SALT, max_age=LASTS)
        user = User.objects.filter(pk=pk, is_active=True).first()
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return user if user and state_code(user) == code else None
