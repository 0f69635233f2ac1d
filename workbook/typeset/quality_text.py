"""Print quality of what is read: nothing cut off, nothing over other text, large enough, in our own type."""

from collections.abc import Iterator, Sequence

from workbook.typeset import Complaint
from workbook.typeset.quality import Finding, Sheet, in_foot, printed_text
from workbook.typeset.quality_items import MM, Item, Rect, depth, framed, mm, words

_OUT = 0.8 * MM
"""How far ink may reach over an edge before it shows: rounding, and letters that swing out."""
_OVER = 0.6 * MM
_BINDING = 17 * MM
"""Punched holes reach 12 mm into the paper, and need some room."""
_SMALLEST = {"standard": (10.0, 8.5), "large-print": (15.0, 10.5)}
"""Points: the smallest type on the page, and in the running foot."""
_FOR_STAFF = 8.5
_POINT = 0.75


def findings(sheet: Sheet) -> Iterator[Finding]:
    """Give what is wrong with what is to be read, page by page."""
    for page in sheet.pages:
        texts = list(printed_text(page))
        body = [text for text in texts if not in_foot(text)]
        yield from _overflow(page, body)
        yield from _overlap(page, body)
        yield from _small_type(texts, sheet.size)
        yield from _other_font(texts, sheet.families)
        yield from _in_the_binding(page, texts)


def _overflow(page: Sequence[Item], texts: Sequence[Item]) -> Iterator[Finding]:
    """Words that run out of the text area, or of the box that is drawn around them; and boxes that do."""
    hint = "Make the text shorter, or give the block more room; if both are short, please report this with the file."
    for item in (*texts, *filter(_drawn, page)):
        about = words(item) if item.kind == "TextBox" else ""
        what = f'The words "{about}" run' if about else "Space to write on or a drawing runs"
        for frame, name in ((page[0].rect, "text area of the page"), (_frame_around(item), "box that is around it")):
            out = item.rect.beyond(frame) if frame else 0.0
            if out > _OUT:
                where = name.replace("it", "them") if about else name
                message = f"{what} {mm(out)} out of the {where}"
                yield Finding(Complaint(message, about, "print/overflow", item.id, hint), out)


def _drawn(item: Item) -> bool:
    if in_foot(item):
        return False
    return item.tag == "svg" or bool(item.classes & {"ruled", "typed"}) or (framed(item) and item.tag != "body")


def _frame_around(item: Item) -> Rect | None:
    """Give the inside of the nearest box that is drawn around something, or cuts off what is too long."""
    inner = item
    for outer in item.up():
        if outer is item:
            continue
        if inner.box.style["position"] in {"absolute", "fixed"}:
            return None  # set there on purpose, such as a word on the line of a frame
        if outer.tag in {"td", "th"} or framed(outer) or outer.box.style["overflow"] != "visible":
            return outer.rect
        inner = outer
    return None


def _overlap(page: Sequence[Item], texts: Sequence[Item]) -> Iterator[Finding]:
    """Lines of text that run over each other, and frames that cut into each other."""
    hint = "Make one of the two texts shorter; if both are short, please report this with the file."
    for one, other, shared in _pairs(texts):
        if one.parent is not other.parent and not _same_line(one, other):
            about = words(other)
            message = f'The words "{words(one)}" and "{about}" run into each other by {mm(shared)}'
            yield Finding(Complaint(message, about, "print/overlap", other.id, hint), shared)
    for one, other, shared in _pairs([item for item in page if _boxed(item)]):
        apart = one.rect.beyond(other.rect) > _OVER and other.rect.beyond(one.rect) > _OVER
        if apart and one not in other.up() and other not in one.up():
            message = f"Two boxes run into each other by {mm(shared)}"
            yield Finding(Complaint(message, "", "print/overlap", other.id, hint), shared)


def _same_line(one: Item, other: Item) -> bool:
    lines = [next((i for i in text.up() if i.kind == "LineBox"), None) for text in (one, other)]
    return lines[0] is lines[1]


def _boxed(item: Item) -> bool:
    """Tell whether a box must stand clear of others: a block of the sheet, or a frame that is not part of a table."""
    in_flow = item.box.style["position"] not in {"absolute", "fixed"}
    return in_flow and ("field" in item.classes or (framed(item) and item.tag not in {"td", "th", "table", "tr"}))


def _pairs(some: Sequence[Item]) -> Iterator[tuple[Item, Item, float]]:
    """Give each two that reach into each other, in the order of the page, and how far."""
    waiting: list[Item] = []
    for item in sorted(some, key=lambda item: item.rect.top):
        waiting = [other for other in waiting if other.rect.bottom > item.rect.top]
        for other in waiting:
            texts = item.kind == other.kind == "TextBox"
            shared = depth(item, other) if texts else item.rect.shared(other.rect)
            if shared > _OVER:
                yield (*sorted((item, other), key=lambda item: item.order), shared)  # type: ignore[misc]
        waiting.append(item)


def _small_type(texts: Sequence[Item], size: str) -> Iterator[Finding]:
    least, foot = _SMALLEST[size]
    for text in texts:
        limit = foot if in_foot(text) else _FOR_STAFF if text.within("facilitator", "clinician", "handbook") else least
        points = text.box.style["font_size"] * _POINT
        if points < limit - 0.05:
            message = f'The words "{words(text)}" are printed in {points:.1f} points; {limit:g} is the least here'
            hint = "This is a mistake of the block, not of your text: please report it with the file."
            yield Finding(Complaint(message, words(text), "print/small-type", text.id, hint), limit - points)


def _other_font(texts: Sequence[Item], families: frozenset[str]) -> Iterator[Finding]:
    for text in texts:
        family = next(iter(text.box.style["font_family"]), "")
        if family not in families:
            message = f'The words "{words(text)}" are printed in a font that does not belong to this page ({family})'
            hint = "This is a mistake of the block, not of your text: please report it with the file."
            yield Finding(Complaint(message, words(text), "print/other-font", text.id, hint))


def _in_the_binding(page: Sequence[Item], texts: Sequence[Item]) -> Iterator[Finding]:
    """What punched holes would go through: on the left, on the right where one reads from there, or at the top."""
    box = page[0].box
    width, lies = box.margin_width(), box.margin_width() > box.margin_height()
    mirrored = box.style["direction"] == "rtl"
    for item in (*texts, *filter(_drawn, page)):
        edge = item.rect.top if lies else width - item.rect.right if mirrored else item.rect.left
        if edge < _BINDING - 0.5:
            about = words(item) if item.kind == "TextBox" else ""
            what = f'The words "{about}" stand' if about else "A box or a drawing stands"
            message = f"{what} {mm(edge)} from the edge where the sheet is bound; 17 mm is the least"
            hint = "This is a mistake of the block, not of your text: please report it with the file."
            yield Finding(Complaint(message, about, "print/in-the-binding", item.id, hint), _BINDING - edge)
