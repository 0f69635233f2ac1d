"""Style sheets, scripts and fonts: read once, given under an address that changes with what is in them."""

import mimetypes
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

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
        kind = _KINDS.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        self._files[name] = Static(data, kind, sha256(data).hexdigest()[:16])

    def _look(self, theme: Theme) -> str:
        """Make the style sheet of the theme: its colors, its faces, and the sign of each domain."""
        tokens = {domain: theme.tokens(Edition(), domain) for domain in DOMAINS}
        page = environment_of().get_template("web/look.css")
        faces = {name: self.address(f"{name}.ttf") for name in _FACES}
        return page.render(tokens=tokens["orientation"], domains=tokens, faces=faces)


def _faces(theme: Theme) -> list[bytes]:
    """Give the faces of a theme: regular, bold, italic, bold italic."""
    design = DESIGNS.get(theme.font)
    if design and find_spec(design.package.replace("-", "_")):
        return [data_of(face) for face in design.faces]
    return [FONTS[name].read_bytes() for name in _FACES]
