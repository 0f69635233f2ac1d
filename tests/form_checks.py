"""What must hold for the form fields of a PDF. Checks give the faults they find; most of them no validator sees.

``form_faults`` takes any PDF with the HTML of its sections in order: one section as it was set, or a bound workbook.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from io import BytesIO
from itertools import combinations, zip_longest
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

RADIO = (1 << 15) | (1 << 14)
MULTI_LINE = 1 << 12
PRINT = 4
LATIN = 32

Faults = Iterator[str]


@dataclass(frozen=True)
class Input:
    """A place to fill in: as HTML says it, or as the PDF has it. ``group`` is the question of a radio button."""

    kind: str
    name: str
    words: str
    group: str = ""


def form_faults(data: bytes, pages: Sequence[str]) -> list[str]:
    """Give everything that is wrong with the form of a PDF that was made from these pages of HTML."""
    with pikepdf.open(BytesIO(data)) as pdf:
        wanted = list(_bound_inputs(pages))
        return [
            *_same_inputs(pdf, wanted),
            *_one_list_of_fields(pdf),
            *_groups_are_whole(pdf),
            *_states_have_appearances(pdf),
            *_text_has_one_font(pdf),
            *_widgets_are_plain(pdf),
            *_tags_hold_widgets(pdf),
        ]


def inputs(html: str) -> list[Input]:
    """Give the inputs of a page of HTML in their order."""
    reader = _Reader()
    reader.feed(html)
    return reader.found


def _bound_inputs(pages: Sequence[str]) -> Iterator[Input]:
    """Give the inputs of all pages. A page that comes again, as that for notes may, has a number behind its names."""
    copies: Counter[str] = Counter()
    for page in pages:
        copies[page] += 1
        suffix = f"--{copies[page]}" if copies[page] > 1 else ""
        yield from (replace(found, name=found.name + suffix) for found in inputs(page))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Input] = []
        self._group = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {key: value or "" for key, value in attrs}
        if told.get("role") == "radiogroup":
            self._group = told["aria-label"]
        if tag in {"input", "textarea", "select"}:
            kind = told["type"] if tag == "input" else tag
            group = self._group if kind == "radio" else ""
            self.found.append(Input(kind, told["name"], told["aria-label"], group))


def widgets(pdf: pikepdf.Pdf) -> list[tuple[int, Any]]:
    """Give all widgets in the order of the pages, each with the index of its page."""
    return [
        (i, note)
        for i, page in enumerate(pdf.pages)
        for note in page.get("/Annots", [])
        if note.get("/Subtype") == Name.Widget
    ]


def top(widget: Any) -> Any:
    """Give the field of a widget: the group of a radio button, else itself."""
    return widget.get("/Parent", widget)


def _same_inputs(pdf: pikepdf.Pdf, wanted: Sequence[Input]) -> Faults:
    """The widgets are the inputs of the HTML, in its order, and are called what it says."""
    for want, have in zip_longest(wanted, (_as_input(widget) for _, widget in widgets(pdf))):
        if want is None or have is None or (want.name, want.words, want.group) != (have.name, have.words, have.group):
            yield f"the HTML has {want}, the PDF {have}"
        elif have.kind not in {want.kind, {"text": "line", "textarea": "line"}.get(want.kind, want.kind)}:
            yield f"{want.name} is a {have.kind} and not a {want.kind}"


def _as_input(widget: Any) -> Input:
    field = top(widget)
    if field.get("/FT") == Name.Tx:
        kind = "textarea" if int(field.get("/Ff", 0)) & MULTI_LINE else "line"
    else:
        kind = "radio" if int(field.get("/Ff", 0)) & RADIO else "checkbox"
    group = str(field.get("/TU", "")) if kind == "radio" else ""
    return Input(kind, str(field.get("/T", "")), str(widget.get("/TU", "")), group)


def _one_list_of_fields(pdf: pikepdf.Pdf) -> Faults:
    """The form lists each field once, by a name without dots, in the order of the pages; it asks for nothing."""
    form = pdf.Root.get("/AcroForm", Dictionary())
    names = [str(field.get("/T", "")) for field in form.get("/Fields", [])]
    yield from (f"{n} fields are called {name!r}" for name, n in Counter(names).items() if n > 1 or not name)
    yield from (f"the dot in {name!r} parts the name" for name in names if "." in name)
    in_pages = list(dict.fromkeys(top(widget).objgen for _, widget in widgets(pdf)))
    if [field.objgen for field in form.get("/Fields", [])] != in_pages:
        yield "the form lists other fields than the pages have, or in another order"
    yield from (f"the form has {key}" for key in form if key not in {"/Fields", "/DR", "/DA"})
    yield from (
        f"the form has the font {key} besides"
        for key in form.get("/DR", Dictionary()).get("/Font", Dictionary())
        if key != "/Field"
    )


def _groups_are_whole(pdf: pikepdf.Pdf) -> Faults:
    """Radio buttons hang on a group, on one page, have no name or type of their own, and each has its own state."""
    pages: dict[Any, set[int]] = {}
    for number, widget in widgets(pdf):
        if "/Parent" in widget:
            pages.setdefault(widget.Parent.objgen, set()).add(number)
    for key, numbers in pages.items():
        group = pdf.get_object(key)
        name = str(group.get("/T", ""))
        kids = list(group.Kids)
        if group.get("/FT") != Name.Btn or int(group.get("/Ff", 0)) != RADIO:
            yield f"{name} is no group of radio buttons"
        if len(numbers) != 1:
            yield f"{name} goes over a page break"
        if any("/T" in kid or "/FT" in kid for kid in kids):
            yield f"{name} has a button with a name or type of its own"
        states = [state for kid in kids for state in kid.get("/AP", Dictionary(N=Dictionary())).N if state != "/Off"]
        if len(set(states)) != len(kids) or len(states) != len(kids):
            yield f"{name} has the states {states} for {len(kids)} buttons"
        if len(group.get("/Opt", [])) != len(kids) or group.get("/V") != Name.Off:
            yield f"{name} does not say what its buttons stand for, or one is chosen"


def _states_have_appearances(pdf: pikepdf.Pdf) -> Faults:
    """Buttons have a drawing for on and for off and are off; text fields are empty, and readers draw what is typed."""
    for _, widget in widgets(pdf):
        name = str(top(widget).get("/T", ""))
        if top(widget).get("/FT") == Name.Tx:
            if "/AP" in widget or "/V" in widget:
                yield f"{name} is not empty"
            continue
        states = widget.get("/AP", Dictionary(N=Dictionary())).N
        if "/Off" not in states or len(states) != 2:
            yield f"{name} has drawings for {list(states)}"
        elif any([float(edge) for edge in states[key].BBox] != [0, 0, *_size(widget)] for key in states):
            yield f"{name} has a drawing of another size"
        if widget.get("/AS") != Name.Off:
            yield f"{name} is on"
        if str(widget.get("/MK", Dictionary()).get("/CA", "")) != ("l" if "/Parent" in widget else "4"):
            yield f"{name} does not say what a reader may draw"


def _text_has_one_font(pdf: pikepdf.Pdf) -> Faults:
    """All fields use one simple font that is embedded whole; text has one size in a file."""
    looks = {str(widget.get("/DA", "")) for _, widget in widgets(pdf) if top(widget).get("/FT") == Name.Tx}
    if len(looks) > 1:
        yield f"the text of fields has several looks: {sorted(looks)}"
    for _, widget in widgets(pdf):
        if not str(widget.get("/DA", "")).startswith("/Field "):
            yield f"{top(widget).get('/T')} has the look {widget.get('/DA')}"
    if looks:
        font = pdf.Root.AcroForm.get("/DR", Dictionary()).get("/Font", Dictionary()).get("/Field", Dictionary())
        if (font.get("/Subtype"), font.get("/Encoding")) != (Name.TrueType, Name.WinAnsiEncoding):
            yield "the font of the fields is no simple font, in which readers can type"
        elif "/FontFile2" not in font.FontDescriptor or len(font.Widths) != 224:
            yield "the font of the fields is not embedded whole"
        elif int(font.FontDescriptor.Flags) != LATIN:
            yield "the font of the fields is called one of symbols"
    if any(
        str(font.BaseFont).endswith("Field") for page in pdf.pages for font in page.Resources.get("/Font", {}).values()
    ):
        yield "the pages hold the font of the fields once more"


def _widgets_are_plain(pdf: pikepdf.Pdf) -> Faults:
    """Widgets are printed, do nothing, lie on their page and not on each other."""
    for number, widget in widgets(pdf):
        name = str(top(widget).get("/T", ""))
        if int(widget.get("/F", 0)) != PRINT:
            yield f"{name} has the flags {widget.get('/F')}"
        if "/A" in widget or "/AA" in widget or "/AA" in top(widget):
            yield f"{name} does something"
        x1, y1, x2, y2 = (float(edge) for edge in widget.Rect)
        width, height = (float(edge) for edge in pdf.pages[number].MediaBox[2:])
        if not (0 < x1 < x2 < width and 0 < y1 < y2 < height) or x2 - x1 < 7 or y2 - y1 < 7:
            yield f"{name} has the place {list(widget.Rect)}"
        if "/P" not in widget or widget.P.objgen != pdf.pages[number].obj.objgen:
            yield f"{name} names another page"
    for number in range(len(pdf.pages)):
        here = [widget for page, widget in widgets(pdf) if page == number]
        for one, other in combinations(here, 2):
            if _overlap(one.Rect, other.Rect):
                yield f"{top(one).get('/T')} and {top(other).get('/T')} lie on each other"


def _tags_hold_widgets(pdf: pikepdf.Pdf) -> Faults:
    """Each widget is in one form element, and the tab key goes the way that the tags are read."""
    held = list(_held(pdf.Root.StructTreeRoot))
    in_pages = [widget.objgen for _, widget in widgets(pdf)]
    if [key for key, _ in held] != in_pages:
        yield "the tags are read in another order than the tab key goes, or hold other fields"
    parents = {int(k): v for k, v in _numbers(pdf.Root.StructTreeRoot.ParentTree)}
    elements = dict(held)
    for _, widget in widgets(pdf):
        element = elements.get(widget.objgen)
        named = parents.get(int(widget.get("/StructParent", -1)))
        if element is None or Name.Form != element.S or named is None or named.objgen != element.objgen:
            yield f"{top(widget).get('/T')} is not in a form element of its own"
    yield from (
        f"the tab key does not follow the tags on page {i}" for i, p in enumerate(pdf.pages) if p.Tabs != Name.S
    )


def _held(item: Any) -> Iterator[tuple[Any, Any]]:
    """Give the widgets below an element, each with the element that holds it, in reading order."""
    kids = item.get("/K", [])
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR:
            if kid.Obj.get("/Subtype") == Name.Widget:
                yield kid.Obj.objgen, item
        elif isinstance(kid, Dictionary) and kid.get("/Type") != Name.MCR:
            yield from _held(kid)


def _numbers(tree: Any) -> Iterator[tuple[Any, Any]]:
    flat = tree.get("/Nums", [])
    yield from ((flat[i], flat[i + 1]) for i in range(0, len(flat), 2))
    for kid in tree.get("/Kids", []):
        yield from _numbers(kid)


def _size(widget: Any) -> list[float]:
    x1, y1, x2, y2 = (float(edge) for edge in widget.Rect)
    return [round(x2 - x1, 3), round(y2 - y1, 3)]


def _overlap(one: Any, other: Any) -> bool:
    a, b, c, d = (float(edge) for edge in one)
    e, f, g, h = (float(edge) for edge in other)
    return min(c, g) - max(a, e) > 0.5 and min(d, h) - max(b, f) > 0.5
