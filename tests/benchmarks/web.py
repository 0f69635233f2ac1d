"""The pages of the browser: requests a second, and how long one takes, with four visitors at once.

All kinds of request take turns in one run. A file that costs the server nothing to make (a style sheet) is one of them:
how much longer than that a page takes is a ratio that holds on any machine.
"""

import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median, quantiles

from tests.benchmarks.clinic import make_clinic
from tests.benchmarks.measure import NotRun
from tests.benchmarks.visitor import Served, Visitor, serving
from workbook import paths

VISITORS = 4
MANY = 1000
_TRIES = 30
MODULE = "slow-breathing"
YARDSTICK = "a style sheet (the yardstick)"
_PROSE = re.compile(r" {2,}(?:- )?[^-:#\"'\[\]{}>|]+ [a-z]+\.")
"""A line of running text that ends a sentence: its last word can be any."""
_PICTURE = re.compile(r'src="(/write/pictures/[^"]+)"')
HEAD = ("request", "each second", "median ms", "95th ms", "times the yardstick")


@dataclass
class Kind:
    """One kind of request: what one visitor does, and how many seconds each took."""

    name: str
    act: Callable[[Visitor, int], None]
    visitors: Sequence[Visitor] = ()
    took: list[float] = field(default_factory=list)
    lasted: float = 0

    def run(self, seconds: float) -> None:
        """Let all visitors do it again and again, at once."""
        begun = time.perf_counter()
        with ThreadPoolExecutor(len(self.visitors)) as pool:
            for took in pool.map(lambda visitor: self._repeat(visitor, begun + seconds), self.visitors):
                self.took += took
        self.lasted += time.perf_counter() - begun

    def _repeat(self, visitor: Visitor, until: float) -> list[float]:
        took: list[float] = []
        while (before := time.perf_counter()) < until or not took:
            self.act(visitor, len(self.took) + len(took))
            took.append(time.perf_counter() - before)
        return took

    def row(self, yardstick: float) -> list[str]:
        """Give the figures as words."""
        middle, late = median(self.took), quantiles(self.took, n=20)[-1] if len(self.took) > 1 else self.took[0]
        rate = len(self.took) / self.lasted
        return [self.name, f"{rate:.1f}", f"{middle * 1000:.1f}", f"{late * 1000:.1f}", f"{middle / yardstick:.1f}"]


def measure(folder: Path, seconds: float, rounds: int, tell: Callable[[str], None]) -> list[list[str]]:
    """Serve a library of a thousand modules and the shipped one, visit both in turns, and give the rows of a table."""
    tell(f"web, writing {MANY} modules")
    many = make_clinic(folder / "many", MANY)
    own = folder / "own"
    own.mkdir(exist_ok=True)
    with ExitStack() as stack:
        large = stack.enter_context(serving(folder / "cache-many", folder / "many.txt", many))
        usual = stack.enter_context(serving(folder / "cache-web", folder / "web.txt", own))
        kinds = [*_of_large(_visitors(large)), *_of_usual(_visitors(usual))]
        for kind in kinds:
            tell(f"web, {kind.name}, for the first time")
            _once(kind)
        for number in range(1, rounds + 1):
            for kind in kinds:
                tell(f"web, {kind.name}, round {number} of {rounds}")
                kind.run(seconds)
    yardstick = median(next(kind.took for kind in kinds if kind.name == YARDSTICK))
    return [kind.row(yardstick) for kind in kinds]


def _once(kind: Kind) -> None:
    """Do it until it works: what is made for the first time may take longer than a visitor is let wait."""
    for _ in range(_TRIES):
        try:
            return kind.act(kind.visitors[0], -1)
        except NotRun as problem:
            last = problem
            time.sleep(1)
    raise last


def _visitors(served: Served) -> list[Visitor]:
    first = Visitor(served.link)
    return [first, *(first.invite() for _ in range(VISITORS - 1))]


def _of_large(visitors: Sequence[Visitor]) -> list[Kind]:
    return [
        Kind(YARDSTICK, lambda who, _: _some(who.page("/static/web.css")), visitors),
        Kind(f"library, {MANY} modules", lambda who, _: _some(who.page("/")), visitors),
        Kind(f"search, {MANY} modules", lambda who, _: _some(who.page("/?q=panic")), visitors),
    ]


def _of_usual(visitors: Sequence[Visitor]) -> list[Kind]:
    return [
        Kind("page of a module", lambda who, _: _some(who.page(f"/modules/{MODULE}")), visitors),
        Kind("cached handout, ordered and fetched", _handout, visitors),
        Kind("preview of a changed text, and its picture", Typist().type, visitors),
        Kind("the same, one visitor", Typist().type, visitors[:1]),
    ]


class Typist:
    """Changes one word in a shipped module, each time at another place, and looks at the page where it stands."""

    def __init__(self) -> None:
        file = next((paths.CONTENT / "modules").rglob(f"{MODULE}.yaml"))
        self._lines = file.read_text(encoding="utf-8").splitlines()
        self._places = [number for number, line in enumerate(self._lines) if _PROSE.fullmatch(line)]
        self._count = count()

    def type(self, who: Visitor, _: int) -> None:
        """Change a word, and wait for the picture of its page."""
        number = next(self._count)
        place = self._places[number % len(self._places)]
        lines = [*self._lines]
        lines[place] = f"{lines[place].rpartition(' ')[0]} word{number}."
        told = {"kind": "modules", "name": MODULE, "view": "standard", "line": str(place + 1), "text": "\n".join(lines)}
        status, _head, data = who.send("/write/preview", told)
        found = _PICTURE.search(data.decode())
        if status != 200 or not found:
            raise NotRun(f"a preview gave {status} and no picture")
        _some(who.page(found[1]))


def _handout(who: Visitor, _: int) -> None:
    data = who.follow(f"/modules/{MODULE}", {"do": "save"})
    if not data.startswith(b"%PDF"):
        raise NotRun("a handout was not ready in a moment")


def _some(data: bytes) -> None:
    if not data:
        raise NotRun("an answer was empty")
