"""The minutes of a session, worked out from the plans of its modules.

Each module has plans of several lengths. Those are chosen that fill the session best, and what is left goes to opening,
closing and a break.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal, TypeAlias

from workbook.model import Module

Frame: TypeAlias = Literal["open", "spare", "break", "close"]
"""What a session has around its modules: opening, room to spare, breaks between modules, closing."""

_SHARES: tuple[tuple[Frame, int], ...] = (("close", 5), ("open", 5), ("break", 10), ("open", 5), ("close", 5))
"""Who gets minutes first, and how many: groups of fifty minutes open and close with five, and have ten between."""
_SHORTEST = 3
"""Minutes: what is shorter is left to the modules around it."""


@dataclass(frozen=True)
class Slot:
    """Some minutes of a session. ``start`` counts from its beginning; ``do`` is from a module's plan, or a frame."""

    start: int
    minutes: int
    do: str = ""
    frame: Frame | None = None

    @property
    def clock(self) -> str:
        """When it begins, in hours and minutes: 1:05."""
        return f"{self.start // 60}:{self.start % 60:02}"


@dataclass(frozen=True)
class Stretch:
    """Slots that belong together: those of one module and the length of its plan, or a frame."""

    slots: tuple[Slot, ...]
    module: Module | None = None
    length: int = 0


@dataclass(frozen=True)
class Timetable:
    """The whole session: its stretches, its minutes, and how many more than the session has (0 if it fits)."""

    stretches: tuple[Stretch, ...]
    minutes: int
    over: int


def timetable(modules: Sequence[Module], minutes: int) -> Timetable:
    """Plan a session of so many minutes with these modules, in order."""
    lengths = _choose([tuple(sorted(module.facilitator.plan)) for module in modules], minutes)
    shares = _share(max(0, minutes - sum(lengths)), len(modules) - 1)
    stretches: list[Stretch] = []
    clock = 0

    def frame(kind: Frame) -> None:
        nonlocal clock
        if length := shares.get(kind, 0):
            stretches.append(Stretch((Slot(clock, length, frame=kind),), length=length))
            clock += length

    frame("open")
    for number, (module, length) in enumerate(zip(modules, lengths, strict=True)):
        if number:
            frame("break")
        slots = []
        for step in module.facilitator.plan[length]:
            slots.append(Slot(clock, step.minutes, step.do))
            clock += step.minutes
        stretches.append(Stretch(tuple(slots), module, length))
    frame("spare")
    frame("close")
    return Timetable(tuple(stretches), clock, max(0, clock - minutes))


def _choose(choices: Sequence[Sequence[int]], minutes: int) -> tuple[int, ...]:
    """Choose a length for each module: as much of the session as they can fill, and evenly; else the shortest.

    Breaks come first: only where no plans leave room for them are they left out.
    """
    breaks = dict(_SHARES)["break"] * (len(choices) - 1)
    for room in (minutes - breaks, minutes):
        fitting = [lengths for lengths in product(*choices) if sum(lengths) <= room]
        if fitting:
            return max(fitting, key=lambda lengths: (sum(lengths), min(lengths)))
    return tuple(min(lengths) for lengths in choices)


def _share(left: int, breaks: int) -> dict[Frame, int]:
    """Give what is left of a session to its frames; what is over after that is room to spare."""
    shares: dict[Frame, int] = {}
    for kind, wanted in _SHARES:
        times = breaks if kind == "break" else 1
        given = min(wanted, left // times) if times else 0
        given = given if given >= _SHORTEST else 0
        shares[kind] = shares.get(kind, 0) + given
        left -= given * times
    shares["spare"] = left if left >= _SHORTEST else 0
    return shares
