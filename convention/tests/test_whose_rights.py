"""Whose rights in the specimen: worked out here by hand from its rules, and the same on the pages and in the file."""

import csv
import io
import re

import pytest

from convention.cumulation import cumulation_of
from convention.models import Edition
from convention.tests.specimen import ARTICLES
from convention.tests.texts import LAYERS, SMALL, published
from tests.pages import POLICIES

pytestmark = pytest.mark.usefixtures("db")


def numbers(words: str) -> set[int]:
    """ "1-3 7" as 1, 2, 3 and 7."""
    spans = [tuple(map(int, part.split("-"))) for part in words.split()]
    return {number for span in spans for number in range(span[0], span[-1] + 1)}


# By hand from data/specimen.json: own; changed; inherited besides those of Chapter I (1-40), which everyone has and
# which are not named where they are not changed.
PROTECTED = "2 5-7 9 11 22-24 32 33 36 53 55 57 59 61 64 65 74 76 88 99 100 106"
PASSED_ON = "50 56 60 63 66-70 78-85 87 91 92 102 103"
BY_HAND = {
    "visitor": ("1-40", "", ""),
    "tourist": ("41-52", "2 7 9 24 30 36", ""),
    "student": ("53-70", "2 6 7 9 24 36 47", "43-46 48-50 78-81 83 91"),
    "worker": ("71-92 96 100-104", "2 6 30", "46 48-50"),
    "investor": ("71 72 93-98 102", "2 6 7 36", "46 48-50 74"),
    "resident": ("71 72 99-106", "2 5 6 27 75 77", "46 48-50 57 59 67 69 73 78-81 83-85 87 88 91 92"),
    "forced-migrant": ("107-150", PROTECTED, PASSED_ON),
    "refugee": ("107-120", f"{PROTECTED} 142", f"{PASSED_ON} 121-141 143-150"),
    "trafficked": (
        "151-167",
        "2 6 15 21 22 28 55 68 69 74 91 119-121",
        "78-81 83-85 87-89 92 96 99 103 110 111 125 131 132",
    ),
    "crisis": (
        "168-183",
        "2-4 6 7 15 18 21 35 48 49 68 74 77 81 99 106",
        "45 46 50 69 80 83 88 91 96 98 105 110 111 118 131 136 137 143-146",
    ),
}


def by_hand(slug: str) -> dict[str, set[int]]:
    own, changed, besides = map(numbers, BY_HAND[slug])
    return {"own": own, "changed": changed, "inherited": (numbers("1-40") | besides) - own - changed}


@pytest.fixture
def cumulation(specimen):
    return cumulation_of(Edition.objects.get(slug="specimen-en-1"))


@pytest.mark.parametrize("slug", BY_HAND)
def test_articles_of_a_category_are_those_worked_out_by_hand(cumulation, slug):
    found = {relation: set() for relation in ("own", "changed", "inherited")}
    for number, applies in cumulation.tables[slug].items():
        found[applies.relation].add(number)
    assert found == by_hand(slug)


def test_hand_knows_every_category_and_no_hand_is_like_another(cumulation):
    assert [category.slug for category in cumulation.categories] == list(BY_HAND)
    assert len({str(by_hand(slug)) for slug in BY_HAND}) == len(BY_HAND)


def listed(html: str) -> set[int]:
    return {int(n) for n in re.findall(r'<li><a href="/convention/article/(\d+)/"><span>', html)}


@pytest.mark.parametrize("slugs", [("student",), ("student", "trafficked"), ("worker", "crisis", "tourist")])
def test_page_of_several_is_their_union_with_the_counts_of_the_hand(specimen, visitor, slugs):
    html = visitor.get("/convention/who/?" + "&".join(f"status={slug}" for slug in slugs)).content.decode()
    hands = [by_hand(slug) for slug in slugs]
    own = set.union(*(hand["own"] for hand in hands))
    changed = set.union(*(hand["changed"] for hand in hands)) - own
    everything = set.union(*(part for hand in hands for part in hand.values()))
    assert listed(html) == everything
    said = re.search(
        r"Of 213 articles, (\d+) apply: (\d+) own, (\d+) inherited.*?and (\d+) inherited and changed", html
    )
    inherited = everything - own - changed
    assert [int(n) for n in said.groups()] == [len(everything), len(own), len(inherited), len(changed)]


def test_inherited_chapters_are_folded_with_their_counts_and_own_ones_stand_open(specimen, visitor):
    html = visitor.get("/convention/who/?status=student").content.decode()
    folded = re.findall(r'<details class="fold"><summary><h3.*?</summary>', html, re.S)
    said = [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in folded]
    assert said[0] == "I Visitors 40 of 40 articles, 6 of them changed"
    assert [one.split()[0] for one in said] == ["I", "II", "IV"]
    own = html[html.index("<h2>Own</h2>") : html.index("<h2>Inherited</h2>")]
    assert "<details" not in own and listed(own) == by_hand("student")["own"]


def test_strip_says_of_every_article_what_the_hand_says(specimen, visitor):
    html = visitor.get("/convention/who/?status=student").content.decode()
    titles = re.findall(r'<a tabindex="-1" href="/convention/article/(\d+)/" title="\1\. [^"]*: ([^":]+)">', html)
    assert [int(n) for n, _how in titles] == list(range(1, ARTICLES + 1))
    said = {kind: {int(n) for n, how in titles if how.startswith(kind)} for kind in ("own", "changed", "inherited")}
    assert said == by_hand("student")


# ---- the matrix


def file_of(visitor) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(visitor.get("/convention/who.csv").content.decode("utf-8-sig"))))


