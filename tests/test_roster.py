"""Rosters as clinics save them: what is read from them, and every mistake with its row and its column."""

from pathlib import Path

import pytest

from workbook.edition import Edition
from workbook.problems import Problem
from workbook.roster import LONGEST_GOAL, LONGEST_NAME, MOST_ROWS, Roster, Row, read_roster

HEAD = "number,name,edition,paper,ink,fillable,locale,add,remove,goals\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "roster.csv"


def read(file: Path, data: str | bytes, naming: str = "number") -> tuple[Roster, tuple[Problem, ...]]:
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_roster(file, Edition(), naming)


def rows(file: Path, data: str | bytes, naming: str = "number") -> tuple[Row, ...]:
    roster, problems = read(file, data, naming)
    assert problems == ()
    return roster.rows


def mistakes(file: Path, data: str | bytes) -> list[tuple[str, int, int]]:
    return [(problem.code, problem.place.line, problem.place.column) for problem in read(file, data)[1]]


def test_a_row_says_what_a_copy_is_like(file: Path) -> None:
    cells = '7,Zoë,large-print,a4,grey,yes,es-US,one;two three,"four, five",Walk; Call Pat\n'
    (row,) = rows(file, HEAD + cells)
    edition = Edition(medium="fillable", size="large-print", paper="a4", ink="grey")
    goals = ("Walk", "Call Pat")
    assert row == Row(2, "7", edition, "es-US", ("one", "two", "three"), ("four", "five"), "Zoë", goals)


def test_empty_cells_are_filled_by_the_command(file: Path) -> None:
    file.write_text("number,edition,fillable\n1,,\n2,standard,no\n")
    usual = Edition(size="large-print", medium="fillable", sides="one")
    one, two = read_roster(file, usual)[0].rows
    assert one.edition == usual
    assert two.edition == Edition(sides="one")


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte-order mark"])
@pytest.mark.parametrize("between", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_a_table_is_read_however_a_spreadsheet_has_saved_it(file: Path, mark: str, between: str, end: str) -> None:
    lines = [["number", "Name ", "GOALS"], ["1", "Zoë", '"Walk, read; eat"'], ["2", " Lee\u00a0", ""], ["", "", ""]]
    first, second = rows(file, mark + "".join(between.join(line) + end for line in lines))
    assert (first.name, first.goals, first.line) == ("Zoë", ("Walk, read", "eat"), 2)
    assert (second.name, second.goals, second.line) == ("Lee", (), 3)


def test_the_line_that_names_the_separator_is_not_counted(file: Path) -> None:
    (row,) = rows(file, "sep=;\r\nnumber;name\r\n1;Zoë, the first\r\n")
    assert (row.line, row.name) == (2, "Zoë, the first")


def test_a_letter_and_its_accent_become_one(file: Path) -> None:
    (row,) = rows(file, "number,name\n1,Zoe\u0308\n")
    assert row.name == "Zoë"


def test_another_column_can_name_the_files(file: Path) -> None:
    (row,) = rows(file, "seat,name\nB-12,Zoë\n", "seat")
    assert row.number == "B-12"


def test_what_is_personal_is_in_no_repr(file: Path) -> None:
    (row,) = rows(file, "number,name,goals\n1,Quispe,Quispe walks\n")
    assert "Quispe" not in repr(row)


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ("", "roster/empty-row", 1),
        (",Quispe", "roster/number", 1),
        ("Quispe Lee,", "roster/number", 1),
        ("nul,", "roster/number", 1),
        ("1.5,", "roster/number", 1),
        ("../1,", "roster/number", 1),
        (f"{'1' * 41},", "roster/number", 1),
        ("X9,Quispe", "roster/repeated-number", 1),
        ("1,=Quispe()", "roster/formula", 2),
        ("1,+Quispe", "roster/formula", 2),
        ("1,-Quispe", "roster/formula", 2),
        ("1,@Quispe", "roster/formula", 2),
        ('1,"Quispe\nLee"', "roster/control-character", 2),
        ("1,Quispe\u202e", "roster/control-character", 2),
        ("1,Quispe\x07", "roster/control-character", 2),
        (f"1,{'Quispe' * LONGEST_NAME}", "print/name", 2),
        ("1,,Quispe", "roster/choice", 3),
        ("1,,,Quispe", "roster/choice", 4),
        ("1,,,,Quispe", "roster/choice", 5),
        ("1,,,,,Quispe", "roster/choice", 6),
        ("1,,,,,,,,,Quispe;a;b;c", "roster/goals", 10),
        (f"1,,,,,,,,,{'Quispe' * LONGEST_GOAL}", "roster/goals", 10),
        ("1,,,,,,,,,,Quispe", "roster/too-many-cells", 11),
    ],
)
def test_a_mistake_is_told_with_its_row_and_column_and_without_the_cell(
    file: Path, cells: str, code: str, column: int
) -> None:
    _, problems = read(file, f"{HEAD}x9,\n{cells}\n3,\n")
    (problem,) = problems
    assert (problem.code, problem.place.line, problem.place.column) == (code, 3, column)
    assert problem.is_error
    assert "quispe" not in f"{problem.message} {problem.hint}".casefold()


