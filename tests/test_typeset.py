"""Setting type: writing space that fills its page, and running text that a screen reader passes over."""

from functools import cache
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from workbook.bind import bind
from workbook.fragment import Fragment
from workbook.pagination import Part, paginate
from workbook.typefaces import FONTS
from workbook.typeset import Job, Typesetter
from workbook.typeset.elastic import _lines_in, elements
from workbook.typeset.setter import Setter, _Log

STYLE = """<style>@page { size: letter; margin: 20mm } html { font: 12pt/1.4 Body }
body, p, h1 { margin: 0; font-weight: 400 }
@font-face { font-family: Body; src: url(%s) }
.ruled { min-height: calc(8.5mm * (var(--n) + var(--grow, 0))); border-bottom: 1pt solid black }
.field { margin-top: var(--gap, 6mm); break-inside: avoid }</style>"""


def page(body: str, title: str = "T") -> str:
    style = STYLE % FONTS["body-regular"].as_uri()
    head = f"<head><title>{title}</title>{style}</head>"
    return f'<!doctype html><html lang="en">{head}<body><h1>{title}</h1>{body}</body></html>'


@cache
def typesetter() -> Typesetter:
    return Typesetter()


@cache
def setter() -> Setter:
    return Setter()


def set_page(body: str) -> Fragment:
    fragment, complaints = typesetter().set(Job("test", "T", page(body), files=tuple(FONTS.values())))
    assert complaints == ()
    return fragment


def bound(fragment: Fragment) -> bytes:
    return bind("T", "en", paginate([Part(fragment)]), folios=False)


def field(name: str, lines: int, most: int) -> str:
    ruled = f'<div class="ruled" style="--n: {lines}"></div>'
    return f'<div class="field" id="{name}" data-most="{most}" data-step="pitch"><p>{name}</p>{ruled}</div>'


def lowest_ink_mm(fragment: Fragment, number: int = 0) -> float:
    """How far down a page is printed, in millimetres."""
    bitmap = pypdfium2.PdfDocument(bound(fragment))[number].render(scale=3, grayscale=True).to_pil()
    rows = [y for y in range(bitmap.height) if bitmap.crop((0, y, bitmap.width, y + 1)).getextrema()[0] < 128]
    return max(rows) * 25.4 / 72 / 3


def test_writing_space_grows_until_the_page_is_full() -> None:
    grown = set_page("".join(field(name, 2, 40) for name in ("one", "two", "three")))
    fixed = set_page("".join(field(name, 2, 0) for name in ("one", "two", "three")))
    assert grown.page_count == fixed.page_count == 1
    assert lowest_ink_mm(fixed) < 140
    assert 279.4 - 20 - 25 < lowest_ink_mm(grown) < 279.4 - 20


def test_writing_space_never_grows_past_its_most() -> None:
    grown = set_page(field("one", 2, 3))
    fixed = set_page(field("one", 2, 0))
    assert lowest_ink_mm(grown) - lowest_ink_mm(fixed) == pytest.approx(3 * 8.5, abs=0.6)


def test_a_section_that_spills_a_little_is_set_tighter() -> None:
    parts = "".join(field(f"f{i}", 1, 0) for i in range(11))
    loose = set_page(parts + field("last", 1, 0))
    assert loose.page_count == 2
    tight = set_page(f'<section id="s">{parts}{field("last", 1, 0)}</section>')
    assert tight.page_count == 1


def sheet(*fields: str, exit_lines: int = 1) -> str:
    """A worksheet that ends with a few lines of its own, which stay with what comes before."""
    last = "<p>Skip anything.</p>" * exit_lines
    return f"""<style>.exit {{ margin-top: 6mm; break-before: avoid; break-inside: avoid }}</style>
    <section id="s"><p class="mark">Sheet</p>{"".join(fields)}<div class="exit">{last}</div></section>"""


def pages_of(body: str, size: str = "standard") -> list[list[str]]:
    """Give the ids of the blocks on each page, or "exit"."""
    with_files = tuple(FONTS.values())
    layout, _ = setter()._lay_out(Job("test", "T", page(body), size, files=with_files), _Log())
    found = []
    for sheet_page in layout.pages:
        here = [e for e in elements(sheet_page._page_box) if e.get("id") or e.get("class") == "exit"]
        found.append([e.get("id") or "exit" for e in here if e.get("id") != "s"])
    return found


