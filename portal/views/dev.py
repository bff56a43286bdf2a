"""For development alone: the mails that the site would have sent, so that their links can be opened."""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

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
