"""The options of the commands that print: what each makes, where it goes, and which of them do not go together."""

import os
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from tests.commands import run, run_program
from workbook.cli.keeping import _megabytes
from workbook.cli.kept import cache_folder

SMALL = "practice-log"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def printed(*arguments: str | Path) -> bytes:
    """Print a small handout in this way, and give the file."""
    result = run("handout", SMALL, "-o", "x.pdf", *arguments)
    assert result.exit_code == 0, result.output
    return Path("x.pdf").read_bytes()


# --- kinds of files --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("desk")
def test_a_fillable_file_has_fields_and_a_print_file_has_none() -> None:
    printed("--fillable")
    with pikepdf.open("x.pdf") as pdf:
        assert len(pdf.Root.AcroForm.Fields) > 5
    printed()
    with pikepdf.open("x.pdf") as pdf:
        assert "/AcroForm" not in pdf.Root


@pytest.mark.usefixtures("desk")
def test_an_archival_file_says_that_it_is_one() -> None:
    printed("--archival")
    with pikepdf.open("x.pdf") as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("2", "A", "1")


@pytest.mark.parametrize(
    ("options", "sides", "advice"),
    [
        (("--booklet",), 2, "flip on the short edge"),
        (("--n-up", "2"), 1, "letter paper"),
        (("--n-up", "4"), 1, "letter paper"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
@pytest.mark.usefixtures("desk")
def test_a_print_file_has_several_pages_on_a_side_and_no_tags(
    options: tuple[str, ...], sides: int, advice: str
) -> None:
    result = run("handout", SMALL, *options, "-o", "x.pdf")
    assert result.exit_code == 0, result.output
    assert advice in result.stderr
    assert "x.pdf: 2 pages" in result.stderr
    assert len(result.stderr.splitlines()) >= 2
    with pikepdf.open("x.pdf") as pdf:
        assert len(pdf.pages) == sides
        assert "/StructTreeRoot" not in pdf.Root
        left, bottom, right, top = (float(edge) for edge in pdf.pages[0].MediaBox)
    assert (right - left > top - bottom) == (options != ("--n-up", "4"))


@pytest.mark.usefixtures("desk")
def test_a_booklet_takes_the_paper_that_is_asked_for() -> None:
    printed("--booklet", "--paper", "a4")
    width, height = pypdfium2.PdfDocument("x.pdf")[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (297, 210)


@pytest.mark.parametrize("name", ["x.pdf", "-"])
@pytest.mark.usefixtures("desk")
def test_pictures_of_all_pages_go_into_a_folder(name: str) -> None:
    result = run_program("handout", SMALL, "--pictures", "shots", "-o", name)
    assert result.returncode == 0, result.stderr.decode()
    assert b"shots: 2 pictures" in result.stderr
    files = sorted(Path("shots").iterdir())
    assert len(files) == 2
    for file in files:
        with Image.open(file) as picture:
            assert picture.format == "PNG"
            assert picture.width > 500
    assert result.stdout.startswith(b"%PDF-") == (name == "-")


def test_pictures_cannot_go_where_a_file_is(desk: Path) -> None:
    (desk / "shots").write_text("a file")
    result = run("handout", SMALL, "--pictures", "shots", "-o", "x.pdf")
    assert result.exit_code == 3
    assert "The pictures cannot be written to shots" in result.output
    assert (desk / "shots").read_text() == "a file"


def test_a_web_page_is_named_and_said_to_be_one(desk: Path) -> None:
    result = run("handout", SMALL, "--format", "html")
    assert result.exit_code == 0, result.output
    assert re.search(rf"{SMALL}\.html: a page for the screen, \d+ kB", result.stderr)
    page = (desk / f"{SMALL}.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "<textarea" in page or "<input" in page
    assert [path.name for path in desk.iterdir()] == [f"{SMALL}.html"]


def test_a_dash_writes_the_web_page_and_nothing_else_to_standard_output(desk: Path) -> None:
    done = run_program("handout", SMALL, "--format", "html", "-o", "-")
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.startswith(b"<!doctype html>")
    assert done.stdout.rstrip().endswith(b"</html>")
    assert done.stderr == b""
    assert list(desk.iterdir()) == []


@pytest.mark.usefixtures("desk")
def test_a_program_can_be_a_web_page_too() -> None:
    result = run("build", "individual-brief-pack", "--session", "1", "--format", "html", "-o", "x.html")
    assert result.exit_code == 0, result.output
    assert "<h1" in Path("x.html").read_text(encoding="utf-8")


# --- what does not go together ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "left_out"),
    [
        (("--booklet", "--n-up", "2"), "--n-up"),
        (("--archival", "--fillable"), "--fillable"),
        (("--booklet", "--fillable"), "--fillable"),
        (("--booklet", "--archival"), "--archival"),
        (("--n-up", "2", "--fillable"), "--fillable"),
        (("--n-up", "4", "--archival"), "--archival"),
        (("--format", "html", "--fillable"), "--fillable"),
        (("--format", "html", "--archival"), "--archival"),
        (("--format", "html", "--booklet"), "--booklet"),
        (("--format", "html", "--n-up", "2"), "--n-up"),
        (("--format", "html", "--pictures", "shots"), "--pictures"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
@pytest.mark.parametrize("command", [("handout", SMALL), ("build", "resilience-group")], ids=lambda c: c[0])
def test_options_that_contradict_each_other_are_refused_at_once(
    desk: Path, command: tuple[str, ...], options: tuple[str, ...], left_out: str
) -> None:
    result = run(*command, *options)
    assert result.exit_code == 2
    (sentence,) = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
    assert left_out in sentence
    assert re.search(r"leave out|[Cc]hoose .* or ", sentence)
    assert "[1/" not in result.stderr
    assert list(desk.iterdir()) == []


@pytest.mark.parametrize("value", ["1", "3", "6", "many"])
@pytest.mark.usefixtures("desk")
def test_so_many_pages_on_a_side_are_not_offered(value: str) -> None:
    result = run("handout", SMALL, "--n-up", value)
    assert result.exit_code == 2
    assert "'2', '4'" in result.output


# --- the cache -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("desk")
def test_what_was_set_once_is_kept_in_the_folder_that_is_named() -> None:
    first = run("handout", SMALL, "-o", "x.pdf", "--cache-dir", "kept")
    assert "[1/1] Practice log" in first.stderr
    assert "kept from before" not in first.stderr
    whole = Path("x.pdf").read_bytes()
    again = run("handout", SMALL, "-o", "x.pdf", "--cache-dir", "kept")
    assert again.stderr == "x.pdf: 2 pages (1 section kept from before)\n"
    assert Path("x.pdf").read_bytes() == whole
    info = run("cache", "info", "--cache-dir", "kept")
    assert info.stdout.startswith("kept: 1 section, ")


def test_the_variable_names_the_folder_too_and_the_option_goes_before_it(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBOOK_CACHE", str(desk / "variable"))
    printed()
    assert list((desk / "variable").glob("*/*.fragment"))
    printed("--cache-dir", "option", "--paper", "a4")
    assert len(list((desk / "option").glob("*/*.fragment"))) == 1
    assert len(list((desk / "variable").glob("*/*.fragment"))) == 1
    assert run("cache", "info").stdout.startswith(f"{desk / 'variable'}: 1 section")


def test_without_a_cache_every_section_is_set_and_none_is_kept(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOOK_CACHE", str(desk / "kept"))
    for _ in range(2):
        result = run("handout", SMALL, "-o", "x.pdf", "--no-cache")
        assert "[1/1] Practice log" in result.stderr
    assert not (desk / "kept").exists()
    assert printed() == printed("--no-cache")


def test_the_folder_of_the_user_is_taken_where_none_is_named(desk: Path) -> None:
    """Looked at, not written to: in the tests WORKBOOK_CACHE is set for the whole run."""
    assert "WORKBOOK_CACHE" in os.environ
    assert cache_folder(str(desk)) == desk
    assert cache_folder(None).name == "workbook"
    assert cache_folder("") == cache_folder(None)


@pytest.mark.usefixtures("desk")
def test_the_cache_is_looked_at_and_cleared() -> None:
    empty = run("cache", "info", "--cache-dir", "kept")
    assert empty.exit_code == 0
    assert empty.stdout == "kept: no sections, 0.0 MB of 256.0 MB\n"
    assert not Path("kept").exists()
    printed("--cache-dir", "kept")
    assert run("cache", "clear", "--cache-dir", "kept").stdout.startswith("kept: 1 section deleted, ")
    assert run("cache", "info", "--cache-dir", "kept").stdout == empty.stdout
    assert "[1/1]" in run("handout", SMALL, "-o", "x.pdf", "--cache-dir", "kept").stderr


def test_clearing_takes_only_what_workbook_has_put_there(desk: Path) -> None:
    (desk / "letters").mkdir()
    (desk / "letters" / "mine.txt").write_text("mine")
    assert run("cache", "clear", "--cache-dir", ".").exit_code == 0
    assert (desk / "letters" / "mine.txt").read_text() == "mine"


@pytest.mark.usefixtures("desk")
def test_a_cache_in_an_impossible_place_is_a_warning_that_says_what_to_do() -> None:
    Path("file").write_text("not a folder")
    result = run("handout", SMALL, "-o", "x.pdf", "--cache-dir", "file")
    assert result.exit_code == 0
    assert "warning" in result.stderr
    assert "--no-cache" in result.stderr
    assert Path("file").read_text() == "not a folder"
    assert run("cache", "info", "--cache-dir", "file").exit_code == 0
    assert run("cache", "clear", "--cache-dir", "file").exit_code == 0


def test_sizes_are_in_megabytes() -> None:
    assert [_megabytes(size) for size in (0, 2**20, 1_600_000)] == ["0.0 MB", "1.0 MB", "1.5 MB"]


# --- progress --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("desk")
def test_a_line_is_told_for_each_section_that_is_really_set() -> None:
    build = ("build", "individual-brief-pack", "-o", "x.pdf", "--cache-dir", "kept")
    lines = [line for line in run(*build).stderr.splitlines() if line.startswith("[")]
    numbers = [re.fullmatch(r"\[(\d+)/(\d+)\] \S.*", line) for line in lines]
    assert all(numbers)
    done = [int(match[1]) for match in numbers if match]
    assert done == sorted(done)
    assert done[0] == 1
    assert done[-1] == int(numbers[-1][2]) if numbers[-1] else False
    for gone in list(Path("kept").glob("*/*.fragment"))[:2]:
        gone.unlink()
    again = [line for line in run(*build).stderr.splitlines() if line.startswith("[")]
    assert len(again) == 2
