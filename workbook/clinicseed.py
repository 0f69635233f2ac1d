"""A new folder for a clinic: the one of ``seeds/clinic``, small and commented."""

import tempfile
from pathlib import Path

from workbook import paths
from workbook.files import is_folder
from workbook.problems import Place, Problem, ProblemsFound, display_path

_SEED = paths.SEEDS / "clinic"
_GITIGNORE = "gitignore"
"""The seed has no dot before it: that would hide files of this project."""


def seed_text(name: str) -> str:
    """Give the text of a file of the seed, such as ``clinic.yaml``."""
    return (_SEED / name).read_text(encoding="utf-8")


def new_clinic(folder: Path) -> Path:
    """Make a clinic's folder and give its path, all of it or nothing; ProblemsFound if there is something already."""
    if folder.is_symlink() or (folder.exists() and not (is_folder(folder) and not any(folder.iterdir()))):
        message, hint = "There is something in this place already.", "Choose the name of a new folder."
        raise ProblemsFound([Problem("file/exists", Place(display_path(folder)), message, hint)])
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".workbook-") as aside:
        made = Path(aside) / "clinic"
        for path in sorted(path for path in _SEED.rglob("*") if path.is_file()):
            name = path.relative_to(_SEED)
            target = made / (f".{name}" if name.name == _GITIGNORE else name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    return folder
