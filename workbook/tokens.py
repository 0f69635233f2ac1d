"""The tokens of a theme: what the look of the paper is made of, and whether it can be read and copied."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field

from workbook.blocks.base import Strict, Text
from workbook.domains import DOMAINS
from workbook.edition import Edition


def _color(text: str) -> str:
    if not re.fullmatch("#[0-9a-fA-F]{6}", text):
        raise ValueError(f'"{text}" is not a color. Write # and six digits or letters a to f, such as "#1f5673".')
    return text.lower()


Color: TypeAlias = Annotated[str, AfterValidator(_color)]
"""A color as #rrggbb."""

Fault: TypeAlias = tuple[str, tuple[str, ...], str, str]
"""What is wrong with a theme: a code, the path of the token, what is wrong, and what to do instead."""

TEXT_CONTRAST = 4.5
"""Of text to what is behind it: WCAG 2.2, 1.4.3."""
LINE_CONTRAST = 3.0
"""Of lines that carry a meaning, such as lines to write on: WCAG 2.2, 1.4.11."""
DARKEST_FILL = 0.10
"""How grey a fill may be on a copy: darker ones turn to mud."""

_PAPER = "#ffffff"
_TEXT = ("ink", "soft", "hand")
_LINES = ("rule", "line")
_GREY = {"ink": "#111111", "soft": "#444444", "hand": "#333333"}
_GREY |= {"rule": "#666666", "line": "#737373", "tint": "#ffffff"}
_GREY_EDGE = "#8c8c8c"
"""Around what is lightly filled in color: a copier makes specks of a light grey, so grey copies have an edge."""
_GREY_ACCENT = "#222222"


@dataclass(frozen=True)
class Pair:
    """A color on a ground: the path of its token, the contrast that was found, and the least that it needs."""

    path: tuple[str, ...]
    color: str
    where: str
    found: float
    least: float

    @property
    def is_enough(self) -> bool:
        """Whether it can be seen."""
        return self.found >= self.least


class Theme(Strict):
    """The look of the paper: colors, the face of the text, corners (mm), the weight of frames and thin lines (pt)."""

    name: Text
    ink: Color
    soft: Color
    rule: Color
    line: Color
    tint: Color
    hand: Color
    accents: Annotated[dict[str, Color], Field(min_length=1)]
    font: Literal["atkinson-hyperlegible", "source-sans"] = "atkinson-hyperlegible"
    corner: Annotated[float, Field(ge=0, le=5)] = 2.2
    frame: Annotated[float, Field(ge=0.5, le=2)] = 0.8
    hairline: Annotated[float, Field(ge=0.4, le=1)] = 0.6

    def tokens(self, edition: Edition, domain: str) -> dict[str, str]:
        """Give what the style sheet of one section is filled in with; on grey copies there is no color at all."""
        shape = {"corner": f"{self.corner:g}mm", "frame": f"{self.frame:g}pt", "hair": f"{self.hairline:g}pt"}
        if edition.ink == "grey":
            return {"accent": _GREY_ACCENT, "edge": _GREY_EDGE, **_GREY, **shape}
        accent = self.accents.get(domain, self.ink)
        return {"accent": accent, "edge": self.tint, **{key: str(getattr(self, key)) for key in _GREY}, **shape}

    def pairs(self) -> Iterator[Pair]:
        """Give each color that must be seen, with each ground that it is printed on."""
        words: list[tuple[tuple[str, ...], str]] = [((name,), getattr(self, name)) for name in _TEXT]
        words += [(("accents", name), color) for name, color in self.accents.items()]
        for path, color in words:
            for ground, where in ((_PAPER, "white paper"), (self.tint, f"the tint {self.tint}")):
                yield Pair(path, color, where, contrast(color, ground), TEXT_CONTRAST)
        for name in _LINES:
            color = getattr(self, name)
            yield Pair((name,), color, "white paper", contrast(color, _PAPER), LINE_CONTRAST)

    def faults(self) -> Iterator[Fault]:
        """Give what cannot be read or copied."""
        for name in self.accents:
            if name not in DOMAINS:
                yield (
                    "theme/unknown-domain",
                    ("accents", name),
                    f'"{name}" is not a domain.',
                    f"Use {', '.join(DOMAINS)}.",
                )
        for pair in self.pairs():
            if not pair.is_enough:
                message = f"{pair.color} has a contrast of {pair.found:.2f} to 1 on {pair.where}; "
                message += f"it needs {pair.least:g}."
                yield "theme/contrast", pair.path, message, "Use a darker color."
        if (grey := greyness(self.tint)) > DARKEST_FILL:
            message = f"The tint is {grey:.0%} grey on a copy; {DARKEST_FILL:.0%} is the most."
            yield "theme/dark-fill", ("tint",), message, "Use a lighter color."


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colors, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def greyness(color: str) -> float:
    """Give how grey a color is on a copy: 0 is white, 1 is black (luma of ITU-R BT.601)."""
    red, green, blue = _parts(color)
    return 1 - (0.299 * red + 0.587 * green + 0.114 * blue)


def _luminance(color: str) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _parts(color))  # noqa: PLR2004 - sRGB
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue
