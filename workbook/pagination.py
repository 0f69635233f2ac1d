"""Where each part of a workbook stands: on which page it begins, and how its pages are numbered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from workbook.edition import Binding
from workbook.fragment import Fragment

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)

AFTER_LAST = "/after-last"
"""Among the labels of parts, that of the page after the last one, if there were one; ids have no slashes."""


@dataclass(frozen=True)
class Part:
    """A fragment, and how it stands in the workbook: its matter, the side it begins on, its depth in the outline.

    ``copies`` is how many of it are to be printed.
    """

    fragment: Fragment
    matter: Literal["front", "body"] = "body"
    side: Literal["right", "any"] = "any"
    depth: int = 1
    copies: int = 1


@dataclass(frozen=True)
class PlacedPart:
    """A part with the number of its first page: from 0 in the file, and from 1 in its matter."""

    part: Part
    first: int
    number: int
    binding: Binding = "left"

    def label(self, offset: int = 0) -> str:
        """The label of a page of this part: roman in the front matter, arabic in the body."""
        number = self.number + offset
        return roman(number) if self.part.matter == "front" else str(number)


def paginate(parts: Iterable[Part], blank: Fragment | None = None, binding: Binding = "left") -> tuple[PlacedPart, ...]:
    """Put parts one after the other, with a blank (a notes page) wherever a part must begin on a right-hand page.

    The body begins on a right-hand page with the number 1, so that odd numbers are always on the right. What is bound
    nowhere needs no blanks. Raise ValueError if a blank is needed and there is none, or it is not one page.
    """
    placed: list[PlacedPart] = []
    page = 0
    body_start: int | None = None
    for part in parts:
        opens_body = part.matter == "body" and body_start is None
        if binding != "none" and page % 2 and (part.side == "right" or opens_body):
            if blank is None or blank.page_count != 1:
                raise ValueError("a blank of one page is needed")
            before = placed[-1].part.copies
            filler = Part(blank, "front" if body_start is None else "body", depth=0, copies=before)
            placed.append(PlacedPart(filler, page, page - (body_start or 0) + 1, binding))
            page += 1
        if opens_body:
            body_start = page
        start = body_start if part.matter == "body" and body_start is not None else 0
        placed.append(PlacedPart(part, page, page - start + 1, binding))
        page += part.fragment.page_count
    return tuple(placed)


def count_pages(placed: Sequence[PlacedPart]) -> int:
    """Give the number of pages of parts in their places."""
    return placed[-1].first + placed[-1].part.fragment.page_count


def needs_blank(parts: Iterable[Part], binding: Binding) -> bool:
    """Tell whether a part must begin on the right and would stand on the left."""
    try:
        paginate(parts, binding=binding)
    except ValueError:
        return True
    return False


def roman(number: int) -> str:
    """Give a number below 4000 in lower-case roman numerals, as front matter is numbered."""
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text += letters
            number -= value
    return text
