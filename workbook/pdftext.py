"""Small pieces of PDF as bytes: strings, and trees of names and numbers (ISO 32000-1, 7.3.4 and 7.9)."""

import re
from collections.abc import Sequence

from workbook.pdffile import PdfFile

_LEAF = 64
_SPECIAL = re.compile(rb"[()\\]")


def literal(text: str) -> bytes:
    """Write a text string: as it is where it is plain ASCII, else in UTF-16."""
    if text.isascii() and text.isprintable():
        return b"(%b)" % _SPECIAL.sub(rb"\\\g<0>", text.encode("ascii"))
    return b"<feff%b>" % text.encode("utf-16-be").hex().encode()


def write_names(file: PdfFile, pairs: Sequence[tuple[str, bytes]]) -> bytes:
    """Write a name tree, and give its reference. Names are plain ASCII; they are sorted here."""
    rows = [(literal(name), value) for name, value in sorted(pairs, key=lambda pair: pair[0].encode())]
    return _write_tree(file, rows, b"Names")


def write_numbers(file: PdfFile, pairs: Sequence[tuple[int, bytes]]) -> bytes:
    """Write a number tree out of sorted pairs, and give its reference."""
    return _write_tree(file, [(b"%d" % key, value) for key, value in pairs], b"Nums")


def _write_tree(file: PdfFile, rows: Sequence[tuple[bytes, bytes]], leaf: bytes) -> bytes:
    leaves = []
    for start in range(0, len(rows), _LEAF):
        part = rows[start : start + _LEAF]
        flat = b" ".join(key + b" " + value for key, value in part)
        leaves.append(file.add(b"<</Limits[%b %b]/%b[%b]>>" % (part[0][0], part[-1][0], leaf, flat)))
    body = b"<</Kids[%b]>>" % references(leaves) if leaves else b"<</%b[]>>" % leaf
    return b"%d 0 R" % file.add(body)


def references(numbers: Sequence[int]) -> bytes:
    """Write references to objects one after the other."""
    return b" ".join(b"%d 0 R" % number for number in numbers)
