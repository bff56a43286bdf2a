"""The public pages of the register: everyone who stands there is found, nobody else is."""

import base64
import json
import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from signatories import verbs
from signatories.loading import load, read
from signatories.models import Group, Signature, State
from signatories.tests.making import HTTPS, in_state, many, pending, published, rolls
from signatories.views.narrowing import place, token

pytestmark = pytest.mark.django_db

INDEX = "/signatories/"
PAGES = [INDEX, *(f"/signatories/{group}/" for group in Group.values), "/signatories/reservations/"]
FILES = ["/signatories.csv", "/signatories.json"]


@pytest.fixture
def founding(db):
    load()


def entries(group: str) -> list[str]:
    """A name for each entry of the Convention's page in a list: the one who stands twice is named twice."""
    return [row["name"] for row in read()["rows"] if row["group"] == group for _ in row["entries"]]


@pytest.mark.parametrize(
    ("group", "on_page", "rows", "marks"),
    [
        ("commission", 42, 42, 4),
        ("selected", 37, 36, 0),
        ("public", 62, 62, 0),
    ],
)
def test_list_shows_every_entry_of_the_page(client, founding, group, on_page, rows, marks):
    shown = rolls(client, f"/signatories/{group}/")
    assert len(entries(group)) == on_page
    assert set(entries(group)) <= set(shown.names)
    assert len(shown.names) == rows
    assert len(shown.marks) == marks


def test_list_shows_affiliations_of_the_file(client, founding):
    for group in Group.values:
        text = rolls(client, f"/signatories/{group}/").text
        for row in read()["rows"]:
            if row["group"] == group:
                assert row["affiliation"] in text


def test_index_shows_numbers_as_links(client, founding):
    html = client.get(INDEX).content.decode()
    block = html[html.index('class="lists"') : html.index("</ul>", html.index('class="lists"'))]
    found = re.findall(r'<a[^>]* ?href="([^"]+)"[^>]*><span>(\d+)', block)
    assert found == [
        ("/signatories/commission/", "42"),
        ("/signatories/selected/", "36"),
        ("/signatories/public/", "62"),
        ("/signatories/reservations/", "4"),
    ]


def test_index_shows_two_lists_whole_and_says_how_much_of_the_third(client, founding):
    shown = rolls(client, INDEX)
    assert len(shown.names) == 42 + 36 + 30
    assert set(entries("commission")) | set(entries("selected")) <= set(shown.names)
    assert "These are the first 30 of 62 by letter." in shown.text


def test_selected_list_says_that_one_person_stands_twice_on_the_page(client, founding):
    for address in (INDEX, "/signatories/selected/"):
        text = " ".join(rolls(client, address).text.split())
        assert "has 37 entries in this list. One person stands there twice and has one entry here." in text
    assert "stands there twice" not in rolls(client, "/signatories/commission/").text


def test_entry_of_two_people_counts_as_one(client, founding):
    shown = rolls(client, "/signatories/public/")
    assert "Daniel H. and Janet V. Phelps" in shown.names
    assert "62 entries" in shown.text
    assert "One entry is by two people together; it counts as one." in shown.text


def test_mark_leads_to_its_statement(client, founding):
    statements = rolls(client, "/signatories/reservations/")
    marks = rolls(client, "/signatories/commission/").marks
    assert {mark.partition("#")[2] for mark in marks} == {
        one for one in statements.ids if one.startswith("signature-")
    }
    labels = [a["aria-label"] for a in rolls(client, "/signatories/commission/").links if a.get("class") == "rud"]
    assert "Reservation, understanding or declaration of Yasmine Ergas" in labels


def test_reservations_say_what_is_not_on_record(client, founding):
    text = rolls(client, "/signatories/reservations/").text
    assert text.count("its kind and its words are not on record here") == 4
    assert "4 were made by those who have signed." in " ".join(text.split())


def test_reservation_shows_kind_words_and_provisions(client):
    published(
        name="Ines Example",
        statement="understanding",
        statement_text="First <b>line</b>\n\nSecond",
        statement_articles=["art_12__para_2__point_a", "chp_4", "preamble", "art_3"],
    )
    html = client.get("/signatories/reservations/").content.decode()
    assert "An understanding · article 12(2)(a), chapter IV, the preamble, article 3" in html
    assert "First &lt;b&gt;line&lt;/b&gt;</p>" in html
    assert "not on record" not in html


def test_reservations_without_any_say_so(client):
    assert "Nobody has signed with a reservation" in rolls(client, "/signatories/reservations/").text


