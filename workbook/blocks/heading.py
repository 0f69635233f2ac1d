"""A heading inside a page."""

from typing import Literal

from workbook.blocks.base import Block, Label


class Heading(Block):
    """A heading inside a page, for a sheet with several parts."""

    type: Literal["heading"] = "heading"
    text: Label
