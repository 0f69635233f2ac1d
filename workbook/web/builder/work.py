"""A program that somebody works on in the builder: what it starts from, its file, and how it is saved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import abort

from workbook.library import Library
from workbook.ownfile import Start, Wish, copied, start_from, start_new, text_for
from workbook.problems import display_path
from workbook.web.house import house
from workbook.web.saving import NEW, Collision, Kept, NotSaved, data_of
from workbook.web.shelf import Stock
from workbook.yamledit import KeptYaml

_LONGEST_ID = 50
_MOST_NAMES = 100


@dataclass(frozen=True)
class Work:
    """A program that somebody works on. ``file`` is its own, if it has one that extends another program.

    ``why_not`` says why the file that there is is not touched: then it is saved as another program.
    """

    name: str
    stock: Stock
    start: Start
    file: Kept | None = None
    why_not: str = ""

    @property
    def is_new(self) -> bool:
        """Whether saving makes a new file."""
        return self.file is None or bool(self.why_not)

    @property
    def was(self) -> str:
        """The digest of the file that the page is made from."""
        return NEW if self.file is None else self.file.digest

    @property
    def base_title(self) -> str:
        """The title of the program that it extends."""
        return self.stock.library.programs[self.start.base].value.title

    @property
    def address(self) -> str:
        """The address of its page."""
        return f"/programs/{self.name}/change"


def work_on(name: str) -> Work:
    """Find a program, and the file that changes of it go to. There is no page for one with mistakes."""
    here = house()
    stock = here.shelf.now()
    if name not in stock.library.programs:  # it may have been saved a moment ago
        stock = here.shelf.newest()
    library = stock.library
    if name in library.broken and library.broken[name][0] == "programs":
        abort(404, "The file of this program has mistakes. Mend it first; the page Problems says where.")
    if name not in library.programs:
        abort(404, "There is no program of this name.")
    path = library.programs[name].source.path
    if name not in library.own:
        is_ours = library.programs[name].root in here.settings.libraries
        why = f"{path.name} was written by hand, and extends no other program." if is_ours else ""
        return Work(name, stock, start_new(library, name, name, path), why_not=why)
    try:
        file = here.folder.read(path)
    except NotSaved as error:
        abort(404, str(error))
    start = start_from(library, path, (file.data or b"").decode("utf-8", errors="replace"))
    if start is None:
        abort(404, "The file of this program was changed just now, and has mistakes. The page Problems says where.")
    return Work(name, stock, start, file, _why_not(start))


def _why_not(start: Start) -> str:
    """Say why a file is not changed from here; "" if it is."""
    if not house().folder.holds(start.path):
        return f"This program lies in {display_path(start.path)}, and not in the folder that is saved into."
    if KeptYaml.of(start.text) is None:
        return f"{start.path.name} is written in a way that cannot be changed from here without changing all of it."
    return ""


def save_new(work: Work, wish: Wish) -> str:
    """Save a program under a name that is free, and give the name. Raise NotSaved if it cannot be."""
    here, library = house(), work.stock.library
    for name in _free_names(library, wish.title):
        path = here.folder.path("programs", name)
        start = copied(work.start, name, path) if work.file else start_new(library, name, work.start.base, path)
        try:
            here.folder.save(path, data_of(text_for(library, start, wish) or ""), NEW)
        except Collision:
            continue  # somebody else has just saved one of this name
        return name
    raise NotSaved("There are too many programs of this name. Give yours another title.")


def _free_names(library: Library, title: str) -> Iterator[str]:
    """Give names that nothing has yet, made from a title."""
    taken = {*library.programs, *library.own, *library.broken, *library.modules, *library.worksheets}
    stem = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:_LONGEST_ID].strip("-")
    stem = stem if stem[:1].isalpha() else f"program-{stem}".strip("-")
    names = (stem, *(f"{stem}-{number}" for number in range(2, _MOST_NAMES)))
    yield from (name for name in names if name not in taken)
