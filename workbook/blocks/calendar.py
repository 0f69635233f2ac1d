"""One month with a box for each day."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import Field, model_validator

from workbook.blocks.base import AnswerProblem, Question, Strict, Text, Word
from workbook.blocks.days import Day, Start, days_from

_A_WEEK = 7
_LONGEST_IDEA = 60

Idea = Annotated[Text, Field(max_length=_LONGEST_IDEA)]
"""A few printed words in the box of a day: 60 characters at most."""


class CalendarAnswer(Strict):
    """A month filled in: its name, the weekday of its first day, how many days it has, and notes by day."""

    month: Word | None = None
    first: Day = "mon"
    days: Annotated[int, Field(ge=28, le=31)] = 30
    notes: dict[str, Text] = Field(default_factory=dict)


class CalendarDay(NamedTuple):
    """One box: which week and weekday it is, and what stands in it."""

    week: int
    day: Day
    idea: str | None
    date: str
    note: str


class Calendar(Question):
    """One month: a row a week, a box a day, with room for the date and a few words.

    ``weeks`` is 4 to 6 (5 is usual), ``start`` is ``monday`` (the default) or ``sunday``. The dates are left to the
    person who fills it in, so that the sheet can begin in any month. ``ideas`` are printed in the boxes in order, one
    a day, 60 characters at most; each has a box to tick, and there is no room for a date then. ``row_height`` is the
    least height of a week, 18 to 40 millimetres. It needs a sheet with ``page: landscape``. An example's answer has
    ``notes``, by the number of the day (``yes`` ticks an idea), and says on which weekday the month begins
    (``first``), how many ``days`` it has, and perhaps what ``month`` it is.
    """

    type: Literal["calendar"] = "calendar"
    weeks: Annotated[int, Field(ge=4, le=6)] = 5
    start: Start = "monday"
    ideas: Annotated[tuple[Idea, ...], Field(max_length=6 * _A_WEEK)] = ()
    row_height: Annotated[int, Field(ge=18, le=40)] = 20
    answer: ClassVar[Any] = CalendarAnswer

    @model_validator(mode="after")
    def _an_idea_a_day(self) -> "Calendar":
        if len(self.ideas) > self.weeks * _A_WEEK:
            raise ValueError(f"{self.weeks} weeks have {self.weeks * _A_WEEK} days, so that many ideas at most.")
        return self

    @property
    def lies_in_large_print(self) -> bool:
        """Seven days side by side need the long side of the paper."""
        return True

    @property
    def days(self) -> tuple[Day, ...]:
        """The days of a week in the order of printing."""
        return days_from(self.start)

    def filled(self, answer: CalendarAnswer | None) -> tuple[tuple[CalendarDay, ...], ...]:
        """Give the boxes week by week, blank or with an example's answer."""
        before = self.days.index(answer.first) if answer else 0
        weeks = []
        for week in range(self.weeks):
            boxes = []
            for column, day in enumerate(self.days):
                index = week * _A_WEEK + column
                date = index - before + 1
                known = answer is not None and 1 <= date <= answer.days
                idea = self.ideas[index] if index < len(self.ideas) else None
                note = answer.notes.get(str(date), "") if answer and known else ""
                boxes.append(CalendarDay(week + 1, day, idea, str(date) if known else "", note))
            weeks.append(tuple(boxes))
        return tuple(weeks)

    def answer_problems(self, answer: CalendarAnswer) -> Iterator[AnswerProblem]:
        """Each note belongs to a day of the month that has a box."""
        last = min(answer.days, self.weeks * _A_WEEK - self.days.index(answer.first))
        for date in answer.notes:
            if not (date.isdecimal() and 1 <= int(date) <= last):
                yield ("notes", date), f'"{date}" is not a day with a box.', f"Use a number from 1 to {last}."
