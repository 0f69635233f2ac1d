"""What the workshop makes: files, pictures of pages, and the list of problems. Each runs in a process of its own."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from workbook.build import BuildResult, bind_and_prove, build
from workbook.cache import Cache, key_of
from workbook.library import Library, load
from workbook.problems import Problem, stop_on_errors
from workbook.request import BuildRequest, Progress


@dataclass
class Desk:
    """What a process has at hand: the cache, and the library as it was read last.

    ``give`` takes the pieces of a file that is too large for one message; they are kept as long as the ticket is.
    """

    cache: Cache
    progress: Progress
    crew: int = 1
    give: Callable[[bytes], None] = lambda _: None
    _libraries: dict[tuple[str, tuple[Path, ...]], Library] = field(default_factory=dict)

    def library(self, stamp: str, libraries: tuple[Path, ...]) -> Library:
        """Give the library; it is read again when its files have changed, which another ``stamp`` tells."""
        if (stamp, libraries) not in self._libraries:
            self._libraries.clear()
            self._libraries[stamp, libraries] = load(libraries)
        return self._libraries[stamp, libraries]


class Task(Protocol):
    """Something to make. It goes to another process, and so does what it gives: both are plain data."""

    def run(self, desk: Desk) -> object:
        """Make it. Raise ProblemsFound if something in the files is wrong."""


@dataclass(frozen=True)
class MakeFile:
    """One file, through the front door. ``stamp`` says which state of the files."""

    request: BuildRequest
    stamp: str

    def run(self, desk: Desk) -> BuildResult:
        """Build it. A whole program is set by several processes."""
        workers = desk.crew if self.request.program else 1
        return build(
            self.request, desk.progress, desk.cache, workers, lambda: desk.library(self.stamp, self.request.libraries)
        )


@dataclass(frozen=True)
class Picture:
    """The picture of one page: the key under which the cache has it, and its size in pixels."""

    key: str
    width: int
    height: int


@dataclass(frozen=True)
class DrawPages:
    """Pictures of all pages of a handout, ``dpi`` pixels to the inch. ``stamp`` says which state of the files."""

    request: BuildRequest
    stamp: str
    dpi: int

    def run(self, desk: Desk) -> tuple[Picture, ...]:
        """Draw what was not drawn before; what is set in type is found by what is on the page."""
        from workbook.order import compose, find_problems  # noqa: PLC0415 - the server itself sets nothing
        from workbook.preparation import set_in_type  # noqa: PLC0415
        from workbook.theme import load_theme  # noqa: PLC0415
        from workbook.workers import Crew  # noqa: PLC0415

        request = self.request
        library = desk.library(self.stamp, request.libraries)
        problems = find_problems(library, request)
        stop_on_errors(problems)
        workbook, crisis = compose(library, request)
        theme = load_theme(request.theme, request.libraries)
        with Crew(1) as crew:
            plan, placed, _ = set_in_type(workbook, crisis, theme, crew, desk.progress, desk.cache, problems)
        key = key_of("pictures", str(self.dpi), *(part.key for part in plan.parts), plan.blank, request.edition.ink)
        kept = desk.cache.get_note(key)
        if kept:
            known = tuple(Picture(**told) for told in json.loads(kept))
            if all(desk.cache.get_note(picture.key) for picture in known):
                return known
        drawn = _draw(bind_and_prove(plan, placed, request.edition), key, self.dpi, desk.cache)
        desk.cache.put_note(key, json.dumps([vars(picture) for picture in drawn]).encode())
        return drawn


def _draw(pdf: bytes, key: str, dpi: int, cache: Cache) -> tuple[Picture, ...]:
    """Draw each page, and keep its picture."""
    from workbook.pictures import pictures  # noqa: PLC0415 - PDFium is for those who draw

    found = []
    for number, data in enumerate(pictures(pdf, dpi), 1):
        width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))  # the head of a PNG says it
        own = key_of("picture", key, str(number))
        cache.put_note(own, data)
        found.append(Picture(own, width, height))
    return tuple(found)


@dataclass(frozen=True)
class CheckAll:
    """What ``workbook check`` finds in all files."""

    libraries: tuple[Path, ...]
    today: date

    def run(self, desk: Desk) -> tuple[int, tuple[Problem, ...]]:
        """Give the number of files, and their problems."""
        from workbook.checking import check_paths  # noqa: PLC0415 - as above

        del desk
        return check_paths(self.libraries, (), self.today)
