"""The command for papers around a group."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import click

from workbook.cli.app import main
from workbook.cli.printing import print_wanted, printing_options

if TYPE_CHECKING:
    from workbook.request import Packet

_Kind = Literal["session", "overview", "calendar", "certificate", "discharge"]
_MOST = 500


@main.command("packet")
@click.argument("program")
@click.option(
    "--session", type=click.IntRange(min=1), metavar="N", help="Everything for session N, beginning with what to print."
)
@click.option("--overview", is_flag=True, help="The program on a page: sessions, aims, and a line for each date.")
@click.option("--calendar", is_flag=True, help="A practice calendar: a box for each day, and what to practice.")
@click.option("--certificate", is_flag=True, help="A certificate with a blank line for the name.")
@click.option("--discharge", is_flag=True, help="What a person takes home at the end.")
@click.option(
    "--people",
    type=click.IntRange(1, _MOST),
    metavar="N",
    help="For so many people: the file says how often to print what.",
)
@click.option(
    "--spare",
    type=click.IntRange(0, _MOST),
    metavar="N",
    help="How many copies more than there are people: 1, unless this says otherwise.",
)
@click.option("--collate", is_flag=True, help="All copies in one file, in order of printing: print it once.")
@click.option("--neutral", is_flag=True, help="With --certificate: do not name the program.")
@click.option(
    "--weeks",
    type=click.IntRange(1, 52),
    metavar="N",
    help="With --calendar: how many weeks the program takes; without it, one a session.",
)
@printing_options
@click.pass_obj
def packet_command(libraries: tuple[Path, ...], /, program: str, session: int | None, **options: Any) -> None:
    """Print papers around a group: one of --session, --overview, --calendar, --certificate, --discharge.

    A session packet has a list of what to print, the facilitator's plan with its minutes, a sign-in sheet for groups,
    the clients' handouts, and slips for feedback. With --copy facilitator the plan has the modules' own facilitator
    pages, too. PROGRAM is an id or the path of a YAML file.

    \b
    Examples:
      workbook packet resilience-group --session 3 --people 12 -o session-3.pdf
      workbook packet resilience-group --session 3 --people 12 --collate
      workbook packet resilience-group --overview
      workbook packet resilience-group --certificate --neutral --people 9 --spare 0
      workbook packet resilience-group --discharge --edition large-print
    """
    kind = _kind(session, options)
    packet = _packet(kind, options)
    wanted = {"sessions": (session,) if session else (), "packet": packet}
    stem = f"{Path(program).stem}-{kind}" + (f"-{session}" if session else "")
    print_wanted(libraries, options, stem, program=program, **wanted)
    if packet.copies > 1 and packet.collate:
        click.echo("All copies are in the file: print it once.", err=True)
    elif session:
        click.echo("The first page says how often to print which pages.", err=True)
    elif packet.copies > 1:
        click.echo(f"Print {packet.copies} copies.", err=True)


def _kind(session: int | None, options: dict[str, Any]) -> _Kind:
    """Tell which papers are wanted, and refuse options that are not for them."""
    flags = {name: options.pop(name) for name in ("overview", "calendar", "certificate", "discharge")}
    given = [name for name, on in {"session": session, **flags}.items() if on]
    if len(given) != 1:
        names = "--session N, --overview, --calendar, --certificate, --discharge"
        raise click.UsageError(f"Say which papers you want; choose one of {names}.")
    kind = cast("_Kind", given[0])
    if options["neutral"] and kind != "certificate":
        raise click.UsageError("--neutral is for --certificate.")
    if options["weeks"] and kind != "calendar":
        raise click.UsageError("--weeks is for --calendar.")
    if options["spare"] is not None and not options["people"]:
        raise click.UsageError("--spare is for --people N.")
    if options["collate"] and not options["people"]:
        raise click.UsageError("Say for how many people the copies are: --people N.")
    if options["copy_for"] == "facilitator" and kind != "session":
        raise click.UsageError("--copy facilitator is for --session; the other papers are for clients.")
    for name, on in (("--format html", options["form"] == "html"), ("--booklet", options["booklet"])):
        if on:
            raise click.UsageError(f"These papers are printed as they are: leave out {name}.")
    if options["n_up"]:
        raise click.UsageError("These papers are printed as they are: leave out --n-up.")
    return kind


def _packet(kind: _Kind, options: dict[str, Any]) -> "Packet":
    from workbook.request import Packet  # noqa: PLC0415 - only for this command

    people, spare = options.pop("people"), options.pop("spare")
    spare = (1 if spare is None else spare) if people else 0
    collate, neutral, weeks = options.pop("collate"), options.pop("neutral"), options.pop("weeks")
    return Packet(kind, people or 1, spare, collate, neutral, weeks or 0)
