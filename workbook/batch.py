"""Many builds of one program: a copy for each person, with a name on the cover. Nothing personal is kept.

All but the cover is set once (or comes out of the cache); each copy then takes one cover and one binding. A name is in
the copy that carries it and nowhere else: not in the cache, a file name, the metadata or a message.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbook.build import BuildResult, bind_and_prove
from workbook.cache import Cache
from workbook.compose import Section, Workbook
from workbook.pagination import count_pages
from workbook.plan import Plan
from workbook.preparation import read_and_compose
from workbook.press import Press
from workbook.problems import Place, Problem, ProblemsFound, sort, stop_on_errors
from workbook.request import BuildRequest, Progress
from workbook.theme import load_theme
from workbook.workers import Crew

LONGEST_NAME = 40
"""Characters: a first name or initials; a longer text would not fit the line on the cover in large print."""


def build_copies(
    request: BuildRequest, names: Sequence[str], progress: Progress | None = None, cache: Cache | None = None
) -> Iterator[BuildResult]:
    """Make a copy for each name, in order. Raise ProblemsFound before the first if something in the files is wrong."""
    tell = progress or (lambda _done, _all, _title: None)
    stop_on_errors(tuple(_check_names(names)))
    with Crew() as crew:
        crew.call_in(crew.size)
        workbook, crisis, problems = read_and_compose(request)
        theme = load_theme(request.theme, request.libraries)
        covers = [_cover(workbook, name) for name in names]
        press = Press(workbook, crisis, theme, crew, cache)
        placed = press.run(tell)
        found = sort((*problems, *press.problems))
        stop_on_errors(found)
        plan = Plan(workbook.title, workbook.language, workbook.folios, workbook.binding, ())
        for number, copy in enumerate(press.copies(placed, covers), 1):
            pdf = bind_and_prove(plan, copy, workbook.edition)
            tell(number, len(names), f"Copy {number}")
            yield BuildResult(workbook.title, pdf, count_pages(copy), found, press.reused)


def _check_names(names: Sequence[str]) -> Iterator[Problem]:
    """Names are told of by their number, so that none gets into a log."""
    for number, name in enumerate(names, 1):
        if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
            message = (
                f"Name {number} is empty, longer than {LONGEST_NAME} characters, or has signs that are not printed."
            )
            yield Problem("print/name", Place("names", number), message, "Use a first name or initials.")


def _cover(workbook: Workbook, name: str) -> Section:
    cover = workbook.sections[0]
    if cover.template != "cover.html":
        message = "Only a whole program has a cover that a name can stand on."
        raise ProblemsFound([Problem("print/name", Place("names"), message, "Leave out --session and --module.")])
    return replace(cover, personal=True, context={**cover.context, "person": name.strip()})
