"""Pictures of pages: PNG, for slides and previews. Drawn by PDFium, as a browser would show the file."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2

POINTS_PER_INCH = 72
SCREEN_DPI = 96
"""Pixels per inch at which a page has the size of paper on a screen (the reference pixel of CSS)."""

_SPECK = 1e-6
"""Sizes are rounded up to whole pixels: a box from 11.339 to 623.339 points, in binary, would be one too many."""


def pictures(pdf: bytes, dpi: int = SCREEN_DPI, *, grey: bool = False) -> Iterator[bytes]:
    """Give each page as a PNG that knows its resolution, so that it keeps the size of paper on a slide."""
    if dpi < 1:
        raise ValueError(f"a picture cannot have {dpi} dots per inch")
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        scale = dpi / POINTS_PER_INCH * (1 - _SPECK)
        for page in document:
            bitmap = page.render(scale=scale, grayscale=grey, rev_byteorder=True)
            target = BytesIO()
            bitmap.to_pil().save(target, "PNG", dpi=(dpi, dpi))
            bitmap.close()
            page.close()
            yield target.getvalue()


def write_pictures(
    pdf: bytes, folder: Path, stem: str = "page", *, dpi: int = SCREEN_DPI, grey: bool = False
) -> list[Path]:
    """Write ``page-01.png`` and so on into a folder, which is made if it is not there; give the files.

    Pictures of the same stem from an earlier run are replaced, also those of pages that are no more; other files stay.
    All pictures are drawn before the first is put in its place. Raise OSError if a file or the folder cannot be
    written.
    """
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".pictures-") as aside:
        drawn = []
        for number, picture in enumerate(pictures(pdf, dpi, grey=grey), 1):
            drawn.append(Path(aside, str(number)))
            drawn[-1].write_bytes(picture)
        digits = len(str(len(drawn)))
        targets = [folder / f"{stem}-{number:0{digits}}.png" for number in range(1, len(drawn) + 1)]
        for target in targets:
            if target.is_dir():
                raise IsADirectoryError(21, "a folder has the name of a picture", str(target))
        for done, target in zip(drawn, targets, strict=True):
            done.replace(target)
    for old in set(_pictures_in(folder, stem)) - set(targets):
        old.unlink()
    return targets


def _pictures_in(folder: Path, stem: str) -> list[Path]:
    """Find the pictures of an earlier run."""
    name = re.compile(re.escape(stem) + r"-\d+\.png")
    return [path for path in folder.iterdir() if name.fullmatch(path.name) and path.is_file()]
