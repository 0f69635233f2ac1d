"""Commands for those who write, look up and check."""

import json
import sys
from pathlib import Path

import click

from workbook import catalog, search
from workbook.checking import check_pages, check_paths
from workbook.cli.app import main, today
from workbook.cli.kept import cache_folder, cache_folder_option
from workbook.cli.output import exit_code, need_folders, stop, tell_left_out, with_progress
from workbook.domains import DOMAINS
from workbook.files import is_folder, real_path
from workbook.library import is_path, load
from workbook.problems import (
    Place,
    Problem,
    as_github,
    as_json,
    as_text,
    count,
    did_you_mean,
    errors,
    sort,
)
from workbook.search import Found


@main.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, readable=False))
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--print", "pages", is_flag=True, help="Lay out the pages too, in both sizes and on both papers.")
@cache_folder_option
@click.option("--workers", type=click.IntRange(min=1), envvar="WORKBOOK_WORKERS", metavar="N", hidden=True)
@click.pass_obj
def check_command(
    libraries: tuple[Path, ...],
    paths: tuple[Path, ...],
    strict: bool,  # noqa: FBT001
    form: str,
    pages: bool,  # noqa: FBT001
    folder: str | None,
    workers: int | None,
) -> None:
    """Check files or folders; without PATH, all libraries and the shipped content.

    \b
    Examples:
      workbook check
      workbook check modules/my-module.yaml
      workbook check our-clinic --strict --format github
      workbook check --print our-clinic
    """
    if pages:
        files, problems = _check_pages(libraries, paths, folder, workers or 0)
    else:
        files, problems = check_paths(libraries, paths, today())
    if form == "json":
        click.echo(as_json(problems))
    elif form == "github":
        for problem in problems:
            click.echo(as_github(problem))
    else:
        for problem in problems:
            click.echo(as_text(problem))
        wrong, odd = len(errors(problems)), len(problems) - len(errors(problems))
        told = f"{count(files, 'file')} checked: {count(wrong, 'error')}, {count(odd, 'warning')}."
        click.echo(told if pages else f"{told} Pages were not laid out; add --print for that.", err=True)
    sys.exit(exit_code(problems, strict=strict))


def _check_pages(
    libraries: tuple[Path, ...], paths: tuple[Path, ...], folder: str | None, workers: int
) -> tuple[int, tuple[Problem, ...]]:
    """Check files and their pages, with a bar."""
    from workbook.cache import Cache  # noqa: PLC0415 - a check without pages is fast

    cache = Cache(cache_folder(folder))
    return with_progress(lambda progress: check_pages(libraries, paths, today(), progress, cache, workers))


@main.command("list")
@click.argument("what", type=click.Choice(catalog.KINDS))
@click.option(
    "--search",
    "words",
    default="",
    metavar="WORDS",
    help='Only what has all these words in it, the best first. Words in "quotes" are a phrase.',
)
@click.option(
    "--for",
    "purpose",
    default="",
    metavar="WORDS",
    help="Only what is for this: the words are in titles, tags or uses.",
)
@click.option("--topic", default="", metavar="T", help="Only what teaches this topic; see  workbook list topics")
@click.option("--domain", default="", metavar="D", help="Only this domain, such as grounding.")
@click.option("--max-minutes", type=click.IntRange(min=1), metavar="N", help="Only what fits into N minutes.")
@click.option("--json", "as_data", is_flag=True, help="Give JSON.")
@cache_folder_option
@click.pass_obj
def list_command(
    libraries: tuple[Path, ...],
    what: str,
    words: str,
    purpose: str,
    topic: str,
    domain: str,
    max_minutes: int | None,
    as_data: bool,  # noqa: FBT001
    folder: str | None,
) -> None:
    """List modules, worksheets, programs, blocks or topics.

    \b
    Examples:
      workbook list modules --search "worry thoughts"
      workbook list modules --search '"one small step"'
      workbook list worksheets --for sleep
      workbook list modules --topic problem-solving
      workbook list worksheets --domain routines
      workbook list modules --max-minutes 50 --json
    """
    _refuse_wrong_filters(what, domain, max_minutes, purpose, topic)
    found = _look_up(libraries, what, words, purpose, folder)
    if topic and topic not in found.topics:
        hint = did_you_mean(topic, found.topics) or "See  workbook list topics"
        raise click.BadParameter(f'"{topic}" is not a topic. {hint}', param_hint="--topic")
    rows = catalog.choose(found.rows, domain, max_minutes, topic)
    if as_data:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    elif rows:
        click.echo(catalog.as_table(rows))
    else:
        nowhere = "".join(f' Nothing has "{word}" in it.' for word in found.nowhere)
        click.echo(f"No {what} found.{nowhere}", err=True)
    tell_left_out(found.broken)


