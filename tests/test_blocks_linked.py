"""Linked shapes (cycle, linked-map, chain, decision, ladder, stairs): their limits, their answers, their order."""

import re
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from workbook.blocks import BLOCK_TYPES
from workbook.blocks.base import Block
from workbook.render import render_block


def parts(*ids: str) -> list[dict[str, str]]:
    return [{"id": name, "label": name.title()} for name in ids]


GIVEN: dict[str, dict[str, Any]] = {
    "cycle": {"boxes": parts("a", "b", "c", "d")},
    "linked-map": {"center": parts("me")[0], "boxes": parts("a", "b", "c")},
    "chain": {"links": 5, "kinds": ["thought", "action"], "first": "Start"},
    "decision": {
        "questions": [
            {"ask": "Real?", "no": parts("let-go")[0]},
            {"ask": "Can I act?", "no": parts("care")[0], "yes": parts("act")[0]},
        ]
    },
    "ladder": {"rungs": 5, "columns": parts("expected", "date")},
    "goal-steps": {"steps": 3},
}


def block(kind: str, **changes: Any) -> Any:
    return BLOCK_TYPES[kind].model_validate({"id": "x", "label": "L", **GIVEN[kind], **changes})


def problems(given: Block, answer: Any) -> list[str]:
    return [text for _, text, _ in given.answer_problems(TypeAdapter(type(given).answer).validate_python(answer))]


def words(given: Block, answer: Any = None, medium: str = "print", size: str = "standard") -> str:
    if answer is not None:
        answer = TypeAdapter(type(given).answer).validate_python(answer)
    html = str(render_block(given, answer, "s--x", medium, size=size))
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def names(given: Block, size: str = "standard") -> list[str]:
    html = str(render_block(given, None, "s--x", "fillable", size=size))
    return list(dict.fromkeys(re.findall(r'name="s--x--([^"]+)"', html)))


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        ("cycle", {"boxes": parts("a", "b", "c", "d", "e"), "rings": parts("r", "s")}, "room for four boxes"),
        ("cycle", {"boxes": parts("a", "b", "a")}, "different ids"),
        ("cycle", {"boxes": parts("a", "b")}, "at least 3"),
        ("linked-map", {"boxes": parts("a", "b", "me")}, "different ids"),
        ("chain", {"link_labels": ["a", "b", "c", "d"]}, 'either "links" or "link_labels"'),
        ("chain", {"links": None}, 'either "links" or "link_labels"'),
        ("chain", {"links": None, "link_labels": ["a", "b", "c", "d"]}, 'leave out "first"'),
        ("chain", {"kinds": ["thought", "a very long kind"]}, "at most 12"),
        ("decision", {"questions": [{"ask": "Real?", "no": parts("a")[0]}]}, 'needs both "yes" and "no"'),
        ("decision", {"questions": GIVEN["decision"]["questions"][1:] * 2}, "the other way leads on"),
        ("ladder", {"columns": parts("step")}, 'none can be "step"'),
        ("ladder", {"rungs": 11}, "less than or equal to 10"),
    ],
)
def test_limits_are_refused_in_plain_words(kind: str, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(said)):
        block(kind, **changes)


def test_ends_of_a_decision_need_different_ids() -> None:
    twice = {"ask": "Real?", "no": parts("act")[0]}
    with pytest.raises(ValidationError, match="different ids"):
        block("decision", questions=[twice, GIVEN["decision"]["questions"][1]])


@pytest.mark.parametrize(
    ("kind", "changes", "answer", "said"),
    [
        ("cycle", {}, {"a": "x", "nowhere": "y"}, ['"nowhere" is not a part of this block.']),
        ("cycle", {}, {"a": {"b": "x"}}, ['"a" holds the wrong kind of answer.']),
        ("cycle", {"rings": parts("r", "s")}, {"r": {"a": "x"}, "s": {"z": "y"}}, ['"z" is not a part of this block.']),
        ("cycle", {"rings": parts("r", "s")}, {"r": "x"}, ['"r" holds the wrong kind of answer.']),
        ("linked-map", {}, {"me": "x", "a": "y"}, []),
        ("chain", {}, [{"text": "x"}, {"text": "y", "kind": "thought"}], []),
        ("chain", {}, [{"text": "x", "kind": "thought"}], ['"thought" is not one of the kinds of this box.']),
        ("chain", {}, [{"text": "x"}] * 6, ["The example has 6 links, but the sheet has room for 5."]),
        ("decision", {}, {"yes": "x"}, ['"yes" is not a part of this block.']),
        ("ladder", {}, [{"step": "x", "expected": "20"}, {"size": "3"}], ['"size" is not a part of this block.']),
        ("goal-steps", {}, {"goal": "g", "steps": ["x"], "dates": ["Monday"]}, 1),
        ("goal-steps", {"dates": True}, {"goal": "g", "steps": ["x"], "dates": ["Monday"]}, []),
    ],
)
def test_answers_are_checked(kind: str, changes: dict[str, Any], answer: Any, said: list[str] | int) -> None:
    found = problems(block(kind, **changes), answer)
    assert len(found) == said if isinstance(said, int) else found == said


@pytest.mark.parametrize("count", [3, 4, 5, 6])
def test_a_ring_goes_round_without_a_gap(count: int) -> None:
    """Every box stands beside, above or below the next one, and the last beside the first."""
    places = block("cycle", boxes=parts(*"abcdef"[:count])).places
    assert len(set(places)) == count
    for (row, column, span), (next_row, next_column, next_span) in zip(places, places[1:] + places[:1], strict=True):
        sideways = row == next_row and column != next_column
        upright = abs(row - next_row) == 1 and (column == next_column or 2 in (span, next_span))
        assert sideways or upright


def test_boxes_of_a_ring_are_read_in_the_order_of_the_arrows() -> None:
    given = block("cycle", boxes=parts("one", "two", "three", "four", "five", "six"))
    assert re.findall(r"\d (\w+)", words(given)) == ["One", "Two", "Three", "Four", "Five", "Six"]


def test_two_rings_have_fields_of_their_own() -> None:
    assert names(block("cycle", boxes=parts("a", "b", "c"), rings=parts("r", "s"))) == [
        *("r--a", "r--b", "r--c"),
        *("s--a", "s--b", "s--c"),
    ]


@pytest.mark.parametrize("size", ["standard", "large-print"])
@pytest.mark.parametrize("kind", ["linked-map", "chain", "decision", "ladder", "goal-steps"])
def test_both_sizes_have_the_same_fields(kind: str, size: str) -> None:
    assert sorted(names(block(kind), size)) == sorted(names(block(kind)))
    assert len(names(block(kind), size)) >= 3


def test_a_named_end_of_a_chain_has_no_kinds() -> None:
    assert [name for name in names(block("chain")) if name.startswith("kind")] == [f"kind-{n}" for n in (2, 3, 4, 5)]


def test_a_circled_kind_is_said() -> None:
    text = words(block("chain"), [{"text": "x"}, {"text": "y", "kind": "thought"}])
    assert "thought (circled)" in text
    assert text.count("(circled)") == 1


def test_ways_of_a_decision_are_words() -> None:
    text = words(block("decision", yes_word="Mostly"))
    assert "No: Let-Go" in text
    assert "Mostly: Act" in text


@pytest.mark.parametrize("size", ["standard", "large-print"])
def test_the_first_rung_is_at_the_bottom(size: str) -> None:
    text = words(block("ladder"), [{"step": "easy"}, {"step": "harder"}], size=size)
    assert text.index("harder") < text.index("easy")
