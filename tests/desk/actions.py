"""Every action of the desk: a POST, and who may send it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from convention.models import Instrument
from convention.rules import code_of, rules_of
from convention.tests.texts import SMALL
from events.tests.test_model import GOOD
from events.verbs import EDITABLE
from portal.roles import Role
from signatories import verbs
from signatories.models import Signature
from tests.desk.rows import A, E, M, Rows


@dataclass(frozen=True)
class Action:
    """A POST of the desk: who may, and how it is sent. Done means: something goes on record."""

    name: str
    may: frozenset[Role]
    send: Callable[[Client, Rows], Any]
    needs: str = ""  # the row, made before the record is looked at


def seen_of(row: Signature, code: str | None = None) -> str:
    """What a page of the queue would carry: the role's own page is not asked for it, so that a stolen one is tried."""
    from signatories.desk.queue import sign_seen

    return sign_seen([(row.pk, verbs.seen(row) if code is None else code)])


def press(model: str, deed: str, row: str, **extra: str) -> Callable[[Client, Rows], Any]:
    return lambda browser, rows: browser.post(
        f"/admin/{model}/{getattr(rows, row).pk}/change/", {f"_do_{deed}": "x", **extra}
    )


def choose(model: str, action: str, row: str, **extra: str) -> Callable[[Client, Rows], Any]:
    return lambda browser, rows: browser.post(
        f"/admin/{model}/", {"action": action, "_selected_action": [getattr(rows, row).pk], **extra}
    )


def amended_seen(row: Signature) -> str:
    row.refresh_from_db()
    return seen_of(row, verbs.seen(row, row.amendment.words))


def kept(content: bytes) -> str:
    """A file that was read through, as the page carries it."""
    import base64
    import zlib

    from django.core import signing

    from signatories.desk.paper import SALT

    return signing.dumps([base64.b64encode(zlib.compress(content)).decode(), "a.csv"], salt=SALT)


def keep_rules(browser: Client, rows: Rows) -> Any:
    """No rules for the fisher any more, as a page that showed what this changes would send it."""
    own, stand = rows.category.own, rules_of(rows.category)
    sent = {"own": ", ".join(own), "shown": code_of(own, []), "now": code_of(own, stand), "keep": "1"}
    return browser.post(f"/admin/rights/{rows.category.pk}/", sent)


