"""The story: from a request to a finished PDF. The command line, the web page and the batch all come through here."""

from dataclasses import dataclass, field

from workbook.bind import bind
from workbook.order import BuildRequest, compose, find_problems, load_for
from workbook.press import Press, Progress
from workbook.problems import Problem, sort, stop_on_errors
from workbook.theme import load_theme

__all__ = ["BuildRequest", "BuildResult", "Progress", "build"]


@dataclass(frozen=True)
class BuildResult:
    """The PDF, its number of pages, and the warnings that did not stop it."""

    title: str
    pdf: bytes
    page_count: int
    problems: tuple[Problem, ...] = field(default=())


def build(request: BuildRequest, progress: Progress | None = None) -> BuildResult:
    """Make one PDF. Raise ProblemsFound, with every problem at its place, if something in the files is wrong."""
    library = load_for(request)
    problems = find_problems(library, request)
    stop_on_errors(problems)
    workbook, crisis = compose(library, request)
    press = Press(workbook, crisis, load_theme())
    placed = press.run(progress or (lambda _done, _all, _title: None))
    problems = sort((*problems, *press.problems))
    stop_on_errors(problems)
    pdf = bind(
        workbook.title,
        workbook.language,
        placed,
        folios=workbook.folios,
        outer_margin=workbook.edition.outer_margin,
    )
    return BuildResult(workbook.title, pdf, placed[-1].first + placed[-1].part.page_count, problems)
