"""A line to cut along."""

from typing import Literal

from workbook.blocks.base import Block, Label


class CutLine(Block):
    """A dashed line across the page to cut along, so that one sheet holds two slips.

    What follows stands under a ``heading`` if one is given. In large print it begins on a new page, as each slip fills
    one. It asks for nothing.
    """

    type: Literal["cut-line"] = "cut-line"
    heading: Label | None = None
