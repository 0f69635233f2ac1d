"""Choosing, rating and boxes: what these blocks refuse, which answers they take, and what their templates decide."""

import re
from typing import Any

import pytest
from pydantic import ValidationError

from workbook.blocks import BLOCK_TYPES
from workbook.blocks.base import Block
from workbook.parse import adapter
from workbook.render import render_block

IDEAS = ["Walk", "Draw", "Rest", "Sing", "Cook", "Read"]
BOX = [{"id": "tried", "label": "Tried"}]


def block(kind: str, **keys: Any) -> Block:
    return BLOCK_TYPES[kind].model_validate({"type": kind, "id": "x", "label": "Which?", **keys})


def menu(**keys: Any) -> Block:
    groups = keys.pop("groups", [{"id": "a", "label": "A", "ideas": IDEAS}])
    return block("menu", groups=groups, **{"boxes": BOX, **keys})


def rows(*names: str, **keys: Any) -> Block:
    return block("rating-rows", rows=[{"id": name, "label": name} for name in names], **keys)


def problems(of: Block, raw: Any) -> list[tuple[Any, str]]:
    answer = adapter(of.answer).validate_python(raw)
    return [(where, message) for where, message, _ in of.answer_problems(answer)]


def html(of: Block, raw: Any = None, **keys: Any) -> str:
    answer = None if raw is None else adapter(of.answer).validate_python(raw)
    return str(render_block(of, answer, "x", **keys))


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: menu(groups=[{"id": "a", "label": "A", "ideas": IDEAS[:5]}]), "6 to 80 ideas; this one has 5"),
        (lambda: menu(groups=[{"id": "a", "label": "A", "ideas": [*IDEAS, "Walk"]}]), "stands in this menu twice"),
        (lambda: menu(boxes=[{"id": "a", "label": "Tried"}]), "ids that all differ"),
        (lambda: block("word-bank"), '"words" or "groups"'),
        (lambda: block("word-bank", words=["sad", "glad", "sad"]), "twice"),
        (lambda: rows("a", "a"), "same id"),
        (lambda: rows("a", "b", before="Then"), "twice: true"),
        (lambda: rows(*"abcdefg", twice=True), "six rows"),
        (lambda: block("boxes", boxes=[{"id": "a", "label": "A"}, {"id": "a", "label": "B"}]), "same id"),
        (lambda: block("choice", options=["yes", "no"], right="maybe"), "not one of the options"),
        (lambda: block("choice", options=["yes", "n" * 41]), "stacked: true"),
    ],
)
def test_limits_are_told_in_plain_words(make: Any, words: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(words)):
        make()


def test_a_long_option_stands_on_a_line_of_its_own() -> None:
    long = block("choice", options=["yes", "n" * 41], stacked=True)
    assert 'class="stacked"' in html(long)


# --- answers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scale", "good", "wrong", "hint"),
    [
        ("0-10", 10, 11, "Use a number from 0 to 10."),
        ("0-100", 70, 75, "Use a number from 0 to 100, in steps of 10."),
        ("0-5", 5, 6, "Use a number from 0 to 5."),
    ],
)
def test_a_rating_is_on_its_scale(scale: str, good: int, wrong: int, hint: str) -> None:
    rating, twice = block("rating", scale=scale), block("before-after", scale=scale)
    assert problems(rating, good) == []
    assert [found[2] for found in rating.answer_problems(wrong)] == [hint]
    assert [where for where, _ in problems(twice, {"before": good, "after": wrong})] == [("after",)]


def test_rated_rows_take_what_they_have_room_for() -> None:
    once = rows("a", "b", scale="-2..2")
    assert problems(once, {"a": -2, "b": {"number": 2}}) == []
    assert problems(once, {"a": 3, "c": 0})[0][0] == ("c",)
    assert problems(once, {"a": 3})[0] == (("a",), "3 is not on the scale of this block.")
    assert problems(once, {"a": {"before": 1, "after": 2}})[0][1] == "This row has one rating."
    assert problems(once, {"a": {"words": "My own", "number": 1}})[0][0] == ("a", "words")
    assert problems(rows("a", "b", twice=True), {"a": 3})[0][1] == "This row has two ratings."


