"""A figure to breathe along with."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from workbook.blocks.base import Block, Label


class Breathing(Block):
    """A figure to follow with a finger while breathing: counts for in, hold, out and rest.

    With four equal counts it is a square, else a line that rises and falls. Breath-holding is not for everyone: keep
    ``hold`` and ``rest`` at 0 unless the sheet says how to leave them out.
    """

    type: Literal["breathing"] = "breathing"
    label: Label
    inhale: Annotated[int, Field(ge=2, le=8)] = 4
    hold: Annotated[int, Field(ge=0, le=6)] = 0
    exhale: Annotated[int, Field(ge=2, le=10)] = 6
    rest: Annotated[int, Field(ge=0, le=6)] = 0

    @model_validator(mode="after")
    def _no_longer_in_than_out(self) -> "Breathing":
        if self.inhale > self.exhale:
            raise ValueError("Breathing out should take at least as long as breathing in.")
        return self

    @property
    def is_square(self) -> bool:
        """Whether the four counts are equal."""
        return self.inhale == self.hold == self.exhale == self.rest
