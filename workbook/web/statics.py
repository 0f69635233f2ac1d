"""Style sheets, scripts and fonts, given under an address that changes with what is in them."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from urllib.parse import unquote

from workbook import paths
from workbook.domains import DOMAINS
from workbook.edition import Edition
from workbook.environment import environment_of
from workbook.preferences import CLINIC_FILE, preferences
from workbook.theme import THEMES, load_theme
from workbook.tokens import Theme
from workbook.typefaces import DESIGNS, FONTS, data_of
from workbook.web.settings import Settings

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
    """All files by their names. A name that is not among them leads nowhere, whatever it looks like.

    What the theme makes follows the clinics' files: it is made again when one of them has changed.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._fixed = dict(_fixed())
        self._state: object = None
        self._made: dict[str, Static] = {}

    def find(self, name: str) -> Static | None:
        """Give a file, or None."""
        return self._fixed.get(name) or self._of_theme().get(name)

    def address(self, name: str) -> str:
        """Give the address of a file."""
        found = self.find(name)
        if found is None:
            raise KeyError(name)
        return f"/static/{name}?v={found.digest}"

    def _of_theme(self) -> dict[str, Static]:
        libraries = self._settings.libraries
        state = tuple(_times(libraries))
        with self._lock:
            if state != self._state:
                self._made, self._state = _made(_chosen(libraries)), state
            return self._made


def _fixed() -> Iterator[tuple[str, Static]]:
    """Give the files that are the same for all, and the sign of each domain."""
    for path in sorted(_FOLDER.iterdir()):
        if path.suffix in _KINDS:
            yield path.name, _static(path.name, path.read_bytes())
    for domain, sign in _signs():
        yield f"sign-{domain}.svg", _static(f"sign-{domain}.svg", sign.encode())


def _static(name: str, data: bytes) -> Static:
    return Static(data, _KINDS[Path(name).suffix], sha256(data).hexdigest()[:16])


def _times(libraries: tuple[Path, ...]) -> Iterator[tuple[str, int, int]]:
    """Give the names, times and sizes of the files that say how it all looks: a few, at each request."""
    for root in libraries:
        for path in (root / CLINIC_FILE, *sorted((root / THEMES).glob("*.y*ml"))):
            with contextlib.suppress(OSError):
                told = path.stat()
                yield str(path), told.st_mtime_ns, told.st_size


def _chosen(libraries: tuple[Path, ...]) -> Theme:
    """Give the theme of the clinic; the usual one where it has mistakes, which are told of elsewhere."""
    try:
        return load_theme(preferences(libraries).theme, libraries)
    except Exception:  # noqa: BLE001 - pages can be looked at without it
        return load_theme()


def _made(theme: Theme) -> dict[str, Static]:
    """Make what the theme makes: the faces, and the style sheet with its colors."""
    faces = zip(_FACES, _faces(theme), strict=True)
    made = {f"{name}.ttf": _static(f"{name}.ttf", data) for name, data in faces}
    tokens = {domain: theme.tokens(Edition(), domain) for domain in DOMAINS}
    page = environment_of().get_template("web/look.css")
    addresses = {name: f"/static/{name}.ttf?v={made[f'{name}.ttf'].digest}" for name in _FACES}
    signs = {
        domain: f"/static/sign-{domain}.svg?v={_static(f'{domain}.svg', sign.encode()).digest}"
        for domain, sign in _signs()
    }
    text = page.render(tokens=tokens["orientation"], domains=tokens, faces=addresses, signs=signs)
    return {**made, LOOK: _static(LOOK, text.encode())}


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
