"""From a roster to a folder: one file a row, an index, and nothing that is half done.

Every file is written aside and renamed, and readable by its owner only. The index is written again and again while
copies are made, so that after an interruption, however rude, the next run makes what is missing.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Any

from workbook.batch import Batch, Group, troubles
from workbook.cache import Cache, key_of
from workbook.copying import GROWN, Made, Order, make_copies, make_copy, try_out
from workbook.edition import Edition
from workbook.fitting import check_all
from workbook.library import Library
from workbook.offices import Office
from workbook.order import load_for
from workbook.outbox import Entry, Outbox
from workbook.personal import Choice, choice_of
from workbook.plan import key_for
from workbook.problems import Place, Problem, ProblemsFound, sort, stop_on_errors
from workbook.request import BuildRequest, Progress
from workbook.roster import Roster, Row
from workbook.workers import Crew

_AT_ONCE = 4
"""Rows in one task: what a group shares goes with each, unless a cluster has it already."""
_LONG_WORD = 14
_WAITING = 2
"""Tasks for each seat that are under way: none waits for work, and no more than these are in memory."""


@dataclass
class Copies:
    """The copies of a roster. What rows share is set once for each choice."""

    roster: Roster
    batch: Batch

    def choices(self) -> dict[Choice, list[Row]]:
        """Give the rows by what they have in common, in the order of the roster."""
        found: dict[Choice, list[Row]] = {}
        for row in self.roster.rows:
            found.setdefault(choice_of(row), []).append(row)
        return found

    def set_pages(self, crew: Crew, progress: Progress, within: Progress | None = None) -> tuple[Problem, ...]:
        """Set what rows share, before the first copy is made; give warnings, each once.

        ``within`` is told of each section. Raise ProblemsFound if pages of any choice cannot be printed.
        """
        choices = self.choices()
        problems: dict[Problem, None] = {}
        for number, (choice, rows) in enumerate(choices.items()):
            progress(number, len(choices), f"Pages {number + 1} of {len(choices)}")
            group = self.batch.group(choice, crew, within)
            problems |= dict.fromkeys(group.problems)
            for row in filter(_is_unusual, rows):
                problems |= dict.fromkeys(self.troubles(row, try_out(group.order(row))))
        stop_on_errors(tuple(problems))
        progress(len(choices), len(choices), "Pages are ready")
        return tuple(problems)

    def in_order(self) -> Iterator[tuple[Row, Made]]:
        """Make the copies in this process, in the order of the roster.

        Raise ProblemsFound if something personal cannot be printed.
        """
        with Crew(1) as crew:  # for what was set before and has left memory
            for row in self.roster.rows:
                group = self.batch.group(choice_of(row), crew)
                made = make_copy(group.package, group.order(row))
                made = group.make_whole(row) if made.trouble == GROWN else made
                stop_on_errors(tuple(self.troubles(row, made)))
                yield row, made

    def troubles(self, row: Row, made: Made) -> Iterator[Problem]:
        """Say at the row that a copy could not be made."""
        yield from troubles(made, self.roster.place(row, "goals" if made.part else "name"))


@dataclass
class Run(Copies):
    """One run over a roster. ``made`` and ``kept`` count the copies; ``base`` is the hash of all that is not in a row.

    With ``again``, every copy is made anew, also one that is there and right.
    """

    outbox: Outbox
    base: str
    again: bool = False
    made: int = 0
    kept: int = 0
    _rows: dict[int, Row] = field(default_factory=dict)

    def make(self, office: Office, progress: Progress) -> None:
        """Make what is missing or has changed. Raise ProblemsFound if something personal cannot be printed."""
        self._rows = {row.line: row for row in self.roster.rows}
        pending: dict[Future[tuple[Made, ...]], Group] = {}
        try:
            for group, shared, orders in self._tasks(office):
                while len(pending) >= _WAITING * office.seats:
                    self._finish(pending, progress)
                pending[office.executor.submit(make_copies, shared, orders)] = group
            while pending:
                self._finish(pending, progress)
        except BrokenExecutor:
            message = "A process that makes copies was ended from outside, perhaps because memory ran out."
            hint = "Give the same command again, with --workers 1, which needs the least memory."
            raise ProblemsFound([Problem("print/worker-lost", Place("batch"), message, hint)]) from None
        finally:
            for future in pending:
                future.cancel()
            self.outbox.write_index(self.roster)

    def _tasks(self, office: Office) -> Iterator[tuple[Group, Any, tuple[Order, ...]]]:
        """Give the rows by their choices, a few at a time, with what they share."""
        with Crew(1) as crew:  # for what was set before and has left memory
            for choice, rows in self.choices().items():
                group = self.batch.group(choice, crew)
                shared = office.share(group.packed)
                left = iter(rows)
                while some := tuple(islice(left, _AT_ONCE)):
                    yield group, shared, tuple(group.order(row, self._there(row)) for row in some)

    def _there(self, row: Row) -> bytes:
        """Give the file of a row that may be right already: it was made of the same program, with the same choices."""
        if self.again or self.outbox.digest_of(row.number) != self._digest(row):
            return b""
        return self.outbox.read(row.number)

    def _digest(self, row: Row) -> str:
        return digest_for(self.base, row)

    def _finish(self, pending: dict[Future[tuple[Made, ...]], Group], progress: Progress) -> None:
        """Wait for a task, and put away what it made."""
        done, _ = wait(pending, return_when=FIRST_COMPLETED)
        for future in done:
            group = pending.pop(future)
            for made in future.result():
                row = self._rows[made.line]
                self._put(row, group.make_whole(row) if made.trouble == GROWN else made)
                progress(self.made + self.kept, len(self._rows), f"Row {row.line}")
        self.outbox.write_index(self.roster)

    def _put(self, row: Row, made: Made) -> None:
        stop_on_errors(tuple(self.troubles(row, made)))
        if made.pdf:
            self.outbox.put(row.number, made.pdf)
            self.made += 1
        else:
            self.kept += 1
        self.outbox.entries[row.number] = Entry(made.pages, row.edition.size, self._digest(row))


def _is_unusual(row: Row) -> bool:
    """Tell whether a word is so long that it might not fit on a line: such a row is tried out before any is made."""
    return any(len(word) > _LONG_WORD for word in " ".join((row.name, *row.goals)).split())


def ready(  # noqa: PLR0913 - all that a run needs
    request: BuildRequest,
    roster: Roster,
    found: tuple[Problem, ...],
    outbox: Outbox,
    cache: Cache,
    *,
    again: bool = False,
) -> tuple[Run, tuple[Problem, ...]]:
    """Check a roster, the program and the folder together; give the run over them, and warnings.

    ``found`` is what was wrong with the roster when it was read. Raise ProblemsFound with everything that is wrong;
    nothing has been made then.
    """
    batch, problems = fitted(request, roster, (*outbox.problems(), *found), load_for(request), cache)
    return Run(roster, batch, outbox=outbox, base=base_of(request), again=again), problems


def fitted(
    request: BuildRequest, roster: Roster, found: tuple[Problem, ...], library: Library, cache: Cache
) -> tuple[Batch, tuple[Problem, ...]]:
    """Give what makes the copies of a roster, and warnings. Raise ProblemsFound with everything that is wrong."""
    entry, problems = check_all(roster, found, library, request)
    stop_on_errors(sort(problems))
    if entry is None:
        raise ValueError("a program that is not there was not told of")
    return Batch(library, request, entry, cache), sort(problems)


def base_of(request: BuildRequest) -> str:
    """Hash all that is not in a row.

    The day only decides whether crisis lines are too old, and what rows choose is hashed with each row.
    """
    return key_for(replace(request, today=date.min, edition=Edition()))


def digest_for(base: str, row: Row) -> str:
    """Hash all that a copy is made from but for what is personal: no digest of a name is kept anywhere."""
    return key_of(base, repr(choice_of(row)))


def on_paper(rows: Sequence[Row]) -> list[Row]:
    """Give the rows whose copies are for paper, not to be filled in on a screen."""
    return [row for row in rows if row.edition.medium == "print"]
