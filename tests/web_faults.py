"""Tasks that go wrong: they stand for a module that is so large, or a library so broken, that it never ends."""

import os
import time
from dataclasses import dataclass

from workbook.web.tasks import Desk


@dataclass(frozen=True)
class Endless:
    """Never ends, and tells so once."""

    def run(self, desk: Desk) -> None:
        desk.progress(1, 3, "the first")
        while True:
            time.sleep(0.1)


@dataclass(frozen=True)
class Greedy:
    """Takes memory without end."""

    def run(self, desk: Desk) -> None:
        del desk
        taken = []
        while True:
            taken.append(bytearray(2**24))


@dataclass(frozen=True)
class Crash:
    """Ends its process, as a mistake in a library written in C does."""

    def run(self, desk: Desk) -> None:
        del desk
        os._exit(139)


@dataclass(frozen=True)
class Wrong:
    """Raises what nobody has foreseen, with a name in it."""

    def run(self, desk: Desk) -> None:
        del desk
        raise KeyError("Jane Example")


@dataclass(frozen=True)
class Clock:
    """Gives the time at which it was made."""

    def run(self, desk: Desk) -> float:
        del desk
        return time.monotonic()


@dataclass(frozen=True)
class Fine:
    """Gives what it was given."""

    number: int = 1

    def run(self, desk: Desk) -> int:
        del desk
        return self.number
