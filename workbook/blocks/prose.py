"""A paragraph."""

from typing import Literal

from workbook.blocks.base import Block, Text


class Prose(Block):
    """A paragraph. A bare string in a list of blocks is one of these."""

    type: Literal["prose"] = "prose"
    text: Text
