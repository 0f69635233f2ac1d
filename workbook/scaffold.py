"""New modules and programs: from a skeleton in ``seeds/``, or from a copy of one that exists."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from workbook import paths
from workbook.library import load
from workbook.problems import Place, Problem, ProblemsFound, did_you_mean, display_path
from workbook.yamlwrite import written

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def new(what: str, name: str, source: str | None, libraries: Sequence[Path]) -> Path:
    """Write a new file and give its path; ProblemsFound for a bad name, an unknown source or a file that exists."""
    path = free_path(what, name, libraries)
    return write(path, _text(what, name, source, libraries))


def free_path(what: str, name: str, libraries: Sequence[Path]) -> Path:
    """Give the path for a new file of this id; raise ProblemsFound if it is no id, or there is a file already."""
    if not _ID.fullmatch(name):
        good = id_for(name) or "my-module"
        message = f'"{name}" cannot be an id.'
        hint = f"Use lower-case letters, digits and hyphens, such as  {good}"
        raise ProblemsFound([Problem("schema/not-an-id", Place(name), message, hint)])
    path = (libraries[0] if libraries else Path()) / f"{what}s" / f"{name}.yaml"
    if path.exists():
        message, hint = "This file exists already.", "Choose another name, or edit the file."
        raise ProblemsFound([Problem("file/exists", Place(display_path(path)), message, hint)])
    return path


def write(path: Path, text: str) -> Path:
    """Write a new file, all of it or nothing, and give its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as stream:
        try:
            stream.write(text)
        except BaseException:
            path.unlink()
            raise
    return path


def _text(what: str, name: str, source: str | None, libraries: Sequence[Path]) -> str:
    """Give the text of the new file; ProblemsFound if there is nothing of the id that it is to start from."""
    if source is None:
        return start_text(what, name)
    library = load(libraries)
    if library.missing_folders:
        raise ProblemsFound(library.missing_folders)
    shelf = library.shelf(f"{what}s")
    if source not in shelf:
        hint = did_you_mean(source, shelf)
        message = f'There is no {what} "{source}" to start from.'
        code = "reference/unknown-module" if what == "module" else "reference/unknown-program"
        raise ProblemsFound([Problem(code, Place(source), message, hint)])
    return start_text(what, name, shelf[source].source.path)


def start_text(what: str, name: str, source: Path | None = None, title: str = "") -> str:
    """Give the text of a new file of an id: the skeleton, or a copy of ``source``, with another title if one is said.

    Raise OSError if the file cannot be read.
    """
    if source is None:
        text = (paths.SEEDS / "skeletons" / f"{what}.yaml").read_text(encoding="utf-8")
    else:
        text = _unreviewed(source.read_text(encoding="utf-8-sig"))
    told = {"id": name} | ({"title": title} if title else {})
    for key, value in told.items():
        line = f"{key}: {written(value, 0)[0]}"
        text = re.sub(rf"^{key}:.*(?:\n[ \t]+\S.*)*$", lambda _, line=line: line, text, count=1, flags=re.MULTILINE)  # type: ignore[misc]
    return text


def id_for(title: str) -> str:
    """Give the id that comes closest to a title; nothing if it has no letters of the alphabet."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-").lstrip("0123456789-")


def _unreviewed(text: str) -> str:
    """Take out whose review the old text had (nobody has read the new one), and point to the schema of a clinic."""
    text = re.sub(r"^review:(.*\n)(?:[ \t]+.*\n)*", "review:\n  status: unreviewed\n", text, flags=re.MULTILINE)
    return text.replace("$schema=../../", "$schema=../", 1)
