"""CSL-JSON held against a table of our own of what CSL 1.0.2 has: fields, types, forms of values."""

import datetime
import json

import pytest

from convention.citations.cited import cited_in
from convention.citations.files import csl_json
from convention.models import Edition
from convention.tests.tables import rows
from convention.tests.texts import SMALL, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def lake() -> Edition:
    """The small text, published: not a specimen, so that its citations carry no notice."""
    edition = published(SMALL)
    return Edition.objects.select_related("instrument").get(pk=edition.pk)


# The names of types and fields, by kind.
CSL: dict[str, set[str]] = {}
for kind, names in rows("csl"):
    CSL.setdefault(kind, set()).update(names.split())


def check_csl(item: dict) -> None:
    """Raises AssertionError for an item that CSL-JSON has no place for: a field, a type, the form of a value."""
    assert item["type"] in CSL["type"], item["type"]
    assert isinstance(item["id"], str) and item["id"]
    for name in item.keys() - {"id", "type"}:
        value = item[name]
        if name in CSL["date"]:
            check_csl_date(value)
        elif name in CSL["name"]:
            assert isinstance(value, list) and value and all(isinstance(one, dict) and one for one in value), name
        elif name in CSL["number"]:
            assert isinstance(value, str | int) and not isinstance(value, bool) and value != "", name
        else:
            assert name in CSL["text"], name
            assert isinstance(value, str) and value, name


def check_csl_date(value: dict) -> None:
    """One date, or two of a range; each is a year, a month and a day, or the first of these."""
    assert isinstance(value, dict) and value.keys() == {"date-parts"}, value
    dates = value["date-parts"]
    assert isinstance(dates, list) and 1 <= len(dates) <= 2, dates
    for parts in dates:
        assert isinstance(parts, list) and 1 <= len(parts) <= 3 and all(type(part) is int for part in parts), parts
        datetime.date(*parts, *(1 for _missing in range(3 - len(parts))))


@pytest.mark.parametrize("base", ["/convention/", "/editions/specimen-en-1/"])
@pytest.mark.parametrize("eid", ["art_12", "art_12__para_2", "art_12__para_2__point_b"])
def test_csl_json_has_fields_and_forms_of_csl(specimen, visitor, base, eid):
    query = {} if eid == "art_12" else {"eid": eid}
    (item,) = visitor.get(f"{base}article/12/cite/csl-json", query).json()
    check_csl(item)
    assert item["type"] == "treaty" and item["id"].endswith(eid.replace("__", "-").replace("_", "-"))


def test_csl_json_of_every_provision_of_a_text_has_fields_of_csl(lake):
    for number in range(1, 5):
        for found in cited_in(lake, number).values():
            (item,) = json.loads(csl_json(found))
            check_csl(item)


GOOD = {"id": "a-1", "type": "treaty", "title": "A", "section": "art. 1", "issued": {"date-parts": [[2020, 2, 1]]}}


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "convention"},
        {"id": ""},
        {"heading": "A"},
        {"titleShort": "A"},
        {"title": 5},
        {"title": ["A"]},
        {"note": ""},
        {"section": True},
        {"volume": True},
        {"version": 1},
        {"author": "A"},
        {"issued": "2020-02-01"},
        {"issued": {"date-parts": [2020, 2, 1]}},
        {"issued": {"date-parts": [["2020", "02", "01"]]}},
        {"issued": {"date-parts": [[2020, 2, 30]]}},
        {"issued": {"date-parts": [[2020, 2, 1, 12]]}},
        {"issued": {"date-parts": []}},
        {"issued": {"year": 2020}},
    ],
)
def test_check_of_csl_json_finds_what_is_wrong(wrong):
    check_csl(GOOD)
    with pytest.raises((AssertionError, ValueError)):
        check_csl(GOOD | wrong)
