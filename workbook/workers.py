"""The crew: processes that set sections side by side, as many as there are cores.

Each imports WeasyPrint once (0.4 s) and sets one section after the other. They are started afresh (``spawn``), so that
nothing of this process is copied into them.
"""

import gc
import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Self

from workbook.fragment import Fragment, dump, load
from workbook.problems import Place, Problem, ProblemsFound
from workbook.typeset import Complaint, Job, Typesetter

_GARBAGE = (100_000, 50, 50)
"""Python looks for garbage after so many new objects: a layout makes millions that live on (15 % of the time)."""


class Crew:
    """Sets jobs, in this process if there is one of them, else in others. As a context, it goes home at the end."""

    def __init__(self, size: int = 0) -> None:
        self.size = size or cores()
        self._own = Typesetter()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(wait=kind is None, cancel_futures=True)

    def call_in(self, count: int) -> None:
        """Start processes ahead of the work, so that they warm up while this one reads."""
        pool = self._processes()
        for _ in range(min(count, self.size)):
            pool.submit(_warm)

    def set(self, jobs: Sequence[Job]) -> Iterator[tuple[Fragment, tuple[Complaint, ...]]]:
        """Set jobs, and give the results in their order. Raise ProblemsFound if a process was ended from outside."""
        if not jobs:
            return
        if self._pool is None and (len(jobs) == 1 or self.size == 1):
            yield from map(self._own.set, jobs)
            return
        try:
            for data, complaints in self._processes().map(_set, jobs):
                yield load(data), complaints
        except BrokenProcessPool:
            message = "A process that sets pages was ended from outside, perhaps because memory ran out."
            hint = "Close other programs and try again; WORKBOOK_WORKERS=1 needs the least memory."
            raise ProblemsFound([Problem("print/worker-lost", Place("press"), message, hint)]) from None

    def _processes(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.size, mp_context=context, initializer=_prepare)
        return self._pool


def cores() -> int:
    """Give the number of processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_typesetter: list[Typesetter] = []


def _prepare() -> None:
    """Make a process ready. Ctrl-C is for the one that called it in, which then sends it home."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*_GARBAGE)
    _typesetter.append(Typesetter())


def _warm() -> None:
    _typesetter[0].warm()


def _set(job: Job) -> tuple[bytes, tuple[Complaint, ...]]:
    fragment, complaints = _typesetter[0].set(job)
    return dump(fragment), complaints
