"""One process of the workshop: it takes a task, tells how far it is, and gives what it has made.

Its memory is limited, and the one that called it in ends it when time is up; so a bad module stops nothing else.
"""

import contextlib
import gc
import os
import sys
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path

from workbook.cache import Cache
from workbook.problems import ProblemsFound
from workbook.verify import NotWhole
from workbook.web.tasks import Desk, Task
from workbook.workers import prepare_process, warm

Progress = tuple[str, int, int, str]
"""A message on the way: "progress", how much is done, of how much, and the title of what was set last."""


def work(line: Connection, cache: Path, aside: Path, memory: int, crew: int) -> None:
    """Take tasks from the line until it is closed. ``aside`` is the folder for what is only needed for a while."""
    os.environ["TMPDIR"] = tempfile.tempdir = str(aside)
    prepare_process()
    limit_memory(memory)
    warm()
    desk = Desk(
        Cache(cache),
        lambda done, of, title: line.send(("progress", done, of, title)),
        crew,
        lambda piece: line.send(("piece", piece)),
    )
    with contextlib.suppress(EOFError, OSError):  # the server has gone
        while True:
            _take(line, desk)


def _take(line: Connection, desk: Desk) -> None:
    """Carry out the next task. Nothing of it is held on to until the one after comes: it may have names in it."""
    task: Task = line.recv()
    line.send(("begun",))
    line.send(_answer(task, desk))
    gc.collect()  # while nobody waits: a process that sets type hardly ever does so by itself, and fonts leave rings


def _answer(task: Task, desk: Desk) -> tuple[str, object]:
    """Run a task, and say how it went. Nothing of a mistake of the program leaves the process but its kind."""
    try:
        return "done", task.run(desk)
    except ProblemsFound as found:
        return "problems", found.problems
    except MemoryError:
        return "memory", None
    except NotWhole:
        return "mistake", "NotWhole"
    except Exception as error:  # noqa: BLE001 - told without what was in the files: that may be personal
        trace, place = error.__traceback__, ""
        while trace:
            place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
            trace = trace.tb_next
        return "mistake", f"{type(error).__name__} at {place}"


def limit_memory(most: int) -> None:
    """Let this process, and those that it starts, have so many bytes each; where the system can say so."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    with contextlib.suppress(ValueError, OSError):  # less was set from outside
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    leave_no_dump()


def leave_no_dump() -> None:
    """Should this process crash, let the system write nothing of its memory to the disk."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - as above

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
