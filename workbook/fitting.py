"""Whether a roster fits a program: the modules and languages that rows name, the letters of names, the place of goals.

What is wrong is told at the row and the column that brought it about. No message quotes a cell.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import uharfbuzz

from workbook.batch import varied
from workbook.checks import Written
from workbook.files import real_path
from workbook.language import language_of
from workbook.library import Library, is_path
from workbook.model import Program
from workbook.order import compose, find_problems
from workbook.personal import Choice, choice_of, goal_spot
from workbook.problems import Problem, did_you_mean, errors
from workbook.request import BuildRequest
from workbook.roster import Roster, Row
from workbook.typefaces import SCRIPTS, data_of

_AFTER_LATIN, _SIGNS = 0x0590, 0x1E00
"""Between these lie the scripts that need a font of their own, also where one of ours has some of their letters."""


def program_of(library: Library, name: str) -> Written | None:
    """Give the program of an id or of the path of a file; None if there is none."""
    if not is_path(name):
        return library.programs.get(name)
    path = real_path(Path(name))
    return next((entry for entry in library.programs.values() if entry.source.real == path), None)


def check_all(
    roster: Roster, found: Iterable[Problem], library: Library, request: BuildRequest
) -> tuple[Written | None, list[Problem]]:
    """Check a roster and the program together; give the program, and everything that is wrong.

    ``found`` is what was wrong with the roster when it was read.
    """
    own = find_problems(library, request)
    entry = program_of(library, request.program or "")
    problems = [*found, *own]
    if entry and not errors(own):
        problems += check_roster(roster, library, entry, request)
    return entry, problems


def check_roster(roster: Roster, library: Library, entry: Written, request: BuildRequest) -> Iterator[Problem]:
    """Give what is wrong with rows, where the program itself is right; warnings that a row brings about, too."""
    known = frozenset(find_problems(library, request))
    checker = _Checker(roster, library, entry, request, known)
    told: set[Choice] = set()
    places: dict[Choice, bool] = {}
    for row in roster.rows:
        found = [*checker.ids(row), *checker.letters(row)]
        choice = choice_of(row)
        if not found and choice not in told:
            found += checker.choice(row, choice)
            told |= set() if errors(found) else {choice}
        if row.goals and not errors(found) and choice not in places:
            places[choice] = checker.has_goal_sheet(choice)
        if row.goals and not places.get(choice, True):
            place = roster.place(row, "goals")
            message = "There is no goal sheet in this copy, and so no place for goals."
            hint = 'Write a module with one into the column "add", such as goals-that-fit.'
            found.append(Problem("roster/no-goal-sheet", place, message, hint))
        yield from found


@dataclass(frozen=True)
class _Checker:
    """Checks one row after the other; ``known`` are problems of the program itself."""

    roster: Roster
    library: Library
    entry: Written
    request: BuildRequest
    known: frozenset[Problem]

    @property
    def program(self) -> Program:
        """The program as it is without rows."""
        assert isinstance(self.entry.value, Program)  # noqa: S101 - program_of gives nothing else
        return self.entry.value

    def ids(self, row: Row) -> Iterator[Problem]:
        """Check what a row names: a language, modules to add and to remove."""
        if row.locale and row.locale not in self.library.crisis:
            message = "There are no crisis lines for the language in this cell."
            hint = did_you_mean(row.locale, self.library.crisis)
            yield Problem("reference/unknown-locale", self.roster.place(row, "locale"), message, hint)
        mine = [module for session in self.program.sessions for module in session.modules]
        unknown = "reference/unknown-module"
        for which, name in enumerate(row.remove, 1):
            if name not in mine:
                message = f"Id {which} in this cell is not a module of the program."
                yield Problem(unknown, self.roster.place(row, "remove"), message, did_you_mean(name, mine))
        for which, name in enumerate(row.add, 1):
            place = self.roster.place(row, "add")
            if name not in self.library.modules:
                hint = did_you_mean(name, self.library.modules) or "See  workbook list modules"
                yield Problem(unknown, place, f"Id {which} in this cell is not a module.", hint)
            elif name in mine and name not in row.remove:
                message = f"Id {which} in this cell is a module that the program has already."
                yield Problem("reference/repeated-module", place, message, "Take it out of this cell.")
        if not (set(mine) - set(row.remove) or row.add):
            message = "No module of the program is left for this row."
            yield Problem("schema/too-few", self.roster.place(row, "remove"), message, "Leave in at least one.")

    def letters(self, row: Row) -> Iterator[Problem]:
        """Check that the fonts have all letters of a name and of goals, as they will be set."""
        script = SCRIPTS.get(language_of(row.locale or self.program.locale).script)
        written = "Body" if row.edition.medium == "fillable" else "Hand"
        for column, face, text in (("name", "Body", row.name), ("goals", written, "".join(row.goals))):
            ranges = script.ranges if script else ()
            known = _signs(face) | (_signs(script.family) if script and script.path else frozenset())
            for which, sign in enumerate(text, 1):
                code = ord(sign)
                foreign = _AFTER_LATIN <= code < _SIGNS and not any(a <= code <= b for a, b in ranges)
                if foreign or (code not in known and not sign.isspace()):
                    message = f"The fonts of the page do not have character {which} of this cell."
                    hint = "Write it in other letters; the fonts have those of western European languages."
                    yield Problem("print/missing-character", self.roster.place(row, column), message, hint)
                    break

    def choice(self, row: Row, choice: Choice) -> list[Problem]:
        """Check the program as a row changes it; what was not wrong without the row is told at the row."""
        found = find_problems(*varied(self.library, self.entry, self.request, choice))
        return [
            replace(problem, place=self.roster.place(row, self._column(problem, row)))
            for problem in found
            if problem not in self.known
        ]

    def has_goal_sheet(self, choice: Choice) -> bool:
        """Tell whether a copy has a place for goals."""
        workbook, _ = compose(*varied(self.library, self.entry, self.request, choice))
        return goal_spot(workbook) is not None

    @staticmethod
    def _column(problem: Problem, row: Row) -> str:
        """Give the column that brought a problem about."""
        of_language = problem.code.startswith("language/") or problem.code.startswith("safety/")
        return "locale" if row.locale and of_language else "add" if row.add else "remove"


@cache
def _signs(face: str) -> frozenset[int]:
    """Give the characters that a face has."""
    return frozenset(uharfbuzz.Face(data_of(face)).unicodes)
