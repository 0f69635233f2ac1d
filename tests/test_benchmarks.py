"""The benchmark compares like with like: its clinic is sound, and its peers print every word. Nothing is timed."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from tests.benchmarks import report
from tests.benchmarks.clinic import PROGRAM, SINGLE, change_a_word, make_clinic, make_single, shipped
from tests.benchmarks.long_html import for_a_browser, long_html
from tests.benchmarks.measure import Cost, NotRun, run
from tests.benchmarks.prepare import FONT_FOLDERS
from tests.benchmarks.typst_source import typst_source
from tests.benchmarks.works import NAIVE, OURS_CACHED, OURS_COLD, OURS_COPIES, OURS_FIRST
from tests.printing import TODAY
from workbook.checking import check_paths
from workbook.compose import DEFAULT_LOCALE, Workbook
from workbook.library import load
from workbook.model import Crisis
from workbook.order import compose, find_problems, load_for
from workbook.render import render
from workbook.request import BuildRequest
from workbook.theme import load_theme

COUNT = len(shipped())


@dataclass(frozen=True)
class Printed:
    """A generated clinic of all shipped modules, and what is printed of it."""

    folder: Path
    workbook: Workbook
    crisis: Crisis

    def sections(self) -> list[str]:
        return [render(section, self.workbook, load_theme(), self.crisis) for section in self.workbook.sections]


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """A clinic with every shipped module, and the first one a second time."""
    folder = make_clinic(tmp_path_factory.mktemp("clinic"), COUNT + 1)
    request = BuildRequest(TODAY, program=PROGRAM, libraries=(folder,))
    return Printed(folder, *compose(load_for(request), request))


class Reader(HTMLParser):
    """Reads the words of a page, what its drawings say, and its headings with their levels."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.drawings: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.silent = 0
        self.drawing = False
        self.level = 0
        self.feed(html)

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.silent += tag in {"style", "head"}
        self.drawing = tag == "title" and not self.silent
        if tag in {"h1", "h2", "h3"}:
            self.level = int(tag[1])
            self.headings.append((self.level, ""))

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"style", "head"}
        self.drawing = False
        self.level = 0 if tag in {"h1", "h2", "h3"} else self.level

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if self.drawing:
            self.drawings.append(data)
            return
        self.words += data.split()
        if self.level:
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)


def test_a_generated_clinic_has_no_mistakes(clinic: Printed) -> None:
    files, problems = check_paths((clinic.folder,), (clinic.folder,), TODAY)
    assert files == COUNT + 2
    assert [problem for problem in problems if problem.severity == "error"] == []
    modules = [section.id for section in clinic.workbook.sections if section.template == "module.html"]
    assert len(modules) == len(set(modules)) == COUNT + 1


def test_the_same_clinic_is_made_each_time(clinic: Printed, tmp_path: Path) -> None:
    def files(folder: Path) -> dict[str, bytes]:
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.yaml")}

    assert files(make_clinic(tmp_path, COUNT + 1)) == files(clinic.folder)


def test_a_changed_word_changes_one_section_and_makes_no_mistake(tmp_path: Path) -> None:
    folder = make_clinic(tmp_path, 4)
    request = BuildRequest(TODAY, program=PROGRAM, libraries=(folder,))

    def sections() -> list[str]:
        return Printed(folder, *compose(load_for(request), request)).sections()

    seen = [sections()]
    for word in ("Word1", "Word2"):
        change_a_word(folder, word)
        assert find_problems(load_for(request), request) == ()
        seen.append(sections())
    for before, after in ((seen[0], seen[1]), (seen[1], seen[2])):
        changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
        assert len(changed) == 1
        assert len(Reader(changed[0][0]).words) == len(Reader(changed[0][1]).words)
    assert any("Word2" in html for html in seen[2])
    assert not any("Word1" in html for html in seen[2])


def test_long_html_holds_every_word_in_order(clinic: Printed) -> None:
    html = long_html(clinic.workbook, clinic.crisis)
    meant = [word for section in clinic.sections() for word in Reader(section).words]
    said = Reader(html).words
    folios = meant.count("00")  # WeasyPrint looks page numbers up by itself
    assert folios > COUNT
    assert said == [word for word in meant if word != "00"]
    assert html.count("data-ref=") == folios
    assert Reader(html).drawings == [told for section in clinic.sections() for told in Reader(section).drawings]


