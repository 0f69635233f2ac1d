"""What a finished file really holds, and whether it should: every file that Workbook writes is proven first.

Validators judge pages; a file in which pages read with another page's tags, or links lead nowhere, passes them all. So
the finished bytes are read back, by code that shares nothing with the binder, and held against the fragments.
"""

from collections.abc import Sequence

from workbook.pagination import PlacedPart
from workbook.verify.invariants import INVARIANTS, broken
from workbook.verify.read import Read, Unreadable


class NotWhole(Exception):  # noqa: N818 - reads as what happened
    """Raised when a finished file is not what it should be: a mistake of the program, with all that was found."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))

    def __reduce__(self) -> tuple[type["NotWhole"], tuple[tuple[str, ...]]]:
        """Come whole out of another process."""
        return NotWhole, (self.faults,)


def prove(pdf: bytes, placed: Sequence[PlacedPart]) -> None:
    """Raise NotWhole if a finished file breaks an invariant."""
    if found := faults(pdf, placed, as_written=True):
        raise NotWhole(found)


def faults(pdf: bytes, placed: Sequence[PlacedPart], *, as_written: bool = False) -> list[str]:
    """Give what is wrong with a finished file, each with the name of the invariant that it breaks.

    ``as_written`` demands the very form in which Workbook writes; without, another program may have saved it again.
    """
    try:
        file = Read(pdf)
    except Unreadable as error:
        return [f"file_is_readable: {error}"]
    found = [f"file_is_as_written: {file.foreign}"] if as_written and file.foreign else []
    return found + broken(INVARIANTS, file, placed)
