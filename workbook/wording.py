"""Words of the catalogue on their way into HTML and style sheets: values put in their places, escaped once."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from workbook.language import Language

_ENDS = frozenset('"\\<>&\n\r\f')
"""What would end a string of CSS, or a style sheet in HTML."""


def fill(text: str, values: Mapping[str, Any]) -> str:
    """Put values in their places. Where one of them is HTML, so is the whole, and all else in it is escaped."""
    if not values:
        return text
    return (escape(text) if any(isinstance(value, Markup) for value in values.values()) else text) % values


def css_string(text: str) -> Markup:
    """Give a text as a string of CSS, which may also stand in HTML."""
    told = "".join(f"\\{ord(c):x} " if c in _ENDS else c for c in text)
    return Markup(f'"{told}"')  # noqa: S704 - what HTML or CSS would read otherwise is written as a code


def page_count(language: Language) -> Markup:
    """Give the value of the CSS property "content" for a page number, such as 3 of 8."""
    text = language.gettext("%(page)s of %(pages)s") % {"page": "\0page\0", "pages": "\0pages\0"}
    pieces = [f"counter({piece})" if i % 2 else css_string(piece) for i, piece in enumerate(text.split("\0"))]
    return Markup(" ").join([piece for piece in pieces if piece != css_string("")])
