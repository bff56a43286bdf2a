"""Provisions as people cite them, and where they stand in an edition."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convention.citing import article_of, citation, places
from convention.reader import current_reader
from convention.tests.texts import SMALL, published


@pytest.mark.parametrize(
    ("eid", "words"),
    [
        ("art_12", "article 12"),
        ("art_12__para_3", "article 12(3)"),
        ("art_12__para_3__point_b", "article 12(3)(b)"),
        ("art_12__para_3__point_b__point_ii", "article 12(3)(b)(ii)"),
        ("art_12__para_3__point_b__subpoint_ii", "article 12(3)(b)(ii)"),
        ("art_12__point_aa", "article 12(aa)"),
        ("art_12__para_3__wrapup_1", "article 12(3), closing text"),
        ("chp_4", "chapter IV"),
        ("chp_4__part_1", "chapter IV, part 1"),
        ("chp_4__part_1__sec_2", "chapter IV, part 1, section 2"),
        ("preamble", "the preamble"),
        ("preamble__rec_3", "recital 3 of the preamble"),
        # What is not known stays as it is.
        ("chp_99", "chp_99"),
        ("chp_4__art_2", "chp_4__art_2"),
        ("art_0", "art_0"),
        ("art_12__", "art_12__"),
        ("art_12__wrapup_1__para_2", "art_12__wrapup_1__para_2"),
        ("annex_1__x", "annex_1__x"),
        ("<b>", "<b>"),
        ("", ""),
    ],
)
def test_citation_is_written_as_people_do(eid, words):
    assert citation(eid) == words


@pytest.mark.parametrize(
    ("eid", "number"),
    [("art_12", 12), ("art_12__para_3", 12), ("art_120", 120), ("chp_1", None), ("art_99999", None), ("", None)],
)
def test_article_of_a_provision(eid, number):
    assert article_of(eid) == number


@pytest.mark.usefixtures("specimen", "db")
def test_places_lead_to_the_provision_or_the_nearest_above_it(settings):
    settings.SPECIMEN = True
    wanted = ["art_2", "art_2__para_1", "art_2__para_99__point_a", "chp_4", "preamble", "preamble__rec_1", "art_999"]
    wanted += ["art_1__point_f__subpoint_ii", "chp_4__part_1", "nonsense"]
    reader = current_reader()
    with CaptureQueriesContext(connection) as queries:
        found = places(reader, wanted)
    assert len(queries) == 2
    assert found == {
        "art_2": "/convention/article/2/",
        "art_2__para_1": "/convention/article/2/#art_2__para_1",
        "art_2__para_99__point_a": "/convention/article/2/",
        "chp_4": "/convention/chapter/4/",
        "preamble": "/convention/preamble/",
        "preamble__rec_1": "/convention/preamble/#preamble__rec_1",
        "art_1__point_f__subpoint_ii": "/convention/article/1/#art_1__para_1__point_f__point_ii",
        "chp_4__part_1": "/convention/chapter/4/#chp_4__part_1",
    }


@pytest.mark.usefixtures("specimen", "db")
@pytest.mark.parametrize(
    "eid", ["art_2__para_1", "art_1__para_1__point_f__point_ii", "preamble__rec_1", "chp_4__part_2"]
)
def test_place_is_an_anchor_of_its_page(eid, visitor, settings):
    settings.SPECIMEN = True
    address = places(current_reader(), [eid])[eid]
    assert f'id="{eid}"' in visitor.get(address.partition("#")[0]).content.decode()


def test_contents_lead_to_the_heading_of_each_part_and_section(db, visitor):
    published(SMALL, instrument="convention")
    contents = visitor.get("/convention/").content.decode()
    chapter = visitor.get("/convention/chapter/2/").content.decode()
    whole = visitor.get("/convention/text/").content.decode()
    for eid in ("chp_2__part_1", "chp_2__part_1__sec_1", "chp_2__part_2"):
        assert f'<h3 class="part"><a href="/convention/chapter/2/#{eid}">' in contents
        assert chapter.count(f'id="{eid}"') == whole.count(f'id="{eid}"') == 1