def test_all_mistakes_are_told_at_once(file: Path) -> None:
    text = HEAD + "1,=a,tiny,a5\n\n1,\n2,b,,,blue,perhaps\n"
    assert mistakes(file, text) == [
        ("roster/formula", 2, 2),
        ("roster/choice", 2, 3),
        ("roster/choice", 2, 4),
        ("roster/empty-row", 3, 1),
        ("roster/repeated-number", 4, 1),
        ("roster/choice", 5, 5),
        ("roster/choice", 5, 6),
    ]


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("name,locale", [("roster/missing-column", 1, 1)]),
        ("number,nmae", [("roster/unknown-column", 1, 2)]),
        ("number,name,Name", [("roster/repeated-column", 1, 3)]),
        ("number,", [("roster/unknown-column", 1, 2)]),
    ],
)
def test_a_mistake_in_the_first_row_is_told_at_its_column(file: Path, head: str, found: list[object]) -> None:
    assert mistakes(file, f"{head}\n1,x\n") == found


def test_columns_without_a_name_that_nothing_is_in_are_left_out(file: Path) -> None:
    (row,) = rows(file, "number,name,,\n1,Zoë,,\n,,,\n,,,\n")
    assert row.name == "Zoë"


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "roster/empty", 0),
        (b"\r\n\r\n", "roster/empty", 0),
        (b"number,name\n", "roster/empty", 1),
        ("number,name\n1,Ann\n2,Zoë\n".encode("cp1252"), "roster/not-utf-8", 3),
        ("number,name\n1,Zoë\n".encode("utf-16"), "roster/not-utf-8", 0),
        (b"number,name\n1,\0\n", "roster/not-utf-8", 2),
        (b"PK\x03\x04 a spreadsheet", "roster/not-utf-8", 0),
        (b'number,name\n1,Ann\n2,"Zo\n3,Lee\n', "roster/quotation-mark", 3),
        (b'number,name\n1,"Ann" Lee\n', "roster/quotation-mark", 2),
        (b"x" * (8 * 2**20 + 1), "file/too-large", 0),
    ],
)
def test_a_file_that_is_no_such_table_is_told_of_as_a_whole(file: Path, data: bytes, code: str, line: int) -> None:
    assert [(found, where) for found, where, _ in mistakes(file, data)] == [(code, line)]


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    assert read_roster(tmp_path / "no.csv", Edition())[1][0].code == "file/not-found"
    assert read_roster(tmp_path, Edition())[1][0].code == "file/is-a-directory"
    (tmp_path / "ring").symlink_to("ring")
    assert read_roster(tmp_path / "ring", Edition())[1][0].code == "file/unreadable"


def test_ten_thousand_rows_are_read_and_one_more_is_too_many(file: Path) -> None:
    text = "number,name\n" + "".join(f"{number},Zoë\n" for number in range(MOST_ROWS))
    assert len(rows(file, text)) == MOST_ROWS
    found = mistakes(file, text + "last,Zoë\n")
    assert found == [("roster/too-many-rows", MOST_ROWS + 2, 1)]
