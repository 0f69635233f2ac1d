"""Where finished pages are kept: the option and the folder."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from workbook.cache import Cache

cache_folder_option = click.option(
    "--cache-dir",
    "folder",
    envvar="WORKBOOK_CACHE",
    metavar="DIR",
    help="Where finished pages are kept. WORKBOOK_CACHE sets it too.",
)


def cache_folder(folder: str | None) -> Path:
    """Give the folder in which finished pages are kept: the one that is named, or the user's own cache."""
    import platformdirs  # noqa: PLC0415 - only commands that print need it

    return Path(folder) if folder else platformdirs.user_cache_path("workbook", appauthor=False)


def chosen_cache(folder: str | None, *, no_cache: bool) -> "Cache | None":
    """Give the finished pages that are kept; None for a command that does without."""
    from workbook.cache import Cache  # noqa: PLC0415 - only commands that print need it

    return None if no_cache else Cache(cache_folder(folder))
