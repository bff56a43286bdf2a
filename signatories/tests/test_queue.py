"""The queue at the desk: what waits is seen whole, decided in one go, never twice, and undone."""

import re
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.kit.models import Letter, VerbEvent
from signatories import verbs
from signatories.models import Signature, State
from signatories.tests.making import in_state, pending, published
from tests.together import together

QUEUE, UNDO = "/admin/queue/", "/admin/queue/undo/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def mo(moderator) -> Client:
    """The moderator's browser."""
    return moderator()


def seen(page: str, nth: int = -1) -> str:
    return re.findall(r'name="seen" value="([^"]+)"', page)[nth]


def text(response) -> str:
    return response.content.decode()


def decide(browser: Client, rows, *, page: str | None = None, **extra) -> str:
    """Tick rows of the queue and press a button; the page that follows, as text."""
    page = page or text(browser.get(QUEUE))
    data = {"seen": seen(page), "chosen": [row.pk for row in rows], **(extra or {"publish": "1"})}
    return text(browser.post(QUEUE, data, follow=True))


def states() -> list[str]:
    return list(Signature.objects.order_by("pk").values_list("state", flat=True))


def test_held_ones_come_first_then_the_oldest(mo):
    old, new, _held = pending(name="Old One"), pending(name="New One"), pending(name="Held One", held=["link"])
    Signature.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=3))
    page = text(mo.get(QUEUE))
    assert page.index("Held One") < page.index("Old One") < page.index("New One")
    assert "a link in a name or an affiliation" in page
    assert new.email in page


def test_all_that_a_decision_needs_stands_on_the_screen(mo):
    in_state(State.REJECTED, name="Sám  Example", email="sam+1@example.org")
    published(name="Other Name", email="sam@example.org", network="n" * 64)
    row = pending(
        name="Sam Example",
        email="sam@example.org",
        affiliation="University of <Somewhere>",
        country="PT",
        statement="reservation",
        statement_text="Not this\nnor that",
        statement_articles=["art_12"],
        network="n" * 64,
    )
    page = text(mo.get(QUEUE))
    assert "University of &lt;Somewhere&gt;" in page
    assert "Portugal" in page and "Not this<br>nor that" in page and "names 12" in page
    # The rejected one has the same mailbox; where both are the same, the address is named.
    assert page.count("Same address:") == 2
    assert "1 other came from the same network" in page
    assert "signature.confirm" in page
    assert f'id="entry-{row.pk}"' in page


def test_same_name_is_told_without_regard_to_case_and_accents(mo):
    published(name="José Ñandú")
    pending(name="jose nandu")
    assert text(mo.get(QUEUE)).count("Same name:") == 1


def test_hundred_are_published_in_one_go_and_undone(mo):
    rows = [pending(name=f"Name {n}") for n in range(101)]
    page = decide(mo, rows[:100])
    assert "100 signatures published." in page and "1 signature waits." in page
    assert states().count(State.PUBLISHED) == 100
    assert "You decided on 100 signatures" in page
    undone = mo.post(UNDO, {"seen": seen(page, 0), "chosen": [row.pk for row in rows[:100]]}, follow=True)
    assert "100 decisions undone; they wait again." in text(undone)
    assert states() == [State.PENDING] * 101
    # Nobody hears of what was undone.
    assert not Letter.objects.filter(kind__endswith="published", sent_at=None).exists()


def test_more_than_a_hundred_at_once_are_refused(mo):
    rows = [pending(name=f"Name {n}") for n in range(101)]
    page = text(mo.get(QUEUE))
    response = mo.post(QUEUE, {"seen": seen(page), "chosen": [row.pk for row in rows], "publish": "1"})
    assert response.status_code == 422 and "Not all of these entries stood on the page" in text(response)
    assert set(states()) == {State.PENDING}


@pytest.mark.parametrize("wrong", ["", "nonsense", "other"])
def test_numbers_that_are_not_signed_decide_nothing(mo, wrong):
    row = pending()
    page = text(mo.get(QUEUE))
    mixed = seen(page)[:-2] + "xx" if wrong == "other" else wrong
    response = mo.post(QUEUE, {"seen": mixed, "chosen": [row.pk], "publish": "1"})
    assert response.status_code == 422 and states() == [State.PENDING]


