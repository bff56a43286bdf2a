"""For development alone: the mails that the site would have sent, so that their links can be opened, and every part
that pages are made of (docs/design-system.md), so that it can be looked at in each state.
"""

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from convention.reader import Article, Chapter
from portal.drawings import horizon
from portal.kit.svg import emblem, ticks
from signatories.drawings import country_bars, growth_chart
from signatories.fields import Choice, Countries, Email, Line, PortalForm, Text
from signatories.numbers import Country, Period

SHOWN = 50
# Django's file backend writes this line after each message.
END = b"\n" + b"-" * 79 + b"\n"


def newest(folder: Path, limit: int = SHOWN) -> list[EmailMessage]:
    """The messages in the files of Django's file backend, newest file first, at most `limit`."""
    found: list[EmailMessage] = []
    for path in sorted(folder.glob("*.log"), key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True):
        parts = [part for part in path.read_bytes().split(END) if part.strip()]
        found += [email.message_from_bytes(part.lstrip(), policy=email.policy.default) for part in reversed(parts)]
        if len(found) >= limit:
            break
    return found[:limit]


@never_cache
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """The newest mails with their links. 404 in production, whatever the addresses say."""
    if not settings.DEBUG:
        raise Http404
    folder = settings.EMAIL_FILE_PATH
    mails = [
        {"subject": message["Subject"], "to": message["To"], "date": message["Date"], "text": _text(message)}
        for message in (newest(Path(folder)) if folder else [])
    ]
    return render(request, "portal/dev_mail.html", {"mails": mails, "folder": folder})


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    return body.get_content() if body else ""


def sample_chapters(*lengths: int) -> Iterator[Chapter]:
    """Chapters of so many articles each, whose links lead to this page."""
    first = 1
    for number, length in enumerate(lengths, 1):
        articles = [Article(first + place, "A heading", "#") for place in range(length)]
        yield Chapter(number, "#chapters", f"A chapter of {length} articles", articles_list=articles)
        first += length


class Sample(PortalForm):
    """A box of each kind that the site's forms have."""

    kind = Choice(
        label="One of a few", choices=[("a", "The first"), ("b", "The second")], message="Choose one of them."
    )
    line = Line(label="A line", help_text="What it is for, and who will see it.")
    email = Email(label="An e-mail address", error_messages={"required": "Write your e-mail address."})
    country = forms.ChoiceField(
        required=False, label="One of many", choices=[("", "Not given"), ("a", "A country")], widget=Countries()
    )
    text = Text(label="Several lines", required=False, limit=2_000)
    agree = forms.BooleanField(label="I agree to this.", error_messages={"required": "Tick the box to go on."})


@never_cache
@require_safe
def parts(request: HttpRequest) -> HttpResponse:
    """Every part of docs/design-system.md in each of its states. 404 in production, whatever the addresses say."""
    if not settings.DEBUG:
        raise Http404
    chapters = list(sample_chapters(30, 12, 18, 36, 24, 17, 9))
    context = {
        "empty": Sample(auto_id="empty_%s"),
        "failed": Sample({"line": "What was typed"}, auto_id="failed_%s"),
        "chapters": chapters,
        "horizon": horizon(chapters),
        "ticks": [ticks(length) for length in (1, 12, 60)],
        "emblem": emblem([True, True, False, True]),
        "growth": growth_chart([Period("2024", 12, 12), Period("2025", 30, 42), Period("2026", 9, 51)]),
        "bars": country_bars([Country("A country", 42), Country("Another with a rather long name", 9)]),
    }
    return render(request, "portal/dev_parts.html", context)
