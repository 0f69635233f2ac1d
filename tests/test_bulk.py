"""A folder of personal copies from a roster: what is in each, what is kept, and what is left after an interruption."""

import csv
import re
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from tests.commands import run
from tests.printing import TODAY
from tests.processes import Family, needs_proc
from tests.wrong_files import MODULE, PROGRAM, changed
from workbook.bulk import Run, ready
from workbook.cache import Cache
from workbook.collate import NOT_TAGGED, collate
from workbook.copying import GROWN, Order, make_copy
from workbook.edition import Edition
from workbook.offices import NoCluster, Office, cluster_office
from workbook.outbox import INDEX, Outbox
from workbook.personal import choice_of
from workbook.problems import ProblemsFound
from workbook.request import BuildRequest
from workbook.roster import LONGEST_GOAL, read_roster
from workbook.workers import Crew

GOALS = """\
  - id: my-goal
    title: My goal
    purpose: Write down one goal. About a minute.
    blocks:
      - type: goal-sheet
        id: goal
        label: My goal
"""
ROSTER = """\
number,name,edition,fillable,add,remove,goals
1,Quirina,,,,,
2,Ottoline,large-print,,,,Walk with *Rumpel*; Call [Pat]; Read_a_page
3,,,,,,
4,Zenobia,,yes,,,Sleep by eleven
5,Ysolde,,,cup,tea,
"""
NAMES = ("Quirina", "Ottoline", "Rumpel", "Zenobia", "Ysolde", "eleven")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clinic with a small program, a roster, and a folder for what is kept."""
    folder = tmp_path_factory.mktemp("desk")
    for name in ("modules", "programs"):
        (folder / "clinic" / name).mkdir(parents=True)
    tea = changed(MODULE, ("id: in", "id: tea"), ("worksheets:\n", f"worksheets:\n{GOALS}"))
    cup = changed(
        MODULE, ("id: in", "id: cup"), ("worksheets:\n", f"worksheets:\n{GOALS}"), ("A calm", "A cup of calm")
    )
    (folder / "clinic/modules/tea.yaml").write_text(tea)
    (folder / "clinic/modules/cup.yaml").write_text(cup)
    (folder / "clinic/programs/tuesday.yaml").write_text(
        changed(PROGRAM, ("id: in", "id: tuesday"), ("slow-breathing", "tea"))
    )
    (folder / "roster.csv").write_text(ROSTER)
    return folder


class Here(Executor):
    """An executor in this thread: what it runs is done when it is submitted."""

    def submit(self, call, /, *arguments, **named):
        future = Future()  # type: ignore[var-annotated]
        future.set_result(call(*arguments, **named))
        return future


HERE = Office(Here(), 1, lambda data: data)


def request_for(desk: Path) -> BuildRequest:
    return BuildRequest(TODAY, program="tuesday", libraries=(desk / "clinic",))


def get_ready(desk: Path, folder: Path, text: str = "", *, again: bool = False) -> Run:
    """Check a roster, and set what its rows share."""
    roster_file = desk / f"{folder.name}.csv"
    roster_file.write_text(text or ROSTER)
    roster, found = read_roster(roster_file, Edition())
    order, _ = ready(request_for(desk), roster, found, Outbox(folder), Cache(desk / "cache"), again=again)
    with Crew(1) as crew:
        order.set_pages(crew, lambda *_: None)
    with order.outbox.opened():
        return order


def make(desk: Path, folder: Path, text: str = "", *, again: bool = False) -> tuple[int, int]:
    """Make the copies of a roster; give how many were made, and how many were there."""
    order = get_ready(desk, folder, text, again=again)
    order.make(HERE, lambda *_: None)
    return order.made, order.kept


@pytest.fixture(scope="module")
def copies(desk: Path) -> Path:
    """The folder with the copies of the roster."""
    assert make(desk, desk / "copies") == (5, 0)
    return desk / "copies"


def pages_of(file: Path) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(file)]


def index_of(folder: Path) -> list[dict[str, str]]:
    with (folder / INDEX).open(newline="") as stream:
        return list(csv.DictReader(stream))


# What is in the copies


def test_each_row_has_its_file_and_the_index_says_so_without_names(copies: Path) -> None:
    rows = index_of(copies)
    assert [row["file"] for row in rows] == ["1.pdf", "2.pdf", "3.pdf", "4.pdf", "5.pdf"]
    assert [row["edition"] for row in rows] == ["standard", "large-print", "standard", "standard", "standard"]
    assert [int(row["pages"]) for row in rows] == [len(pages_of(copies / row["file"])) for row in rows]
    shown = sorted(path.name for path in copies.iterdir() if not path.name.startswith("."))
    assert shown == sorted([INDEX, *(row["file"] for row in rows)])


def test_files_are_for_their_owner_only(copies: Path) -> None:
    assert copies.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in copies.iterdir()} == {0o600}


def test_names_and_goals_are_in_their_own_copies(copies: Path) -> None:
    told = {number: "\n".join(pages_of(copies / f"{number}.pdf")) for number in range(1, 6)}
    found = {name: [number for number, text in told.items() if name in text] for name in NAMES}
    own = {"Quirina": [1], "Ottoline": [2], "Rumpel": [2], "Zenobia": [4], "Ysolde": [5], "eleven": [4]}
    assert found == own
    assert "Quirina" in pages_of(copies / "1.pdf")[0]


def test_each_goal_has_a_sheet_as_it_was_typed_and_the_contents_are_right(copies: Path) -> None:
    pages = pages_of(copies / "2.pdf")
    sheets = [i for i, page in enumerate(pages) if "My goal, in one line" in page]
    goals = ("Walk with *Rumpel*", "Call [Pat]", "Read_a_page")
    assert len(sheets) == len(goals)
    for sheet, goal in zip(sheets, goals, strict=True):
        assert goal in pages[sheet]
    with pikepdf.open(copies / "2.pdf") as pdf:
        labels = [pikepdf.Page(page).label for page in pdf.pages]
    contents = next(page for page in pages if page.startswith("Contents"))
    number = re.search(r"About this workbook\s+(\d+)", contents)
    about = max(i for i, page in enumerate(pages) if "About this workbook" in page)
    assert number
    assert labels[about] == number[1]


def test_a_goal_stands_above_a_form_that_can_still_be_filled_in(copies: Path) -> None:
    with pikepdf.open(copies / "4.pdf") as pdf:
        names = [str(field.T) for field in pdf.Root.AcroForm.Fields]
    assert any(name.endswith("my-goal--goal--goal") for name in names)


def test_modules_are_added_and_removed(copies: Path) -> None:
    text = "\n".join(pages_of(copies / "5.pdf"))
    assert "A cup of calm minute" in text
    assert "\nA calm minute" not in text


def test_no_name_is_on_the_disk_but_in_what_pages_show(desk: Path, copies: Path) -> None:
    files = [path for path in (*copies.iterdir(), *(desk / "cache").rglob("*")) if path.is_file()]
    assert len(files) > len(NAMES)
    for path in files:
        data = path.read_bytes()
        found = [n for n in NAMES if n.encode() in data or n.encode("utf-16-be") in data or n in path.name]
        assert not found, path
    for path in copies.glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            told = repr(pdf.docinfo) + pdf.Root.Metadata.read_bytes().decode()
            assert not [name for name in NAMES if name in told]


def test_goals_of_the_greatest_length_can_be_printed(desk: Path) -> None:
    goal = ("Walk with Wilhelmina Wwwwww " * 9)[: LONGEST_GOAL - 1] + "!"
    text = "number,name,edition,fillable,goals\n"
    name = "Wwwww Www " * 4
    text += f"1,{name},large-print,,{goal}\n2,{name},,,{goal};{goal};{goal}\n3,,large-print,yes,{goal}\n"
    assert make(desk, desk / "long", text) == (3, 0)


def test_a_copy_whose_pages_grow_gets_page_numbers_of_its_own(desk: Path) -> None:
    order = get_ready(desk, desk / "grown")
    row = replace(order.roster.rows[0], goals=("Walk",))
    with Crew(1) as crew:
        group = order.batch.group(choice_of(row), crew)
    (number, job), *_ = group.order(row).jobs
    longer = replace(job, html=job.html.replace("</body>", '<p style="break-before: page">More</p></body>'))
    assert make_copy(group.package, Order(row.line, ((number, longer),))).trouble == GROWN
    assert group.make_whole(row).pdf == make_copy(group.package, group.order(row)).pdf


# What is kept


@pytest.fixture
def mine(desk: Path, copies: Path, tmp_path: Path) -> Path:
    """A folder with the same copies, to be changed."""
    folder = tmp_path / "mine"
    assert make(desk, folder) == (5, 0)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in copies.iterdir()
    }
    return folder


def test_only_what_is_missing_or_has_changed_is_made_again(desk: Path, mine: Path) -> None:
    assert make(desk, mine) == (0, 5)
    (mine / "3.pdf").unlink()
    assert make(desk, mine) == (1, 4)
    assert make(desk, mine, ROSTER.replace("Quirina", "Quirin")) == (1, 4)
    assert "Quirina" not in pages_of(mine / "1.pdf")[0]
    assert make(desk, mine, ROSTER.replace("Quirina", "")) == (1, 4)
    assert "Quirin" not in pages_of(mine / "1.pdf")[0]
    assert make(desk, mine, ROSTER.replace("Quirina", "").replace("Call [Pat]", "Call Pat")) == (1, 4)
    assert make(desk, mine, ROSTER.replace("large-print", "")) == (2, 3)
    assert make(desk, mine, ROSTER.replace("large-print", ""), again=True) == (5, 0)


def test_a_copy_that_was_swapped_for_another_is_made_again(desk: Path, mine: Path) -> None:
    (mine / "3.pdf").write_bytes((mine / "1.pdf").read_bytes())
    assert make(desk, mine) == (1, 4)
    assert "Quirina" not in pages_of(mine / "3.pdf")[0]


def test_a_change_of_the_text_makes_every_copy_again(desk: Path, mine: Path) -> None:
    file = desk / "clinic/modules/tea.yaml"
    before = file.read_text()
    try:
        file.write_text(before.replace("Stop for a while.", "Stop for a moment."))
        assert make(desk, mine) == (5, 0)
    finally:
        file.write_text(before)


def test_rows_that_are_gone_leave_the_index_and_are_told_of(desk: Path, mine: Path) -> None:
    order = get_ready(desk, mine, "number,name\n1,Quirina\n")
    assert order.outbox.strangers(order.roster) == ["2.pdf", "3.pdf", "4.pdf", "5.pdf"]
    order.make(HERE, lambda *_: None)
    assert [row["number"] for row in index_of(mine)] == ["1"]


def test_a_folder_with_other_files_is_left_alone(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "1.pdf").write_bytes(b"mine")
    for folder, code in (
        (tmp_path, "file/exists"),
        (tmp_path / "1.pdf", "file/exists"),
        (tmp_path / "a/b", "file/not-found"),
    ):
        with pytest.raises(ProblemsFound) as found:
            get_ready(desk, folder)
        assert [problem.code for problem in found.value.problems] == [code]
    assert (tmp_path / "1.pdf").read_bytes() == b"mine"


def test_what_a_run_that_was_killed_left_behind_is_taken_away(desk: Path, mine: Path) -> None:
    (mine / ".workbook-half").write_bytes(b"Quirina")
    make(desk, mine)
    assert not (mine / ".workbook-half").exists()


def test_a_folder_that_another_run_has_open_is_left_alone(desk: Path, mine: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in mine.iterdir() if not path.name.startswith(".")}
    (mine / ".workbook-half").write_bytes(b"of the other run")
    with Outbox(mine).opened():
        (mine / ".workbook-half").write_bytes(b"of the other run")
        with pytest.raises(ProblemsFound) as found:
            make(desk, mine, again=True)
        assert (mine / ".workbook-half").exists()
    assert [problem.code for problem in found.value.problems] == ["file/in-use"]
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert make(desk, mine) == (0, 5)


# What is wrong


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("number,add\n1,teas\n", "reference/unknown-module", 2),
        ("number,add\n1,tea\n", "reference/repeated-module", 2),
        ("number,remove\n1,cup\n", "reference/unknown-module", 2),
        ("number,remove\n1,tea\n", "schema/too-few", 2),
        ("number,locale\n1,Quirina\n", "reference/unknown-locale", 2),
        ("number,name\n1,Quirina 李\n", "print/missing-character", 2),
        ("number,name\n1,Quirinaक\n", "print/missing-character", 2),
        ("number,goals\n1,Quirina Ω\n", "print/missing-character", 2),
    ],
)
def test_a_row_that_does_not_fit_the_program_is_told_and_nothing_is_made(
    desk: Path, tmp_path: Path, text: str, code: str, column: int
) -> None:
    with pytest.raises(ProblemsFound) as found:
        get_ready(desk, tmp_path / "none", text)
    (problem,) = found.value.problems
    assert (problem.code, problem.place.line, problem.place.column) == (code, 2, column)
    assert "Quirina" not in str(found.value)
    assert not (tmp_path / "none").exists()


def test_the_longest_name_goes_on_in_another_line(desk: Path, tmp_path: Path) -> None:
    make(desk, tmp_path / "long", f"number,name\n1,{'W' * 40}\n")
    assert "".join(pages_of(tmp_path / "long/1.pdf")[0].split()).count("W") == 40


def test_a_word_that_is_too_long_for_a_line_is_told_before_any_copy_is_made(desk: Path, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as found:
        get_ready(desk, tmp_path / "none", f"number,goals\n1,Lee\n2,{'W' * 80}\n")
    (problem,) = found.value.problems
    assert (problem.code, problem.place.line, problem.place.column) == ("print/overflow", 3, 2)
    assert "WW" not in str(found.value)
    assert not (tmp_path / "none").exists()


def test_a_program_that_is_not_there_is_told_with_the_mistakes_of_the_roster(desk: Path) -> None:
    result = run("--library", desk / "clinic", "batch", "teusday", desk / "missing.csv", "-o", desk / "none")
    assert result.exit_code == 3
    assert 'Did you mean "tuesday"?' in result.output
    assert "There is no such file." in result.output


def test_files_are_not_called_by_names(desk: Path) -> None:
    result = run("batch", "tuesday", desk / "roster.csv", "-o", desk / "none", "--name-files-by", "name")
    assert result.exit_code == 2
    assert "that is personal" in result.output


# One print file


def test_the_print_file_has_all_pages_in_order_each_copy_on_its_own_sheet(copies: Path, tmp_path: Path) -> None:
    files = [copies / f"{number}.pdf" for number in (2, 1, 3)]
    target = tmp_path / "print.pdf"
    count = collate(files, target, both_sides=True)
    expected: list[str] = []
    for file in files:
        pages = pages_of(file)
        expected += [*pages, ""] if len(pages) % 2 else pages
    assert pages_of(target) == expected
    assert count == len(expected)
    assert target.stat().st_mode & 0o777 == 0o600
    assert target.stat().st_size < sum(file.stat().st_size for file in files)
    with pikepdf.open(target) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert str(pdf.docinfo["/Subject"]).encode() == NOT_TAGGED


def test_a_print_file_for_one_side_has_no_empty_pages(copies: Path, tmp_path: Path) -> None:
    target = tmp_path / "print.pdf"
    pages = pages_of(copies / "1.pdf")
    assert collate([copies / "1.pdf"] * 3, target, both_sides=False) == 3 * len(pages)
    assert pages_of(target) == 3 * pages


def test_pages_look_the_same_in_the_print_file(copies: Path, tmp_path: Path) -> None:
    target = tmp_path / "print.pdf"
    collate([copies / "1.pdf", copies / "2.pdf"], target, both_sides=True)
    own, all_of_them = pypdfium2.PdfDocument(copies / "1.pdf"), pypdfium2.PdfDocument(target)
    for i in range(len(own)):
        assert own[i].render(scale=0.3).to_pil().tobytes() == all_of_them[i].render(scale=0.3).to_pil().tobytes()


def test_a_print_file_that_cannot_be_made_leaves_nothing(copies: Path, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        collate([copies / "1.pdf", copies / "missing.pdf"], tmp_path / "print.pdf", both_sides=True)
    assert list(tmp_path.iterdir()) == []


# The command, and its interruption


def many(folder: Path, count: int) -> Path:
    text = "number,name\n" + "".join(f"{number},Quirina {number}\n" for number in range(1, count + 1))
    (folder / "many.csv").write_text(text)
    return folder / "many.csv"


def test_the_command_tells_of_rows_and_never_of_names(desk: Path, tmp_path: Path) -> None:
    arguments: list[str | Path] = ["--library", desk / "clinic", "batch", "tuesday"]
    arguments += [many(tmp_path, 3), "-o", tmp_path / "out"]
    arguments += ["--cache-dir", desk / "cache", "--workers", "1", "--collate", tmp_path / "print.pdf"]
    result = run(*arguments)
    assert result.exit_code == 0
    assert "[3/3] Row 4" in result.output
    assert "out: 3 copies made" in result.output
    assert "of 3 copies, a print file" in result.output
    assert "Quirina" not in result.output
    assert "no copies made, 3 were there" in run(*arguments).output


def test_the_print_file_does_not_take_the_place_of_a_copy(desk: Path, tmp_path: Path) -> None:
    made = (desk / "roster.csv", "-o", tmp_path / "out", "--collate", tmp_path / "out/../out/1.pdf")
    (tmp_path / "out").mkdir()
    result = run("--library", desk / "clinic", "batch", "tuesday", *made)
    assert result.exit_code == 3
    assert "is the file of a row" in result.output
    assert list((tmp_path / "out").iterdir()) == []


@needs_proc
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill -9"])
def test_after_an_interruption_the_same_command_goes_on(desk: Path, tmp_path: Path, how: signal.Signals) -> None:
    count = 120
    arguments = ["--library", str(desk / "clinic"), "batch", "tuesday", str(many(tmp_path, count)), "-o", "out"]
    arguments += ["--cache-dir", str(desk / "cache"), "--workers", "2"]
    family = Family(tmp_path)
    (tmp_path / "tmp").mkdir()
    program = family.start(*arguments, TMPDIR=str(tmp_path / "tmp"))
    while program.poll() is None and len(list((tmp_path / "out").glob("*.pdf"))) < 5:
        time.sleep(0.02)
    program.send_signal(how)
    _, told = program.communicate(timeout=60)
    assert family.all_gone()
    done = list((tmp_path / "out").glob("*.pdf"))
    assert 5 <= len(done) < count
    assert {path.read_bytes()[-6:] for path in done} == {b"%%EOF\n"}
    assert list((tmp_path / "tmp").iterdir()) == []
    assert "Quirina" not in told
    if how is signal.SIGINT:
        assert program.returncode == 130
        assert f"Interrupted: {len(done)} of {count} rows done" in told
        assert {row["file"] for row in index_of(tmp_path / "out")} == {path.name for path in done}
    order = get_ready(desk, tmp_path / "out", (tmp_path / "many.csv").read_text())
    order.make(HERE, lambda *_: None)
    assert order.made + order.kept == count
    assert order.kept >= len(done) - 16  # what was being written down when it was killed


# A cluster


@pytest.fixture
def cluster() -> Iterator[str]:
    """The address of a Dask cluster with two workers on this computer."""
    distributed = pytest.importorskip("distributed", reason="the optional extra 'cluster' is not installed")
    with distributed.LocalCluster(  # type: ignore[no-untyped-call, unused-ignore]
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as made:
        yield made.scheduler_address


@pytest.mark.filterwarnings("default")
def test_two_workers_of_a_cluster_make_the_same_copies(desk: Path, tmp_path: Path, cluster: str) -> None:
    order = get_ready(desk, tmp_path / "out", many(tmp_path, 24).read_text())
    shared: list[int] = []
    with cluster_office(cluster) as office:
        assert office.seats == 2

        def share(data: bytes) -> object:
            shared.append(len(data))
            return office.share(data)

        order.make(replace(office, share=share), lambda *_: None)
    assert order.made == 24
    assert len(shared) == 1, "what copies share is sent once"
    assert make(desk, tmp_path / "here", (tmp_path / "many.csv").read_text()) == (24, 0)
    for file in (tmp_path / "here").iterdir():
        assert file.read_bytes() == (tmp_path / "out" / file.name).read_bytes()


def test_a_cluster_that_is_not_there_is_told_of() -> None:
    pytest.importorskip("distributed", reason="the optional extra 'cluster' is not installed")
    with pytest.raises(NoCluster, match="There is no cluster"), cluster_office("nonsense://"):
        pass
