"""The roster: one person a row, and what their copy of a workbook is to be like.

Every mistake is told with its row and its column, as a spreadsheet counts them. No message quotes a cell: where columns
were mixed up, any cell may hold a name.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from workbook.csvfile import Cells, CsvFile, csv_of, read_csv
from workbook.edition import Edition
from workbook.problems import Place, Problem, close_matches, did_you_mean, join_or

MOST_ROWS = 10_000
"""People in one roster."""

LONGEST_NAME = 40
"""Characters: a first name or initials; a longer text would not fit the line on the cover in large print."""

MOST_GOALS = 3
LONGEST_GOAL = 100
"""Characters: two lines on the goal sheet."""

NUMBER = "number"
COLUMNS = (NUMBER, "name", "edition", "paper", "ink", "fillable", "locale", "add", "remove", "goals")
PERSONAL = frozenset({"name", "goals"})
"""Columns that nothing but the copy itself is made from: never a file's name, never a word on the terminal."""

_CHOICES: dict[str, tuple[str, dict[str, str]]] = {
    "edition": ("size", {"standard": "standard", "large-print": "large-print"}),
    "paper": ("paper", {"letter": "letter", "a4": "a4"}),
    "ink": ("ink", {"color": "color", "grey": "grey"}),
    "fillable": ("medium", {"yes": "fillable", "no": "print"}),
}
"""Columns with words to choose from: the field of an edition that each sets, and its values by the words."""

