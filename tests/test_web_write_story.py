"""In Chromium: our own handout, from a title to the printed page; by keys, without JavaScript, when things go wrong."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import barriers
from tests.pdf_facts import Facts
from tests.web_browser import Visits
from tests.web_desk import SOON, line_of_cursor, picture, replace_words, save, sheets
from tests.web_server import Site, served
from tests.web_writing import own_module, skeleton


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clinic")
    (folder / "modules").mkdir()
    return folder


@pytest.fixture(scope="module")
def server(shared_folder: Path, clinic: Path) -> Iterator[Site]:
    with served(shared_folder / "cache", clinic) as running:
        yield running


def test_our_own_handout(visit: Visits, server: Site, clinic: Path):
    page = visit(server)
    page.get_by_role("link", name="Write", exact=True).click()
    page.get_by_label("Title").first.fill("Calm mornings")
    page.get_by_role("button", name="Start").first.click()
    page.wait_for_url("**/write/modules/calm-mornings?*")
    expect(sheets(page)).to_have_count(4, timeout=SOON)
    expect(page.locator("#news")).to_have_text("4 pages. Nothing must be mended.")
    seen = picture(page)

    replace_words(page, "minutes: 50 #", "minutes: soon #")  # a mistake
    problem = page.locator("#must .problems li")
    expect(problem).to_have_count(1, timeout=SOON)
    expect(problem).to_contain_text('"minutes" needs a whole number, not "soon".')
    expect(problem).to_contain_text("Write digits only")
    expect(page.locator("#text")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#news")).to_have_text("1 problem must be mended.", timeout=SOON)
    expect(page.locator("#sheets")).to_have_class(re.compile("old"))
    page.locator("#text").evaluate("area => area.setSelectionRange(0, 0)")
    problem.get_by_role("link").click()
    expect(page.locator("#text")).to_be_focused()
    text = page.locator("#text").input_value()
    assert text.splitlines()[line_of_cursor(page) - 1].startswith("minutes: soon")

    replace_words(page, "minutes: soon #", "minutes: 45 #")
    replace_words(page, "    50:", "    45:")
    expect(problem).not_to_have_count(0, timeout=SOON)  # the plan has 50 minutes
    replace_words(page, "minutes: 45 #", "minutes: 50 #")
    replace_words(page, "    45:", "    50:")
    expect(sheets(page)).to_have_count(4, timeout=SOON)
    expect(page.locator("#must")).to_contain_text("Nothing must be mended")
    before = page.request.get(server.address + picture(page)).body()
    now = picture(page)
    replace_words(page, "Make a small plan", "Make a tiny plan")
    expect(sheets(page).first).not_to_have_attribute("src", now, timeout=SOON)
    assert page.request.get(server.address + picture(page)).body() != before
    assert picture(page) != seen

    assert not list(clinic.rglob("calm*"))  # saved only when asked
    wanted = page.locator("#text").input_value()
    save(page)
    assert (clinic / "modules" / "calm-mornings.yaml").read_text(encoding="utf-8") == wanted
    expect(page.locator("#news")).to_have_text("Saved.")
    page.get_by_role("link", name="Print this module").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Calm mornings")
    with page.expect_download(timeout=SOON) as download:
        page.get_by_role("button", name="Download").click()
    assert len(Facts(Path(download.value.path()).read_bytes()).labels) == 4


def test_numbers_stand_beside_their_lines_also_at_the_end(visit: Visits, server: Site):
    page = visit(server)
    page.goto(f"{server.address}/write/new?kind=modules&title=Long")
    page.locator(".mirror div").last.wait_for(state="attached")
    page.locator("#text").evaluate("area => { area.scrollTop = area.scrollHeight }")
    page.wait_for_function(
        "() => { const top = document.querySelector('#text').scrollTop;"
        " return top > 0 && document.querySelector('.mirror').scrollTop === top }"
    )


def test_the_page_follows_the_place_where_one_writes(visit: Visits, server: Site, clinic: Path):
    own_module(clinic, "following")
    page = visit(server)
    page.goto(f"{server.address}/write/modules/following")
    expect(sheets(page)).to_have_count(4, timeout=SOON)
    others = [page.locator("#sheets li").nth(number).locator("img").get_attribute("src") for number in range(3)]
    replace_words(page, "Try one of your plans", "Try two of your plans")
    last = page.locator('#sheets [data-part="following--practice"]')
    expect(last).to_be_in_viewport(timeout=SOON)
    assert page.locator("#sheets li").count() == 4
    expect(last.locator("img")).to_have_attribute("alt", "Page 4")
    expect(last.locator("img")).to_have_attribute("src", re.compile("/1.png$"))  # it alone came
    assert page.locator("#sheets li img").first.get_attribute("src") == others[0]
    expect(last.locator("img")).to_have_attribute("src", re.compile("/4.png$"), timeout=SOON)  # then all
    expect(last).to_be_in_viewport()
    page.get_by_label("See it as").select_option("facilitator")
    expect(page.locator('#sheets [data-part="following-facilitator"]').first).to_be_attached(timeout=SOON)


def test_two_windows_and_one_file(visit: Visits, server: Site, clinic: Path):
    path = own_module(clinic, "shared-one")
    page = visit(server, bypass_csp=True)
    page.goto(f"{server.address}/write/modules/shared-one")
    path.write_text(skeleton("shared-one", "Theirs"), encoding="utf-8")
    replace_words(page, "title: Calm mornings", "title: Mine")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("heading", level=1)).to_contain_text("changed meanwhile")
    expect(page.locator(".compare")).to_contain_text("title: Theirs")
    assert not barriers(page)
    page.get_by_role("button", name="Go on with mine").click()
    expect(page.locator("#text")).to_have_value(re.compile("title: Mine"))
    assert "title: Theirs" in path.read_text(encoding="utf-8")
    save(page)
    assert "title: Mine" in path.read_text(encoding="utf-8")
    visit.complaints[:] = [told for told in visit.complaints if "409" not in told]


def test_all_of_it_by_keys(visit: Visits, server: Site, clinic: Path):
    page = visit(server)
    page.goto(f"{server.address}/write")
    page.get_by_label("Title").first.focus()
    page.keyboard.type("By keys")
    page.keyboard.press("Enter")
    page.wait_for_url("**/write/modules/by-keys?*")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "text":
            break
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.press("Control+Home")
    page.keyboard.type("x: 1")
    page.keyboard.press("Enter")
    expect(page.locator("#must .jump").first).to_be_visible(timeout=SOON)
    page.keyboard.press("Control+End")
    page.keyboard.press("Tab")  # it leaves the field
    expect(page.locator("#beside")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#must .jump").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_be_focused()
    assert line_of_cursor(page) == 1
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Delete")
    expect(page.locator("#must")).to_contain_text("Nothing must be mended", timeout=SOON)
    with page.expect_response("**saved=1**"):
        page.keyboard.press("Control+s")
    assert (clinic / "modules" / "by-keys.yaml").read_text(encoding="utf-8") == skeleton("by-keys", "By keys")


def test_a_new_line_keeps_the_indentation(visit: Visits, server: Site, clinic: Path):
    own_module(clinic, "indented")
    page = visit(server)
    page.goto(f"{server.address}/write/modules/indented")
    replace_words(page, "  status: unreviewed", "  status: unreviewed")
    page.keyboard.press("Enter")
    page.keyboard.type("by: us")
    expect(page.locator("#text")).to_have_value(re.compile(r"  status: unreviewed\n  by: us\n"))
    page.keyboard.press("Control+z")  # takes back the words, not the last letter
    expect(page.locator("#text")).not_to_have_value(re.compile(r"\n *by"))


def test_all_of_it_without_javascript(visit: Visits, server: Site, clinic: Path):
    page = visit(server, java_script_enabled=False)
    page.goto(f"{server.address}/write")
    page.get_by_label("Title").first.fill("Without script")
    page.get_by_role("button", name="Start").first.click()
    text = page.locator("#text").input_value()
    page.locator("#text").fill(text.replace("minutes: 50 #", "minutes: soon #"))
    page.get_by_role("button", name="Look").click()
    expect(page.locator("#must .problems li")).to_have_count(1, timeout=SOON)
    expect(page.locator("#must")).to_contain_text("Line 16")
    page.locator("#text").fill(text)
    page.get_by_label("See it as").select_option("large-print")
    page.get_by_role("button", name="Look").click()
    expect(sheets(page).first).to_have_js_property("naturalWidth", 816, timeout=SOON)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#saved")).to_contain_text("Saved.")
    assert (clinic / "modules" / "without-script.yaml").read_text(encoding="utf-8") == text