def test_a_menu_knows_its_ideas_and_those_that_were_written() -> None:
    assert problems(menu(), {"tried": ["Walk", "Swim"], "a": ["Swim"]}) == []
    assert problems(menu(), {"tried": ["Swim"]})[0][0] == ("tried", 0)
    assert problems(menu(own=0), {"a": ["Swim"]})[0][0] == ("a", 0)
    assert problems(menu(), {"b": []})[0][0] == ("b",)


def test_a_word_bank_takes_one_word_of_ones_own_where_there_is_a_line() -> None:
    bank = block("word-bank", words=["sad", "glad", "mad"], other=True)
    assert problems(bank, ["sad", "homesick"]) == []
    assert problems(bank, ["homesick", "lost"])[0][0] == (1,)
    assert problems(block("word-bank", words=["sad", "glad", "mad"]), ["homesick"])[0][0] == (0,)


# --- templates -------------------------------------------------------------------------------------------------------


def test_the_right_option_is_not_on_the_page() -> None:
    quiz, plain = block("choice", options=["yes", "no"], right="no"), block("choice", options=["yes", "no"])
    assert html(quiz) == html(plain)


def test_numbers_carry_their_sign_and_are_said_with_it() -> None:
    page = html(rows("a", "b", scale="-2..2"), medium="fillable")
    assert ">−2<" in page
    assert ">+1<" in page
    assert 'aria-label="a: +1, from −2 to +2"' in page


def test_the_default_words_are_of_the_scale() -> None:
    page = html(block("rating", scale="0-100"))
    assert '<span data-at="50">half</span>' in page
    assert '<span data-at="100">fully</span>' in page
    assert 'data-at=""' not in html(block("rating", scale="0-5"))


def test_large_print_has_one_column_and_words_at_each_row() -> None:
    assert "in-3" in html(menu())
    assert "in-1" in html(menu(), size="large-print")
    two = block("boxes", boxes=[{"id": "a", "label": "A"}, {"id": "b", "label": "B"}])
    assert html(two).count('class="row"') == 1
    assert html(two, size="large-print").count('class="row"') == 2
    assert html(rows("a", "b")).count("words b-scale") == 1
    assert html(rows("a", "b"), size="large-print").count("words b-scale") == 2


def test_only_short_options_keep_two_columns_in_large_print() -> None:
    short = block("checklist", options=["one", "two", "three", "four"], columns=3)
    long = block("checklist", options=["one", "two", "three, which is longer than the others"], columns=3)
    assert html(short, size="large-print").count("<ul>") == 2
    assert html(long, size="large-print").count("<ul>") == 1


def test_a_tick_is_said_with_the_words_of_its_box() -> None:
    page = html(menu(), {"tried": ["Walk"]})
    assert re.search(r'Walk\s+<span class="said">\(Tried\)</span>', page)
    assert page.count("ticked") == 1


def test_each_box_of_a_menu_is_a_field_of_its_own() -> None:
    page = html(menu(boxes=[*BOX, {"id": "want", "label": "To try"}]), medium="fillable")
    names = re.findall(r'name="([^"]+)"', page)
    assert len(names) == len(set(names)) == 2 * 7 + 1
    assert 'aria-label="Walk: To try"' in page


def test_on_paper_the_cut_is_named_and_in_large_print_nothing_is_cut() -> None:
    line = BLOCK_TYPES["cut-line"].model_validate({"type": "cut-line"})
    assert "Cut here" in html(line)
    assert "Cut here" not in html(line, size="large-print")
    assert "Cut here" not in html(line, medium="screen")
