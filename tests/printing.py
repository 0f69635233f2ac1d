"""What the tests print: each PDF once in a run, also when several processes share the work."""

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from tests.pdf_facts import Facts
from workbook import paths
from workbook.bind import bind
from workbook.build import BuildRequest, build
from workbook.compose import DEFAULT_LOCALE, Section, Workbook
from workbook.edition import Edition
from workbook.library import Library, load
from workbook.model import Crisis
from workbook.order import compose
from workbook.pagination import Part, paginate
from workbook.render import render
from workbook.samples import sample_section
from workbook.theme import load_theme
from workbook.typefaces import FONTS
from workbook.typeset import Job as Setting
from workbook.typeset import Typesetter

TODAY = date(2026, 11, 22)
NOTES = "Notes"
ALL = "WORKBOOK_EVERY_EDITION" in os.environ
"""Set it to print and look at everything in every edition; else each is seen in some of them, in turn."""
PATIENCE = 300

EDITIONS = {
    "standard": Edition(),
    "large-grey": Edition(size="large-print", ink="grey"),
    "a4-facilitator": Edition(paper="a4", copy_for="facilitator"),
    "large-a4-grey-facilitator": Edition(size="large-print", paper="a4", ink="grey", copy_for="facilitator"),
}


@dataclass(frozen=True)
class Job:
    """Something to print: what kind of thing, its id, and the edition by its name above."""

    kind: Literal["program", "module", "worksheet", "block"]
    name: str
    edition: str = "standard"

    def __str__(self) -> str:
        return f"{self.name}-{self.edition}"

    @property
    def request(self) -> BuildRequest:
        """The request for it, as the command line makes it."""
        edition = EDITIONS[self.edition]
        if self.kind == "program":
            return BuildRequest(TODAY, program=self.name, edition=edition)
        return BuildRequest(TODAY, handouts=(self.name,), edition=edition)

    def source(self) -> tuple[Workbook, Crisis]:
        """The same as data, from which the HTML of its sections can be made."""
        if self.kind == "block":
            section = sample_section(paths.SAMPLES / f"{self.name}.yaml")
            workbook = Workbook("Gallery of blocks", (section,), EDITIONS[self.edition], DEFAULT_LOCALE, folios=True)
            return workbook, library().crisis[DEFAULT_LOCALE].value
        return compose(library(), self.request)

    def print(self) -> bytes:
        """Print it: through the front door, but a single block as the gallery does."""
        if self.kind != "block":
            return build(self.request).pdf
        workbook, crisis = self.source()
        (section,) = workbook.sections
        return bind(section.title, workbook.language, paginate([set_part(section, workbook, crisis)]), folios=True)


@dataclass(frozen=True)
class Printed:
    """A finished PDF and what it was printed from."""

    job: Job
    path: Path

    @cached_property
    def facts(self) -> Facts:
        """The file, read."""
        return Facts(self.path.read_bytes())

    def sections(self) -> list[tuple[str, str]]:
        """Give the title and the HTML of each section; the contents with the labels that stand in the file."""
        workbook, crisis = self.job.source()
        parts = [p for p in self.facts.parts if str(p.object.get("/T")) != NOTES]
        starts = [self.facts.labels[self.facts.pages_of(part)[0]] for part in parts]
        folios = dict(zip([section.id for section in workbook.sections], starts, strict=True))
        return [
            (section.title, render(section, workbook, load_theme(), crisis, folios)) for section in workbook.sections
        ]


class Press:
    """Prints jobs into a folder that all processes of a test run share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._printed: dict[Job, Printed] = {}

    def __call__(self, job: Job) -> Printed:
        """Give a printed job; it is printed only if no process has done so."""
        if job not in self._printed:
            self._printed[job] = Printed(job, once(self.folder / f"{job.kind}-{job}.pdf", job.print))
        return self._printed[job]


def once(target: Path, make: Callable[[], bytes]) -> Path:
    """Make a file in the first process that asks; the others wait for it, and fail if it failed."""
    failed = target.with_suffix(".failed")
    try:
        os.close(os.open(target.with_suffix(".started"), os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        end = time.monotonic() + PATIENCE
        while not target.exists():
            assert not failed.exists(), f"{target.name} could not be made: {failed.read_text(encoding='utf-8')}"
            assert time.monotonic() < end, f"{target.name} is still not made"
            time.sleep(0.05)
        return target
    try:
        half = target.with_suffix(".half")
        half.write_bytes(make())
    except BaseException as error:
        failed.write_text(f"{type(error).__name__}: {error}", encoding="utf-8")
        raise
    half.replace(target)
    return target


def set_part(section: Section, workbook: Workbook, crisis: Crisis, folios: dict[str, str] | None = None) -> Part:
    """Set one section in type, as a part ready to be bound."""
    html = render(section, workbook, load_theme(), crisis, folios)
    edition = workbook.edition
    fragment, complaints = typesetter().set(
        Setting(section.id, section.title, html, edition.size, edition.medium == "fillable", tuple(FONTS.values()))
    )
    assert not complaints, complaints
    return Part(fragment, section.matter, section.side, section.depth)


@cache
def typesetter() -> Typesetter:
    """One typesetter for this process."""
    return Typesetter()


@cache
def library() -> Library:
    """The shipped content, read once."""
    return load()


def blocks() -> list[str]:
    """The block types that have a sample."""
    return sorted(path.stem for path in paths.SAMPLES.glob("*.yaml"))


def samples() -> list[tuple[str, str]]:
    """Every usual sample in one edition, in turn, and the largest in large print; with ALL, all in both."""
    small, large = "standard", "large-a4-grey-facilitator"
    if ALL:
        return [(name, edition) for name in blocks() for edition in (small, large)]
    usual = [name for name in blocks() if not name.endswith(("-smallest", "-largest"))]
    found = [(name, (small, large)[i % 2]) for i, name in enumerate(usual)]
    return found + [(name, large) for name in blocks() if name.endswith("-largest")]


def programs() -> list[Job]:
    """Whole workbooks, so that every choice of an edition is met; all programs if ALL are wanted."""
    found = [
        Job("program", "resilience-group", "large-a4-grey-facilitator"),
        Job("program", "individual-brief-pack", "a4-facilitator"),
        Job("program", "individual-brief-pack", "large-grey"),
    ]
    names = sorted(library().programs) if ALL else ["resilience-group"]
    return [*found, *(Job("program", name) for name in names)]


def handouts() -> list[Job]:
    """Every fourth module, every seventh worksheet, in one of three editions, in turn; with ALL, all in all."""
    editions = ("large-grey", "a4-facilitator", "standard")
    modules, sheets = some(library().modules, 4), some(library().worksheets, 7)
    if ALL:
        every = [Job("module", name, edition) for name in modules for edition in editions]
        return every + [Job("worksheet", name, edition) for name in sheets for edition in editions]
    found = [Job("module", name, editions[i % 3]) for i, name in enumerate(modules)]
    return found + [Job("worksheet", name, editions[i % 3]) for i, name in enumerate(sheets)]


def some(names: Iterable[str], share: int) -> list[str]:
    """Give every second (third, ...) name: what is alike for all is tried on some, unless ALL are wanted."""
    return sorted(names)[:: 1 if ALL else share]
