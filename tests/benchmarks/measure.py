"""Run one whole process and say what it cost."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CORES = 2
ROOT = Path(__file__).resolve().parents[2]
_BYTES = 1 if sys.platform == "darwin" else 1024
_SAID = 2000


class NotRun(Exception):  # noqa: N818
    """A program that was to be measured failed; carries the end of what it said."""


@dataclass(frozen=True)
class Cost:
    """Wall time in seconds, from before the process is started until it has ended, and peak memory in megabytes.

    The memory is the peak resident set of the largest process of the tree, as the system counts it (``wait4``), not a
    sum over the tree: pages that processes share would be counted twice.
    """

    seconds: float
    peak_mb: float


def keep_to_two_cores() -> int:
    """Let this process and all that it starts use two cores, where the system can do that; give their number."""
    if not hasattr(os, "sched_setaffinity"):
        return os.cpu_count() or 1
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    return len(os.sched_getaffinity(0))


def run(command: Sequence[str], environment: Mapping[str, str], log: Path) -> Cost:
    """Run a command to its end; what it says goes to a file. Raise NotRun if it fails."""
    with log.open("wb") as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, env=dict(environment), stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        said_last = log.read_text(encoding="utf-8", errors="replace")[-_SAID:]
        raise NotRun(f"{' '.join(command)}\nended with {process.returncode}:\n{said_last}")
    return Cost(seconds, usage.ru_maxrss * _BYTES / 1_000_000)
