"""The command that starts something: a module, a program, a folder for a clinic."""

import sys
from pathlib import Path
from typing import Any

import click

from workbook import newprogram, scaffold
from workbook.cli.app import main
from workbook.cli.kept import cache_folder
from workbook.cli.output import Failed, stop
from workbook.clinicseed import new_clinic
from workbook.library import load
from workbook.model import Program
from workbook.newprogram import Wanted
from workbook.parse import parse
from workbook.problems import ProblemsFound, display_path
from workbook.source import read_text

_OF_PROGRAMS = ("title", "subtitle", "audience", "form", "weeks", "a_week", "minutes", "modules")
_FLAGS = {"audience": "for", "form": "format", "a_week": "sessions", "modules": "module"}


@main.command("new")
@click.argument("what", type=click.Choice(["module", "program", "clinic"]))
@click.argument("name", metavar="NAME_OR_DIR")
@click.option("--from", "source", metavar="ID", help="Start from a copy of this one.")
@click.option("--title", help="For a program: what stands on its cover.")
@click.option("--subtitle", help="For a program: the line under the title.")
@click.option("--for", "audience", metavar="WORDS", help="For a program: who it is for, such as Adults.")
@click.option("--format", "form", type=click.Choice(["group", "individual"]), help="For a program; group if not said.")
@click.option("--weeks", type=click.IntRange(1, 52), metavar="N", help="For a program: how many weeks it has.")
@click.option(
    "--sessions",
    "a_week",
    type=click.IntRange(1, 7),
    metavar="N",
    help="For a program: sessions a week; 1 if not said.",
)
@click.option(
    "--minutes", type=click.IntRange(10, 480), metavar="N", help="For a program: of a session; 90 if not said."
)
@click.option(
    "--module",
    "modules",
    multiple=True,
    metavar="ID",
    help="For a program: a module of it, in order. They are spread over the sessions.",
)
@click.option("--ask/--no-ask", default=None, help="Ask for what is not said; on a terminal this is so by itself.")
@click.pass_obj
def new_command(
    libraries: tuple[Path, ...],
    /,
    what: str,
    name: str,
    source: str | None,
    ask: bool | None,  # noqa: FBT001
    **said: Any,
) -> None:
    """Start a module or a program: in the first --library folder, else in this folder. Or a folder for a clinic.

    A program is made of what you answer on a terminal, or of what you say with options. Without either, it starts from
    an example with comments.

    \b
    Examples:
      workbook new clinic our-clinic
      workbook new module cooling-down
      workbook --library our-clinic new program tuesday
      workbook new program brief --title "Brief pack" --weeks 2 --minutes 50
          --module slow-breathing --module solving-problems
      workbook --library our-clinic new program tuesday --from resilience-group
    """
    given = [key for key in _OF_PROGRAMS if said[key]]
    if what != "program" and given:
        flag = _FLAGS.get(given[0], given[0])
        raise click.UsageError(f"--{flag} is for programs.")
    if source and (given or ask or what == "clinic"):
        other = "A clinic's folder starts from no other" if what == "clinic" else "A copy has all of it already"
        raise click.UsageError(f"{other}: leave out --from.")
    asks = what == "program" and not source and (ask if ask is not None else _on_a_terminal())
    try:
        if what == "clinic":
            path = new_clinic(Path(name))
        elif asks or given:
            path = _program(libraries, name, said, asks=asks)
        else:
            path = scaffold.new(what, name, source, libraries)
    except ProblemsFound as found:
        stop(found.problems)
    except OSError as error:
        raise Failed(f"{error.filename} cannot be written: {error.strerror}.") from None
    click.echo(f"{display_path(path)} is ready. Edit it, then:  workbook check {display_path(path)}")


def _on_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _program(libraries: tuple[Path, ...], name: str, said: dict[str, Any], *, asks: bool) -> Path:
    """Write a new program, from answers or from options."""
    from workbook.cli import asking  # noqa: PLC0415 - only for programs

    path = scaffold.free_path("program", name, libraries)
    library = load(libraries)
    if library.missing_folders:
        raise ProblemsFound(library.missing_folders)
    newprogram.check_modules(library, said["modules"])
    try:
        wanted = asking.ask_for_program(library, libraries, said, cache_folder(None)) if asks else _said(said)
    except ValueError as error:
        raise click.UsageError(f"{error} Name more with --module, or say fewer --weeks.") from None
    text = newprogram.program_text(name, wanted, library)
    _, problems = parse(Program, read_text(text, path))
    if problems:
        raise ProblemsFound(problems)
    return scaffold.write(path, text)


def _said(said: dict[str, Any]) -> Wanted:
    """Give what options say; raise ValueError if there are too few modules for the weeks."""
    for key in ("title", "modules"):
        if not said[key]:
            raise click.UsageError(f"Say --{_FLAGS.get(key, key)}, too; on a terminal, --ask asks for it.")
    a_week = said["a_week"] or 1
    sessions = a_week * said["weeks"] if said["weeks"] else len(said["modules"])
    return Wanted(
        title=said["title"],
        subtitle=said["subtitle"] or ("One session" if sessions == 1 else f"{sessions} sessions"),
        audience=said["audience"] or "Adults in outpatient care",
        format=said["form"] or "group",
        minutes=said["minutes"] or 90,
        a_week=a_week,
        modules=newprogram.spread(said["modules"], sessions),
    )
