"""The press: sets the sections of a workbook in type, several at a time, and puts them in their places.

What was set before comes out of the cache. What a person's name is on never goes there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from workbook.cache import Cache, key_of
from workbook.compose import Section, Workbook
from workbook.fragment import Fragment, Page
from workbook.model import Crisis
from workbook.pagination import Part, PlacedPart, needs_blank, paginate
from workbook.problems import Place, Problem, Severity
from workbook.render import render
from workbook.theme import Theme
from workbook.tools import toolchain
from workbook.typefaces import FONTS
from workbook.typeset import Complaint, Job
from workbook.workers import Crew

Progress: TypeAlias = Callable[[int, int, str], None]
"""Called when a section has been set, with the number done, the number of all, and its title."""

_NOTES = Section("notes", "Notes", "notes.html")
_ROUNDS = 4


@dataclass
class Press:
    """Sets the sections of a workbook. ``problems`` is filled by ``run``; ``reused`` counts what the cache had."""

    workbook: Workbook
    crisis: Crisis
    theme: Theme
    crew: Crew
    cache: Cache | None = None
    problems: list[Problem] = field(default_factory=list)
    reused: int = 0
    newly_set: int = 0

    def run(self, progress: Progress) -> tuple[PlacedPart, ...]:
        """Set every section, and give them in their places; what names page numbers is set when they are known."""
        sections = self.workbook.sections
        waiting = [section for section in sections if section.needs_folios]
        fragments = self._set([section for section in sections if not section.needs_folios], {}, progress)
        blank: Fragment | None = None
        labels: dict[str, str] = {}
        for _ in range(_ROUNDS):
            if blank is None and needs_blank(self._parts(fragments)):
                blank = self._set([_NOTES], {}, progress)[_NOTES.id]
            placed = paginate(self._parts(fragments), blank)
            known = {place.part.fragment.id: place.label() for place in reversed(placed)}
            if not waiting or known == labels:
                break
            labels = known
            fragments |= self._set(waiting, labels, progress)
        if self.cache:
            self.cache.trim()
            self.problems += _trouble(self.cache)
        return placed

    def _set(self, sections: Sequence[Section], folios: Mapping[str, str], progress: Progress) -> dict[str, Fragment]:
        """Give the fragments of sections: out of the cache, or set by the crew."""
        found: dict[str, Fragment] = {}
        missing: list[tuple[Section, str, Job]] = []
        for section in sections:
            job = self._job(section, folios)
            key = "" if section.personal or self.cache is None else _key(job)
            kept = self.cache.get(key) if self.cache and key else None
            if kept:
                found[section.id] = kept
                self.reused += 1
            else:
                missing.append((section, key, job))
        results = self.crew.set([job for _, _, job in missing])
        for (section, key, _), (fragment, complaints) in zip(missing, results, strict=True):
            self.newly_set += 1
            every = len(self.workbook.sections)
            progress(min(self.reused + self.newly_set, every), every, section.title)
            self.problems += [_as_problem(complaint, section) for complaint in complaints]
            if key and self.cache and not complaints:
                self.cache.put(key, fragment)
            found[section.id] = fragment
        return found

    def _job(self, section: Section, folios: Mapping[str, str]) -> Job:
        edition = self.workbook.edition
        html = render(section, self.workbook, self.theme, self.crisis, folios)
        fields = edition.medium == "fillable"
        return Job(section.id, section.title, html, edition.size, fields, tuple(FONTS.values()))

    def _parts(self, fragments: Mapping[str, Fragment]) -> list[Part]:
        """Give the parts in order; one that waits for page numbers counts as one page until it is set."""
        return [Part(fragments.get(s.id) or _stand_in(s), s.matter, s.side, s.depth) for s in self.workbook.sections]


def _stand_in(section: Section) -> Fragment:
    page = Page(0, 0, b"", 0)
    return Fragment(section.id, section.title, (page,), (), (), 0, 0, ())


def _key(job: Job) -> str:
    """Hash everything that determines a fragment."""
    return key_of(toolchain(), job.id, job.title, job.size, str(job.fields), job.html)


def _as_problem(complaint: Complaint, section: Section) -> Problem:
    """Turn a complaint into a problem at the place in the YAML that brought it about, where that can be found."""
    hint = "Please report this with the file that caused it."
    if complaint.character:
        hint = "Write it in other words or signs; the fonts have the letters of western European languages."
    return Problem(complaint.code, _find(complaint.about, section), f"{complaint.message}.", hint)


def _trouble(cache: Cache) -> Iterator[Problem]:
    """Say that fragments could not be kept: the work is done, only slower the next time."""
    if cache.trouble:
        message = f"Finished pages cannot be kept for the next time: {cache.trouble}."
        hint = "Name another folder with --cache-dir or WORKBOOK_CACHE, or use --no-cache."
        yield Problem("file/cache", Place(str(cache.folder)), message, hint, Severity.WARNING)


def _find(text: str, section: Section) -> Place:
    if section.source is None:
        return Place(section.id)
    lines = section.source.path.read_text(encoding="utf-8", errors="replace").splitlines() if text else []
    for number, line in enumerate(lines, 1):
        if text in line:
            return Place(section.source.name, number, line.index(text) + 1)
    return section.source.place()
