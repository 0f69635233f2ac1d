"""Whom to call in a crisis."""

from typing import Annotated, Literal

from pydantic import Field

from workbook.blocks.base import Block, Label, Text


class CrisisLines(Block):
    """The crisis lines of the clinic or country, printed with the month in which they were looked up.

    They come from ``crisis/<locale>.yaml``, so that a number stands in one place only: the first ``most`` of them, 1 to
    8 (3). A clinic's own lines, from its ``clinic.yaml``, go before them and count too; one of the file always stays.
    The sentence for danger right now stands above them. It asks for nothing.
    """

    type: Literal["crisis-lines"] = "crisis-lines"
    label: Label | None = None
    help: Text | None = None
    most: Annotated[int, Field(ge=1, le=8)] = 3
