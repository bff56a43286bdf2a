"""The queue: what waits is read on one screen and decided, up to a hundred at a time, and can be undone."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.kit.deskpages import desk, desk_page, do_each
from portal.kit.records import actor
from signatories import verbs
from signatories.desk.alike import beside
from signatories.desk.waits import counted
from signatories.models import Amendment, Reason, Signature, State, hold_labels
from signatories.provisions import written

AT_ONCE = 100
FURTHEST = 1_000_000
SALT = "signatories.desk.seen"
GOOD_FOR = timedelta(hours=12)  # as long as a session
NOTE_LIMIT = 1_000
CHOOSE = ("all", "plain")
Words = Callable[[int], str]  # the sentence for how many it was done to


def chosen(request: HttpRequest) -> dict[int, str]:
    """The rows that were ticked, with the code of what was seen of each. A page carries both, signed: nobody decides
    on what was not on the screen. Raises ValueError with words for the moderator."""
    try:
        shown = signing.loads(request.POST.get("seen", ""), salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature as error:
        raise ValueError(
            _("This page is too old, or was changed on its way. Nothing was done; decide again.")
        ) from error
    wanted = request.POST.getlist("one") or request.POST.getlist("chosen")
    if not wanted:
        raise ValueError(_("Tick at least one entry. Nothing was done."))
    codes = dict(shown)
    if len(wanted) > AT_ONCE or not all(one.isascii() and one.isdigit() and int(one) in codes for one in wanted):
        raise ValueError(_("Not all of these entries stood on the page. Nothing was done; decide again."))
    return {int(one): codes[int(one)] for one in wanted}


def sign_seen(seen: list[tuple[int, str]]) -> str:
    """What a page shows, for a hidden field of its form."""
    return signing.dumps(seen, salt=SALT, compress=True)


@desk_page("queue/", name="queue", permission="signatories.change_signature", title=_("Signatures that wait"))
def queue(request: HttpRequest) -> HttpResponse:
    """Up to a hundred waiting signatures, held ones first, then the oldest; a POST decides on those that were ticked.

    `from` leaves out that many at the beginning; `choose` ticks boxes: all, or those that are not held.
    """
    if request.method == "POST":
        status = decide(request)
        if not status:
            return HttpResponseRedirect(request.get_full_path())
    else:
        status = 200
    asked = request.GET.get("from", "")
    start = min(int(asked), FURTHEST) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 0
    waiting = Signature.objects.awaiting_moderation()
    total, more = counted(waiting).values()
    entries = list(waiting[start : start + AT_ONCE])
    amended = set(Amendment.objects.filter(signature__in=entries).values_list("signature_id", flat=True))
    alike = beside(entries)
    choose = request.GET.get("choose") if request.GET.get("choose") in CHOOSE else ""
    ticked = set(request.POST.getlist("chosen"))
    for entry in entries:
        entry.beside = alike[entry.pk]
        entry.why_held = hold_labels(entry.held)
        entry.named = written(entry.statement_articles)
        entry.amended = entry.pk in amended
        entry.ticked = str(entry.pk) in ticked or choose == "all" or (choose == "plain" and not entry.held)
    return desk(
        request,
        "admin/desk/queue.html",
        title=_("Signatures that wait"),
        status=status,
        entries=entries,
        total=total,
        start=start,
        first=start + 1,
        last=start + len(entries),
        more=more,
        following=start + AT_ONCE if more or start + AT_ONCE < total else None,
        seen=sign_seen([(entry.pk, verbs.seen(entry)) for entry in entries]),
        reasons=[(reason.value, reason.label) for reason in verbs.REJECT_REASONS],
        reason=request.POST.get("reason", ""),
        note=request.POST.get("note", "")[:NOTE_LIMIT],
        note_limit=NOTE_LIMIT,
        decided=decided_lately(request),
    )


def decide(request: HttpRequest) -> int:
    """Publish or reject what was ticked. Returns 0 where the page can be shown anew, else a status for the same page
    with what was typed and ticked."""
    try:
        rows = chosen(request)
        verb, words = asked_for(request)
    except ValueError as refusal:
        messages.error(request, refusal.args[0])
        return 422
    do_each(
        request,
        words,
        [partial(verb, pk=pk, by=request.user, as_seen=code) for pk, code in rows.items()],
        verbs.NotPossible,
    )
    return 0


def asked_for(request: HttpRequest) -> tuple[Callable[..., Any], Words]:
    """The verb of the button, and the sentence for how many it was done to. Raises ValueError with words for the
    moderator where the reason is missing or the note too long."""
    if "reject" not in request.POST:
        return (
            verbs.publish_signature,
            lambda n: ngettext("%(n)s signature published.", "%(n)s signatures published.", n) % {"n": n},
        )
    reason, note = request.POST.get("reason", ""), request.POST.get("note", "").replace("\0", "").strip()
    if reason not in verbs.REJECT_REASONS:
        raise ValueError(_("Choose a reason for rejecting. Nothing was done."))
    if len(note) > NOTE_LIMIT:
        said = {"n": len(note), "most": NOTE_LIMIT}
        raise ValueError(_("The note has %(n)s characters; at most %(most)s fit. Nothing was done.") % said)
    return (
        partial(verbs.reject_signature, reason=reason, note=note),
        lambda n: (
            ngettext("%(n)s signature rejected: %(why)s.", "%(n)s signatures rejected: %(why)s.", n)
            % {"n": n, "why": Reason(reason).label}
        ),
    )


def decided_lately(request: HttpRequest) -> dict[str, Any]:
    """What this account published or rejected within the time of undo: rows, how many, and the signed numbers."""
    since, by = timezone.now() - verbs.UNDO_WINDOW, actor(request.user)
    names = ("pk", "name", "state")
    published = Signature.objects.filter(state=State.PUBLISHED, published_at__gte=since, published_by=by)
    rejected = Signature.objects.filter(state=State.REJECTED, rejected_at__gte=since, rejected_by=by)
    rows = [
        *published.order_by("-published_at", "pk").only(*names)[:AT_ONCE],
        *rejected.order_by("-rejected_at", "pk").only(*names)[:AT_ONCE],
    ][:AT_ONCE]
    return {"rows": rows, "seen": sign_seen([(row.pk, row.state) for row in rows])}


@desk_page("queue/undo/", name="queue_undo", permission="signatories.change_signature")
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what was ticked among one's own decisions of the last ten minutes: it waits again. POST alone."""
    back = HttpResponseRedirect("../")
    if request.method != "POST":
        return back
    try:
        rows = chosen(request)
    except ValueError as refusal:
        messages.error(request, refusal.args[0])
        return back
    undone = {State.PUBLISHED: verbs.undo_publish, State.REJECTED: verbs.reopen_signature}

    def words(n: int) -> str:
        return ngettext("%(n)s decision undone; it waits again.", "%(n)s decisions undone; they wait again.", n) % {
            "n": n
        }

    do_each(
        request,
        words,
        [partial(undone[State(state)], pk=pk, by=request.user) for pk, state in rows.items()],
        verbs.NotPossible,
    )
    return back
