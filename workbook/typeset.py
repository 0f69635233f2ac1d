"""HTML -> Fragment: a tagged PDF of one section. The only user of WeasyPrint.

Writing space is elastic: a block's HTML names how many steps it may grow (``data-most``) and how tall a step is
(``data-step``, millimetres, or ``pitch`` for one writing line). A section is first laid out with the least space;
what is left over at the foot of each page is then shared out among the blocks of that page, in whole lines, and the
section is laid out again. A part that would run on to a nearly empty page is set a little tighter first (still at
12 points, lines still 8.5 mm apart).
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from workbook.problems import Place, Problem
from workbook.repair import repair

if TYPE_CHECKING:
    from weasyprint import Document

_MM = 96 / 25.4
_SPARE_MM = 1.5
_NEARLY_EMPTY = 1 / 3
_TIGHT = (
    "--gap:4.4mm;--above-heading:5.5mm;--below-heading:1.6mm;--between:1.7mm;--item:1.1mm;"
    "font-size:.96em;line-height:1.38"
)
_SOLID = frozenset({"ruled", "frame", "field", "exit"})
_PITCH_MM = {"standard": 8.5, "large-print": 11.5}


@dataclass(frozen=True)
class Fragment:
    """A section set in type: its PDF, its number of pages, and what was noticed on the way."""

    id: str
    pdf: bytes
    page_count: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Elastic:
    """A block that may grow: its element id, how many steps at most, and the height of one in mm."""

    id: str
    most: int
    step: float


def missing_library() -> str | None:
    """Give the name of the system library that WeasyPrint cannot load, or None if all are there."""
    try:
        import weasyprint  # noqa: F401, PLC0415
    except OSError as error:
        return str(error).partition(":")[0].removeprefix("cannot load library ")
    return None


def typeset(section_id: str, html: str, size: str, files: frozenset[Path], *, fields: bool = False) -> Fragment:
    """Set a section; with ``fields``, its inputs become form fields.

    Only the named files can be read while doing so; nothing is fetched.
    """
    log = _Log()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(log)
    try:
        document = _fit(html, size, files)
        raw = _write(document, fields=fields)
    finally:
        logger.removeHandler(log)
    pdf, pages = repair(raw)
    return Fragment(section_id, pdf, pages, tuple(log.problems(section_id)))


def _fit(html: str, size: str, files: frozenset[Path]) -> "Document":
    """Lay out with the least space, then again with the space that was left over."""
    document = _lay_out(html, files)
    tight = dict.fromkeys(_spilling(document), _TIGHT)
    if tight:
        tightened = _with_rules(html, tight)
        closer = _lay_out(tightened, files)
        if len(closer.pages) < len(document.pages):
            html, document = tightened, closer
    moved = dict.fromkeys(_better_on_the_next_page(document), "break-before:page")
    if moved:
        html = _with_rules(html, moved)
        document = _lay_out(html, files)
    for spare in (_SPARE_MM, 4.0, 9.0):
        growth = _share_out(document, _PITCH_MM[size], spare)
        if not growth:
            return document
        fitted = _lay_out(_with_rules(html, {name: f"--grow:{steps}" for name, steps in growth.items()}), files)
        if len(fitted.pages) == len(document.pages):
            return fitted
    return document


def _lay_out(html: str, files: frozenset[Path]) -> "Document":
    from weasyprint import HTML  # noqa: PLC0415 - takes 0.4 s, and "list" and "check" never need it
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    return HTML(string=html, url_fetcher=_fetcher(files)).render(
        font_config=FontConfiguration(), pdf_variant="pdf/ua-1"
    )


def _write(document: "Document", *, fields: bool) -> bytes:
    target = BytesIO()
    document.write_pdf(target, finisher=_finish, pdf_variant="pdf/ua-1", full_fonts=True, pdf_forms=fields)
    return target.getvalue()


def _share_out(document: "Document", pitch: float, spare: float) -> dict[str, int]:
    """Give each elastic block a number of steps: one each in turn, until the page is full or all have their most.

    Where a sheet takes several pages, one that is less than half full takes more than the most: a client may as
    well have the lines as an empty page.
    """
    growth: dict[str, int] = {}
    carries_on = [not any(map(_starts_here, _elements(p._page_box))) for p in document.pages]  # noqa: SLF001
    carries_on[0] = False
    for number, page in enumerate(document.pages):
        box = page._page_box  # noqa: SLF001 - the layout has no public reader
        blocks = list(_elastic_blocks(box, pitch))
        room = box.height / _MM
        left = (box.content_box_y() + box.height - _bottom(box)) / _MM - spare
        left = _grow(blocks, growth, left, beyond=False)
        if any(carries_on[number : number + 2]) and left > room / 2:
            _grow(blocks, growth, left - room * 0.4, beyond=True)
    return growth


def _grow(blocks: list[_Elastic], growth: dict[str, int], left: float, *, beyond: bool) -> float:
    """Share out millimetres in turns; give what is left."""
    growing = True
    while growing:
        growing = False
        for block in blocks:
            if block.step <= left and block.most and (beyond or growth.get(block.id, 0) < block.most):
                growth[block.id] = growth.get(block.id, 0) + 1
                left -= block.step
                growing = True
    return left


def _starts_here(element: Any) -> bool:
    """Tell whether an element is the mark with which an opening or a sheet begins."""
    return "mark" in (element.get("class") or "").split()


def _spilling(document: "Document") -> Iterator[str]:
    """Give the ids of the parts (openings and sheets) that run on to a page and leave it nearly empty."""
    for page in document.pages[1:]:
        box = page._page_box  # noqa: SLF001
        parts = [e for e in _elements(box) if e.tag == "section" and e.get("id")]
        full = (_bottom(box) - box.content_box_y()) / box.height
        if full < _NEARLY_EMPTY and len(parts) == 1:
            yield parts[0].get("id")


def _better_on_the_next_page(document: "Document") -> Iterator[str]:
    """Give the ids of the blocks to move over to a page that would else be nearly empty."""
    for before, page in pairwise(document.pages):
        box = page._page_box  # noqa: SLF001
        full = (_bottom(box) - box.content_box_y()) / box.height
        grows = any(e.get("data-most", "0") != "0" for e in _elements(box))
        fields = [e.get("id") for e in _elements(before._page_box) if _is_field(e)]  # noqa: SLF001
        if full < _NEARLY_EMPTY and not grows and len(fields) > 1 and not any(map(_starts_here, _elements(box))):
            yield fields[-1]


def _is_field(element: Any) -> bool:
    return "field" in (element.get("class") or "").split() and bool(element.get("id"))


def _with_rules(html: str, rules: dict[str, str]) -> str:
    """Add declarations for elements, by id, to the style sheet of a page."""
    style = "".join(f"#{name}{{{declarations}}}" for name, declarations in rules.items())
    return html.replace("</head>", f"<style>{style}</style></head>", 1)


def _elements(page: Any) -> Iterator[Any]:
    """Give the HTML elements that have a box on a page, each once."""
    seen = set()
    for box in _boxes(page):
        element = getattr(box, "element", None)
        if element is not None and id(element) not in seen:
            seen.add(id(element))
            yield element


def _elastic_blocks(page: Any, pitch: float) -> Iterator[_Elastic]:
    for element in _elements(page):
        if element.get("data-most") is not None:
            step = element.get("data-step")
            height = pitch if step == "pitch" else float(step)
            yield _Elastic(element.get("id"), int(element.get("data-most")), max(height, 0.5))


def _bottom(page: Any) -> float:
    """Give the lowest edge of what stands in the text area of a page, in CSS pixels."""
    inside = (box for child in page.children if type(child).__name__ != "MarginBox" for box in _boxes(child))
    edges = (box.position_y + box.margin_height() for box in inside if _paints(box))
    return max(edges, default=float(page.content_box_y()))


def _paints(box: Any) -> bool:
    """Tell whether a box fills its height: a line of text, a frame, a cell, or space to write on."""
    if type(box).__name__ == "LineBox":
        return True
    element = getattr(box, "element", None)
    if element is None:
        return False
    return element.tag in {"td", "th", "svg"} or bool(_SOLID & set((element.get("class") or "").split()))


def _boxes(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(child)


def _finish(document: "Document", pdf: Any) -> None:
    """While boxes still know their HTML: say where links go in words, let them print, give header cells a scope."""
    import pydyf  # noqa: PLC0415 - comes with WeasyPrint

    del pdf
    scopes = {"row": "/Row", "col": "/Column"}
    for page in document.pages:
        for box in _boxes(page._page_box):  # noqa: SLF001
            element = getattr(box, "element", None)
            if element is None:
                continue
            link = getattr(box, "link_annotation", None)
            if link:
                text = " ".join("".join(element.itertext()).split())
                link["Contents"] = pydyf.String(text or element.get("href", ""))
                link["F"] = 4
            mark = getattr(box, "mark", None)
            if mark is not None and element.tag == "th" and mark.get("S") == "/TH":
                mark["A"]["Scope"] = scopes.get(element.get("scope"), "/Column")


def _fetcher(files: frozenset[Path]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class ClosedFetcher(URLFetcher):  # type: ignore[misc]
        """Serves the declared files and small drawings inside the style sheet; refuses everything else."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            del headers
            parts = urlsplit(url)
            if parts.scheme == "data":
                if not url.startswith("data:image/svg+xml,") or len(url) > 20_000:  # noqa: PLR2004
                    raise ValueError("only small drawings may stand in a style sheet")
                return super().fetch(url)
            path = Path(unquote(parts.path))
            if parts.scheme == "file" and not parts.netloc and path in files:
                return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/ttf"})
            raise ValueError("this address is not part of the section")

    return ClosedFetcher()


class _Log(logging.Handler):
    """Collects what WeasyPrint complains about: each is a problem of the page, never just a line in a log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message not in self.messages:
            self.messages.append(message)

    def problems(self, section_id: str) -> Iterator[Problem]:
        for message in self.messages:
            text = f"The page could not be set as meant: {message}."
            yield Problem("print/layout", Place(section_id), text, "Please report this with the file that caused it.")
