"""A new page."""

from typing import Literal

from workbook.blocks.base import Block, Label


class PageBreak(Block):
    """What follows begins on a new page, under a ``heading`` if one is given. It asks for nothing."""

    type: Literal["page-break"] = "page-break"
    heading: Label | None = None
