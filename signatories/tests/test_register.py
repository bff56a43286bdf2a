"""The public pages of the register: everyone who stands there is found, nobody else is."""

import re

import pytest
from django.test import Client

from signatories import verbs
from signatories.loading import read
from signatories.models import Group, State
from signatories.tests.making import FILES, HTTPS, INDEX, PAGES, in_state, many, pending, published, rolls

pytestmark = pytest.mark.django_db


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
    anchors = [one for one in statements.ids if one.startswith("signature-")]
    assert {mark.rstrip("/").rpartition("/")[2] for mark in marks} == {one.partition("-")[2] for one in anchors}
    assert set(marks) <= {link["href"] for link in statements.links}
    assert all(client.get(mark).status_code == 200 for mark in marks)
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
