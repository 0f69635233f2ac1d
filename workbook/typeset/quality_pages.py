"""Print quality of pages as a whole: how full they are, where they break, and whether there is room to write."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from workbook.typeset import Complaint
from workbook.typeset.quality import Finding, Sheet, in_foot
from workbook.typeset.quality_items import MM, Item, Rect, framed, mm

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LEAST_FULL = 1 / 4
_MAY_BE_SHORT = ("sample", "clinician", "toc", "about")
"""Parts that may end anywhere: samples, what a clinician reads about a sheet, the contents, the sources."""
_WORD, _PHRASE = 28 * MM, 12 * MM
"""The least width of a cell for a written word, and the least height for a phrase."""
_WRITES_IN = frozenset({"td", "div", "textarea", "input"})
_OWN_MISTAKE = "This is a mistake of the block, not of your text: please report it with the file."


def findings(sheet: Sheet) -> Iterator[Finding]:
    """Give what is wrong with the pages of a section."""
    yield from _stranded(sheet.pages)
    yield from _split(sheet.pages)
    yield from _empty(sheet.pages)
    yield from _too_long(sheet.least)
    yield from _small_cells(sheet.pages)


def _solid(item: Item) -> bool:
    """Tell whether something can be seen: a text, a frame, a drawing, or space to write on."""
    if item.kind == "TextBox":
        return bool(item.box.text.strip())
    return item.tag in {"td", "th", "svg"} or bool(item.classes & {"ruled", "typed"}) or framed(item)


def _standing(page: Sequence[Item]) -> list[Item]:
    """Give what can be seen in the text area of a page; that is nothing on one that is left blank."""
    return [item for item in page[1:] if _solid(item) and item.tag != "body" and not in_foot(item)]


def _part(item: Item) -> str:
    """Give the id of the section that something belongs to."""
    return next((i.element.get("id") or "" for i in item.up() if i.tag == "section"), "")


def _stranded(pages: Sequence[Sequence[Item]]) -> Iterator[Finding]:
    """A heading, a label or the head of a table as the last thing on a page, with what follows on the next."""
    for page, following in pairwise(pages):
        here, there = _standing(page), _standing(following)
        if not here or not there or _part(here[-1]) != _part(there[0]):
            continue
        heading = next((item for item in here[-1].up() if _announces(item)), None)
        if heading and _is_followed_by(heading, there[0]) and not _breaks_before(there[0], following):
            message = "This heading or label is the last thing on its page, and what follows is on the next"
            hint = "Put a page break before it, or move a block."
            yield Finding(Complaint(message, "", "print/stranded-heading", heading.id, hint))


def _is_followed_by(heading: Item, following: Item) -> bool:
    """Tell whether a heading or label is one of what follows: a label, only in its own block."""
    if heading.tag in _HEADINGS:
        return True
    blocks = [item.within("field") for item in (heading, following)]
    return getattr(blocks[0], "element", None) is getattr(blocks[1], "element", None)


def _breaks_before(first: Item, page: Sequence[Item]) -> bool:
    """Tell whether it was an author who began a page."""
    return any("b-page-break" in item.classes for item in page[: first.order])


def _announces(item: Item) -> bool:
    if item.tag in _HEADINGS or item.tag == "thead" or "label" in item.classes:
        return True
    return item.tag == "p" and item.box.style["break_after"] == "avoid"


def _split(pages: Sequence[Sequence[Item]]) -> Iterator[Finding]:
    """A row or a card that begins on one page and ends on another; a block that fits no page is told as too long."""
    seen: dict[int, int] = {}
    for number, page in enumerate(pages):
        for item in page:
            if not _whole(item):
                continue
            first = seen.setdefault(id(item.element), number)
            if first < number:
                what = "row of the table" if item.tag == "tr" else "frame"
                message = f"A {what} is split: it begins on page {first + 1} and ends on page {number + 1}"
                hint = "Use fewer words or lines in it; if they are few, please report this with the file."
                yield Finding(Complaint(message, "", "print/split-row", item.id, hint))


def _whole(item: Item) -> bool:
    """Tell whether something may not be parted by the end of a page."""
    if item.tag == "tr":
        return item.parent is not None and item.parent.tag == "tbody"
    return framed(item) and item.tag not in {"td", "th", "table", "body", "section", "html"}


def _empty(pages: Sequence[Sequence[Item]]) -> Iterator[Finding]:
    """A page that is less than a quarter full, unless it is meant so."""
    for number, page in enumerate(pages, 1):
        here, area = _standing(page), page[0].rect
        lowest = max((item.rect.bottom for item in here), default=area.top)
        full = (lowest - area.top) / area.height
        if full >= _LEAST_FULL or not here or _meant(here[0], pages[number] if number < len(pages) else ()):
            continue
        message = f"Page {number} is nearly empty: {full:.0%} of it are used"
        hint = "Give the sheet a little more, such as lines to write on, or a little less, so that a page is saved."
        yield Finding(Complaint(message, "", "print/empty-page", here[0].id, hint), 1 - full)


def _meant(first: Item, following: Sequence[Item]) -> bool:
    """Tell whether a page that begins so may be short: its author ends it there, or its part may end anywhere."""
    there = _standing(following)
    if there and _part(there[0]) == _part(first):
        return _breaks_before(there[0], following)
    return first.within(*_MAY_BE_SHORT) is not None


def _too_long(pages: Sequence[Sequence[Item]]) -> Iterator[Finding]:
    """A sheet that takes more pages than it may, or a block that is taller than a page, with the least space."""
    hint = "Take out a block, or ask for fewer lines or rows; or say how many pages it may take:  pages: {count}"
    for name, allowed, taken in _sheets(pages):
        over = len(taken) - allowed
        if over > 0:
            height = sum(taken) - allowed * pages[0][0].rect.height
            height = height if height > 0 else sum(taken[allowed:])  # what may not be parted leaves gaps
            meant = "one is" if allowed == 1 else f"{allowed} are"
            message = f"This sheet takes {len(taken)} pages where {meant} meant; it is {mm(height)} too long"
            yield Finding(Complaint(message, "", "print/too-long", name, hint.format(count=len(taken))), height)
    room = min(page[0].rect.height for page in pages)
    for item, height in _unbroken(pages):
        over_page = height - room
        message = "This block is taller than a page"
        message += f" by {mm(over_page)}" if over_page > 0 else ", with what must stay with it"
        yield Finding(Complaint(message, "", "print/too-long", item.id, "Ask for fewer lines or rows."), over_page)


def _sheets(pages: Sequence[Sequence[Item]]) -> Iterator[tuple[str, int, list[float]]]:
    """Give each sheet that says how many pages it may take (``data-most-pages``), and how much it uses of each page."""
    sheets: dict[str, tuple[int, list[float]]] = {}
    for page in pages:
        for item in page:
            if item.tag == "section" and item.element.get("data-most-pages"):
                used = max((i.rect.bottom for i in _standing(page)), default=item.rect.top) - page[0].rect.top
                sheets.setdefault(item.id, (int(item.element.get("data-most-pages")), []))[1].append(used)
    for name, (allowed, taken) in sheets.items():
        yield name, allowed, taken


def _unbroken(pages: Sequence[Sequence[Item]]) -> Iterator[tuple[Item, float]]:
    """Give the blocks that are to stay whole and do not, with their height on all pages."""
    parts: dict[int, list[Item]] = {}
    for page in pages:
        for item in page:
            if "field" in item.classes and item.box.style["break_inside"] == "avoid":
                parts.setdefault(id(item.element), []).append(item)
    for found in parts.values():
        height = sum(item.rect.height for item in found)
        if len(found) > 1:
            yield found[0], height


def _small_cells(pages: Sequence[Sequence[Item]]) -> Iterator[Finding]:
    """Space for a written word that is too small for handwriting, unless it is for numbers or ticks (data-compact)."""
    for page in pages:
        for item in page:
            if not _for_words(item, page) or any(_compact(outer) for outer in item.up()):
                continue
            lacks = _lacks(item.rect, rows="ruled" not in item.classes)
            if lacks:
                text, amount = lacks
                message = f"There is too little room for handwriting: a place to write is {text}"
                hint = "Use fewer columns or rows, or a wider page (page: landscape)."
                yield Finding(Complaint(message, "", "print/small-cell", item.id, hint), amount)


def _compact(item: Item) -> bool:
    return item.element is not None and (item.element.get("data-compact") is not None or "example" in item.classes)


def _for_words(item: Item, page: Sequence[Item]) -> bool:
    """Tell whether something is a blank place to write: an empty cell or frame, or ruled lines."""
    if item.tag == "th":
        return False
    if item.kind != "TableCellBox" and not item.classes & {"ruled", "frame"}:
        return False
    inside = _inside(item, page)
    return not any(i.kind == "TextBox" or (i.tag and i.tag not in _WRITES_IN) or "ruled" in i.classes for i in inside)


def _inside(item: Item, page: Sequence[Item]) -> Iterator[Item]:
    for other in page[item.order + 1 :]:
        if item not in other.up():
            return
        yield other


def _lacks(rect: Rect, *, rows: bool) -> tuple[str, float] | None:
    """Say what a place to write lacks in width or height."""
    if rect.width < _WORD - 0.5:
        return f"{mm(rect.width)} wide; a word needs 28 mm", _WORD - rect.width
    if rows and rect.height < _PHRASE - 0.5:
        return f"{mm(rect.height)} tall; a phrase needs 12 mm", _PHRASE - rect.height
    return None
