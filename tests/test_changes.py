"""A clinic's own program: what its changes make of another, and what is told where one has no target."""

from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from tests.printing import library
from workbook.checks import check_entry
from workbook.compose import compose_program, sheets_of
from workbook.edition import Edition
from workbook.library import Library, load
from workbook.model import Module, Program
from workbook.values import fill, open_places

TODAY = date(2026, 12, 1)
HEAD = "id: ours\nextends: resilience-group\n"


def written(folder: Path, changes: str, more: str = "") -> Library:
    """Load a clinic's folder with one program of its own."""
    (folder / "programs").mkdir(exist_ok=True)
    text = HEAD + dedent(more) + ("changes:\n" + dedent(changes) if changes else "")
    (folder / "programs" / "ours.yaml").write_text(text, encoding="utf-8")
    return load([folder])


def resolved(folder: Path, changes: str, more: str = "") -> tuple[Library, Program]:
    found = written(folder, changes, more)
    assert not [p for p in found.problems if "ours" in p.place.file], found.problems
    return found.of("ours"), found.programs["ours"].value


def problems(folder: Path, changes: str, more: str = "") -> list[tuple[int, str]]:
    found = written(folder, changes, more)
    assert "ours" not in found.programs
    return [(p.place.line, p.code) for p in found.problems if "ours" in p.place.file]


def order(program: Program) -> list[list[str]]:
    return [list(session.modules) for session in program.sessions]


BASE = library().programs["resilience-group"].value


def test_without_changes_it_is_the_same_under_another_name(tmp_path: Path) -> None:
    _, program = resolved(tmp_path, "", "title: Tuesday group\n")
    assert (program.id, program.title, program.subtitle) == ("ours", "Tuesday group", BASE.subtitle)
    assert program.sessions == BASE.sessions
    assert program.review.status == "unreviewed"


def test_modules_are_removed_added_replaced_and_moved(tmp_path: Path) -> None:
    changes = """\
    - remove: slow-breathing
    - add: slow-breathing
      before: five-senses-grounding
    - move: my-support-network
      to: a-place-to-start
    """
    _, program = resolved(tmp_path, changes)
    flat = [name for modules in order(program) for name in modules]
    assert flat.index("slow-breathing") == flat.index("five-senses-grounding") - 1
    assert "my-support-network" in program.sessions[0].modules
    assert sorted(flat) == sorted(name for modules in order(BASE) for name in modules)


def test_a_module_is_put_in_the_place_of_another(tmp_path: Path) -> None:
    without = "- remove: slow-breathing\n- replace: solving-problems\n  with: slow-breathing\n"
    _, program = resolved(tmp_path, without)
    place = next(i for i, modules in enumerate(order(BASE)) if "solving-problems" in modules)
    assert "slow-breathing" in order(program)[place]
    assert "solving-problems" not in [name for modules in order(program) for name in modules]


def test_a_session_that_is_empty_is_none(tmp_path: Path) -> None:
    alone = next(session for session in BASE.sessions if len(session.modules) == 1)
    _, program = resolved(tmp_path, f"- remove: {alone.modules[0]}\n")
    assert alone.id not in [session.id for session in program.sessions]


def test_sessions_are_added_moved_and_reworded(tmp_path: Path) -> None:
    first, last = BASE.sessions[0].id, BASE.sessions[-1].id
    changes = f"""\
    - move: {last}
      before: {first}
    - at: {first}
      set:
        opener: We begin again.
    - at: {first}
      note: The door is open from six.
    """
    _, program = resolved(tmp_path, changes)
    assert [program.sessions[0].id, program.sessions[1].id] == [last, first]
    assert (program.sessions[1].opener, program.sessions[1].note) == ("We begin again.", "The door is open from six.")


def sheet_of(found: Library, module: str, sheet: str):
    value: Module = found.modules[module].value
    return next(s for s in sheets_of(found, value) if s.id == sheet)


def test_blocks_change_in_this_program_only(tmp_path: Path) -> None:
    changes = """\
    - at: weighing-the-evidence/weigh/sides
      set:
        lines: 9
    - at: weighing-the-evidence
      set:
        title: Two sides of a thought
    - at: weighing-the-evidence/weigh
      drop: after
    - at: weighing-the-evidence/weigh
      note: Take it home.
    """
    found, _ = resolved(tmp_path, changes)
    sheet = sheet_of(found, "weighing-the-evidence", "weigh")
    assert next(b for b in sheet.blocks if b.field_id == "sides").lines == 9
    assert "after" not in [b.field_id for b in sheet.blocks]
    assert sheet.blocks[0].text == "Take it home."
    assert "after" not in sheet_of(found, "weighing-the-evidence", "weigh-example").answers
    assert found.modules["weighing-the-evidence"].value.title == "Two sides of a thought"
    assert library().modules["weighing-the-evidence"].value.title != "Two sides of a thought"
    base = compose_program(library(), BASE, Edition())
    assert "Two sides of a thought" not in [section.title for section in base.sections]


