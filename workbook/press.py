"""The press: sets the sections of a workbook in type, several at a time, and puts them in their places.

What was set before comes out of the cache. What a person's name is on never goes there.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from workbook.cache import Cache, key_of
from workbook.compose import Section, Workbook
from workbook.edition import Edition
from workbook.environment import keep_compiled
from workbook.fragment import Fragment, Page
from workbook.language import language_of
from workbook.model import Crisis
from workbook.pagination import AFTER_LAST, Part, PlacedPart, needs_blank, paginate
from workbook.problems import Place, Problem, Severity
from workbook.render import PAGE_NUMBER, render
from workbook.request import Progress
from workbook.source import Data, DataPath, SourceFile
from workbook.tokens import Theme
from workbook.tools import toolchain
from workbook.typefaces import FONTS
from workbook.typeset import Complaint, Job
from workbook.workers import Crew

_NOTES = "notes"
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
        keep_compiled(self.cache, self.workbook.templates)
        sections = {section.id: section for section in self.workbook.sections}
        waiting: list[str] = []
        fragments = self._set(self._early(sections, waiting), progress)
        blank: Fragment | None = None
        labels: dict[str, str] = {}
        for _ in range(_ROUNDS):
            if blank is None and needs_blank(self._parts(fragments), self.workbook.binding):
                blank = self._set([(_NOTES, self.job(self._notes, {}))], progress)[_NOTES]
            placed = paginate(self._parts(fragments), blank, self.workbook.binding)
            known = labels_of(placed)
            if not waiting or known == labels:
                break
            labels = known
            fragments |= self._set(((name, self.job(sections[name], labels)) for name in waiting), progress)
        if self.cache:
            self.cache.trim()
            self.problems += _trouble(self.cache)
        for name, fragment in fragments.items():
            self.problems += remarks_on(fragment, sections[name])
        return placed

    @cached_property
    def _notes(self) -> Section:
        """The page that fills the back of a leaf."""
        return Section(_NOTES, language_of(self.workbook.language).gettext("Notes"), "notes.html")

    def _early(self, sections: Mapping[str, Section], waiting: list[str]) -> Iterator[tuple[str, Job]]:
        """Give the jobs that can begin, one by one as they are ready; note which wait for page numbers."""
        for name, section in sections.items():
            if section.needs_folios:
                waiting.append(name)
                continue
            job = self.job(section, {})
            if PAGE_NUMBER in job.html:
                waiting.append(name)
            yield name, job

    def _set(self, jobs: Iterable[tuple[str, Job]], progress: Progress) -> dict[str, Fragment]:
        """Give the fragments of jobs by the id of their section: out of the cache, or set by the crew."""
        sections = {section.id: section for section in (*self.workbook.sections, self._notes)}
        found: dict[str, Fragment] = {}
        missing: list[str] = []
        results = self.crew.set(self._missing(jobs, sections, found, missing))
        for (fragment, complaints), name in zip(results, missing, strict=True):
            self.newly_set += 1
            every = len(sections) - 1  # copies are set once; the notes page is not counted
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

    def job(self, section: Section, folios: Mapping[str, str]) -> Job:
        """Give the HTML of a section, and all else that it takes to set it."""
        edition = self.workbook.edition
        html = render(section, self.workbook, self.theme, self.crisis, folios)
        fields = edition.medium == "fillable"
        return Job(section.id, section.title, html, edition.size, fields, (*FONTS.values(), *section.files))

    def _parts(self, fragments: Mapping[str, Fragment]) -> list[Part]:
        """Give the parts in order; one that waits for page numbers counts as one page until it is set."""
        sections = self.workbook.sections
        return [Part(fragments.get(s.id) or _stand_in(s), s.matter, s.side, s.depth, s.copies) for s in sections]


def proof(
    workbooks: Sequence[tuple[Workbook, Crisis]], theme: Theme, crew: Crew, progress: Progress, cache: Cache | None
) -> list[tuple[Problem, Edition]]:
    """Give what is wrong with the pages of workbooks, without binding them. Page numbers elsewhere are not known."""
    problems: list[tuple[Problem, Edition]] = []
    missing: list[tuple[str, Section, Edition]] = []
    every = sum(len(workbook.sections) for workbook, _ in workbooks)
    keep_compiled(cache)

    def jobs() -> Iterator[Job]:
        for workbook, crisis in workbooks:
            press = Press(workbook, crisis, theme, crew, cache)
            for section in workbook.sections:
                job = press.job(section, {})
                key = _key(job)
                kept = cache.get(key) if cache else None
                if kept:
                    problems.extend((found, workbook.edition) for found in remarks_on(kept, section))
                else:
                    missing.append((key, section, workbook.edition))
                    yield job

    results = crew.set(jobs())
    for number, (fragment, complaints) in enumerate(results):
        key, section, edition = missing[number]
        progress(every - len(missing) + number + 1, every, section.title)
        found = (*(_as_problem(complaint, section) for complaint in complaints), *remarks_on(fragment, section))
        problems += [(problem, edition) for problem in found]
        if cache and not complaints:
            cache.put(key, fragment)
    return problems


def labels_of(placed: Sequence[PlacedPart]) -> dict[str, str]:
    """Give the page label of each part and of each name in it; of several copies of a part, that of the first.

    Under a name that no part can have stands the label that the page after the last would have.
    """
    labels: dict[str, str] = {}
    for place in placed:
        fragment = place.part.fragment
        labels.setdefault(fragment.id, place.label())
        for name, page, _ in fragment.destinations:
            labels.setdefault(name, place.label(page))
        labels[AFTER_LAST] = place.label(fragment.page_count)
    return labels


def _stand_in(section: Section) -> Fragment:
    page = Page(0, 0, b"", 0)
    return Fragment(section.id, section.title, (page,), (), (), 0, 0, ())


def _key(job: Job) -> str:
    """Hash everything that determines a fragment: of pictures what is in them, wherever they lie."""
    html, fonts = job.html, frozenset(FONTS.values())
    for path in job.files:
        if path not in fonts:
            html = html.replace(path.as_uri(), hashlib.sha256(path.read_bytes()).hexdigest())
    return key_of(toolchain(), job.id, job.title, job.size, str(job.fields), html)


def _as_problem(complaint: Complaint, section: Section) -> Problem:
    """Turn a complaint into a problem at the place in the YAML that brought it about, where that can be found."""
    hint = "Please report this with the file that caused it."
    if complaint.character:
        hint = "Write it in other words or signs; the fonts have the letters of western European languages."
    if section.personal:  # a message may stay in a log, so it quotes nothing
        return Problem(complaint.code, Place(section.id), "What is personal on this page cannot be printed.", hint)
    severity = Severity.WARNING if complaint.light else Severity.ERROR
    place = _block(complaint.element, section) or _find(complaint.about, section)
    return Problem(complaint.code, place, f"{complaint.message}.", complaint.hint or hint, severity)


def remarks_on(fragment: Fragment, section: Section) -> Iterator[Problem]:
    """Give what is not as it should be on the pages of a fragment, but for what the file allows."""
    for complaint in (Complaint(*told) for told in fragment.remarks):
        source, _ = _written(complaint.element, section)
        allowed = source.data.get("allow") if source and isinstance(source.data, dict) else ()
        codes = [allow.get("code") for allow in allowed or () if isinstance(allow, dict)]
        if complaint.code not in codes and not section.personal:
            yield _as_problem(complaint, section)


def _trouble(cache: Cache) -> Iterator[Problem]:
    """Say that fragments could not be kept: the work is done, only slower the next time."""
    if cache.trouble:
        message = f"Finished pages cannot be kept for the next time: {cache.trouble}."
        hint = "Name another folder with --cache-dir or WORKBOOK_CACHE, or use --no-cache."
        yield Problem("print/not-kept", Place(str(cache.folder)), message, hint, Severity.WARNING)


def _find(text: str, section: Section) -> Place:
    if section.source is None:
        return Place(section.id)
    lines = section.source.text.splitlines() if text else []
    found = [
        (line.lstrip().startswith("#"), number, line.index(text) + 1)
        for number, line in enumerate(lines, 1)
        if text in line
    ]
    if found:
        _, line, column = min(found)  # a comment is the last place to look for it
        return Place(section.source.name, line, column)
    return section.source.place()


def _block(element: str, section: Section) -> Place | None:
    """Give the place of the block (or the part of a file) that an element of the page was made from."""
    source, path = _written(element, section)
    return source.place(path) if source and element else None


def _written(element: str, section: Section) -> tuple[SourceFile | None, DataPath]:
    """Give the file and the path in it that an element was made from; its id is made as ``anchor`` says."""
    source = section.source
    data = source.data if source and isinstance(source.data, dict) else {}
    names = element.split("--")[1:]
    if not names:
        return source, ()
    sheet = names[0].removesuffix("-example")
    if isinstance(data.get("blocks"), list) and sheet == data.get("id"):
        return source, _in_sheet(data, names)
    sheets = data.get("worksheets")
    for index, written in enumerate(sheets if isinstance(sheets, list) else ()):
        if not isinstance(written, dict) or sheet not in {written.get("id"), written.get("use")}:
            continue
        inside = _in_sheet(written, names)
        if "use" in written and sheet in section.others and not inside:
            used = section.others[sheet]
            return used, _in_sheet(used.data, names)
        return source, ("worksheets", index, *inside)
    for part in ("learn", "welcome", "closing"):
        if path := _among(data.get(part), names[0]):
            return source, (part, *path)
    return source, (names[0],) if names[0] in data else ()


def _in_sheet(written: Data, names: list[str]) -> DataPath:
    """Give the path of a block in a worksheet, or of its answer in the example; nothing if it is not there."""
    if len(names) < 2 or not isinstance(written, dict):  # noqa: PLR2004 - the sheet, then the block
        return ()
    example = written.get("example")
    answers = example.get("answers") if isinstance(example, dict) else None
    if names[0].endswith("-example") and isinstance(answers, dict) and names[1] in answers:
        return "example", "answers", names[1]
    path = _among(written.get("blocks"), names[1])
    return ("blocks", *path) if path else ()


def _among(blocks: Data, name: str) -> DataPath:
    """Give the path of a block in a list by its id, or by its number where it has none."""
    for index, block in enumerate(blocks if isinstance(blocks, list) else (), 1):
        own = block.get("id") if isinstance(block, dict) else None  # a bare text is a block, too
        if name == (own or f"block-{index}"):
            return (index - 1,)
    return ()
