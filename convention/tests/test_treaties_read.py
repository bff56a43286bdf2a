"""Real treaties from their PDF to the pages: published, every article has its page and every word stands on one."""

import datetime
from html.parser import HTMLParser

import pytest

from convention.importing.drafts import Source, enter_draft, fingerprint
from convention.importing.layers import Layers
from convention.importing.steps import prepare
from convention.marks import plain
from convention.models import Edition
from convention.reader import Reader
from convention.tests.test_pdf_treaties import BBNJ, FISH, SHARED
from convention.verbs import publish_edition

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SHARED.is_dir(), reason="real treaties are not here: ../shared/treaties/pdf"),
]


class Said(HTMLParser):
    """What a page says, without spaces: a link divides words from the sign behind them."""

    def __init__(self, html: str):
        super().__init__()
        self.said = ""
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.said += "".join(data.split())


def published(name: str) -> Edition:
    data = (SHARED / name / "original.pdf").read_bytes()
    document, _layers = prepare("original.pdf", data)
    day = datetime.date(2023, 6, 19)
    source = Source(name, "en", "1", day, official=False, sha256=fingerprint(data))
    edition, _new = enter_draft(by="import", document=document, layers=Layers(), source=source)
    return publish_edition(pk=edition.pk, by="import")


@pytest.mark.parametrize(("name", "articles"), [(BBNJ, 76), (FISH, 50)])
def test_treaty_of_parts_is_read_on_the_site(name, articles, visitor, all_forms):
    edition = published(name)
    reader = Reader(edition, edition.slug)
    assert reader.articles_total == articles
    (all_of_it,) = reader.chapters
    assert [article.number for article in all_of_it.articles_list] == list(range(1, articles + 1))
    assert [part.number for part in all_of_it.parts if part.kind == "part"][:3] == ["I", "II", "III"]
    contents = visitor.get(reader.contents_url).content.decode()
    assert f'href="{reader.url("article", articles)}"' in contents
    for number in (1, 2, articles):
        assert visitor.get(reader.url("article", number)).status_code == 200
    page = visitor.get(reader.text_url).content.decode()
    there = Said(page).said
    lost = [
        row.eid
        for row in edition.provisions.all()
        for words in (row.heading, row.text)
        if "".join(plain(words).split()) not in there
    ]
    assert lost == []
    assert {"pdf", "epub", "docx", "plain", "json"} <= set(edition.exports.values_list("form", flat=True))
