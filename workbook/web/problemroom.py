"""Problems: what is wrong in the files and where, and what to write instead."""

from datetime import date
from itertools import groupby
from threading import Lock

from flask import Flask
from flask.typing import ResponseReturnValue

from workbook.problems import Problem
from workbook.web.house import House, house
from workbook.web.pages import page
from workbook.web.tasks import CheckAll
from workbook.web.workshop import Rank, State, Ticket

_SECONDS = 120
_MOST = 500


class Checker:
    """Has all files checked, once for each state that they are in."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ticket: Ticket | None = None
        self._of: tuple[str, date] | None = None

    def ask(self, here: House) -> Ticket:
        """Give the ticket of the check of what there is now."""
        state = here.shelf.now().stamp, here.settings.clock()
        with self._lock:
            over = self._ticket is not None and self._ticket.state.is_over and self._ticket.state is not State.DONE
            if self._ticket is None or self._of != state or over:
                task = CheckAll(here.settings.libraries, state[1])
                self._ticket, self._of = here.workshop.hand_in(task, Rank.SHOWN, _SECONDS), state
            return self._ticket


def open_room(app: Flask) -> None:
    """Add the addresses of this room."""
    checker = Checker()
    app.add_url_rule("/problems", "problems", lambda: _problems(checker))


def _problems(checker: Checker) -> ResponseReturnValue:
    here = house()
    ticket = checker.ask(here)
    ticket.over.wait(here.settings.limits.patience)
    number, found = _result(ticket)
    files = [(name, list(group)) for name, group in groupby(found[:_MOST], key=lambda problem: problem.place.file)]
    return page(
        "problems.html",
        state=ticket.state,
        number=number,
        files=files,
        wrong=sum(problem.is_error for problem in found),
        odd=sum(not problem.is_error for problem in found),
        more=max(0, len(found) - _MOST),
    )


def _result(ticket: Ticket) -> tuple[int, tuple[Problem, ...]]:
    if isinstance(ticket.result, tuple):
        number, found = ticket.result
        return int(number), tuple(found)
    return 0, ()
