"""Codes that stand in place of addresses: the same for the same address, and no way back without settings.EMAIL_KEY.

They are HMACs under a key of their own, since SECRET_KEY is replaced now and then and these have to stay the same.
"""

import contextlib
import hashlib
import hmac
import ipaddress

from django.conf import settings

GMAIL = frozenset({"gmail.com", "googlemail.com"})  # one mailbox under both, and dots in its name do not count
# What one household, office or school mostly has for itself.
PREFIX = {4: 24, 6: 56}


def email_key(address: str) -> str:
    """The code of an e-mail address, 64 characters; "" for "". Spellings of one mailbox have one code."""
    return _code("email", canonical(address)) if address else ""


def network_key(ip: str) -> str:
    """The code of the network that an IP address is in: IPv4 /24, IPv6 /56. Raises ValueError for no IP address."""
    address = ipaddress.ip_address(ip)
    address = getattr(address, "ipv4_mapped", None) or address
    bits = PREFIX[address.version]
    return _code("network", f"{address.version}/{int(address) >> address.max_prefixlen - bits}")


def canonical(address: str) -> str:
    """One spelling for all of a mailbox: lower case, the domain in ASCII, "+tag" cut, and for Gmail the dots.

    That capitals, tags and dots do not count is the custom of mail servers, not a rule of RFC 5321: so this tells
    repetitions apart, and mail goes to the address as it was typed.
    """
    local, _, domain = address.strip().lower().rpartition("@")
    domain = domain_key(domain)
    local = local.partition("+")[0] or local
    if domain in GMAIL:
        local, domain = local.replace(".", "") or local, "gmail.com"
    return f"{local}@{domain}"


def domain_key(domain: str) -> str:
    """One spelling for all of a domain: lower case, in ASCII. What is no domain comes back in lower case."""
    lower = domain.lower()
    with contextlib.suppress(UnicodeError):
        return lower.encode("idna").decode()
    return lower


def _code(purpose: str, words: str) -> str:
    return hmac.new(settings.EMAIL_KEY.encode(), f"{purpose}:{words}".encode(), hashlib.sha256).hexdigest()
