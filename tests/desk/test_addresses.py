"""Every address of the desk, for each role and for nobody; and that reading them changes nothing."""

import pytest
from django.contrib import admin
from django.urls import URLPattern, URLResolver, reverse

from convention.models import Instrument, Synonyms, TermExclusion
from portal.kit.models import Letter, VerbEvent
from tests.desk.rows import ALL, OTHERS, WHO, A, E, M, Rows
from tests.desk.snapshots import snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]

# Addresses ----------------------------------------------------------------------------------------------------------

# Name of an address → who may read it. Without a row in its path, or with the row that `ROW` names.
SHOWN = ("changelist", "change", "history")
DECIDED = ("signature", "feedback", "correctionrequest")
READ: dict[str, set[str]] = {
    "index": {*ALL, "staff"},  # an empty page without a role
    "queue": {M, A},
    "queue_undo": {M, A},
    "amendments": {M, A},
    "selected": {M, A},
    "paper": {M, A},
    "paper_file": {M, A},
    "statements": {E, A},
    "statement": {E, A},
    "exports": {E, A},
    "erase": {A},
    "accounts": {A},
    "editions": {E, A},
    "edition": {E, A},
    "edition_bring": {E, A},
    "edition_compare": {E, A},
    "edition_correct": {E, A},
    "intake": {E, A},
    "review": {E, A},
    "rights": {E, A},
    "rights_of": {E, A},
    "source_page": {E, A},
    "event_preview": {E, A},
    "resource_preview": {E, A},
    **{f"signatories_{model}_{page}": {M, A} for model in DECIDED for page in SHOWN},
    "signatories_signature_correct": {M, A},
    **{f"signatories_signingsettings_{page}": {A} for page in SHOWN},
    **{f"convention_instrument_{page}": {E, A} for page in SHOWN},
    **{f"convention_officialfile_{page}": {E, A} for page in ("add", *SHOWN)},
    **{f"convention_{model}_{page}": {E, A} for model in ("synonyms", "termexclusion") for page in ("add", *SHOWN)},
    **{f"events_event_{page}": {E, A} for page in ("add", *SHOWN)},
    **{f"portal_resource_{page}": {E, A} for page in ("add", *SHOWN)},
    **{f"kit_{model}_{page}": {A} for model in ("verbevent", "letter") for page in SHOWN},
}  # fmt: skip


# Names of addresses whose path names a row → which of Rows.
ROW = {
    "statement": "public",
    "rights_of": "category",
    "erase": "public",
    "edition": "edition",
    "intake": "intake",
    "event_preview": "event",
    "resource_preview": "resource",
    "signatories_signature": "waiting",
    "signatories_feedback": "remark",
    "signatories_correctionrequest": "asked",
    "convention_officialfile": "file",
    "events_event": "event",
    "portal_resource": "resource",
}
# Pages of Django's desk that are no row's: what they do is asked of Django's own tests.
DJANGOS = {
    "login",
    "logout",
    "password_change",
    "password_change_done",
    "autocomplete",
    "jsi18n",
    "view_on_site",
    "app_list",
}


def patterns() -> dict[str, str]:
    """Every address of the desk by its name."""
    found: dict[str, str] = {}

    def walk(urls: list, before: str) -> None:
        for one in urls:
            if isinstance(one, URLResolver):
                walk(one.url_patterns, before + str(one.pattern))
            elif isinstance(one, URLPattern) and one.name:
                found[one.name] = before + str(one.pattern)

    walk(admin.site.get_urls(), "")
    return {name: path for name, path in found.items() if name not in DJANGOS}


def address_of(name: str, path: str, rows: Rows) -> str:
    """The address, with the number of a row where it names one."""
    if name == "edition_correct":
        return reverse("admin:edition_correct", args=[rows.edition.pk, "art_1"])
    if name == "edition_compare":
        return reverse("admin:edition_compare", args=[rows.edition.pk, rows.intake.edition_id])
    if name in ("review", "source_page"):
        return reverse(f"admin:{name}", args=[rows.intake.edition_id, 1])
    if "<" not in path:
        return reverse(f"admin:{name}")
    kind = ROW.get(name) or ROW.get(name.rsplit("_", 1)[0])
    if kind:
        return reverse(f"admin:{name}", args=[getattr(rows, kind).pk])
    model = {"kit_verbevent": VerbEvent, "kit_letter": Letter, "convention_instrument": Instrument}
    model |= {"convention_synonyms": Synonyms, "convention_termexclusion": TermExclusion}
    found = model.get(name.rsplit("_", 1)[0])
    if found is TermExclusion:
        TermExclusion.objects.get_or_create(instrument=Instrument.objects.earliest("pk"), words="of course")
    if found is Letter:
        rows.public  # noqa: B018 — publishing it queues a letter
    return reverse(f"admin:{name}", args=[found.objects.earliest("pk").pk if found else 1])


def test_table_names_every_address_of_the_desk():
    known = set(READ) | {name for name in patterns() if name.endswith(("_delete", "_add"))}
    assert set(patterns()) == known | set(READ)


@pytest.mark.parametrize("who", WHO)
def test_every_address_opens_for_those_who_may_and_for_nobody_else(browsers, who):
    rows, browser, wrong = Rows(), browsers(who), []
    for name, path in patterns().items():
        address = address_of(name, path, rows)
        allowed = who in READ.get(name, set())
        response = browser.get(address)
        elsewhere = response.status_code == 302 and not response["Location"].startswith("/admin/login/")
        opened = response.status_code == 200 or elsewhere
        if opened != allowed or response.status_code >= 500:
            wrong.append((name, response.status_code, response.get("Location")))
        if who in OTHERS and who != "staff" and response.status_code not in (302, 403):
            wrong.append((name, "shows something", response.status_code))
    assert not wrong


@pytest.mark.parametrize("who", ["nobody", "moderator", "editor", "administrator"])
def test_reading_the_desk_changes_no_row_of_any_table(browsers, who):
    rows, browser = Rows(), browsers(who)
    addresses = [address_of(name, path, rows) for name, path in patterns().items()]
    queries = ["", "?publish=1&chosen=1", "?q=a&o=1&p=1", "?_do_publish=x"]
    before = snapshot()
    for address in addresses:
        for query in queries:
            browser.get(address + query)
    assert snapshot() == before
