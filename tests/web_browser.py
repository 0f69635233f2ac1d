"""Visits of the pages in a browser, each as another person."""

from playwright.sync_api import Browser, BrowserContext, Page

from tests.web_server import Site

PHONE, DESK = 360, 1280
PATIENCE = 20_000
"""Milliseconds that a page may take on a busy machine."""


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
