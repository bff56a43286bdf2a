"""What Sam does, for the tests that tell of it: signs, opens the link, presses a button, looks at a page."""

from django.http import HttpResponse
from django.test import Client

from signatories.tests.sending import PERSON, opened
from signatories.tests.working import Mailbox, links_in, work

PUBLIC = "/signatories/public/"
SAM = PERSON | {"name": "Sam Example", "email": "sam@example.org"}


def sign(client: Client, words: dict[str, str]) -> HttpResponse:
    """Send the last step, and let the worker do what comes of it."""
    response = client.post("/sign/", {"opened": opened(60), **words}, secure=True)
    assert work() == []
    return response


def act(client: Client, path: str, **fields: str) -> HttpResponse:
    """Press a button."""
    return client.post(path, fields, secure=True)


def confirm(client: Client, box: Mailbox, address: str) -> str:
    """Open the link in the newest mail and press the button. Returns the path of the page to manage it."""
    response = act(client, links_in(box.to(address)[-1])[0], action="confirm")
    assert response.status_code == 303
    work()
    return response["Location"]


def same(one: HttpResponse, other: HttpResponse) -> bool:
    """Two answers that nobody can tell apart."""
    return (one.status_code, one.headers, one.content) == (other.status_code, other.headers, other.content)


def page_of(client: Client, path: str) -> str:
    """A page as text."""
    return client.get(path, secure=True).content.decode()
