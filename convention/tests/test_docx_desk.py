"""A Word file and a plain text brought in at the desk: a draft, what blocks it, what is refused."""

import pytest

from convention import verbs
from convention.correcting import settle_place
from convention.tests import wordfiles
from convention.tests.test_bringing import brought, editor, text  # noqa: F401
from convention.tests.test_docx_law import add_table
from convention.tests.test_pdf_layouts import beginning

pytestmark = pytest.mark.django_db
SHAPE = wordfiles.LAYOUTS["shape"]


def test_word_file_is_published_once_its_table_is_settled(editor):  # noqa: F811
    data = wordfiles.written(beginning(1), SHAPE, add_table)
    intake = brought(editor, data, "text.docx")
    assert (intake.state, intake.faults) == ("drafted", [])
    edition = intake.edition
    (place,) = edition.report["blocking"]
    assert (place["page"], place["text"]) == (0, "Lake Depth / Upper 12 m")
    page = text(editor.get(f"/admin/editions/{edition.pk}/"))
    assert "Lake Depth / Upper 12 m" in page and "A table stands here" in page
    with pytest.raises(ValueError, match=rf"1, the first on line {place['line']}: A table stands here"):
        verbs.publish_edition(pk=edition.pk, by="import")
    settle_place(pk=edition.pk, by="import", number=0, words="It is in the annex.")
    assert verbs.publish_edition(pk=edition.pk, by="import").state == "published"
    again = brought(editor, data, "text.docx")
    assert (again.state, again.edition_id) == ("known", edition.pk)


def test_plain_text_becomes_a_draft_with_its_lines(editor):  # noqa: F811
    words = (
        b"Charter\n\nArticle 1. Lights\n\n1. A boat shows a light.\n2. Others do not.\n\nArticle 3. Gap\n\nWords.\n"
    )
    intake = brought(editor, words, "charter.txt")
    assert intake.state == "drafted"
    (place,) = intake.edition.report["blocking"]
    assert (place["line"], place["why"]) == (8, "Article 3 follows where 2 was to come.")


def test_refused_word_file_stores_nothing(editor):  # noqa: F811
    intake = brought(editor, wordfiles.written(beginning(1), SHAPE)[:9000], "text.docx")
    assert (intake.state, intake.edition) == ("refused", None)
    assert intake.faults == ["This DOCX is damaged or cut off, and cannot be opened."]
