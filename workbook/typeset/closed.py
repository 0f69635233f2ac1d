"""What a section may read while it is set: the files that it declared, and nothing else."""

import re
import warnings
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from PIL import Image
from weasyprint.urls import URLFetcher, URLFetcherResponse

from workbook.typefaces import SCRIPT, data_of, script_of_face

_DRAWING = "data:image/svg+xml,"
_LONGEST_DRAWING = 20_000
_LARGEST_FILE = 20 * 2**20
"""Bytes: a photo from a telephone has 5 MB; more than 20 is a mistake, or an attack."""
_MOST_PIXELS = 50_000_000
"""A page of A4 at 600 dots an inch has 35 million; a file of a few kB can claim billions, which fill the memory."""
_OUTSIDE = re.compile(r"(?:href|src)\s*=|url\s*\(|@import|<!ENTITY", re.IGNORECASE)
_FONTS = {".ttf": "font/ttf", ".otf": "font/otf"}
_PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


class ClosedFetcher(URLFetcher):  # type: ignore[misc]
    """Serves the declared files, the faces of scripts and small drawings in the style sheet; refuses everything else.

    ``files`` are real paths: a link that points out of a folder has been followed before it came here.
    """

    def __init__(self, files: frozenset[Path]) -> None:
        super().__init__(allowed_protocols=("file", "data", SCRIPT.rstrip(":")), allow_redirects=False)
        self.files = files

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """Give a declared file, a face or a small drawing; raise ValueError for any other address."""
        del headers
        if url.startswith("data:"):
            return _small_drawing(url)
        if url.startswith(SCRIPT) and script_of_face(url.removeprefix(SCRIPT)):
            return URLFetcherResponse(url, data_of(url.removeprefix(SCRIPT)), {"Content-Type": _FONTS[".ttf"]})
        parts = urlsplit(url)
        path = Path(unquote(parts.path))
        if parts.scheme != "file" or parts.netloc or path not in self.files or path.resolve() != path:
            raise ValueError("this address is not part of the section")
        if path.stat().st_size > _LARGEST_FILE:
            raise ValueError(f"the file has more than {_LARGEST_FILE // 2**20} MB")
        data = path.read_bytes()
        return URLFetcherResponse(url, data, {"Content-Type": _kind(data, path.suffix.lower())})


def _small_drawing(url: str) -> Any:
    if not url.startswith(_DRAWING) or len(url) > _LONGEST_DRAWING:
        raise ValueError("only small drawings may stand in a style sheet")
    data = unquote_to_bytes(url.removeprefix(_DRAWING))
    return URLFetcherResponse(url, data, {"Content-Type": _kind(data, ".svg")})


def _kind(data: bytes, suffix: str) -> str:
    """Give the media type of a file that is what its name says, and can do no harm; raise ValueError for others."""
    if suffix in _FONTS:
        return _FONTS[suffix]
    if suffix in _PICTURES:
        _refuse_large_picture(data, _PICTURES[suffix])
        return _PICTURES[suffix]
    if suffix == ".svg":
        _refuse_open_drawing(data)
        return "image/svg+xml"
    raise ValueError("only fonts and pictures (PNG, JPEG, SVG) can be used")


def _refuse_large_picture(data: bytes, kind: str) -> None:
    """Read the head of a picture only: what it claims to be, and how many pixels it would unpack to."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=[kind.removeprefix("image/")]) as picture:
                width, height = picture.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        width = height = _MOST_PIXELS
    except (OSError, SyntaxError):
        raise ValueError("the picture is not what its name says, or is damaged") from None
    if width * height > _MOST_PIXELS:
        raise ValueError(f"the picture has more than {_MOST_PIXELS // 10**6} million pixels")


def _refuse_open_drawing(data: bytes) -> None:
    """Refuse what refers to anything, even to itself: drawings that repeat parts of themselves can grow without end."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:  # in UTF-16 the words below would not be seen
        raise ValueError("the drawing is not UTF-8 text")
    if _OUTSIDE.search(text):
        raise ValueError("the drawing refers to something outside itself")