@pytest.mark.parametrize("chosen", ["99999999", "-1", "x", "٣", "1e3", "9" * 40])
def test_number_that_was_not_on_the_page_decides_nothing(mo, chosen):
    pending()
    other = in_state(State.UNCONFIRMED)
    page = text(mo.get(QUEUE))
    for number in (chosen, str(other.pk)):
        response = mo.post(QUEUE, {"seen": seen(page), "chosen": [number], "publish": "1"})
        assert response.status_code == 422
    assert states() == [State.PENDING, State.UNCONFIRMED]


def test_page_is_good_for_its_session_and_no_longer(mo, monkeypatch):
    row = pending()
    page = text(mo.get(QUEUE))
    monkeypatch.setattr("signatories.desk.queue.GOOD_FOR", timedelta(seconds=-1))
    assert "too old" in decide(mo, [row], page=page)
    assert states() == [State.PENDING]


def test_nothing_ticked_is_told(mo):
    pending()
    assert "Tick at least one entry" in decide(mo, [])


def test_rejecting_wants_a_reason_and_keeps_what_was_typed(mo):
    row = pending()
    page = decide(mo, [row], reject="1", note="Looks odd")
    assert "Choose a reason" in page and 'value="Looks odd"' in page and "checked" in page
    assert states() == [State.PENDING]
    page = decide(mo, [row], reject="1", reason="abuse", note="Looks odd")
    assert "1 signature rejected: insult" in page
    row.refresh_from_db()
    assert (row.state, row.reason, row.note) == (State.REJECTED, "abuse", "Looks odd")
    # The note stays with the row, where an erasure reaches it; nothing of it is on record.
    assert "Looks odd" not in str(list(VerbEvent.objects.values()))
    verbs.erase_signature(pk=row.pk, by="system")
    row.refresh_from_db()
    assert row.note == ""


def test_note_that_is_too_long_is_not_cut(mo):
    row = pending()
    assert "at most 1000 fit" in decide(mo, [row], reject="1", reason="abuse", note="x" * 1001)
    assert states() == [State.PENDING]


def test_words_that_changed_since_they_were_seen_are_not_published(mo):
    row = pending(name="Sam Example")
    page = text(mo.get(QUEUE))
    verbs.correct_signature(pk=row.pk, by="system", affiliation="Something else")
    assert "was changed since you saw it" in decide(mo, [row], page=page)
    assert states() == [State.PENDING]


def test_second_moderator_is_told(mo, moderator):
    row = pending(name="Sam Example")
    other = moderator()
    theirs = text(other.get(QUEUE))
    assert "1 signature published." in decide(mo, [row])
    assert "“Sam Example” is “published” by now; nothing was changed." in decide(other, [row], page=theirs)
    assert VerbEvent.objects.filter(verb="signature.publish").count() == 1


def test_decisions_of_others_are_not_offered_for_undo(mo, moderator):
    decide(mo, [pending()])
    assert "You decided" in text(mo.get(QUEUE))
    assert "You decided" not in text(moderator().get(QUEUE))


def test_undo_is_for_ten_minutes(mo):
    row = pending()
    page = decide(mo, [row])
    Signature.objects.update(published_at=timezone.now() - timedelta(minutes=11))
    assert "You decided" not in text(mo.get(QUEUE))
    late = mo.post(UNDO, {"seen": seen(page, 0), "chosen": [row.pk]}, follow=True)
    assert "more than ten minutes ago" in text(late)
    assert states() == [State.PUBLISHED]


def test_reject_is_undone_too(mo):
    row = pending()
    page = decide(mo, [row], reject="1", reason="unclear")
    mo.post(UNDO, {"seen": seen(page, 0), "chosen": [row.pk]})
    assert states() == [State.PENDING]


def test_one_button_publishes_one_whatever_is_ticked(mo):
    row, other = pending(), pending()
    page = text(mo.get(QUEUE))
    mo.post(QUEUE, {"seen": seen(page), "chosen": [other.pk], "one": row.pk})
    assert states() == [State.PUBLISHED, State.PENDING]


def test_boxes_are_ticked_by_link(mo):
    pending()
    pending(held=["trap"])
    assert text(mo.get(QUEUE)).count(" checked") == 0
    assert text(mo.get(f"{QUEUE}?choose=plain")).count(" checked") == 1
    assert text(mo.get(f"{QUEUE}?choose=all")).count(" checked") == 2


