"""Browsers for the tests of the pages: visits that were let in, and what axe finds on a page."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import RULES, _axe, chromium, started
from tests.web_server import Site

PHONE, DESK = 360, 1280
PATIENCE = 20_000
"""Milliseconds that a page may take on a busy machine."""


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Start Chromium, or skip the test where there is none."""
    program = chromium()
    if program is None and os.environ.get("CI"):
        pytest.fail("The pages cannot be tried, and this is CI: Chromium is not on the PATH")
    if program is None:
        pytest.skip("The pages are not tried: Chromium is not on the PATH (Debian: apt-get install chromium)")
    with started(program) as running:
        yield running


class Visits:
    """Lets browsers in, each as another person; notes what scripts complain about."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def __call__(self, server: Site, width: int = DESK, scheme: str = "light", **told: bool) -> Page:
        """Open the library on a screen of this width (CSS pixels), in "light" or "dark"."""
        self._contexts.append(
            self._browser.new_context(
                viewport={"width": width, "height": 800},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
                **told,  # type: ignore[arg-type]
            )
        )
        page = self._contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(server.link())
        assert page.url == f"{server.address}/"
        return page

    def end(self) -> None:
        """Close all windows; nothing may have been complained about but pages that are not there."""
        for context in self._contexts:
            context.close()
        assert not [told for told in self.complaints if "404" not in told]


def barriers(page: Page) -> list[str]:
    """Give each violation that axe finds, with its first element. The page must have been opened past its policy."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    options = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate("async o => (await axe.run(o)).violations", options)
    return [f"{v['id']}: {v['help']} ({len(v['nodes'])} times): {v['nodes'][0]['html']}" for v in found]