def test_empty_register_says_so(client):
    assert rolls(client, INDEX).text.count("Nobody stands on this list yet.") == 3
    assert "Nobody stands on this list yet." in rolls(client, "/signatories/public/").text


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


# Who may be seen -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [s for s in State if s != State.PUBLISHED])
def test_signature_that_is_not_published_stands_nowhere(client, state):
    fields = {
        "statement": "reservation",
        "statement_text": "Unseenwords",
        "country": "MT",
        "affiliation": "Unseenplace",
    }
    row = in_state(state, name="Xerxes Unseenname", **fields)
    assert row.state == state
    published(name="Ada Example")
    addresses = [
        *PAGES,
        *FILES,
        f"{INDEX}?q=unseenname",
        "/signatories/public/?q=unseenname",
        "/signatories/public/?letter=U",
    ]
    for address in addresses:
        content = client.get(address).content.decode()
        for secret in ("Unseenname", "Unseenwords", "Unseenplace", "Malta"):
            assert secret not in content, address
    assert "?letter=U" not in client.get("/signatories/public/").content.decode()


@pytest.mark.parametrize(
    "name", ["<b>Bold</b> & Sons", "O’Néill 😀", "ليلى", "a\u202eb", "x" * 200, "㌖" * 200, "…", "王小明"]
)
def test_published_name_stands_in_the_list_as_it_was_typed(client, name):
    row = pending(name=name)
    assert name not in rolls(client, "/signatories/public/").names
    verbs.publish_signature(pk=row.pk, by="system")
    assert rolls(client, "/signatories/public/").names == [name]
    assert name in rolls(client, INDEX).names


def test_withdrawn_name_is_gone_at_once(client):
    row = published(name="Xerxes Gone")
    etags = {address: client.get(address)["ETag"] for address in [*PAGES[:1], PAGES[3], *FILES]}
    verbs.withdraw_signature(pk=row.pk, by="signer")
    for address, etag in etags.items():
        answer = client.get(address, headers={"if-none-match": etag})
        assert answer.status_code == 200
        assert b"Gone" not in answer.content


def test_private_fields_stand_on_no_page(client):
    published(name="Sam Example", email="hidden-address@example.org", edition_sha256="f00d" * 16, held=["link"])
    for address in [*PAGES, *FILES, f"{INDEX}?q=example"]:
        content = client.get(address).content.decode()
        assert "hidden-address" not in content
        assert "f00d" not in content


def test_search_does_not_find_by_email(client):
    published(name="Sam Example", email="hidden@unfindable.example")
    assert rolls(client, f"{INDEX}?q=unfindable").names == []


# Addresses, caching, cost ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("group", ["nobody", "Commission", "0", "commission-2"])
def test_unknown_list_is_not_found(client, group):
    assert client.get(f"/signatories/{group}/").status_code == 404


@pytest.mark.parametrize("address", [*PAGES, *FILES])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_only_reading_is_allowed(address, method):
    answer = getattr(Client(enforce_csrf_checks=True, headers=HTTPS), method)(address, {} if method == "post" else "")
    assert answer.status_code == 405


@pytest.mark.parametrize("address", [*PAGES, *FILES, f"{INDEX}?q=columbia", "/signatories/public/?letter=K"])
def test_page_is_the_same_for_everyone_and_asked_for_again_by_etag(client, founding, address):
    answer = client.get(address)
    assert answer["Cache-Control"] == "public, max-age=20, stale-while-revalidate=20, stale-if-error=300"
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.head(address).status_code == 200


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        (INDEX, 4),
        (f"{INDEX}?q=name", 3),
        ("/signatories/public/", 3),
        ("/signatories/public/?q=name&country=FR&letter=N", 3),
        ("/signatories/reservations/", 1),
        ("/signatories.csv", 1),
        ("/signatories.json", 1),
    ],
)
def test_number_of_queries_does_not_grow(client, django_assert_num_queries, address, queries):
    fields = {"statement": "reservation", "statement_text": "Words", "statement_articles": ["art_1"], "country": "FR"}
    many(3, **fields)
    with django_assert_num_queries(queries):
        client.get(address)
    many(150, **fields)
    with django_assert_num_queries(queries):
        client.get(address)


def test_narrowed_list_is_not_for_search_engines(client, founding):
    assert 'content="noindex, follow"' in client.get("/signatories/public/?q=columbia").content.decode()
    assert "noindex" not in client.get("/signatories/public/").content.decode()
