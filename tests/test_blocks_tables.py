"""Tables, week grids and records: what they refuse, what an example may answer, and how large print sets them."""

import re
from typing import Any

import pytest
from pydantic import ValidationError

from workbook.blocks.record import Record
from workbook.blocks.table import Table
from workbook.blocks.two_columns import TwoColumns
from workbook.blocks.week_grid import WeekGrid
from workbook.render import render_block

WHAT = {"id": "what", "label": "What I did"}
DONE = {"id": "done", "label": "Done", "kind": "tick"}
AGAIN = {"id": "again", "label": "Again?", "kind": "choice", "options": ["Y", "N"]}
MOOD = {"id": "mood", "label": "Mood", "kind": "short"}


def table(**keys: Any) -> Table:
    return Table.model_validate({"id": "t", "label": "My tries", "columns": [WHAT, DONE, AGAIN], "rows": 2} | keys)


def record(**keys: Any) -> Record:
    given = {"id": "r", "label": "My tries", "heading": "Try", "fields": [WHAT, DONE, MOOD], "count": 2}
    return Record.model_validate(given | keys)


def columns(count: int, **keys: Any) -> list[dict[str, Any]]:
    return [{"id": f"c{i}", "label": f"Column {i}", **keys} for i in range(count)]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"row_labels": ["A"]}, 'either "rows" or "row_labels"'),
        ({"columns": columns(8)}, 'More than 7 columns need "turned: true"'),
        ({"columns": columns(8), "turned": True, "large": "table"}, "room for 7 columns"),
        ({"columns": columns(2, label="A head that is much too long"), "turned": True}, "has room for 26 characters"),
        ({"columns": [WHAT, AGAIN | {"kind": "text"}]}, '"options" go with "kind: choice"'),
        ({"columns": [WHAT, {**DONE, "kind": "choice"}]}, '"options" go with "kind: choice"'),
        ({"prefilled": [{"done": "yes"}]}, '"done" in "prefilled" is not a column for text'),
        ({"prefilled": [{"no": "x"}]}, '"no" in "prefilled" is not a column for text'),
        ({"prefilled": [{"what": "x"}] * 3}, '"prefilled" has 3 rows, but the table has 2'),
    ],
)
def test_a_table_that_cannot_be_printed_is_refused(keys: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(said)):
        table(**keys)


def test_sixteen_columns_fit_with_turned_heads() -> None:
    assert table(columns=columns(16), turned=True).column_count == 16
    with pytest.raises(ValidationError):
        table(columns=columns(17), turned=True)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"fields": [WHAT | {"lines": 6}, MOOD, {"id": "b", "label": "B", "lines": 5}]}, "10 lines at most"),
        ({"fields": [WHAT, MOOD | {"lines": 2}]}, 'Only a field of the kind "text"'),
    ],
)
def test_a_record_that_cannot_be_printed_is_refused(keys: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(said)):
        record(**keys)


def test_mistakes_in_the_answers_of_a_table() -> None:
    block = table(prefilled=[{"what": "Walk"}])
    answer: tuple[dict[str, str], ...] = ({"what": "Ran", "done": "no", "again": "Maybe"}, {"when": "now"}, {})
    found = {path: message for path, message, _ in block.answer_problems(answer)}
    assert found == {
        (0, "done"): '"no" cannot stand in a box to tick.',
        (0, "again"): '"Maybe" is not one of the options.',
        (0, "what"): "This cell is printed already.",
        (1, "when"): '"when" is not a part of this block.',
        (2,): "The example has 3 rows, but the sheet has room for 2.",
    }
    assert not list(block.answer_problems(({"done": "yes", "again": "N"}, {"what": "Swam"})))


def test_mistakes_in_the_answers_of_a_week_and_a_record() -> None:
    week = WeekGrid.model_validate({"id": "w", "label": "My week", "columns": [WHAT, DONE]})
    assert [path for path, *_ in week.answer_problems({"mon": {"done": "x"}, "day": {}})] == [("day",), ("mon", "done")]
    answer: tuple[dict[str, str], ...] = ({"what": "Ran", "done": "x"}, {}, {})
    assert [path for path, *_ in record().answer_problems(answer)] == [(0, "done"), (2,)]


def test_printed_words_stand_where_nothing_is_to_be_typed() -> None:
    block = table(prefilled=[{"what": "Food pantry"}])
    html = render_block(block, None, "t", "fillable")
    assert "Food pantry" in words(html)
    assert 'name="t--what-1"' not in html
    assert 'name="t--what-2"' in html


def test_ticks_and_rings_are_read_aloud() -> None:
    html = render_block(table(), ({"done": "yes", "again": "N"},), "t")
    assert re.findall(r"<title>([^<]+)", html) == ["checked", "circled"]
    assert re.search(r"N\s*<svg", html)
    assert "<title>" not in render_block(table(), None, "t")


@pytest.mark.parametrize("medium", ["fillable", "screen"])
def test_boxes_and_words_in_cells_are_named_fields(medium: str) -> None:
    html = render_block(table(), None, "t", medium)
    tick = re.search(r'<input type="checkbox"[^>]*name="t--done-2"[^>]*>', html)
    assert tick
    assert 'aria-label="Done, row 2"' in tick[0]
    assert html.count('type="radio" name="t--again-1"') == 2
    assert 'role="radiogroup" aria-label="Again?, row 1"' in html


def test_a_wide_table_is_cards_in_large_print_with_the_same_fields() -> None:
    block = table(columns=[WHAT, DONE, AGAIN, MOOD])
    names = [
        sorted(set(re.findall(r'name="([^"]+)"', render_block(block, None, "t", "fillable", size=size))))
        for size in ("standard", "large-print")
    ]
    assert names[0] == names[1]
    assert "<table" not in render_block(block, None, "t", size="large-print")
    assert "<table" in render_block(table(), None, "t", size="large-print")


def test_a_table_of_short_cells_stays_one_and_lies_if_it_must() -> None:
    week = table(columns=columns(7, kind="short"), large="table")
    ticks = table(columns=columns(7, kind="tick"), large="table")
    assert week.lies_in_large_print
    assert not ticks.lies_in_large_print
    assert "<table" in render_block(week, None, "t", size="large-print")


def test_turned_heads_are_parted_in_large_print() -> None:
    block = table(columns=columns(14, kind="short"), turned=True)
    assert [len(part) for part in block.parts("large-print")] == [7, 7]
    assert [len(part) for part in block.parts("standard")] == [14]
    assert render_block(block, None, "t", size="large-print").count("<table") == 2


def test_small_fields_of_a_card_share_a_line_but_not_in_large_print() -> None:
    assert [len(line) for line in record().entries("standard")] == [1, 2]
    assert [len(line) for line in record().entries("large-print")] == [1, 1, 1]


def test_a_record_that_is_printed_once_has_no_number() -> None:
    assert "Try 2" in words(render_block(record(), None, "r"))
    assert "Try 1" not in words(render_block(record(count=1), None, "r"))


def test_two_columns_take_fewer_but_longer_lines_in_large_print() -> None:
    sides = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]
    block = TwoColumns.model_validate({"id": "s", "label": "Two sides", "columns": sides, "lines": 10})
    assert block.lines_in("standard") == 10
    assert block.lines_in("large-print") == 7
