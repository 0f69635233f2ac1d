"""For everyone: axe finds no barrier on any page, nothing scrolls sideways, and paper has the text alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import barriers
from tests.web_browser import DESK, PATIENCE, PHONE, Visits
from tests.web_server import Site, served
from workbook.web.password import Password
from workbook.web.settings import Limits

MODULE = "slow-breathing"
PAGES = (
    "/",
    "/?q=panic",
    "/?q=xyzzyq",
    "/?kind=programs",
    f"/modules/{MODULE}",
    f"/modules/{MODULE}/pages/1",
    "/worksheets/sleep-diary",
    "/programs",
    "/programs/resilience-group",
    "/problems",
    "/help",
    "/about",
    "/nowhere",
    "/jobs/gone",
)
ROOMS = (
    "/write",
    f"/write/modules/{MODULE}",
    "/write/blocks",
    "/write/new?kind=modules&title=Calm",
    "/copies",
    "/clinic",
    "/clinic/themes",
    "/programs/skills-group/change",
)
"""Pages whose barriers are looked for in tests of their own, in all their states."""


@pytest.fixture(scope="module")
def server(shared_folder: Path) -> Iterator[Site]:
    with served(shared_folder / "cache") as running:
        yield running


def too_wide(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_barrier_or_scrolls_sideways(path: str, visit: Visits, server: Site):
    page = visit(server, bypass_csp=True)  # for axe, which is put into the page
    page.goto(f"{server.address}{path}")
    for width, scheme in ((PHONE, "light"), (DESK, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert not barriers(page), f"at {width} pixels, {scheme}"
        assert too_wide(page) <= 0, f"at {width} pixels"


def test_the_door_has_no_barrier(browser: Browser, shared_folder: Path):
    with served(shared_folder / "cache", password=Password(b"salt", b"never", 2**14)) as locked:
        page = browser.new_page(bypass_csp=True)
        page.goto(f"{locked.address}/programs")
        assert page.url == f"{locked.address}/login"
        assert not barriers(page)
        for _ in range(4):
            page.get_by_label("Password of your clinic").fill("a guess")
            page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Too many tries")
        assert not barriers(page)
        page.close()


def test_pictures_come_by_themselves(visit: Visits, shared_folder: Path):
    with served(shared_folder / "cache", draws=True, limits=Limits(patience=0)) as drawing:
        page = visit(drawing)
        page.goto(f"{drawing.address}/?q=panic&domain=grounding")
        expect(page.locator("img[data-waiting]")).to_have_count(0, timeout=PATIENCE)
        expect(page.locator(".card img").first).to_have_js_property("naturalWidth", 510, timeout=PATIENCE)


def test_axe_notices_a_barrier(visit: Visits, server: Site):
    page = visit(server, bypass_csp=True)
    page.evaluate("document.querySelector('label[for=q]').remove()")
    page.evaluate("document.querySelector('#q').removeAttribute('placeholder')")
    assert any(barrier.startswith("label:") for barrier in barriers(page))


def test_twice_as_large_letters_fit_the_screen(visit: Visits, server: Site):
    page = visit(server, 640)
    for path in (*PAGES, *ROOMS):
        page.goto(f"{server.address}{path}")
        page.evaluate("document.documentElement.style.fontSize = '225%'")
        assert too_wide(page) <= 0, path


def test_paper_has_the_text_and_no_forms(visit: Visits, server: Site):
    page = visit(server)
    page.goto(f"{server.address}/modules/{MODULE}")
    page.emulate_media(media="print")
    expect(page.locator("aside.print")).to_be_hidden()
    expect(page.get_by_role("heading", name="Slow breathing")).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)


def test_the_pages_load_nothing_from_elsewhere_and_in_our_own_face(visit: Visits, server: Site):
    page = visit(server)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.address}/modules/{MODULE}")
    page.wait_for_load_state("networkidle")
    assert asked
    assert all(url.startswith(server.address) for url in asked)
    assert page.evaluate("document.fonts.check('16px Body') && [...document.fonts].some(f => f.status === 'loaded')")
