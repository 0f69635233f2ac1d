"""The outline (bookmarks) of a bound file: each item hangs below the last one that is less deep."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from workbook.pdffile import PdfFile
from workbook.pdftext import literal


@dataclass
class Bookmark:
    """A bookmark: its depth from 1, its title, and its goal as PDF (a page and how it is shown)."""

    depth: int
    title: str
    goal: bytes
    kids: list["Bookmark"] = field(default_factory=list)
    number: int = 0

    def count(self) -> int:
        """Give the number of all bookmarks below."""
        return sum(1 + kid.count() for kid in self.kids)


def write_outline(file: PdfFile, items: Sequence[Bookmark]) -> bytes | None:
    """Write the outline, and give its reference; None if there is nothing in it. What lies below is closed."""
    if not items:
        return None
    root = Bookmark(0, "", b"", number=file.reserve())
    chain = [root]
    for item in items:
        while chain[-1].depth >= item.depth:
            chain.pop()
        chain[-1].kids.append(item)
        item.number = file.reserve()
        chain.append(item)
    shown = sum(1 + len(kid.kids) for kid in root.kids)
    file.put(root.number, b"<</Type/Outlines%b/Count %d>>" % (_ends(root), shown))
    _write_kids(file, root)
    return b"%d 0 R" % root.number


def _write_kids(file: PdfFile, parent: Bookmark) -> None:
    """Write the items below one; those of the first level stand open, so that their modules are seen."""
    for i, item in enumerate(parent.kids):
        before = b"/Prev %d 0 R" % parent.kids[i - 1].number if i else b""
        after = b"/Next %d 0 R" % parent.kids[i + 1].number if i + 1 < len(parent.kids) else b""
        opened = len(item.kids) if parent.depth == 0 else -item.count()
        below = b"%b/Count %d" % (_ends(item), opened) if item.kids else b""
        text = b"<</Title %b/Parent %d 0 R%b%b%b/Dest[%b]>>"
        file.put(item.number, text % (literal(item.title), parent.number, before, after, below, item.goal))
        _write_kids(file, item)


def _ends(item: Bookmark) -> bytes:
    return b"/First %d 0 R/Last %d 0 R" % (item.kids[0].number, item.kids[-1].number)
