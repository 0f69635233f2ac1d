"""The font files that pages are set in; they come with their packages, no system font is needed."""

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
"""The font files that a page may use."""

FACES = {
    "Body": "body-regular",
    "Body-Bold": "body-bold",
    "Body-Italic": "body-italic",
    "Body-Bold-Italic": "body-bold-italic",
    "Hand": "hand",
    "Field": "body-regular",
}
"""The faces as PDFs call them (family, weight, style in the style sheet), and the file of each."""
