"""The anatomy of a module: minute plans that add up, and one box of key points in the part to learn."""

from collections.abc import Iterator
from typing import Any

from workbook.blocks.key_points import KeyPoints
from workbook.library import Entry
from workbook.model import Module
from workbook.problems import Problem


def check(entry: Entry[Any]) -> Iterator[Problem]:
    """Check the plans and the learning part of a module."""
    module = entry.value
    if not isinstance(module, Module):
        return
    for minutes, steps in module.facilitator.plan.items():
        total = sum(step.minutes for step in steps)
        if total != minutes:
            place = entry.source.place(("facilitator", "plan", str(minutes)), key=True)
            message = f"The steps of the {minutes}-minute plan add up to {total} minutes."
            hint = f"Change the steps by {abs(total - minutes)} minutes, or the plan's length."
            yield Problem("schema/plan-minutes", place, message, hint)
    boxes = sum(isinstance(block, KeyPoints) for block in module.learn)
    if boxes != 1:
        message = f'The part "learn" has {boxes or "no"} box{"es" if boxes > 1 else ""} of key points.'
        hint = "Give it one block of the type key-points, with three points."
        yield Problem("schema/key-points", entry.source.place(("learn",), key=True), message, hint)
