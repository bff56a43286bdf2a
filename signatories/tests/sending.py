"""What the tests of the forms share: entries that are valid, and reading a page's form as a browser would send it."""

import time
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client

from signatories import protection, receiving, steps
from signatories.models import Submission

PERSON = {
    "kind": "person",
    "name": "Samira Example",
    "affiliation": "Lecturer in Law, Example University",
    "country": "CH",
    "email": "samira@example.org",
    "statement": "none",
    "publish": "on",
}
ORGANISATION = {
    "kind": "organisation",
    "name": "Example Foundation",
    "representative": "Ines Example",
    "representative_role": "Chair",
    "email": "office@example.org",
    "statement": "none",
    "publish": "on",
}
REMARK = {
    "about": "article",
    "article": "12",
    "text": "A remark on this article.\r\nIn two lines.",
    "may_publish": "public",
    "name": "Sam Example",
    "email": "sam@example.org",
}
REQUEST = {
    "wish": "correct",
    "entry_name": "Maria Example",
    "text": "The affiliation is out of date.",
    "email": "maria@example.org",
}
# Every form: its address, a valid entry, and the fields for one line and for several.
FORMS = {
    "sign": ("/sign/", PERSON, "name", "affiliation"),
    "feedback": ("/feedback/", REMARK, "name", "text"),
    "correct": ("/signatories/correct/", REQUEST, "entry_name", "text"),
}


class FormReader(HTMLParser):
    """Collects what a browser would send with the page's POST form, and the page's title and errors."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self.inside = False
        self.textarea = self.select = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        a = dict(attrs)
        if tag == "form":
            self.inside = a.get("method", "get").lower() == "post"
        if not self.inside or a.get("name") is None and tag != "option":
            return
        ticks = a.get("type") in ("radio", "checkbox")
        if tag == "input" and (not ticks or "checked" in a):
            self.data[a["name"]] = a.get("value", "on" if ticks else "")
        elif tag == "textarea":
            self.textarea = a["name"]
            self.data[self.textarea] = ""
        elif tag == "select":
            self.select = a["name"]
            self.data[self.select] = ""
        elif tag == "option" and self.select and "selected" in a:
            self.data[self.select] = a.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.textarea:
            # The line end right after <textarea> is not part of it.
            self.data[self.textarea] = self.data[self.textarea].removeprefix("\n")
            self.textarea = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.data[self.textarea] += data


def opened(seconds: float) -> str:
    """What the hidden field of a form holds that was opened so long ago."""
    return protection.signer.sign(f"{time.time() - seconds:.1f}")


def fields_of(response: HttpResponse) -> dict[str, str]:
    """The fields that the page's form would send."""
    reader = FormReader()
    reader.feed(response.content.decode())
    return {**steps.unseal(reader.data.get("kept")), **reader.data}


def post(client: Client, address: str, data: dict | str | bytes, **kwargs: object) -> HttpResponse:
    """Send a form over https. Fields are sent as by a person who read for a minute, unless they say otherwise."""
    if isinstance(data, dict):
        data = {"opened": opened(60), **data}
    response = client.post(address, data, secure=True, **kwargs)
    receive_all()
    return response


def receive_all() -> None:
    """Deal with all that was sent, as the worker would, in this thread and transaction."""
    for pk in Submission.objects.filter(done_at=None).values_list("pk", flat=True):
        receiving.receive(pk=pk)


def assert_kept(response: HttpResponse, sent: dict[str, str]) -> None:
    """Every field that was sent stands in the page's form again."""
    shown = fields_of(response)
    for name, value in sent.items():
        assert shown.get(name) == value, name


def assert_refused(response: HttpResponse, message: str) -> None:
    """The page says what is wrong: in its title, at its top and at the field, in the same words."""
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error:" in page
    assert response["Cache-Control"] == "private, no-cache"
    top, _, rest = page.partition('<form class="form"')
    assert message in top
    assert message in rest
