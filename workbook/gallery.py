"""The gallery, the author's handbook: every block beside its YAML, then all worksheets, in standard and large print.

Samples and worksheets are set as for paper, drawn as pictures, and the pictures are put on the pages of a catalogue.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, TypeAlias

from workbook.blocks import BLOCK_TYPES
from workbook.build import BuildResult, bind_and_prove
from workbook.cache import Cache
from workbook.catalog import first_sentence
from workbook.compose import DEFAULT_LOCALE, Section, Workbook, compose_handout
from workbook.cuttings import CUT_MM, Cutting, cut
from workbook.describe import keys_of, paragraphs
from workbook.edition import Edition
from workbook.library import Library, load
from workbook.model import StandingWorksheet
from workbook.pagination import PlacedPart, count_pages
from workbook.plan import Plan
from workbook.preparation import set_in_type
from workbook.request import Progress
from workbook.samples import forms_of, sample_section, yaml_of
from workbook.theme import load_theme
from workbook.workers import Crew

Size: TypeAlias = Literal["standard", "large-print"]
_SIZES: tuple[Size, ...] = ("standard", "large-print")


@dataclass(frozen=True)
class Form:
    """A form of a block in the catalogue: what it is called, its YAML and its answer, and pictures by size.

    ``blank`` and ``filled`` go by the size of print; the smallest form is shown in standard print only.
    """

    called: str
    yaml: str
    answer: str
    blank: dict[Size, tuple[Cutting, ...]]
    filled: dict[Size, tuple[Cutting, ...]]


@dataclass
class _Studio:
    """What is needed to set sections and to draw them: a crew, a cache, a folder for pictures."""

    library: Library
    crew: Crew
    progress: Progress
    cache: Cache | None
    folder: Path
    reused: int = 0

    def draw(self, sections: Sequence[Section], size: Size) -> dict[str, list[Cutting]]:
        """Set sections and give pictures of their pages, by the id of the section."""
        edition = Edition(size=size, sides="one")
        workbook = Workbook("Pictures", tuple(sections), edition, DEFAULT_LOCALE, folios=False)
        plan, placed = self.set(workbook)
        pdf = bind_and_prove(plan, placed, edition)
        keys = {section.id: part.key for section, part in zip(sections, plan.parts, strict=True)}
        samples = {section.id for section in sections if _is_sample(section)}
        found: dict[str, list[Cutting]] = {}
        for place in placed:
            key = keys[place.part.fragment.id]
            pages = range(place.first, place.first + place.part.fragment.page_count)
            margin = CUT_MM[size] if place.part.fragment.id in samples else 0.0
            name = f"{key} {margin}"
            found[place.part.fragment.id] = cut(pdf, pages, margin, self.folder, self.cache if key else None, name)
        return found

    def set(self, workbook: Workbook) -> tuple[Plan, tuple[PlacedPart, ...]]:
        """Set a workbook in type."""
        crisis = self.library.crisis[DEFAULT_LOCALE].value
        plan, placed, reused = set_in_type(workbook, crisis, load_theme(), self.crew, self.progress, self.cache)
        self.reused += reused
        return plan, placed


def build_gallery(
    progress: Progress, edition: Edition | None = None, cache: Cache | None = None, workers: int = 0
) -> BuildResult:
    """Print the catalogue; raise ProblemsFound if a sample or a worksheet is wrong."""
    library = load()
    edition = replace(edition or Edition(), sides="one")
    with Crew(workers) as crew, TemporaryDirectory(prefix="workbook-gallery-") as folder:
        studio = _Studio(library, crew, progress, cache, Path(folder).resolve())
        sections = [_start(library), _contents(library), *_block_pages(studio), *_sheet_pages(studio)]
        workbook = Workbook("Gallery of blocks and worksheets", tuple(sections), edition, DEFAULT_LOCALE, folios=True)
        plan, placed = studio.set(workbook)
    return BuildResult(plan.title, bind_and_prove(plan, placed, edition), count_pages(placed), reused=studio.reused)


def _start(library: Library) -> Section:
    """The first pages: what a worksheet is in YAML, and how to check and print it."""
    path = library.worksheets["weekly-goals"].source.path
    lines = path.read_text(encoding="utf-8").split("\n")
    yaml = "\n".join(line for line in lines if not line.startswith("#")).strip()
    context = {"keys": keys_of(StandingWorksheet), "yaml": yaml}
    return Section("gallery-start", "A worksheet in YAML", "gallery-start.html", context, "front")


def _contents(library: Library) -> Section:
    blocks = [(name, first_sentence(cls.__doc__ or "")) for name, cls in BLOCK_TYPES.items()]
    sheets = sorted((entry.value for entry in library.worksheets.values()), key=lambda sheet: sheet.title)
    context = {"blocks": blocks, "sheets": sheets}
    return Section("gallery-contents", "What is here", "gallery-contents.html", context, "front", needs_folios=True)


def _block_pages(studio: _Studio) -> list[Section]:
    """Give a section for each type of block, with the pictures of its samples."""
    files = {name: list(forms_of(name)) for name in BLOCK_TYPES}
    samples = [sample_section(path) for forms in files.values() for _, path in forms]
    drawn = {size: studio.draw(_loose(samples), size) for size in _SIZES}
    return [
        Section(f"gallery-{name}", name, "gallery-block.html", _about(name, forms, drawn), files=_files(drawn, forms))
        for name, forms in files.items()
    ]


def _loose(samples: Sequence[Section]) -> list[Section]:
    """Give each sample blank, and filled in if it has an answer, as sections of their own."""
    loose = []
    for sample in samples:
        loose.append(replace(sample, context={**sample.context, "answer": None}))
        if sample.context["answer"] is not None:
            filled = {**sample.context, "only_filled": True}
            loose.append(replace(sample, id=f"{sample.id}-filled", context=filled))
    return loose


def _is_sample(section: Section) -> bool:
    return section.template == "sample.html"


def _about(
    name: str,
    forms: Sequence[tuple[str, Path]],
    drawn: dict[Size, dict[str, list[Cutting]]],
) -> dict[str, object]:
    """Give what the page of a block shows."""
    shown = []
    for called, path in forms:
        yaml, answer = yaml_of(path)
        sizes = _SIZES if called != "smallest form" else _SIZES[:1]
        blank, filled = (
            {size: tuple(drawn[size].get(f"block-{path.stem}{ending}", ())) for size in sizes}
            for ending in ("", "-filled")
        )
        shown.append(Form(called, yaml, answer, blank, filled))
    return {"name": name, "about": paragraphs(BLOCK_TYPES[name]), "keys": keys_of(BLOCK_TYPES[name]), "forms": shown}


def _files(drawn: dict[Size, dict[str, list[Cutting]]], forms: Sequence[tuple[str, Path]]) -> tuple[Path, ...]:
    ids = [f"block-{path.stem}{ending}" for _, path in forms for ending in ("", "-filled")]
    return tuple(cutting.path for pictures in drawn.values() for name in ids for cutting in pictures.get(name, ()))


def _sheet_pages(studio: _Studio) -> list[Section]:
    """Give a section for each worksheet, with pictures of all its pages."""
    sheets = sorted((entry.value for entry in studio.library.worksheets.values()), key=lambda sheet: sheet.title)
    composed = compose_handout(studio.library, [sheet.id for sheet in sheets], Edition()).sections
    drawn = {size: studio.draw(composed, size) for size in _SIZES}
    pages = []
    for sheet in sheets:
        pictures = {size: tuple(drawn[size][sheet.id]) for size in _SIZES}
        files = tuple(cutting.path for cuttings in pictures.values() for cutting in cuttings)
        context = {"sheet": sheet, "used": dict.fromkeys(b.type for b in sheet.blocks), "pictures": pictures}
        pages.append(Section(f"gallery-sheet-{sheet.id}", sheet.title, "gallery-sheet.html", context, files=files))
    return pages
