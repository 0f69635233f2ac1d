"""The command line: thin. It reads options, calls the library, and turns what happens into text and exit codes.

Exit codes: 0 fine, 1 problems in files, 2 wrong usage, 3 cannot read or write, 130 interrupted. What prints
(WeasyPrint, Jinja, pikepdf) is imported inside the commands that print: ``list`` and ``check`` start without it.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbook import catalog, scaffold
from workbook.checking import check_paths
from workbook.cli.output import Failed, count, exit_code, make, stop
from workbook.domains import DOMAINS
from workbook.library import Library, is_path, load
from workbook.model import Edition
from workbook.problems import (
    Place,
    Problem,
    ProblemsFound,
    as_github,
    as_json,
    as_text,
    did_you_mean,
    display_path,
    errors,
    sort,
)
from workbook.source import real_path

if TYPE_CHECKING:
    pass

INTERRUPTED = 130


class HelpfulGroup(click.Group):
    """A group that keeps the line breaks of examples and offers close matches for commands."""

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


def _today() -> date:
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
      workbook --library our-clinic check

    \b
    Exit codes:
      0 fine, 1 mistakes in files, 2 wrong usage,
      3 cannot read or write, 130 interrupted
    """
    ctx.obj = libraries
    if os.environ.get("NO_COLOR"):
        ctx.color = False


