"""Numbered steps."""

from typing import Annotated, Literal

from pydantic import Field

from workbook.blocks.base import Block, Label, Text


class Steps(Block):
    """Two to seven numbered steps, each starting with a verb."""

    type: Literal["steps"] = "steps"
    title: Label | None = None
    steps: Annotated[tuple[Text, ...], Field(min_length=2, max_length=7)]
