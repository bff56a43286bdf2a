"""A booklet at the desk: brought in, read by the worker, held against its pages, mended by hand, published."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from convention import intake as verbs
from convention.correcting import NotPossible, WordsDiffer, correct_part, settle_place
from convention.importing.document import ImportRefused
from convention.models import Edition, Intake
from convention.tests import booklets
from convention.tests.texts import SMALL, enter, read
from convention.verbs import publish_edition
from portal.kit.models import VerbEvent

BRING = "/admin/editions/bring/"
SAID = {"instrument": "lake", "language": "en", "version": "1", "date": "2020-02-01"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(sign_in) -> Client:
    user = User.objects.create_user("editor", is_staff=True)
    codes = ("view_edition", "add_edition", "change_edition", "view_intake")
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    return sign_in(Client(headers={"x-forwarded-proto": "https"}), user)


@pytest.fixture(scope="module")
def booklet() -> bytes:
    """The small text as a booklet."""
    return booklets.typeset(read(SMALL), booklets.LAYOUTS["bare"])


def text(response) -> str:
    return response.content.decode()


def bring(browser: Client, data: bytes, name: str = "booklet.pdf", **said):
    return browser.post(BRING, SAID | said | {"file": SimpleUploadedFile(name, data)})


def brought(browser: Client, data: bytes, name: str = "booklet.pdf", **said) -> Intake:
    """A file, brought in and read as the worker does."""
    response = bring(browser, data, name, **said)
    assert response.status_code == 302, re.findall(r'errorlist"[^>]*>([^<]+)', text(response))
    return verbs.read_intake(pk=Intake.objects.latest("pk").pk)


def test_booklet_becomes_a_draft_that_is_held_against_its_pages(editor, booklet):
    response = bring(editor, booklet)
    page = editor.get(response["Location"])
    assert page["Refresh"] == "2" and "Waits to be read" in text(page)
    intake = verbs.read_intake(pk=Intake.objects.get().pk)
    assert (intake.state, intake.pages_done) == ("drafted", intake.pages)
    page = editor.get(response["Location"])
    assert "Refresh" not in page and f"/admin/editions/{intake.edition_id}/" in text(page)
    edition = intake.edition
    headings = edition.provisions.filter(kind="article").values_list("heading", flat=True)
    assert list(headings) == ["Words used", "Lights", "Narrow nets", "Spring"]
    base = f"/admin/editions/{edition.pk}/"
    assert f"{base}review/1/" in text(editor.get(base))
    assert f"{base}source/1.png" in text(editor.get(f"{base}review/1/"))
    page = edition.provisions.get(heading="Words used").page
    assert "Words used" in text(editor.get(f"{base}review/{page}/"))
    picture = editor.get(f"{base}source/1.png")
    assert picture["Content-Type"] == "image/png" and picture.content.startswith(b"\x89PNG")
    assert editor.get(f"{base}source/99.png").status_code == 404
    assert editor.get(f"{base}review/99/").status_code == 404


def test_same_file_again_changes_nothing(editor, booklet):
    first = brought(editor, booklet)
    again = brought(editor, booklet)
    assert (again.state, again.edition_id) == ("known", first.edition_id)
    assert Edition.objects.count() == 1


def test_reading_twice_is_reading_once(editor, booklet):
    intake = brought(editor, booklet)
    verbs.read_intake(pk=intake.pk)
    assert VerbEvent.objects.filter(verb="edition.import").count() == 1


def test_faulty_file_is_refused_with_its_faults_and_nothing_is_stored(editor):
    intake = brought(editor, (SMALL + "\nArticle 9. Gap\nWords.\n").encode(), "text.txt")
    assert intake.state == "refused" and not Edition.objects.exists()
    page = text(editor.get(f"/admin/editions/intake/{intake.pk}/"))
    assert all(fault.split("“")[0] in page for fault in intake.faults)


def test_number_that_was_expected_is_held(editor):
    refused = brought(editor, SMALL.encode(), "text.txt", articles=5)
    assert refused.state == "refused" and "5" in refused.faults[0]
    assert brought(editor, SMALL.encode(), "text.txt", articles=4, chapters=2).state == "drafted"


def test_what_makes_the_reader_stumble_is_said_and_raised(editor, booklet, monkeypatch):
    def stumble(*args, **kwargs):
        raise ZeroDivisionError

    bring(editor, booklet)
    monkeypatch.setattr(verbs, "prepare", stumble)
    pk = Intake.objects.get().pk
    with pytest.raises(ZeroDivisionError):
        verbs.read_intake(pk=pk)
    assert "stumble" in Intake.objects.get().faults[0]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"date": "1 February"}, "year-month-day"),
        ({"date": ""}, "This field is required"),
        ({"language": "English!"}, "Write a language tag"),
        ({"instrument": "the lake"}, "slug"),
        ({"version": ""}, "This field is required"),
        ({"articles": "many"}, "whole number"),
        ({"layers": SimpleUploadedFile("layers.json", b"{")}, "This is no JSON"),
    ],
)
def test_what_is_said_wrongly_is_told_and_kept(editor, booklet, said, words):
    response = bring(editor, booklet, **said)
    assert response.status_code == 422 and words in text(response)
    kept = (SAID | said)["instrument"]
    assert f'value="{kept}"' in text(response)
    assert not Intake.objects.exists()


@pytest.mark.parametrize(("name", "words"), [("text.rtf", "Files of this kind"), ("text", "Files of this kind")])
def test_other_kinds_of_files_are_told(editor, name, words):
    response = bring(editor, b"words", name)
    assert response.status_code == 422 and words in text(response)


# Mended by hand -----------------------------------------------------------------------------------------------------


def lines_of(editor, edition: Edition, eid: str) -> str:
    page = text(editor.get(f"/admin/editions/{edition.pk}/correct/{eid}/"))
    import html

    return html.unescape(re.search(r"(?s)<textarea[^>]*>\n(.*?)</textarea>", page)[1])


def test_heading_number_level_and_merge_are_mended(editor):
    edition = enter(SMALL)
    lines = lines_of(editor, edition, "art_2")
    assert lines.startswith("Article 2. Lights\n1. A boat")
    address = f"/admin/editions/{edition.pk}/correct/art_2/"
    # One paragraph made of two, and the heading otherwise divided: the same words, another tree.
    merged = lines.replace("\n2. Paragraph 1", " Paragraph 1")
    response = editor.post(address, {"text": merged})
    assert response.status_code == 302
    assert not edition.provisions.filter(eid="art_2__para_2").exists()
    edition.refresh_from_db()
    made = edition.report["corrections"][0]
    assert (made["eid"], made["before"], made["after"]) == ("art_2", lines, merged.strip())
    assert edition.text_sha256 == enter(SMALL.replace("\n2. Paragraph 1", " Paragraph 1"), instrument="x").text_sha256
    assert "Paragraph" not in str(VerbEvent.objects.get(verb="edition.correct").detail)


def test_one_article_that_was_two_is_divided(editor):
    joined = (
        SMALL[: SMALL.index("\nCHAPTER II")].replace("\nArticle 2. Lights\n1.", "\n2.").replace("\n2. Par", "\n3. Par")
    )
    edition = enter(joined.replace("In this Charter:", "1. In this Charter:"))
    lines = lines_of(editor, edition, "art_1")
    divided = lines.replace("\n2. A boat", "\nArticle 2. Lights\n1. A boat").replace("\n3. Par", "\n2. Par")
    address = f"/admin/editions/{edition.pk}/correct/art_1/"
    # The heading is a word more than there was: that is told, and meant.
    assert "New: Lights" in text(editor.post(address, {"text": divided}))
    assert editor.post(address, {"text": divided, "differ": "1"}).status_code == 302
    assert list(edition.provisions.filter(kind="article").values_list("eid", "heading")) == [
        ("art_1", "Words used"),
        ("art_2", "Lights"),
    ]


def test_what_does_not_fit_the_whole_is_refused(editor):
    edition = enter(SMALL)
    twice = lines_of(editor, edition, "art_2") + "\nArticle 3. More\nMore words."
    response = editor.post(f"/admin/editions/{edition.pk}/correct/art_2/", {"text": twice, "differ": "1"})
    assert response.status_code == 422 and "Article" in text(response)
    assert not edition.provisions.filter(heading="More").exists()


@pytest.mark.parametrize("change", ["deletes", "doubles", "swaps"])
def test_words_that_are_lost_or_added_are_told_first(editor, change):
    edition = enter(SMALL)
    lines = lines_of(editor, edition, "art_4")
    new = {"deletes": "", "doubles": "nobody nobody", "swaps": "somebody"}[change]
    changed = lines.replace("nobody", new)
    address = f"/admin/editions/{edition.pk}/correct/art_4/"
    response = editor.post(address, {"text": changed})
    assert response.status_code == 422 and "nobody" in text(response) and "That is meant" in text(response)
    assert edition.provisions.filter(text__startswith="In spring nobody").exists()
    assert editor.post(address, {"text": changed, "differ": "1"}).status_code == 302
    event = VerbEvent.objects.get(verb="edition.correct")
    assert event.detail["words_gone"] + event.detail["words_come"] > 0


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Write one article or more"),
        ("Article 2 Lights\n1. x", "1:"),
        ("CHAPTER I. x", "Write one article or more"),
        ("\x00", "Write one article or more"),
        ("x" * 100_000, ""),
    ],
)
def test_lines_that_are_no_part_are_told_by_line_and_stay_in_the_box(editor, typed, words):
    edition = enter(SMALL)
    response = editor.post(f"/admin/editions/{edition.pk}/correct/art_2/", {"text": typed, "differ": "1"})
    assert response.status_code == 422 and words in text(response)
    assert edition.provisions.filter(heading="Lights").exists()


def test_published_edition_is_not_mended():
    edition = publish_edition(pk=enter(SMALL).pk, by="system")
    with pytest.raises(NotPossible):
        correct_part(pk=edition.pk, by="system", eid="art_4", text="Article 4. Spring\nWords.")
    with pytest.raises(NotPossible):
        settle_place(pk=edition.pk, by="system", number=0, words="x")


def test_what_is_no_part_is_not_mended(editor):
    edition = enter(SMALL)
    for eid in ("art_99", "art_2__para_1", "chp_1"):
        assert editor.get(f"/admin/editions/{edition.pk}/correct/{eid}/").status_code == 404


def test_words_differ_names_them():
    edition = enter(SMALL)
    with pytest.raises(WordsDiffer) as raised:
        correct_part(pk=edition.pk, by="system", eid="art_4", text="Article 4. Spring\nIn spring nobody fishes.")
    assert raised.value.come == ["fishes."] and "fishes" in raised.value.gone


def test_faulty_lines_are_counted_from_the_first_of_the_box():
    edition = enter(SMALL)
    with pytest.raises(ImportRefused) as raised:
        correct_part(pk=edition.pk, by="system", eid="art_4", text="Article 4. Spring\n1) In spring nobody")
    assert raised.value.faults[0].line == 2


def test_next_draft_lists_the_corrections_again(editor):
    edition = enter(SMALL)
    merged = lines_of(editor, edition, "art_2").replace("\n2. Paragraph 1", " Paragraph 1")
    editor.post(f"/admin/editions/{edition.pk}/correct/art_2/", {"text": merged})
    intake = brought(editor, SMALL.replace("hand", "foot").encode(), "text.txt")
    page = text(editor.get(f"/admin/editions/{intake.edition_id}/"))
    assert "Mended by hand in the draft before" in page
    address = f"/admin/editions/{intake.edition_id}/correct/art_2/"
    assert f"{address}?again=0" in page
    assert "after dusk. Paragraph 1" in text(editor.get(f"{address}?again=0"))
    for odd in ("9", "x", "-1", "9" * 30):
        assert editor.get(f"{address}?again={odd}").status_code == 200


# Places of the source ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["page", "edition"])
def test_open_place_is_settled_in_words_and_publishing_goes_on(editor, booklet, where):
    edition = brought(editor, booklet).edition
    place = {"page": 1, "line": 3, "text": "Stray words", "why": "no place", "settled": ""}
    Edition.objects.filter(pk=edition.pk).update(report={**edition.report, "blocking": [place]})
    review = f"/admin/editions/{edition.pk}/review/1/"
    assert "Stray words" in text(editor.get(review))
    editor.post(f"/admin/editions/{edition.pk}/", {"publish": "1"})
    edition.refresh_from_db()
    assert edition.state == "draft"
    for number, words in (("0", ""), ("7", "x"), ("x", "x"), ("0", "x" * 501), ("9" * 40, "x")):
        editor.post(review, {"place": number, "words": words})
        edition.refresh_from_db()
        assert edition.report["blocking"][0]["settled"] == ""
    # From the page of the edition as well: not every place is one of a page.
    address = review if where == "page" else f"/admin/editions/{edition.pk}/"
    editor.post(address, {"place": "0", "words": "A stamp of the library"})
    assert "settled: A stamp of the library" in text(editor.get(review))
    editor.post(f"/admin/editions/{edition.pk}/", {"publish": "1"})
    edition.refresh_from_db()
    assert edition.state == "published"
