"""What stands on a laid-out page, ready to be measured: each box with its place, what it is part of, and its HTML.

Places are in CSS pixels from the upper left of the page, as they are printed: turned and moved by ``transform``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import hypot
from typing import Any, NamedTuple

MM = 96 / 25.4
"""CSS pixels in a millimetre."""

_ASCENT, _DESCENT = 0.72, 0.2
"""How far the ink of a line reaches above and below its baseline, as shares of the size of type."""

_OF_LINES = frozenset({"TextBox", "LineBox"})


class Rect(NamedTuple):
    """A rectangle on a page: its left, top, right and bottom edge."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """The width in CSS pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """The height in CSS pixels."""
        return self.bottom - self.top

    def beyond(self, other: "Rect") -> float:
        """How far this reaches out of another on the side where it is farthest out."""
        return max(other.left - self.left, other.top - self.top, self.right - other.right, self.bottom - other.bottom)

    def shared(self, other: "Rect") -> float:
        """How far two rectangles reach into each other: the lesser of the shared width and height; not above 0: not."""
        return min(
            min(self.right, other.right) - max(self.left, other.left),
            min(self.bottom, other.bottom) - max(self.top, other.top),
        )


_LEAST_SLANT = 0.02
"""The sine of an angle of one degree."""


@dataclass(slots=True, eq=False)
class Item:
    """A box on a page. ``rect`` is its border box; of a text, where its ink may be."""

    box: Any
    kind: str
    rect: Rect
    parent: "Item | None"
    order: int
    classes: frozenset[str] = frozenset()
    padding: Rect = field(default_factory=lambda: Rect(0, 0, 0, 0))
    matrix: Any = None
    """How it is moved and turned, by whatever is around it, too."""

    @property
    def element(self) -> Any:
        """The HTML element of the box; None for a box of the page itself."""
        return self.box.element

    @property
    def tag(self) -> str:
        """The name of the HTML element, or nothing for a box that only the layout knows (a line, ``::before``)."""
        element = self.box.element if self.kind not in _OF_LINES else None
        return "" if element is None or self.box.element_tag != element.tag else str(element.tag)

    def up(self) -> Iterator["Item"]:
        """Give this and all that it is part of, from the inside out."""
        item: Item | None = self
        while item is not None:
            yield item
            item = item.parent

    @property
    def id(self) -> str:
        """The id of the nearest element around that has one."""
        return next((i.element.get("id") for i in self.up() if i.element is not None and i.element.get("id")), "")

    def within(self, *classes: str) -> "Item | None":
        """Give the nearest item around (or this) with one of these classes."""
        return next((item for item in self.up() if item.classes & set(classes)), None)


def items(page: Any) -> list[Item]:
    """Give all that stands on a page in the order of its HTML, the running foot last."""
    found: list[Item] = []
    _walk(page, None, None, found)
    return found


def _walk(box: Any, parent: Item | None, above: Any, found: list[Item]) -> None:
    box = getattr(box, "_box", box)
    matrix = box.transformation_matrix
    if matrix is not None and above is not None:
        matrix = matrix @ above
    matrix = matrix or above
    element = box.element
    kind = type(box).__name__
    own = element is not None and box.element_tag == element.tag and kind not in _OF_LINES
    classes = frozenset((element.get("class") or "").split()) if own else frozenset()
    item = Item(box, kind, _place(box, matrix), parent, len(found), classes, _padding(box, matrix), matrix)
    found.append(item)
    for child in getattr(box, "children", ()):
        _walk(child, item, matrix, found)


def _slanted(matrix: Any) -> bool:
    """Tell whether something is turned by other than a right angle: its axes then lie on neither side of the page."""
    return bool(matrix) and min(abs(matrix[0][0]), abs(matrix[0][1])) > _LEAST_SLANT


def depth(one: Item, other: Item) -> float:
    """How far two texts reach into each other, also where they are turned; not above 0: not.

    If two slanted rectangles stand apart, a line along a side of one of them can be drawn between the two.
    """
    if not _slanted(one.matrix) and not _slanted(other.matrix):
        return one.rect.shared(other.rect)
    both = [_corners(one), _corners(other)]
    found = []
    for upper_left, lower_left, upper_right, _ in both:
        for x, y in (lower_left, upper_right):
            across, down = x - upper_left[0], y - upper_left[1]
            length = hypot(across, down) or 1.0
            along = [[(x * across + y * down) / length for x, y in corners] for corners in both]
            found.append(min(map(max, along)) - max(map(min, along)))
    return min(found)


def _corners(text: Item) -> list[tuple[float, float]]:
    left, top, width, height = _ink(text.box)
    points = [(x, y) for x in (left, left + width) for y in (top, top + height)]
    return [text.matrix.transform_point(x, y) for x, y in points] if text.matrix else points


def _ink(box: Any) -> tuple[float, float, float, float]:
    """Give where the ink of a text may be: left, top, width and height."""
    size = box.style["font_size"]
    line = box.position_y + box.baseline
    return box.position_x, line - size * _ASCENT, box.width, size * (_ASCENT + _DESCENT)


def _place(box: Any, matrix: Any) -> Rect:
    if type(box).__name__ == "TextBox":
        return _moved(matrix, *_ink(box))
    if type(box).__name__ == "LineBox":
        return _moved(matrix, box.position_x, box.position_y, box.width, box.height)
    if type(box).__name__ == "PageBox":
        return Rect(box.content_box_x(), box.content_box_y(), *_far_corner(box))
    return _moved(matrix, box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height())


def _far_corner(page: Any) -> tuple[float, float]:
    return page.content_box_x() + page.width, page.content_box_y() + page.height


def _padding(box: Any, matrix: Any) -> Rect:
    if type(box).__name__ in {"TextBox", "LineBox", "InlineBox"}:
        return Rect(0, 0, 0, 0)
    return _moved(matrix, box.padding_box_x(), box.padding_box_y(), box.padding_width(), box.padding_height())


def _moved(matrix: Any, left: float, top: float, width: float, height: float) -> Rect:
    """Give the upright rectangle around a box that is moved or turned."""
    if not matrix:
        return Rect(left, top, left + width, top + height)
    corners = [matrix.transform_point(x, y) for x in (left, left + width) for y in (top, top + height)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Rect(min(xs), min(ys), max(xs), max(ys))


def framed(item: Item) -> bool:
    """Tell whether one sees where a box ends: it has a border on all sides, or a fill."""
    if not item.tag or item.kind in {"TextBox", "LineBox", "InlineBox", "PageBox", "TableRowBox", "TableRowGroupBox"}:
        return False
    style = item.box.style
    sides = ("top", "right", "bottom", "left")
    return all(style[f"border_{side}_width"] for side in sides) or _filled(style)


def _filled(style: Any) -> bool:
    color = style["background_color"]
    return color != "currentcolor" and color.alpha > 0 if hasattr(color, "alpha") else False


def words(item: Item, longest: int = 32) -> str:
    """Give the words of a text or of all that stands in a box, cut short."""
    text = getattr(item.box, "text", None)
    if text is None:
        text = "".join(item.element.itertext()) if item.element is not None else ""
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[:longest].rstrip()} …"


def mm(pixels: float) -> str:
    """Give a length in words, in millimetres."""
    value = pixels / MM
    return f"{value:.0f} mm" if value >= 3 else f"{value:.1f} mm"  # noqa: PLR2004 - a tenth matters when it is small
