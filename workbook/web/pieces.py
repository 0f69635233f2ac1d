"""A file that goes away in pieces while it is written, so that no process ever holds all of it twice."""

from collections.abc import Callable
from io import BytesIO


class TooLarge(Exception):  # noqa: N818 - reads as what happened
    """More was written than there may be."""


class Pieces:
    """Takes what is written, and gives it when it is told to. What was given cannot be changed any more.

    It may have ``most`` bytes. ``zipfile`` and ``collate`` write to it as to a file.
    """

    def __init__(self, give: Callable[[bytes], None], most: int) -> None:
        self._give = give
        self._most = most
        self._gone = 0
        self._kept = BytesIO()

    def write(self, data: bytes, /) -> int:
        """Take the next bytes."""
        return self._kept.write(data)

    def tell(self) -> int:
        """Give the place in the file."""
        return self._gone + self._kept.tell()

    def seek(self, place: int) -> int:
        """Go to a place that was not given yet."""
        return self._gone + self._kept.seek(place - self._gone)

    def flush(self) -> None:
        """Do nothing: what stands here may still be changed."""

    def close(self) -> None:
        """Do nothing: whoever made it sends what is left."""

    def send(self) -> None:
        """Give what is there. Raise TooLarge if it is too much."""
        data = self._kept.getvalue()
        self._gone += len(data)
        if self._gone > self._most:
            raise TooLarge
        self._kept = BytesIO()
        if data:
            self._give(data)
