"""The desk's own pages beside the queue: paper, CSV, order of the selected list, statements."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.kit.models import VerbEvent
from signatories import verbs
from signatories.loading import load
from signatories.models import Group, Signature, State
from signatories.tests.making import HTTPS, pending, published, rolls, staff

PAPER, FILE, SELECTED, STATEMENTS = "/admin/paper/", "/admin/paper/file/", "/admin/selected/", "/admin/statements/"
pytestmark = pytest.mark.django_db

ONE = {"kind": "person", "name": "Ada Example", "may_publish": "on"}
MANY = """Name;Affiliation;Country;Date;Signs with;Words;Articles;E-mail;Shoe size
Ada Example;University of Porto;Portugal;2018-05-31;;;;ada@example.org;38
=Béla Example;;hu;2018-05-31;declaration;"I, too; really";12, 14(2)(a);;
"""


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def mo(moderator) -> Client:
    return moderator()


@pytest.fixture
def editor(sign_in) -> Client:
    return sign_in(Client(headers=HTTPS), staff("editor", "enter_statement"))


# One on paper -----------------------------------------------------------------------------------------------------


def test_paper_is_entered_and_waits(mo):
    words = {"affiliation": "Porto", "country": "PT", "signed_on": "2018-05-31", "statement": "reservation"}
    said = mo.post(PAPER, ONE | words | {"statement_text": "Not that", "statement_articles": "12(3)(b)"}, follow=True)
    assert "“Ada Example” waits in the queue." in text(said)
    row = Signature.objects.get()
    assert (row.state, row.source, row.sort_name) == (State.PENDING, "paper", "Example")
    assert f"{row.signed_at:%Y-%m-%d}" == "2018-05-31" and row.publish_consent_at == row.signed_at
    assert row.statement_articles == ["art_12__para_3__point_b"]
    assert VerbEvent.objects.get().by.startswith("user:")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": "!!!"}, "A name needs at least one letter"),
        ({"name": "x" * 201}, "at most 200 fit"),
        ({"name": "Ada\u202e"}, "turns the direction of writing"),
        ({"kind": "robot"}, "robot"),
        ({"may_publish": ""}, "Without this the entry cannot stand here"),
        ({"signed_on": "31.5.2018"}, "year-month-day"),
        ({"signed_on": "2999-01-01"}, "to today"),
        ({"signed_on": "1999-01-01"}, "Write a day from"),
        ({"email": "nobody"}, "e"),
        ({"statement": "reservation"}, "Write the words"),
        ({"statement": "unrecorded", "statement_text": "x"}, "unrecorded"),
        ({"statement_text": "x"}, "Empty the box"),
        ({"statement": "declaration", "statement_text": "x", "statement_articles": "seven"}, "seven"),
        ({"representative": "Ines"}, "Empty the box"),
        ({"country": "XX"}, "XX"),
    ],
)
def test_wrong_paper_is_told_and_nothing_is_lost(mo, wrong, said):
    response = mo.post(PAPER, ONE | {"affiliation": "Kept words"} | wrong)
    assert response.status_code == 422 and said in text(response) and "Kept words" in text(response)
    assert not Signature.objects.exists()


def test_paper_of_one_who_signed_from_that_address_is_told(mo):
    pending(name="Ada Example", email="ada@example.org")
    response = mo.post(PAPER, ONE | {"email": "Ada+x@example.org"})
    assert response.status_code == 422 and "from the same address" in text(response)


def test_organisation_on_paper_has_who_signed_for_it(mo):
    mo.post(PAPER, ONE | {"kind": "organisation", "representative": "Ines", "representative_role": "Chair"})
    assert Signature.objects.get().representative == "Ines"


# Many on paper ------------------------------------------------------------------------------------------------------


def choose(browser: Client, content: str | bytes, name: str = "paper.csv"):
    content = content.encode() if isinstance(content, str) else content
    return browser.post(FILE, {"file": SimpleUploadedFile(name, content)})


def enter(browser: Client, page: str):
    return browser.post(FILE, {"kept": re.search(r'name="kept" value="([^"]+)"', page)[1]}, follow=True)


@pytest.mark.parametrize("encode", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_file_is_read_first_and_entered_second(mo, encode, line):
    page = text(choose(mo, MANY.replace("\n", line).encode(encode)))
    assert "2 signatures can be entered." in page and "Nothing is entered yet." in page
    assert "Shoe size" in page and "Not taken over" in page
    assert not Signature.objects.exists()
    assert "2 signatures wait in the queue." in text(enter(mo, page))
    ada, bela = Signature.objects.order_by("pk")
    assert (ada.name, ada.affiliation, ada.country.code) == ("Ada Example", "University of Porto", "PT")
    assert ada.email == "ada@example.org"
    assert (bela.statement, bela.statement_text, bela.country.code) == ("declaration", "I, too; really", "HU")
    assert bela.statement_articles == ["art_12", "art_14__para_2__point_a"]
    event = VerbEvent.objects.get(verb="signature.import")
    assert event.detail["rows"] == 2 and "Ada" not in str(event.detail)


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_other_delimiters_are_known(mo, delimiter):
    page = text(choose(mo, f"name{delimiter}affiliation\nAda{delimiter}Porto\n"))
    assert "1 signature can be entered." in page and "Porto" in page


def test_three_faulty_lines_are_named_and_nothing_is_entered(mo):
    content = MANY + ";No name;;;;;;;\nCy Example;;Atlantis;;;;;;\nDi Example;;;May;;;;;\n"
    response = choose(mo, content)
    page = text(response)
    assert response.status_code == 422 and "3 faults: nothing was entered." in page
    for line, words in ((4, "Name: "), (5, "Country: "), (6, "Date of signing: ")):
        assert re.search(rf"<td>{line}</td>.*{words}", page), (line, words)
    assert 'name="kept"' not in page and not Signature.objects.exists()


def test_one_that_cannot_be_entered_leaves_all_out(mo):
    page = text(choose(mo, MANY))
    pending(name="Ada Example", email="ada@example.org")  # signs between the two steps
    assert "Stands in the register already" in text(enter(mo, page))
    assert Signature.objects.count() == 1


def test_file_is_entered_once(mo):
    page = text(choose(mo, MANY.replace("ada@example.org", "")))
    enter(mo, page)
    assert "This very file was entered already" in text(enter(mo, page))
    assert Signature.objects.count() == 2


def test_names_that_stand_here_already_are_told(mo):
    published(name="ada EXAMPLE")
    assert "1 name stands in the register already" in text(choose(mo, MANY))


def test_address_twice_in_one_file_is_told(mo):
    page = text(choose(mo, "name,email\nAda,a@example.org\nAda,A@example.org\n"))
    assert "Stands in line 2 already" in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"\n\n", "The file is empty"),
        (b"name\n", "Below the headings"),
        (b"surname,age\nx,1\n", "No column has the heading"),
        (b"name,signatory\nx,y\n", "are for the same box"),
        ("name\nÄda".encode("latin-1"), "is not UTF-8"),
        ("name\nAda".encode("utf-16"), "is not UTF-8"),
        (b"name\nA\0da\n", "This is no text file"),
        (b"PK\x03\x04 rest", "a spreadsheet&#x27;s own file"),
        (b'name\n"Ada\n', "cannot be read"),
        (b"name\n" + b"x\n" * 1001, "at most 1000 can be entered"),
        (b"name\n" + b"x" * 600_000, "larger than 500,000 bytes"),
        (b"name\n" + b"x" * 100_000, "at most 200 fit"),
        (b"name,kind\nAda,robot\n", "robot"),
        (b"name\nAda,more,cells\n", "more cells than the line of headings"),
    ],
)
def test_what_is_no_such_file_is_told(mo, content, said):
    response = choose(mo, content)
    assert response.status_code == 422 and said in text(response)
    assert not Signature.objects.exists()


@pytest.mark.parametrize("kept", ["", "x", "a:b:c"])
def test_kept_file_that_is_not_signed_is_not_entered(mo, kept):
    response = mo.post(FILE, {"kept": kept})
    assert response.status_code == 422 and "Choose the file again" in text(response)


def test_no_file_chosen_is_told(mo):
    assert "Choose a file." in text(mo.post(FILE))


# Order of the selected list ---------------------------------------------------------------------------------


@pytest.fixture
def three() -> list[Signature]:
    rows = [published(name=name) for name in ("Cy", "Ada", "Ben")]
    return [verbs.list_signature(pk=row.pk, by="system", group=Group.SELECTED) for row in rows]


def test_selected_list_has_the_order_that_was_set(mo, client, three):
    cy, ada, ben = three
    assert rolls(client, "/signatories/selected/").names == ["Ada", "Ben", "Cy"]
    mo.post(SELECTED, {f"place-{ben.pk}": "2", f"place-{cy.pk}": "1", f"place-{ada.pk}": ""})
    assert rolls(client, "/signatories/selected/").names == ["Cy", "Ben", "Ada"]
    mo.post(SELECTED, {f"place-{ben.pk}": "1", f"place-{cy.pk}": "7"})
    assert rolls(client, "/signatories/selected/").names == ["Ben", "Cy", "Ada"]
    assert rolls(client, "/signatories/selected/?letter=C").names == ["Cy"]
    mo.post(SELECTED, {})
    assert rolls(client, "/signatories/selected/").names == ["Ada", "Ben", "Cy"]


def test_order_as_it_was_is_not_on_record(mo, three):
    before = VerbEvent.objects.count()
    assert "The order is as it was." in text(mo.post(SELECTED, {}, follow=True))
    assert VerbEvent.objects.count() == before


@pytest.mark.parametrize("wrong", ["0", "-1", "x", "1.5", "9" * 30, "٣"])
def test_place_that_is_no_number_changes_nothing(mo, three, wrong):
    response = mo.post(SELECTED, {f"place-{three[0].pk}": "1", f"place-{three[1].pk}": wrong})
    assert response.status_code == 422 and "stands no number" in text(response)
    assert not Signature.objects.exclude(place=None).exists()


def test_who_leaves_the_list_loses_the_place(mo, three):
    mo.post(SELECTED, {f"place-{three[0].pk}": "1"})
    assert verbs.list_signature(pk=three[0].pk, by="system", group=Group.PUBLIC).place is None


# Statements -------------------------------------------------------------------------------------------------


def test_editor_enters_the_words_of_a_founding_statement(editor, client):
    load()
    assert len(re.findall(r"/admin/statements/\d+/", text(editor.get(STATEMENTS)))) == 4
    row = Signature.objects.filter(statement="unrecorded").order_by("sort_key").first()
    words = {"statement": "understanding", "statement_text": "As the signatory gave it", "statement_articles": "12"}
    editor.post(f"{STATEMENTS}{row.pk}/", words)
    row.refresh_from_db()
    assert (row.statement, row.statement_articles) == ("understanding", ["art_12"])
    assert "As the signatory gave it" in text(client.get(row.statement_url))
    event = VerbEvent.objects.get(verb="signature.correct")
    assert "signatory gave" not in str(event.detail)


def test_statement_without_words_is_told(editor):
    row = published()
    response = editor.post(f"{STATEMENTS}{row.pk}/", {"statement": "reservation", "statement_articles": "14"})
    assert response.status_code == 422 and "Write the words" in text(response) and 'value="14"' in text(response)


def test_editor_sees_no_address_and_nothing_that_is_not_public(editor):
    row, hidden = published(email="secret@example.org", name="Ada"), pending(name="Ada Hidden")
    for page in (editor.get(f"{STATEMENTS}?q=ada"), editor.get(f"{STATEMENTS}{row.pk}/")):
        assert "secret@" not in text(page) and "Hidden" not in text(page)
    assert editor.get(f"{STATEMENTS}{hidden.pk}/").status_code == 404
    assert editor.post(f"{STATEMENTS}{hidden.pk}/", {"statement": ""}).status_code == 404


def test_editor_changes_no_other_word(editor):
    row = published(name="Ada")
    editor.post(f"{STATEMENTS}{row.pk}/", {"statement": "", "name": "Bob", "email": "x@example.org"})
    row.refresh_from_db()
    assert row.name == "Ada"


@pytest.mark.parametrize("q", ["\0", "x" * 5000, "' & | !", "😀", "  "])
def test_any_search_gives_a_page(editor, q):
    assert editor.get(STATEMENTS, {"q": q}, follow=True).status_code == 200
