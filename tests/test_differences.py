"""``workbook diff``: what a clinic's own program changes against the one that it extends, in words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands import run
from tests.wrong_files import MODULE, PROGRAM, changed
from workbook.differences import Difference, as_text, differences, moved
from workbook.library import Library, load

HEAD = "extends: resilience-group\nid: own\n"


NEW_SESSION = """\
changes:
  - remove: slow-breathing
  - session:
      id: new
      title: New
      aim: Try.
      modules: [slow-breathing]
    before: back-to-now
"""
NEW_BLOCK = """\
changes:
  - at: slow-breathing/my-week
    block:
      type: lines
      id: more
      label: More
    before: learned
"""
NEW_SUMMARY = """\
changes:
  - at: slow-breathing
    set:
      summary:
        - In for about four, out for about six, no holding.
        - It is free.
        - You can just count, trace or stop.
"""


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def own(root: Path, text: str) -> Library:
    """Load a library with a program that extends the resilience group."""
    put(root / "programs/own.yaml", HEAD + text)
    library = load([root])
    assert "own" in library.programs, library.problems
    return library


def found(root: Path, text: str) -> list[str]:
    """Give the differences below their headings, as they are printed."""
    lines = as_text(own(root, text), "own").splitlines()
    return [line.strip() for line in lines if line.startswith("  ")]


def test_a_program_that_changes_nothing_says_so(tmp_path):
    library = own(tmp_path, "")
    assert differences(library, "own") == ()
    assert as_text(library, "own").endswith("\n\nNo differences.")


def test_a_program_that_extends_nothing_says_so():
    output = run("diff", "resilience-group").output
    assert output == (
        "Resilience group (resilience-group) extends no other program, so there is nothing to compare it with.\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: Ours\n", ["title: Resilience group -> Ours"]),
        ("session_minutes: 90\n", ["session_minutes: 120 -> 90"]),
        ("title: Resilience group\n", []),
        ("values:\n  group:\n    day: Tuesday\n", ["+ values/group: day: Tuesday"]),
        ("settings:\n  scale: 0-100\n", ["scale of all ratings: 0-10 -> 0-100"]),
        (
            "changes:\n  - remove: slow-breathing\n",
            ['module left out: "Slow breathing" (slow-breathing)'],
        ),
        (
            "changes:\n  - remove: room-to-choose\n",
            ['left out: "Room to choose" (room-to-choose): pause-before-acting'],
        ),
        (
            "changes:\n  - remove: slow-breathing\n  - add: slow-breathing\n    to: a-place-to-start\n",
            [],
        ),
        (
            "changes:\n  - move: slow-breathing\n    to: room-to-choose\n",
            ['module from a-place-to-start: "Slow breathing" (slow-breathing), after pause-before-acting'],
        ),
        (
            "changes:\n  - move: slow-breathing\n    before: resilience-is-built\n",
            ['module moved: "Resilience is built, not born" (resilience-is-built), after slow-breathing'],
        ),
        (
            "changes:\n  - move: people-around-us\n    before: a-place-to-start\n",
            ['moved: "People around us" (people-around-us), to the beginning'],
        ),
        (
            NEW_SESSION,
            ['added: "New" (new), after a-place-to-start: slow-breathing'],
        ),
        ("changes:\n  - at: back-to-now\n    set:\n      title: Now\n", ["title: Back to now -> Now"]),
        ("changes:\n  - at: back-to-now\n    note: Bring a coat.\n", ["+ note: Bring a coat."]),
        ("changes:\n  - at: slow-breathing\n    note: Together.\n", ["+ learn/1: note: Together."]),
        (
            "changes:\n  - at: slow-breathing/my-week/learned\n    set:\n      lines: 4\n",
            ["my-week/learned/lines: 2 -> 4"],
        ),
        (
            "changes:\n  - at: slow-breathing/along-the-line/way\n    set:\n      label: What I did today\n",
            ["along-the-line/way/label: What I did. Each one is fine. -> What I did today"],
        ),
        (
            "changes:\n  - at: slow-breathing/my-week\n    drop: learned\n",
            [
                "- my-week/learned: short-answer: What the week tells me",
                "- my-week/example/answers/learned: Mornings go best. At night the radio is better for me.",
            ],
        ),
        (
            "changes:\n  - at: slow-breathing\n    drop: my-week\n",
            ["- my-week: My breathing week"],
        ),
        (
            "changes:\n  - at: slow-breathing\n    worksheet: sleep-diary\n",
            ["+ sleep-diary: Sleep diary"],
        ),
        (
            NEW_BLOCK,
            ["+ my-week/more: lines: More"],
        ),
        (
            NEW_SUMMARY,
            ["summary/2: It may ease stress a little, and it is free. -> It is free."],
        ),
    ],
    ids=str,
)
def test_each_change_is_told_in_words(tmp_path, text, expected):
    assert found(tmp_path, text) == expected


def test_a_module_that_takes_the_place_of_another_is_told_with_both(tmp_path):
    text = "changes:\n  - remove: room-to-choose\n  - replace: slow-breathing\n    with: pause-before-acting\n"
    assert found(tmp_path, text) == [
        'left out: "Room to choose" (room-to-choose): pause-before-acting',
        'module from room-to-choose: "Pause before acting" (pause-before-acting), after resilience-is-built',
        'module left out: "Slow breathing" (slow-breathing)',
    ]


def test_a_scale_hides_no_other_change(tmp_path):
    text = "settings:\n  scale: 0-100\nchanges:\n  - at: slow-breathing/my-week/learned\n    set:\n      lines: 4\n"
    assert found(tmp_path, text) == ["scale of all ratings: 0-10 -> 0-100", "my-week/learned/lines: 2 -> 4"]


def test_a_change_in_a_standing_worksheet_is_compared_with_the_sheet_as_it_stands(tmp_path):
    text = changed(MODULE, ("id: in", "id: tea"), ("practice:", "  - use: sleep-diary\npractice:"))
    put(tmp_path / "modules/tea.yaml", text)
    put(tmp_path / "programs/base.yaml", changed(PROGRAM, ("id: in", "id: base"), ("slow-breathing", "tea")))
    label = "changes:\n  - at: tea/sleep-diary\n    set:\n      title: Nights\n"
    put(tmp_path / "programs/own.yaml", f"extends: base\nid: own\n{label}")
    assert as_text(load([tmp_path]), "own").splitlines()[2:] == [
        'Module "A calm minute" (tea)',
        "  sleep-diary/title: Sleep diary -> Nights",
    ]


def test_long_texts_stand_below_each_other_old_before_new(tmp_path):
    new = "A long text that says it in another way, and goes on and on until it does not fit into one line any more."
    library = own(tmp_path, f"changes:\n  - at: slow-breathing/my-week\n    set:\n      purpose: {new}\n")
    lines = as_text(library, "own").splitlines()
    at = lines.index("  my-week/purpose:")
    assert lines[at + 1] == "    - See over a week if this is worth my time. About two minutes a day."
    assert lines[at + 2].startswith("    + A long text that says it")
    assert lines[at + 3].startswith("      ")
    assert max(map(len, lines)) <= 100


def test_the_same_program_gives_the_same_text_in_the_same_order(tmp_path):
    text = (
        "title: Ours\nchanges:\n  - at: weighing-the-evidence\n    note: Slowly.\n"
        "  - at: slow-breathing\n    note: Together.\n  - at: back-to-now\n    note: A coat.\n"
    )
    first = differences(own(tmp_path, text), "own")
    assert [difference.group for difference in first] == [
        "Program",
        'Session "Back to now" (back-to-now)',
        'Module "Slow breathing" (slow-breathing)',
        'Module "Weighing the evidence" (weighing-the-evidence)',
    ]
    assert first[0] == Difference("Program", "title", "Resilience group", "Ours")
    assert differences(load([tmp_path]), "own") == first


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.randoms(use_true_random=False))
def test_what_is_moved_is_the_least_that_must_be(old, random):
    new = random.sample(old, len(old))
    found = moved(old, new)
    assert [name for name in old if name not in found] == [name for name in new if name not in found]
    assert (not found) == (old == new)
    for name in found:  # nothing could stay where it is
        rest = [other for other in found if other != name]
        assert [n for n in old if n not in rest] != [n for n in new if n not in rest]


def test_moved_looks_only_at_what_is_in_both():
    assert moved(["a", "b", "c"], ["x", "b", "c", "a"]) == ["a"]
    assert moved(["a", "b"], ["b"]) == moved([], ["a"]) == []
