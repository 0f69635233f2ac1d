"""In Chromium: the editor in each of its states is open to everybody, and what was typed outlives what goes wrong."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import barriers
from tests.web_browser import DESK, PHONE, Visits
from tests.web_desk import SOON, replace_words, save, sheets
from tests.web_faults import Crash
from tests.web_server import Site, served
from tests.web_writing import MODULE, own_module


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clinic")
    (folder / "modules").mkdir()
    return folder


@pytest.fixture(scope="module")
def server(shared_folder: Path, clinic: Path) -> Iterator[Site]:
    with served(shared_folder / "cache", clinic) as running:
        yield running


def test_a_text_that_ends_its_process_ends_nothing_else(
    visit: Visits, server: Site, clinic: Path, monkeypatch: pytest.MonkeyPatch
):
    own_module(clinic, "greedy")
    page = visit(server)
    page.goto(f"{server.address}/write/modules/greedy")
    expect(sheets(page)).to_have_count(4, timeout=SOON)
    workshop = server.house.workshop
    hand_in = workshop.hand_in
    monkeypatch.setattr(workshop, "hand_in", lambda _, *told: hand_in(Crash(), *told))
    replace_words(page, "Make a small plan", "Make a bad plan")
    expect(page.locator("#sheets-note")).to_contain_text("takes too much memory", timeout=SOON)
    expect(page.locator("#news")).to_contain_text("takes too much memory")
    monkeypatch.setattr(workshop, "hand_in", hand_in)
    replace_words(page, "Make a bad plan", "Make a good plan")
    expect(page.locator("#sheets-note")).to_have_text("4 pages.", timeout=SOON)
    expect(sheets(page)).to_have_count(4)


def test_what_was_typed_outlives_the_server_and_the_window(visit: Visits, server: Site, clinic: Path):
    path = own_module(clinic, "outliving")
    page = visit(server, bypass_csp=True)
    page.goto(f"{server.address}/write/modules/outliving")
    expect(sheets(page)).to_have_count(4, timeout=SOON)
    page.route("**/write/preview", lambda route: route.abort())
    replace_words(page, "Make a small plan", "Make a lasting plan")
    expect(page.locator("#sheets-note")).to_contain_text("Your text is kept in this browser", timeout=SOON)
    expect(page.locator("#news")).to_contain_text("Workbook does not answer")
    assert not barriers(page)
    page.unroute("**/write/preview")
    page.goto(f"{server.address}/write")
    expect(page.locator("#kept")).to_contain_text("was not saved")
    assert not barriers(page)
    page.get_by_role("button", name="Take up outliving").click()
    expect(page.locator("#text")).to_have_value(re.compile("Make a lasting plan"))
    assert "lasting" not in path.read_text(encoding="utf-8")
    save(page)
    assert "lasting" in path.read_text(encoding="utf-8")
    page.goto(f"{server.address}/write")
    expect(page.locator("#kept")).to_be_hidden()
    visit.complaints[:] = [told for told in visit.complaints if "ERR_FAILED" not in told]


def test_the_visit_has_ended_while_somebody_writes(visit: Visits, server: Site, clinic: Path):
    own_module(clinic, "ended")
    page = visit(server)
    page.goto(f"{server.address}/write/modules/ended")
    expect(sheets(page)).to_have_count(4, timeout=SOON)
    page.context.clear_cookies()
    replace_words(page, "Make a small plan", "Make a late plan")
    expect(page.locator("#news")).to_contain_text("This visit has ended", timeout=SOON)
    visit.complaints[:] = [told for told in visit.complaints if "403" not in told]


def test_closing_the_visit_throws_away_what_was_not_saved_after_asking(visit: Visits, server: Site):
    page = visit(server)
    page.goto(f"{server.address}/write/new?kind=modules&title=Left+behind")
    page.locator("#text").press_sequentially("# my words\n")
    page.wait_for_function("() => Object.keys(localStorage).some(key => key.startsWith('workbook:'))")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Close this visit").click()
    expect(page.locator("#text")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Close this visit").click()
    expect(page.locator("#text")).to_have_count(0)
    page.goto(server.link())
    assert page.evaluate("() => Object.keys(localStorage).filter(key => key.startsWith('workbook:'))") == []


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "dark"), (DESK, "light")])
def test_no_state_has_a_barrier_or_scrolls_sideways(width: int, scheme: str, visit: Visits, server: Site, clinic: Path):
    own_module(clinic, "state")
    own_module(clinic, "broken", "id: broken\ntitle: Broken\nminutes: soon\n")
    page = visit(server, width, scheme, bypass_csp=True)

    def look(state: str) -> None:
        assert not barriers(page), state
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, state

    page.goto(f"{server.address}/write")
    look("list")
    page.goto(f"{server.address}/write/new?kind=modules&title=")
    look("no title")
    page.goto(f"{server.address}/write/blocks")
    page.locator("summary").first.click()
    look("blocks")
    page.goto(f"{server.address}/write/modules/{MODULE}")
    look("shipped")
    page.goto(f"{server.address}/write/modules/{MODULE}?own=1")
    look("own version")
    page.goto(f"{server.address}/write/modules/state")
    expect(sheets(page)).to_have_count(4, timeout=SOON)
    look("pages")
    replace_words(page, "It is not magic.", "It is guaranteed to cure.")
    expect(page.locator("#worth")).to_contain_text("worth a look", timeout=SOON)
    look("marks")
    page.goto(f"{server.address}/write/modules/broken")
    expect(page.locator("#must .jump").first).to_be_visible(timeout=SOON)
    look("problems")
    page.get_by_role("button", name="Look").click()
    expect(page.locator("#news")).to_contain_text("must be mended", timeout=SOON)
    save(page)
    look("saved with mistakes")
    page.goto(f"{server.address}/write/modules/state")
    expect(page.get_by_role("button", name="Take it up again")).to_be_visible()
    look("kept text")
    page.evaluate("document.documentElement.style.fontSize = '225%'")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    visit.complaints[:] = [told for told in visit.complaints if "400" not in told]


def test_numbers_stand_beside_their_lines_however_long_these_are(visit: Visits, server: Site, clinic: Path):
    own_module(clinic, "numbered")
    for width in (PHONE, DESK):
        page = visit(server, width)
        page.goto(f"{server.address}/write/modules/numbered")
        area = page.locator("#text")
        count = len(area.input_value().split("\n"))
        expect(page.locator(".mirror > div")).to_have_count(count)
        heights = page.evaluate(
            "['.mirror', '#text'].map(name => { const one = document.querySelector(name);"
            " return one.scrollHeight - parseFloat(getComputedStyle(one).paddingBottom) })"
        )
        assert abs(heights[0] - heights[1]) <= 2
        area.press("Control+End")
        page.keyboard.type("# one more\n# and another")
        expect(page.locator(".mirror > div")).to_have_count(count + 1)
        replace_words(page, "title: Calm mornings\n", "")
        page.keyboard.press("Delete")
        expect(page.locator(".mirror > div")).to_have_count(count)
        page.wait_for_function(
            "Math.abs(document.querySelector('.mirror').scrollTop - document.getElementById('text').scrollTop) <= 1"
        )
