"""The register as files: the public columns and nothing else, safe to open."""

import csv
import io
import json

import pytest

from portal.kit.spreadsheets import cell
from signatories.loading import load
from signatories.models import Signature
from signatories.tests.making import published
from signatories.views.exports import PRIVATE, PUBLIC

pytestmark = pytest.mark.django_db


def rows_of_csv(client) -> list[dict]:
    text = client.get("/signatories.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def rows_of_json(client) -> list[dict]:
    return json.loads(client.get("/signatories.json").content)["signatories"]


def test_every_field_is_declared_public_or_private():
    fields = {field.name for field in Signature._meta.get_fields()}
    public = set(PUBLIC.values())
    assert public & PRIVATE == set()
    assert public | PRIVATE == fields


def test_files_have_the_public_columns_alone(client):
    published(name="Sam Example")
    assert list(rows_of_csv(client)[0]) == list(PUBLIC)
    assert list(rows_of_json(client)[0]) == list(PUBLIC)


def test_files_hold_all_rows_in_the_order_of_the_lists(client):
    load()
    wanted = [
        (group, name)
        for group in ("commission", "selected", "public")
        for name in Signature.objects.filter(group=group).order_by("sort_key", "pk").values_list("name", flat=True)
    ]
    assert [(row["list"], row["name"]) for row in rows_of_csv(client)] == wanted
    assert [(row["list"], row["name"]) for row in rows_of_json(client)] == wanted


def test_json_says_where_it_comes_from_and_how_much_it_holds(client, settings):
    load()
    document = json.loads(client.get("/signatories.json").content)
    assert list(document) == ["source", "counts", "signatories"]
    assert document["source"] == f"{settings.SITE_URL}/signatories/"
    assert document["counts"] == {"commission": 42, "selected": 36, "public": 62}


def test_files_say_what_they_are(client):
    answer = client.get("/signatories.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="signatories.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbflist,name,")
    answer = client.get("/signatories.json")
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == 'attachment; filename="signatories.json"'


def test_files_are_the_same_bytes_each_time(client):
    load()
    for address in ("/signatories.csv", "/signatories.json"):
        assert client.get(address).content == client.get(address).content


def test_row_of_an_organisation_with_everything(client):
    row = published(
        kind="organisation",
        name="Example Institute",
        affiliation="",
        representative="Ines Example",
        representative_role="Chair",
        country="CH",
        statement="declaration",
        statement_text='Two\nlines, and "marks"',
        statement_articles=["art_12", "chp_4"],
    )
    wanted = {
        "list": "public",
        "name": "Example Institute",
        "kind": "organisation",
        "affiliation": "",
        "representative": "Ines Example",
        "role": "Chair",
        "country": "CH",
        "signed_on": row.signed_at.date().isoformat(),
        "statement": "declaration",
        "statement_text": 'Two\nlines, and "marks"',
    }
    assert rows_of_csv(client) == [wanted | {"statement_articles": "art_12 chp_4"}]
    assert rows_of_json(client) == [wanted | {"statement_articles": ["art_12", "chp_4"]}]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＠"])
def test_cell_that_a_spreadsheet_would_run_is_escaped(client, start):
    assert cell(f"{start}1+1") == f"'{start}1+1"
    published(name="Sam", affiliation=f"{start}HYPERLINK(1)")
    assert rows_of_csv(client)[0]["affiliation"] == f"'{start}HYPERLINK(1)"
    assert rows_of_json(client)[0]["affiliation"] == f"{start}HYPERLINK(1)"


def test_ordinary_cell_is_left_alone():
    for text in ("", "Guy S. Goodwin-Gill", "a=b", "’t Hart", "'quoted'", "1-2"):
        assert cell(text) == text


def test_founding_statement_is_marked_as_not_on_record(client):
    load()
    marked = [row for row in rows_of_csv(client) if row["statement"]]
    assert [row["statement"] for row in marked] == ["unrecorded"] * 4
    assert {row["statement_text"] for row in marked} == {""}
