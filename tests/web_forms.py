"""Forms as a page shows them, to be sent again with something else in them: what a browser does."""

from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web_server import _headers

Fields = dict[str, list[str]]


class _Reader(HTMLParser):
    """Reads the fields of the form that is called by its ``data-keep`` or action."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = {}
        self.buttons: list[str] = []
        self.invalid: list[str] = []
        self._inside = False
        self._area = ""
        self._select = ""
        self._is_first = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = "data-keep" in told
        if not self._inside:
            return
        if told.get("aria-invalid") == "true":
            self.invalid.append(told["name"])
        if tag == "button":
            self.buttons.append(told.get("value", ""))
        elif tag == "textarea":
            self._area = told["name"]
            self._add(self._area, "")
        elif tag == "input" and (told.get("type") not in {"checkbox", "radio"} or "checked" in told):
            self._add(told.get("name", ""), told.get("value", ""))
        else:
            self._choose(tag, told)

    def _choose(self, tag: str, told: dict[str, str]) -> None:
        """Take the choice of a list that is chosen, or the first."""
        if tag == "select":
            self._select, self._is_first = told["name"], True
        elif tag == "option" and (self._is_first or "selected" in told):
            self.fields[self._select] = [told.get("value", "")]
            self._is_first = False

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "form":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area][-1] += data.removeprefix("\n")

    def _add(self, name: str, value: str) -> None:
        self.fields.setdefault(name, []).append(value)


def read_form(text: str) -> _Reader:
    """Read the form of a page that keeps what is typed."""
    reader = _Reader()
    reader.feed(text)
    assert reader.fields, "there is no form on this page"
    return reader


def send(client: FlaskClient, path: str, fields: Fields, **told: Any) -> TestResponse:
    """Send a form with other values for some fields; None leaves a field out."""
    data = {name: value for name, value in (fields | told).items() if value is not None}
    usual = {"Origin": f"http://{client.environ_base['HTTP_HOST']}", "Sec_Fetch_Site": "same-origin"}
    return client.post(path, data=data, headers=_headers(client, usual))
