"""The workshop: processes that make files, each watched by a thread that ends it when time is up or nobody waits.

A process that was ended, ran out of memory or crashed is replaced by a fresh one; the others do not notice.
"""

import contextlib
import multiprocessing
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Condition, Event, Lock, Thread
from typing import Any

from workbook.problems import Problem
from workbook.web.tasks import Task
from workbook.web.worker import work
from workbook.workers import undisturbed

_LOOK = 0.05
"""Seconds between looks at the clock while a process works."""
_START = 60
"""Seconds that a process may take to begin, on a machine that has much to do."""


class Rank(IntEnum):
    """Who comes first: what somebody waits for, then what a page shows, then what may be looked at later."""

    WANTED = 0
    SHOWN = 1
    LATER = 2


class State(StrEnum):
    """How far something is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    PROBLEMS = "problems"
    STOPPED = "stopped"
    TIME = "time"
    MEMORY = "memory"
    MISTAKE = "mistake"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self not in {State.WAITING, State.WORKING}


@dataclass
class Ticket:
    """A task that was handed in: how far it is, and what came of it.

    ``asked`` is when somebody last asked for it (on the clock ``time.monotonic``). ``problems`` are those of the files
    that stopped it; ``mistake`` says what went wrong in the program. ``pieces`` are those of a large file, in order.
    When it is over, the task is let go of: it may have names in it.
    """

    task: Task | None
    rank: Rank
    seconds: float
    state: State = State.WAITING
    done: int = 0
    of: int = 0
    title: str = ""
    result: object = None
    pieces: list[bytes] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()
    mistake: str = ""
    asked: float = field(default_factory=time.monotonic)
    over: Event = field(default_factory=Event)
    unwanted: Event = field(default_factory=Event)

    def stop(self) -> None:
        """Say that nobody waits for it any more."""
        self.unwanted.set()

    def end(self, state: State) -> None:
        """Note how it ended."""
        self.task = None
        if state is not State.DONE:
            self.pieces.clear()
        self.state = state
        self.over.set()

    def forget(self) -> None:
        """Let go of all that was made."""
        self.stop()
        self.result = None
        self.pieces.clear()


class Workshop:
    """Takes tasks, and has them made by ``size`` processes; one of them is kept free of what can wait.

    ``memory`` is in bytes, for each process. ``tell`` is told of mistakes of the program. Close it at the end.
    """

    def __init__(self, size: int, cache: Path, memory: int, tell: Callable[[str], None]) -> None:
        self.aside = Path(tempfile.mkdtemp(prefix="workbook-serve-"))
        self._begin = (cache, self.aside, memory, size)
        self._tell = tell
        self._waiting: list[Ticket] = []
        self._bell = Condition()
        self._closed = Event()
        self._starting = Lock()
        ranks = [Rank.SHOWN if size > 1 and number == 0 else Rank.LATER for number in range(size)]
        self._threads = [Thread(target=self._serve, args=(rank,), daemon=True) for rank in ranks]
        for thread in self._threads:
            thread.start()

    def hand_in(self, task: Task, rank: Rank, seconds: float) -> Ticket:
        """Have something made, in ``seconds`` at most."""
        ticket = Ticket(task, rank, seconds)
        with self._bell:
            self._waiting.append(ticket)
            self._bell.notify_all()
        return ticket

    def withdraw(self, ticket: Ticket) -> None:
        """Say that nobody waits for it any more; what has not begun is over at once."""
        ticket.stop()
        with self._bell:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
                ticket.end(State.STOPPED)

    def close(self) -> None:
        """End all processes, whatever they do, and clear away what they have left."""
        self._closed.set()
        with self._bell:
            self._bell.notify_all()
        for thread in self._threads:
            thread.join(5)
        shutil.rmtree(self.aside, ignore_errors=True)

    def _serve(self, least: Rank) -> None:
        """Watch one process for as long as the workshop is open."""
        seat = _Seat(self._begin, self._starting)
        try:
            with contextlib.suppress(OSError):  # a first process, so that it warms up; what it takes is told later
                seat.fill()
            while ticket := self._next(least):
                self._carry_out(ticket, seat)
        finally:
            seat.clear()

    def _next(self, least: Rank) -> Ticket | None:
        """Wait for the next task that this process may take, the most urgent first; None when all is over."""
        with self._bell:
            while not self._closed.is_set():
                for ticket in [one for one in self._waiting if one.unwanted.is_set()]:
                    self._waiting.remove(ticket)
                    ticket.end(State.STOPPED)
                mine = [ticket for ticket in self._waiting if ticket.rank <= least]
                if mine:
                    first = min(mine, key=_turn)  # of equals the oldest
                    self._waiting.remove(first)
                    first.state = State.WORKING
                    return first
                self._bell.wait(1)
        return None

    def _carry_out(self, ticket: Ticket, seat: "_Seat") -> None:
        try:
            line = seat.fill()
            line.send(ticket.task)
            state = self._follow(ticket, line)
        except (EOFError, OSError):
            state = State.MEMORY  # the most frequent reason by far for a process to be gone
        except Exception as error:  # noqa: BLE001 - whatever it is, this thread has to go on watching its process
            ticket.mistake, state = type(error).__name__, State.MISTAKE
            seat.clear()
        if state in {State.TIME, State.STOPPED, State.MEMORY}:
            seat.clear()
        if state is State.MISTAKE:
            self._tell(f"{type(ticket.task).__name__}: {ticket.mistake}")
        ticket.end(state)

    def _follow(self, ticket: Ticket, line: Connection) -> State:
        """Listen to a process until it is done, or has to be ended. Raise EOFError if it is gone."""
        until = time.monotonic() + _START
        while True:
            if ticket.unwanted.is_set() or self._closed.is_set():
                return State.STOPPED
            if time.monotonic() > until:
                return State.TIME
            if not line.poll(_LOOK):
                continue
            kind, *told = line.recv()
            if kind == "begun":
                until = time.monotonic() + ticket.seconds
            elif kind == "progress":
                ticket.done, ticket.of, ticket.title = told
            elif kind == "piece":
                ticket.pieces.append(told[0])
            else:
                _note(ticket, kind, told[0])
                return State(kind)


def _note(ticket: Ticket, kind: str, told: Any) -> None:  # noqa: ANN401 - what a task gives
    """Note what came of a task."""
    if kind == "done":
        ticket.result = told
    elif kind == "problems":
        ticket.problems = told
    else:
        ticket.mistake = str(told)


def _turn(ticket: Ticket) -> tuple[Rank, float]:
    """Say whose turn it is: of what can wait, it is that which a page was asked for last."""
    return ticket.rank, -ticket.asked if ticket.rank is Rank.LATER else 0


class _Seat:
    """The place of one process."""

    def __init__(self, begin: tuple[Path, Path, int, int], starting: Lock) -> None:
        self._begin = begin
        self._starting = starting
        self._process: BaseProcess | None = None
        self._line: Connection | None = None

    def fill(self) -> Connection:
        """Give the line to the process; start one if there is none, or it has ended."""
        if self._process and self._line and self._process.is_alive():
            return self._line
        self.clear()
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs, *self._begin))
        with self._starting, undisturbed():  # one at a time: it touches what all threads share
            self._process.start()
        theirs.close()
        return self._line

    def clear(self) -> None:
        """End the process at once. What it has started itself ends when it is gone."""
        if self._process:
            self._process.kill()
            self._process.join()
        if self._line:
            self._line.close()
        self._process = self._line = None
