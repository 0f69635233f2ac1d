"""Commands for what is kept: the cache of finished pages, and finished files."""

import sys
from pathlib import Path

import click

from workbook.cli.app import main
from workbook.cli.kept import cache_folder, cache_folder_option
from workbook.cli.output import Failed
from workbook.problems import count


@main.group("cache")
def cache_group() -> None:
    """Look at the finished pages that are kept between builds, or clear them.

    They hold what the clinic prints, never a client's name. The folder can be deleted at any time.

    \b
    Examples:
      workbook cache info
      workbook cache clear
    """


@cache_group.command("info")
@cache_folder_option
def info_command(folder: str | None) -> None:
    """Say where the kept pages are, how many sections and how much room they take.

    \b
    Example:
      workbook cache info
    """
    from workbook.cache import Cache  # noqa: PLC0415 - needs what prints

    info = Cache(cache_folder(folder)).info()
    click.echo(
        f"{info.folder}: {count(info.fragments, 'section')}, {_megabytes(info.size)} of {_megabytes(info.limit)}"
    )


@cache_group.command("clear")
@cache_folder_option
def clear_command(folder: str | None) -> None:
    """Delete the kept pages; the next build sets its sections anew.

    \b
    Example:
      workbook cache clear
    """
    from workbook.cache import Cache  # noqa: PLC0415 - needs what prints

    try:
        info = Cache(cache_folder(folder)).clear()
    except OSError as error:
        raise Failed(f"{error.filename} cannot be deleted: {error.strerror}.") from None
    click.echo(f"{info.folder}: {count(info.fragments, 'section')} deleted, {_megabytes(info.size)}")


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.1f} MB"


@main.command("verify")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False))
def verify_command(files: tuple[Path, ...]) -> None:
    """Check finished PDFs: tags, links, names, labels, fields, fonts, and the rules of PDF/UA-1.

    Workbook proves each file before it delivers it; this looks again, at a file that was kept or sent. Print files
    (booklets, several pages on a sheet) are not tagged, and say so.

    \b
    Examples:
      workbook verify resilience-group.pdf
      workbook verify out/*.pdf
    """
    from workbook.verify.alone import examine  # noqa: PLC0415 - needs what prints

    wrong = 0
    for file in files:
        try:
            found = examine(file.read_bytes())
        except OSError as error:
            raise Failed(f"{file} cannot be read: {error.strerror}.") from None
        wrong += bool(found.faults)
        click.echo(f"{file}: {found.summary}")
        for fault in found.faults:
            click.echo(f"  {fault}")
    sys.exit(1 if wrong else 0)