@pytest.mark.parametrize("lines", [9, 10, 11, 12, 23, 24, 25])
def test_the_last_lines_of_a_sheet_never_stand_alone(lines: int) -> None:
    for size in ("standard", "large-print"):
        pages = pages_of(sheet(field("one", lines, 4), field("two", lines, 4), exit_lines=2), size)
        assert pages[-1] != ["exit"], (size, pages)


def test_a_single_question_gets_company_on_the_page_that_it_went_to() -> None:
    body = sheet(field("one", 14, 4), field("two", 8, 4), field("three", 3, 4))
    assert pages_of(body) == [["one"], ["two", "three", "exit"]]
    assert pages_of(sheet(field("one", 24, 4), field("two", 3, 4))) == [["one"], ["two", "exit"]]


@pytest.mark.parametrize("exit_lines", [2, 5])
@pytest.mark.parametrize("lines", [1, 2])
@pytest.mark.parametrize("count", [8, 9, 10, 11, 12])
def test_every_question_keeps_a_line_when_lines_are_taken(count: int, lines: int, exit_lines: int) -> None:
    names = [f"f{i}" for i in range(count)]
    body = sheet(*(field(name, lines, 0) for name in names), exit_lines=exit_lines).replace("break-before: avoid", "")
    layout, _ = setter()._lay_out(Job("test", "T", page(body), files=tuple(FONTS.values())), _Log())
    left = [sum(_lines_in(one._page_box, name, 8.5) for one in layout.pages) for name in names]
    assert 1 <= min(left) <= max(left) <= lines


def test_growing_in_one_part_goes_on_when_another_has_no_room() -> None:
    tall = '<div style="height: calc(60mm * (1 + var(--grow, 0)))"></div>'
    odd = f'<div class="field" id="odd" data-most="9" data-step="1">{tall}</div>'
    body = f'<section id="a"><p class="mark">A</p>{odd}</section>'
    body += f'<section id="b" style="break-before: page"><p class="mark">B</p>{field("two", 2, 40)}</section>'
    fragment = set_page(body)
    assert fragment.page_count == 2
    assert lowest_ink_mm(fragment, 1) > 279.4 - 20 - 25


def test_a_section_set_after_others_is_the_same_as_set_first() -> None:
    body = field("one", 2, 40)
    first, _ = Typesetter().set(Job("test", "T", page(body), files=tuple(FONTS.values())))
    set_page("<p>Something else</p>")
    assert set_page(body) == first


def test_a_typesetter_that_was_closed_sets_again() -> None:
    own = Typesetter()
    job = Job("test", "T", page("<p>Body</p>"), files=tuple(FONTS.values()))
    first, _ = own.set(job)
    own.close()
    own.close()
    assert own.set(job)[0] == first
    own.close()


def test_running_text_is_no_part_of_what_a_screen_reader_reads() -> None:
    fragment = set_page("<style>@page { @bottom-left { content: 'Running foot' } }</style><p>Body</p>")
    with pikepdf.open(BytesIO(bound(fragment))) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
    assert b"/Artifact << /Type /Pagination >> BDC" in content


@pytest.mark.parametrize("text", ["睡", "🙂", "ש", "\N{GREEK SMALL LETTER ALPHA}"])
def test_a_character_that_the_fonts_lack_is_told(text: str) -> None:
    job = Job("test", "T", page(f"<p>Sleep {text} well</p>"), files=tuple(FONTS.values()))
    _, complaints = typesetter().set(job)
    assert [(found.code, found.about) for found in complaints] == [("print/missing-character", text)]
    assert complaints[0].character


def test_a_link_that_leads_nowhere_is_told() -> None:
    job = Job("test", "T", page('<p><a href="#nowhere">there</a></p>'), files=tuple(FONTS.values()))
    _, complaints = typesetter().set(job)
    assert [found.code for found in complaints] == ["print/layout"]
    assert "#nowhere" in complaints[0].message
