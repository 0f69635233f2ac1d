"""Three things to keep."""

from typing import Annotated, Literal

from pydantic import Field

from workbook.blocks.base import Block, Label, Text


class KeyPoints(Block):
    """Two or three points to keep, in a tinted box: more are not remembered (Hersh 2015, Am Fam Physician 92:118)."""

    type: Literal["key-points"] = "key-points"
    title: Label | None = None
    points: Annotated[tuple[Text, ...], Field(min_length=2, max_length=3)]

    @property
    def heading(self) -> str:
        """The title, or one that counts the points."""
        return self.title or ("Two things to keep" if len(self.points) == 2 else "Three things to keep")  # noqa: PLR2004
