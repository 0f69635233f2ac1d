"""A short note in a frame."""

from typing import Literal

from workbook.blocks.base import Block, Text


class Callout(Block):
    """A short note in a frame: a tip, a caution, an example, something to remember, or a note from the clinic."""

    type: Literal["callout"] = "callout"
    kind: Literal["tip", "caution", "example", "remember", "note"] = "tip"
    text: Text
