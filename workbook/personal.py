"""What a row of a roster changes in a workbook: the modules in it, the name on its cover, the goals on its goal sheet.

Rows that make the same choices share all pages but the personal ones.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from workbook.blocks.base import Block
from workbook.blocks.goal_sheet import GoalAnswer
from workbook.blocks.prose import Prose
from workbook.compose import Section, Sheet, Workbook
from workbook.edition import Edition
from workbook.language import language_of
from workbook.model import Program
from workbook.roster import Row

_MARKDOWN = re.compile(r"([\\*_\[\]])")


@dataclass(frozen=True)
class Choice:
    """What several rows can have in common. ``goals`` is how many goal sheets are in it: 1 without goals, too."""

    edition: Edition
    locale: str = ""
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    goals: int = 1


def choice_of(row: Row) -> Choice:
    """Give what a row has in common with others."""
    return Choice(row.edition, row.locale, row.add, row.remove, max(len(row.goals), 1))


def vary(program: Program, choice: Choice) -> Program:
    """Give a program without some modules, and with others at the end of its last session, perhaps in a language.

    A session that nothing is left of is left out. Raise ValueError if nothing at all is left.
    """
    lists = [[module for module in session.modules if module not in choice.remove] for session in program.sessions]
    last = max((number for number, modules in enumerate(lists) if modules), default=len(lists) - 1)
    lists[last] += choice.add
    sessions = tuple(
        session.model_copy(
            update={"modules": tuple(modules), "again": tuple(m for m in session.again if m not in choice.remove)}
        )
        for session, modules in zip(program.sessions, lists, strict=True)
        if modules
    )
    if not sessions:
        raise ValueError("nothing is left of the program")
    changes: dict[str, Any] = {"sessions": sessions}
    if choice.locale:
        changes["locale"] = choice.locale
    return program.model_copy(update=changes)


class GoalSpot(NamedTuple):
    """Where a goal is written: the number of the section, of the sheet in it, and the block."""

    section: int
    sheet: int
    block: Block


def goal_spot(workbook: Workbook) -> GoalSpot | None:
    """Find the first goal sheet; without one, the first short answer with the id "goal"."""
    spots = [*_spots(workbook)]
    sheets = [spot for spot in spots if spot.block.type == "goal-sheet"]
    lines = [spot for spot in spots if spot.block.type == "short-answer" and spot.block.field_id == "goal"]
    return next(iter((*sheets, *lines)), None)


def _spots(workbook: Workbook) -> Iterator[GoalSpot]:
    for number, section in enumerate(workbook.sections):
        for index, sheet in enumerate(_sheets(section)):
            if sheet.character is None:
                yield from (GoalSpot(number, index, block) for block in sheet.blocks)


def _sheets(section: Section) -> tuple[Sheet, ...]:
    """Give the worksheets of a client's module; the facilitator's pages name them, too, but do not print them."""
    sheets: tuple[Sheet, ...] = section.context.get("sheets", ()) if section.template == "module.html" else ()
    return sheets


def with_goal_sheets(workbook: Workbook, count: int) -> Workbook:
    """Give a workbook with so many goal sheets, all blank: what rows with as many goals have in common."""
    spot = goal_spot(workbook) if count > 1 else None
    if spot is None:
        return workbook
    section = _with_goals(workbook, spot, ("",) * count)
    return replace(workbook, sections=_replaced(workbook.sections, spot.section, section))


def personal_sections(workbook: Workbook, row: Row) -> dict[int, Section]:
    """Give the sections that carry something personal, by their number in a workbook as the rows of a choice share it.

    Such a section is never kept. Goals replace what ``with_goal_sheets`` made room for.
    """
    sections: dict[int, Section] = {}
    if row.name:
        cover = workbook.sections[0]
        sections[0] = replace(cover, personal=True, context={**cover.context, "person": row.name})
    spot = goal_spot(workbook) if row.goals else None
    if spot:
        sections[spot.section] = replace(_with_goals(workbook, spot, row.goals), personal=True)
    return sections


def may_be_personal(workbook: Workbook) -> tuple[int, ...]:
    """Give the numbers of the sections that carry something personal in some copies."""
    spot = goal_spot(workbook)
    return (0, spot.section) if spot else (0,)


def _with_goals(workbook: Workbook, spot: GoalSpot, goals: tuple[str, ...]) -> Section:
    """Write each goal on a goal sheet of its own; the others that the section has already are replaced."""
    section = workbook.sections[spot.section]
    sheets = _sheets(section)
    first = sheets[spot.sheet]
    rest = [sheet for sheet in sheets[spot.sheet + 1 :] if not sheet.id.startswith(_again(first.id))]
    written = [
        _write(workbook, first if n == 1 else replace(first, id=f"{_again(first.id)}{n}"), spot.block, goal)
        for n, goal in enumerate(goals, 1)
    ]
    return replace(section, context={**section.context, "sheets": (*sheets[: spot.sheet], *written, *rest)})


def _again(sheet: str) -> str:
    return f"{sheet}-goal-"


def _write(workbook: Workbook, sheet: Sheet, block: Block, goal: str) -> Sheet:
    """Write a goal on a sheet: on paper in its place, and above a form that is filled in on a screen."""
    if not goal:
        return sheet
    text = _MARKDOWN.sub(r"\\\1", goal)
    if workbook.edition.medium == "fillable":
        label = language_of(workbook.language).gettext("My goal, in one line")
        return replace(sheet, blocks=(Prose(text=f"**{label}:** {text}"), *sheet.blocks))
    answer = GoalAnswer(goal=text) if block.type == "goal-sheet" else text
    return replace(sheet, answers={str(block.field_id): answer})


def _replaced(sections: tuple[Section, ...], number: int, section: Section) -> tuple[Section, ...]:
    return (*sections[:number], section, *sections[number + 1 :])
