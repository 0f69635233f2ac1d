"""The first half of a build: from a request to fragments in their places, or to a page for the screen."""

from collections.abc import Callable

from workbook.cache import Cache
from workbook.compose import Workbook
from workbook.library import Library
from workbook.model import Crisis
from workbook.order import compose, find_problems, load_for
from workbook.pagination import PlacedPart
from workbook.plan import Plan, PlannedPart
from workbook.press import Press
from workbook.problems import Problem, sort, stop_on_errors
from workbook.request import BuildRequest, Progress
from workbook.theme import load_theme
from workbook.tokens import Theme
from workbook.workers import Crew


def prepare(
    request: BuildRequest,
    crew: Crew,
    progress: Progress,
    cache: Cache | None,
    library: Callable[[], Library] | None = None,
) -> tuple[Plan, tuple[PlacedPart, ...], int]:
    """Set what is asked for; give the plan, the parts in their places, and how many sections had been set before."""
    workbook, crisis, problems = read_and_compose(request, library)
    theme = load_theme(request.theme, request.libraries)
    return set_in_type(workbook, crisis, theme, crew, progress, cache, problems)


def read_and_compose(
    request: BuildRequest, library: Callable[[], Library] | None = None
) -> tuple[Workbook, Crisis, tuple[Problem, ...]]:
    """Read, check and compose what is asked for; raise ProblemsFound if something is wrong."""
    found = library() if library else load_for(request)
    problems = find_problems(found, request)
    stop_on_errors(problems)
    workbook, crisis = compose(found, request)
    return workbook, crisis, problems


def set_in_type(  # noqa: PLR0913 - what a press needs
    workbook: Workbook,
    crisis: Crisis,
    theme: Theme,
    crew: Crew,
    progress: Progress,
    cache: Cache | None,
    problems: tuple[Problem, ...] = (),
) -> tuple[Plan, tuple[PlacedPart, ...], int]:
    """Set a workbook that is composed."""
    press = Press(workbook, crisis, theme, crew, cache)
    placed = press.run(progress)
    problems = sort((*problems, *press.problems))
    stop_on_errors(problems)
    parts = tuple(
        PlannedPart(press.keys.get(section.id, ""), section.matter, section.side, section.depth, section.copies)
        for section in workbook.sections
    )
    blank = press.keys.get("notes", "")
    plan = Plan(workbook.title, workbook.language, workbook.folios, workbook.binding, parts, blank, problems)
    return plan, placed, press.reused


def make_page(
    request: BuildRequest, library: Callable[[], Library] | None = None
) -> tuple[str, str, tuple[Problem, ...]]:
    """Give the title and the HTML of a page for the screen, and warnings."""
    from workbook.webpage import to_html  # noqa: PLC0415 - paper has no use for it

    workbook, crisis, problems = read_and_compose(request, library)
    return workbook.title, to_html(workbook, load_theme(request.theme, request.libraries), crisis), problems
