"""How a table is shown that was looked at: what is to be mended stands beside its row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workbook.csvfile import Cells, csv_of
from workbook.problems import Problem, errors
from workbook.roster import MOST_ROWS, Roster
from workbook.web.copies.making import TABLE
from workbook.web.hints import in_browser

_MOST_ROWS = 100
_MOST_WORDS = 30


@dataclass(frozen=True)
class Remark:
    """What is to be mended: where (in words), what is wrong and what to do."""

    where: str
    message: str
    hint: str
    is_error: bool


@dataclass(frozen=True)
class Line:
    """A row: its number, its cells with whether each has something wrong in it, and what is to be mended."""

    number: int
    cells: tuple[tuple[str, bool], ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class Looked:
    """A table that was looked at: all of it if it is right, else the rows that are to be mended.

    ``general`` is what concerns no row alone; ``more`` says how many rows or remarks are not shown.
    """

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    general: tuple[Remark, ...]
    rows: int
    wrong: int
    odd: int
    more: int

    @property
    def is_right(self) -> bool:
        """Whether nothing has to be mended."""
        return self.wrong == 0


def look(raw: bytes, roster: Roster, problems: Iterable[Problem]) -> Looked:
    """Put what is wrong beside the rows. A roster that is no table (a number of copies) has no lines."""
    problems = tuple(problems)
    cells = dict(csv_of(raw, TABLE, MOST_ROWS + 1).rows[1:]) if roster.columns else {}
    columns = dict(sorted(roster.columns.items(), key=lambda item: item[1]))
    names = {number: name for name, number in columns.items()}
    beside: dict[int, list[Problem]] = {}
    general: list[Remark] = []
    for one in problems:
        if one.place.file == TABLE and one.place.line in cells:
            beside.setdefault(one.place.line, []).append(one)
        else:
            general.append(_remark(one, _place(one)))
    wrong = len(errors(problems))
    shown = sorted(beside if wrong else cells)
    lines = [_line(number, cells[number], columns, names, beside.get(number, [])) for number in shown[:_MOST_ROWS]]
    more = len(shown) - len(lines) + max(len(general) - _MOST_WORDS, 0)
    odd = len(problems) - wrong
    return Looked(tuple(columns), tuple(lines), tuple(general[:_MOST_WORDS]), len(roster.rows), wrong, odd, more)


def _line(
    number: int, cells: Cells, columns: Mapping[str, int], names: Mapping[int, str], problems: Iterable[Problem]
) -> Line:
    wrong = {problem.place.column for problem in problems if problem.is_error}
    shown = tuple((cells[at - 1] if at <= len(cells) else "", at in wrong) for at in columns.values())
    remarks = tuple(_remark(one, names.get(one.place.column, f"column {one.place.column}")) for one in problems)
    return Line(number, shown, remarks)


def _remark(problem: Problem, where: str) -> Remark:
    return Remark(where, problem.message, in_browser(problem.hint), problem.is_error)


def _place(problem: Problem) -> str:
    """Say where something is: a row of the table, the table, or a file."""
    place = problem.place
    if place.file != TABLE:
        return str(place)
    if not place.line:
        return "The table"
    return f"Row {place.line}" + (f", column {place.column}" if place.column > 1 else "")