SIGNATURE, REMARK, REQUEST = "signatories/signature", "signatories/feedback", "signatories/correctionrequest"
MODERATORS, EDITORS, ADMINISTRATORS = frozenset({M, A}), frozenset({E, A}), frozenset({A})
DEEDS = [
    ("publish", "waiting", {}),
    ("reject", "waiting", {"reason": "abuse"}),
    ("undo", "public", {}),
    ("remove", "public", {"reason": "request"}),
    ("restore", "removed", {}),
    ("reopen", "rejected", {}),
    ("withdraw", "public", {}),
    ("list_selected", "public", {}),
    ("list_public", "chosen", {}),
]
EVENT = {
    **dict.fromkeys(EDITABLE, ""),
    **{name: str(value) for name, value in GOOD.items()},
    "facts-TOTAL_FORMS": "0",
    "facts-INITIAL_FORMS": "0",
    "facts-MIN_NUM_FORMS": "0",
    "facts-MAX_NUM_FORMS": "1000",
}
GUEST = {"name": "New", "role": "editor", "email": "new@example.org"}
ACTIONS = [
    *(
        Action(f"{how.__name__} signature {deed}", MODERATORS, how(SIGNATURE, deed, row, **extra), row)
        for how in (press, choose)
        for deed, row, extra in DEEDS
    ),
    *(
        Action(f"{how.__name__} feedback {deed}", MODERATORS, how(REMARK, deed, row), row)
        for how in (press, choose)
        for deed, row in (("publish", "remark"), ("close", "remark"), ("hide", "shown"))
    ),
    Action("press feedback answer", MODERATORS, press(REMARK, "answer", "shown", words="Thanks"), "shown"),
    Action("press feedback reply", MODERATORS, press(REMARK, "reply", "remark", words="Thanks"), "remark"),
    *(
        Action(f"{how.__name__} request {deed}", MODERATORS, how(REQUEST, deed, "asked"), "asked")
        for how in (press, choose)
        for deed in ("done", "decline")
    ),
    *(
        Action(
            f"queue {button}",
            MODERATORS,
            lambda b, r, extra=extra, button=button: b.post(
                "/admin/queue/", {"seen": seen_of(r.waiting), "chosen": r.waiting.pk, button: "1", **extra}
            ),
            "waiting",
        )
        for button, extra in (("publish", {}), ("reject", {"reason": "abuse"}))
    ),
    Action(
        "queue undo",
        MODERATORS,
        lambda b, r: b.post("/admin/queue/undo/", {"seen": seen_of(r.public, "published"), "chosen": r.public.pk}),
        "public",
    ),
    *(
        Action(
            f"amendment {name}",
            MODERATORS,
            lambda b, r, extra=extra: b.post(
                "/admin/amendments/", {"seen": amended_seen(r.amended), "one": r.amended.pk, **extra}
            ),
            "amended",
        )
        for name, extra in (("take", {}), ("leave", {"leave": "1"}))
    ),
    Action(
        "order of the selected",
        MODERATORS,
        lambda b, r: b.post("/admin/selected/", {f"place-{r.chosen.pk}": "1"}),
        "chosen",
    ),
    Action(
        "correct an entry",
        MODERATORS,
        lambda b, r: b.post(
            f"/admin/signatories/signature/{r.waiting.pk}/correct/", {"name": "Other", "sort_name": "Other"}
        ),
        "waiting",
    ),
    Action(
        "enter on paper",
        MODERATORS,
        lambda b, r: b.post("/admin/paper/", {"kind": "person", "name": "Ada", "may_publish": "on"}),
    ),
    Action("enter a file", MODERATORS, lambda b, r: b.post("/admin/paper/file/", {"kept": kept(b"name\nAda\n")})),
    Action(
        "statement",
        EDITORS,
        lambda b, r: b.post(
            f"/admin/statements/{r.public.pk}/", {"statement": "declaration", "statement_text": "Words"}
        ),
        "public",
    ),
    *(
        Action(f"export {what}", may, lambda b, r, what=what: b.post("/admin/exports/", {"what": what}))
        for what, may in (("public", EDITORS), ("statistics", EDITORS), ("addresses", ADMINISTRATORS))
    ),
    Action(
        "erase", ADMINISTRATORS, lambda b, r: b.post(f"/admin/signature/{r.public.pk}/erase/", {"sure": "1"}), "public"
    ),
    Action(
        "settings of signing",
        ADMINISTRATORS,
        lambda b, r: b.post(
            "/admin/signatories/signingsettings/1/change/",
            {"state": "closed", "message": "", "network_limit": "20", "site_limit": "600", "blocked_domains": ""},
        ),
    ),
    Action(
        "publish an edition",
        EDITORS,
        lambda b, r: b.post(f"/admin/editions/{r.edition.pk}/", {"publish": "1"}),
        "edition",
    ),
    Action(
        "bring a file",
        EDITORS,
        lambda b, r: b.post(
            "/admin/editions/bring/",
            {
                "instrument": "lake", "language": "en", "version": "1", "date": "2020-02-01",
                "file": SimpleUploadedFile("text.txt", SMALL.encode()),
            },
        ),
    ),
    Action(
        "mend a draft",
        EDITORS,
        lambda b, r: b.post(
            f"/admin/editions/{r.edition.pk}/correct/art_4/",
            {"text": "Article 4. Summer\nIn summer nobody fishes.", "differ": "1"},
        ),
        "edition",
    ),
    Action(
        "settle a place",
        EDITORS,
        lambda b, r: b.post(f"/admin/editions/{r.open_place.pk}/review/1/", {"place": "0", "words": "A stamp"}),
        "open_place",
    ),
    Action("rules of whose rights", EDITORS, keep_rules, "category"),
    Action(
        "withdraw an edition", EDITORS, lambda b, r: b.post(f"/admin/editions/{r.read.pk}/", {"withdraw": "1"}), "read"
    ),
    *(
        Action(
            f"account {do}",
            ADMINISTRATORS,
            lambda b, r, do=do, row=row, extra=extra: b.post(
                "/admin/accounts/", {"do": do, "account": getattr(r, row).pk, **extra}
            ),
            row,
        )
        for do, row, extra in (
            ("role", "colleague", {"role": "editor"}),
            ("close", "colleague", {}),
            ("reopen", "closed", {}),
            ("reset", "colleague", {}),
            ("again", "invited", {}),
        )
    ),
    Action(
        "account invite",
        ADMINISTRATORS,
        lambda b, r: b.post("/admin/accounts/", {"do": "invite", **GUEST}),
    ),
    Action("add an event", EDITORS, lambda b, r: b.post("/admin/events/event/add/", EVENT)),
    Action(
        "change an event",
        EDITORS,
        lambda b, r: b.post(f"/admin/events/event/{r.draft_event.pk}/change/", EVENT),
        "draft_event",
    ),
    Action(
        "publish an event",
        EDITORS,
        lambda b, r: b.post(f"/admin/events/{r.draft_event.pk}/preview/", {"publish": "1"}),
        "draft_event",
    ),
    Action(
        "withdraw an event",
        EDITORS,
        lambda b, r: b.post(f"/admin/events/{r.event.pk}/preview/", {"withdraw": "1", "reason": "duplicate"}),
        "event",
    ),
    Action("choose event publish", EDITORS, choose("events/event", "publish", "draft_event"), "draft_event"),
    *(
        Action(f"choose event {action}", EDITORS, choose("events/event", action, "event"), "event")
        for action in ("withdraw_as_mistake", "withdraw_as_duplicate", "withdraw_on_request")
    ),
    Action(
        "add a resource",
        EDITORS,
        lambda b, r: b.post("/admin/portal/resource/add/", {"kind": "article", "title": "A paper", "position": "9"}),
    ),
    Action(
        "change a resource",
        EDITORS,
        lambda b, r: b.post(
            f"/admin/portal/resource/{r.draft_resource.pk}/change/",
            {"kind": "article", "title": "Another paper", "position": "9"},
        ),
        "draft_resource",
    ),
    Action(
        "publish a resource",
        EDITORS,
        lambda b, r: b.post(f"/admin/resources/{r.draft_resource.pk}/preview/", {"publish": "1"}),
        "draft_resource",
    ),
    Action(
        "withdraw a resource",
        EDITORS,
        lambda b, r: b.post(f"/admin/resources/{r.resource.pk}/preview/", {"withdraw": "1"}),
        "resource",
    ),
    Action(
        "choose resource publish", EDITORS, choose("portal/resource", "publish", "draft_resource"), "draft_resource"
    ),
    Action("choose resource withdraw", EDITORS, choose("portal/resource", "withdraw", "resource"), "resource"),
    Action("choose file keep_back", EDITORS, choose("convention/officialfile", "keep_back", "file"), "file"),
    Action(
        "add a file",
        EDITORS,
        lambda b, r: b.post(
            "/admin/convention/officialfile/add/",
            {
                "instrument": Instrument.objects.first().pk,
                "kind": "other",
                "title": "A file",
                "name": "b.txt",
                "file": SimpleUploadedFile("b.txt", b"Words\n"),
            },
        ),
    ),
]  # fmt: skip
