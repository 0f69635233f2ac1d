"""Commands that print: programs, handouts, the gallery of blocks.

What prints (WeasyPrint, Jinja, pikepdf) is imported inside the commands: ``list`` and ``check`` start without it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbook.cli.app import main, today
from workbook.cli.kept import cache_folder_option, chosen_cache
from workbook.cli.options import (
    Option,
    fillable_option,
    ink_option,
    no_cache_option,
    of_the_clinic,
    paper_option,
    sides_option,
    size_option,
    theme_option,
    workers_option,
)
from workbook.cli.output import Delivery, make
from workbook.edition import Edition, Medium

if TYPE_CHECKING:
    from workbook.edition import Finish

_workers_option = workers_option(
    "How many processes set pages: one for each core, unless this says otherwise; 1 needs the least memory. "
    "WORKBOOK_WORKERS sets it too."
)

_OPTIONS: list[Option] = [
    click.option("-o", "--output", "output", help="The file to write; - for standard output."),
    click.option(
        "--copy",
        "copy_for",
        type=click.Choice(["client", "facilitator"]),
        default="client",
        show_default=True,
        help="Facilitator copies add pages that are not for clients.",
    ),
    size_option("Large print is set again at 18 points."),
    sides_option,
    theme_option(
        "The look of the paper: a shipped theme (calm, plain, warm), one of your folder, or the path of its file."
    ),
    paper_option,
    ink_option,
    click.option(
        "--format",
        "form",
        type=click.Choice(["pdf", "html"]),
        default="pdf",
        show_default=True,
        help="html is one page for a phone or a computer; nothing typed into it is sent or kept.",
    ),
    fillable_option,
    click.option("--archival", is_flag=True, help="A file for long keeping: PDF/A-2a and PDF/UA-1 in one."),
    click.option(
        "--booklet",
        is_flag=True,
        help="Two pages on a side, in order for folding and stapling in the middle. A print file: it is not tagged.",
    ),
    click.option(
        "--n-up",
        type=click.Choice(["2", "4"]),
        help="So many pages on a side, to save paper. A print file: it is not tagged.",
    ),
    click.option(
        "--pictures",
        metavar="DIR",
        help="Also write a PNG picture of each page into this folder, for slides.",
    ),
    cache_folder_option,
    no_cache_option,
    _workers_option,
]


def printing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how a file is made."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@main.command("build")
@click.argument("program")
@click.option(
    "--session", "sessions", type=click.IntRange(min=1), multiple=True, metavar="N", help="Only this session."
)
@click.option("--module", "modules", multiple=True, metavar="ID", help="Only this module of the program.")
@printing_options
@click.pass_obj
def build_command(
    libraries: tuple[Path, ...],
    /,
    program: str,
    sessions: tuple[int, ...],
    modules: tuple[str, ...],
    **options: Any,
) -> None:
    """Print a program as a workbook. PROGRAM is an id or the path of a YAML file.

    \b
    Examples:
      workbook build resilience-group
      workbook build resilience-group --session 3 --copy facilitator -o session-3.pdf
      workbook build resilience-group --booklet
      workbook build programs/tuesday.yaml --edition large-print --paper a4
    """
    print_wanted(libraries, options, Path(program).stem, program=program, sessions=sessions, modules=modules)


@main.command("handout")
@click.argument("names", nargs=-1, required=True, metavar="MODULE_OR_WORKSHEET...")
@click.option(
    "--locale",
    callback=of_the_clinic,
    help="The language of fixed words and dates, and whose crisis lines: those of crisis/LOCALE.yaml. "
    "Without it, the locale of your clinic.yaml, or en-US.",
)
@printing_options
@click.pass_obj
def handout_command(libraries: tuple[Path, ...], /, names: tuple[str, ...], locale: str, **options: Any) -> None:
    """Print modules or single worksheets as handouts. Each name is an id or the path of a YAML file.

    \b
    Examples:
      workbook handout slow-breathing
      workbook handout sleep-diary -o - > diary.pdf
      workbook handout sleep-diary --format html
      workbook --library our-clinic handout sleep-diary --locale es-US
      workbook handout slow-breathing five-senses-grounding --ink grey
    """
    print_wanted(libraries, options, Path(names[0]).stem, handouts=names, locale=locale)


@main.command("gallery")
@click.option(
    "-o", "--output", default="gallery.pdf", show_default=True, help="The file to write; - for standard output."
)
@cache_folder_option
@no_cache_option
@_workers_option
def gallery_command(
    output: str,
    folder: str | None,
    no_cache: bool,  # noqa: FBT001 - a flag of click
    workers: int | None,
) -> None:
    """Print every block type, blank and filled in, with its YAML: the author's handbook.

    \b
    Example:
      workbook gallery -o gallery.pdf
    """
    from workbook.gallery import build_gallery  # noqa: PLC0415 - reads files that no other command needs

    kept = chosen_cache(folder, no_cache=no_cache)
    make(lambda progress: build_gallery(progress, cache=kept, workers=workers or 0), Delivery(output))


def print_wanted(libraries: tuple[Path, ...], options: dict[str, Any], stem: str, **wanted: Any) -> None:
    """Build what is wanted in the way that the options say."""
    from workbook.build import BuildRequest, build  # noqa: PLC0415 - see the top

    _refuse_contradictions(options)
    html = options["form"] == "html"
    n_up: Any = f"{options['n_up']}-up" if options["n_up"] else ""
    finish: Finish = "archival" if options["archival"] else "booklet" if options["booklet"] else n_up or "none"
    medium: Medium = "screen" if html else "fillable" if options["fillable"] else "print"
    edition = Edition(medium=medium, **{key: options[key] for key in ("copy_for", "size", "paper", "ink", "sides")})
    request = BuildRequest(
        today=today(), edition=edition, libraries=libraries, theme=options["theme"], finish=finish, **wanted
    )
    kept = chosen_cache(options["folder"], no_cache=options["no_cache"])
    target = options["output"] or f"{stem}.{'html' if html else 'pdf'}"
    delivery = Delivery(target, options["pictures"], finish, edition.paper)
    make(lambda progress: build(request, progress, kept, options["workers"] or 0), delivery)


def _refuse_contradictions(options: dict[str, Any]) -> None:
    """Say which options cannot go together, and why."""
    html = options["form"] == "html"
    sheets = [name for name, on in (("--booklet", options["booklet"]), ("--n-up", options["n_up"])) if on]
    if len(sheets) > 1:
        raise click.UsageError("Choose --booklet or --n-up, not both.")
    if options["archival"] and options["fillable"]:
        raise click.UsageError("A file for archives has no form fields (PDF/A): choose --archival or --fillable.")
    if sheets and (options["archival"] or options["fillable"]):
        raise click.UsageError(f"{sheets[0]} makes a file for paper only: leave out --archival and --fillable.")
    given = [f"--{name}" for name in ("fillable", "archival", "pictures") if options[name]] + sheets
    if html and given:
        raise click.UsageError(f"{given[0]} is for PDFs; a web page has fields of its own: leave out {given[0]}.")
