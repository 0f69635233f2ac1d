"""A real browser for the tests: Debian's Chromium, driven by Playwright, with axe-core to look for barriers."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def chromium() -> str | None:
    """Give the path of Chromium, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Start Chromium; where there is none, skip the test, but not in CI."""
    program = chromium()
    if program is None and os.environ.get("CI"):
        pytest.fail("Pages cannot be tried, and this is CI: Chromium is not on the PATH")
    if program is None:
        pytest.skip("Pages are not tried: Chromium is not on the PATH (Debian: apt-get install chromium)")
    with started(program) as running:
        yield running


@contextmanager
def started(program: str) -> Iterator[Browser]:
    """Start the browser without a window. Its sandbox does not work for root."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"] if root else [])
        yield browser
        browser.close()


class Opened:
    """A file that the browser has open: what it asked for, and what it complained about."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(path.as_uri())

    def look(self, width: int, scheme: str = "light", height: int = 740) -> None:
        """Look at it on a screen of this size (CSS pixels), in "light" or "dark"."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    def barriers(self) -> list[str]:
        """Give each violation that axe-core finds, with its first element."""
        return barriers(self.page)

    def pale_words(self) -> list[str]:
        """Give what has too little contrast, which is all that can differ between light and dark."""
        return barriers(self.page, ["color-contrast"])


def barriers(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """Give each violation that axe finds, with its first element; of these rules only, if any are named.

    The page must let scripts be put into it.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    options = {"runOnly": list(rules) or RULES, "resultTypes": ["violations"], "preload": False}
    found: list[dict[str, Any]] = page.evaluate("async o => (await axe.run(o)).violations", options)
    return [f"{v['id']}: {v['help']} ({len(v['nodes'])} times): {v['nodes'][0]['html']}" for v in found]


def _axe() -> str:
    """Give the script of axe-core, which comes with axe-playwright-python."""
    spec = find_spec("axe_playwright_python")
    assert spec is not None
    assert spec.origin is not None
    return (Path(spec.origin).parent / "axe.min.js").read_text(encoding="utf-8")
