"""Programs that are started, interrupted and killed in tests, and whether anything of them is left."""

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest

from tests.commands import ROOT, TODAY

_MARK = "WORKBOOK_TEST_FAMILY"
_PROC = Path("/proc")
PATIENCE = 20

needs_proc = pytest.mark.skipif(not _PROC.is_dir(), reason="processes are counted with /proc")


@dataclass
class Family:
    """Programs started in a folder, with all the processes that they start: each inherits a mark."""

    folder: Path
    mark: str = field(default_factory=lambda: uuid4().hex)

    def start(self, *arguments: str, **settings: str) -> subprocess.Popen[str]:
        """Start ``python -m workbook`` in a process group of its own."""
        changes = {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": TODAY, _MARK: self.mark, **settings}
        return subprocess.Popen(
            [sys.executable, "-m", "workbook", *arguments],
            cwd=self.folder,
            env=os.environ | changes,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def alive(self, words: str = "") -> list[int]:
        """Give the processes that are running, or those whose command has these words in it."""
        found = []
        for folder in _PROC.iterdir():
            if folder.name.isdigit():
                try:
                    marked = f"{_MARK}={self.mark}".encode() in (folder / "environ").read_bytes()
                    if marked and words.encode() in (folder / "cmdline").read_bytes():
                        found.append(int(folder.name))
                except OSError:
                    continue  # it has ended, or is another user's
        return found

    def workers(self, count: int) -> list[int]:
        """Wait until so many processes that set pages have been started, and give them."""
        self._wait(lambda: len(self.alive("spawn_main")) >= count)
        return self.alive("spawn_main")

    def all_gone(self) -> bool:
        """Wait a while for all processes to end, and tell whether they have."""
        return self._wait(lambda: not self.alive())

    @staticmethod
    def _wait(until: Callable[[], bool]) -> bool:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if until():
                return True
            time.sleep(0.02)
        return False


def all_went_home() -> bool:
    """Wait a while for the processes that this one has started to end, and tell whether they have."""
    end = time.monotonic() + PATIENCE
    while multiprocessing.active_children() and time.monotonic() < end:
        time.sleep(0.02)
    return not multiprocessing.active_children()
