"""The command that imports: what it says, its exit status, and what is stored."""

import datetime
import io
import json
import sys

import pytest
from django.core.management import ManagementUtility, call_command
from django.core.management.base import CommandError

from convention.models import Category, CumulationException, Edition, EditionState, Fragment, Instrument, Provision
from convention.tests.texts import LAYERS, SMALL
from portal.kit.models import VerbEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "lake.txt"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture
def beside(tmp_path):
    path = tmp_path / "lake.json"
    path.write_text(json.dumps(LAYERS), encoding="utf-8")
    return path


SAID = {"--instrument": "lake", "--language": "en", "--version": "1.0", "--date": "2020-02-01"}


@pytest.fixture
def run(capsys, monkeypatch):
    """Run the command as a shell does. Returns exit status, what it wrote, and what it wrote of faults."""
    # A process of its own closes its connections at the end; here that would be the test's.
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)

    def run(file, *more, **said):
        options = {**SAID, **{f"--{name}": value for name, value in said.items()}}
        arguments = ["manage.py", "import_edition", str(file), *(x for pair in options.items() for x in pair)]
        status = 0
        try:
            ManagementUtility([*arguments, "--no-color", *map(str, more)]).execute()
        except SystemExit as end:
            status = end.code
        written = capsys.readouterr()
        return status, written.out, written.err

    return run


def rows() -> list[int]:
    return [m.objects.count() for m in (Instrument, Edition, Provision, Category, CumulationException, VerbEvent)]


def test_file_becomes_a_draft_of_a_new_instrument(run, file, beside):
    assert run(file, "--layers", beside, "--official") == (0, f"{file}: lake-en-1-0: new draft with 4 articles.\n", "")
    edition = Edition.objects.select_related("instrument").get()
    assert (edition.instrument.slug, edition.instrument.title) == ("lake", "Charter of the Lake")
    assert (edition.language, edition.version, edition.date) == ("en", "1.0", datetime.date(2020, 2, 1))
    assert (edition.official, edition.specimen, edition.state) == (True, False, EditionState.DRAFT)
    assert edition.working_titles == [2]
    assert edition.institutional == ["art_4"]
    assert (edition.provisions.count(), edition.fragments.count()) == (28, 0)
    rule = edition.categories.get(slug="fisher").rules.get()
    assert [(e.article, e.changed_by) for e in rule.exceptions.all()] == [("art_2", "art_3")]
    assert list(VerbEvent.objects.order_by("pk").values_list("verb", "by")) == [
        ("instrument.enter", "import"),
        ("edition.import", "import"),
    ]


def test_rows_are_the_tree_of_the_file(run, file):
    run(file)
    rows = {p.eid: p for p in Provision.objects.select_related("parent")}
    assert [p.order for p in sorted(rows.values(), key=lambda p: p.order)] == list(range(1, 29))
    parents = {eid: row.parent.eid if row.parent else None for eid, row in rows.items()}
    assert parents["art_1__para_1__point_b__point_ii"] == "art_1__para_1__point_b"
    assert parents["art_3"] == "chp_2__part_1__sec_1"
    assert parents["chp_2"] is None
    assert (rows["art_3"].number, rows["art_3"].number_sort, rows["art_3"].heading) == ("3", 3, "Narrow nets")
    assert (rows["chp_2"].number, rows["chp_2"].number_sort) == ("II", None)
    assert rows["preamble__rec_2"].text == "Seeing that *all* of them drink from it,"


def test_faults_are_named_with_file_and_line(run, file):
    file.write_text(SMALL.replace("\n2. Para", "\n3. Para").replace("(b) “harbour”", "(c) “harbour”"))
    status, out, err = run(file)
    assert (status, out) == (1, "")
    assert err.splitlines() == [
        f"{file}:13: Point c follows where b was to come.",
        f"{file}:21: Paragraph 3 follows where 2 was to come.",
        "CommandError: Nothing was stored.",
    ]
    assert rows() == [0] * 6


def test_fault_of_the_whole_file_is_named_without_a_line(run, file):
    file.write_bytes(b"")
    assert run(file)[::2] == (1, f"{file}: The file is empty.\nCommandError: Nothing was stored.\n")


def test_fault_of_the_data_beside_carries_the_name_of_that_file(run, file, beside):
    beside.write_text('{\n"rules": [}')
    status, _out, err = run(file, "--layers", beside)
    assert (status, err.splitlines()[0]) == (1, f"{beside}:2: This is not JSON: Expecting value.")
    beside.write_text("[]")
    status, _out, err = run(file, "--layers", beside)
    assert (status, err.splitlines()[0]) == (1, f"{beside}: The file: here an object, {{…}}, was to come.")
    assert rows() == [0] * 6


def test_check_stores_nothing(run, file, beside):
    assert run(file, "--check", "--layers", beside) == (0, f"{file}: 4 articles, no fault. Nothing was stored.\n", "")
    assert rows() == [0] * 6
    file.write_text(SMALL.replace("Article 4.", "Article 5."))
    assert run(file, "--check")[0] == 1


def test_file_that_is_not_there_is_said_to_be_so(run, tmp_path, file):
    missing = tmp_path / "nothing.txt"
    assert run(missing) == (1, "", f"CommandError: {missing}: No such file or directory\n")
    assert run(file, "--layers", missing) == (1, "", f"CommandError: {missing}: No such file or directory\n")


