"""The command for personal copies in bulk."""

import contextlib
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbook.cli import INTERRUPTED
from workbook.cli.app import main, today
from workbook.cli.kept import cache_folder, cache_folder_option
from workbook.cli.options import (
    fillable_option,
    ink_option,
    no_cache_option,
    paper_option,
    sides_option,
    size_option,
    theme_option,
    workers_option,
)
from workbook.cli.output import Failed, check_target, report, stop, stop_on_own_mistake, with_progress
from workbook.edition import Edition
from workbook.files import real_path
from workbook.problems import Problem, ProblemsFound, count
from workbook.roster import NUMBER, PERSONAL, Roster, read_roster

if TYPE_CHECKING:
    from workbook.bulk import Run
    from workbook.offices import Office
    from workbook.request import BuildRequest

_MOST_NAMED = 10


@main.command("batch")
@click.argument("program")
@click.argument("roster", type=click.Path(path_type=Path, readable=False), metavar="ROSTER.csv")
@click.option(
    "-o",
    "--output",
    "output",
    required=True,
    type=click.Path(path_type=Path, readable=False),
    metavar="DIR",
    help="The folder for the copies. It is made if it is not there, and only you can look into it.",
)
@click.option(
    "--name-files-by",
    "naming",
    default=NUMBER,
    show_default=True,
    metavar="COLUMN",
    help="The column that says what each file is called: never a name.",
)
@click.option("--collate", metavar="FILE", help="Also write one print file of all copies on paper, in order.")
@click.option("--again", is_flag=True, help="Make every copy anew, also those that are there and right.")
@size_option("The edition where a row does not say it; so with --paper, --ink and --fillable.")
@paper_option
@ink_option
@fillable_option
@sides_option
@theme_option("The look of the paper.")
@cache_folder_option
@no_cache_option
@workers_option("How many processes make copies: one for each core, unless this says otherwise.")
@click.option("--cluster", metavar="ADDRESS", help="Make the copies on a Dask cluster, such as tls://scheduler:8786.")
@click.pass_obj
def batch_command(libraries: tuple[Path, ...], /, program: str, roster: Path, **options: Any) -> None:
    """Make a workbook for each row of a roster: PROGRAM is an id or a YAML file, ROSTER.csv a table saved as CSV.

    Columns: number (what the file is called), name (for the cover), edition (standard, large-print), paper (letter,
    a4), ink (color, grey), fillable (yes, no), locale, add and remove (ids of modules), goals (for the goal sheet;
    a ; between several). Only number is needed, and an empty cell is fine in all others.

    The copies are DIR/NUMBER.pdf. A second run makes only what is missing or has changed; so after an interruption,
    give the same command again. No name is written anywhere but into the copies.

    \b
    Examples:
      workbook batch resilience-group roster.csv -o copies
      workbook batch resilience-group roster.csv -o copies --collate print.pdf
      workbook batch resilience-group roster.csv -o copies --name-files-by seat
      workbook batch resilience-group roster.csv -o copies --cluster tcp://127.0.0.1:8786
    """
    if options["naming"] in PERSONAL:
        raise click.UsageError(f'Files cannot be called by the column "{options["naming"]}": that is personal.')
    if options["collate"]:
        check_target(Path(options["collate"]))
    edition = Edition(
        medium="fillable" if options["fillable"] else "print",
        **{key: options[key] for key in ("size", "paper", "ink", "sides")},
    )
    from workbook.request import BuildRequest  # noqa: PLC0415 - help needs nothing that prints

    request = BuildRequest(today(), program=program, edition=edition, libraries=libraries, theme=options["theme"])
    rows, found = read_roster(roster, edition, options["naming"])
    _make(request, rows, found, options)


