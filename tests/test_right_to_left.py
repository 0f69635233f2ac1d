"""Pages that are read from right to left: sides are turned over, letters are printed and said in their order."""

import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from tests.printing import TODAY
from tests.verapdf import VeraPdf
from workbook.bind import BINDING_SHIFT_PT
from workbook.build import BuildRequest, build
from workbook.edition import Edition
from workbook.letters import as_actual_text, letters_of, take_words
from workbook.mirror import mirror, mirror_page, mirror_style
from workbook.problems import ProblemsFound
from workbook.typefaces import SCRIPTS, data_of, is_face

LANGUAGES = Path(__file__).parent / "languages"
ARABIC, SPANISH = LANGUAGES / "ar", LANGUAGES / "es"


@pytest.mark.parametrize(
    ("css", "turned"),
    [
        (
            "a { margin-left: 2mm; left: 0; border-right: 1pt solid red }",
            ["margin-right: 2mm", "right: 0", "border-left"],
        ),
        ("a { margin: 1mm 2mm 3mm 4mm; padding: 1mm 2mm }", ["margin: 1mm 4mm 3mm 2mm", "padding: 1mm 2mm"]),
        ("a { padding: 0 calc(1mm + 2mm) 0 0 }", ["padding: 0 0 0 calc(1mm + 2mm)"]),
        ("a { text-align: left !important; float: right }", ["text-align: right !important", "float: left"]),
        ("a { border-radius: 1mm 2mm 3mm 4mm }", ["border-radius: 2mm 1mm 4mm 3mm"]),
        ("a { border-radius: 1mm 2mm }", ["border-radius: 2mm 1mm 2mm 1mm"]),
        ("a { transform: translateX(-50%) rotate(45deg) scaleY(-1) }", ["translateX(50%) rotate(-45deg) scaleY(-1)"]),
        ("a { transform: translate(-50%, 20%) }", ["translate(50%, 20%)"]),
        ("@page { margin: 1mm 2mm 3mm 4mm; @bottom-left { content: 'left' } }", ["1mm 4mm 3mm 2mm", "@bottom-right"]),
        ("@page :left { margin-left: 1mm }", [":right", "margin-right: 1mm"]),
        ("@media print { a { left: 1mm } }", ["@media print", "right: 1mm"]),
        (".left { margin-inline-start: 1mm; color: red }", [".left", "margin-inline-start: 1mm"]),
        (
            ".ticked::after { left: 1mm; transform: rotate(38deg); border-width: 0 1pt 1pt 0 }",
            ["right: 1mm", "0 1pt 1pt 0"],
        ),
        ("@font-face { font-family: 'left'; src: url(left.ttf) }", ["url(left.ttf)"]),
    ],
)
def test_the_sides_of_a_style_sheet_are_turned_over(css: str, turned: list[str]) -> None:
    told = " ".join(mirror(css).replace('"', "'").split())
    assert all(text in told for text in turned), told