@pytest.mark.parametrize("start", ["-1", "x", "٣", "1" * 30, "5", "1000000"])
def test_any_beginning_gives_a_page(mo, start):
    pending()
    assert mo.get(QUEUE, {"from": start, "choose": "\0"}, follow=True).status_code == 200


def test_those_left_for_later_are_reached(mo):
    rows = [pending(name=f"Name {n}") for n in range(102)]
    page = text(mo.get(QUEUE))
    assert "?from=100" in page and "Name 101" not in page
    assert f'id="entry-{rows[101].pk}"' in text(mo.get(f"{QUEUE}?from=100"))


def fill(count: int, **fields) -> None:
    """Waiting rows, written at once as only tests may, as unlike each other as real ones."""
    rows, there = [], Signature.objects.count()
    for n in range(there, there + count):
        row = Signature(
            name=f"Name {n}",
            sort_name=f"Name {n}",
            source="paper",
            state="pending",
            email_key=f"{n % 500:064}",
            kind="person",
            network=f"{n % 50:064}",
            held=["link"] if n % 9 == 0 else [],
            **fields,
        )
        row.fill_derived()
        rows.append(row)
    Signature.objects.bulk_create(rows, batch_size=2000)


def queries_of(browser: Client, address: str) -> list[str]:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return [one["sql"] for one in captured.captured_queries]


def test_number_of_queries_does_not_depend_on_how_much_waits(mo):
    addresses = (QUEUE, "/admin/", "/admin/signatories/signature/")
    fill(10)
    few = {address: len(queries_of(mo, address)) for address in addresses}
    fill(9_990)
    assert {address: len(queries_of(mo, address)) for address in addresses} == few


def test_queue_is_read_from_its_index(mo):
    fill(5_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE signatories_signature")
        plan = Signature.objects.awaiting_moderation()[:100].explain()
    assert "signature_queue" in plan and "Sort" not in plan


def test_more_than_can_be_counted_in_no_time_is_said_so(mo, monkeypatch):
    monkeypatch.setattr("signatories.desk.waits.MOST_COUNTED", 3)
    fill(4)
    assert "More than 3 signatures wait; here are numbers 1 to 4." in text(mo.get(QUEUE))
    assert "more than 3 wait" in text(mo.get("/admin/"))


def least_time(browser: Client, address: str, rounds: int = 9) -> float:
    """Seconds that a page takes, when the machine has nothing else to do."""

    def once() -> float:
        start = time.perf_counter()
        assert browser.get(address).status_code == 200
        return time.perf_counter() - start

    return min(once() for _round in range(rounds))


@pytest.mark.slow
def test_hundred_thousand_that_wait_take_at_most_twice_the_time_of_ten_thousand(mo):
    def times(count: int) -> dict[str, float]:
        fill(count)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE signatories_signature")
        return {address: least_time(mo, address) for address in (QUEUE, "/admin/")}

    few, many = times(10_000), times(90_000)
    assert [address for address in few if many[address] > 2 * few[address]] == [], (few, many)


# Two at once ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("second", [{"publish": "1"}, {"reject": "1", "reason": "abuse"}])
def test_two_moderators_at_the_same_moment_decide_once_and_both_are_told(moderator, second):
    for _round in range(5):
        row = pending(name="Sam Example")
        one, other = moderator(), moderator()
        pages = text(one.get(QUEUE)), text(other.get(QUEUE))
        said = together(
            lambda one=one, row=row, pages=pages: decide(one, [row], page=pages[0]),
            lambda other=other, row=row, pages=pages: decide(other, [row], page=pages[1], **second),
        )
        done = [("1 signature published." in page) or ("1 signature rejected" in page) for page in said]
        told = ["by now; nothing was changed." in page for page in said]
        assert sorted(done) == [False, True] and told == [not d for d in done]
        events = VerbEvent.objects.filter(subject_id=row.pk, verb__in=["signature.publish", "signature.reject"])
        row.refresh_from_db()
        assert events.count() == 1 and events.get().after == row.state
        letters = Letter.objects.filter(subject_id=row.pk).values_list("kind", flat=True)
        assert sum(kind.endswith((".published", ".rejected")) for kind in letters) == 1
        Signature.objects.all().delete()
