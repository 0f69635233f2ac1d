"""The fillable edition: every place to write is a field, fields are whole, and what is typed stays and is printed."""

import re
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, String

from tests.form_checks import form_faults, inputs, widgets
from tests.form_filling import TYPED, assert_printed, fill_with_pdfium, fill_with_pypdf
from tests.form_pages import BLOCKS, FORMS, HANDOUTS, PAGES, Size, form, page, repaired, setter, source
from tests.verapdf import VeraPdf
from workbook.edition import Edition
from workbook.typefaces import FONTS
from workbook.typeset import Job

# --- every place to write is a field ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "size"), FORMS)
def test_a_form_is_what_its_html_says_and_passes_pdf_ua(
    name: str, size: Size, verapdf: VeraPdf, tmp_path: Path
) -> None:
    assert form_faults(form(name, size), [page(name, size)]) == []
    target = tmp_path / "form.pdf"
    target.write_bytes(form(name, size))
    verdict = verapdf.check(target)
    assert not verdict.failures, "\n".join(verdict.failures)
    assert verdict.checks > 100


@pytest.mark.parametrize("name", [*HANDOUTS, *PAGES])
def test_nothing_to_write_on_is_left_without_a_field(name: str) -> None:
    blank = re.sub(r'<section class="sheet example[^"]*".*?</section>', "", page(name), flags=re.DOTALL)
    assert 'class="ruled' not in blank
    assert not re.search(r"<td[^>]*></td>", blank)
    assert len(inputs(blank)) == len(inputs(page(name))), "an example has fields"
    assert inputs(blank)


@pytest.mark.parametrize("name", [*BLOCKS, *HANDOUTS, *PAGES])
def test_paper_has_no_fields(name: str) -> None:
    assert not re.search(r"<(input|textarea|select|label)\b", page(name, medium="print"))


def test_every_block_that_takes_an_answer_has_fields() -> None:
    blocks = set(BLOCKS) - set(HANDOUTS)
    silent = {name for name in blocks if not inputs(page(name))}
    answered = {name for name in blocks if source(name, Edition())[1].context["block"].answer is not None}
    assert silent == blocks - answered


def test_fields_are_called_by_the_words_beside_them() -> None:
    words = {name: [found.words for found in inputs(page(name))] for name in BLOCKS}
    assert words["short-answer"] == ["The thought, in one line"]
    assert words["rating"][7] == "How much do I believe it now? 7 of 10"
    assert words["choice"][0] == "How big is this step for me? easy"
    assert words["checklist"][0] == "Signs that my stress is building up: I sleep less"
    assert words["checklist"][-1] == "Signs that my stress is building up: My own"
    assert words["table"][3] == "What I tried, row 2"
    assert words["week-grid"][1] == "Mood, Monday"
    assert words["two-by-two"][3] == "What it costs, If I stay home, In a month"
    assert "things I see, 1 of 5" in words["five-senses"]


def test_names_are_made_of_ids() -> None:
    names = [found.name for found in inputs(page("riding-the-wave"))]
    assert names[0] == "riding-the-wave--draw-one-wave--name--text"
    assert names[-1] == "riding-the-wave--practice--question-3"


def test_a_web_page_has_labels_for_its_fields() -> None:
    html = page("short-answer", medium="screen")
    (name,) = re.findall(r'<textarea name="([^"]+)" id="\1"', html)
    assert f'<label for="{name}">The thought, in one line</label>' in html


def test_a_line_takes_one_line_and_a_box_takes_many() -> None:
    with pikepdf.open(BytesIO(form("goal-sheet"))) as pdf:
        flags = {str(w.T).rpartition("--")[2]: int(w.get("/Ff", 0)) for _, w in widgets(pdf) if "/T" in w}
    assert flags["why"] == 1 << 12
    assert flags["measure"] == 0
    with pikepdf.open(BytesIO(form("riding-the-wave"))) as pdf:
        flags = {str(w.T): int(w.get("/Ff", 0)) for _, w in widgets(pdf) if "/T" in w}
    assert flags["riding-the-wave--draw-one-wave--name--text"] == 0, "it could have grown, but there was no room"


def test_a_field_takes_the_whole_of_its_cell() -> None:
    with pikepdf.open(BytesIO(form("sleep-diary"))) as pdf:
        cells = [w.Rect for _, w in widgets(pdf) if "--nights--mon-" in str(w.get("/T", ""))]
        gaps = [float(upper[1]) - float(lower[3]) for upper, lower in pairwise(cells)]
    assert len(gaps) == 10
    assert all(2 < gap < 5 for gap in gaps), gaps


@pytest.mark.parametrize(("size", "points"), [("standard", 12.5), ("large-print", 18)])
def test_typed_text_has_the_size_of_the_edition(size: Size, points: float) -> None:
    with pikepdf.open(BytesIO(form("lines", size))) as pdf:
        (look,) = {str(widget.DA) for _, widget in widgets(pdf)}
    assert look.startswith(f"/Field {points:g} Tf ")


def test_writing_space_grows_as_on_paper() -> None:
    heights = [float(w.Rect[3] - w.Rect[1]) for most in (5, 20) for w in fields_of(lines_page(most))]
    assert heights[0] < heights[1]
    assert heights[1] > 14 * 8.5 / 25.4 * 72


def lines_page(most: int) -> bytes:
    html = re.sub(r'data-most="\d+"', f'data-most="{most}"', page("lines"), count=1)
    html = re.sub(r"<section class=\"sheet sample.*?</section>", "", html, flags=re.DOTALL)
    return setter().set(Job("lines", "Lines", html, "standard", fields=True, files=tuple(FONTS.values())))[0]


def fields_of(data: bytes) -> list[Any]:
    with pikepdf.open(BytesIO(repaired(data))) as pdf:
        return [Dictionary(Rect=Array(list(widget.Rect))) for _, widget in widgets(pdf)]


# --- what is filled in stays, and is printed -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["pause-before-acting", "riding-the-wave", "choice", "sleep-diary"])
def test_pypdf_fills_in_every_field(name: str, tmp_path: Path) -> None:
    target = tmp_path / "filled.pdf"
    values = fill_with_pypdf(form(name), target)
    read = pypdf.PdfReader(target).get_fields()
    assert read is not None
    assert {field: read[field].value for field in values} == values
    assert_printed(form(name), target, set(values))


@pytest.mark.parametrize("name", ["pause-before-acting", "riding-the-wave", "choice", "sleep-diary"])
def test_pdfium_fills_in_every_field(name: str, tmp_path: Path) -> None:
    target = tmp_path / "filled.pdf"
    fill_with_pdfium(form(name), target)
    with pikepdf.open(target) as pdf:
        values = {str(field.T): str(field.get("/V", "")) for field in pdf.Root.AcroForm.Fields}
    assert all(value and value != "/Off" for value in values.values()), values
    assert {value for value in values.values() if not value.startswith("/")} <= {TYPED}
    assert_printed(form(name), target, set(values))


def test_readers_draw_what_a_program_wrote_as_a_bare_value(tmp_path: Path) -> None:
    target = tmp_path / "filled.pdf"
    with pikepdf.open(BytesIO(form("lines"))) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        name = str(field.T)
        field.V = String(TYPED)
        pdf.save(target)
    assert_printed(form("lines"), target, {name})


def test_ticks_are_drawn_by_readers_that_are_told_to_draw_them_anew(tmp_path: Path) -> None:
    target = tmp_path / "filled.pdf"
    values = fill_with_pypdf(form("checklist"), target, anew=True)
    assert_printed(form("checklist"), target, set(values))
