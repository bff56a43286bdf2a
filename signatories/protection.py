"""What the forms know of a sender: the network, how long the form was open, the domain of the address.

Nothing here refuses. A sign of a program holds the entry for a moderator; only signatories.limits makes one wait.
"""

import logging
import re
import time
from functools import cache
from typing import Any

from disposable_email_domains import blocklist
from django import forms
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

from signatories.keys import domain_key, network_key
from signatories.models import Hold, SigningSettings

UNKNOWN = "unknown"
TOO_FAST = 3.0  # seconds from a form's page to its sending that nobody who reads needs less than
# Some proxies write the port too: 192.0.2.1:5000, [2001:db8::1]:5000.
WITH_PORT = re.compile(r"\[([^\]]+)\](?::\d+)?|([\d.]+):\d+")

logger = logging.getLogger(__name__)
signer = Signer(salt="signatories.opened")


def network_of(request: HttpRequest) -> str:
    """The code of the sender's network, or UNKNOWN, which all share whose address cannot be told.

    The address is the one that the outermost trusted proxy saw: of X-Forwarded-For the entry that is
    settings.TRUSTED_PROXIES from the right. What stands left of it anyone can write, and it is not read.
    """
    count = settings.TRUSTED_PROXIES
    if count:
        entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        address = entries[-count].strip() if len(entries) >= count else ""
    else:
        address = request.META.get("REMOTE_ADDR", "")
    if match := WITH_PORT.fullmatch(address):
        address = match[1] or match[2]
    try:
        return network_key(address)
    except ValueError:
        _warn_once(count)
        return UNKNOWN


@cache
def _warn_once(count: int) -> None:
    logger.warning("A form came without its sender's address; all such share one limit. TRUSTED_PROXIES=%s", count)


def opened_now() -> str:
    """A signed note of this moment, for a hidden field. It has no end: a form may be open for days."""
    return signer.sign(str(time.time()))


def seconds_open(note: Any) -> float | None:
    """How long ago opened_now() wrote the note; None for one that is missing or not ours."""
    try:
        return time.time() - float(signer.unsign(note))
    except (BadSignature, TypeError, ValueError):
        return None


class Opened(forms.Field):
    """The hidden field with the moment when the form was first shown. It never has an error."""

    def __init__(self) -> None:
        super().__init__(
            required=False, initial=opened_now, widget=forms.HiddenInput({"autocomplete": "off"}), label=""
        )

    def bound_data(self, data: Any, initial: Any) -> Any:
        """A form that comes back keeps its note; one without a good note gets a new one."""
        return opened_now() if seconds_open(data) is None else data


def holds(*, opened: Any, email: str, among: SigningSettings) -> list[str]:
    """Why a moderator should look twice at how an entry came: values of Hold. `among` has the blocked domains."""
    seconds = seconds_open(opened)
    found = {
        Hold.FAST: seconds is None or seconds < TOO_FAST,
        Hold.DOMAIN: is_throwaway(email, among.blocked_domains),
    }
    return [hold.value for hold, there in found.items() if there]


def is_throwaway(email: str, blocked: list[str]) -> bool:
    """True if the address is at a domain, or below one, that is blocked or known for throw-away addresses."""
    parts = domain_key(email.rpartition("@")[2]).split(".")
    ends = {".".join(parts[place:]) for place in range(len(parts))}
    return not (ends.isdisjoint(blocked) and ends.isdisjoint(blocklist))
