"""Links to a place that a new edition numbers otherwise still lead to its words."""

import pytest

from convention.aliases import aliases
from convention.citing import places
from convention.models import EidAlias
from convention.reader import Reader
from convention.tests.texts import published, treaty
from convention.verbs import publish_edition

pytestmark = pytest.mark.django_db
# Four articles in two chapters; in the second edition the second article is gone, so that numbers move down.
FIRST = treaty([2, 2])
SECOND = (
    FIRST.replace("\nArticle 2. ", "\n§").split("§")[0]
    + "\nCHAPTER II"
    + FIRST.split("\nCHAPTER II")[1].replace("Article 3. ", "Article 2. ").replace("Article 4. ", "Article 3. ")
)


@pytest.fixture
def two():
    """The first edition, and the second published in its place."""
    return published(FIRST, version="1"), published(SECOND, version="2")


def test_eid_that_has_gone_leads_to_its_words(two):
    _first, second = two
    # Article 4 is article 3 now; article 3 has an article of its number still, and article 2 is gone for good.
    assert aliases(second, ["art_4", "art_3", "art_2", "art_9"]) == {"art_4": "art_3"}
    assert places(Reader(second), ["art_4__para_2__point_a"]) == {
        "art_4__para_2__point_a": "/convention/article/3/#art_3__para_2__point_a"
    }


def test_page_of_a_number_that_has_gone_leads_on(two, visitor, settings):
    settings.SPECIMEN = True
    first, second = two
    reader = Reader(second, second.slug)
    response = visitor.get(f"/editions/{second.slug}/article/4/")
    assert (response.status_code, response["Location"]) == (302, reader.url("article", 3))
    assert visitor.get(f"/editions/{second.slug}/article/9/").status_code == 404
    assert visitor.get(f"/editions/{first.slug}/article/4/").status_code == 200


def test_third_edition_leads_on_from_the_first(two):
    head, rest = SECOND.split("\nArticle 2.")
    third = published(head + "\nArticle 2." + rest.split("\nArticle 3.")[1], version="3")
    assert aliases(third, ["art_4", "art_3"]) == {"art_4": "art_2", "art_3": "art_2"}


def test_publishing_the_edition_before_undoes_it(two):
    first, second = two
    publish_edition(pk=first.pk, by="system")
    assert aliases(first, ["art_4"]) == {}
    publish_edition(pk=second.pk, by="system")
    assert aliases(second, ["art_4"]) == {"art_4": "art_3"}
    assert EidAlias.objects.filter(eid="art_4").count() == 1


def test_words_that_stand_twice_lead_nowhere():
    doubled = FIRST.replace("Article 4. Stone 4", "Article 4. Stone 3").replace("Stone 4 stands", "Stone 3 stands")
    doubled = doubled.replace("nearest to stone 4", "nearest to stone 3")
    published(doubled, version="1")
    second = published(FIRST.split("\nArticle 3.")[0] + "\nArticle 3. Other\nOther words.\n", version="2")
    assert aliases(second, ["art_4"]) == {}
