"""Texts in the editor: what tests type, and what comes back."""

import html
import re
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web_server import get, post
from workbook.paths import CONTENT, SEEDS

MODULE = "slow-breathing"
SHEET = "sleep-diary"
SHIPPED = CONTENT / "modules" / "grounding" / f"{MODULE}.yaml"
SHIPPED_SHEET = CONTENT / "worksheets" / f"{SHEET}.yaml"
PICTURE = re.compile(r'src="(/write/pictures/[^"]+)"')
_TEXT = re.compile(r"<textarea[^>]*>\n(.*?)</textarea>", re.DOTALL)


def skeleton(name: str, title: str = "Calm mornings") -> str:
    """Give a short module: four pages."""
    text = (SEEDS / "skeletons" / "module.yaml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^id: .*$", f"id: {name}", text, count=1)
    return re.sub(r"(?m)^title: .*$", f"title: {title}", text, count=1)


def own_module(folder: Path, name: str, text: str = "", *inside: str) -> Path:
    """Put a module into a clinic's folder, perhaps deeper inside."""
    path = folder.joinpath("modules", *inside, f"{name}.yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or skeleton(name), encoding="utf-8")
    return path


def text_in(answer: TestResponse) -> str:
    """Give the text that stands in the editor."""
    found = _TEXT.search(answer.text)
    assert found, answer.text
    return html.unescape(found[1])


def was_in(answer: TestResponse) -> str:
    """Give the digest of the file that the page was made from."""
    found = re.search(r'name="was" value="([^"]*)"', answer.text)
    assert found
    return found[1]


def save(client: FlaskClient, address: str, text: str, was: str = "", **told: str) -> TestResponse:
    """Press "Save"."""
    return post(client, address, {"text": text, "was": was, "do": "save", **told})


def look(client: FlaskClient, address: str, text: str, was: str = "", **told: str) -> TestResponse:
    """Press "Look" without JavaScript."""
    return post(client, address, {"text": text, "was": was, "do": "show", **told})


def preview(client: FlaskClient, text: str, line: int | str = 1, **told: str) -> TestResponse:
    """Ask for a preview as the script does: of the page that a line is on, or of ``all``."""
    usual = {"kind": "modules", "name": "calm-mornings", "view": "standard", "all": ""}
    return post(client, "/write/preview", {**usual, "text": text, "line": str(line), **told})


def pictures(client: FlaskClient, answer: TestResponse) -> list[bytes]:
    """Give the pictures that an answer shows."""
    found = [get(client, address) for address in PICTURE.findall(answer.text)]
    assert all(picture.mimetype == "image/png" for picture in found)
    return [picture.data for picture in found]


def parts(answer: TestResponse) -> list[str]:
    """Give the parts whose pages an answer shows."""
    return re.findall(r'data-part="([^"]+)"', answer.text)


def line_of(text: str, words: str) -> int:
    """Give the number of the first line that has these words."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)
