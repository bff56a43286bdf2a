"""Searching, filters, letters and paging in the lists of the register."""

import base64
import json
import re
from urllib.parse import urlencode

import pytest

from signatories import verbs
from signatories.models import Signature
from signatories.tests.making import INDEX, many, published, rolls
from signatories.views.narrowing import place, token

pytestmark = pytest.mark.django_db


# Searching and narrowing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("correa", "André Corrêa d’Almeida"),
        ("CRÉPEAU", "François Crépeau"),
        ("crepeau", "François Crépeau"),
        ("fuster fabra", "Alicia Amorós Fuster-Fabra"),
        ("Fuster-Fabra", "Alicia Amorós Fuster-Fabra"),
        ("d'almeida", "André Corrêa d’Almeida"),
        ("  ergas   yasmine ", "Yasmine Ergas"),
        ("blockchain", "Steven S. Nam"),
        ("zay", "Maya Zaynetdinova"),
    ],
)
def test_search_finds_without_accents_and_case(client, founding, typed, found):
    assert found in rolls(client, f"{INDEX}?{urlencode({'q': typed})}").names
    group = Signature.objects.get(name=found).group
    assert found in rolls(client, f"/signatories/{group}/?{urlencode({'q': typed})}").names


def test_search_wants_every_word(client, founding):
    assert rolls(client, f"{INDEX}?q=ergas+blockchain").names == []
    assert set(rolls(client, f"{INDEX}?q=columbia+duke").names) == set()


def test_search_of_index_counts_by_list_and_leads_there(client, founding):
    shown = rolls(client, f"{INDEX}?q=columbia")
    leads = {a["href"]: None for a in shown.links if "?q=columbia" in a["href"]}
    total = 0
    for address in leads:
        names = rolls(client, address).names
        assert names
        assert set(names) <= set(shown.names)
        total += len(names)
    assert total == len(shown.names)


def test_search_without_result_leads_on(client, founding):
    shown = rolls(client, "/signatories/public/?q=nobodyofthisname")
    assert shown.names == []
    assert "No entry of this list fits." in shown.text
    addresses = {a["href"] for a in shown.links}
    assert {"/signatories/public/", "/signatories/?q=nobodyofthisname", "/sign/"} <= addresses


@pytest.mark.parametrize(
    "typed",
    [
        "x" * 10_000,
        "ab " * 4_000,
        "\0",
        "a\0b",
        "😀",
        "مرحبا بالعالم",
        "\u202edrow",
        "' & | ! :* <-> ( )",
        "㍿" * 200,
        "㌖" * 200,
        "<script>alert(1)</script>",
        "%",
        "_",
        "\\",
        "🏳️‍🌈 Ines",
        "\ud800",
        "1e5 -3 1.5.7",
        "ﷺ" * 200,
        "\r\n\t",
    ],
)
@pytest.mark.parametrize("address", [INDEX, "/signatories/public/"])
def test_search_of_anything_is_answered(client, founding, address, typed):
    response = client.get(f"{address}?q={quoted(typed)}")
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert b"\0" not in response.content


def quoted(text: str) -> str:
    return urlencode({"q": text.encode("utf-8", "surrogatepass")})[2:]


def test_long_search_is_cut_kept_in_the_box_and_said(client, founding):
    html = client.get(f"/signatories/public/?q={'ergas' * 2_000}").content.decode()
    assert "That was more than can be looked for at once." in html
    value = re.search(r'id="q"[^>]*value="([^"]*)"', html)[1]
    assert value == ("ergas" * 2_000)[:200]


def test_search_of_200_characters_is_not_called_long(client, founding):
    assert "more than can be looked for" not in rolls(client, f"{INDEX}?q={'x' * 200}").text


def test_many_words_are_cut_and_said(client, founding):
    assert "more than can be looked for" in rolls(client, f"{INDEX}?q={'+'.join('abcdefghij')}").text


def test_search_without_a_word_says_so_and_shows_the_list(client, founding):
    shown = rolls(client, "/signatories/public/?q=" + quoted("😀 ..."))
    assert "There is no letter and no figure in what you typed" in shown.text
    assert len(shown.names) == 62


def test_name_in_another_script_is_found_and_indexed(client):
    published(name="ليلى بن علي")
    published(name="王小明")
    published(name="Ζωή Παπαδοπούλου")
    published(name="Ada Example")
    assert rolls(client, f"{INDEX}?q={quoted('ليلى')}").names == ["ليلى بن علي"]
    assert rolls(client, f"{INDEX}?q={quoted('παπαδοπουλου')}").names == ["Ζωή Παπαδοπούλου"]
    assert len(rolls(client, "/signatories/public/?letter=other").names) == 3
    assert rolls(client, "/signatories/public/?letter=E").names == ["Ada Example"]


def test_letter_shows_its_names_and_only_letters_with_names_are_links(client, founding):
    shown = rolls(client, "/signatories/public/")
    linked = {a["href"][-1] for a in shown.links if "?letter=" in a["href"]}
    assert linked == set("ABCDEFGHJKLMNOPQRSTWYZ")
    names = []
    for letter in sorted(linked):
        under = rolls(client, f"/signatories/public/?letter={letter}").names
        assert under
        names += under
    assert names == shown.names
    assert rolls(client, "/signatories/public/?letter=K").names == [
        "Moses Kihiko",
        "Sabine Klahr",
        "Pelagia Konstantellou",
        "John Kydd",
    ]


