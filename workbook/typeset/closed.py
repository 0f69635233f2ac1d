"""What a section may read while it is set: the files that it declared, and nothing else."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

_DRAWING = "data:image/svg+xml,"
_LONGEST_DRAWING = 20_000
_LARGEST_FILE = 20 * 2**20
"""Bytes: a photo from a telephone has 5 MB; more than 20 is a mistake, or an attack."""
_OUTSIDE = re.compile(r"(?:href|src)\s*=|url\s*\(|@import|<!ENTITY", re.IGNORECASE)
_KINDS = {".ttf": "font/ttf", ".otf": "font/otf", ".png": "image/png", ".jpg": "image/jpeg", ".svg": "image/svg+xml"}


class ClosedFetcher(URLFetcher):  # type: ignore[misc]
    """Serves the declared files and small drawings inside the style sheet; refuses everything else.

    ``files`` are real paths: a link that points out of a folder has been followed before it came here.
    """

    def __init__(self, files: frozenset[Path]) -> None:
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False)
        self.files = files

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """Give a declared file; raise ValueError for any other address."""
        del headers
        if url.startswith("data:"):
            return self._drawing(url)
        parts = urlsplit(url)
        path = Path(unquote(parts.path))
        if parts.scheme != "file" or parts.netloc or path not in self.files or path.resolve() != path:
            raise ValueError("this address is not part of the section")
        if path.stat().st_size > _LARGEST_FILE:
            raise ValueError(f"the file has more than {_LARGEST_FILE // 2**20} MB")
        data = path.read_bytes()
        if path.suffix.lower() == ".svg" and _OUTSIDE.search(data.decode("utf-8", "replace")):
            raise ValueError("the drawing refers to something outside itself")
        return URLFetcherResponse(url, data, {"Content-Type": _KINDS.get(path.suffix.lower(), "image/png")})

    def _drawing(self, url: str) -> Any:
        if not url.startswith(_DRAWING) or len(url) > _LONGEST_DRAWING:
            raise ValueError("only small drawings may stand in a style sheet")
        if _OUTSIDE.search(unquote(url)):
            raise ValueError("the drawing refers to something outside itself")
        return super().fetch(url)
