"""What a section may read while it is set: the files that it declared, and nothing else."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

from workbook.picturefile import LARGEST_FILE, in_grey, picture_kind
from workbook.typefaces import SCRIPT, data_of, is_face

_DRAWING = "data:image/svg+xml,"
_LONGEST_DRAWING = 20_000
_FONTS = {".ttf": "font/ttf", ".otf": "font/otf"}


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
        if url.startswith(SCRIPT) and is_face(url.removeprefix(SCRIPT)):
            return URLFetcherResponse(url, data_of(url.removeprefix(SCRIPT)), {"Content-Type": _FONTS[".ttf"]})
        parts = urlsplit(url)
        path = Path(unquote(parts.path))
        if parts.scheme != "file" or parts.netloc or path not in self.files or path.resolve() != path:
            raise ValueError("this address is not part of the section")
        if path.stat().st_size > LARGEST_FILE:
            raise ValueError(f"the file has more than {LARGEST_FILE // 2**20} MB")
        data = path.read_bytes()
        kind = _kind(data, path.suffix.lower())
        if parts.query == "grey":
            data, kind = in_grey(data, kind)
        return URLFetcherResponse(url, data, {"Content-Type": kind})


def _small_drawing(url: str) -> Any:
    if not url.startswith(_DRAWING) or len(url) > _LONGEST_DRAWING:
        raise ValueError("only small drawings may stand in a style sheet")
    data = unquote_to_bytes(url.removeprefix(_DRAWING))
    return URLFetcherResponse(url, data, {"Content-Type": _kind(data, ".svg")})


def _kind(data: bytes, suffix: str) -> str:
    """Give the media type of a file that is what its name says, and can do no harm; raise ValueError for others."""
    if suffix in _FONTS:
        return _FONTS[suffix]
    return picture_kind(data, suffix)
