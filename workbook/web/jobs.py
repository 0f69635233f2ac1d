"""Jobs: files that somebody has asked for. What they give is kept in memory for an hour at most, and nowhere else."""

import secrets
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock, Timer
from typing import Protocol

from workbook.build import BuildResult
from workbook.web.door import Visit
from workbook.web.settings import Limits
from workbook.web.shelf import Shelf
from workbook.web.tasks import Task
from workbook.web.workshop import Rank, State, Ticket, Workshop

_LASTS = 3600
_MOST_OPEN = 6
_MOST_KEPT = 24
_MOST_BYTES = 256 * 2**20


class TooMany(Exception):  # noqa: N818 - reads as what happened
    """One visit has asked for more files than it can use at once."""


class Wanted(Protocol):
    """What is wanted: its title for people, the name of the file on a disk, and its kind in the words of the web.

    ``is_page`` says whether it is a web page. ``template`` shows how far it is, and leads back to the page ``back``.
    It may take ``times`` as long as one file.
    """

    @property
    def title(self) -> str: ...  # noqa: D102 - see above, and so below
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def is_page(self) -> bool: ...  # noqa: D102
    @property
    def template(self) -> str: ...  # noqa: D102
    @property
    def back(self) -> str: ...  # noqa: D102
    @property
    def times(self) -> int: ...  # noqa: D102

    def task(self, stamp: str) -> Task:
        """Give what the workshop has to do with the files in the state ``stamp``."""


@dataclass(frozen=True)
class Job:
    """A file on its way: whose it is, what was ordered, and the ticket of the workshop."""

    id: str
    visit: str
    order: Wanted
    ticket: Ticket
    begun: float = field(default_factory=time.monotonic)

    @property
    def result(self) -> BuildResult | None:
        """What was made, when it is done, and is one file."""
        return self.ticket.result if isinstance(self.ticket.result, BuildResult) else None

    @property
    def file(self) -> tuple[bytes, ...]:
        """The file in pieces; nothing if it is not there."""
        if self.ticket.state is not State.DONE:
            return ()
        if self.result is None:
            return tuple(self.ticket.pieces)
        return (self.result.html.encode() if self.order.is_page else self.result.pdf,)

    @property
    def size(self) -> int:
        """How many bytes are kept for it."""
        whole = len(self.result.pdf) + len(self.result.html) if self.result else 0
        return whole + sum(map(len, self.ticket.pieces))


class Jobs:
    """All jobs, by ids that cannot be guessed; each is shown only to the browser that asked for it."""

    def __init__(self, workshop: Workshop, shelf: Shelf, limits: Limits) -> None:
        self._workshop = workshop
        self._shelf = shelf
        self._limits = limits
        self._lock = Lock()
        self._jobs: dict[str, Job] = {}
        self._timer: Timer | None = None

    def begin(self, visit: Visit, order: Wanted) -> Job:
        """Have something made. Raise TooMany if this visit waits for enough already."""
        stamp = self._shelf.stamp()
        with self._lock:
            self._tidy()
            waiting = [job for job in self._jobs.values() if job.visit == visit.id and not job.ticket.state.is_over]
            if len(waiting) >= _MOST_OPEN:
                raise TooMany
            ticket = self._workshop.hand_in(order.task(stamp), Rank.WANTED, self._limits.seconds * order.times)
            job = Job(secrets.token_urlsafe(16), visit.id, order, ticket)
            self._jobs[job.id] = job
            self._set_timer(_LASTS)
        return job

    def find(self, visit: Visit, name: str) -> Job | None:
        """Give a job of this visit."""
        with self._lock:
            self._tidy()
            job = self._jobs.get(name)
        return job if job and job.visit == visit.id else None

    def all_of(self, visit: Visit) -> list[Job]:
        """Give the jobs of this visit, the newest first."""
        with self._lock:
            self._tidy()
            return [job for job in reversed(self._jobs.values()) if job.visit == visit.id]

    def forget(self, job: Job) -> None:
        """Stop a job, if it is not over, and let go of what it has made."""
        self._drop(lambda one: one is job)

    def forget_all(self, visit: Visit) -> None:
        """Stop all jobs of a visit, and let go of what they have made."""
        self._drop(lambda one: one.visit == visit.id)

    def _drop(self, is_meant: Callable[[Job], bool]) -> None:
        with self._lock:
            for job in [job for job in self._jobs.values() if is_meant(job)]:
                del self._jobs[job.id]
                self._workshop.withdraw(job.ticket)
                job.ticket.forget()

    def _tidy(self) -> None:
        """Let go of what is old, and of the oldest where there is too much."""
        now = time.monotonic()
        over = [job for job in self._jobs.values() if job.ticket.state.is_over]  # the oldest first
        kept, size = Counter(job.visit for job in over), sum(job.size for job in over)
        for job in over:
            if now - job.begun > _LASTS or kept[job.visit] > _MOST_KEPT or size > _MOST_BYTES:
                del self._jobs[job.id]
                kept[job.visit] -= 1
                size -= job.size
                job.ticket.forget()

    def _set_timer(self, seconds: float) -> None:
        """See to it that what is old goes, also when nobody asks for anything any more."""
        if self._timer is None:
            self._timer = Timer(seconds, self._ring)
            self._timer.daemon = True
            self._timer.start()

    def _ring(self) -> None:
        with self._lock:
            self._timer = None
            self._tidy()
            if self._jobs:
                self._set_timer(_LASTS / 60)