def _make(request: "BuildRequest", roster: Roster, found: tuple[Problem, ...], options: dict[str, Any]) -> None:
    """Check everything, make the copies, and say what was made."""
    from workbook.bulk import ready  # noqa: PLC0415 - loads what prints
    from workbook.cache import Cache  # noqa: PLC0415
    from workbook.outbox import Outbox  # noqa: PLC0415
    from workbook.verify import NotWhole  # noqa: PLC0415

    outbox = Outbox(options["output"])
    with contextlib.ExitStack() as stack:
        aside = stack.enter_context(tempfile.TemporaryDirectory(prefix="workbook-")) if options["no_cache"] else None
        cache = Cache(Path(aside) if aside else cache_folder(options["folder"]))
        try:
            run, warnings = ready(request, roster, found, outbox, cache, again=options["again"])
            report(warnings)
            if options["collate"]:
                _refuse_collision(run, Path(options["collate"]))
            _carry_out(run, options)
            if options["collate"]:
                _collate(run, Path(options["collate"]))
        except ProblemsFound as problems:
            stop(problems.problems, writes=not outbox.entries)
        except NotWhole as error:
            stop_on_own_mistake(error.faults)
        except OSError as error:
            raise Failed(f"{error.filename or outbox.folder} cannot be read or written: {error.strerror}.") from None


def _carry_out(run: "Run", options: dict[str, Any]) -> None:
    """Set what copies share, then make them; Ctrl-C leaves whole files, and says how to go on."""
    from workbook.offices import NoCluster  # noqa: PLC0415
    from workbook.workers import Crew  # noqa: PLC0415

    try:
        with contextlib.ExitStack() as stack:
            office = stack.enter_context(_office(options)) if options["cluster"] else None
            with Crew(options["workers"] or 0) as crew:
                report(with_progress(lambda progress: run.set_pages(crew, progress)))
            stack.enter_context(run.outbox.opened())
            if not run.outbox.is_private():
                click.echo(f"Others may list {run.outbox.folder}, but not read the copies:  chmod 700 DIR", err=True)
            left = run.outbox.strangers(run.roster)
            office = office or stack.enter_context(_office(options))
            with_progress(lambda progress: run.make(office, progress))
    except NoCluster as error:
        raise Failed(str(error)) from None
    except KeyboardInterrupt:
        done, every = run.made + run.kept, len(run.roster.rows)
        click.echo(f"\nInterrupted: {done} of {count(every, 'row')} done. Each copy that is there is whole.", err=True)
        click.echo("The same command goes on where this one stopped.", err=True)
        sys.exit(INTERRUPTED)
    kept = f", {run.kept} were there" if run.kept else ""
    click.echo(f"{run.outbox.folder}: {_copies(run.made)} made{kept}", err=True)
    if left:
        names = ", ".join(left[:_MOST_NAMED]) + (" ..." if len(left) > _MOST_NAMED else "")
        click.echo(f"{count(len(left), 'file')} of rows that are gone: {names}. Delete what you do not need.", err=True)


def _refuse_collision(run: "Run", target: Path) -> None:
    """The print file must not take the place of a copy."""
    if real_path(target) in {real_path(run.outbox.file(row.number)) for row in run.roster.rows}:
        raise Failed(f"{target} is the file of a row. Choose another name after --collate.")


def _office(options: dict[str, Any]) -> "contextlib.AbstractContextManager[Office]":
    from workbook.offices import cluster_office, local_office  # noqa: PLC0415

    return cluster_office(options["cluster"]) if options["cluster"] else local_office(options["workers"] or 0)


def _collate(run: "Run", target: Path) -> None:
    """Write one print file of all copies on paper."""
    from workbook.bulk import on_paper  # noqa: PLC0415
    from workbook.collate import collate  # noqa: PLC0415

    rows = on_paper(run.roster.rows)
    left = len(run.roster.rows) - len(rows)
    both = run.batch.request.edition.sides == "two"
    pages = collate([run.outbox.file(row.number) for row in rows], target, both_sides=both)
    click.echo(f"{target}: {count(pages, 'page')} of {_copies(len(rows))}, a print file", err=True)
    if left:
        click.echo(f"Not in it: {_copies(left)} to fill in on a screen.", err=True)


def _copies(number: int) -> str:
    return "1 copy" if number == 1 else f"{number or 'no'} copies"
