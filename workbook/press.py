"""The press: sets the sections of a workbook in type, several at a time, and puts them in their places.

What was set before comes out of the cache. What a person's name is on never goes there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from workbook.cache import Cache, key_of
from workbook.compose import Section, Workbook
from workbook.fragment import Fragment, Page
from workbook.model import Crisis
from workbook.pagination import Part, PlacedPart, needs_blank, paginate
from workbook.problems import Place, Problem, Severity, stop_on_errors
from workbook.render import PAGE_NUMBER, keep_compiled, render
from workbook.request import Progress
from workbook.tokens import Theme
from workbook.tools import toolchain
from workbook.typefaces import FONTS
from workbook.typeset import Complaint, Job
from workbook.workers import Crew

_NOTES = Section("notes", "Notes", "notes.html")
_ROUNDS = 4


@dataclass
class Press:
    """Sets the sections of a workbook. ``run`` fills ``problems``, and ``keys`` (of fragments in the cache)."""

    workbook: Workbook
    crisis: Crisis
    theme: Theme
    crew: Crew
    cache: Cache | None = None
    problems: list[Problem] = field(default_factory=list)
    reused: int = 0
    newly_set: int = 0
    keys: dict[str, str] = field(default_factory=dict)

    def run(self, progress: Progress) -> tuple[PlacedPart, ...]:
        """Set every section, and give them in their places; what names page numbers is set when they are known."""
        keep_compiled(self.cache)
        sections = {section.id: section for section in self.workbook.sections}
        waiting: list[str] = []
        fragments = self._set(self._early(sections, waiting), progress)
        blank: Fragment | None = None
        labels: dict[str, str] = {}
        for _ in range(_ROUNDS):
            if blank is None and needs_blank(self._parts(fragments), self.workbook.binding):
                blank = self._set([(_NOTES.id, self._job(_NOTES, {}))], progress)[_NOTES.id]
            placed = paginate(self._parts(fragments), blank, self.workbook.binding)
            known = _labels(placed)
            if not waiting or known == labels:
                break
            labels = known
            fragments |= self._set(((name, self._job(sections[name], labels)) for name in waiting), progress)
        if self.cache:
            self.cache.trim()
            self.problems += _trouble(self.cache)
        return placed

    def copies(self, placed: Sequence[PlacedPart], covers: Sequence[Section]) -> Iterator[tuple[PlacedPart, ...]]:
        """Give the same parts once for each cover, which takes the place of the first part and is never kept."""
        blank = next((place.part.fragment for place in placed if place.part.fragment.id == _NOTES.id), None)
        parts = [place.part for place in placed if place.part.fragment.id != _NOTES.id]
        for cover, (fragment, complaints) in zip(
            covers, self.crew.set([self._job(c, {}) for c in covers]), strict=True
        ):
            stop_on_errors([_as_problem(complaint, cover) for complaint in complaints])
            yield paginate([replace(parts[0], fragment=fragment), *parts[1:]], blank, self.workbook.binding)

    def _early(self, sections: Mapping[str, Section], waiting: list[str]) -> Iterator[tuple[str, Job]]:
        """Give the jobs that can begin, one by one as they are ready; note which wait for page numbers."""
        for name, section in sections.items():
            if section.needs_folios:
                waiting.append(name)
                continue
            job = self._job(section, {})
            if PAGE_NUMBER in job.html:
                waiting.append(name)
            yield name, job

    def _set(self, jobs: Iterable[tuple[str, Job]], progress: Progress) -> dict[str, Fragment]:
        """Give the fragments of jobs by the id of their section: out of the cache, or set by the crew."""
        sections = {section.id: section for section in (*self.workbook.sections, _NOTES)}
        found: dict[str, Fragment] = {}
        missing: list[str] = []
        results = self.crew.set(self._missing(jobs, sections, found, missing))
        for (fragment, complaints), name in zip(results, missing, strict=True):
            self.newly_set += 1
            every = len(self.workbook.sections)
            progress(min(self.reused + self.newly_set, every), every, sections[name].title)
            self.problems += [_as_problem(complaint, sections[name]) for complaint in complaints]
            if self.cache and name in self.keys and not complaints:
                self.cache.put(self.keys[name], fragment)
            found[name] = fragment
        return found

    def _missing(
        self,
        jobs: Iterable[tuple[str, Job]],
        sections: Mapping[str, Section],
        found: dict[str, Fragment],
        missing: list[str],
    ) -> Iterator[Job]:
        """Give the jobs that the cache does not have, while others are still being made ready."""
        for name, job in jobs:
            kept = None
            if self.cache and not sections[name].personal:
                self.keys[name] = _key(job)
                kept = self.cache.get(self.keys[name])
            if kept:
                found[name] = kept
                self.reused += 1
            else:
                missing.append(name)
                yield job

    def _job(self, section: Section, folios: Mapping[str, str]) -> Job:
        edition = self.workbook.edition
        html = render(section, self.workbook, self.theme, self.crisis, folios)
        fields = edition.medium == "fillable"
        return Job(section.id, section.title, html, edition.size, fields, tuple(FONTS.values()))

    def _parts(self, fragments: Mapping[str, Fragment]) -> list[Part]:
        """Give the parts in order; one that waits for page numbers counts as one page until it is set."""
        return [Part(fragments.get(s.id) or _stand_in(s), s.matter, s.side, s.depth) for s in self.workbook.sections]


def _labels(placed: Sequence[PlacedPart]) -> dict[str, str]:
    """Give the page label of each part and of each name in it; of several copies of a part, that of the first."""
    labels: dict[str, str] = {}
    for place in placed:
        fragment = place.part.fragment
        labels.setdefault(fragment.id, place.label())
        for name, page, _ in fragment.destinations:
            labels.setdefault(name, place.label(page))
    return labels


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
    if section.personal:  # a message may stay in a log, so it quotes nothing
        return Problem(complaint.code, Place(section.id), "What is personal on this page cannot be printed.", hint)
    return Problem(complaint.code, _find(complaint.about, section), f"{complaint.message}.", hint)


def _trouble(cache: Cache) -> Iterator[Problem]:
    """Say that fragments could not be kept: the work is done, only slower the next time."""
    if cache.trouble:
        message = f"Finished pages cannot be kept for the next time: {cache.trouble}."
        hint = "Name another folder with --cache-dir or WORKBOOK_CACHE, or use --no-cache."
        yield Problem("print/not-kept", Place(str(cache.folder)), message, hint, Severity.WARNING)


def _find(text: str, section: Section) -> Place:
    if section.source is None:
        return Place(section.id)
    lines = section.source.path.read_text(encoding="utf-8", errors="replace").splitlines() if text else []
    found = [
        (line.lstrip().startswith("#"), number, line.index(text) + 1)
        for number, line in enumerate(lines, 1)
        if text in line
    ]
    if found:
        _, line, column = min(found)  # a comment is the last place to look for it
        return Place(section.source.name, line, column)
    return section.source.place()
