"""What a name may hold, what holds an entry, and how provisions are read."""

import time

import pytest
from django.core.exceptions import ValidationError

from signatories.checks import clean_line, clean_name, clean_text, holds
from signatories.models import Signature
from signatories.provisions import read_provisions
from signatories.verbs import submit_signature

GOOD_NAMES = [
    "Samira Example",
    "Đặng Thị Ánh Nguyệt",
    "محمد عبد الله",
    "שָׁלוֹם בֶּן־דָּוִד",
    "علی\u200cرضا",  # ZWNJ belongs to the spelling
    "ශ්\u200dරී ලංකා",  # ZWJ belongs to the spelling
    "നന്\u200d",
    "葛\U000e0100城 太郎",  # the selected form of a character
    "ဩဇာကြွယ်ဝ မြွှေး",
    "བསྟན་འཛིན་རྒྱ་མཚོ།",
    "ก้องเกียรติ",
    "王",
    "O’Brien-Łukasiewicz, Jr.",
    "3M",
]


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_name_in_any_script_is_taken_as_it_is(name):
    assert clean_name(name) == name
    assert holds(name=name) == []


@pytest.mark.parametrize("name", [*GOOD_NAMES, "ﷺ" * 200, "ß" * 200, "ﹰ", "ﬃ", "ʻ"])
def test_name_in_any_script_has_a_sort_key_and_a_letter(db, name):
    signature = submit_signature(by="signer", kind="person", name=clean_name(name), email="a@example.org")
    signature = Signature.objects.get(pk=signature.pk)
    assert signature.sort_key.strip()
    assert signature.letter.strip()


def test_white_space_of_every_kind_becomes_one_space():
    assert clean_name("\t Samira\r\n\u00a0 \u3000Example\u2028 ") == "Samira Example"


def test_letters_and_marks_are_put_together():
    assert clean_name("Andre\u0301") == "André"


@pytest.mark.parametrize("bad", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"])
def test_name_that_turns_the_direction_is_refused(bad):
    with pytest.raises(ValidationError, match="After “Sam” there is a hidden character that turns the direction"):
        clean_name(f"Sam{bad}elpmaxE")
    with pytest.raises(ValidationError, match="turns the direction"):
        clean_text(f"Sam{bad}elpmaxE", limit=100)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Sam\x00", "After “Sam” there is a control character"),
        ("\x00Sam", "At the beginning there is a control character"),
        ("Sam\x07uel", "a control character"),
        ("Sam\u200buel", "a hidden character"),
        ("Sam\ufeff", "a hidden character"),
        ("Sam\u00aduel", "a hidden character"),
        ("Sam\u200duel", "a hidden character"),
        ("Sam\u200cuel", "a hidden character"),
        ("\u200dSam", "a hidden character"),
        ("Sam\u200f", "a hidden character"),
        ("Sam \U000e0041", "a hidden character"),
        ("Sam \u3164", "a hidden character"),
        ("\ufe0fSam", "a hidden character"),
        ("Sam \ufffd", "could not be read"),
        ("Sam \ue000", "could not be read"),
        ("Sam \ud800", "could not be read"),
        ("Sam \uffff", "could not be read"),
        ("Za\u0300\u0301\u0302\u0303\u0304\u0305lgo", "more accents and marks"),
        ("Zx" + "\u0e34" * 9, "more accents and marks"),
        ("12 345", "at least one letter"),
        ("😀😀", "at least one letter"),
        ("...", "at least one letter"),
        ("x" * 201, r"This has 201 characters; at most 200 fit. Shorten it by 1 character\."),
        ("x" * 1200, r"This has 1,200 characters; at most 200 fit. Shorten it by 1,000 characters\."),
    ],
)
def test_name_that_hides_something_or_is_none_is_refused(name, message):
    with pytest.raises(ValidationError) as refused:
        clean_name(name)
    assert refused.match(message)


def test_name_of_exactly_the_limit_is_taken():
    assert len(clean_name("x" * 200)) == 200


def test_blank_is_left_to_the_form():
    assert clean_name(" \n ") == ""


def test_text_keeps_its_lines_and_counts_a_line_end_once():
    assert clean_text("one\r\ntwo\rthree\u2028four\n\n", limit=18) == "one\ntwo\nthree\nfour"
    with pytest.raises(ValidationError, match="This has 18 characters"):
        clean_text("one\r\ntwo\rthree\u2028four", limit=17)


