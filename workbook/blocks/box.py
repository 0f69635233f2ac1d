"""An empty frame to write or draw in."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workbook.blocks.base import Question, Text


class Box(Question):
    """An empty frame to write or draw in. ``height`` is the least, in millimetres; it grows where there is room."""

    type: Literal["box"] = "box"
    height: Annotated[int, Field(ge=20, le=200)] = 40
    most: Annotated[int, Field(ge=20, le=220)] | None = None
    answer: ClassVar[Any] = Text

    @property
    def most_height(self) -> int:
        """The greatest height in millimetres when the sheet has room to fill."""
        return max(self.most or self.height * 2, self.height)
