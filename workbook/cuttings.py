"""Cuttings: pictures of pages for the gallery, cut to what is printed on them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

from workbook.cache import Cache, key_of

_DPI = 110
_MM = _DPI / 25.4
_COLORS = 24
"""Enough for a page: black, greys, a few tints and one accent; a picture has a third of the size."""
_HEAD_MM, _FOOT_MM = 14.0, 22.0
_AIR_MM = 1.5

CUT_MM = {"standard": 18.0, "large-print": 25.0}
"""The margins that are cut off the samples of blocks; their head and foot are cut off as well."""


@dataclass(frozen=True)
class Cutting:
    """A picture file, and the width and height of what it shows on paper, in millimetres."""

    path: Path
    width: float
    height: float

    @property
    def address(self) -> str:
        """The address of the file."""
        return self.path.as_uri()


def cut(  # noqa: PLR0913 - what is cut, how, and where to
    pdf: bytes, pages: Iterable[int], margin: float, folder: Path, cache: Cache | None, key: str
) -> list[Cutting]:
    """Draw pages of a PDF (from 0) into a folder; with a margin (mm) they are cut to what stands inside of it.

    Pictures that are in the cache under this key are not drawn again. Files are named by what is in them.
    """
    wanted = list(pages)
    found = [cache.get_note(key_of("cutting", key, str(i))) if cache else None for i in range(len(wanted))]
    if not all(found):
        found = list(_draw(pdf, wanted, margin))
        for i, data in enumerate(found):
            if cache and data:
                cache.put_note(key_of("cutting", key, str(i)), data)
    return [_keep(data, folder) for data in found if data]


def _draw(pdf: bytes, pages: Iterable[int], margin: float) -> Iterable[bytes]:
    with pypdfium2.PdfDocument(pdf) as document:
        for number in pages:
            picture = document[number].render(scale=_DPI / 72).to_pil().convert("RGB")
            target = BytesIO()
            _cut_down(picture, margin).quantize(_COLORS).save(target, "PNG", optimize=True, dpi=(_DPI, _DPI))
            yield target.getvalue()


def _cut_down(picture: Image.Image, margin: float) -> Image.Image:
    """Cut a picture to the text area, less the head of the sample, and to where its printing ends."""
    if not margin:
        return picture
    side, top = margin * _MM, (margin + _HEAD_MM) * _MM
    inside = picture.crop(
        (round(side), round(top), round(picture.width - side / 1.15), round(picture.height - _FOOT_MM * _MM))
    )
    printed = ImageOps.invert(inside.convert("L")).getbbox()
    bottom = printed[3] if printed else 1
    return inside.crop((0, 0, inside.width, min(inside.height, round(bottom + _AIR_MM * _MM))))


def _keep(data: bytes, folder: Path) -> Cutting:
    path = folder / f"{hashlib.sha256(data).hexdigest()[:24]}.png"
    path.write_bytes(data)
    with Image.open(path) as picture:
        return Cutting(path, picture.width / _MM, picture.height / _MM)
