"""The links in mails: signed words in the path of an address, so that nothing secret is stored.

A link names a signature, a version of its links and its address (as a piece of its code), and is good for one purpose.
It ends with its time, with a new version, and with the address. SECRET_KEY can be replaced: SECRET_KEY_FALLBACKS keep
older links alive.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from signatories.models import Signature

CONFIRM_LASTS = timedelta(days=14)
CONFIRM, MANAGE = "signatories.confirm", "signatories.manage"  # the salts


@dataclass(frozen=True)
class Opened:
    """A link that was opened: the signature that it names, or None where it is good for nothing (any more)."""

    signature: Signature | None
    expired: bool = False


def token(signature: Signature, purpose: str) -> str:
    """The signed words for one purpose, CONFIRM or MANAGE."""
    return signing.dumps([signature.pk, signature.link_version, signature.email_key[:16]], salt=purpose)


def confirm_url(signature: Signature) -> str:
    """The whole address at which a signature is confirmed."""
    return settings.SITE_URL + reverse("signatories:confirm", args=[token(signature, CONFIRM)])


def manage_url(signature: Signature) -> str:
    """The whole address at which a signer manages a signature."""
    return settings.SITE_URL + reverse("signatories:manage", args=[token(signature, MANAGE)])


def read(words: str, purpose: str) -> Opened:
    """What a link leads to. Never raises: a link that was cut off, forged or replaced leads to nothing.

    A link to confirm that is older than CONFIRM_LASTS still names its signature, as expired.
    """
    expired = False
    try:
        try:
            found = signing.loads(words, salt=purpose, max_age=CONFIRM_LASTS if purpose == CONFIRM else None)
        except signing.SignatureExpired:
            expired, found = True, signing.loads(words, salt=purpose)
        pk, version, key = found
    except (signing.BadSignature, TypeError, ValueError):
        return Opened(None)
    signature = Signature.objects.filter(pk=pk, link_version=version, erased_at=None).first()
    if signature is None or not key or signature.email_key[:16] != key:
        return Opened(None)
    return Opened(signature, expired)
