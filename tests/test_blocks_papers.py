"""Blocks that are cut out, signed, hung up or scanned: cards, certificate, signature, QR code, crisis lines."""

import re
from typing import Any

import pytest
import segno
from pydantic import TypeAdapter, ValidationError

from tests.printing import library
from workbook.blocks import BLOCK_TYPES
from workbook.blocks.base import Block
from workbook.compose import DEFAULT_LOCALE
from workbook.render import render_block

CARDS = {"id": "c", "label": "Cards", "cards": [{"title": "One"}, {"title": "Two"}, {"title": "Three", "text": "Go."}]}
CERTIFICATE = {"id": "c", "label": "Certificate of courage", "what": "Evening group", "signers": ["Group leader"]}


def made(kind: str, **keys: Any) -> Block:
    return BLOCK_TYPES[kind].model_validate({"type": kind, **keys})


def problems(block: Block, answer: object) -> list[str]:
    given = TypeAdapter(block.answer).validate_python(answer)
    return [message for _, message, _ in block.answer_problems(given)]


def test_two_index_cards_do_not_fit_side_by_side() -> None:
    with pytest.raises(ValidationError, match="Two index cards do not fit side by side"):
        made("cards", **CARDS, size="index", across=2)


@pytest.mark.parametrize(
    ("keys", "size", "rows"), [({}, "standard", 2), ({}, "large-print", 3), ({"size": "index"}, "standard", 3)]
)
def test_cards_stand_side_by_side_where_they_fit(keys: dict[str, str], size: str, rows: int) -> None:
    html = render_block(made("cards", **CARDS, **keys), None, "c", size=size)
    assert html.count('class="pair"') == rows
    assert html.count('class="card"') == 3


def test_only_blank_cards_take_an_answer() -> None:
    block = made("cards", **CARDS)
    assert not problems(block, ["a", "b"])
    assert problems(block, ["a", "b", "c"]) == ["The example has 3 blank cards, but the sheet has room for 2."]


def test_a_neutral_certificate_has_none_of_the_authors_words() -> None:
    plain = render_block(made("certificate", **CERTIFICATE), None, "c")
    neutral = render_block(made("certificate", **CERTIFICATE, help="Well done.", neutral=True), None, "c")
    for words in ("Certificate of courage", "Evening group", "Group leader"):
        assert words in plain
        assert words not in neutral
    assert "Well done" not in neutral


def test_a_neutral_form_says_nothing_in_the_names_of_its_fields() -> None:
    html = render_block(made("certificate", **CERTIFICATE, neutral=True), None, "c", "fillable")
    assert re.findall(r'aria-label="([^"]*)"', html) == ["Name", "Hours", "First day", "Last day", "Signature"]


def test_a_certificate_takes_no_answer_to_what_it_does_not_ask() -> None:
    block = made("certificate", **CERTIFICATE, hours=False)
    answer = {"name": "Mei", "what": "Group", "hours": "3", "signed": ["A", "B"]}
    assert problems(block, answer) == [
        'The certificate has no blank line for "what".',
        'The certificate has no blank line for "hours".',
        "The example has 2 signers, but the sheet has room for 1.",
    ]


def test_signing_is_optional_unless_the_author_says_otherwise() -> None:
    roles = {"id": "s", "label": "Signed", "roles": ["Me"]}
    assert "Signing is optional." in render_block(made("signature", **roles), None, "s")
    assert "Signing is optional." not in render_block(made("signature", **roles, help="Sign here."), None, "s")
    assert problems(made("signature", **roles), [{"name": "A"}, {"name": "B"}])


@pytest.mark.parametrize(
    "address", ["http://clinic.example/", "clinic.example", "https://a b.example/", "https://klinik-münchen.example/"]
)
def test_a_code_opens_only_plain_https_addresses(address: str) -> None:
    with pytest.raises(ValidationError):
        made("qr", label="Our clinic", address=address)


def test_a_code_is_drawn_whole_and_its_address_printed() -> None:
    address = "https://clinic.example/groups?when=autumn&lang=es"
    html = render_block(made("qr", label="Our groups", address=address), None, "q")
    assert html.count("https://clinic.example/groups?when=autumn&amp;lang=es") == 3, "in words, as a link, as its text"
    code = segno.make(address, error="m", micro=False, boost_error=False)
    dark = {(x + 4, y + 4) for y, row in enumerate(code.matrix) for x, module in enumerate(row) if module}
    bars = [[int(n) for n in bar] for bar in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", html)]
    assert {(x + i, y) for x, y, run in bars for i in range(run)} == dark


def test_a_code_has_four_empty_modules_on_each_side() -> None:
    block = made("qr", label="Our clinic", address="https://clinic.example/")
    bars = [[int(n) for n in bar] for bar in re.findall(r"M(\d+) (\d+)h(\d+)", block.path)]  # type: ignore[attr-defined]
    side = block.modules  # type: ignore[attr-defined]
    assert min(x for x, _, _ in bars) == min(y for _, y, _ in bars) == 4
    assert max(x + run for x, _, run in bars) == max(y for _, y, _ in bars) + 1 == side - 4


def test_crisis_lines_are_those_of_the_page_and_dated() -> None:
    crisis = library().crisis[DEFAULT_LOCALE].value
    html = render_block(made("crisis-lines", most=2), None, "c", crisis=crisis)
    assert html.count('class="who"') == 2
    assert crisis.emergency in html
    assert f"Looked up in {crisis.checked_on:%m/%Y}" in html


def test_a_page_break_asks_for_nothing() -> None:
    block = made("page-break", heading="From here on")
    assert block.field_id is None
    assert "From here on" in render_block(block, None, "p")
