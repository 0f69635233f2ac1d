"""Where the shipped templates, content and seeds lie: inside a wheel, or beside the package in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
# A wheel holds the three folders inside the package; a checkout holds them next to it.
_ROOT = _PACKAGE if (_PACKAGE / "content").is_dir() else _PACKAGE.parent

TEMPLATES = _ROOT / "templates"
CONTENT = _ROOT / "content"
SEEDS = _ROOT / "seeds"
SAMPLES = _PACKAGE / "samples" if (_PACKAGE / "samples").is_dir() else _ROOT / "tests" / "gallery"
