"""The page of the editor: the text on one side, its problems and pages on the other."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Response

from workbook.library import KINDS as MODELS
from workbook.parse import parse
from workbook.problems import count, display_path
from workbook.source import SourceFile, read_text
from workbook.web.house import house
from workbook.web.looks import VIEWS, edition_of
from workbook.web.pages import page
from workbook.web.saving import NEW
from workbook.web.write.files import beneath
from workbook.web.write.previewing import Written
from workbook.web.write.previews import Seen


@dataclass(frozen=True)
class Paper:
    """A text on the desk: its kind and name, the file that it is for, and what that file was when it was opened.

    ``path`` is None where there is no folder to save into.
    """

    kind: str
    name: str
    path: Path | None
    text: str
    was: str

    @property
    def file(self) -> Path:
        """The file that it is for, or what it would be called."""
        return self.path or Path(f"{self.name}.yaml")

    @property
    def title(self) -> str:
        """Its title, as far as it can be read."""
        data = self.source.data if isinstance(self.source.data, dict) else {}
        title = data.get("title")
        return title if isinstance(title, str) and title else self.name

    @cached_property
    def source(self) -> SourceFile:
        """What is in it."""
        return read_text(self.text, self.file)


@dataclass(frozen=True)
class Saved:
    """What is said after saving: ``words``, and the address of its page if the library has it now."""

    words: str
    address: str = ""


def views_of(kind: str) -> list[str]:
    """Give the views of a kind: a worksheet has no pages for a facilitator."""
    return [one for one in VIEWS if kind == "modules" or one != "facilitator"]


def written_of(paper: Paper, view: str) -> Written:
    """Give what the workshop needs to know to preview it. A view that there is not is the usual one.

    Pages are those of a print on one side: they do not move to the left and right by turns, as they do to be bound.
    """
    here = house()
    stock = here.shelf.now()
    return Written(
        paper.kind,
        paper.file,
        here.folder.root or Path(),
        paper.text,
        replace(edition_of(view if view in views_of(paper.kind) else "standard", stock), sides="one"),
        here.settings.libraries,
        stock.preferences.theme,
        stock.preferences.locale,
        here.settings.clock(),
        stock.stamp,
    )


def show(  # noqa: PLR0913 - all named
    paper: Paper,
    *,
    view: str = "",
    line: int = 1,
    seen: Seen | None = None,
    saved: Saved | None = None,
    mistake: str = "",
    is_unsaved: bool = False,
) -> Response:
    """Give the page. ``is_unsaved`` says that the text is as it was sent, and on no disk."""
    here = house()
    other = beneath(here.shelf.now().library, here.folder, paper.kind, paper.name)
    return page(
        "write-desk.html",
        400 if mistake else 200,
        paper=paper,
        what=paper.kind.removesuffix("s"),
        shown=display_path(paper.file) if paper.path else "",
        is_new=paper.was == NEW,
        other=other.value.title if other else "",
        view=view if view in VIEWS else "standard",
        views=views_of(paper.kind),
        line=line,
        seen=seen,
        is_all=True,
        saved=saved,
        mistake=mistake,
        is_unsaved=is_unsaved,
    )


def read_only(kind: str, name: str, text: str, why: str) -> Response:
    """Give a text to read. Without a reason ``why`` it is shipped, and can be copied."""
    paper = Paper(kind, name, None, text, NEW)
    return page("write-shipped.html", paper=paper, what=kind.removesuffix("s"), why=why)


def saved_words(kind: str, text: str, path: Path, *, stands_before: bool) -> Saved:
    """Say what has become of a text by being saved."""
    what = kind.removesuffix("s")
    value: Any
    value, problems = parse(MODELS[kind], read_text(text, path))
    if value is not None:
        return Saved("Saved.", f"/{kind}/{value.id}")
    words = f"Saved. It has {count(len(problems), 'mistake')}, so it is not in the library yet."
    if stands_before:
        words += f" Until it is mended, the shipped {what} of this name is not there either."
    return Saved(words)
