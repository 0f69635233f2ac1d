"""The file of a clinic's own program: what is wished for comes out of it, and what was written by hand stays."""

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.arrangements import BASES, PROGRAMS, arrangements
from tests.printing import library
from workbook.model import Program, Worksheet
from workbook.ownfile import Start, Wish, copied, outcome, start_from, start_new, text_for
from workbook.ownwords import ORIGINAL, Words, reworded

PATH = Path("ours.yaml")
HAND = """\
# Our Tuesday group. Ask Sam before you change it.
id: ours
extends: resilience-group
title: "Tuesday evening group"  # as on the door
review: {status: reviewed, by: Sam, on: 2026-01-01, due: 2027-01-01}
changes:
  # Too long for us
  - remove: solving-problems
  - at: five-senses-grounding
    note: We do this one together. # since May
  - at: weighing-the-evidence/weigh
    drop: after
  - at: slow-breathing   # easier words
    set:
      tagline: Breathe slowly
  - at: slow-breathing
    worksheet: practice-log
allow: []
"""


def wish(program: Program, scale: str = "", **told: Any) -> Wish:
    usual: dict[str, Any] = {
        "title": program.title,
        "subtitle": program.subtitle,
        "audience": program.audience,
        "minutes": program.session_minutes,
        "scale": scale,
        "values": program.values,
        "sessions": program.sessions,
    }
    return Wish(**(usual | told))


def begun(text: str = HAND) -> Start:
    start = start_from(library(), PATH, dedent(text))
    assert start
    return start


def words(start: Start, **told: Any) -> Words:
    """Give the words that a file has, and others."""
    notes = {change["at"]: change["note"] for change in start.changes if "note" in change}
    drops = frozenset((change["at"], change["drop"]) for change in start.changes if "drop" in change)
    return Words(**({"notes": notes, "drops": drops} | told))


def saved(start: Start, wanted: Wish) -> tuple[str, Start]:
    """Give the text, and what it comes to when it is read again."""
    found = outcome(library(), start, wanted)
    assert found.resolved, found.problems
    text = text_for(library(), start, wanted)
    assert text is not None
    return text, begun(text)


@settings(max_examples=25, deadline=None)
@given(st.data(), st.sampled_from(BASES))
def test_what_is_saved_comes_to_what_was_wished_and_so_does_the_next_edit(data: st.DataObject, base: str) -> None:
    start = start_new(library(), "ours", base, PATH)
    for title in ("First: ours", "Second # ours"):
        wanted = wish(
            PROGRAMS[base],
            title=title,
            minutes=data.draw(st.integers(30, 240)),
            scale=data.draw(st.sampled_from(["", "0-5", "0-100"])),
            values=data.draw(st.sampled_from([{}, {"group": {"day": "Tuesday"}}, {"place": "no"}])),
            sessions=data.draw(arrangements(base)),
        )
        text, start = saved(start, wanted)
        program = start.program
        told = (program.title, program.session_minutes, program.values, program.sessions)
        assert told == (wanted.title, wanted.minutes, wanted.values, wanted.sessions)
        assert text_for(library(), start, wanted) == text


def test_an_edit_keeps_everything_else_of_a_file_that_was_written_by_hand():
    start = begun()
    first = start.program.sessions[0]
    moved = (*start.program.sessions[1:], first)
    text, after = saved(start, wish(start.program, sessions=moved, words=words(start)))
    last = start.program.sessions[-1].id
    review = "review:\n  status: unreviewed\n"
    lines = text.splitlines()
    assert after.program.sessions == moved
    assert [line for line in HAND.splitlines() if line not in lines] == [
        "review: {status: reviewed, by: Sam, on: 2026-01-01, due: 2027-01-01}"
    ]
    assert review in text or "review: {status: unreviewed}" in text
    added = text.partition("    worksheet: practice-log\n")[2]
    assert added == f"  - move: {first.id}\n    after: {last}\nallow: []\n"


def test_without_a_change_the_file_is_the_same_and_stays_reviewed():
    start = begun()
    assert text_for(library(), start, wish(start.program, words=words(start))) == HAND


def test_what_undoes_itself_leaves_nothing_behind():
    start = start_new(library(), "ours", "resilience-group", PATH)
    base = start.program
    text, moved = saved(start, wish(base, title="Ours", sessions=base.sessions[::-1]))
    assert text.count("- move:") == len(base.sessions) - 1
    back, _ = saved(moved, wish(base, title="Ours"))
    assert "- move:" not in back
    assert back.startswith("# yaml-language-server")


def test_a_change_with_a_comment_is_not_thrown_away_for_a_shorter_file():
    text = "id: ours\nextends: resilience-group\nchanges:\n  - move: room-to-choose{}\n    before: a-second-look\n"
    base = PROGRAMS["resilience-group"]
    short, _ = saved(begun(text.format("")), wish(base))
    assert "- move:" not in short
    long, after = saved(begun(text.format(" # Sam likes it early")), wish(base))
    assert "# Sam likes it early" in long
    assert after.program.sessions == base.sessions


