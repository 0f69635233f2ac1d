"""The crew: processes that set sections side by side, as many as there are cores.

Each imports WeasyPrint once (0.4 s) and sets one section after the other. They are started afresh (``spawn``), so that
nothing of this process is copied into them. They are deaf to Ctrl-C, which is for the one that called them in; when
that one is gone, however it ended, they end too.
"""

import contextlib
import gc
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor
from threading import Lock, Thread
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Self

from workbook.fragment import Fragment, dump, load
from workbook.problems import Place, Problem, ProblemsFound
from workbook.typeset import Complaint, Job, Typesetter
from workbook.verify import NotWhole
from workbook.verify.setting import fragment_faults

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

_GARBAGE = (1_000_000, 20, 100)
"""Python looks for garbage after so many new objects: a layout makes millions that live on (a sixth of the time)."""


class Crew:
    """Sets jobs, in this process if there is one of them, else in others. As a context, it goes home at the end.

    ``size`` is the number of processes; 0 means one for each core.
    """

    def __init__(self, size: int = 0) -> None:
        self.size = size or cores()
        self._own = Typesetter()
        self._pools: list[tuple[ProcessPoolExecutor, int]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool, _ in self._pools:
            # Their work is done, or of no use any more; ending by themselves would take them a tenth of a second.
            for process in list((pool._processes or {}).values()):  # noqa: SLF001 - public from Python 3.14 on
                process.terminate()
            pool.shutdown(cancel_futures=True)  # waits: else Python may end while the pool closes its pipes
        self._own.close()

    def call_in(self, count: int) -> None:
        """Start processes ahead of the work, so that they warm up while this one reads."""
        if self.size > 1 and not self._pools:
            self._start(min(count, self.size))

    def set(self, jobs: Iterable[Job]) -> Iterator[tuple[Fragment, tuple[Complaint, ...]]]:
        """Set jobs, and give the results in their order. Raise ProblemsFound if a process was ended from outside.

        A crew that was called in begins with the first job while others are still being made ready.
        """
        if not self._pools:
            jobs = list(jobs)
            if len(jobs) <= 1 or self.size == 1:
                yield from (_set_whole(self._own, job) for job in jobs)
                return
            self._start(min(self.size, len(jobs)))
        results = []
        try:
            for number, job in enumerate(jobs):
                if number == len(self._seats) < self.size:
                    self._start(self.size - number)
                with undisturbed():
                    results.append(self._seats[number % len(self._seats)].submit(_set, job))
            for result in results:
                data, complaints = result.result()
                yield load(data), complaints
        except BrokenExecutor:
            message = "A process that sets pages was ended from outside, perhaps because memory ran out."
            hint = "Close other programs and try again; WORKBOOK_WORKERS=1 needs the least memory."
            raise ProblemsFound([Problem("print/worker-lost", Place("press"), message, hint)]) from None

    @property
    def _seats(self) -> "list[ProcessPoolExecutor]":
        """One entry for each process."""
        return [pool for pool, count in self._pools for _ in range(count)]

    def _start(self, count: int) -> None:
        """Start processes, and let them warm up."""
        import multiprocessing  # noqa: PLC0415 - a build that finds everything in the cache needs none
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(count, mp_context=context, initializer=prepare_process)
        self._pools.append((pool, count))
        with undisturbed(), contextlib.suppress(BrokenExecutor):  # set() tells of it
            for _ in range(count):
                pool.submit(warm)


def cores() -> int:
    """Give the number of processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Let processes that are started meanwhile be on their own.

    They never hear Ctrl-C, not even as they begin, and they do not run the script that this process was started with
    (``spawn`` would do so, to find functions in it; a script that prints a workbook would print it in every worker).
    """
    script = sys.modules["__main__"]
    blocks = hasattr(signal, "pthread_sigmask")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if blocks else set()
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script
        if blocks:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


typesetters: list[Typesetter] = []
_ending = Lock()


def prepare_process() -> None:
    """Make a process ready."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda _signal, _frame: _end())
    gc.set_threshold(*_GARBAGE)
    typesetters.append(Typesetter())
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait until the process that called this one in is gone, and end: its jobs go nowhere now."""
    from multiprocessing import parent_process  # noqa: PLC0415 - loaded in every worker

    parent = parent_process()
    if parent:
        parent.join()
        _end()


def _end() -> None:
    """End at once, in the middle of whatever is being set, and leave no file behind; once, however often it is told."""
    if _ending.acquire(blocking=False):
        for typesetter in typesetters:
            typesetter.close()
        os._exit(1)


def warm() -> None:
    """Import what setting needs, ahead of the first job."""
    typesetters[0].warm()


def _set(job: Job) -> tuple[bytes, tuple[Complaint, ...]]:
    fragment, complaints = _set_whole(typesetters[0], job)
    return dump(fragment), complaints


def _set_whole(typesetter: Typesetter, job: Job) -> tuple[Fragment, tuple[Complaint, ...]]:
    """Set a job, and prove the fragment; raise NotWhole if it is not what it should be: a mistake of the program."""
    fragment, complaints = typesetter.set(job)
    found = [] if complaints else fragment_faults(fragment, job.html)
    if found:
        raise NotWhole(found)
    return fragment, complaints