def test_index_letters_lead_to_names_on_the_page(client, founding):
    shown = rolls(client, INDEX)
    jumps = {a["href"][1:] for a in shown.links if a["href"].startswith(("#commission-", "#selected-"))}
    assert len(jumps) > 20
    assert jumps <= set(shown.ids)


def filtered_rows():
    published(name="Ada Alpha", country="FR")
    published(name="Ben Beta", country="KE", statement="reservation", statement_text="Words")
    published(
        name="Alpha Institute",
        kind="organisation",
        country="FR",
        representative="Cy Gamma",
        representative_role="Dean",
    )
    published(name="Dee Delta")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("country=FR", {"Ada Alpha", "Alpha Institute"}),
        ("country=fr&kind=person", {"Ada Alpha"}),
        ("kind=organisation", {"Alpha Institute"}),
        ("reservation=1", {"Ben Beta"}),
        ("q=alpha&kind=organisation&country=FR", {"Alpha Institute"}),
        ("q=france", {"Ada Alpha", "Alpha Institute"}),
        ("q=gamma", {"Alpha Institute"}),
        ("country=DE", set()),
        ("country=FR&reservation=1", set()),
        ("q=alpha&letter=A", {"Ada Alpha"}),
        (
            "kind=robot&country=%00&reservation=x&letter=%00&page=1000000000&sort=name",
            {"Ada Alpha", "Ben Beta", "Alpha Institute", "Dee Delta"},
        ),
    ],
)
def test_filters_narrow_in_any_combination(client, query, names):
    filtered_rows()
    assert set(rolls(client, f"/signatories/public/?{query}").names) == names


def test_organisation_shows_who_signed_for_it(client):
    filtered_rows()
    text = " ".join(rolls(client, "/signatories/public/").text.split())
    assert "Signed for it by Cy Gamma, Dean" in text


def test_country_and_date_stand_where_they_are_on_record(client):
    row = published(name="Ada Alpha", country="FR")
    many(1)
    text = " ".join(rolls(client, "/signatories/public/").text.split())
    assert f"France signed {row.signed_at.day} {row.signed_at:%B %Y}" in text
    assert text.count("signed ") == 1


def test_filters_stand_in_the_form_and_in_links(client):
    filtered_rows()
    html = client.get("/signatories/public/?country=FR&kind=person&q=ada").content.decode()
    assert '<option value="FR" selected>France</option>' in html
    assert '<option value="KE">Kenya</option>' in html
    assert 'value="DE"' not in html
    assert '<option value="person" selected>' in html
    assert "/signatories/public/?q=ada&amp;country=FR&amp;kind=person&amp;letter=A" in html


def test_filter_with_nothing_to_choose_from_is_not_offered(client, founding):
    html = client.get("/signatories/public/").content.decode()
    assert "<select" not in html
    assert 'name="reservation"' in client.get("/signatories/commission/").content.decode()


# Paging ----------------------------------------------------------------------------------------------------------


def walk(client, address: str) -> list[list[str]]:
    """The names of each page, following "Next" from the address to the end."""
    pages = []
    while address:
        shown = rolls(client, address)
        pages.append(shown.names)
        address = next((a["href"] for a in shown.links if a.get("rel") == "next"), "")
        assert len(pages) < 20
    return pages


@pytest.mark.parametrize(
    "address", ["/signatories/public/", f"{INDEX}?q=name", "/signatories/public/?q=name&letter=N"]
)
def test_paging_shows_each_row_once(client, address):
    rows = many(250)
    pages = walk(client, address)
    assert [len(names) for names in pages] == [100, 100, 50]
    names = [name for names in pages for name in names]
    assert names == [row.name for row in sorted(rows, key=lambda row: (row.sort_key, row.pk))]


def test_paging_goes_on_where_a_row_went_away(client):
    many(150)
    first = rolls(client, "/signatories/public/")
    next_address = next(a["href"] for a in first.links if a.get("rel") == "next")
    last = Signature.objects.order_by("sort_key", "pk")[99]
    verbs.remove_signature(pk=last.pk, by="system", reason="request")
    second = rolls(client, next_address)
    assert len(second.names) == 50
    assert "/signatories/public/" in {a["href"] for a in second.links if "beginning" in second.text}


def test_page_of_exactly_a_hundred_has_no_next(client):
    many(100)
    assert len(walk(client, "/signatories/public/")) == 1


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    "broken",
    [
        "x",
        "%00",
        "....",
        "=" * 10,
        "é",
        encoded([]),
        encoded(["a"]),
        encoded(["a", "b"]),
        encoded(["a\0", 1]),
        encoded("ab"),
        encoded(["a", 2**63]),
        encoded(["a", -1]),
        encoded(["a", True]),
        encoded(["\ud800", 1]),
        encoded([1, 1]),
        encoded(None),
        encoded({"a": 1, "b": 2}),
        "A" * 10_000,
        base64.urlsafe_b64encode(b"[" * 3_000).decode(),
        "\u202e",
    ],
)
def test_broken_place_gives_the_first_page_and_says_so(client, broken):
    many(120)
    shown = rolls(client, f"/signatories/public/?{urlencode({'after': broken})}")
    assert len(shown.names) == 100
    assert "The address of this part of the list is damaged." in shown.text


def test_place_beyond_the_end_says_so(client):
    many(3)
    shown = rolls(client, f"/signatories/public/?after={encoded(['zzz', 1])}")
    assert shown.names == []
    assert "The list ends before this place." in shown.text
    assert "To the beginning" in shown.text


def test_token_is_read_back():
    row = Signature(pk=7, sort_key="žižek 王 “")
    assert place(token(row)) == ("žižek 王 “", 7)