def _look_up(libraries: tuple[Path, ...], what: str, words: str, purpose: str, folder: str | None) -> Found:
    """Give the rows that have these words: out of the index, which is kept, or out of the files themselves."""
    there = all(is_folder(library) for library in libraries)
    if there and what in search.SEARCHED and (words or purpose):
        from workbook.cache import Cache  # noqa: PLC0415 - a plain list keeps nothing

        return search.search(libraries, what, words, purpose, Cache(cache_folder(folder)))
    library = load(libraries)
    need_folders(library, writes=False)
    rows = search.having(catalog.rows(library, what), words)
    return Found(rows, (), tuple(library.topics), len(library.all_broken))


def _refuse_wrong_filters(what: str, domain: str, max_minutes: int | None, purpose: str, topic: str) -> None:
    """A filter that the rows do not have would give everything, or nothing: say so."""
    if domain and what not in catalog.WITH_DOMAIN:
        raise click.UsageError(f"--domain is for {' and '.join(catalog.WITH_DOMAIN)}; {what} have none.")
    if domain and domain not in DOMAINS:
        raise click.BadParameter(f'"{domain}" is not a domain. {did_you_mean(domain, DOMAINS)}', param_hint="--domain")
    if max_minutes is not None and what not in catalog.WITH_MINUTES:
        raise click.UsageError(f"--max-minutes is for {', '.join(catalog.WITH_MINUTES)}; {what} have none.")
    if purpose and what not in search.SEARCHED:
        raise click.UsageError(f"--for is for {' and '.join(search.SEARCHED)}. Use --search for {what}.")
    if topic and what not in catalog.WITH_TOPICS:
        raise click.UsageError(f"--topic is for {' and '.join(catalog.WITH_TOPICS)}; {what} have none.")


@main.command("show")
@click.argument("name", metavar="NAME")
@click.pass_obj
def show_command(libraries: tuple[Path, ...], name: str) -> None:
    """Show a module, worksheet, program, block or topic on the terminal. The name is an id or the path of a file.

    \b
    Examples:
      workbook show slow-breathing
      workbook show resilience-group
      workbook show rating
      workbook show topic:problem-solving
    """
    path = Path(name) if is_path(name) else None
    library = load(libraries, [path] if path else [])
    need_folders(library, writes=False)
    text = catalog.show_file(library, path) if path else catalog.show(library, name)
    if text is None:
        broken = [source for _, source in library.all_broken]
        mine = {s.name for s in broken if (s.real == real_path(path) if path else s.path.stem == name)}
        hint = did_you_mean(name, catalog.names(library)) or "See  workbook list modules"
        unknown = Problem("reference/unknown-name", Place(name), f'There is nothing called "{name}".', hint)
        stop(sort([p for p in library.problems if p.place.file in mine] or [unknown]), writes=False)
    click.echo(text)


@main.command("schema")
@click.argument("what", type=click.Choice(sorted(catalog.SCHEMAS)))
def schema_command(what: str) -> None:
    """Print the JSON Schema of a file, for editors that complete and check while you type.

    \b
    Example:
      workbook schema module > module.schema.json
      workbook schema clinic > clinic.schema.json
    """
    click.echo(catalog.schema(what))


@main.command("doctor")
@cache_folder_option
@click.pass_obj
def doctor_command(libraries: tuple[Path, ...], folder: str | None) -> None:
    """Say whether all is well: versions, system libraries, fonts, folders, and what shadows what.

    \b
    Example:
      workbook --library our-clinic doctor
    """
    from workbook.doctor import examine  # noqa: PLC0415 - imports WeasyPrint to see whether it can

    findings = examine(libraries, today(), cache_folder(folder))
    for finding in findings:
        click.echo(f"{'ok  ' if finding.ok else 'BAD '} {finding.text}")
        if finding.hint:
            click.echo(f"       {finding.hint}")
    sys.exit(0 if all(f.ok for f in findings) else 1)
