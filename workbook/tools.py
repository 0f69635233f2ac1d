"""What else determines a fragment besides its HTML: the versions of the tools, the fonts, and our own code."""

import ctypes
import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from workbook.typefaces import FONTS

_PACKAGES = ("weasyprint", "pydyf", "pikepdf", "tinyhtml5", "tinycss2", "cssselect2", "pyphen", "pillow")
_LIBRARIES = {
    "pango_version_string": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "hb_version_string": ("libharfbuzz.so.0", "libharfbuzz.dylib", "libharfbuzz-0.dll"),
}
_OWN = ("cache.py", "extract.py", "faces.py", "forms.py", "fragment.py", "repair.py", "tags.py", "typeset/*.py")


@cache
def toolchain() -> str:
    """Give a digest of what sets type here. Another version of any of it sets every section anew."""
    told = [f"{name} {_version(name)}" for name in _PACKAGES]
    told += [f"{function} {_library(function, names)}" for function, names in _LIBRARIES.items()]
    digest = hashlib.sha256("\n".join(told).encode())
    home = Path(__file__).parent
    own = [path for pattern in _OWN for path in sorted(home.glob(pattern))]
    for path in (*FONTS.values(), *own):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def _library(function: str, names: tuple[str, ...]) -> str:
    """Ask a system library for its version. WeasyPrint loads the same; where it cannot be asked, it is "unknown"."""
    for name in names:
        try:
            call = getattr(ctypes.CDLL(name), function)
        except (OSError, AttributeError):
            continue
        call.restype = ctypes.c_char_p
        return str(call().decode("ascii", "replace"))
    return "unknown"
