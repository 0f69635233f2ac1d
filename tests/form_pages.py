"""Sections as forms: a block, a handout or a page of a program, as HTML and as the PDF of that section alone."""

import atexit
from functools import cache
from io import BytesIO
from typing import Literal

import pikepdf

from tests.printing import some
from workbook import paths
from workbook.compose import DEFAULT_LOCALE, Section, Workbook, compose_handout, compose_program
from workbook.edition import Edition
from workbook.library import Library, load
from workbook.render import render
from workbook.repair import repair
from workbook.samples import sample_section
from workbook.theme import load_theme
from workbook.typefaces import FONTS
from workbook.typeset import Job
from workbook.typeset.setter import Setter

Size = Literal["standard", "large-print"]
Medium = Literal["print", "fillable", "screen"]

SIZES: tuple[Size, Size] = ("standard", "large-print")
BLOCKS = sorted(path.stem for path in paths.SAMPLES.glob("*.yaml"))
PAGES = ["cover", "crisis", "session", "closing", "notes"]


@cache
def library() -> Library:
    return load()


HANDOUTS = sorted([*library().modules, *library().worksheets])
FORMS: list[tuple[str, Size]] = [
    *((name, size) for name in PAGES for size in SIZES),
    *((name, SIZES[i % 2]) for i, name in enumerate(some(library().modules, 5))),
    *((name, SIZES[i % 2]) for i, name in enumerate(some(library().worksheets, 8))),
    *((name, SIZES[i % 2]) for i, name in enumerate(BLOCKS) if not name.endswith(("-smallest", "-largest"))),
]
"""What is set as a form, and how large: some modules, sheets and blocks in one of two sizes, pages in both."""


def source(name: str, edition: Edition) -> tuple[Workbook, Section]:
    """Give the workbook and the section that a name stands for: a block, a handout, or a page of a program."""
    if name in BLOCKS and name not in HANDOUTS:  # a sheet may be called like the block that it is made of
        section = sample_section(paths.SAMPLES / f"{name}.yaml")
        return Workbook("Gallery", (section,), edition, DEFAULT_LOCALE, folios=True), section
    if name in HANDOUTS:
        workbook = compose_handout(library(), [name], edition)
        return workbook, workbook.sections[-1]
    workbook = compose_program(library(), library().programs["resilience-group"].value, edition)
    found = [section for section in workbook.sections if section.template == f"{name}.html"]
    return workbook, found[0] if found else Section("notes", "Notes", "notes.html")


@cache
def page(name: str, size: Size = "standard", medium: Medium = "fillable") -> str:
    workbook, section = source(name, Edition(size=size, medium=medium))
    return render(section, workbook, load_theme(), library().crisis[DEFAULT_LOCALE].value)


@cache
def setter() -> Setter:
    atexit.register(setter.cache_clear)  # WeasyPrint deletes its fonts, and cannot when Python has ended
    return Setter()


@cache
def unrepaired(name: str, size: Size = "standard") -> bytes:
    html = page(name, size)
    pdf, complaints = setter().set(Job(name, name, html, size, fields=True, files=tuple(FONTS.values())))
    assert not complaints
    return pdf


@cache
def form(name: str, size: Size = "standard") -> bytes:
    """Give a section as a PDF with a form."""
    return repaired(unrepaired(name, size))


def repaired(data: bytes) -> bytes:
    """Give a PDF as it is after the repairs."""
    with pikepdf.open(BytesIO(data)) as pdf:
        repair(pdf)
        target = BytesIO()
        pdf.save(target)
        return target.getvalue()
