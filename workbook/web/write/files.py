"""What can be written: the modules and worksheets of the clinic's own folder, and how new ones start."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workbook.files import is_file
from workbook.library import Entry, Library
from workbook.model import Module, StandingWorksheet
from workbook.problems import did_you_mean, display_path
from workbook.scaffold import id_for, start_text
from workbook.source import SourceFile
from workbook.telling import IS_ID
from workbook.web.saving import Folder, Kept, NotSaved

KINDS = ("modules", "worksheets")
"""What has an editor."""
_TITLE = 60
"""Characters of a title, as the model has it."""

Item = Entry[Module] | Entry[StandingWorksheet]


class NotYet(ValueError):  # noqa: N818 - reads as what happened
    """A new file cannot start so; the message says why, in plain words."""


@dataclass(frozen=True)
class Own:
    """A file of the clinic's own. ``is_broken`` says that it has mistakes, and so is not in the library."""

    path: Path
    title: str
    is_broken: bool

    @property
    def name(self) -> str:
        """What the editor's address calls it: its name without ``.yaml``."""
        return self.path.stem

    @property
    def shown(self) -> str:
        """Where it lies, as it is shown to people."""
        return display_path(self.path)


def own_files(library: Library, folder: Folder, kind: str) -> list[Own]:
    """Give the clinic's own files of a kind, by title."""
    found = [
        *(Own(entry.source.path, entry.value.title, is_broken=False) for entry in _entries(library, kind)),
        *(Own(source.path, _title(source), is_broken=True) for of, source in library.all_broken if of == kind),
    ]
    return sorted((own for own in found if folder.holds(own.path)), key=lambda own: (own.title.casefold(), own.shown))


def own_path(library: Library, folder: Folder, kind: str, name: str) -> Path | None:
    """Give the clinic's own file of this name, or with this id; None if there is none."""
    paths = [entry.source.path for entry in _entries(library, kind)]
    paths += [source.path for of, source in library.all_broken if of == kind]
    own = [path for path in paths if path.stem == name and folder.holds(path)]
    own += [e.source.path for e in _entries(library, kind) if e.value.id == name and folder.holds(e.source.path)]
    if own:
        return own[0]
    try:
        path = folder.path(kind, name)
    except NotSaved:
        return None
    return path if is_file(path) and folder.holds(path) else None  # it was saved a moment ago


def path_for(library: Library, folder: Folder, kind: str, name: str) -> Path | None:
    """Give the clinic's own file of this name, or where a new one will lie; None if it can lie nowhere."""
    own = own_path(library, folder, kind, name)
    if own or folder.root is None or not IS_ID.fullmatch(name):
        return own
    return folder.path(kind, name)


def beneath(library: Library, folder: Folder, kind: str, name: str) -> Item | None:
    """Give what a file of this name in the clinic's folder stands in front of: the shipped one, or another folder's."""
    others = (e for e in _entries(library, kind) if e.value.id == name and not folder.holds(e.source.path))
    return next(others, None)


def may_start(library: Library, folder: Folder, kind: str, title: str) -> str:
    """Give the id for a new file of this title. Raise NotYet if there can be none, or there is such a file."""
    name, what = id_for(title), kind.removesuffix("s")
    if not title:
        raise NotYet("Write a title. You can change it later.")
    if len(title) > _TITLE:
        raise NotYet(f"The title has {len(title)} letters; {_TITLE} is the most.")
    if not IS_ID.fullmatch(name):
        raise NotYet(
            "The file is named after the title, and needs a word in the letters a to z. Write one, such as Calm"
        )
    if own_path(library, folder, kind, name) or name in library.shelf(kind):
        raise NotYet(f"There is a {what} “{name}” already. Choose another title.")
    other = next((one for one in KINDS if one != kind and name in library.shelf(one)), None)
    if other:
        raise NotYet(f"There is a {other.removesuffix('s')} “{name}” already. Choose another title.")
    return name


def first_text(library: Library, kind: str, name: str, source: str, title: str) -> str:
    """Give the text that a new file starts with: the skeleton, or a copy. Raise NotYet if there is nothing to copy."""
    what = kind.removesuffix("s")
    shelf = library.shelf(kind)
    if source not in shelf and (source or kind != "modules"):
        hint = did_you_mean(source, shelf) if source and len(source) <= _TITLE else ""
        raise NotYet(f"Choose a {what} to start from. {hint}".strip())
    try:
        return start_text(what, name, shelf[source].source.path if source else None, title)
    except OSError as error:
        raise NotYet(f"What it starts from cannot be read: {error.strerror}.") from None


def why_not(kept: Kept) -> str:
    """Say why a file cannot be changed in a browser; nothing if it can."""
    try:
        (kept.data or b"").decode("utf-8-sig")
    except UnicodeDecodeError:
        return "This file is not UTF-8 text, so it cannot be changed here. Save it with the encoding UTF-8 first."
    return ""


def _entries(library: Library, kind: str) -> Iterator[Item]:
    model = Module if kind == "modules" else StandingWorksheet
    for entry in library.all_entries:
        if isinstance(entry.value, model):
            yield entry


def _title(source: SourceFile) -> str:
    """Give the title of a file with mistakes, or its name."""
    data = source.data if isinstance(source.data, dict) else {}
    title = data.get("title")
    return title if isinstance(title, str) and title else source.path.stem
