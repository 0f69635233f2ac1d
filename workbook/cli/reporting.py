"""The command that prints the library's sheet."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from workbook.cli.app import main, today
from workbook.cli.kept import cache_folder_option, chosen_cache
from workbook.cli.options import no_cache_option, paper_option, theme_option, workers_option
from workbook.cli.output import check_target, need_folders, stop, tell_left_out, with_progress, write_aside
from workbook.edition import Edition
from workbook.library import Library, load
from workbook.problems import ProblemsFound, count
from workbook.request import BuildRequest
from workbook.theme import load_theme

if TYPE_CHECKING:
    from workbook.cache import Cache
    from workbook.report import Pages, Report


@main.command("report")
@click.option("--format", "form", type=click.Choice(["table", "json", "html"]), default="table", show_default=True)
@click.option("-o", "--output", default="-", metavar="FILE", help="The file to write. Without it, standard output.")
@click.option("--pages", is_flag=True, help="Count pages, too: modules that were not printed before are set.")
@paper_option
@theme_option("The look of the HTML page.")
@cache_folder_option
@no_cache_option
@workers_option("How many processes set pages.")
@click.pass_obj
def report_command(
    libraries: tuple[Path, ...],
    form: str,
    output: str,
    pages: bool,  # noqa: FBT001
    paper: Literal["letter", "a4"],
    theme: str,
    folder: str | None,
    no_cache: bool,  # noqa: FBT001
    workers: int | None,
) -> None:
    """Print the library's sheet: modules, words, reading grades, minutes, topics and evidence.

    \b
    Examples:
      workbook report
      workbook report --format html -o library.html
      workbook report --format json --pages -o library.json
      workbook --library our-clinic report
    """
    from workbook.report import report  # noqa: PLC0415 - other commands do not need it

    target = None if output == "-" else Path(output)
    if target:
        check_target(target)
    library = load(libraries)
    need_folders(library)
    request = BuildRequest(today(), edition=Edition(paper=paper), libraries=libraries, theme=theme)
    try:
        counted = _pages(library, request, chosen_cache(folder, no_cache=no_cache), workers or 0) if pages else None
        found = report(library, today(), counted)
        text = _as_html(found, request) if form == "html" else _as_text(found, form)
    except ProblemsFound as problems:
        stop(problems.problems)
    if target:
        write_aside(target, f"{text}\n".encode())
        click.echo(f"{target}: {count(len(found.modules), 'module')}", err=True)
    else:
        click.echo(text)
    tell_left_out(len(library.all_broken))


def _as_text(found: "Report", form: str) -> str:
    from workbook.reporttable import as_table  # noqa: PLC0415 - as above

    return json.dumps(found.as_data(), indent=2, ensure_ascii=False) if form == "json" else as_table(found)


def _as_html(found: "Report", request: BuildRequest) -> str:
    from workbook.reportpage import as_page  # noqa: PLC0415 - templates and fonts are for the page alone

    return as_page(found, load_theme(request.theme, request.libraries))


def _pages(library: Library, request: BuildRequest, cache: "Cache | None", workers: int) -> "Pages":
    """Count the pages, with a bar."""
    from workbook.report import count_pages  # noqa: PLC0415 - as above
    from workbook.workers import Crew  # noqa: PLC0415

    with Crew(workers) as crew:
        return with_progress(lambda progress: count_pages(library, request, crew, progress, cache))
