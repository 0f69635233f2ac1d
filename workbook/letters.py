"""What the glyphs of a script stand for whose letters are put together of parts, such as Arabic.

A letter may be a stem and its dots, and both are in many letters: no list of glyphs can say what was written. So each
piece of text on a page says it itself ("ActualText"); what is here is a fallback for programs that do not read that.
"""

import re
from functools import cache

import uharfbuzz

from workbook.typefaces import data_of, is_face, script_of_face

_NAME = re.compile(r"uni((?:[0-9A-F]{4})+)(?:\.|$)")
_JOINER = "\u200d"
"""Stands for what is no letter of its own, such as dots: a character that nobody sees or hears."""


@cache
def letters_of(face: str) -> dict[int, str]:
    """Give the text of glyphs that stand for more than one: all of a face for another script, else only brackets.

    A bracket that closes looks like one that opens, where lines run from right to left.
    """
    if not is_face(face):
        return {}
    font = uharfbuzz.Font(uharfbuzz.Face(data_of(face)))
    if script_of_face(face) is None:
        return {number: bracket for bracket in _BRACKETS if (number := font.get_nominal_glyph(ord(bracket)))}
    known = {font.get_nominal_glyph(code): chr(code) for code in sorted(font.face.unicodes, reverse=True)}
    return {number: known.get(number) or _by_name(font, number) for number in range(font.face.glyph_count)}


def _by_name(font: uharfbuzz.Font, number: int) -> str:
    """Read the name of a glyph: uni0628.init is a form of U+0628."""
    codes = _NAME.match(font.glyph_to_string(number))
    return "".join(chr(int(codes[1][i : i + 4], 16)) for i in range(0, len(codes[1]), 4)) if codes else _JOINER


_BRACKETS = "()[]{}<>«»\u2039\u203a"


def needs_words(text: str) -> bool:
    """Tell whether a text is set in forms and places that do not say what was written."""
    return any(_SHAPED_FROM <= c < _SHAPED_TO or c >= _FORMS_FROM for c in text)


_SHAPED_FROM, _SHAPED_TO = "\u0590", "\u1d00"
"""Between these lie the scripts that are written from right to left, or whose letters change places."""
_FORMS_FROM = "\ufb1d"


def as_actual_text(text: str) -> bytes:
    """Give a text as a string of PDF in plain ASCII, with a code for each byte: it may stand anywhere in a page."""
    return b"(" + b"".join(b"\\%03o" % byte for byte in b"\xfe\xff" + text.encode("utf-16-be")) + b")"


def take_words(content: bytes) -> tuple[bytes, dict[int, str]]:
    """Take the words of whole marks out of the content of a page, and give them by the number of the mark."""
    words = {int(number): _text(codes) for number, codes in _WORDS.findall(content)}
    return _WORDS.sub(rb"/MCID \1", content), words


_WORDS = re.compile(rb"/MCID (\d+)\s*/ActualText \(((?:\\\d{3})*)\)")


def _text(codes: bytes) -> str:
    return bytes(int(code, 8) for code in codes.split(b"\\")[1:]).decode("utf-16")
