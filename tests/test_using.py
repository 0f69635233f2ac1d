"""A standing worksheet in a module: its own title, its example and other settings of its blocks."""

from dataclasses import replace
from typing import Any

from tests.printing import library
from workbook.checks.examples import check
from workbook.library import Entry, Library
from workbook.model import Module, WorksheetUse
from workbook.using import worksheet_of


def use(**values: Any) -> WorksheetUse:
    return WorksheetUse.model_validate({"use": "practice-log", **values})


def with_use(module_use: WorksheetUse) -> tuple[Library, Entry[Module]]:
    """Give a shipped module that uses the sheet as its only worksheet."""
    entry = library().modules["slow-breathing"]
    return library(), replace(entry, value=entry.value.model_copy(update={"worksheets": (module_use,)}))


def test_settings_change_a_block_and_leave_the_rest() -> None:
    standing = library().worksheets["practice-log"].value
    sheet = worksheet_of(
        library().worksheets["practice-log"].value,
        use(title="My log", settings={"week": {"start": "sunday", "row_height": 20}}),
    )
    old = {block.field_id: block for block in standing.blocks}
    new = {block.field_id: block for block in sheet.blocks}
    assert sheet.title == "My log"
    assert sheet.purpose == standing.purpose
    assert (new["week"].start, new["week"].row_height) == ("sunday", 20)  # type: ignore[attr-defined]
    assert new["week"].columns == old["week"].columns  # type: ignore[attr-defined]
    assert new["plan"] == old["plan"]
    assert old["week"].start == "monday"  # type: ignore[attr-defined]


def test_the_example_is_held_against_the_sheet_as_it_is_set() -> None:
    columns = [{"id": "practiced", "label": "What I did"}]
    settled = with_use(use(settings={"week": {"columns": columns}}))
    codes = [problem.code for problem in check(*settled)]
    assert codes, "the shipped example fills in columns that are gone"
    assert set(codes) == {"schema/answer"}
    own = {"who": "mei", "line": "Mei kept it.", "answers": {"week": {"mon": {"practiced": "Walked"}}}}
    assert not [*check(*with_use(use(settings={"week": {"columns": columns}}, example=own)))]
