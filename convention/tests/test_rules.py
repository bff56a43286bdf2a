"""Rules of whose rights at the desk: checked, shown before they are kept, and read at once."""

import re

import pytest
from django.core.exceptions import ValidationError

from convention.models import Category
from convention.rules import check_rules, code_of, keep_rules, rules_of, spans, what_changes
from convention.tests.texts import LAYERS, SMALL, enter, published
from portal.kit.models import VerbEvent

pytestmark = pytest.mark.django_db

WHOLE = {"category": "fisher", "from": "chp_1", "mode": "whole"}


@pytest.fixture
def fisher(no_files_of_editions) -> Category:
    """Fishers have article 3 of their own, inherit 1, and 2 as 3 changes it."""
    edition = published(SMALL, LAYERS, instrument="convention")
    return edition.categories.select_related("edition__instrument").get(slug="fisher")


def state(category: Category) -> tuple[list[str], list[dict]]:
    category.refresh_from_db()
    return category.own, rules_of(category)


def test_change_is_shown_and_nothing_is_kept(fisher):
    before = state(fisher)
    changes = what_changes(category=fisher, own=["chp_2__part_1", "art_4"], rules=[{**WHOLE, "excluded": ["art_1"]}])
    said = [(n, str(a.relation) if a else "", str(b.relation) if b else "") for n, a, b in changes]
    assert said == [(1, "inherited", ""), (2, "changed", "inherited"), (4, "", "own")]
    assert state(fisher) == before
    assert not VerbEvent.objects.filter(verb="category.rules").exists()


def test_change_of_a_draft_is_shown_too():
    category = enter(SMALL, LAYERS).categories.get(slug="fisher")
    assert [n for n, _a, _b in what_changes(category=category, own=["art_3"], rules=[])] == [1, 2]
    category.edition.refresh_from_db()
    assert category.edition.contents == {}


def test_kept_rules_are_what_readers_see_and_are_on_record(fisher, client):
    before = VerbEvent.objects.count()
    as_seen = code_of(*state(fisher))
    keep_rules(pk=fisher.pk, by="system", own=["art_3"], rules=[{**WHOLE, "excluded": ["art_2"]}], as_seen=as_seen)
    assert state(fisher)[1][0]["excluded"] == ["art_2"]
    html = client.get("/convention/article/2/", secure=True).content.decode()
    assert "a fisher" not in re.search(r"<aside.*?</aside>", html, re.S)[0]
    assert fisher.edition.fragments.get(eid="art_1").applies[1] == ["fisher", "a fisher", "inherited", None]
    assert VerbEvent.objects.count() == before + 1
    # Both readings of the rules agree: what pages ask, and what fragments keep.
    assert "Of 4 articles, 2 apply" in client.get("/convention/who/?status=fisher", secure=True).content.decode()


def test_rules_that_changed_in_the_meantime_are_not_overwritten(fisher):
    as_seen = code_of(*state(fisher))
    keep_rules(pk=fisher.pk, by="system", own=["art_3"], rules=[], as_seen=as_seen)
    with pytest.raises(ValidationError, match="in the meantime"):
        keep_rules(pk=fisher.pk, by="system", own=["art_3"], rules=[WHOLE], as_seen=as_seen)
    assert state(fisher)[1] == []


@pytest.mark.parametrize(
    ("own", "rules", "words"),
    [
        (["art_3"], [{**WHOLE, "from": "chp_9"}], "chp_9, which is not in the text"),
        (["art_99"], [], "art_99, which is not in the text"),
        ([], [], "no provision of its own"),
        (["art_3"], [WHOLE, WHOLE], "two rules for this"),
        (["art_3"], [{**WHOLE, "excluded": ["art_3"]}], "art_3 does not stand there"),
        (["art_3"], [{**WHOLE, "changed": [{"article": "art_1", "by": "art_1"}]}], "changed by itself"),
        (["chp_1"], [], "No category has these articles of its own"),
    ],
)
def test_rules_with_a_fault_are_refused(fisher, own, rules, words):
    with pytest.raises(ValidationError, match=words):
        check_rules(category=fisher, own=own, rules=rules)


def test_circle_is_refused(fisher):
    rower = fisher.edition.categories.get(slug="rower")
    with pytest.raises(ValidationError, match="in a circle"):
        check_rules(
            category=rower, own=["chp_1"], rules=[{"category": "rower", "from": "chp_2__part_1", "mode": "whole"}]
        )


def test_spans_are_written_as_people_do():
    assert spans([f"art_{n}" for n in (9, 1, 2, 3, 7)]) == "1-3, 7, 9"
    assert spans([]) == ""


# ---- the page


def fields(html: str) -> dict[str, str]:
    """What the form on a page would send, without its buttons."""
    found = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', html))
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', html, re.S):
        found[name] = next(iter(re.findall(r'value="([^"]*)" selected', options)), "")
    return found


def test_editor_sees_what_changes_before_it_is_kept(fisher, admin_client):
    address = f"/admin/rights/{fisher.pk}/"
    page = admin_client.get(address, secure=True).content.decode()
    sent = fields(page)
    assert (sent["own"], sent["rule-0-source"], sent["rule-0-changed"]) == ("chp_2__part_1", "chp_1", "2 by 3")
    # “Keep” without having seen keeps nothing.
    sent |= {"rule-0-changed": "", "rule-0-excluded": "2", "keep": "1"}
    shown = admin_client.post(address, sent, secure=True).content.decode()
    rows = re.findall(r'<th scope="row">(\d+)</th><td>(.*?)</td><td>(.*?)</td>', shown)
    assert rows == [("2", "inherited, changed by 3", "does not apply")]
    assert state(fisher)[1][0]["changed"] == [{"article": "art_2", "by": "art_3"}]
    # Other rules than those shown are shown first.
    other = fields(shown) | {"rule-0-excluded": "1", "keep": "1"}
    assert 'id="changes"' in admin_client.post(address, other, secure=True).content.decode()
    assert state(fisher)[1][0]["excluded"] == []
    response = admin_client.post(address, fields(shown) | {"keep": "1"}, secure=True)
    assert (response.status_code, response["Location"]) == (302, address)
    assert state(fisher)[1][0]["excluded"] == ["art_2"]


@pytest.mark.parametrize(
    ("box", "typed", "words"),
    [
        ("rule-0-articles", "1, x", "“x” is no article"),
        ("rule-0-articles", "3-1", "“3-1” is no article"),
        ("rule-0-changed", "2 with 3", "“2 with 3” is not understood"),
        ("rule-0-excluded", "4", "art_4 does not stand there"),
        ("own", "chp_7", "chp_7, which is not in the text"),
        ("own", "", "This field is required"),
        ("rule-0-source", "chp_9", "Select a valid choice"),
    ],
)
def test_bad_input_says_what_to_do_and_keeps_what_was_typed(fisher, admin_client, box, typed, words):
    address = f"/admin/rights/{fisher.pk}/"
    sent = fields(admin_client.get(address, secure=True).content.decode()) | {box: typed}
    response = admin_client.post(address, sent, secure=True)
    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert box == "rule-0-source" or fields(html).get(box, "") == typed
    assert 'id="changes"' not in html


def test_list_of_categories_leads_to_each(fisher, admin_client):
    html = admin_client.get("/admin/rights/", secure=True).content.decode()
    assert f'href="/admin/rights/{fisher.pk}/">Fishers</a>' in html
