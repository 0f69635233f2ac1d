"""In Chromium: my Tuesday group. By dragging, by keys and without JavaScript; what is saved is there, and prints."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import barriers
from tests.pdf_facts import Facts
from tests.web_browser import DESK, PATIENCE, PHONE, Visits
from tests.web_server import Site, served
from workbook.library import load

BASE = "individual-brief-pack"
HAND = """\
# Ask Sam first.
id: ours
extends: individual-brief-pack
title: Ours # on the door
changes:
  # We do this one last.
  - move: settle-first
    after: people-in-your-corner
"""

SAVED = """\
id: tuesday-evening-group
extends: individual-brief-pack
title: Tuesday evening group
session_minutes: 120

settings:
  scale: 0-100

changes:
  - move: slow-breathing
    to: a-fairer-view
  - add: when-worry-goes-round
    to: people-in-your-corner
  - at: slow-breathing
    set:
      tagline: Tuesday’s own words
  - at: slow-breathing/along-the-line/distress
    set:
      label: "Our words: above"

review:
  status: unreviewed
"""


@pytest.fixture
def server(shared_folder: Path, tmp_path: Path) -> Iterator[Site]:
    with served(shared_folder / "cache", own=tmp_path / "Workbook") as running:
        yield running


def order(page: Page) -> list[str]:
    """Give the sessions and the modules in them, as they stand on the page."""
    found: list[str] = page.eval_on_selector_all(
        ".meeting, .piece", "all => all.map(one => one.dataset.session || one.dataset.module)"
    )
    return found


def drag(page: Page, grip: Locator, to: Locator, *, below: bool) -> None:
    """Drag by a handle to above or below the middle of something."""
    grip.scroll_into_view_if_needed()
    start = grip.bounding_box()
    end = to.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 5, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + 60, end["y"] + end["height"] / 2, steps=4)
    page.mouse.move(end["x"] + 60, end["y"] + end["height"] / 2 + (8 if below else -8), steps=4)
    page.mouse.up()


def news(page: Page, said: str) -> None:
    expect(page.locator("#news")).to_contain_text(said, timeout=PATIENCE)


def test_my_tuesday_group(visit: Visits, server: Site, tmp_path: Path):
    page = visit(server)
    page.goto(f"{server.address}/programs/{BASE}")
    page.get_by_role("link", name="Make it yours").click()
    page.set_viewport_size({"width": DESK, "height": 2000})  # all of it at once
    arrange(page)
    reword(page, "slow-breathing")
    page.get_by_role("button", name="Save as a program").click()
    expect(page.get_by_role("status").first).to_contain_text("tuesday-evening-group.yaml")
    file = tmp_path / "Workbook" / "programs" / "tuesday-evening-group.yaml"
    assert file.read_text(encoding="utf-8").partition("\n\n")[2] == SAVED
    library = load([tmp_path / "Workbook"])
    assert not [one for one in library.problems if "tuesday" in one.place.file]
    assert [len(one.modules) for one in library.programs["tuesday-evening-group"].value.sessions] == [2, 1, 2]
    page.get_by_role("link", name="Print it").click()
    page.get_by_label("All papers for a session").check()
    page.get_by_label("People").fill("2")
    with page.expect_download(timeout=60_000) as packet:
        page.get_by_role("button", name="Download").click()
    assert packet.value.suggested_filename == "tuesday-evening-group-packet-1.pdf"
    assert len(Facts(Path(packet.value.path()).read_bytes()).labels) > 4
    page.goto(f"{server.address}/programs/{BASE}/change")
    expect(page.get_by_role("button", name="Take it up again")).to_have_count(0)


def arrange(page: Page) -> None:
    """Drag, remove, take back, find and add, and see the minutes change."""
    before = order(page)
    one, other = page.locator(".piece").nth(0), page.locator(".piece").nth(1)
    drag(page, one.locator("[data-grip]"), other, below=True)
    news(page, "is now second of 2 in session 2. 100 of 50 minutes. It is too long.")
    assert order(page) == [before[0], before[2], before[3], before[1], *before[4:]]
    expect(page.locator(".meeting").nth(1)).to_contain_text("100 of 50 minutes: too long")
    page.get_by_label("Minutes of a session").fill("120")
    page.get_by_label("Name of your program").fill("Tuesday evening group")
    page.get_by_label("Scale of all ratings").select_option("0 to 100")
    expect(page.locator(".meeting").nth(1)).to_contain_text("100 of 120 minutes")
    page.get_by_role("button", name="Remove session 1").click()
    news(page, "was removed. 3 sessions left.")
    drag(page, page.locator(".meeting-head [data-grip]").nth(2), page.locator(".meeting").nth(0), below=False)
    news(page, "is now session 1 of 3")
    page.get_by_role("button", name="Undo").click()
    news(page, "The last step was taken back")
    assert order(page)[0] == before[2]
    page.get_by_label("Find modules").fill("worry time")
    page.get_by_role("button", name="Search").click()
    page.get_by_label("Add to").select_option(index=2)
    page.get_by_role("button", name="Add Worry and going over it").click()
    news(page, "is now second of 2 in session 3")


def reword(page: Page, module: str) -> None:
    """Give a module other words in one of its texts, and in a block of a sheet."""
    page.locator(f"button[value='words:{module}']").click()
    page.get_by_label("Line below the title").fill("Tuesday’s own words")
    page.locator(".group-block").first.get_by_label("Words above it").fill("Our words: above")
    page.get_by_role("button", name="Done").first.click()
    expect(page.get_by_label("Name of your program")).to_have_value("Tuesday evening group")


def test_when_the_server_does_not_answer_it_is_said_and_nothing_is_lost(visit: Visits, server: Site):
    page = visit(server)
    page.goto(f"{server.address}/programs/{BASE}/change")
    before = order(page)
    page.route("**/change", lambda route: route.abort())
    page.get_by_label("Name of your program").fill("Not lost")
    page.locator(f"[id='down:{before[1]}']").click()
    expect(page.get_by_role("alert")).to_contain_text("Workbook does not answer", timeout=PATIENCE)
    assert order(page) == before
    page.unroute("**/change")
    page.locator(f"[id='down:{before[1]}']").click()
    news(page, "in session 2")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_label("Name of your program")).to_have_value("Not lost")
    visit.complaints = [told for told in visit.complaints if "ERR_FAILED" not in told]  # what is meant


def test_all_of_it_by_keys(visit: Visits, server: Site):
    page = visit(server)
    page.goto(f"{server.address}/programs/{BASE}/change")
    before = order(page)
    page.get_by_label("Name of your program").focus()
    page.keyboard.type("By keys")
    page.keyboard.press("Enter")
    news(page, "4 sessions, 200 minutes")
    expect(page.get_by_label("Name of your program")).to_be_focused()
    down = page.locator(f"[id='down:{before[1]}']")
    down.focus()
    page.keyboard.press("Enter")
    news(page, "is now first of 2 in session 2")
    expect(down).to_be_focused()
    page.keyboard.press("Space")
    news(page, "is now second of 2 in session 2")
    page.locator(f"[id='far:{before[1]}'] summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    news(page, "in session 4")
    assert order(page)[-1] == before[1]
    page.locator(f"[id='remove-session:{before[0]}']").focus()
    page.keyboard.press("Enter")
    news(page, "3 sessions left")
    assert page.evaluate("document.activeElement.id").startswith("remove-session:")
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    news(page, "taken back")
    assert order(page)[0] == before[0]
    page.locator(f"[id='remove-session:{before[0]}']").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".meeting")).to_have_count(3)
    page.get_by_role("button", name="Save as a program").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="By keys: saved")).to_be_visible()


def test_all_of_it_without_javascript(visit: Visits, server: Site, tmp_path: Path):
    page = visit(server, java_script_enabled=False)
    page.goto(f"{server.address}/programs/{BASE}/change")
    page.get_by_label("Name of your program").fill("Without")
    page.get_by_role("button", name="Move session 1 down").click()
    page.locator("button[value^='down:']").first.click()
    expect(page.locator(".meeting").nth(1).locator(".piece")).to_have_count(2)
    expect(page.get_by_label("Name of your program")).to_have_value("Without")
    page.get_by_role("button", name="Remove session 1").click()
    page.get_by_role("button", name="Save as a program").click()
    expect(page.get_by_role("heading", name="Without: saved")).to_be_visible()
    assert len(load([tmp_path / "Workbook"]).programs["without"].value.sessions) == 3


def test_what_was_typed_is_kept_by_the_browser(visit: Visits, server: Site):
    page = visit(server)
    page.goto(f"{server.address}/programs/{BASE}/change")
    before = order(page)
    page.locator(f"[id='down:{before[1]}']").click()
    news(page, "in session 2")
    page.get_by_label("Name of your program").fill("Not yet saved")
    page.get_by_label("Minutes of a session").focus()
    news(page, "4 sessions")
    page.goto(f"{server.address}/programs")
    page.goto(f"{server.address}/programs/{BASE}/change")
    assert order(page) == before
    page.get_by_role("button", name="Take it up again").click()
    expect(page.get_by_label("Name of your program")).to_have_value("Not yet saved")
    assert order(page)[2] == before[1]


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "dark"), (DESK, "light")])
def test_no_state_has_a_barrier_or_scrolls_sideways(
    width: int, scheme: str, visit: Visits, server: Site, tmp_path: Path
):
    def look(state: str) -> None:
        assert not barriers(page), state
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, state

    page = visit(server, width, scheme, bypass_csp=True)
    page.goto(f"{server.address}/programs/{BASE}/change")
    look("new")
    page.locator("summary", has_text="Move to").first.click()
    page.locator("summary", has_text="More about it").click()
    page.locator("summary", has_text="Aim").first.click()
    page.locator("button[value^='remove:']").first.click()
    news(page, "was removed")
    page.locator("button[value='new-session']").click()
    news(page, "session 5")
    page.get_by_label("Find modules").fill("worry")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#found button").first).to_be_visible()
    page.get_by_label("Minutes of a session").fill("soon")
    page.get_by_role("button", name="Update").click()
    expect(page.locator(".mistake").first).to_be_visible()
    look("with mistakes")
    page.get_by_role("button", name="Save as a program").click()
    expect(page.get_by_role("alert")).to_contain_text("Not yet")
    look("not saved")
    page.locator("button[value^='words:']").first.click()
    expect(page.locator(".group").first).to_be_visible()
    look("words")
    page.get_by_label("Title").first.fill("x" * 70)
    page.get_by_role("button", name="Check the words").first.click()
    expect(page.locator(".mistake").first).to_be_visible()
    look("words with mistakes")
    file = tmp_path / "Workbook" / "programs" / "ours.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(HAND, encoding="utf-8")
    page.goto(f"{server.address}/programs/ours/change")
    look("change")
    page.get_by_label("Name of your program").fill("Mine")
    file.write_text(HAND.replace("title: Ours", "title: Theirs"), encoding="utf-8")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved")
    look("conflict")
    page.get_by_role("button", name="Go on with mine").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Mine: saved")).to_be_visible()
    page.locator("summary").click()
    look("saved")
    assert file.read_text(encoding="utf-8").startswith(HAND.replace("title: Ours", "title: Mine"))
    visit.complaints = [told for told in visit.complaints if "400" not in told and "409" not in told]  # what is meant
