"""Jobs: files that somebody has asked for. What they give is kept in memory for an hour at most, and nowhere else."""

import secrets
import time
from dataclasses import dataclass, field
from threading import Lock

from workbook.build import BuildResult
from workbook.web.door import Visit
from workbook.web.orders import Order
from workbook.web.settings import Limits
from workbook.web.shelf import Shelf
from workbook.web.tasks import MakeFile
from workbook.web.workshop import Rank, Ticket, Workshop

_LASTS = 3600
_MOST_OPEN = 6
_MOST_KEPT = 24
_MOST_BYTES = 256 * 2**20


class TooMany(Exception):  # noqa: N818 - reads as what happened
    """One visit has asked for more files than it can use at once."""


@dataclass(frozen=True)
class Job:
    """A file on its way: whose it is, what was ordered, and the ticket of the workshop."""

    id: str
    visit: str
    order: Order
    ticket: Ticket
    begun: float = field(default_factory=time.monotonic)

    @property
    def result(self) -> BuildResult | None:
        """What was made, when it is done."""
        return self.ticket.result if isinstance(self.ticket.result, BuildResult) else None

    @property
    def size(self) -> int:
        """How many bytes are kept for it."""
        return len(self.result.pdf) + len(self.result.html) if self.result else 0


class Jobs:
    """All jobs, by ids that cannot be guessed; each is shown only to the browser that asked for it."""

    def __init__(self, workshop: Workshop, shelf: Shelf, limits: Limits) -> None:
        self._workshop = workshop
        self._shelf = shelf
        self._limits = limits
        self._lock = Lock()
        self._jobs: dict[str, Job] = {}

    def begin(self, visit: Visit, order: Order) -> Job:
        """Have something made. Raise TooMany if this visit waits for enough already."""
        stamp = self._shelf.stamp()
        with self._lock:
            self._forget()
            waiting = [job for job in self._jobs.values() if job.visit == visit.id and not job.ticket.state.is_over]
            if len(waiting) >= _MOST_OPEN:
                raise TooMany
            ticket = self._workshop.hand_in(MakeFile(order.request, stamp), Rank.WANTED, self._limits.seconds)
            job = Job(secrets.token_urlsafe(16), visit.id, order, ticket)
            self._jobs[job.id] = job
        return job

    def find(self, visit: Visit, name: str) -> Job | None:
        """Give a job of this visit."""
        with self._lock:
            self._forget()
            job = self._jobs.get(name)
        return job if job and job.visit == visit.id else None

    def _forget(self) -> None:
        """Let go of what is old, and of the oldest where there is too much."""
        now = time.monotonic()
        over = [job for job in self._jobs.values() if job.ticket.state.is_over]  # the oldest first
        size = sum(job.size for job in over)
        for number, job in enumerate(over):
            if now - job.begun > _LASTS or len(over) - number > _MOST_KEPT or size > _MOST_BYTES:
                del self._jobs[job.id]
                size -= job.size
