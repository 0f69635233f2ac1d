"""Round and drawn blocks: limits that are refused in plain words, answers that are checked, and what is drawn."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from workbook.blocks import AnyBlock
from workbook.blocks.base import Block
from workbook.blocks.body_map import OUTLINE, MarkAnswer
from workbook.blocks.bucket import BucketAnswer
from workbook.blocks.shapes import around, sector
from workbook.blocks.wheel import WheelAnswer
from workbook.render import render_block

_BLOCK: TypeAdapter[Block] = TypeAdapter(AnyBlock)
ASKED = {"id": "mine", "label": "Mine"}


def made(kind: str, /, **keys: Any) -> Any:
    return _BLOCK.validate_python(ASKED | keys | {"type": kind})


def parts(*names: str, **more: Any) -> list[dict[str, Any]]:
    return [{"id": name.lower().replace(" ", "-"), "label": name, **more} for name in names]


RINGS = {"type": "rings", **ASKED, "rings": parts("Near", "Far")}
WHEEL = {"type": "wheel", **ASKED, "sectors": parts("Home", "Work", "Play")}
BANDS = {"type": "bands", **ASKED, "bands": parts("High", "Low"), "columns": parts("Signs")}
BODY = {"type": "body-map", **ASKED, "marks": parts("Tight", "Numb")}


def scale(*ranges: tuple[int, int]) -> list[dict[str, Any]]:
    return [{"id": f"b{i}", "label": f"Band {i}", "high": high, "low": low} for i, (high, low) in enumerate(ranges)]


@pytest.mark.parametrize(
    ("block", "says"),
    [
        (RINGS, 'need "lines"'),
        (RINGS | {"lines": 5, "rings": parts("A", "B", "C")}, "12 lines"),
        (RINGS | {"center": "Me", "rings": parts("A ring with far too long a name", "B")}, "24 characters"),
        (WHEEL, 'either "ratings", or "words"'),
        (WHEEL | {"ratings": parts("Full"), "sectors": parts("A", "B", "C", words=[["x"]])}, 'either "ratings"'),
        (WHEEL | {"sectors": [*parts("A", "B", words=[["x"]]), *parts("C")]}, "same number of rings"),
        (WHEEL | {"sectors": parts("Contentedness", "B", "C", words=[["x"]])}, "12 characters at most"),
        (BANDS | {"now": "Now"}, '"now" names a number'),
        (BANDS | {"bands": [*scale((10, 5)), *parts("Low")]}, "Either all bands"),
        (BANDS | {"bands": scale((10, 6), (4, 0))}, "no number missing"),
        (BANDS | {"bands": scale((5, 0), (10, 6))}, "from 10 at the top"),
        (BODY | {"height": 150}, "130 mm high at most"),
        (BODY | {"lines": 4, "marks": parts("A", "B", "C", "D", "E")}, "do not fit beside"),
    ],
)
def test_limits_are_refused_in_plain_words(block: dict[str, Any], says: str):
    with pytest.raises(ValidationError, match=says):
        _BLOCK.validate_python(block)


@pytest.mark.parametrize(
    ("block", "answer", "where"),
    [
        (made("rings", center="Me", rings=parts("Near", "Far")), {"near": ("a",) * 7}, ("near", 6)),
        (made("rings", lines=2, rings=parts("Near", "Far")), {"far": ("a",) * 3}, ("far", 2)),
        (made("rings", lines=2, rings=parts("Near", "Far")), {"middle": ("a",)}, ("middle",)),
        (
            made("wheel", ratings=parts("Full"), sectors=parts("Home", "Work", "Play")),
            WheelAnswer(numbers={"home": {"empty": 3}}),
            ("numbers", "home", "empty"),
        ),
        (
            made("wheel", sectors=parts("Home", "Work", "Play", words=[["glad"]])),
            WheelAnswer(circled=("glad", "blue")),
            ("circled", 1),
        ),
        (made("bands", **BANDS), {"now": 3}, ("now",)),
        (made("bands", **BANDS), {"high": 3}, ("high",)),
        (made("bands", **BANDS), {"high": {"thoughts": "x"}}, ("high", "thoughts")),
        (made("bands", **BANDS | {"bands": scale((10, 5), (4, 0))}), {"now": {"signs": "x"}}, ("now",)),
        (made("body-map", **BODY), {"tight": MarkAnswer(at=("jaw", "tail"))}, ("tight", "at", 1)),
        (made("body-map", **BODY, views="front"), {"tight": MarkAnswer(at=("lower back",))}, ("tight", "at", 0)),
        (made("bucket", flows=2), BucketAnswer(flows=("a", "b", "c")), ("flows", 2)),
        (made("bucket", again=False), BucketAnswer(level=8, after=6), ("after",)),
        (made("wave"), (5, 11, 2), (1,)),
    ],
)
def test_wrong_answers_are_told_at_their_place(block: Block, answer: Any, where: tuple[str | int, ...]):
    assert [place for place, _, _ in block.answer_problems(answer)] == [where]


def test_right_answers_are_taken():
    scaled = made("bands", **BANDS | {"bands": scale((10, 5), (4, 0))})
    assert not [*scaled.answer_problems({"now": 3, "b0": {"signs": "x"}})]
    assert not [*made("wave", scale="0-100").answer_problems((0, 100, 50))]
    assert not [*made("body-map", **BODY).answer_problems({"numb": MarkAnswer(at=("lower back", "hands"))})]


def test_the_outline_is_closed_and_the_same_on_both_sides():
    numbers = [float(n) for n in OUTLINE.replace("M", " ").replace("C", " ").replace("Z", " ").split()]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    assert points[0] == points[-1] == (0.0, 2.0)
    assert {(-x, y) for x, y in points} == set(points)


def test_circles_start_at_the_top_and_run_clockwise():
    assert around(50, 0) == (100, 50)
    assert around(50, 90) == (150, 100)
    assert sector(0, 10, 0, 90) == "M100 90 A10 10 0 0 1 110 100 L100 100  Z"


def test_words_on_a_wheel_never_stand_on_their_heads():
    wheel = made("wheel", sectors=parts(*"ABCDEFGHIJ", words=[["one", "two", "three"]]))
    words = [word for i in range(10) for word in wheel.written(i)]
    assert len(words) == 30
    assert all(-90 <= (word.turn + 180) % 360 - 180 <= 90 for word in words)


@pytest.mark.parametrize("medium", ["fillable", "screen"])
def test_what_is_drawn_on_paper_can_be_typed(medium: str):
    wheel = made("wheel", ratings=parts("Full", "Wanted"), sectors=parts("Home", "Work", "Play"))
    assert render_block(wheel, None, "u", medium).count("<input") == 6
    bands = made("bands", **BANDS | {"bands": scale((10, 5), (4, 0))})
    assert 'name="u--now"' in render_block(bands, None, "u", medium)
    assert 'name="u--tight"' in render_block(made("body-map", **BODY), None, "u", medium)
    bucket = render_block(made("bucket", flows=2, taps=2), None, "u", medium)
    assert all(f'name="u--{name}"' in bucket for name in ("flow-2", "tap-2", "level", "after"))
    rings = made("rings", center="Me", rings=parts("Near", "Far"))
    assert 'name="u--far"' in render_block(rings, None, "u", medium)


def test_a_filled_in_drawing_says_in_words_what_it_shows():
    body = render_block(made("body-map", **BODY), {"tight": MarkAnswer(at=("jaw",), words="since noon")}, "u")
    assert "Tight: jaw" in body
    assert "jaw: since noon" in body
    wheel = made("wheel", ratings=parts("Full"), sectors=parts("Home", "Work", "Play"))
    assert "Home, Full: 7" in render_block(wheel, WheelAnswer(numbers={"home": {"full": 7}}), "u")
    bucket = render_block(made("bucket"), BucketAnswer(level=8, after=5), "u")
    assert "filled to 8" in bucket
    assert "at 5" in bucket
    assert "It goes 5, 9, 2" in render_block(made("wave"), (5, 9, 2), "u")


def test_large_print_lists_the_words_of_a_wheel():
    wheel = made("wheel", sectors=parts("Home", "Work", "Play", words=[["glad", "tired"]]))
    assert "<svg" in render_block(wheel, None, "u")
    large = render_block(wheel, None, "u", size="large-print")
    assert "<svg" not in large
    assert large.count("<li>") == 6