def edition_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how a PDF is made."""
    options = [
        click.option("-o", "--output", "output", help="The file to write; - for standard output."),
        click.option(
            "--copy",
            "copy_for",
            type=click.Choice(["client", "facilitator"]),
            default="client",
            show_default=True,
            help="Facilitator copies add pages that are not for clients.",
        ),
        click.option(
            "--edition",
            "size",
            type=click.Choice(["standard", "large-print"]),
            default="standard",
            show_default=True,
            help="Large print is set again at 18 points.",
        ),
        click.option("--paper", type=click.Choice(["letter", "a4"]), default="letter", show_default=True),
        click.option("--ink", type=click.Choice(["color", "grey"]), default="color", show_default=True),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@main.command("build")
@click.argument("program")
@click.option(
    "--session", "sessions", type=click.IntRange(min=1), multiple=True, metavar="N", help="Only this session."
)
@click.option("--module", "modules", multiple=True, metavar="ID", help="Only this module of the program.")
@edition_options
@click.pass_obj
def build_command(
    libraries: tuple[Path, ...],
    /,
    program: str,
    sessions: tuple[int, ...],
    modules: tuple[str, ...],
    output: str | None,
    **edition: Any,
) -> None:
    """Print a program as a workbook. PROGRAM is an id or the path of a YAML file.

    \b
    Examples:
      workbook build resilience-group
      workbook build resilience-group --session 3 --copy facilitator -o session-3.pdf
      workbook build programs/tuesday.yaml --edition large-print --paper a4
    """
    from workbook.build import BuildRequest, build  # noqa: PLC0415 - see the top

    request = BuildRequest(
        today=_today(),
        program=program,
        sessions=sessions,
        modules=modules,
        edition=Edition(**edition),
        libraries=libraries,
    )
    make(lambda progress: build(request, progress), output or f"{Path(program).stem}.pdf")


@main.command("handout")
@click.argument("names", nargs=-1, required=True, metavar="MODULE_OR_WORKSHEET...")
@edition_options
@click.pass_obj
def handout_command(libraries: tuple[Path, ...], /, names: tuple[str, ...], output: str | None, **edition: Any) -> None:
    """Print modules or single worksheets as handouts. Each name is an id or the path of a YAML file.

    \b
    Examples:
      workbook handout slow-breathing
      workbook handout sleep-diary -o - > diary.pdf
      workbook handout slow-breathing five-senses-grounding --ink grey
    """
    from workbook.build import BuildRequest, build  # noqa: PLC0415 - see the top

    request = BuildRequest(today=_today(), handouts=names, edition=Edition(**edition), libraries=libraries)
    make(lambda progress: build(request, progress), output or f"{Path(names[0]).stem}.pdf")


@main.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, readable=False))
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.pass_obj
def check_command(
    libraries: tuple[Path, ...],
    paths: tuple[Path, ...],
    strict: bool,  # noqa: FBT001
    form: str,
) -> None:
    """Check files or folders; without PATH, all libraries and the shipped content.

    \b
    Examples:
      workbook check
      workbook check modules/my-module.yaml
      workbook check our-clinic --strict --format github
    """
    files, problems = check_paths(libraries, paths, _today())
    if form == "json":
        click.echo(as_json(problems))
    elif form == "github":
        for problem in problems:
            click.echo(as_github(problem))
    else:
        for problem in problems:
            click.echo(as_text(problem))
        wrong, odd = len(errors(problems)), len(problems) - len(errors(problems))
        click.echo(f"{count(files, 'file')} checked: {count(wrong, 'error')}, {count(odd, 'warning')}.", err=True)
    sys.exit(exit_code(problems, strict=strict))


@main.command("list")
@click.argument("what", type=click.Choice(catalog.KINDS))
@click.option("--search", default="", metavar="WORDS", help="Only what has all these words in it.")
@click.option("--domain", default="", metavar="D", help="Only this domain, such as grounding.")
@click.option("--max-minutes", type=click.IntRange(min=1), metavar="N", help="Only what fits into N minutes.")
@click.option("--json", "as_data", is_flag=True, help="Give JSON.")
@click.pass_obj
def list_command(
    libraries: tuple[Path, ...],
    what: str,
    search: str,
    domain: str,
    max_minutes: int | None,
    as_data: bool,  # noqa: FBT001
) -> None:
    """List modules, worksheets, programs, blocks or topics.

    \b
    Examples:
      workbook list modules --search "worry thoughts"
      workbook list worksheets --domain routines
      workbook list modules --max-minutes 50 --json
    """
    library = load(libraries)
    _refuse_missing_folders(library)
    rows = catalog.rows(library, what)
    _refuse_wrong_filters(what, domain, max_minutes)
    rows = catalog.choose(rows, search, domain, max_minutes)
    if as_data:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    elif rows:
        click.echo(catalog.as_table(rows))
    else:
        click.echo(f"No {what} found.", err=True)
    if library.all_broken:
        number = count(len(library.all_broken), "file")
        click.echo(f"{number} with mistakes left out; see  workbook check", err=True)


def _refuse_missing_folders(library: Library) -> None:
    missing = [p for p in library.problems if p.code == "file/not-found"]
    if missing:
        stop(missing, writes=False)


def _refuse_wrong_filters(what: str, domain: str, max_minutes: int | None) -> None:
    """A filter that the rows do not have would give everything, or nothing: say so."""
    if domain and what not in catalog.WITH_DOMAIN:
        raise click.UsageError(f"--domain is for {' and '.join(catalog.WITH_DOMAIN)}; {what} have none.")
    if domain and domain not in DOMAINS:
        raise click.BadParameter(f'"{domain}" is not a domain. {did_you_mean(domain, DOMAINS)}', param_hint="--domain")
    if max_minutes is not None and what not in catalog.WITH_MINUTES:
        raise click.UsageError(f"--max-minutes is for {', '.join(catalog.WITH_MINUTES)}; {what} have none.")


@main.command("show")
@click.argument("name", metavar="MODULE_OR_PROGRAM")
@click.pass_obj
def show_command(libraries: tuple[Path, ...], name: str) -> None:
    """Show a module, worksheet, program or block on the terminal. The name is an id or the path of a YAML file.

    \b
    Examples:
      workbook show slow-breathing
      workbook show resilience-group
      workbook show rating
    """
    path = Path(name) if is_path(name) else None
    library = load(libraries, [path] if path else [])
    _refuse_missing_folders(library)
    text = catalog.show_file(library, path) if path else catalog.show(library, name)
    if text is None:
        broken = [source for _, source in library.all_broken]
        mine = {s.name for s in broken if (s.real == real_path(path) if path else s.path.stem == name)}
        hint = did_you_mean(name, catalog.names(library)) or "See  workbook list modules"
        unknown = Problem("reference/unknown-name", Place(name), f'There is nothing called "{name}".', hint)
        stop(sort([p for p in library.problems if p.place.file in mine] or [unknown]), writes=False)
    click.echo(text)


@main.command("new")
@click.argument("what", type=click.Choice(["module", "program"]))
@click.argument("name")
@click.option("--from", "source", metavar="ID", help="Start from a copy of this one instead of the skeleton.")
@click.pass_obj
def new_command(libraries: tuple[Path, ...], what: str, name: str, source: str | None) -> None:
    """Start a module or a program: in the first --library folder, else in this folder.

    \b
    Examples:
      workbook new module cooling-down
      workbook --library our-clinic new program tuesday --from resilience-group
    """
    try:
        path = scaffold.new(what, name, source, libraries)
    except ProblemsFound as found:
        stop(found.problems)
    except OSError as error:
        raise Failed(f"{error.filename} cannot be written: {error.strerror}.") from None
    click.echo(f"{display_path(path)} is ready. Edit it, then:  workbook check {display_path(path)}")


@main.command("schema")
@click.argument("what", type=click.Choice(["module", "program", "worksheet"]))
def schema_command(what: str) -> None:
    """Print the JSON Schema of a file, for editors that complete and check while you type.

    \b
    Example:
      workbook schema module > module.schema.json
    """
    click.echo(catalog.schema(what))


@main.command("gallery")
@click.option(
    "-o", "--output", default="gallery.pdf", show_default=True, help="The file to write; - for standard output."
)
def gallery_command(output: str) -> None:
    """Print every block type, blank and filled in, with its YAML: the author's handbook.

    \b
    Example:
      workbook gallery -o gallery.pdf
    """
    from workbook.gallery import build_gallery  # noqa: PLC0415 - reads files that no other command needs

    make(build_gallery, output)


@main.command("doctor")
@click.pass_obj
def doctor_command(libraries: tuple[Path, ...]) -> None:
    """Say whether all is well: versions, system libraries, fonts, folders, and what shadows what.

    \b
    Example:
      workbook --library our-clinic doctor
    """
    from workbook.doctor import examine  # noqa: PLC0415 - imports WeasyPrint to see whether it can

    findings = examine(libraries, _today())
    for finding in findings:
        click.echo(f"{'ok  ' if finding.ok else 'BAD '} {finding.text}")
        if finding.hint:
            click.echo(f"       {finding.hint}")
    sys.exit(0 if all(f.ok for f in findings) else 1)
