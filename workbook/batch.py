"""Many copies of one program: one for each row of a roster. What is personal is in its own copy and nowhere else.

Rows that make the same choices share everything but their personal sections: those are set for each row, and all else
once, or it comes out of the cache. A copy is then a matter of setting a cover, binding and proving.
"""

import pickle
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from workbook.build import BuildResult, bind_and_prove
from workbook.cache import Cache
from workbook.checks import Written
from workbook.compose import Workbook
from workbook.copying import GROWN, NOT_WHOLE, Made, Order, Package, make_copy
from workbook.library import Library
from workbook.model import Crisis, Program
from workbook.order import compose
from workbook.pagination import count_pages
from workbook.personal import Choice, may_be_personal, personal_sections, vary, with_goal_sheets
from workbook.plan import Plan
from workbook.preparation import read_and_compose
from workbook.press import Press, labels_of
from workbook.problems import Place, Problem, ProblemsFound, sort, stop_on_errors
from workbook.request import BuildRequest, Progress
from workbook.roster import LONGEST_NAME, Row
from workbook.theme import load_theme
from workbook.verify import NotWhole
from workbook.workers import Crew

__all__ = ["LONGEST_NAME", "Batch", "Group", "build_copies", "varied"]

_KEPT_GROUPS = 16
"""A group takes about 3 MB; rosters rarely have more choices than this."""


@dataclass(frozen=True)
class Group:
    """What rows of one choice share, ready for their personal sections. ``problems`` are warnings."""

    press: Press
    package: Package
    packed: bytes
    labels: dict[str, str]
    problems: tuple[Problem, ...]

    def order(self, row: Row, kept: bytes = b"") -> Order:
        """Give what it takes to make the copy of a row; ``kept`` is the file that is there, if it may be right."""
        sections = personal_sections(self.press.workbook, row)
        jobs = tuple((number, self.press.job(section, self.labels)) for number, section in sections.items())
        return Order(row.line, jobs, kept)

    def make_whole(self, row: Row) -> Made:
        """Make the copy of a row whose personal sections take other pages: then all page numbers are set anew."""
        shared = self.press.workbook
        sections = list(shared.sections)
        for number, section in personal_sections(shared, row).items():
            sections[number] = section
        press = replace(
            self.press,
            workbook=replace(shared, sections=tuple(sections)),
            crew=Crew(1),
            problems=[],
            keys={},
            reused=0,
            newly_set=0,
        )
        with press.crew:
            placed = press.run(_quietly)
        stop_on_errors(press.problems)
        return Made(row.line, bind_and_prove(self.package.plan, placed, shared.edition), count_pages(placed))


@dataclass
class Batch:
    """Makes ready what rows share: each choice once, as long as there are not too many of them."""

    library: Library
    request: BuildRequest
    entry: Written
    cache: Cache
    _groups: "OrderedDict[Choice, Group]" = field(default_factory=OrderedDict)

    def group(self, choice: Choice, crew: Crew, progress: Progress | None = None) -> Group:
        """Give what rows of a choice share. Raise ProblemsFound if its pages cannot be printed."""
        if choice not in self._groups:
            library, request = varied(self.library, self.entry, self.request, choice)
            workbook, crisis = compose(library, request)
            workbook = with_goal_sheets(workbook, choice.goals)
            self._groups[choice] = set_group(workbook, crisis, request, crew, progress or _quietly, self.cache)
            while len(self._groups) > _KEPT_GROUPS:
                self._groups.popitem(last=False)
        self._groups.move_to_end(choice)
        return self._groups[choice]


def varied(library: Library, entry: Written, request: BuildRequest, choice: Choice) -> tuple[Library, BuildRequest]:
    """Give the library with the program as a choice changes it, and the request for that."""
    if not isinstance(entry.value, Program):
        raise TypeError("only a program has copies")
    changed = replace(entry, value=vary(entry.value, choice))
    programs = {**library.programs, entry.value.id: changed}
    return replace(library, programs=programs), replace(request, edition=choice.edition)


def set_group(  # noqa: PLR0913 - what a press needs
    workbook: Workbook, crisis: Crisis, request: BuildRequest, crew: Crew, progress: Progress, cache: Cache | None
) -> Group:
    """Set what copies share, and put it together for those who make them."""
    press = Press(workbook, crisis, load_theme(request.theme, request.libraries), crew, cache)
    placed = press.run(progress)
    problems = sort(press.problems)
    stop_on_errors(problems)
    blank = next((place.part.fragment for place in placed if place.part.fragment.id == "notes"), None)
    plan = Plan(workbook.title, workbook.language, workbook.folios, workbook.binding, ())
    parts = tuple(place.part for place in placed if place.part.fragment.id != "notes")
    package = Package(plan, workbook.edition, parts, blank, may_be_personal(workbook))
    return Group(press, package, pickle.dumps(package), labels_of(placed), problems)


def build_copies(
    request: BuildRequest, names: Sequence[str], progress: Progress | None = None, cache: Cache | None = None
) -> Iterator[BuildResult]:
    """Make a copy for each name, in order. Raise ProblemsFound before the first if something in the files is wrong."""
    tell = progress or _quietly
    stop_on_errors(tuple(_check_names(names)))
    with Crew() as crew:
        crew.call_in(crew.size)
        workbook, crisis, problems = read_and_compose(request)
        if workbook.sections[0].template != "cover.html":
            message = "Only a whole program has a cover that a name can stand on."
            raise ProblemsFound([Problem("print/name", Place("names"), message, "Leave out --session and --module.")])
        group = set_group(workbook, crisis, request, crew, tell, cache)
    found = sort((*problems, *group.problems))
    for line, name in enumerate(names, 1):
        row = Row(line, str(line), request.edition, name=name.strip())
        made = make_copy(group.package, group.order(row))
        if made.trouble == GROWN:
            made = group.make_whole(row)
        stop_on_errors(tuple(troubles(made, Place("names", line))))
        tell(line, len(names), f"Copy {line}")
        yield BuildResult(workbook.title, made.pdf, made.pages, found, group.press.reused)


def troubles(made: Made, place: Place) -> Iterator[Problem]:
    """Say that a copy could not be made; raise NotWhole if that is a mistake of the program.

    What is personal is not quoted: a message may stay in a log.
    """
    if made.trouble == NOT_WHOLE:
        raise NotWhole([f"{place}: the copy, whose pages are not quoted here"])
    if made.trouble:
        message = "This cannot be printed as it is."
        yield Problem(made.trouble, place, message, "Write it shorter, or in other letters.")


def _check_names(names: Sequence[str]) -> Iterator[Problem]:
    """Names are told of by their number, so that none gets into a log."""
    for number, name in enumerate(names, 1):
        if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
            message = (
                f"Name {number} is empty, longer than {LONGEST_NAME} characters, or has signs that are not printed."
            )
            yield Problem("print/name", Place("names", number), message, "Use a first name or initials.")


def _quietly(done: int, of: int, title: str) -> None:
    """Tell nobody."""
    del done, of, title
