"""Fonts inside a web page: each face as a data: URI in the WOFF2 format."""

from base64 import b64encode
from functools import cache
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from workbook.typefaces import data_of


@cache
def data_uri(font: Path, like: Path) -> str:
    """Give a font as a data: URI, with the characters that the font ``like`` has and no more.

    A face for handwriting may come with scripts that no page uses; those would be most of the file.
    """
    with TTFont(like, lazy=True) as model:
        characters = sorted(model.getBestCmap())
    options = Options(flavor="woff2", layout_features=["*"], notdef_outline=True)
    with TTFont(font, recalcTimestamp=False) as face:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=characters)
        subsetter.subset(face)
        face.flavor = "woff2"
        return _packed(face)


@cache
def script_uri(face: str) -> str:
    """Give a face for another script as a data: URI, whole: its letters join in more ways than a page can show."""
    with TTFont(BytesIO(data_of(face)), recalcTimestamp=False) as font:
        font.flavor = "woff2"
        return _packed(font)


def _packed(face: TTFont) -> str:
    target = BytesIO()
    face.save(target)
    return f"data:font/woff2;base64,{b64encode(target.getvalue()).decode('ascii')}"
