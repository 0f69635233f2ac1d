"""The program ``workbook`` itself: its global options, its help, and what all commands share.

Exit codes: 0 fine, 1 problems in files, 2 wrong usage, 3 cannot read or write, 4 a mistake of the program, 130
interrupted.
"""

import importlib
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from workbook.cli import INTERRUPTED
from workbook.problems import did_you_mean

_ROOMS = {
    "printing": ("build", "gallery", "handout"),
    "authoring": ("check", "doctor", "list", "schema", "show"),
    "starting": ("new",),
    "keeping": ("cache", "verify"),
    "packets": ("packet",),
    "planning": ("diff", "explain"),
    "bulk": ("batch",),
    "reporting": ("report",),
    "serving": ("serve",),
}
"""The module of each command. It is imported when the command is called for: printing what is ready is a matter of
tenths of a second, and reading modules takes as long."""


class HelpfulGroup(click.Group):
    """A group that keeps the line breaks of examples and offers close matches for commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of all commands."""
        del ctx
        return sorted(name for names in _ROOMS.values() for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give a command; the module in which it stands registers it."""
        for room, names in _ROOMS.items():
            if cmd_name in names:
                importlib.import_module(f"workbook.cli.{room}")
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; Ctrl-C ends it with the exit code that shells know, not with click's 1."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("\nInterrupted; nothing was written.", err=True)
            ctx.exit(INTERRUPTED)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or say which ones come close."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            hint = did_you_mean(args[0], self.list_commands(ctx))
            raise click.UsageError(f"{error.message} {hint}".strip(), ctx) from None


def today() -> date:
    """Give the day; SOURCE_DATE_EPOCH (reproducible-builds.org) sets another one."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now().astimezone()
    except (ValueError, OverflowError, OSError):
        raise click.UsageError("SOURCE_DATE_EPOCH is a number of seconds since 1970-01-01.") from None
    return moment.date()


@click.group(cls=HelpfulGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--library",
    "libraries",
    multiple=True,
    type=click.Path(path_type=Path, readable=False),
    envvar="WORKBOOK_LIBRARY",
    metavar="DIR",
    help="A clinic's own folder with modules/ and programs/, searched first. May be given more than once. "
    f'WORKBOOK_LIBRARY sets it too; several folders are separated by "{os.pathsep}".',
)
@click.version_option(package_name="workbook")
@click.pass_context
def main(ctx: click.Context, libraries: tuple[Path, ...]) -> None:
    """Print therapy worksheets and workbooks from YAML.

    \b
    Examples:
      workbook list modules --search panic
      workbook handout five-senses-grounding -o today.pdf
      workbook build resilience-group --edition large-print
      workbook handout sleep-diary --fillable
      workbook --library our-clinic check

    \b
    Exit codes:
      0 fine, 1 mistakes in files, 2 wrong usage, 3 cannot read
      or write, 4 a mistake of the program, 130 interrupted
    """
    ctx.obj = libraries
    if os.environ.get("NO_COLOR"):
        ctx.color = False