@pytest.mark.parametrize(
    "sheet", sorted((Path(__file__).parents[1] / "templates").rglob("*.css")), ids=lambda s: s.stem
)
def test_a_style_sheet_turned_over_twice_is_the_same(sheet: Path) -> None:
    plain = re.sub(r"{[#%{].*?[#%}]}", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    once = mirror(plain)
    assert mirror(mirror(once)) == once


def test_the_style_of_an_element_is_turned_over_in_a_page() -> None:
    assert mirror_style("left: 10%; width: 4mm") == "right: 10%; width: 4mm;"
    assert mirror_page('<p style="left: 1%"><style>p { left: 0 }</style>left') == (
        '<p style="right: 1%;"><style>p { right: 0;}</style>left'
    )


def test_the_words_of_a_mark_are_taken_out_of_a_page() -> None:
    content = b"/Span << /MCID 3 /ActualText " + as_actual_text("(بَ)") + b" >> BDC"
    assert take_words(content) == (b"/Span << /MCID 3 >> BDC", {3: "(بَ)"})


def test_a_face_of_a_script_is_one_instance_of_its_font() -> None:
    regular, bold = (data_of(face) for face in SCRIPTS["Arab"].faces)
    assert regular != bold
    assert b"fvar" not in regular[:400]
    assert is_face("Arabic-Bold")
    assert not is_face("DejaVu-Sans")
    assert set("بتجلم") <= set(letters_of("Arabic").values())
    assert set(letters_of("Body").values()) == set("()[]{}<>«»\u2039\u203a")


@pytest.fixture(scope="module", params=["standard", "large-print", "fillable"])
def arabic(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook in Arabic."""
    editions = {
        "standard": Edition(),
        "large-print": Edition(size="large-print", paper="a4", ink="grey", copy_for="facilitator"),
        "fillable": Edition(medium="fillable"),
    }
    wanted = BuildRequest(TODAY, "short-group", edition=editions[request.param], libraries=(ARABIC,))
    path = tmp_path_factory.mktemp("arabic") / f"{request.param}.pdf"
    path.write_bytes(build(wanted, workers=1).pdf)
    return path


def test_a_workbook_in_arabic_is_accessible_and_says_which_way_it_goes(arabic: Path, verapdf: VeraPdf) -> None:
    assert not verapdf.check(arabic).failures
    with pikepdf.open(arabic) as pdf:
        assert str(pdf.Root.Lang) == "ar"
        assert str(pdf.Root.ViewerPreferences.Direction) == "/R2L"
        fonts = {
            str(f.BaseFont).partition("+")[2] for p in pdf.pages for f in p.Resources.Font.values() if "/BaseFont" in f
        }
        assert "NotoSansArabic-Regular" in fonts
        assert all(name.startswith(("NotoSansArabic", "Atkinson", "Kalam")) for name in fonts if name)
        assert [round(float(page.MediaBox[0]), 2) for page in pdf.pages[:2]] == [0, round(-BINDING_SHIFT_PT, 2)]


def test_its_lines_begin_at_the_right_and_its_page_numbers_stand_at_the_left(arabic: Path) -> None:
    with pypdfium2.PdfDocument(arabic) as pdf:
        page = pdf[2]
        text = page.get_textpage()
        middle = page.get_width() / 2
        number = text.search("iii").get_next()
        assert number is not None
        assert text.get_charbox(number[0])[0] < middle
        first = next(text.get_charbox(i) for i in range(text.count_chars()) if text.get_text_range(i, 1).strip())
        assert first[2] > middle


def test_a_screen_reader_hears_the_words_as_they_were_written(tmp_path: Path) -> None:
    wanted = BuildRequest(TODAY, handouts=("one-small-step",), libraries=(ARABIC,), locale="ar")
    path = tmp_path / "x.pdf"
    path.write_bytes(build(wanted, workers=1).pdf)
    with pikepdf.open(path) as pdf:
        said = [
            str(item.ActualText)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/ActualText" in item
        ]
    assert "خطوة صغيرة واحدة" in said
    assert any("(5)" in words for words in said)


def test_spanish_is_printed_without_a_warning_and_in_its_own_words(tmp_path: Path, verapdf: VeraPdf) -> None:
    result = build(BuildRequest(TODAY, "dos-reuniones", libraries=(SPANISH,)), workers=1)
    assert [problem for problem in result.problems if problem.code.startswith("language/")] == []
    path = tmp_path / "x.pdf"
    path.write_bytes(result.pdf)
    assert not verapdf.check(path).failures
    with pypdfium2.PdfDocument(path) as pdf:
        text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    for words in ("Si necesitas ayuda ahora", "Hoja de trabajo", "1 de 4", "Llama al 988", "11/2026"):
        assert words in text
    assert "Worksheet" not in text
    assert "need" not in text


def test_a_character_of_another_script_is_refused_where_nothing_prints_it() -> None:
    wanted = BuildRequest(TODAY, handouts=(str(ARABIC / "modules" / "one-small-step.yaml"),))
    with pytest.raises(ProblemsFound) as found:
        build(wanted, workers=1)
    assert {problem.code for problem in found.value.problems if problem.is_error} == {"print/missing-character"}


def test_a_web_page_in_arabic_brings_its_letters_and_turns_over() -> None:
    wanted = BuildRequest(
        TODAY, handouts=("one-small-step",), libraries=(ARABIC,), locale="ar", edition=Edition(medium="screen")
    )
    html = build(wanted).html
    assert '<html lang="ar" dir="rtl">' in html
    assert re.search(r'font-family:\s*"Arabic"; src: url\(data:font/woff2', html)
    assert '"Body", "Arabic"' in html
