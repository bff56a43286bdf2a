"""What is refused in the data beside a text, each with its sentence."""

import copy
import json

import pytest

from convention.importing.document import LayersRefused
from convention.importing.steps import prepare
from convention.tests.texts import LAYERS, SMALL, read


def faults(data: bytes | object) -> list[str]:
    beside = data if isinstance(data, bytes) else json.dumps(data).encode()
    with pytest.raises(LayersRefused) as refused:
        prepare("text.txt", SMALL.encode(), beside)
    return [str(fault) for fault in refused.value.faults]


def changed(*path, to=None) -> dict:
    """The layers with one value changed; without `to`, taken away."""
    layers = copy.deepcopy(LAYERS)
    inner = layers
    for step in path[:-1]:
        inner = inner[step]
    if to is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = to
    return layers


LAYERS_KNOWN = ["working_titles", "categories", "institutional", "rules"]
RULE = "fisher ← chp_1"
LIST = "here a list, […], was to come."
NUMBER = "here a number was to come."
TEXT = "here a text was to come, not empty and without control characters."

BYTES = {
    "not json": (b"{\n  'rules': []\n}", ["2: This is not JSON: Expecting property name enclosed in double quotes."]),
    "empty": (b"", ["1: This is not JSON: Expecting value."]),
    "not utf-8": (b'{\n"rules": "\xe9"}', ["2: This is not UTF-8. Save the file as UTF-8."]),
    "name twice": (b'{"rules": [], "rules": []}', ["This cannot be read: “rules” stands twice."]),
    "list": (b"[]", ["The file: here an object, {…}, was to come."]),
    "text": (b'"rules"', ["The file: here an object, {…}, was to come."]),
    "null": (b"null", ["The file: here an object, {…}, was to come."]),
}


@pytest.mark.parametrize("kind", BYTES)
def test_bytes_are_refused(kind):
    data, expected = BYTES[kind]
    assert faults(data) == expected


@pytest.mark.parametrize("data", [b"[" * 200_000, b'{"working_titles": [' + b"9" * 5_000 + b"]}"])
def test_what_json_itself_cannot_read_is_refused(data):
    assert faults(data)[0].startswith("This cannot be read: ")


SHAPES = {
    "unknown name": (
        {**LAYERS, "rule": []},
        "The file: “rule” is not known here; known are " + ", ".join(LAYERS_KNOWN) + ".",
    ),
    "categories as object": (changed("categories", to={"a": 1}), f"categories: {LIST}"),
    "category as text": (changed("categories", 0, to="rower"), "categories › 1: here an object, {…}, was to come."),
    "category without name": (changed("categories", 1, "name"), "categories › 2: “name” is missing."),
    "unknown name in category": (
        changed("categories", 0, "colour", to="red"),
        "categories › 1: “colour” is not known here; known are slug, name, one, own.",
    ),
    "own as text": (
        changed("categories", 0, "own", to="chp_1"),
        f"categories › 1 › own: {LIST}",
    ),
    "own holds a number": (changed("categories", 0, "own", to=[1]), f"categories › 1 › own › 1: {TEXT}"),
    "name empty": (changed("categories", 0, "name", to="  "), f"categories › 1 › name: {TEXT}"),
    "name with nul": (changed("categories", 0, "name", to="a\0b"), f"categories › 1 › name: {TEXT}"),
    "name with half a pair": (changed("categories", 0, "name", to="a\ud800"), f"categories › 1 › name: {TEXT}"),
    "name too long": (
        changed("categories", 0, "name", to="x" * 81),
        "categories › 1 › name: this is longer than 80 characters.",
    ),
    "slug too long": (
        changed("categories", 0, "slug", to="x" * 51),
        "categories › 1 › slug: this is longer than 50 characters.",
    ),
    "rules as object": (changed("rules", to={}), f"rules: {LIST}"),
    "rule without mode": (changed("rules", 0, "mode"), "rules › 1: “mode” is missing."),
    "rule's source as list": (changed("rules", 0, "from", to=["chp_1"]), f"rules › 1 › from: {TEXT}"),
    "changed as list of texts": (
        changed("rules", 0, "changed", to=["art_1"]),
        "rules › 1 › changed › 1: here an object, {…}, was to come.",
    ),
    "changed without by": (changed("rules", 0, "changed", 0, "by"), "rules › 1 › changed › 1: “by” is missing."),
    "excluded as text": (
        changed("rules", 0, "excluded", to="art_1"),
        f"rules › 1 › excluded: {LIST}",
    ),
    "institutional as text": (changed("institutional", to="chp_1"), f"institutional: {LIST}"),
    "working title as text": (changed("working_titles", to=["2"]), f"working_titles › 1: {NUMBER}"),
    "working title as truth": (changed("working_titles", to=[True]), f"working_titles › 1: {NUMBER}"),
    "working title below nought": (
        changed("working_titles", to=[-1]),
        f"working_titles › 1: {NUMBER}",
    ),
    "working title too large": (
        changed("working_titles", to=[10**6]),
        f"working_titles › 1: {NUMBER}",
    ),
}