def test_long_html_is_one_document_whose_links_lead_somewhere(clinic: Printed) -> None:
    html = long_html(clinic.workbook, clinic.crisis)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    assert html.count("<style>") == html.count("<title>") - html.count("<svg ") == 1
    assert "workbook:" not in html
    of_blocks = [
        sheet for section in clinic.sections() for sheet in re.findall(r"(?s)<style>(\.b-.*?)</style>", section)
    ]
    assert of_blocks
    assert all(sheet in html for sheet in of_blocks)
    assert Reader(for_a_browser(html)).words == Reader(html).words


def test_the_typst_source_compiles_with_the_headings_and_words_of_the_modules(clinic: Printed, tmp_path: Path) -> None:
    typst = pytest.importorskip("typst", reason="the benchmark's own dependencies are not installed")
    source = typst_source(clinic.workbook, clinic.crisis)
    file = tmp_path / "long.typ"
    file.write_text(source, encoding="utf-8")
    typst.compile(
        str(file),
        output=str(tmp_path / "long.pdf"),
        font_paths=FONT_FOLDERS,
        ignore_system_fonts=True,
        pdf_standards="ua-1",
    )
    written = [
        (len(signs), re.sub(r"\\(.)", r"\1", text)) for signs, text in re.findall(r"^(=+) (.*)$", source, re.MULTILINE)
    ]
    assert written == [heading for section in clinic.sections() for heading in Reader(section).headings]
    with pikepdf.open(tmp_path / "long.pdf") as pdf:
        assert pdf.Root.MarkInfo.Marked
    printed = pypdfium2.PdfDocument(tmp_path / "long.pdf")
    said = _without_hyphens("".join("".join(page.get_textpage().get_text_range() for page in printed).split()))
    meant = {word for section in clinic.sections() for word in Reader(section).words}
    assert sorted(word for word in meant if _without_hyphens(word) not in said) == []
    assert [told for section in clinic.sections() for told in Reader(section).drawings if told not in source] == []


def _without_hyphens(text: str) -> str:
    """Leave out hyphens: PDFium gives another character for one at the end of a line."""
    return re.sub(r"[-\x02\u00ad\ufffe]", "", text)


def test_the_single_handout_is_a_module_of_one_worksheet(tmp_path: Path) -> None:
    folder = make_single(tmp_path)
    day_of_measuring = load().crisis[DEFAULT_LOCALE].value.checked_on
    request = BuildRequest(day_of_measuring, handouts=(SINGLE,), libraries=(folder,))
    assert find_problems(load_for(request), request) == ()
    workbook, crisis = compose(load_for(request), request)
    html = long_html(workbook, crisis)
    assert (
        html.count('class="sheet"') == html.count('class="sheet example"') == html.count('class="sheet practice"') == 1
    )


def test_a_process_is_measured_and_a_failure_is_told(tmp_path: Path) -> None:
    cost = run(("sh", "-c", "sleep 0.1"), {"PATH": "/usr/bin:/bin"}, tmp_path / "said")
    assert 0.1 <= cost.seconds < 10
    assert 0 < cost.peak_mb < 1000
    with pytest.raises(NotRun, match=r"ended with 3:\nno paper"):
        run(("sh", "-c", "echo no paper; exit 3"), {"PATH": "/usr/bin:/bin"}, tmp_path / "said")


def costs(*seconds: float) -> list[Cost]:
    return [Cost(value, 100) for value in seconds]


def test_medians_are_compared_with_the_targets(tmp_path: Path) -> None:
    file = tmp_path / "printed.pdf"
    file.write_bytes(bytes(2000))
    measured = {
        ("W1", OURS_COLD): costs(1.0, 9.0, 1.1),
        ("W1", OURS_CACHED): costs(0.5, 0.6, 0.7),
        ("W1", NAIVE): costs(1.0, 0.1, 1.0),
        ("W4", OURS_FIRST): costs(1.0, 1.0, 2.0),
        ("W4", OURS_COPIES): costs(5.9, 6.9, 6.9),
        ("W4", NAIVE): costs(2.0, 2.0, 2.0),
    }
    found = report.results(measured, dict.fromkeys(measured, file), copies=50)
    assert [(r.target.what, r.target.peer, round(r.ratio, 3), r.met) for r in found] == [
        ("W1, nothing cached", NAIVE, 1.1, True),
        ("W1, cached", NAIVE, 0.6, False),
        ("W4, a copy after the first", NAIVE, 0.05, True),
    ]


def test_tables_are_laid_out_for_a_terminal_and_as_markdown() -> None:
    rows = [["work", "met?"], ["W1", "yes"]]
    assert report.as_text(rows) == "work  met?\n----------\nW1    yes"
    assert report.as_markdown(rows) == "| work | met? |\n| --- | --- |\n| W1 | yes |"
