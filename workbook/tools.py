"""What else determines a fragment besides its HTML: the versions of the tools, the fonts, and our own code."""

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from workbook.typefaces import DESIGNS, FONTS, SCRIPTS

_PACKAGES = frozenset(
    {"weasyprint", "pydyf", "pikepdf", "tinyhtml5", "tinycss2", "cssselect2", "pyphen", "pillow", "uharfbuzz"}
)
_LIBRARIES = {
    "pango_version_string": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "hb_version_string": ("libharfbuzz.so.0", "libharfbuzz.dylib", "libharfbuzz-0.dll"),
}
_OWN = (
    "extract.py",
    "faces.py",
    "forms.py",
    "fragment.py",
    "ink.py",
    "letters.py",
    "picturefile.py",
    "repair.py",
    "tags.py",
    "typeset/*.py",
    "verify/*.py",
)
_HOME = Path(__file__).parent


@cache
def toolchain() -> str:
    """Give a digest of what sets type here. Another version of any of it sets every section anew."""
    told = sorted(name for name in _installed() if name.partition("-")[0].lower() in _PACKAGES)
    told += [f"{function} {_library(function, names)}" for function, names in _LIBRARIES.items()]
    own = [path for pattern in _OWN for path in sorted(_HOME.glob(pattern))]
    scripts = [path for script in SCRIPTS.values() if (path := script.path)]
    designs = [design.path(file) for design in DESIGNS.values() for file in (design.upright, design.italic)]
    return _digest(told, (*FONTS.values(), *scripts, *designs, *own))


@cache
def program() -> str:
    """Give a digest of the whole program, and of all packages that it may use."""
    return _digest(sorted(_installed()), sorted(_HOME.rglob("*.py")))


def _digest(told: Iterable[str], files: Iterable[Path]) -> str:
    digest = hashlib.sha256("\n".join(told).encode())
    for path in files:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@cache
def _installed() -> tuple[str, ...]:
    """Give the packages that are installed, as name-version: the names of their folders say it."""
    folders = (Path(entry) for entry in dict.fromkeys(sys.path) if entry)
    return tuple(found.stem for folder in folders if folder.is_dir() for found in folder.glob("*.dist-info"))


def _library(function: str, names: tuple[str, ...]) -> str:
    """Ask a system library for its version. WeasyPrint loads the same; where it cannot be asked, it is "unknown"."""
    import ctypes  # noqa: PLC0415 - only here

    for name in names:
        try:
            call = getattr(ctypes.CDLL(name), function)
        except (OSError, AttributeError):
            continue
        call.restype = ctypes.c_char_p
        return str(call().decode("ascii", "replace"))
    return "unknown"
