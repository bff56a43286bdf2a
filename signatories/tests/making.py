"""What the tests of the register share: rows, and reading a list's page as a reader sees it."""

import secrets
from html.parser import HTMLParser
from typing import Any

from django.contrib.auth.models import Permission, User
from django.utils import timezone

from signatories import verbs
from signatories.models import Group, Kind, Signature, State

# What the proxy in front says; without it production sends everyone to https first.
HTTPS = {"x-forwarded-proto": "https"}


# The public pages and files of the register.
INDEX = "/signatories/"
PAGES = [INDEX, *(f"/signatories/{group}/" for group in Group.values), "/signatories/reservations/"]
FILES = ["/signatories.csv", "/signatories.json"]


def unconfirmed(**fields: Any) -> Signature:
    """A signature as the worker enters it. Without an address it gets one of its own: no two are one by chance."""
    address = f"{secrets.token_hex(6)}@example.org"
    return verbs.submit_signature(
        by="signer", **{"kind": Kind.PERSON, "name": "Sam Example", "email": address} | fields
    )


def pending(**fields: Any) -> Signature:
    """A signature that waits for a moderator, as its signer confirmed it."""
    row = unconfirmed(**fields)
    return verbs.confirm_signature(pk=row.pk, by="signer", version=row.link_version)


def published(**fields: Any) -> Signature:
    return verbs.publish_signature(pk=pending(**fields).pk, by="system")


def in_state(state: State, **fields: Any) -> Signature:
    """A signature brought to a state by verbs, as it would get there."""
    if state == State.UNCONFIRMED:
        return unconfirmed(**fields)
    row = pending(**fields)
    if state == State.REJECTED:
        return verbs.reject_signature(pk=row.pk, by="system", reason="abuse")
    if state == State.WITHDRAWN:
        return verbs.withdraw_signature(pk=row.pk, by="signer")
    if state in (State.PUBLISHED, State.REMOVED):
        row = verbs.publish_signature(pk=row.pk, by="system")
    if state == State.REMOVED:
        return verbs.remove_signature(pk=row.pk, by="system", reason="request")
    return row


def many(count: int, **fields: Any) -> list[Signature]:
    """Published rows with names of few letters, so that sort keys begin alike; written at once, as only tests may."""
    now = timezone.now()
    rows = []
    for n in range(count):
        row = Signature(
            **{"name": f"Name {n % 7}", "sort_name": "Name"} | fields,
            source="paper",
            state=State.PUBLISHED,
            published_at=now,
            published_by="import",
        )
        row.fill_derived()
        rows.append(row)
    return Signature.objects.bulk_create(rows)


def staff(name: str, *codenames: str) -> User:
    """A member of staff with these permissions on the register and its inboxes."""
    user = User.objects.create_user(name, password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


class Rolls(HTMLParser):
    """Reads a page of the register: the names in its lists, the marks beside them, and all links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.marks: list[str] = []
        self.links: list[dict[str, str]] = []
        self.ids: list[str] = []
        self.text = ""
        self._lists = 0
        self._in_name = self._in_mark = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "ul" and given.get("class") == "names":
            self._lists += 1
        if tag == "b":
            self._in_name = True
            self.names.append("")
        if tag == "a":
            self.links.append(given)
            if given.get("class") == "rud":
                self._in_mark = True
                self.marks.append(given["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "b":
            self._in_name = False
        if tag == "a":
            self._in_mark = False

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._in_name and not self._in_mark:
            self.names[-1] += data


def rolls(client: Any, address: str) -> Rolls:
    """A page of the register as a reader sees it. Asserts that it answers 200."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return Rolls(response.content.decode())
