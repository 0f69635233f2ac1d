"""YAML text as the model gets it: as typed, with its place, and without a traceback whatever the bytes are."""

import re
import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.wrong_files import LONG_SHEET, MODULE, PROGRAM, SHEET, WRONG, changed, sheet
from workbook.model import Module, Program, StandingWorksheet
from workbook.parse import parse
from workbook.problems import Problem
from workbook.source import SourceFile, read, read_text

HERE = Path("in.yaml")

AS_TYPED = [
    *("yes", "no", "on", "off", "y", "n", "true", "False", "null", "~", "NULL"),
    *("1e3", "1E-3", "012", "0x1F", "0b1", "1_000", "1.50", "+1", "-0", ".5", ".inf", ".nan", "50%"),
    *("12:30", "190:20:30", "2026-01-01", "2026-01-01 10:00:00", "=", "<<", "1/2", "1.0.0", "#1"),
]


def worksheet(text: str) -> StandingWorksheet:
    value, problems = parse(StandingWorksheet, read_text(text, HERE))
    assert value is not None, problems
    return value


@pytest.mark.parametrize("typed", [typed for typed in AS_TYPED if not typed.startswith("#")])
def test_a_text_stays_what_the_author_typed(typed):
    text = changed(
        SHEET,
        ("title: One thing", f"title: {typed}"),
        ("label: One thing I see", f"label: {typed}"),
        ("[calm]", f"[{typed}, {typed}]"),
        ("low: tense", f"low: {typed}"),
    )
    value = worksheet(text)
    assert value.title == typed
    assert value.tags == (typed, typed)
    assert [block.model_dump().get("label") for block in value.blocks] == [typed, "How calm am I?"]
    assert value.blocks[1].model_dump()["low"] == typed


@pytest.mark.parametrize("typed", AS_TYPED)
def test_a_text_in_quotes_stays_what_the_author_typed(typed):
    assert worksheet(sheet("title: One thing", f'title: "{typed}"')).title == typed


@pytest.mark.parametrize("typed", ["yes", "012", "12:30", "2026-01-01"])
def test_an_answer_of_an_example_stays_what_the_author_typed(typed):
    value = worksheet(changed(LONG_SHEET, ("- what: A", f"- what: {typed}")))
    assert value.example is not None
    assert value.example.answers["tab"] == [{"what": typed, "where": "B"}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old-mac"])
def test_the_ends_of_lines_make_no_difference(end):
    assert worksheet(SHEET.replace("\n", end)) == worksheet(SHEET)


def test_a_byte_order_mark_makes_no_difference(tmp_path):
    file = tmp_path / "in.yaml"
    file.write_text(sheet("minutes: 5", "minutes: five"), encoding="utf-8-sig")
    (problem,) = parse(StandingWorksheet, read(file))[1]
    assert (problem.place.line, problem.place.column) == (6, 10)


def test_a_folded_text_is_one_line_and_letters_of_all_scripts_come_through():
    value = worksheet(sheet("purpose: Find one thing.", "purpose: >-\n  Atmen  heißt\n  呼吸 😀.\n  "))
    assert value.purpose.startswith("Atmen  heißt 呼吸 😀.")


texts = st.text(
    st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs"), exclude_characters="\ufeff"), min_size=1
)


@given(texts.filter(lambda text: text.strip()))
def test_whatever_an_author_types_in_quotes_comes_back(text):
    dumped = yaml.safe_dump({**yaml.safe_load(SHEET), "purpose": text, "clinician": text}, allow_unicode=True)
    value = worksheet(re.sub("^minutes: '5'", "minutes: 5", dumped, flags=re.MULTILINE))
    assert value.purpose == unicodedata.normalize("NFC", text).strip()
    assert value.clinician == unicodedata.normalize("NFC", text).strip()


def assert_in_file(problem: Problem, text: str) -> None:
    lines = re.split(r"\r\n?|\n", text)
    if problem.place.line:
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1


def whole(source: SourceFile) -> list[Problem]:
    return [*source.problems, *(p for model in (Module, StandingWorksheet, Program) for p in parse(model, source)[1])]


@given(st.binary(max_size=300))
def test_reading_any_bytes_never_raises(tmp_path_factory, content):
    file = tmp_path_factory.getbasetemp() / "bytes.yaml"
    file.write_bytes(content)
    for problem in whole(read(file)):
        assert problem.message


signs = st.text(st.sampled_from("ab:-?#&*!|>'\"%@`{}[],~<=.\\ \t\n\r\x00\x85\u2028\ufeff\xa0é😀"), max_size=60)


@given(signs)
def test_places_lie_in_the_file_whatever_signs_stand_in_it(text):
    for problem in whole(read_text(text, HERE)):
        assert_in_file(problem, text)


@given(st.sampled_from([MODULE, SHEET, PROGRAM, LONG_SHEET]), st.data())
def test_places_lie_in_the_file_when_something_is_cut_out_or_put_in(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    text = text[:start] + data.draw(signs) + text[end:]
    for problem in whole(read_text(text, HERE)):
        assert_in_file(problem, text)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{a: " * 50_000,
        "- " * 100_000,
        "a: " + "x" * 900_000,
        "\n" * 900_000,
        "&a [" * 10_000,
        "a: [" + "[], " * 200_000 + "]",
        "{" + "a, " * 250_000 + "}",
        "[" + "!x y, " * 100_000 + "]",
    ],
    ids=["brackets", "braces", "dashes", "line", "newlines", "anchors", "items", "keys", "tags"],
)
def test_a_hostile_file_is_refused_quickly_and_in_few_words(text):
    assert 0 < len(whole(read_text(text, HERE))) < 300  # of three models


def test_all_wrong_files_are_read_alike_by_name_and_as_text(tmp_path):
    file = tmp_path / "in.yaml"
    for text in WRONG.values():
        file.write_text(text, encoding="utf-8", newline="")
        assert read(file).data == read_text(text, file).data
