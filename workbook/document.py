"""A workbook as data: its sections and its sheets, before anything is set in type."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from workbook.blocks.base import Block
from workbook.clinic import Clinic, Resource
from workbook.edition import Binding, Edition
from workbook.language import language_of
from workbook.model import Character
from workbook.overrides import NO_OVERRIDES, Overrides
from workbook.source import SourceFile


@dataclass(frozen=True)
class Section:
    """A part of a workbook that is set in type on its own.

    ``template`` names a file of ``templates/print``, ``context`` is what it is given. ``side`` says on which side of a
    leaf it begins; ``depth`` is its level in the outline (1 for a session, 2 for what belongs to one). ``source`` is
    the file that its text stands in, ``others`` the files of standing worksheets that it uses, by their ids. What is
    ``personal`` carries somebody's name, and is never kept. ``files`` are the pictures (real paths) that its template
    shows. ``copies`` is how many of it are to be printed.
    """

    id: str
    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    matter: Literal["front", "body"] = "body"
    side: Literal["right", "any"] = "any"
    depth: int = 1
    needs_folios: bool = False
    personal: bool = False
    source: SourceFile | None = None
    others: Mapping[str, SourceFile] = field(default_factory=dict)
    files: tuple[Path, ...] = ()
    copies: int = 1


@dataclass(frozen=True)
class Sheet:
    """A worksheet as it is printed: blank, or filled in as an example by a character.

    ``pages`` is how many the blank sheet may take in the standard edition.
    """

    id: str
    title: str
    purpose: str
    blocks: tuple[Block, ...]
    distress: bool = False
    page: Literal["portrait", "landscape"] = "portrait"
    pages: int | None = None
    character: Character | None = None
    line: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def bare(self) -> bool:
        """Whether it is printed without the head and the foot of a worksheet."""
        return any(block.bare for block in self.blocks)

    def lies(self, size: str) -> bool:
        """Whether the paper lies on its long side; in large print only where a block cannot do without."""
        if size == "large-print":
            return any(block.lies_in_large_print for block in self.blocks)
        return self.page == "landscape"


@dataclass(frozen=True)
class Workbook:
    """The complete document as data. ``folios`` says whether pages carry the numbers of the whole workbook.

    ``clinic`` is what may be printed of the clinic, ``resources`` are the places near by, ``templates`` its own ones.
    """

    title: str
    sections: tuple[Section, ...]
    edition: Edition
    language: str
    folios: bool
    clinic: Clinic | None = None
    resources: tuple[Resource, ...] = ()
    logo: Path | None = None
    templates: Overrides = NO_OVERRIDES

    @property
    def binding(self) -> Binding:
        """Where its right-hand pages are bound."""
        if self.edition.sides == "one":
            return "none"
        return "right" if language_of(self.language).direction == "rtl" else "left"