def test_folder_is_not_read(run, tmp_path):
    assert run(tmp_path) == (1, "", f"CommandError: {tmp_path}: Is a directory\n")


def test_file_that_may_not_be_read_is_said_to_be_so(run, file, monkeypatch):
    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)  # The tests may run as root, who may read everything.
    assert run(file) == (1, "", f"CommandError: {file}: Permission denied\n")


def test_other_kind_of_file_is_refused(run, tmp_path):
    other = tmp_path / "lake.doc"
    other.write_bytes(b"\xd0\xcf")
    status, _out, err = run(other)
    assert (status, err.splitlines()[0]) == (
        1,
        f"{other}: Files of this kind are not read: lake.doc. Known endings: .txt, .pdf, .docx, .xml, .json.",
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("date", "April 2017"),
        ("date", "2017-04"),
        ("date", "2017-02-30"),
        ("date", ""),
        ("language", "english language"),
        ("language", "EN"),
        ("language", "e"),
        ("language", "en_GB"),
        ("language", "en-aaaaaaaa-bbbbbbbb"),
        ("instrument", "The Lake"),
        ("instrument", "lake/../x"),
        ("instrument", "x" * 51),
        ("instrument", ""),
        ("version", ""),
        ("version", " "),
        ("version", "1" * 41),
    ],
)
def test_particular_is_refused(run, file, name, value):
    status, _out, err = run(file, **{name: value})
    assert status != 0
    assert f"argument --{name}: {value!r}" in err
    assert rows() == [0] * 6


@pytest.mark.parametrize("name", ["instrument", "language", "version", "date"])
def test_particular_is_required(name, file):
    said = [x for pair in SAID.items() if pair[0] != f"--{name}" for x in pair]
    with pytest.raises(CommandError, match=f"required: --{name}"):
        call_command("import_edition", str(file), *said)


def test_same_file_again_changes_nothing(run, file, beside):
    run(file, "--layers", beside, "--publish")
    before = rows()
    published = Edition.objects.get()
    assert run(file, "--layers", beside, "--publish") == (
        0,
        f"{file}: lake-en-1-0: this very edition is here already (published).\n",
        "",
    )
    assert rows() == before
    assert Edition.objects.get().published_at == published.published_at


def test_changed_file_makes_a_draft_and_leaves_the_published_edition_alone(run, file, client):
    run(file, "--publish")
    old = Edition.objects.get()
    fragments = list(Fragment.objects.values_list("pk", "html"))
    file.write_text(SMALL.replace("after dusk", "before dawn"))
    assert run(file)[:2] == (0, f"{file}: lake-en-1-0-2: new draft with 4 articles.\n")
    new = Edition.objects.get(state=EditionState.DRAFT)
    assert (new.slug, new.fragments.count()) == ("lake-en-1-0-2", 0)
    assert Edition.objects.get(pk=old.pk).state == EditionState.PUBLISHED
    assert list(Fragment.objects.values_list("pk", "html")) == fragments
    page = client.get("/editions/lake-en-1-0/article/2/", secure=True, headers={"host": "convention.test"})
    assert "after dusk" in page.content.decode()
    assert client.get(f"/editions/{new.slug}/", secure=True, headers={"host": "convention.test"}).status_code == 404


def test_changed_data_beside_makes_a_draft(run, file, beside):
    run(file, "--layers", beside)
    beside.write_text(json.dumps({**LAYERS, "working_titles": []}))
    run(file, "--layers", beside)
    assert list(Edition.objects.order_by("pk").values_list("slug", "working_titles")) == [
        ("lake-en-1-0", [2]),
        ("lake-en-1-0-2", []),
    ]


@pytest.mark.parametrize(("name", "value"), [("language", "fr"), ("version", "2.0"), ("date", "2021-01-01")])
def test_same_file_under_other_particulars_is_another_edition(run, file, name, value):
    run(file)
    run(file, **{name: value})
    assert Edition.objects.count() == 2
    assert Instrument.objects.count() == 1


def test_specimen_is_never_official(run, file):
    file.write_text(SMALL.replace("\n\n", "\nspecimen: yes\n\n", 1))
    for more in ([], ["--check"]):
        status, _out, err = run(file, "--official", *more)
        assert (status, err.splitlines()[0]) == (1, f"{file}: A specimen is never official.")
    assert rows() == [0] * 6
    assert run(file)[0] == 0
    assert Instrument.objects.get().specimen


def test_instrument_stays_what_it_is_specimen_or_not(run, file):
    run(file)
    before = rows()
    file.write_text(SMALL.replace("\n\n", "\nspecimen: yes\n\n", 1))
    status, _out, err = run(file)
    assert status == 1
    assert (
        err == f"CommandError: {file}: the instrument and the file differ in being a specimen. Nothing was stored.\n"
    )
    assert rows() == before


def test_publish_publishes_at_once(run, file):
    status, out, _err = run(file, "--publish")
    assert (status, out.splitlines()[1]) == (0, "lake-en-1-0: published.")
    assert Edition.objects.get().state == EditionState.PUBLISHED


def test_help_says_what_the_options_are():
    out, sys.stdout = sys.stdout, io.StringIO()
    try:
        with pytest.raises(SystemExit) as end:
            ManagementUtility(["manage.py", "import_edition", "--help"]).execute()
        text = sys.stdout.getvalue()
    finally:
        sys.stdout = out
    assert end.value.code == 0
    assert all(option in text for option in [*SAID, "--official", "--check", "--layers", "--publish"])
