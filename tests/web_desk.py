"""The editor in a browser: what tests do there."""

from playwright.sync_api import Locator, Page

SOON = 60_000
"""Milliseconds that a preview may take on a busy machine."""


def sheets(page: Page) -> Locator:
    return page.locator("#sheets:not(.old) img")


def replace_words(page: Page, old: str, new: str) -> None:
    """Select words of the text, and type others over them."""
    page.evaluate(
        """old => {
            const area = document.getElementById("text");
            const at = area.value.indexOf(old);
            area.focus();
            area.setSelectionRange(at, at + old.length);
        }""",
        old,
    )
    page.keyboard.type(new)


def picture(page: Page) -> str:
    """Give the address of the first picture."""
    return str(sheets(page).first.get_attribute("src"))


def line_of_cursor(page: Page) -> int:
    script = (
        "document.getElementById('text').value.slice(0, document.getElementById('text').selectionStart).split('\\n')"
    )
    return len(page.evaluate(script))


def save(page: Page) -> None:
    with page.expect_response("**saved=1**"):  # the page takes it out of its address at once
        page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()
