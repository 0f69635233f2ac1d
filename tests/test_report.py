"""The library's sheet: the same figures as a table, as JSON and as a page that anybody can read."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.browser import Opened, chromium, started
from tests.commands import run
from tests.wrong_files import MODULE
from workbook.library import load
from workbook.model import WorksheetUse
from workbook.report import DESIGNS, report
from workbook.reportpage import as_page
from workbook.reporttable import as_table, lined_up
from workbook.theme import load_theme

DAY = date(2026, 12, 1)
FOUND = report(load(), DAY)


def test_totals_are_those_of_the_library():
    library = load()
    assert FOUND.totals["modules"] == len(library.modules) == len(FOUND.modules)
    assert FOUND.totals["worksheets"] == len(library.worksheets)
    assert FOUND.totals["topics"] == 50
    assert FOUND.totals["minutes"] == sum(entry.value.minutes for entry in library.modules.values())
    cited = {name for entry in library.modules.values() for name in entry.value.evidence}
    assert FOUND.totals["works_cited"] == len(cited) == sum(design.works for design in FOUND.evidence)
    assert tuple(design.design for design in FOUND.evidence) == DESIGNS


def test_the_words_of_a_standing_worksheet_are_counted_where_it_is_used():
    library = load()
    words = {module.id: module.words for module in FOUND.modules}
    for entry in library.modules.values():
        used = [sheet.use for sheet in entry.value.worksheets if isinstance(sheet, WorksheetUse)]
        if used:
            del library.worksheets[used[0]]
            assert {m.id: m.words for m in report(library, DAY).modules}[entry.value.id] < words[entry.value.id]
            return
    pytest.fail("no module uses a standing worksheet")


def test_words_are_those_that_clients_read(tmp_path: Path):
    words = {}
    for name, more in (("one", ""), ("two", " More words."), ("three", "")):
        text = MODULE.replace("id: in\n", f"id: {name}\n").replace("A blue cup", f"A blue cup{more}")
        text = text.replace("Someone is tense.", "Someone is very tense." if name == "three" else "Someone is tense.")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        library = load([], [tmp_path / f"{name}.yaml"])
        words[name] = next(module.words for module in report(library, DAY).modules if module.id == name)
    assert words["two"] == words["one"] + 2
    assert words["three"] == words["one"]


def test_the_table_lines_up_words_and_numbers():
    assert [*lined_up([["NAME", "N"], ["a", "5"], ["bcdef", "12"]])] == ["NAME    N", "a       5", "bcdef  12"]
    assert [*lined_up([])] == []
    text = as_table(FOUND)
    for module in FOUND.modules:
        assert re.search(rf"^{module.id} .* {module.words} ", text, re.MULTILINE)
    assert f"Topics: {FOUND.totals['topics_covered']} of 50 are taught by a module." in text


def test_the_command_gives_the_table_and_json(tmp_path: Path):
    assert run("report").output.startswith("MODULE")
    data = json.loads(run("report", "--format", "json").output)
    assert data["date"] == "2026-12-01"
    assert set(data) == {"date", "totals", "modules", "topics", "evidence"}
    assert data["totals"] == dict(FOUND.totals)
    assert set(data["modules"][0]) == {
        *("id", "title", "domain", "words", "reading_grade", "minutes", "plans", "sensitivity", "clinician_led"),
        *("worksheets", "topics", "evidence", "review", "file", "pages"),
    }
    assert data["modules"][0]["pages"] is None
    assert set(data["topics"][0]) == {"id", "title", "articles", "modules", "where", "waiting_for"}
    assert set(data["evidence"][0]) == {"design", "works", "modules"}
    result = run("report", "--format", "json", "-o", tmp_path / "library.json")
    assert result.exit_code == 0
    assert json.loads((tmp_path / "library.json").read_text(encoding="utf-8")) == data


def test_what_cannot_be_done_is_said_before_the_work_begins(tmp_path: Path):
    nowhere = run("report", "-o", tmp_path / "no" / "library.html")
    assert nowhere.exit_code == 3
    assert "mkdir -p" in nowhere.output
    assert run("--library", tmp_path / "no", "report").exit_code == 3
    theme = run("report", "--format", "html", "--theme", "cal")
    assert theme.exit_code == 1
    assert 'Did you mean "calm"?' in theme.output
    assert run("report", "--format", "pdf").exit_code == 2


def test_files_with_mistakes_are_left_out_and_told_of(tmp_path: Path):
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules/tea.yaml").write_text("id: tea\n", encoding="utf-8")
    result = run("--library", tmp_path, "report")
    assert result.exit_code == 0
    assert "1 file with mistakes left out; see  workbook check" in result.stderr


def test_pages_are_counted_in_both_sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    library = load()
    kept = library.modules["slow-breathing"]
    library.modules.clear()
    library.modules["slow-breathing"] = kept
    monkeypatch.setattr("workbook.cli.reporting.load", lambda _: library)
    options = ("--pages", "--workers", "1", "--cache-dir", tmp_path)
    data = json.loads(run("report", "--format", "json", *options).stdout)
    pages = data["modules"][0]["pages"]
    assert set(pages) == {"standard", "large-print"}
    assert 4 <= pages["standard"] < pages["large-print"]
    row = run("report", *options).stdout.splitlines()[1].split()
    assert row[-2:] == [str(pages["standard"]), str(pages["large-print"])]


class _Page(HTMLParser):
    """What stands in a page: its elements, and what could fetch or run something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.reaches: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        names = {"src", "href", "action", "onload", "onclick"}
        self.reaches += [f"{tag} {name}" for name, _ in attrs if name in names]


def test_the_page_holds_everything_and_fetches_nothing():
    text = as_page(FOUND, load_theme())
    page = _Page(text)
    assert not page.reaches
    assert "script" not in page.tags
    assert "http" not in text.replace("http-equiv", "")
    assert page.tags.count("svg") == 4
    assert page.tags.count("table") >= 5
    assert all(module.title.replace("'", "&#39;") in text for module in FOUND.modules)
    assert load_theme().accents["orientation"] in text
    plain = as_page(FOUND, load_theme("plain"))
    assert load_theme("plain").accents["orientation"] in plain


def test_what_a_module_is_called_cannot_become_markup():
    first = FOUND.modules[0]
    evil = type(FOUND)(FOUND.date, FOUND.totals, (_called(first, "<b>&"),), FOUND.topics, FOUND.evidence)
    text = as_page(evil, load_theme())
    assert "<b>" not in text
    assert "&lt;b&gt;&amp;" in text


def _called(module, title):
    return type(module)(**{**module.__dict__, "title": title})


@pytest.mark.skipif(chromium() is None, reason="needs Chromium")
def test_the_page_has_no_barriers_and_fits_a_phone(tmp_path: Path):
    file = tmp_path / "library.html"
    file.write_text(as_page(FOUND, load_theme()), encoding="utf-8")
    program = chromium()
    assert program
    with started(program) as browser:
        page = browser.new_page()
        opened = Opened(page, file)
        for width in (360, 1200):
            opened.look(width)
            assert opened.barriers() == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert opened.complaints == []
        assert len(opened.requests) == 1