def test_file_has_every_article_as_the_hand_has_it(specimen, visitor, cumulation):
    rows = file_of(visitor)
    assert [int(row["article"]) for row in rows] == list(range(1, ARTICLES + 1))
    for category in cumulation.categories:
        hand = by_hand(category.slug)
        for row in rows:
            number = int(row["article"])
            relation = next((name for name, found in hand.items() if number in found), "")
            assert row[category.name].split(" by ")[0] == relation, (category, number)
    assert rows[5]["Students"] == "changed by 54"
    assert {row["notice"] for row in rows} == {"Specimen text for demonstration. Not the Convention."}


def test_table_on_the_page_says_what_the_file_says(specimen, visitor, cumulation):
    html = visitor.get("/convention/who/").content.decode()
    body = "".join(re.findall(r'<table class="matrix">.*?</table>', html, re.S))
    lines = re.findall(r'<tr><th scope="row"><a href="/convention/article/(\d+)/".*?</tr>', body)
    assert [int(n) for n in lines] == list(range(1, ARTICLES + 1))
    short = {"own": "own", "inherited": "inh.", "": "–"}
    names = [category.name for category in cumulation.categories]
    for row, line in zip(file_of(visitor), re.findall(r'<tr><th scope="row">.*?</tr>', body), strict=True):
        cells = re.findall(r"<td[^>]*>(.*?)</td>", line)
        wanted = [short.get(row[name]) or row[name].removeprefix("changed ") for name in names]
        assert cells == wanted


def test_file_is_safe_in_spreadsheets_and_says_nothing_of_a_specimen_where_there_is_none(visitor):
    published(SMALL.replace("Lights", "=Lights()"), LAYERS, instrument="convention")
    response = visitor.get("/convention/who.csv")
    assert response["Cache-Control"] == POLICIES["text"] and "X-Robots-Tag" not in response
    rows = file_of(visitor)
    assert [(row["heading"], row["Rowers"], row["Fishers"]) for row in rows] == [
        ("Words used", "own", "inherited"),
        ("'=Lights()", "own", "changed by 3"),
        ("Narrow nets", "", "own"),
        ("Spring", "", ""),
    ]
    assert "notice" not in rows[0]


def test_address_of_one_category_leads_to_its_page(specimen, visitor):
    response = visitor.get("/convention/who/student/")
    assert (response.status_code, response["Location"]) == (302, "/convention/who/?status=student")
    assert visitor.get("/convention/who/nobody/").status_code == 404


# ---- two side by side


def side(html: str, title: str) -> set[int]:
    found = re.search(
        rf'<section class="rights"><h2>{title} <small>(\d+) articles?</small></h2>(.*?)</section>\n</section>',
        html,
        re.S,
    )
    assert int(found[1]) == len(listed(found[2]))
    return listed(found[2])


@pytest.mark.parametrize(
    ("left", "right"), [("student", "worker"), ("refugee", "forced-migrant"), ("crisis", "tourist")]
)
def test_two_side_by_side_share_what_both_have_and_part_the_rest(specimen, visitor, cumulation, left, right):
    one = {category.slug: category.one for category in cumulation.categories}
    html = visitor.get(f"/convention/compare/?left={left}&right={right}").content.decode()
    mine, theirs = (set.union(*by_hand(slug).values()) for slug in (left, right))
    assert side(html, "Both") == mine & theirs
    for title, wanted in ((one[left], mine - theirs), (one[right], theirs - mine)):
        if wanted:
            assert side(html, f"Only {title}") == wanted
        else:
            assert f"<h2>Only {title} <small>0 articles</small></h2>" in html


def test_side_by_side_says_how_each_of_them_has_an_article(specimen, visitor):
    html = visitor.get("/convention/compare/?left=student&right=worker").content.decode()
    line = re.search(r'<a href="/convention/article/6/"><span>6.*?</li>', html, re.S)[0]
    words = " ".join(re.sub(r"<[^>]+>", " ", line).split())
    assert words.endswith("a student: changed by 54 ; a migrant worker: changed by 75")
    line = re.search(r'<a href="/convention/article/1/"><span>1.*?</li>', html, re.S)[0]
    assert re.sub(r"<[^>]+>", " ", line).split()[-1] == "inherited"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Choose two groups"),
        ("?left=student", "Choose two groups"),
        ("?left=student&right=student", "Both are the same group"),
        ("?left=%00&right=" + "x" * 9000, "Choose two groups"),
    ],
)
def test_side_by_side_says_what_to_choose(specimen, visitor, query, words):
    response = visitor.get(f"/convention/compare/{query}")
    assert response.status_code == 200
    assert words in response.content.decode()
    assert '<section class="rights">' not in response.content.decode()


def test_pages_say_what_will_be_there_before_there_is_a_text(visitor, settings):
    settings.SPECIMEN = False
    assert "Here you will be able to choose two groups" in visitor.get("/convention/compare/").content.decode()
    response = visitor.get("/convention/who.csv")
    assert response.status_code == 404 and "as soon as the text is on this site" in response.content.decode()


def test_edition_without_rules_says_so(visitor):
    published(SMALL, instrument="convention")
    assert "not recorded for this edition yet" in visitor.get("/convention/compare/").content.decode()
    assert len(file_of(visitor)) == 4


def test_side_by_side_has_a_strip_for_each_side(specimen, visitor):
    html = visitor.get("/convention/compare/?left=student&right=worker").content.decode()
    strips = re.findall(r'id="strip-\d">(.*?)</p>\s*<nav.*?</nav>', html, re.S)
    assert strips == ["A student", "A migrant worker"]
    for slug, strip in zip(
        ("student", "worker"), re.findall(r"<nav [^>]*of-rights.*?</nav>", html, re.S), strict=True
    ):
        own = re.findall(r'href="/convention/article/(\d+)/" title="[^"]*: own">', strip)
        assert {int(n) for n in own} == by_hand(slug)["own"]
