"""Options that several commands share: how pages are set, in what they are printed, and where they are kept."""

from collections.abc import Callable
from typing import Any, TypeAlias

import click

from workbook.preferences import preferences

Option: TypeAlias = Callable[[Callable[..., Any]], Callable[..., Any]]


def of_the_clinic(ctx: click.Context, option: click.Parameter, value: str | None) -> str:
    """Give what was asked for, or what the clinic's folder prefers: the one place where these are decided."""
    return value or str(getattr(preferences(ctx.find_object(tuple) or ()), str(option.name)))


def size_option(about: str) -> Option:
    """Give ``--edition``."""
    sizes = click.Choice(["standard", "large-print"])
    return click.option("--edition", "size", type=sizes, default="standard", show_default=True, help=about)


def theme_option(about: str) -> Option:
    """Give ``--theme``, which the clinic's folder decides where it is not given."""
    about = f"{about} Without it, the one of your clinic.yaml, or calm.".strip()
    return click.option("--theme", callback=of_the_clinic, metavar="NAME", help=about)


def workers_option(about: str) -> Option:
    """Give ``--workers``."""
    number = click.IntRange(min=1)
    return click.option("--workers", type=number, envvar="WORKBOOK_WORKERS", metavar="N", help=about)


paper_option = click.option(
    "--paper",
    type=click.Choice(["letter", "a4"]),
    callback=of_the_clinic,
    help="Without it, the paper of your clinic.yaml, or letter.",
)
ink_option = click.option("--ink", type=click.Choice(["color", "grey"]), default="color", show_default=True)
sides_option = click.option(
    "--sides",
    type=click.Choice(["two", "one"]),
    default="two",
    show_default=True,
    help="One side has no blank pages, and the binding margin is always on the same side.",
)
fillable_option = click.option(
    "--fillable", is_flag=True, help="Form fields to fill in on a screen, in place of lines to write on."
)
no_cache_option = click.option("--no-cache", is_flag=True, help="Set every page anew, and keep none.")
