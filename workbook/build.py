"""The story: from a request to a finished file. The command line, the web page and the batch all come through here."""

from dataclasses import dataclass, field

from workbook.bind import bind
from workbook.cache import Cache
from workbook.compose import Workbook
from workbook.model import Crisis
from workbook.order import BuildRequest, Finish, compose, find_problems, load_for
from workbook.press import Press, Progress
from workbook.problems import Problem, sort, stop_on_errors
from workbook.theme import load_theme
from workbook.verify import prove
from workbook.workers import Crew

__all__ = ["BuildRequest", "BuildResult", "Progress", "build", "print_workbook"]


@dataclass(frozen=True)
class BuildResult:
    """The finished file: a PDF, or the HTML of a page for the screen.

    ``page_count`` is that of the workbook, also where several pages stand on a sheet; ``reused`` says how many sections
    had been set before; ``problems`` are warnings that did not stop it.
    """

    title: str
    pdf: bytes
    page_count: int
    problems: tuple[Problem, ...] = field(default=())
    reused: int = 0
    html: str = ""


def build(request: BuildRequest, progress: Progress | None = None, cache: Cache | None = None) -> BuildResult:
    """Make one file. Raise ProblemsFound, with every problem at its place, if something in the files is wrong.

    Raise NotWhole if the finished file is not what it should be: a mistake of the program, and nothing is given.
    """
    on_paper = request.edition.medium != "screen"
    with Crew() as crew:
        if on_paper and (cache is None or cache.is_empty()):
            crew.call_in(crew.size if request.program else len(request.handouts))
        library = load_for(request)
        problems = find_problems(library, request)
        stop_on_errors(problems)
        workbook, crisis = compose(library, request)
        if not on_paper:
            from workbook.webpage import to_html  # noqa: PLC0415 - only what is asked for is loaded

            return BuildResult(workbook.title, b"", 0, problems, html=to_html(workbook, load_theme(), crisis))
        return print_workbook(workbook, crisis, crew, progress, cache, problems, request.finish)


def print_workbook(  # noqa: PLR0913 - what a press needs
    workbook: Workbook,
    crisis: Crisis,
    crew: Crew,
    progress: Progress | None = None,
    cache: Cache | None = None,
    problems: tuple[Problem, ...] = (),
    finish: Finish = "none",
) -> BuildResult:
    """Set, bind, prove and finish a workbook that is composed."""
    press = Press(workbook, crisis, load_theme(), crew, cache)
    placed = press.run(progress or (lambda _done, _all, _title: None))
    problems = sort((*problems, *press.problems))
    stop_on_errors(problems)
    margin = workbook.edition.outer_margin
    pdf = bind(workbook.title, workbook.language, placed, folios=workbook.folios, outer_margin=margin)
    prove(pdf, placed)
    page_count = placed[-1].first + placed[-1].part.fragment.page_count
    finished = _finish(pdf, finish, workbook)
    return BuildResult(workbook.title, finished, page_count, problems, press.reused)


def _finish(pdf: bytes, finish: Finish, workbook: Workbook) -> bytes:
    """Make what is asked for out of the bound workbook."""
    if finish == "none":
        return pdf
    from workbook.archival import archive  # noqa: PLC0415 - these need pikepdf, which binding does not
    from workbook.impose import booklet, n_up  # noqa: PLC0415

    paper = workbook.edition.paper
    match finish:
        case "archival":
            return archive(pdf)
        case "booklet":
            return booklet(pdf, paper)
        case "2-up":
            return n_up(pdf, 2, paper)
        case "4-up":
            return n_up(pdf, 4, paper)
