"""Mail: queued with the change that it tells of, written and sent by the worker, marked as sent.

`queue` stands in the transaction of a verb: a change that is rolled back sends nothing, and a mail server that is down
delays no page. A letter is locked while it is sent, so two workers cannot both send it. A worker that is killed after
the server took the mail and before the mark is stored leaves it unmarked: it is sent again, under the same Message-ID.
So a letter arrives once or, after such a death, twice; never not at all.

Each app enters its kinds with `enter` when the site starts.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from portal.kit.jobs import defer
from portal.kit.models import Letter


@dataclass(frozen=True)
class Mail:
    """What a letter says: templates/mail/<template>.txt and .html, rendered with `context`.

    `stop` is the address of the page where its reader can have no more of these: it stands in List-Unsubscribe.
    """

    to: str
    subject: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    stop: str = ""


# Writes a letter when it is sent; None where there is nothing to say any more (the row is gone, or was decided anew).
Writer = Callable[[Letter], Mail | None]
_writers: dict[str, Writer] = {}


OVERDUE = timedelta(hours=1)


def overdue() -> QuerySet[Letter]:
    """Letters that should have gone out an hour ago: the mail server is down, or an address refuses them for good."""
    return Letter.objects.filter(sent_at=None, due_at__lt=timezone.now() - OVERDUE)


def enter(kind: str, writer: Writer) -> None:
    """Make a kind of letter known."""
    _writers[kind] = writer


def queue(*, kind: str, subject_id: int, to_key: str = "", delay: timedelta = timedelta()) -> Letter:
    """Have a letter sent, not before `delay` is over. Raises KeyError for an unknown kind, RuntimeError outside a
    transaction."""
    _writers[kind]
    if not connection.in_atomic_block:
        raise RuntimeError(f"{kind} is queued outside a transaction")
    letter = Letter.objects.create(kind=kind, subject_id=subject_id, to_key=to_key, due_at=timezone.now() + delay)
    defer("kit.send_letter", at=letter.due_at if delay else None, pk=letter.pk)
    return letter


def drop(*, kinds: Iterable[str], subject_id: int) -> int:
    """Take back letters that are not sent yet. Returns how many."""
    return Letter.objects.filter(kind__in=list(kinds), subject_id=subject_id, sent_at=None).delete()[0]


def send(*, pk: int) -> bool:
    """Send a letter, unless it is sent or taken back. Returns whether a mail went out; raises what smtplib raises."""
    with transaction.atomic():
        letter = Letter.objects.select_for_update().filter(pk=pk, sent_at=None).first()
        mail = _writers[letter.kind](letter) if letter else None
        if letter and not mail:
            letter.delete()
        if not mail:
            return False
        message_of(mail, letter).send()
        letter.sent_at = timezone.now()
        letter.save(update_fields=["sent_at"])
    return True


def message_of(mail: Mail, letter: Letter) -> EmailMultiAlternatives:
    """The message, in text and HTML, with headers that say that a program sent it."""
    context = {
        "SITE_URL": settings.SITE_URL,
        "OPERATOR": settings.OPERATOR,
        "CONTACT": settings.CONTACT,
        "stop": mail.stop,
        "mail_subject": mail.subject,
        **mail.context,
    }
    host = urlsplit(settings.SITE_URL).hostname
    headers = {
        "Message-ID": f"<letter-{letter.pk}-{letter.created_at:%Y%m%d%H%M%S}@{host}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers to this
        **({"List-Unsubscribe": f"<{mail.stop}>"} if mail.stop else {}),
    }
    # Tags that are left out of the text leave empty lines behind: at most one of them stays.
    text = re.sub(r"\n{3,}", "\n\n", render_to_string(f"mail/{mail.template}.txt", context)).strip() + "\n"
    message = EmailMultiAlternatives(mail.subject, text, to=[mail.to], headers=headers)
    message.attach_alternative(render_to_string(f"mail/{mail.template}.html", context), "text/html")
    return message
