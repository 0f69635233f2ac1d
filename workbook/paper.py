"""How many sheets of paper it takes to print a file, or a part of it, so many times."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from workbook.pagination import PlacedPart


@dataclass(frozen=True)
class Paper:
    """Sheets of paper: if both sides are printed on, and if only one is."""

    two_sided: int = 0
    one_sided: int = 0

    def __add__(self, other: "Paper") -> "Paper":
        """Give the paper for both."""
        return Paper(self.two_sided + other.two_sided, self.one_sided + other.one_sided)


def paper_for(pages: Iterable[int], copies: int = 1) -> Paper:
    """Give the paper for parts of so many pages; each begins on a new sheet."""
    counts = list(pages)
    return Paper(copies * sum(ceil(count / 2) for count in counts), copies * sum(counts))


def paper_of(placed: Sequence[PlacedPart]) -> Paper:
    """Give the paper for a whole file, with each part printed as often as it says.

    What may begin on any side goes on where the part before it ends; what fills the back of a leaf belongs to that one.
    """
    found = Paper()
    for index, place in enumerate(placed):
        if index and place.part.side != "right":
            continue
        rest = placed[index + 1 :]
        end = next((after.first for after in rest if after.part.side == "right"), None)
        pages = (placed[-1].first + placed[-1].part.fragment.page_count if end is None else end) - place.first
        found += paper_for([pages], place.part.copies)
    return found
