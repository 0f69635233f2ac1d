"""Style sheets, scripts and fonts: read once, given under an address that changes with what is in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

from workbook import paths
from workbook.domains import DOMAINS
from workbook.edition import Edition
from workbook.environment import environment_of
from workbook.theme import load_theme
from workbook.tokens import Theme
from workbook.typefaces import DESIGNS, FONTS, data_of

_FOLDER = paths.TEMPLATES / "web" / "static"
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".ttf": "font/ttf"}
_FACES = ("body-regular", "body-bold", "body-italic", "body-bold-italic")
_SIGN = re.compile(r'url\("data:image/svg\+xml,([^"]+)"\)')
LOOK = "look.css"
"""The style sheet that the theme makes."""


@dataclass(frozen=True)
class Static:
    """One file: what is in it, of what kind it is, and the digest that stands in its address."""

    data: bytes
    kind: str
    digest: str


class Statics:
    """All files by their names. A name that is not among them leads nowhere, whatever it looks like."""

    def __init__(self, theme: str, libraries: tuple[Path, ...]) -> None:
        self._files: dict[str, Static] = {}
        for path in sorted(_FOLDER.iterdir()):
            if path.suffix in _KINDS:
                self._add(path.name, path.read_bytes())
        chosen = load_theme(theme, libraries)
        for name, data in zip(_FACES, _faces(chosen), strict=True):
            self._add(f"{name}.ttf", data)
        self._add(LOOK, self._look(chosen).encode())

    def find(self, name: str) -> Static | None:
        """Give a file, or None."""
        return self._files.get(name)

    def address(self, name: str) -> str:
        """Give the address of a file."""
        return f"/static/{name}?v={self._files[name].digest}"

    def _add(self, name: str, data: bytes) -> None:
        self._files[name] = Static(data, _KINDS[Path(name).suffix], sha256(data).hexdigest()[:16])

    def _look(self, theme: Theme) -> str:
        """Make the style sheet of the theme: its colors, its faces, and the sign of each domain."""
        tokens = {domain: theme.tokens(Edition(), domain) for domain in DOMAINS}
        for domain, sign in _signs():
            self._add(f"sign-{domain}.svg", sign.encode())
        page = environment_of().get_template("web/look.css")
        faces = {name: self.address(f"{name}.ttf") for name in _FACES}
        signs = {domain: self.address(f"sign-{domain}.svg") for domain in DOMAINS}
        return page.render(tokens=tokens["orientation"], domains=tokens, faces=faces, signs=signs)


def _signs() -> Iterator[tuple[str, str]]:
    """Give the sign of each domain as SVG: the drawing that stands in the style sheet of the paper."""
    style = environment_of().get_template("print/styles/domain.css")
    for domain in DOMAINS:
        found = _SIGN.search(style.render(domain=domain, accent="#000000"))
        if found:
            yield domain, unquote(found[1])


def _faces(theme: Theme) -> list[bytes]:
    """Give the faces of a theme: regular, bold, italic, bold italic."""
    design = DESIGNS.get(theme.font)
    if design and find_spec(design.package.replace("-", "_")):
        return [data_of(face) for face in design.faces]
    return [FONTS[name].read_bytes() for name in _FACES]
