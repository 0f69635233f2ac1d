"""The story: from a request to a finished file. The command line, the web page and the batch all come through here.

Where nothing has changed since the last time, what to bind is known, and only binding and proving are left; so what
reads, checks, composes, renders and sets (``preparation.py``) is loaded only when it is needed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbook.bind import bind
from workbook.cache import Cache
from workbook.edition import Edition
from workbook.pagination import PlacedPart, count_pages
from workbook.paper import Paper, paper_of
from workbook.plan import Plan, keep, key_for, recall
from workbook.problems import Problem
from workbook.request import BuildRequest, Progress
from workbook.verify import prove

if TYPE_CHECKING:
    from workbook.library import Library

__all__ = ["BuildRequest", "BuildResult", "Progress", "bind_and_prove", "build"]


@dataclass(frozen=True)
class BuildResult:
    """The finished file: a PDF, or the HTML of a page for the screen.

    ``page_count`` is that of the workbook, also where several pages stand on a sheet; ``reused`` says how many sections
    had been set before; ``problems`` are warnings that did not stop it. ``paper`` is what it takes to print a packet.
    """

    title: str
    pdf: bytes
    page_count: int
    problems: tuple[Problem, ...] = field(default=())
    reused: int = 0
    html: str = ""
    paper: Paper | None = None


def build(
    request: BuildRequest,
    progress: Progress | None = None,
    cache: Cache | None = None,
    workers: int = 0,
    library: "Callable[[], Library] | None" = None,
) -> BuildResult:
    """Make one file. Raise ProblemsFound, with every problem at its place, if something in the files is wrong.

    Raise NotWhole if the finished file is not what it should be: a mistake of the program, and nothing is given.
    ``workers`` is the number of processes that set sections; 0 means one for each core. ``library`` gives the library
    where it has been read already; it must be that of the request. It is asked only if something has to be set.
    """
    if request.edition.medium == "screen":
        from workbook.preparation import make_page  # noqa: PLC0415 - see the top

        title, html, problems = make_page(request, library)
        return BuildResult(title, b"", 0, problems, html=html)
    key = key_for(request) if cache else ""
    ready = recall(cache, key) if cache else None
    if ready:
        plan, placed = ready
        reused = len(plan.parts)
    else:
        plan, placed, reused = _prepare(request, progress or _quietly, cache, workers, library)
        if cache and not cache.trouble and key == key_for(request):  # nobody has changed a file meanwhile
            keep(cache, key, plan)
    pdf = _finish(bind_and_prove(plan, placed, request.edition), request)
    paper = paper_of(placed) if request.packet else None
    return BuildResult(plan.title, pdf, count_pages(placed), plan.problems, reused, paper=paper)


def _prepare(
    request: BuildRequest,
    progress: Progress,
    cache: Cache | None,
    workers: int,
    library: "Callable[[], Library] | None",
) -> tuple[Plan, tuple[PlacedPart, ...], int]:
    """Set what is asked for. The crew is called in first, so that it warms up while this process reads."""
    from workbook.workers import Crew  # noqa: PLC0415 - see the top

    with Crew(workers) as crew:
        everything = cache is None or cache.is_empty()
        crew.call_in(crew.size if everything and request.program else len(request.handouts) if everything else 1)
        from workbook.preparation import prepare  # noqa: PLC0415 - see the top

        return prepare(request, crew, progress, cache, library)


def bind_and_prove(plan: Plan, placed: Sequence[PlacedPart], edition: Edition) -> bytes:
    """Bind a workbook, and prove it."""
    pdf = bind(plan.title, plan.language, placed, folios=plan.folios, outer_margin=edition.outer_margin)
    prove(pdf, placed)
    return pdf


def _finish(pdf: bytes, request: BuildRequest) -> bytes:
    """Make what is asked for out of the bound workbook."""
    if request.finish == "none":
        return pdf
    from workbook.archival import archive  # noqa: PLC0415 - these need pikepdf, which binding does not
    from workbook.impose import booklet, n_up  # noqa: PLC0415

    if request.finish == "archival":
        return archive(pdf)
    if request.finish == "booklet":
        return booklet(pdf, request.edition.paper)
    return n_up(pdf, 2 if request.finish == "2-up" else 4, request.edition.paper)


def _quietly(done: int, of: int, title: str) -> None:
    """Tell nobody."""
    del done, of, title
