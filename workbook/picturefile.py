"""Whether a picture can be printed: it is what its name says, not too large, and refers to nothing outside itself."""

import re
import warnings
from io import BytesIO

from PIL import Image, ImageFile

LARGEST_FILE = 20 * 2**20
"""Bytes: a photo from a telephone has 5 MB; more than 20 is a mistake, or an attack."""
_MOST_PIXELS = 50_000_000
"""A page of A4 at 600 dots an inch has 35 million; a file of a few kB can claim billions, which fill the memory."""
_OUTSIDE = re.compile(r"(?:href|src)\s*=|url\s*\(|@import|<!ENTITY", re.IGNORECASE)
_PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


def picture_kind(data: bytes, suffix: str) -> str:
    """Give the media type of a picture that is what its name says, and can do no harm; raise ValueError for others."""
    if suffix in _PICTURES:
        _refuse_large_picture(data, _PICTURES[suffix])
        return _PICTURES[suffix]
    if suffix == ".svg":
        _refuse_open_drawing(data)
        return "image/svg+xml"
    raise ValueError("only fonts and pictures (PNG, JPEG, SVG) can be used")


def in_grey(data: bytes, kind: str) -> tuple[bytes, str]:
    """Give a picture without color, and its media type. A drawing stays as it is: its colors may be anywhere in it."""
    if kind not in _PICTURES.values():
        return data, kind
    with Image.open(BytesIO(data), formats=[kind.removeprefix("image/")]) as picture:
        clear = "A" in picture.getbands() or "transparency" in picture.info
        grey = picture.convert("RGBA").convert("LA") if clear else picture.convert("L")
    target = BytesIO()
    grey.save(target, "PNG")
    return target.getvalue(), _PICTURES[".png"]


def is_damaged(data: bytes, suffix: str) -> bool:
    """Whether a picture that seems right cannot be unpacked whole; a drawing is not looked at."""
    if suffix not in _PICTURES:
        return False
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False  # WeasyPrint sets it for all
    try:
        with Image.open(BytesIO(data)) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError):
        return True
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    return False


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
