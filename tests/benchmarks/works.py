"""The works: who prints what, and how. Each is a group whose runs take turns, so that noise hits all alike."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.clinic import PROGRAM, SINGLE, change_a_word

OURS_COLD = "ours, nothing cached"
OURS_CACHED = "ours, cached"
OURS_CHANGED = "ours, one word changed"
OURS_FIRST = "ours, first copy"
OURS_COPIES = "ours, all copies"
NAIVE = "naive WeasyPrint"
CHROMIUM = "Chromium"
TYPST = "Typst"

_PEERS = Path(__file__).parent / "peers"
_CHROMIUMS = ("/usr/lib/chromium/chromium", "chromium", "chromium-browser", "google-chrome")
"""Debian's /usr/bin/chromium is a shell script that starts the first of these; without it, it starts sooner."""


@dataclass(frozen=True)
class Subject:
    """One program at one work: ``before`` is called before each run, outside of the measured time."""

    name: str
    command: Sequence[str]
    output: Path
    cache: Path | None = None
    before: Callable[[int], None] = lambda _run: None


@dataclass(frozen=True)
class Work:
    """Subjects that take turns. ``first`` are run once beforehand and not measured: they fill caches."""

    name: str
    subjects: tuple[Subject, ...]
    first: tuple[Subject, ...] = ()


@dataclass(frozen=True)
class Workshop:
    """Where things lie: the prepared folder, the fonts, and how many copies are printed."""

    folder: Path
    fonts: tuple[str, ...]
    copies: int
    missing: list[str] = field(default_factory=list)

    def output(self, work: str, subject: str) -> Path:
        """Give the file that a subject writes."""
        return self.folder / "printed" / f"{work}-{subject}.pdf".replace(", ", "-").replace(" ", "-")


def works(shop: Workshop) -> Iterator[Work]:
    """Give all works, in the order of the issue's table."""
    handout = ("handout", SINGLE)
    program = ("build", PROGRAM)
    yield _work(shop, "W1", "single", handout, (_cold, _cached))
    yield _work(shop, "W2", "x1", program, (_cold, _cached, _changed))
    yield _copies(shop)
    growth = tuple(_cached(shop, "growth", size, program, f"ours, cached, {size[1]}x") for size in ("x1", "x2", "x4"))
    yield Work("growth", growth, growth)


def _work(shop: Workshop, name: str, clinic: str, what: Sequence[str], ours: Sequence[Callable[..., Subject]]) -> Work:
    own = tuple(make(shop, name, clinic, what) for make in ours)
    return Work(name, (*own, *_peers(shop, name, clinic)), tuple(s for s in own if s.name != OURS_COLD))


def _ours(shop: Workshop, clinic: str, what: Sequence[str], output: Path) -> tuple[str, ...]:
    """Our own command line, in a new Python process."""
    return (sys.executable, "-m", "workbook", "--library", str(shop.folder / clinic), *what, "-o", str(output))


def _cold(shop: Workshop, work: str, clinic: str, what: Sequence[str]) -> Subject:
    """An empty cache each time; filling it is part of the work, as it is for people."""
    output = shop.output(work, OURS_COLD)
    cache = shop.folder / "caches" / f"{work}-cold"
    return Subject(OURS_COLD, _ours(shop, clinic, what, output), output, cache, lambda _run: _empty(cache))


def _cached(shop: Workshop, work: str, clinic: str, what: Sequence[str], name: str = OURS_CACHED) -> Subject:
    """All in the cache, as when a workbook is printed a second time."""
    output = shop.output(work, name)
    return Subject(name, _ours(shop, clinic, what, output), output, shop.folder / "caches" / clinic)


def _changed(shop: Workshop, work: str, clinic: str, what: Sequence[str]) -> Subject:
    """All in the cache but one module, in which each run has a word that was never there before."""
    del clinic
    output = shop.output(work, OURS_CHANGED)
    return Subject(
        OURS_CHANGED,
        _ours(shop, "changed", what, output),
        output,
        shop.folder / "caches" / "changed",
        lambda run: change_a_word(shop.folder / "changed", f"Word{run}"),
    )


def _peers(shop: Workshop, work: str, stem: str) -> Iterator[Subject]:
    """The peers that are there, on one finished source each: nothing of making the source is measured."""
    yield _naive(shop, work, stem)
    if browser := next(filter(None, map(shutil.which, _CHROMIUMS)), None):
        yield _chromium(shop, work, stem, browser)
    elif CHROMIUM not in shop.missing:
        shop.missing.append(CHROMIUM)
    if find_spec("typst"):
        output = shop.output(work, TYPST)
        source = str(shop.folder / f"{stem}.typ")
        yield Subject(
            TYPST, (sys.executable, str(_PEERS / "typeset_typst.py"), source, str(output), *shop.fonts), output
        )
    elif TYPST not in shop.missing:
        shop.missing.append(TYPST)


def _naive(shop: Workshop, work: str, stem: str) -> Subject:
    """A new Python process that imports WeasyPrint and prints one HTML file."""
    output = shop.output(work, NAIVE)
    source = str(shop.folder / f"{stem}.html")
    return Subject(NAIVE, (sys.executable, str(_PEERS / "naive.py"), source, str(output)), output)


def _chromium(shop: Workshop, work: str, stem: str, browser: str) -> Subject:
    """A new browser that prints the same HTML, tagged, as it does by default; its profile is a used one."""
    output = shop.output(work, CHROMIUM)
    command = (
        *(browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
        *(f"--user-data-dir={shop.folder / 'profile'}", "--no-pdf-header-footer", f"--print-to-pdf={output}"),
        (shop.folder / f"{stem}.browser.html").as_uri(),
    )
    return Subject(CHROMIUM, command, output)


def _copies(shop: Workshop) -> Work:
    """One process prints one copy, another prints them all: the difference is what the copies after the first take."""

    def subject(name: str, count: int) -> Subject:
        folder = shop.output("W4", name).with_suffix("")
        command = (sys.executable, "-m", "tests.benchmarks.peers.copies", str(shop.folder / "short"), str(folder))
        return Subject(name, (*command, str(count)), folder / f"copy-{count:02}.pdf", shop.folder / "caches" / "short")

    first = subject(OURS_FIRST, 1)
    return Work("W4", (first, subject(OURS_COPIES, shop.copies), _naive(shop, "W4", "short")), (first,))


def environment(subject: Subject, today: int) -> Mapping[str, str]:
    """Give what a subject finds around it: its own cache, and a day on which the crisis lines are fresh."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("WORKBOOK_")}
    own = {"WORKBOOK_CACHE": str(subject.cache)} if subject.cache else {}
    return {**kept, "SOURCE_DATE_EPOCH": str(today), **own}


def _empty(cache: Path) -> None:
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir(parents=True)
