"""Ruled lines for a longer text."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workbook.blocks.base import Question, Text


class Lines(Question):
    """A label with three to twenty ruled lines. ``lines`` is the least; the sheet gives more where there is room."""

    type: Literal["lines"] = "lines"
    lines: Annotated[int, Field(ge=3, le=20)] = 5
    most: Annotated[int, Field(ge=3, le=26)] | None = None
    answer: ClassVar[Any] = Text

    @property
    def most_lines(self) -> int:
        """The most lines that the sheet may give when it has room to fill."""
        return max(self.most or self.lines * 2, self.lines)
