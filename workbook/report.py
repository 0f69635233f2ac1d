"""The library's sheet as plain data: what there is, how hard it is to read, how long it takes, what it rests on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, get_args

from workbook.cache import Cache
from workbook.checks.texts import Reader, passages
from workbook.edition import Edition
from workbook.library import Entry, Library
from workbook.model import Module, Source, WorksheetUse
from workbook.order import compose, find_problems
from workbook.preparation import set_in_type
from workbook.problems import ProblemsFound, errors
from workbook.reading import reading_grade, words_of
from workbook.request import BuildRequest, Progress
from workbook.source import SourceFile
from workbook.theme import load_theme
from workbook.workers import Crew

DESIGNS: tuple[str, ...] = get_args(Source.model_fields["design"].annotation)
"""How a work was made, the strongest first."""

Pages = Mapping[str, Mapping[str, int]]
"""Pages of a module's handout: by its id, then by edition ("standard", "large-print")."""


@dataclass(frozen=True)
class ModuleFacts:
    """One module. ``words`` are all that clients read, with worksheets and examples; ``minutes`` are the usual ones."""

    id: str
    title: str
    domain: str
    words: int
    reading_grade: float | None
    minutes: int
    plans: tuple[int, ...]
    sensitivity: str
    clinician_led: bool
    worksheets: tuple[str, ...]
    topics: tuple[str, ...]
    evidence: tuple[str, ...]
    review: str
    file: str
    pages: Mapping[str, int] | None = None


@dataclass(frozen=True)
class DesignFacts:
    """One kind of evidence: how many works are of it, and how many modules cite one."""

    design: str
    works: int
    modules: int


@dataclass(frozen=True)
class TopicFacts:
    """One topic of the founding articles: what teaches it and where, and what is still to be written."""

    id: str
    title: str
    articles: tuple[str, ...]
    modules: tuple[str, ...]
    where: Mapping[str, str | None]
    waiting_for: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """The whole sheet on one day. ``totals`` counts; their keys are those of the JSON."""

    date: date
    totals: Mapping[str, int]
    modules: tuple[ModuleFacts, ...]
    topics: tuple[TopicFacts, ...]
    evidence: tuple[DesignFacts, ...]

    def as_data(self) -> dict[str, Any]:
        """Give plain data for JSON."""
        return {**asdict(self), "date": self.date.isoformat()}


def report(library: Library, today: date, pages: Pages | None = None) -> Report:
    """Describe a library; ``pages`` were counted before, if they are wanted."""
    modules = tuple(_module(library, entry, pages) for entry in library.modules.values())
    topics = tuple(
        TopicFacts(name, topic.title, topic.articles, topic.modules, topic.where, topic.waiting_for)
        for name, topic in library.topics.items()
    )
    ordered = tuple(sorted(modules, key=lambda module: (module.domain, module.id)))
    return Report(today, _totals(library, modules, topics), ordered, topics, tuple(_evidence(library, modules)))


def _module(library: Library, entry: Entry[Module], pages: Pages | None) -> ModuleFacts:
    module = entry.value
    used = [sheet.use for sheet in module.worksheets if isinstance(sheet, WorksheetUse)]
    sources = [entry.source, *(library.worksheets[name].source for name in used if name in library.worksheets)]
    grade = reading_grade(module)
    return ModuleFacts(
        id=module.id,
        title=module.title,
        domain=module.domain,
        words=sum(map(_words, sources)),
        reading_grade=None if grade is None else round(grade, 1),
        minutes=module.minutes,
        plans=tuple(sorted(module.facilitator.plan)),
        sensitivity=module.sensitivity,
        clinician_led=module.clinician_led,
        worksheets=tuple(sheet.id for sheet in module.worksheets),
        topics=module.topics,
        evidence=module.evidence,
        review=module.review.status,
        file=entry.source.name,
        pages=pages.get(module.id, {}) if pages is not None else None,
    )


def _words(source: SourceFile) -> int:
    read = (passage for passage in passages(source) if passage.reader is not Reader.FACILITATOR)
    return sum(len(words_of(passage.plain)) for passage in read)


def _evidence(library: Library, modules: Sequence[ModuleFacts]) -> Iterator[DesignFacts]:
    cited = {name for module in modules for name in module.evidence}
    for design in DESIGNS:
        works = {name for name in cited if name in library.sources and library.sources[name].design == design}
        yield DesignFacts(design, len(works), sum(bool(works & set(module.evidence)) for module in modules))


def _totals(library: Library, modules: Sequence[ModuleFacts], topics: Sequence[TopicFacts]) -> dict[str, int]:
    return {
        "modules": len(modules),
        "worksheets": len(library.worksheets),
        "programs": len(library.programs),
        "words": sum(module.words for module in modules),
        "minutes": sum(module.minutes for module in modules),
        "above_grade_6": sum((module.reading_grade or 0) > 6 for module in modules),  # noqa: PLR2004 - the aim
        "clinician_led": sum(module.clinician_led for module in modules),
        "reviewed": sum(module.review == "reviewed" for module in modules),
        "works_cited": len({name for module in modules for name in module.evidence}),
        "topics": len(topics),
        "topics_covered": sum(bool(topic.modules) for topic in topics),
        "topics_waiting": sum(bool(topic.waiting_for) for topic in topics),
    }


def count_pages(
    library: Library, request: BuildRequest, crew: Crew, progress: Progress, cache: Cache | None
) -> dict[str, dict[str, int]]:
    """Set every module as a handout in both sizes, and count its pages; ``request`` says on what paper.

    A module with mistakes is left out; ``workbook check`` tells of them.
    """
    theme = load_theme(request.theme, request.libraries)
    counted: dict[str, dict[str, int]] = {}
    for done, name in enumerate(library.modules, 1):
        progress(done, len(library.modules), library.modules[name].value.title)
        for size in ("standard", "large-print"):
            edition = Edition(size=size, paper=request.edition.paper)
            wanted = BuildRequest(request.today, handouts=(name,), edition=edition, libraries=request.libraries)
            if errors(find_problems(library, wanted)):
                break
            workbook, crisis = compose(library, wanted)
            try:
                _, placed, _ = set_in_type(workbook, crisis, theme, crew, _silent, cache)
            except ProblemsFound:
                break
            counted.setdefault(name, {})[size] = sum(place.part.fragment.page_count for place in placed)
    return counted


def _silent(done: int, of: int, title: str) -> None:
    """Say nothing of the sections of one module."""
