"""Asking whether the addresses of resources still answer: carefully, one after another, and believing little.

Editors type these addresses, so a check must not become a way into the machine's own network: every host, and every
host that it redirects to, is looked up first, and only a public IP address is connected to.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

from portal import verbs
from portal.models import LinkState, Resource

TIMEOUT = 10  # seconds, for each step of a request
REDIRECTS = 5
PAUSE = 1.0  # seconds between two requests to one host
GONE = (404, 410)
GIVEN_OUT = ipaddress.ip_network("2000::/3")
MOVED = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Seen:
    """What a check found: a state, or None where the answer settles nothing, and a few words on what was seen."""

    outcome: LinkState | None
    note: str


class Refused(Exception):
    """An address that is not asked at all, or not followed further. str() says why."""


def _allow_private() -> bool:
    # For tests, which ask a server of their own on 127.0.0.1. There is no reason to set it in production.
    return getattr(settings, "LINK_CHECK_PRIVATE", False)


def _is_public(text: str) -> bool:
    """Whether an IP address is one of the public internet, whatever form it is written in.

    Of IPv6 only what is given out (2000::/3) and stands for itself: other forms, and 6to4, hold an IPv4 address that a
    gateway may turn them into.
    """
    ip = ipaddress.ip_address(text.split("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if ip.version == 6 and (ip not in GIVEN_OUT or ip.sixtofour):
        return False
    return ip.is_global and not ip.is_multicast


def _look_up(host: str, port: int) -> str:
    """The IP address to connect to. Raises Refused where any of the host's is not public, OSError without one."""
    found = {info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    for text in found:
        if not _allow_private() and not _is_public(text):
            raise Refused("not asked: an address of a private network")
    return sorted(found, key=lambda text: ":" in text)[0]  # IPv4 first: not every server can reach IPv6


def _connect(parts: SplitResult) -> http.client.HTTPConnection:
    """A connection to the looked-up IP address, so that a second look-up cannot give another one."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    ip = _look_up(parts.hostname, port)
    connection = http.client.HTTPConnection(parts.hostname, port, timeout=TIMEOUT)
    connection.sock = socket.create_connection((ip, port), timeout=TIMEOUT)
    if parts.scheme == "https":
        plain = connection.sock
        try:
            connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname)
        except BaseException:
            plain.close()
            raise
        connection.default_port = 443
    return connection


def _ask(method: str, address: str) -> tuple[int, str, int]:
    """Ask an address and follow its redirects. Returns the last status, where it came from, the number of moves."""
    for moves in range(REDIRECTS + 1):
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Refused("leads to an address that is not http or https")
        connection = _connect(parts)
        try:
            path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
            query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
            agent = f"convention-portal-link-check (+{settings.SITE_URL}/resources/)"
            connection.request(
                method, path + query, headers={"User-Agent": agent, "Accept": "*/*", "Connection": "close"}
            )
            response = connection.getresponse()
            status, target = response.status, response.headers.get("Location")
            response.close()
        finally:
            connection.close()
        if status not in MOVED or not target:
            return status, address, moves
        address = urljoin(address, target)
    raise Refused(f"redirected more than {REDIRECTS} times")


def _attempt(method: str, address: str) -> tuple[int, str, int] | str:
    """The answer to one method, or words for why there was none."""
    try:
        return _ask(method, address)
    except Refused as refusal:
        return str(refusal)
    except TimeoutError:
        return f"no answer within {TIMEOUT} seconds"
    except ssl.SSLError:
        return "no secure connection"
    except socket.gaierror:
        return "its host has no address"
    except OSError:
        return "no connection"
    except (http.client.HTTPException, ValueError):
        return "an answer or address that cannot be read"


def look(address: str) -> Seen:
    """Ask one address, by HEAD and, where that did not do, by GET. Never raises for what the other side does.

    2xx is CONFIRMED; 404 and 410 are DEAD; all else settles nothing. Nor does an address that leads to the front page
    of its site: many sites do that with whatever they do not have any more.
    """
    answer = _attempt("HEAD", address)
    if isinstance(answer, str) or not 200 <= answer[0] < 300:
        answer = _attempt("GET", address)
    if isinstance(answer, str):
        return Seen(None, answer)
    status, last, moves = answer
    note = f"{status} at {last}" if moves else str(status)
    if status in GONE:
        return Seen(LinkState.DEAD, note)
    if not 200 <= status < 300:
        return Seen(None, note)
    if moves and urlsplit(last).path in ("", "/") and urlsplit(address).path not in ("", "/"):
        return Seen(None, f"{note}, the front page")
    return Seen(LinkState.CONFIRMED, note)


def check(
    *, pks: Iterable[int] | None = None, dry_run: bool = False, by: str = "system"
) -> Iterator[tuple[Resource, Seen]]:
    """Ask the addresses of all resources (or of those in `pks`) and write down what was seen, each as soon as it is.

    An address that several resources name is asked once. dry_run: ask, but write nothing. Yields each resource with
    what was seen; runs as it is consumed.
    """
    resources = Resource.objects.with_address()
    if pks is not None:
        resources = resources.filter(pk__in=list(pks))
    seen: dict[str, Seen] = {}
    asked: dict[str, float] = {}
    for resource in resources.order_by("pk"):
        if resource.address not in seen:
            wait = asked.get(resource.host, 0) + PAUSE - time.monotonic()
            if resource.host in asked and wait > 0:
                time.sleep(wait)
            seen[resource.address] = look(resource.address)
            asked[resource.host] = time.monotonic()
        found = seen[resource.address]
        if not dry_run:
            verbs.record_link_check(
                pk=resource.pk, address=resource.address, outcome=found.outcome, note=found.note, by=by
            )
        yield resource, found