def test_worksheets_and_blocks_are_added_where_it_says(tmp_path: Path) -> None:
    changes = """\
    - at: slow-breathing
      worksheet: sleep-diary
    - at: my-support-network/support-contacts
      block:
        type: short-answer
        id: ride
        label: Who can give me a ride
      before: words
    """
    found, _ = resolved(tmp_path, changes)
    assert sheet_of(found, "slow-breathing", "sleep-diary").title == library().worksheets["sleep-diary"].value.title
    ids = [block.field_id for block in sheet_of(found, "my-support-network", "support-contacts").blocks]
    assert ids.index("ride") == ids.index("words") - 1


def test_one_scale_holds_for_all_ratings_and_their_examples(tmp_path: Path) -> None:
    found, _ = resolved(tmp_path, "", "settings:\n  scale: 0-100\n")
    before = sheet_of(library(), "weighing-the-evidence", "weigh-example")
    after = sheet_of(found, "weighing-the-evidence", "weigh-example")
    rated = [block.field_id for block in before.blocks if block.type == "rating"]
    assert rated
    for name in rated:
        assert next(block for block in after.blocks if block.field_id == name).scale == "0-100"
        assert after.answers[name] == before.answers[name] * 10


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("- remove: slow-breathig", "reference/change-without-target"),
        ("- move: nothing\n  to: back-to-now", "reference/change-without-target"),
        ("- add: slow-breathing\n  to: nowhere", "reference/repeated-module"),
        ("- at: weighing-the-evidence/way\n  set:\n    title: X", "reference/change-without-target"),
        ("- at: weighing-the-evidence/weigh/side\n  set:\n    lines: 4", "reference/change-without-target"),
        ("- at: weighing-the-evidence/weigh/sides\n  set:\n    lines: 99", "schema/out-of-range"),
        ("- at: weighing-the-evidence/weigh/sides\n  set:\n    id: other", "schema/fixed-key"),
        ("- at: weighing-the-evidence/weigh/sides\n  set:\n    lins: 4", "schema/unknown-key"),
        ("- at: weighing-the-evidence/weigh\n  drop: befor", "reference/change-without-target"),
        ("- at: slow-breathing\n  worksheet: sleep-dairy", "reference/unknown-worksheet"),
        ("- replace: slow-breathing\n  with: resilience-is-built", "reference/repeated-module"),
        ("- stretch: slow-breathing", "schema/value"),
        ("- add: slow-breathing", "schema/value"),
    ],
)
def test_a_change_that_cannot_be_made_is_told_at_its_line(tmp_path: Path, change: str, code: str) -> None:
    found = problems(tmp_path, change + "\n")
    assert [c for _, c in found] == [code]
    assert 3 < found[0][0] <= 4 + change.count("\n")


def test_all_changes_that_cannot_be_made_are_told_at_once(tmp_path: Path) -> None:
    changes = "- remove: a-b\n- remove: c-d\n- at: slow-breathing/e-f\n  note: Hello\n"
    assert [line for line, _ in problems(tmp_path, changes)] == [4, 5, 6]


def test_only_one_level_is_extended(tmp_path: Path) -> None:
    (tmp_path / "programs").mkdir()
    text = "id: second\nextends: ours\n"
    (tmp_path / "programs" / "second.yaml").write_text(text, encoding="utf-8")
    found = written(tmp_path, "")
    told = [(p.place.line, p.code) for p in found.problems if "second" in p.place.file]
    assert told == [(2, "reference/unknown-program")]


def test_values_are_put_into_texts_of_the_program_and_its_modules(tmp_path: Path) -> None:
    changes = """\
    - at: back-to-now
      set:
        opener: We meet on {{ group.day }} in room {{ group.room or 1 }}.
    """
    more = "values:\n  group:\n    day: Tuesday\n"
    found, program = resolved(tmp_path, changes, more)
    workbook = compose_program(found, program, Edition())
    session = next(s for s in workbook.sections if s.id == "session-back-to-now").context["session"]
    assert session.opener == "We meet on Tuesday in room 1."


def test_places_in_texts_are_words_and_nothing_else() -> None:
    known = {"group.day": "Tuesday"}
    assert fill("On {{ group.day }}", known) == "On Tuesday"
    assert fill("On {{group.time or any day}}", known) == "On any day"
    assert fill("{{ 7 * 7 }}", known) == "{{ 7 * 7 }}"
    assert [*open_places("{{ group.day }} {{ group.time }} {{ 7 * 7 }} {{ x", known)] == [
        "group.time",
        "{{ 7 * 7 }}",
        "{{ x",
    ]