def test_text_may_hold_marks_of_direction_and_soft_hyphens():
    text = "نص\u200f (RLM) and hy\u00adphen"
    assert clean_text(f"\ufeff{text}", limit=100) == text


def test_a_million_marks_are_refused_at_once():
    begin = time.monotonic()
    with pytest.raises(ValidationError):
        clean_line("a" + "\u0300\u0323" * 500_000)
    assert time.monotonic() - begin < 1


@pytest.mark.parametrize(
    ("name", "others", "trap", "expected"),
    [
        ("Samira Example", (), "", []),
        ("Samira Example", (), "cheap", ["trap"]),
        ("See https://example.org", (), "", ["link"]),
        ("Samira www.example", (), "", ["link"]),
        ("samira@example.org", (), "", ["link"]),
        ("Samira", ("Example University, example.com",), "", ["link"]),
        ("Samira", ("Prof. Dr.iur. J.R. St.John, Ph.D. (Example), M.Sc.",), "", []),
        ("Samira", ("Research & Teaching, A&B; <3",), "", []),
        ("<b>Samira</b>", (), "", ["markup"]),
        ("Samira", ("[url=x]y[/url]",), "", ["markup"]),
        ("Samira", ("[y](x)",), "", ["markup"]),
        ("Samira &lt;b&gt;", (), "", ["markup"]),
        ("Samira 😀", (), "", ["symbols"]),
        ("Samira 👩\u200d⚖\ufe0f", (), "", ["symbols"]),
        ("𝓢amira", (), "", ["symbols"]),
        ("Samira", ("Example Ltd ™",), "", []),
        ("😀 <a href=http://x>", (), "x", ["trap", "link", "markup", "symbols"]),
    ],
)
def test_what_holds_an_entry(name, others, trap, expected):
    clean_name(name)  # a hold never refuses
    assert holds(name=name, others=others, trap=trap) == expected


@pytest.mark.parametrize(
    ("text", "eids"),
    [
        ("", []),
        ("12", ["art_12"]),
        ("12, 14(2)(a), chapter IV", ["art_12", "art_14__para_2__point_a", "chp_4"]),
        ("Article 12", ["art_12"]),
        ("art. 12 and Art 13.", ["art_12", "art_13"]),
        ("Articles 12, 13 & 14", ["art_12", "art_13", "art_14"]),
        ("14 (2) (a) (ii)", ["art_14__para_2__point_a__point_ii"]),
        ("14(a)", ["art_14__point_a"]),
        ("14(A)", ["art_14__point_a"]),
        ("20–22; 22", ["art_20", "art_21", "art_22"]),
        ("20 to 22", ["art_20", "art_21", "art_22"]),
        ("chapters iv and V, 5", ["chp_4", "chp_5", "art_5"]),
        ("chapters 4, 5 and 12(1)", ["chp_4", "chp_5", "art_12__para_1"]),
        ("chapter 4; ch. viii", ["chp_4", "chp_8"]),
        ("Chapter IV, 12", ["chp_4", "art_12"]),
        ("the preamble", ["preamble"]),
        ("012", ["art_12"]),
        (" , ; ", []),
    ],
)
def test_provisions_are_read_as_people_write_them(text, eids):
    assert read_provisions(text, articles=213, chapters=8) == eids


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("twelve", "“twelve” was not understood"),
        ("12, the rest", "“the rest” was not understood"),
        ("12(2)(3)", "was not understood"),
        ("12(2)(a)(i)(x)", "was not understood"),
        ("chapter IIII", "was not understood"),
        ("chapter", "was not understood"),
        ("0", "numbered from 1 to 213"),
        ("214", "numbered from 1 to 213"),
        ("1000000000", "was not understood"),
        ("chapter IX", "chapters are numbered from 1 to 8"),
        ("22-20", "ends before it begins"),
        ("1-213", "These are 213 provisions; at most 60"),
        ("<script>", "was not understood"),
        ("١٢", None),
    ],
)
def test_provision_of_unknown_form_is_refused_with_an_example(text, message):
    if message is None:  # digits of another script are digits
        assert read_provisions(text, articles=213, chapters=8) == ["art_12"]
        return
    with pytest.raises(ValidationError) as refused:
        read_provisions(text, articles=213, chapters=8)
    assert message in " ".join(refused.value.messages)


def test_provisions_are_not_bounded_where_their_number_is_unknown():
    assert read_provisions("214, chapter 12") == ["art_214", "chp_12"]
    with pytest.raises(ValidationError):
        read_provisions("1000")