_FORMULA = ("=", "+", "-", "@")
_LINE_BREAK = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""File names that Windows keeps for itself."""


@dataclass(frozen=True)
class Row:
    """One person's copy. What is personal is in no ``repr``: that could get into a log.

    ``line`` is the row in the table, ``number`` what the file is called. Without ``locale`` it is the program's.
    """

    line: int
    number: str
    edition: Edition
    locale: str = ""
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    name: str = field(default="", repr=False)
    goals: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Roster:
    """All rows, and in which columns (from 1) of which file they stand."""

    file: str
    columns: Mapping[str, int]
    rows: tuple[Row, ...]

    def place(self, row: Row, column: str) -> Place:
        """Give the place of a cell; of one that is not there, the place of its row."""
        return Place(self.file, row.line, self.columns.get(column, 1))


def read_roster(path: Path, edition: Edition, naming: str = NUMBER) -> tuple[Roster, tuple[Problem, ...]]:
    """Read a roster; give the rows without what is wrong with them, and everything that is.

    ``edition`` fills empty cells. The column ``naming`` says what each file is called.
    """
    return _roster(read_csv(path, MOST_ROWS + 1), edition, naming)


def roster_of(raw: bytes, name: str, edition: Edition) -> tuple[Roster, tuple[Problem, ...]]:
    """Read a roster that is in no file, as a file of this ``name`` would be read."""
    return _roster(csv_of(raw, name, MOST_ROWS + 1), edition, NUMBER)


def _roster(table: CsvFile, edition: Edition, naming: str) -> tuple[Roster, tuple[Problem, ...]]:
    problems = list(table.problems)
    if not table.rows:
        if not problems:
            hint = f"Write the names of the columns into the first row, such as  {NUMBER},name,edition"
            problems.append(Problem("roster/empty", Place(table.name), "This file has no rows.", hint))
        return Roster(table.name, {}, ()), tuple(problems)
    columns, found = _columns(table, naming)
    problems += found
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for line, cells in table.rows[1:]:
        reader = _RowReader(table.name, line, cells, columns, len(table.rows[0][1]))
        row = reader.read(edition, naming, seen)
        problems += reader.problems
        rows += [row] if row else []
    if len(table.rows) == 1 and not problems:
        place = Place(table.name, 1, 1)
        problems.append(Problem("roster/empty", place, "There are no rows below the first one.", "Add a row a person."))
    return Roster(table.name, columns, tuple(rows)), tuple(problems)


def _columns(table: CsvFile, naming: str) -> tuple[dict[str, int], list[Problem]]:
    """Give the number of each known column, and what is wrong with the first row."""
    known = (*COLUMNS, *([] if naming in COLUMNS else [naming]))
    line, cells = table.rows[0]
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    for number, cell in enumerate(cells, 1):
        name, place = _plain(cell), Place(table.name, line, number)
        match = next((column for column in known if _plain(column) == name), None)
        if match is None and name:
            message = f"Column {number} has a name that is not known."
            hint = did_you_mean(name, known) if close_matches(name, known) else f"Known are: {', '.join(known)}."
            problems.append(Problem("roster/unknown-column", place, message, hint))
        elif match in columns:
            message = f'There are two columns "{match}": {columns[match]} and {number}.'
            problems.append(Problem("roster/repeated-column", place, message, "Remove one of them."))
        elif match:
            columns[match] = number
        elif any(len(row) >= number and row[number - 1] for _, row in table.rows[1:]):
            message = f"Column {number} has no name, but something is in it."
            problems.append(Problem("roster/unknown-column", place, message, f"Known are: {', '.join(known)}."))
    if naming not in columns:
        message = f'There is no column "{naming}", which says what each file is called.'
        hint = "Give each person a number that says nothing about them." if naming == NUMBER else ""
        problems.append(Problem("roster/missing-column", Place(table.name, line, 1), message, hint))
    return columns, problems


def _plain(name: str) -> str:
    return "-".join(re.split(r"[\s_-]+", name.strip().casefold()))


@dataclass
class _RowReader:
    """Reads one row, and notes what is wrong with it; what is wrong is left out, so that the rest can be checked."""

    file: str
    line: int
    cells: Cells
    columns: Mapping[str, int]
    width: int
    problems: list[Problem] = field(default_factory=list)
    wrong: set[int] = field(default_factory=set)

    def read(self, edition: Edition, naming: str, seen: dict[str, int]) -> Row | None:
        """Give the row, or None if it is empty; ``seen`` has the numbers of rows before it."""
        if not any(self.cells):
            self._tell("", "roster/empty-row", "This row is empty.", "Delete the row.")
            return None
        for number, cell in enumerate(self.cells, 1):
            self._check_cell(number, cell)
        changes: dict[str, Any] = {}
        for column, (key, words) in _CHOICES.items():
            if chosen := self._chosen(column, words):
                changes[key] = chosen
        return Row(
            self.line,
            self._number(naming, seen),
            replace(edition, **changes),
            self._cell("locale"),
            self._ids("add"),
            self._ids("remove"),
            self._name(),
            self._goals(),
        )

    def _cell(self, column: str) -> str:
        number = self.columns.get(column, 0)
        return self.cells[number - 1] if 0 < number <= len(self.cells) and number not in self.wrong else ""

    def _check_cell(self, number: int, cell: str) -> None:
        """Check what holds for every cell, whatever is in it."""
        before = len(self.problems)
        if cell and number > self.width:
            message = "This row has more cells than the first row has columns."
            hint = "Put a cell that has a comma or a semicolon in it into quotation marks."
            self._tell(number, "roster/too-many-cells", message, hint)
        elif cell.startswith(_FORMULA):
            message = "This cell begins like a formula (with =, +, - or @)."
            hint = "Write it in another way; a cell with nothing to say stays empty."
            self._tell(number, "roster/formula", message, hint)
        elif not cell.isprintable():
            breaks = bool(_LINE_BREAK.search(cell))
            message = "This cell has a line break in it." if breaks else "This cell has signs that are not printed."
            hint = "Write it on one line." if breaks else "Type it anew."
            self._tell(number, "roster/control-character", message, hint)
        if len(self.problems) > before:
            self.wrong.add(number)

    def _number(self, naming: str, seen: dict[str, int]) -> str:
        """Give what the file is called, if no row before has taken it."""
        cell, column = self._cell(naming), self.columns.get(naming, 0)
        if column == 0 or column in self.wrong:
            return ""
        if not cell:
            self._tell(naming, "roster/number", f'The cell in the column "{naming}" is empty.', "Give each row one.")
        elif not _FILE_NAME.fullmatch(cell) or _DEVICE.fullmatch(cell):
            message = f'The cell in the column "{naming}" cannot be the name of a file.'
            hint = "Use letters from A to Z, digits, - and _: 40 at most, and a letter or a digit first."
            self._tell(naming, "roster/number", message, hint)
        elif cell.casefold() in seen:
            message = f'The cell in the column "{naming}" is the same as in row {seen[cell.casefold()]}.'
            self._tell(naming, "roster/repeated-number", message, "Give each row another one.")
        else:
            seen[cell.casefold()] = self.line
        return cell

    def _chosen(self, column: str, words: Mapping[str, str]) -> str:
        word = "-".join(self._cell(column).casefold().split())
        if word and word not in words:
            message = f'The column "{column}" takes {join_or(list(words))}, or nothing.'
            hint = did_you_mean(word, words) if close_matches(word, words) else ""
            self._tell(column, "roster/choice", message, hint)
        return words.get(word, "")

    def _ids(self, column: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, re.split(r"[\s;,]+", self._cell(column)))))

    def _name(self) -> str:
        name = unicodedata.normalize("NFC", self._cell("name"))
        if len(name) > LONGEST_NAME:
            message = f'The cell in the column "name" has more than {LONGEST_NAME} characters.'
            self._tell("name", "print/name", message, "Use a first name or initials.")
        return name

    def _goals(self) -> tuple[str, ...]:
        text = unicodedata.normalize("NFC", self._cell("goals"))
        goals = tuple(" ".join(goal.split()) for goal in text.split(";") if goal.strip())
        if len(goals) > MOST_GOALS or any(len(goal) > LONGEST_GOAL for goal in goals):
            message = f"There are {MOST_GOALS} goals at most, each of {LONGEST_GOAL} characters at most."
            self._tell("goals", "roster/goals", message, "Put a ; between goals, and say each in a few words.")
        return goals

    def _tell(self, column: str | int, code: str, message: str, hint: str) -> None:
        number = column if isinstance(column, int) else self.columns.get(column, 1)
        self.problems.append(Problem(code, Place(self.file, self.line, number), message, hint))
