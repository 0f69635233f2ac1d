"""Commands for what is kept: the cache of finished pages."""

import click

from workbook.cli.app import main
from workbook.cli.output import Failed, count
from workbook.cli.printing import cache_folder, cache_folder_option


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
