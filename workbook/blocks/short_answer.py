"""A line or a few to write on."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workbook.blocks.base import Question, Text


class ShortAnswer(Question):
    """A label with one to four ruled lines. ``lines`` is the least; the sheet gives more where there is room."""

    type: Literal["short-answer"] = "short-answer"
    lines: Annotated[int, Field(ge=1, le=4)] = 1
    most: Annotated[int, Field(ge=1, le=8)] | None = None
    answer: ClassVar[Any] = Text

    @property
    def most_lines(self) -> int:
        """The most lines that the sheet may give when it has room to fill."""
        return max(self.most or self.lines + 1, self.lines)
