"""Where finished pages are kept: the option and the folder."""

from pathlib import Path

import click

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
