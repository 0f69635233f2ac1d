"""What a path leads to, asked without an error for any path that somebody may type."""

import os
from pathlib import Path


def real_path(path: Path) -> Path:
    """Follow links, without an error where they go round in a ring."""
    return Path(os.path.realpath(path))


def is_folder(path: Path) -> bool:
    """Tell a folder, without an error where the name is too long or may not be looked at."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises


def is_file(path: Path) -> bool:
    """Tell a file, without an error where the name is too long or may not be looked at."""
    return os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises
