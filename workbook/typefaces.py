"""The font files that pages are set in; they come with their packages, no system font is needed.

The letters of western European languages are always there. Another script has a package of its own, which is needed
only where a language is written in it; the font may be variable, and then a face is one instance of it.
"""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import fontpkg_atkinson_hyperlegible
import fontpkg_kalam

_BODY = (Path(fontpkg_atkinson_hyperlegible.ROOT) / "files").resolve()
_HAND = (Path(fontpkg_kalam.ROOT) / "files").resolve()

FONTS: dict[str, Path] = {
    "body-regular": _BODY / "AtkinsonHyperlegible-Regular.ttf",
    "body-bold": _BODY / "AtkinsonHyperlegible-Bold.ttf",
    "body-italic": _BODY / "AtkinsonHyperlegible-Italic.ttf",
    "body-bold-italic": _BODY / "AtkinsonHyperlegible-BoldItalic.ttf",
    "hand": _HAND / "Kalam-Regular.ttf",
}
"""The font files that every page may use."""

FACES = {
    "Body": "body-regular",
    "Body-Bold": "body-bold",
    "Body-Italic": "body-italic",
    "Body-Bold-Italic": "body-bold-italic",
    "Hand": "hand",
    "Field": "body-regular",
}
"""The faces as PDFs call them (family, weight, style in the style sheet), and the file of each."""

SCRIPT = "script:"
"""The address of the face of a script begins with this; what follows is the name of the face in PDFs."""


@dataclass(frozen=True)
class Script:
    """Another script: what its family is called in style sheets, and the package and the file that it comes from.

    ``ranges`` are the characters (first and last) that it is there for. Its letters change their forms and places.
    """

    family: str
    package: str
    file: str
    ranges: tuple[tuple[int, int], ...]

    @property
    def faces(self) -> dict[str, dict[str, float]]:
        """Its faces as PDFs call them, and where each lies on the axes of the variable font."""
        return {self.family: {"wght": 400, "wdth": 100}, f"{self.family}-Bold": {"wght": 700, "wdth": 100}}

    @property
    def path(self) -> Path | None:
        """The font file, or None if its package is not installed."""
        found = find_spec(self.package.replace("-", "_"))
        folders = found.submodule_search_locations if found else None
        path = Path(next(iter(folders)), "files", self.file).resolve() if folders else None
        return path if path and path.is_file() else None


PLAIN_SCRIPT = "Latn"
"""The script that the fonts of every page have (ISO 15924)."""

SCRIPTS = {
    "Arab": Script(
        "Arabic",
        "fontpkg-noto-sans-arabic",
        "NotoSansArabic[wdth,wght].ttf",
        ((0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)),
    ),
}
"""Other scripts that pages can be set in, by ISO 15924."""


@dataclass(frozen=True)
class Design:
    """Another face for the text of pages, which a theme may choose: its family, its package, its two variable files."""

    family: str
    package: str
    upright: str
    italic: str

    @property
    def faces(self) -> dict[str, tuple[str, dict[str, float]]]:
        """Its faces as PDFs call them: the file of each, and where it lies on the axes."""
        return {
            self.family: (self.upright, {"wght": 400}),
            f"{self.family}-Bold": (self.upright, {"wght": 700}),
            f"{self.family}-Italic": (self.italic, {"wght": 400}),
            f"{self.family}-Bold-Italic": (self.italic, {"wght": 700}),
        }

    def path(self, file: str) -> Path:
        """Give the place of one of its files; raise ValueError if its package is not installed."""
        found = find_spec(self.package.replace("-", "_"))
        if not found or not found.submodule_search_locations:
            raise ValueError(f"the package {self.package} is not installed")
        return Path(next(iter(found.submodule_search_locations)), "files", file).resolve()


DESIGNS = {
    "source-sans": Design("Source", "fontpkg-source-sans-3", "SourceSans3[wght].ttf", "SourceSans3-Italic[wght].ttf"),
}
"""Faces that a theme may choose in place of Atkinson Hyperlegible."""


def design_of_face(face: str) -> Design | None:
    """Give the design that a face is of, as PDFs call it; None for those of every page."""
    return next((design for design in DESIGNS.values() if face in design.faces), None)


def script_of_face(face: str) -> Script | None:
    """Give the script that a face is for, as PDFs call it; None for those of every page."""
    return next((script for script in SCRIPTS.values() if face in script.faces), None)


def is_face(face: str) -> bool:
    """Tell whether a font of this name in a PDF is one of ours."""
    return face in FACES or script_of_face(face) is not None or design_of_face(face) is not None


def file_of(face: str) -> Path:
    """Give the file that a face comes from; raise ValueError if there is none."""
    if face in FACES:
        return FONTS[FACES[face]]
    if design := design_of_face(face):
        return design.path(design.faces[face][0])
    script = script_of_face(face)
    path = script.path if script else None
    if path is None:
        raise ValueError(f"there is no face {face!r}; a page fell back to a font of the system")
    return path


@cache
def data_of(face: str) -> bytes:
    """Give a face as a TrueType font: its file, or that instance of a variable font. The same bytes each time."""
    script = script_of_face(face)
    data = file_of(face).read_bytes()
    if design := design_of_face(face):
        return _instance(data, design.faces[face][1])
    return _instance(data, script.faces[face]) if script else data


def _instance(data: bytes, places: dict[str, float]) -> bytes:
    """Cut one instance out of a variable font: 7 ms with HarfBuzz, where fontTools needs seconds."""
    import uharfbuzz  # noqa: PLC0415 - only pages in another script need it here

    face = uharfbuzz.Face(data)
    wanted = uharfbuzz.SubsetInput()
    wanted.keep_everything()
    for axis, value in places.items():
        wanted.pin_axis_location(face, axis, value)
    return bytes(uharfbuzz.subset(face, wanted).blob.data)
