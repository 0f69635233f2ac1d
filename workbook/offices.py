"""Where copies are made: in processes of this computer, or on a Dask cluster. Both are standard executors."""

import contextlib
import hashlib
import importlib
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbook.tools import toolchain
from workbook.typefaces import FONTS
from workbook.workers import cores, prepare_process, undisturbed, warm


@dataclass(frozen=True)
class Office:
    """An executor, how many copies it makes at a time, and how something large is shared by all that is submitted."""

    executor: Executor
    seats: int
    share: Callable[[bytes], Any]


class NoCluster(Exception):  # noqa: N818 - reads as what happened
    """Raised where a cluster cannot be used, with the reason in words."""


@contextlib.contextmanager
def local_office(seats: int = 0) -> Iterator[Office]:
    """Give processes of this computer: ``seats`` of them, or one for each core.

    They are deaf to Ctrl-C, which is for the one that started them, and end when that one is gone.
    """
    seats = seats or cores()
    pool = ProcessPoolExecutor(seats, mp_context=multiprocessing.get_context("spawn"), initializer=prepare_process)
    try:
        with undisturbed(), contextlib.suppress(BrokenExecutor):  # told of by the first copy
            for _ in range(seats):
                pool.submit(warm)
        yield Office(pool, seats, _as_it_is)
    finally:
        for process in list((pool._processes or {}).values()):  # noqa: SLF001 - public from Python 3.14 on
            process.terminate()
        pool.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def cluster_office(address: str) -> Iterator[Office]:
    """Give the workers of a Dask cluster. Raise NoCluster if there is none, or none that would print the same.

    What copies share is sent once, and handed on from worker to worker. Tasks are not called after what they are
    given (``pure``), so that nothing that goes into a copy is hashed into a name.
    """
    try:
        distributed = importlib.import_module("distributed")
    except ImportError:
        raise NoCluster('The package "distributed" is not installed:  pip install "workbook[cluster]"') from None
    try:
        client = distributed.Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoCluster(f"There is no cluster at {address} that answers ({type(error).__name__}).") from None
    with client:
        _refuse_others(client)
        seats = sum(client.nthreads().values())
        executor = client.get_executor(pure=False)
        try:
            yield Office(executor, seats, lambda data: client.scatter(data, hash=False))
        except (distributed.KilledWorker, distributed.CommClosedError, CancelledError) as error:
            raise NoCluster(f"The cluster went away while copies were made ({type(error).__name__}).") from None
        finally:
            executor.shutdown(wait=False)


def _refuse_others(client: Any) -> None:  # noqa: ANN401 - Dask is not there to be named
    """Raise NoCluster if a worker would not make the same pages: another program, other packages, or elsewhere."""
    here = _what_prints()
    try:
        there = client.run(_what_prints)
    except Exception as error:  # noqa: BLE001 - whatever a worker raises that has no Workbook
        raise NoCluster(f"A worker of the cluster cannot run Workbook ({type(error).__name__}).") from None
    if not there:
        raise NoCluster("The cluster has no workers.")
    if any(told != here for told in there.values()):
        message = "A worker of the cluster has another Workbook, other packages, or has them in another place."
        raise NoCluster(f"{message} Each needs the same as this computer.")


def _what_prints() -> tuple[str, str, tuple[str, ...]]:
    """Give what pages depend on: the tools, the program, and where the fonts lie that pages name by their paths."""
    own = sorted(Path(__file__).parent.rglob("*.py"))
    code = hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in own))
    return toolchain(), code.hexdigest(), tuple(str(path) for path in FONTS.values())


def _as_it_is(data: bytes) -> bytes:
    return data
