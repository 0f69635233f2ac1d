"""Commands that help to plan: a program as it comes out, and what a clinic's own program changes."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from workbook import differences
from workbook.cli.app import main, today
from workbook.cli.kept import cache_folder, cache_folder_option
from workbook.cli.options import paper_option, size_option, theme_option
from workbook.cli.output import need_folders, stop, with_progress
from workbook.edition import Edition
from workbook.files import real_path
from workbook.library import Library, is_path
from workbook.order import find_problems, load_for
from workbook.problems import ProblemsFound
from workbook.request import BuildRequest

if TYPE_CHECKING:
    from workbook.explain import Pages


@main.command("explain")
@click.argument("program")
@click.option("--pages", is_flag=True, help="Count the pages, too: those that were not printed before are set.")
@size_option("The edition of which pages are counted.")
@paper_option
@theme_option("")
@click.option(
    "--people", type=click.IntRange(min=1), default=1, metavar="N", help="Count the paper for so many copies."
)
@cache_folder_option
@click.pass_obj
def explain_command(
    libraries: tuple[Path, ...],
    program: str,
    pages: bool,  # noqa: FBT001
    size: Literal["standard", "large-print"],
    paper: Literal["letter", "a4"],
    theme: str,
    people: int,
    folder: str | None,
) -> None:
    """Explain a program: its sessions, minutes and pages, where each value stands, and what to mind when planning.

    \b
    Examples:
      workbook explain resilience-group
      workbook explain resilience-group --pages --people 12
      workbook --library our-clinic explain tuesday
    """
    from workbook.explain import explain  # noqa: PLC0415 - diff does not need it

    edition = Edition(size=size, paper=paper)
    request = BuildRequest(today(), program=program, edition=edition, libraries=libraries, theme=theme)
    library, name = _find(request)
    try:
        counted = _pages(request, folder, needed=pages)
    except ProblemsFound as found:
        stop(found.problems, writes=False)
    click.echo(explain(library, request, name, counted, people))


@main.command("diff")
@click.argument("program")
@click.pass_obj
def diff_command(libraries: tuple[Path, ...], program: str) -> None:
    """Show what a program of your own changes against the one that it extends.

    \b
    Examples:
      workbook --library our-clinic diff tuesday
      workbook diff our-clinic/programs/tuesday.yaml
    """
    library, name = _find(BuildRequest(today(), program=program, libraries=libraries))
    click.echo(differences.as_text(library, name))


def _find(request: BuildRequest) -> tuple[Library, str]:
    """Load the library and give the id of a program that is named by id or path; stop if there is none."""
    library = load_for(request)
    need_folders(library, writes=False)
    name = request.program or ""
    if is_path(name):
        real = real_path(Path(name))
        found = [key for key, entry in library.programs.items() if entry.source.real == real]
    else:
        found = [name] if name in library.programs else []
    if not found:
        stop(find_problems(library, request), writes=False)
    return library, found[0]


def _pages(request: BuildRequest, folder: str | None, *, needed: bool) -> "Pages | None":
    """Count the pages, with a bar; or give what is known from printing, if they are not needed."""
    from workbook.cache import Cache  # noqa: PLC0415 - as above
    from workbook.explain import pages_of  # noqa: PLC0415

    cache = Cache(cache_folder(folder))
    if not needed:
        return pages_of(request, cache)
    return with_progress(lambda progress: pages_of(request, cache, progress))
