"""Questions on a terminal, for those who do this once a quarter: what a new program is to be, and its modules."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import click

from workbook import search
from workbook.blocks.base import Format
from workbook.cache import Cache
from workbook.library import Library
from workbook.newprogram import Wanted, spread

_SHOWN = 12
"""Modules that are offered at once: what fits a small terminal with the question."""


def ask_for_program(library: Library, libraries: tuple[Path, ...], said: Mapping[str, Any], folder: Path) -> Wanted:
    """Ask for what the flags (``said``) have not said; give up with KeyboardInterrupt."""
    try:
        return _ask(library, libraries, said, Cache(folder))
    except click.Abort:
        raise KeyboardInterrupt from None


def _ask(library: Library, libraries: tuple[Path, ...], said: Mapping[str, Any], cache: Cache) -> Wanted:
    click.echo("A few questions. Press Enter to take what stands in [brackets]; Ctrl-C ends without a file.\n")
    title = said["title"] or click.prompt("Title, for the cover")
    audience = said["audience"] or click.prompt("Who is it for", default="Adults in outpatient care")
    kinds = click.Choice(["group", "individual"])
    form = cast("Format", said["form"] or click.prompt("Group or individual", type=kinds, default="group"))
    weeks = said["weeks"] or click.prompt("How many weeks", type=click.IntRange(min=1, max=52), default=8)
    a_week = said["a_week"] or click.prompt("Sessions a week", type=click.IntRange(min=1, max=7), default=1)
    minutes = said["minutes"] or click.prompt("Minutes of a session", type=click.IntRange(min=10, max=480), default=90)
    subtitle = said["subtitle"] or click.prompt("A line under the title", default=f"{weeks * a_week} sessions together")
    modules = spread(said["modules"], weeks * a_week) if said["modules"] else ()
    if not modules:
        modules = _ask_for_modules(library, libraries, weeks * a_week, minutes, cache)
    return Wanted(title, subtitle, audience, form, minutes, a_week, modules)


def _ask_for_modules(
    library: Library, libraries: tuple[Path, ...], sessions: int, minutes: int, cache: Cache
) -> tuple[tuple[str, ...], ...]:
    """Ask for the modules of each session. Fewer sessions than wanted are fine: Enter at an empty one ends."""
    click.echo("\nNow the modules of each session. Type a word to look for, such as sleep; then the numbers you want.")
    taken: list[str] = []
    chosen: list[tuple[str, ...]] = []
    for number in range(1, sessions + 1):
        mine: list[str] = []
        while True:
            left = minutes - sum(library.modules[name].value.minutes for name in mine)
            told = f"has {', '.join(mine)}; {left} minutes left. Enter goes on" if mine else "has no module yet"
            words = click.prompt(f"\nSession {number} of {sessions} {told}. Look for", default="", show_default=False)
            if words.strip():
                mine += _choose(_look_up(libraries, words, cache, taken + mine))
            elif mine:
                break
            elif chosen and click.confirm(f"End after session {number - 1}?", default=False):
                return tuple(chosen)
        taken += mine
        chosen.append(tuple(mine))
    return tuple(chosen)


def _look_up(libraries: tuple[Path, ...], words: str, cache: Cache, taken: list[str]) -> list[tuple[str, str]]:
    """Give ids and lines of what has these words, the best first, without what the program has already."""
    found = search.search(libraries, "modules", words, "", cache)
    rows = [(row["id"], f"{row['title']} ({row['minutes']} minutes)") for row in found.rows if row["id"] not in taken]
    if not rows:
        click.echo("  Nothing more has this in it. Try another word.")
    return rows[:_SHOWN]


def _choose(rows: list[tuple[str, str]]) -> list[str]:
    """Show numbered rows, and give the ids of those that are wanted, in the order of the numbers typed."""
    for number, (_, line) in enumerate(rows, 1):
        click.echo(f"  {number:2}  {line}")
    while rows:
        answer = click.prompt("  Numbers to take, such as 1 3; Enter for none", default="", show_default=False)
        picked = answer.replace(",", " ").split()
        if all(part.isdecimal() and 1 <= int(part) <= len(rows) for part in picked):
            return [rows[int(part) - 1][0] for part in dict.fromkeys(picked)]
        click.echo(f"  Type numbers from 1 to {len(rows)}, with spaces between them.")
    return []