def test_blocks_for_some_clients_are_printed_for_them_alone(tmp_path: Path) -> None:
    changes = """\
    - at: weighing-the-evidence/weigh
      block:
        type: callout
        text: Ask a friend of your own age.
        only:
          clients: [adolescent]
    """
    texts = {}
    for clients in ("adult", "adolescent"):
        found, program = resolved(tmp_path, changes, f"clients: {clients}\n")
        section = next(
            s for s in compose_program(found, program, Edition()).sections if s.id == "weighing-the-evidence"
        )
        texts[clients] = [getattr(b, "text", "") for sheet in section.context["sheets"] for b in sheet.blocks]
    assert "Ask a friend of your own age." in texts["adolescent"]
    assert "Ask a friend of your own age." not in texts["adult"]


AGAIN = """\
- at: people-around-us
  set:
    again: [slow-breathing, five-senses-grounding]
"""


def again(program: Program) -> list[str]:
    return [name for session in program.sessions for name in session.again]


def test_what_is_taken_up_again_follows_the_modules(tmp_path: Path) -> None:
    _, program = resolved(tmp_path, AGAIN)
    assert again(program) == ["slow-breathing", "five-senses-grounding"]
    _, program = resolved(tmp_path, AGAIN + "- remove: slow-breathing\n")
    assert again(program) == ["five-senses-grounding"]
    _, program = resolved(tmp_path, AGAIN + "- remove: back-to-now\n")
    assert again(program) == ["slow-breathing"]
    _, program = resolved(
        tmp_path, AGAIN + "- remove: goals-that-fit\n- replace: slow-breathing\n  with: goals-that-fit\n"
    )
    assert again(program) == ["goals-that-fit", "five-senses-grounding"]
    _, program = resolved(tmp_path, AGAIN + "- move: slow-breathing\n  to: people-around-us\n")
    assert again(program) == ["five-senses-grounding"]


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ("tea-time", "unknown-module"),
        ("my-support-network", "repeated-module"),
        ("emotions, emotions", "unknown-module"),
    ],
)
def test_only_what_another_session_has_is_taken_up_again(tmp_path: Path, names: str, code: str) -> None:
    found = written(tmp_path, f"- at: people-around-us\n  set:\n    again: [{names}]\n")
    told = [problem.code for problem in check_entry(found, found.programs["ours"], TODAY)]
    assert f"reference/{code}" in told


def test_a_discharge_pack_of_its_own_takes_the_place_of_the_others(tmp_path: Path) -> None:
    _, program = resolved(tmp_path, "", "discharge: [my-wellness-plan, my-support-network]\n")
    assert program.discharge == ("my-wellness-plan", "my-support-network")
    found = written(tmp_path, "", "discharge: [my-welness-plan]\n")
    told = check_entry(found, found.programs["ours"], TODAY)
    assert [(p.code, p.place.line) for p in told] == [("reference/unknown-worksheet", 3)]


@pytest.mark.parametrize("scale", ["0-100", "0-5"])
@pytest.mark.parametrize("base", sorted(library().programs))
def test_every_shipped_program_can_have_another_scale(tmp_path: Path, base: str, scale: str) -> None:
    (tmp_path / "programs").mkdir()
    text = f"id: ours\nextends: {base}\nsettings:\n  scale: {scale}\n"
    (tmp_path / "programs" / "ours.yaml").write_text(text, encoding="utf-8")
    found = load([tmp_path])
    assert not [p for p in found.problems if "ours" in p.place.file]
    scales = {block.scale for block in rated(found)}
    assert scales <= {scale, "1-5", "-2..2"}


def rated(library: Library) -> list[Any]:
    """Give the blocks with a scale in the modules that the program changed."""
    modules = [module for module in library.of("ours").modules.values() if module.value.id in library.changed["ours"]]
    sheets = [sheet for module in modules for sheet in sheets_of(library, module.value)]
    return [block for sheet in sheets for block in sheet.blocks if isinstance(getattr(block, "scale", None), str)]


def test_a_note_may_have_a_value_in_it(tmp_path: Path) -> None:
    changes = "- at: slow-breathing\n  note: We do this every {{ group.day }}.\n"
    changes += "- at: slow-breathing/along-the-line\n  note: On {{ group.day }}, too.\n"
    found = written(tmp_path, changes, "values:\n  group:\n    day: Thursday\n")
    assert "ours" in found.programs, found.problems
    book = compose_program(found, found.programs["ours"].value, Edition())
    (module,) = [section.context["module"] for section in book.sections if section.id == "slow-breathing"]
    assert module.learn[0].text == "We do this every Thursday."