def sheet(start: Start, module: str, name: str) -> Worksheet:
    found = next(one for one in start.modules[module].worksheets if one.id == name)
    assert isinstance(found, Worksheet)
    return found


def test_words_go_where_the_file_has_them_already_or_below():
    start = begun()
    texts = {
        ("slow-breathing", "tagline"): "Breathe out, and see",
        ("slow-breathing", "title"): "Breathing",
        ("weighing-the-evidence/weigh", "purpose"): "Look: both sides.",
        ("weighing-the-evidence/weigh/sides", "label"): "Yes",
    }
    text, after = saved(start, wish(start.program, words=words(start, texts=texts)))
    assert "  - at: slow-breathing   # easier words\n    set:\n      tagline: Breathe out, and see\n" in text
    assert '      purpose: "Look: both sides."\n' in text
    assert '      label: "Yes"\n' in text
    assert text.count("at: slow-breathing") == 2
    module = after.modules["slow-breathing"]
    assert (module.title, module.tagline) == ("Breathing", "Breathe out, and see")
    weigh = sheet(after, "weighing-the-evidence", "weigh")
    assert weigh.purpose == "Look: both sides."
    assert next(block for block in weigh.blocks if block.field_id == "sides").label == "Yes"  # type: ignore[attr-defined]
    undone = {("slow-breathing", "tagline"): ORIGINAL, ("slow-breathing", "title"): ORIGINAL}
    text, after = saved(after, wish(after.program, words=words(after, texts=undone)))
    assert "tagline" not in text
    assert after.modules["slow-breathing"].title == library().modules["slow-breathing"].value.title


def test_notes_and_what_is_left_out_are_changed_and_taken_back():
    start = begun()
    notes = {"five-senses-grounding": "Shoes off.", "weighing-the-evidence/weigh": "Use a pen."}
    drops = frozenset({("slow-breathing", "my-week"), ("weighing-the-evidence/weigh", "fairer")})
    text, after = saved(start, wish(start.program, words=Words(notes=notes, drops=drops)))
    assert "note: Shoes off. # since May" in text
    assert "drop: after" not in text
    assert "my-week" not in [one.id for one in after.modules["slow-breathing"].worksheets]
    assert "after" in {block.field_id for block in sheet(after, "weighing-the-evidence", "weigh").blocks}
    text, after = saved(after, wish(after.program, words=Words()))
    assert "note:" not in text
    assert "drop:" not in text
    assert "practice-log" in [one.id for one in after.modules["slow-breathing"].worksheets]


def test_with_the_last_of_two_notes_the_other_goes_too():
    data = {"at": "slow-breathing", "note": "One."}, {"at": "slow-breathing", "note": "Two."}
    stay, more = reworded(data, Words(notes={"slow-breathing": "Three."}), {"slow-breathing"})
    assert (stay, more) == ([data[0], {**data[1], "note": "Three."}], [])
    assert reworded(data, Words(), {"slow-breathing"}) == ([], [])


def test_words_of_a_module_that_is_not_there_are_not_written():
    start = start_new(library(), "ours", "resilience-group", PATH)
    texts = {("slow-breathing", "title"): "Breathing", ("my-support-network", "title"): "People"}
    left = tuple(
        one.model_copy(update={"modules": tuple(name for name in one.modules if name != "slow-breathing")})
        for one in start.program.sessions
    )
    text, _ = saved(start, wish(start.program, sessions=left, words=Words(texts, {"slow-breathing": "x"})))
    assert "Breathing" not in text
    assert "note" not in text
    assert "title: People" in text


def test_a_wish_that_does_not_fit_is_told_at_its_line():
    start = start_new(library(), "ours", "resilience-group", PATH)
    found = outcome(library(), start, wish(start.program, words=Words({("slow-breathing", "title"): "x" * 61})))
    assert found.resolved is None
    problem = found.problems[0]
    assert problem.code == "schema/too-long"
    assert found.source.values["changes", 0, "set", "title"] == (problem.place.line, problem.place.column)


def test_a_copy_has_all_that_the_file_says_under_another_name():
    start = copied(begun(), "copy", Path("copy.yaml"))
    text, after = saved(start, wish(start.program, title="Copy", words=words(begun())))
    assert after.name == "copy"
    assert after.program.sessions == start.program.sessions
    assert "practice-log" in [one.id for one in after.modules["slow-breathing"].worksheets]
    assert "reviewed" not in text.replace("unreviewed", "")


@pytest.mark.parametrize(
    "text",
    [
        "id: ours\nextends: nothing-of-the-kind\n",
        "id: ours\ntitle: x\n",
        "id: [\n",
        "id: ours\nextends: resilience-group\nchanges:\n  - remove: no-such\n",
        "",
    ],
)
def test_a_file_that_cannot_be_read_is_no_start(text: str):
    assert start_from(library(), PATH, text) is None


def test_a_file_in_one_line_is_not_changed():
    start = begun("{id: ours, extends: resilience-group, title: Ours}\n")
    assert text_for(library(), start, wish(start.program, title="Other")) is None
