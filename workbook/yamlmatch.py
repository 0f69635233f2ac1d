"""Which item of a changed list was which one before: by what it is, then by its name, then by its place."""

from collections.abc import Callable, Sequence

from workbook.source import Data

_NAMES = ("id", "at", "name")
"""Keys that tell which item of a list is which."""
NAMELESS = ("", "")
"""The name of what has none."""


def matches(old: Sequence[Data], new: Sequence[Data]) -> list[int | None]:
    """Give, for each new item, the number of the old one that it was; None for one that was not there."""
    found: list[int | None] = [None] * len(new)
    free = list(range(len(old)))
    ways: tuple[Callable[[int, int], bool], ...] = (
        lambda number, at: old[at] == new[number],
        lambda number, at: _name(old[at]) == _name(new[number]) != NAMELESS,
        lambda number, at: number == at and len(old) == len(new) and _are_mappings(old[at], new[number]),
    )
    for is_it in ways:
        for number in range(len(new)):
            at = next((at for at in free if found[number] is None and is_it(number, at)), None)
            if at is not None:
                found[number] = at
                free.remove(at)
    return found


def _are_mappings(*values: Data) -> bool:
    return all(isinstance(value, dict) for value in values)


def _name(value: Data) -> tuple[str, str]:
    told = value if isinstance(value, dict) else {}
    return next(((key, text) for key in _NAMES if isinstance(text := told.get(key), str)), NAMELESS)
