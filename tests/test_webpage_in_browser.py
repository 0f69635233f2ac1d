"""The HTML edition in Chromium: no barriers, nothing fetched or kept, usable on a phone, with keys, and on paper."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

import pypdfium2
import pytest
from playwright.sync_api import Browser, Dialog

from tests.browser import Opened
from tests.printing import ALL, some
from tests.webpages import BLOCKS, GROUP, USUAL, handouts, html_of

Show: TypeAlias = Callable[..., Opened]

PHONE, DESK = 360, 1280
SMALLEST = 320
"""The width, in CSS pixels, at which nothing may have to be scrolled sideways (WCAG 2.2, 1.4.10)."""
TOUCH = 44
"""The least size of what a finger is to meet, in CSS pixels (WCAG 2.2, 2.5.5)."""
MODULE = "slow-breathing"


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Show]:
    contexts = []

    def open_page(name: str, copy_for: str = "client", *, script: bool = True) -> Opened:
        path = tmp_path / f"{name}.html"
        path.write_text(html_of(name, copy_for), encoding="utf-8")
        contexts.append(browser.new_context(viewport={"width": PHONE, "height": 740}, java_script_enabled=script))
        return Opened(contexts[-1].new_page(), path)

    yield open_page
    for context in contexts:
        context.close()


def test_no_block_has_a_barrier(show: Show) -> None:
    opened = show(BLOCKS)
    opened.look(PHONE)
    assert not opened.barriers()


@pytest.mark.skipif(not ALL, reason="the program below shows the same colors in less time")
def test_every_block_can_be_read_in_the_dark(show: Show) -> None:
    opened = show(BLOCKS)
    opened.look(DESK, "dark")
    assert not opened.pale_words()


def test_a_whole_program_has_no_barrier(show: Show) -> None:
    opened = show(GROUP)
    opened.look(DESK)
    assert not opened.barriers()
    opened.look(PHONE, "dark")
    assert not opened.pale_words()


@pytest.mark.parametrize("name", some(handouts(), 12))
def test_a_handout_has_no_barrier_asks_for_nothing_and_fits_the_narrowest_screen(name: str, show: Show) -> None:
    opened = show(name)
    for width, scheme in ((PHONE, "light"), (DESK, "dark")):
        opened.look(width, scheme)
        assert not opened.barriers(), f"at {width} pixels, {scheme}"
    opened.look(SMALLEST)
    assert too_wide(opened) == []
    assert opened.requests == [opened.page.url]
    assert opened.complaints == []


def test_a_facilitators_copy_has_no_barrier(show: Show) -> None:
    opened = show(MODULE, "facilitator")
    assert opened.page.get_by_role("heading", name="for the facilitator").is_visible()
    opened.look(PHONE, "dark")
    assert not opened.barriers()


def test_axe_notices_a_field_without_a_name_and_pale_text(show: Show) -> None:
    opened = show(MODULE)
    opened.page.evaluate("document.querySelector('textarea').removeAttribute('aria-label')")
    opened.page.evaluate("document.querySelector('article p').style.color = '#aaa'")
    opened.page.evaluate("document.querySelectorAll('label').forEach(label => label.removeAttribute('for'))")
    assert {one.split(":")[0] for one in opened.barriers()} >= {"label", "color-contrast"}


@pytest.mark.parametrize("name", [GROUP, BLOCKS])
def test_nothing_scrolls_sideways_when_narrow_or_zoomed_and_nothing_is_fetched(name: str, show: Show) -> None:
    opened = show(name)
    for width in (SMALLEST, DESK // 2, DESK // 4, DESK):
        opened.look(width)
        assert too_wide(opened) == [], f"at {width} pixels"
    assert opened.requests == [opened.page.url]
    assert opened.complaints == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_what_is_touched_is_large_enough(width: int, show: Show) -> None:
    opened = show(BLOCKS)
    opened.look(width)
    small = opened.page.evaluate(
        """least => [...document.querySelectorAll('label:has(input), button')].filter(one => {
            const box = one.getBoundingClientRect();
            return box.width < least || box.height < least;
        }).map(one => one.outerHTML)""",
        TOUCH,
    )
    assert small == []


def test_the_tab_key_reaches_every_field_and_the_skip_link_comes_first(show: Show) -> None:
    opened = show(USUAL)
    page = opened.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    wanted: list[str] = page.evaluate(
        "[...new Set([...document.querySelectorAll('input, textarea')].map(f => f.name))]"
    )
    assert len(wanted) > 50
    reached = []
    for _ in range(len(wanted) + page.locator("a, button").count()):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name"))
    assert [name for name in dict.fromkeys(reached) if name in wanted] == wanted


def test_a_rating_is_chosen_by_touch_and_a_question_leads_to_its_field(show: Show) -> None:
    page = show("thought-record+" + MODULE).page
    scale = page.get_by_role("radiogroup").first
    scale.get_by_text("7", exact=True).click()
    assert scale.get_by_role("radio", name="7").is_checked()
    assert scale.locator(":checked").count() == 1
    page.get_by_text("What the week tells me").last.click()
    page.keyboard.type("Mornings go best.")
    assert page.get_by_label("What the week tells me").input_value() == "Mornings go best."


def test_what_is_typed_is_kept_nowhere_sent_nowhere_and_asked_about_before_it_is_lost(show: Show) -> None:
    opened = show(MODULE)
    page = opened.page
    page.locator("textarea").first.click()
    page.keyboard.type("mine alone")
    page.keyboard.press("Enter")
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert page.evaluate("fetch('https://example.org').then(() => 'sent', () => 'refused')") == "refused"
    assert "mine alone" not in page.url
    assert all(url == page.url or url.startswith("https://example.org") for url in opened.requests)
    asked: list[str] = []
    page.on("dialog", note(asked))
    page.goto("about:blank")
    assert asked == ["beforeunload"]


def test_leaving_a_page_with_nothing_typed_asks_nothing(show: Show) -> None:
    page = show(MODULE).page
    asked: list[str] = []
    page.on("dialog", note(asked))
    page.locator("textarea").first.click()
    page.goto("about:blank")
    assert asked == []


def test_a_box_grows_with_what_is_typed_and_all_of_it_is_printed(show: Show) -> None:
    page = show(MODULE).page
    box = page.locator("textarea").last
    before = box.evaluate("box => box.clientHeight")
    text = " ".join(f"word{number}" for number in range(120))
    box.fill(text)
    assert box.evaluate("box => box.clientHeight") > 2 * before
    with pypdfium2.PdfDocument(BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        printed = " ".join(page.get_textpage().get_text_range() for page in pdf)
        width = pdf[0].get_width()
    assert width == pytest.approx(612)
    assert set(text.split()) <= set(printed.split())
    assert "What you type here is not saved" not in printed
    assert "Call or text 988" in printed


def test_without_its_script_the_page_only_lacks_the_button(show: Show) -> None:
    with_script, without = show(MODULE), show(MODULE, script=False)
    assert with_script.page.get_by_role("button", name="Print").is_visible()
    assert not without.page.get_by_role("button", name="Print").is_visible()
    assert without.page.get_by_role("radio").count() == with_script.page.get_by_role("radio").count() > 0


def note(asked: list[str]) -> Callable[[Dialog], None]:
    """Write down what a page asks, and say yes."""

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    return answer


def too_wide(opened: Opened) -> list[str]:
    """Give the elements that reach out of the page to the right, if it can be scrolled sideways."""
    found: list[str] = opened.page.evaluate(
        """() => {
            const page = document.documentElement;
            if (page.scrollWidth <= page.clientWidth) return [];
            return [...document.querySelectorAll('main *, footer *, header *')]
                .filter(one => one.getBoundingClientRect().right > page.clientWidth + 1)
                .map(one => one.outerHTML.slice(0, 120));
        }"""
    )
    return found
