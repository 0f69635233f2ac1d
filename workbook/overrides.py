"""A clinic's own templates: files of ``templates/`` in its folder, which stand in for the shipped ones."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from workbook.files import is_file, real_path

TEMPLATES = "templates"
"""The folder of a clinic's own templates; the names in it are those of the shipped ones, such as print/cover.html."""
SUFFIXES = frozenset({".html", ".css"})
"""What a template is called at its end. Other files of the folder are not read."""


@dataclass(frozen=True)
class OwnTemplate:
    """One file of a clinic's own: its name as templates call each other, where it is, and the folder around it."""

    name: str
    path: Path
    root: Path

    @property
    def is_inside(self) -> bool:
        """Whether the file lies in its folder: a link may lead out of it."""
        return real_path(self.path).is_relative_to(real_path(self.root))


@dataclass(frozen=True)
class Overrides:
    """The templates of clinics' folders, the first of a name first; ``digest`` changes with any of their bytes."""

    files: tuple[OwnTemplate, ...] = ()
    digest: str = ""

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.files)

    @cached_property
    def by_name(self) -> dict[str, OwnTemplate]:
        """The files by their names; the first folder wins, and what a link leads out to is left out."""
        return {file.name: file for file in reversed(self.files) if file.is_inside}


NO_OVERRIDES = Overrides()
"""Only the shipped templates."""


def find_overrides(folders: Sequence[Path]) -> Overrides:
    """Find the templates of clinics' folders."""
    files = tuple(file for folder in folders for file in _inside(folder / TEMPLATES))
    digest = hashlib.sha256()
    for file in files:
        try:
            data = file.path.read_bytes() if file.is_inside else b""
        except OSError:  # told of when the file is needed
            data = b""
        digest.update(b"%b %d " % (str(file.path).encode(), len(data)) + data)
    return Overrides(files, digest.hexdigest() if files else "")


def _inside(root: Path) -> Iterator[OwnTemplate]:
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if path.suffix.lower() in SUFFIXES and is_file(path) and not any(part.startswith(".") for part in name.parts):
            yield OwnTemplate(name.as_posix(), path, root)
