"""Trackers, day charts, calendars and timelines: what they refuse, which answers they take, what templates decide."""

import re
from typing import Any

import pytest
from pydantic import ValidationError

from workbook.blocks import BLOCK_TYPES
from workbook.blocks.base import Block
from workbook.blocks.days import marks_of
from workbook.parse import adapter
from workbook.render import render_block

SLEEP = [{"id": "sleep", "label": "Hours of sleep"}]


def block(kind: str, **keys: Any) -> Any:
    return BLOCK_TYPES[kind].model_validate({"type": kind, "id": "x", "label": "My days", **keys})


def tracker(**keys: Any) -> Any:
    return block("tracker", **{"rows": 2, **keys})


def chart(**keys: Any) -> Any:
    return block("day-chart", **{"rows": SLEEP, **keys})


def timeline(**keys: Any) -> Any:
    return block("timeline", **keys)


def problems(of: Block, raw: Any) -> list[tuple[Any, str]]:
    answer = adapter(of.answer).validate_python(raw)
    return [(where, message) for where, message, _ in of.answer_problems(answer)]


def html(of: Block, raw: Any = None, **keys: Any) -> str:
    answer = None if raw is None else adapter(of.answer).validate_python(raw)
    return str(render_block(of, answer, "x", **keys))


@pytest.mark.parametrize(
    ("kind", "keys", "words"),
    [
        ("tracker", {}, "one to 10 rows"),
        ("tracker", {"rows": 6, "row_labels": ["Walk"] * 5}, "one to 10 rows"),
        ("day-chart", {"rows": SLEEP, "low": 5, "high": 6}, "2 to 10 more"),
        ("day-chart", {"rows": SLEEP, "low": -3, "high": 10}, "2 to 10 more"),
        ("day-chart", {"rows": [{"id": "points", "label": "Points"}]}, "No row can have"),
        ("calendar", {"weeks": 4, "ideas": ["Rest"] * 29}, "4 weeks have 28 days"),
        ("timeline", {}, "either"),
        ("timeline", {"marks": 3, "labels": ["Now", "Soon", "Later"]}, "either"),
    ],
)
def test_limits_are_refused_in_plain_words(kind: str, keys: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        block(kind, **keys)


def test_marks_fill_boxes_and_a_dot_leaves_one_empty() -> None:
    assert marks_of("x . o", 5) == ("x", "", "o", "", "")
    assert marks_of(None, 2) == ("", "")


def test_a_tracker_takes_no_more_marks_than_it_has_boxes() -> None:
    assert problems(tracker(boxes=3), [{"marks": "x . o"}]) == []
    assert "4 marks" in problems(tracker(boxes=3), [{"marks": "x . o x"}])[0][1]
    assert "too long" in problems(tracker(boxes=3), [{"marks": "done"}])[0][1]
    assert "room for 2" in problems(tracker(), [{}, {}, {}])[0][1]


def test_words_of_a_tracker_stand_where_none_are_printed() -> None:
    printed = tracker(rows=0, row_labels=["Walk"])
    assert problems(printed, [{"name": "Walk"}])[0][0] == (0, "name")
    assert problems(printed, [{"second": "Stand"}])[0][0] == (0, "second")
    assert problems(tracker(second="On a low day"), [{"name": "Walk", "second": "Stand"}]) == []


def test_a_week_has_the_names_of_its_days_from_its_start() -> None:
    week = tracker(boxes="week", start="sunday")
    assert week.box_count == len(week.days) == 7
    assert re.findall(r'<span class="n">(\w+)<', html(week))[:2] == ["Sun", "Mon"]
    assert 'aria-label="Row 2, Saturday"' in html(week, medium="fillable")


@pytest.mark.parametrize(
    ("keys", "size", "in_a_line"),
    [
        ({}, "standard", 31),
        ({"in_a_line": 16}, "standard", 16),
        ({}, "large-print", 11),
        ({"boxes": 28}, "large-print", 10),
        ({"boxes": 14}, "large-print", 7),
        ({"boxes": "week"}, "large-print", 7),
        ({}, "screen", 7),
    ],
)
def test_boxes_are_broken_into_lines_that_fit(keys: dict[str, Any], size: str, in_a_line: int) -> None:
    assert tracker(**keys).line_of(size) == in_a_line


def test_points_of_a_chart_are_whole_numbers_on_its_scale() -> None:
    mood = chart(low=-3, high=3)
    assert problems(mood, {"points": "0 -3 . 3", "sleep": "7 6½ . 8"}) == []
    assert "not on the scale" in problems(mood, {"points": "4"})[0][1]
    assert "not on the scale" in problems(mood, {"points": "x"})[0][1]
    assert "not a part" in problems(mood, {"walks": "x"})[0][1]


def test_the_points_of_a_chart_are_told_in_words_and_joined_only_day_to_day() -> None:
    page = html(chart(days=7), {"points": "4 5 . 6"})
    assert "day 1: 4, day 2: 5, day 4: 6" in page
    (path,) = re.findall(r'<path d="([^"]*)" stroke="var\(--hand\)"', page)
    assert (path.count("M"), path.count("L")) == (2, 1)


def test_a_month_is_parted_where_the_page_is_narrow() -> None:
    month = chart()
    assert [span.last for span in month.spans("standard")] == [31]
    assert [span.last for span in month.spans("large-print")] == [16, 31]
    assert len(month.spans("screen")) == 5
    assert month.middle == 5
    assert chart(low=-3, high=5).middle == 0


def test_a_chart_to_fill_in_takes_numbers_for_its_points() -> None:
    assert 'name="x--points-31"' in html(chart(), medium="fillable")
    assert "x--points" not in html(chart())


def test_the_dates_of_a_calendar_begin_on_the_weekday_of_the_example() -> None:
    month = block("calendar")
    answer = adapter(month.answer).validate_python({"first": "wed", "days": 31, "notes": {"3": "Dentist"}})
    weeks = month.filled(answer)
    assert [day.date for day in weeks[0]] == ["", "", "1", "2", "3", "4", "5"]
    assert weeks[0][4].note == "Dentist"
    assert [day.date for day in weeks[4]][-3:] == ["31", "", ""]


def test_a_note_belongs_to_a_day_that_has_a_box() -> None:
    month = block("calendar", weeks=4)
    assert problems(month, {"first": "mon", "notes": {"28": "Look back"}}) == []
    assert "not a day with a box" in problems(month, {"first": "mon", "notes": {"29": "Late"}})[0][1]
    assert "not a day with a box" in problems(month, {"notes": {"first": "Start"}})[0][1]


def test_an_idea_can_be_ticked_and_swapped() -> None:
    ideas = block("calendar", ideas=["Look at the sky", "Rest"])
    page = html(ideas, {"notes": {"1": "yes", "2": "Sang"}})
    assert page.count("<title>checked</title>") == 2
    assert "Sang" in page
    assert ">yes<" not in page
    assert "Month" not in page


def test_a_calendar_lies_in_large_print() -> None:
    assert block("calendar").lies_in_large_print


def test_a_timeline_goes_down_in_large_print_and_keeps_its_order() -> None:
    path = timeline(labels=["Now", "Soon", "Later"])
    assert 'class="field b-timeline across"' in html(path)
    assert 'class="field b-timeline down"' in html(path, size="large-print")
    assert re.findall(r'<p class="when">(\w+)', html(path)) == ["Now", "Soon", "Later"]


def test_a_time_is_written_only_where_no_label_is_printed() -> None:
    assert problems(timeline(marks=3), [{"when": "Noon", "text": "Lunch"}]) == []
    assert problems(timeline(labels=["Now", "Soon", "Later"]), [{"when": "Noon"}])[0][0] == (0, "when")
    assert "room for 3" in problems(timeline(marks=3), [{}, {}, {}, {}])[0][1]
