"""From costs to tables: ratios of medians against the targets, and under them every figure they are made of."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeAlias

from tests.benchmarks.measure import Cost
from tests.benchmarks.works import (
    CHROMIUM,
    NAIVE,
    OURS_CACHED,
    OURS_CHANGED,
    OURS_COLD,
    OURS_COPIES,
    OURS_FIRST,
    TYPST,
)

Costs: TypeAlias = Mapping[tuple[str, str], Sequence[Cost]]
"""What each subject of each work cost, one a run."""

Outputs: TypeAlias = Mapping[tuple[str, str], Path]
"""The file that each subject of each work wrote last."""

Figures: TypeAlias = list[list[str]]

HEAD = ("work", "ours", "peer", "its", "ratio", "target", "met?", "pages: ours", "peer's", "kB: ours", "peer's")
HEAD_ALL = ("work", "program", "median s", "least s", "most s", "peak MB", "pages", "kB")


@dataclass(frozen=True)
class Target:
    """A ratio that the issue asks for. Without ``at_most``, it is shown for comparison only."""

    what: str
    work: str
    ours: str
    peer: str
    at_most: float | None
    unit: str = "s"


TARGETS = (
    Target("W1, nothing cached", "W1", OURS_COLD, NAIVE, 1.15),
    Target("W1, cached", "W1", OURS_CACHED, NAIVE, 0.5),
    Target("W1, cached", "W1", OURS_CACHED, CHROMIUM, 0.4),
    Target("W1, cached", "W1", OURS_CACHED, TYPST, None),
    Target("W2, nothing cached", "W2", OURS_COLD, NAIVE, 0.65),
    Target("W2, nothing cached", "W2", OURS_COLD, CHROMIUM, None),
    Target("W2, cached", "W2", OURS_CACHED, NAIVE, 0.10),
    Target("W2, cached", "W2", OURS_CACHED, CHROMIUM, 0.40),
    Target("W2, cached", "W2", OURS_CACHED, TYPST, 1.0),
    Target("W3, one word changed", "W2", OURS_CHANGED, NAIVE, 0.15),
    Target("W3, one word changed", "W2", OURS_CHANGED, CHROMIUM, 0.70),
    Target("W3, one word changed", "W2", OURS_CHANGED, TYPST, None),
    Target("W4, a copy after the first", "W4", OURS_COPIES, NAIVE, 0.05),
    Target("growth of time, 1x to 2x", "growth", "ours, cached, 2x", "ours, cached, 1x", None),
    Target("growth of time, 1x to 4x", "growth", "ours, cached, 4x", "ours, cached, 1x", 4.4),
    Target("growth of peak memory, 1x to 2x", "growth", "ours, cached, 2x", "ours, cached, 1x", None, "MB"),
    Target("growth of peak memory, 1x to 4x", "growth", "ours, cached, 4x", "ours, cached, 1x", 4.4, "MB"),
    Target("size of the file, W2", "W2", OURS_CACHED, NAIVE, 1.25, "kB"),
    Target("size of the file, W2", "W2", OURS_CACHED, CHROMIUM, None, "kB"),
    Target("size of the file, W2", "W2", OURS_CACHED, TYPST, None, "kB"),
)


@dataclass(frozen=True)
class Result:
    """A target and what was measured for it: medians, in the unit of the target."""

    target: Target
    ours: float
    peer: float

    @property
    def ratio(self) -> float:
        """Ours as a share of the peer's."""
        return self.ours / self.peer

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        return None if self.target.at_most is None else self.ratio <= self.target.at_most


def results(costs: Costs, outputs: Outputs, copies: int) -> list[Result]:
    """Compare the medians of what was measured; what was not measured is left out."""
    found = []
    for target in TARGETS:
        keys = (target.work, target.ours), (target.work, target.peer)
        if all(key in costs for key in keys):
            ours, peer = (_value(costs, outputs, key, target.unit) for key in keys)
            if target.ours == OURS_COPIES:
                ours = _a_copy(costs, copies)
            found.append(Result(target, ours, peer))
    return found


def _value(costs: Costs, outputs: Outputs, key: tuple[str, str], unit: str) -> float:
    read: dict[str, Callable[[Cost], float]] = {"s": lambda cost: cost.seconds, "MB": lambda cost: cost.peak_mb}
    return median(map(read[unit], costs[key])) if unit in read else _kilobytes(outputs[key])


def _a_copy(costs: Costs, copies: int) -> float:
    """Give the seconds of a copy after the first: all copies less one copy, each a whole process, shared out."""
    pairs = zip(costs["W4", OURS_COPIES], costs["W4", OURS_FIRST], strict=True)
    return median((every.seconds - first.seconds) / (copies - 1) for every, first in pairs)


def table_of_targets(found: Sequence[Result], outputs: Outputs) -> Figures:
    """Give the rows of the first table."""
    return [list(HEAD), *(_row(result, outputs) for result in found)]


def _row(result: Result, outputs: Outputs) -> list[str]:
    target = result.target
    digits = 3 if target.unit == "s" else 0
    met = {True: "yes", False: "NO", None: "–"}[result.met]
    files = [outputs[target.work, name] for name in (target.ours, target.peer)]
    return [
        target.what,
        f"{result.ours:.{digits}f} {target.unit}",
        target.peer,
        f"{result.peer:.{digits}f} {target.unit}",
        f"{result.ratio:.3f}",
        "–" if target.at_most is None else f"{target.at_most:.2f}",
        met,
        *(str(_pages(file)) for file in files),
        *(f"{_kilobytes(file):.0f}" for file in files),
    ]


def table_of_all(costs: Costs, outputs: Outputs) -> Figures:
    """Give the rows of the second table: every subject of every work."""
    return [list(HEAD_ALL), *_all(costs, outputs)]


def _all(costs: Costs, outputs: Outputs) -> Iterator[list[str]]:
    for (work, name), runs in costs.items():
        seconds = [cost.seconds for cost in runs]
        peak = max(cost.peak_mb for cost in runs)
        output = outputs[work, name]
        figures = (f"{value:.3f}" for value in (median(seconds), min(seconds), max(seconds)))
        yield [work, name, *figures, f"{peak:.0f}", str(_pages(output)), f"{_kilobytes(output):.0f}"]


def _pages(file: Path) -> int:
    import pikepdf  # noqa: PLC0415 - this process stays small while it measures others

    with pikepdf.open(file) as pdf:
        return len(pdf.pages)


def _kilobytes(file: Path) -> float:
    return file.stat().st_size / 1000


def as_text(rows: Figures) -> str:
    """Lay out a table for a terminal."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join((lines[0], "-" * len(lines[0]), *lines[1:]))


def as_markdown(rows: Figures) -> str:
    """Lay out a table as Markdown."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join((lines[0], f"|{' --- |' * len(rows[0])}", *lines[1:]))
