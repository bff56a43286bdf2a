"""Whatever happens to a file, it is imported whole or refused in words."""

import json
import random

from convention.importing.document import Document, ImportRefused
from convention.importing.steps import prepare
from convention.marks import plain
from convention.tests.texts import LAYERS, SMALL, treaty, words_of_file

SEED = 20_170_401
MUTATIONS = 2_000
PIECES = [
    *("1. ", "(a) ", "  (b) x", "    (i) y", "  > z", "*", "\\*", "\t", "\0", "\u2028", "\ufffd", "é", "١. "),
    *("Article 2. Two", "CHAPTER II. C", "PREAMBLE", "PART 1. P", "SECTION 1. S", "ANNEX A. X", "CONCLUSIONS"),
    "specimen: yes",
]


def mutated(chance: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    for _time in range(chance.randint(1, 3)):
        at = chance.randrange(len(lines))
        other = chance.randrange(len(lines))
        kind = chance.choice(["delete", "twice", "swap", "garble", "bytes", "piece", "indent", "cut", "join"])
        if kind == "delete" and len(lines) > 1:
            del lines[at]
        elif kind == "twice":
            lines.insert(other, lines[at])
        elif kind == "swap":
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == "garble":
            letters = list(lines[at])
            chance.shuffle(letters)
            lines[at] = bytes(letters)
        elif kind == "bytes":
            place = chance.randint(0, len(lines[at]))
            lines[at] = lines[at][:place] + chance.randbytes(chance.randint(1, 4)) + lines[at][place:]
        elif kind == "piece":
            lines[at] = chance.choice(PIECES).encode() + lines[at]
        elif kind == "indent":
            lines[at] = b" " * chance.randint(0, 5) + lines[at].lstrip()
        elif kind == "cut":
            lines[at] = lines[at][: chance.randint(0, len(lines[at]))]
        else:
            lines[at] += lines[other]
    return b"\n".join(lines)


def words_of(document: Document) -> list[str]:
    return [word for node in document.walk() for word in plain(f"{node.heading} {node.text}").split()]


def test_mutated_file_is_imported_whole_or_refused():
    chance = random.Random(SEED)
    taken = 0
    for _time in range(MUTATIONS):
        data = mutated(chance, SMALL.encode())
        try:
            document, _layers = prepare("text.txt", data)
        except ImportRefused as refused:
            assert refused.faults
            assert all(str(fault.message) and 0 <= fault.line <= data.count(b"\n") + 1 for fault in refused.faults)
            continue
        if document.report is not None:
            continue  # so much of its head is gone that it is a plain text, with another reader and its own law
        taken += 1
        assert words_of(document) == words_of_file(data.decode()), data.decode()
        eids = [node.eid for node in document.walk()]
        assert len(set(eids)) == len(eids)
    assert 100 < taken < MUTATIONS - 500


def test_mutated_data_beside_is_read_or_refused():
    chance = random.Random(SEED)
    taken = 0
    for _time in range(MUTATIONS):
        data = mutated(chance, json.dumps(LAYERS, indent=1).encode())
        try:
            prepare("text.txt", SMALL.encode(), data)
            taken += 1
        except ImportRefused as refused:
            assert refused.faults
    assert 0 < taken < MUTATIONS - 500


def test_every_word_of_a_file_is_in_its_provisions_once_and_in_order():
    for text in (SMALL, treaty([3, 1, 7])):
        assert words_of(prepare("text.txt", text.encode())[0]) == words_of_file(text)