@pytest.mark.parametrize("kind", SHAPES)
def test_shape_is_refused(kind):
    layers, expected = SHAPES[kind]
    assert faults(layers) == [expected]


def two_rules(**second) -> dict:
    rule = {"category": "rower", "from": "chp_2__part_1", "mode": "whole", **second}
    return changed("rules", to=[*LAYERS["rules"], rule])


MEANINGS = {
    "own unknown": (
        changed("categories", 0, "own", to=["chp_1", "chp_9"]),
        ["rower names chp_9, which is not in the text."],
    ),
    "own is a paragraph": (
        changed("categories", 0, "own", to=["chp_1", "art_1__para_1"]),
        ["rower names art_1__para_1, which is not in the text."],
    ),
    "own empty": (changed("categories", 0, "own", to=[]), ["rower has no provision of its own."]),
    "institutional unknown": (
        changed("institutional", to=["art_4", "art_5"]),
        ["institutional names art_5, which is not in the text."],
    ),
    "working title of no chapter": (
        changed("working_titles", to=[3]),
        ["working_titles names chapter 3, which is not in the text."],
    ),
    "slug ill-formed": (
        changed("categories", 0, "slug", to="The Rower"),
        ["The slug “The Rower” is not made of small letters, digits and hyphens."],
    ),
    "slug twice": (changed("categories", 0, "slug", to="fisher"), ["Two categories have the slug fisher."]),
    "category of a rule unknown": (
        changed("rules", 0, "category", to="diver"),
        ["diver ← chp_1: there is no such category."],
    ),
    "rule twice": (
        two_rules(category="fisher", **{"from": "chp_1"}),
        [f"{RULE}: there are two rules for this."],
    ),
    "source unknown": (two_rules(**{"from": "chp_3"}), ["rower ← chp_3 names chp_3, which is not in the text."]),
    "mode unknown": (changed("rules", 0, "mode", to="all"), [f"{RULE}: mode is whole or only."]),
    "only without articles": (
        two_rules(mode="only"),
        ["rower ← chp_2__part_1: mode only names articles, mode whole names none."],
    ),
    "whole with articles": (
        changed("rules", 0, "articles", to=["art_1"]),
        [f"{RULE}: mode only names articles, mode whole names none."],
    ),
    "article outside the source": (
        two_rules(mode="only", articles=["art_3", "art_4"]),
        ["rower ← chp_2__part_1: art_4 does not stand there."],
    ),
    "exception outside the source": (
        changed("rules", 0, "excluded", to=["art_3"]),
        [f"{RULE}: art_3 does not stand there."],
    ),
    "exception is no article": (
        changed("rules", 0, "excluded", to=["chp_2"]),
        [f"{RULE} names chp_2, which is not in the text.", f"{RULE}: chp_2 does not stand there."],
    ),
    "exception twice": (
        changed("rules", 0, "excluded", to=["art_2"]),
        [f"{RULE}: one article is named twice as an exception."],
    ),
    "exception beside the articles": (
        changed(
            "rules",
            to=[{"category": "fisher", "from": "chp_1", "mode": "only", "articles": ["art_1"], "excluded": ["art_2"]}],
        ),
        [f"{RULE}: art_2 is an exception, and is not among the articles."],
    ),
    "changing article unknown": (
        changed("rules", 0, "changed", 0, "by", to="art_9"),
        [f"{RULE} names art_9, which is not in the text."],
    ),
    "changed by itself": (
        changed("rules", 0, "changed", 0, "by", to="art_2"),
        [f"{RULE}: art_2 is said to be changed by itself."],
    ),
    "article that nobody has": (
        changed("institutional", to=[]),
        ["No category has these articles of its own, and they are not institutional: art_4."],
    ),
    "circle": (two_rules(), ["These categories inherit from each other in a circle: rower, fisher."]),
}


@pytest.mark.parametrize("kind", MEANINGS)
def test_meaning_is_refused(kind):
    layers, expected = MEANINGS[kind]
    assert faults(layers) == expected


def test_inheriting_what_is_ones_own_as_well_is_no_circle():
    layers = two_rules(**{"from": "chp_2__part_1"})
    layers["categories"][0]["own"] = ["chp_1", "chp_2__part_1"]
    read(SMALL, layers)


def test_layers_may_be_empty_and_may_have_a_byte_order_mark():
    _document, layers = prepare("text.txt", SMALL.encode(), b"\xef\xbb\xbf{}")
    assert (layers.categories, layers.rules, layers.institutional, layers.working_titles) == ([], [], [], [])
