"""The theme's colors: readable, also on a grey copy (WCAG 2.1, 1.4.3 and 1.4.11)."""

from typing import Literal

import pytest

from workbook.domains import DOMAINS
from workbook.edition import Edition
from workbook.theme import Theme, load_theme


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(scope="module")
def theme() -> Theme:
    return load_theme()


def test_every_domain_has_its_color(theme: Theme) -> None:
    assert set(theme.accents) == set(DOMAINS)


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("ink", ["color", "grey"])
def test_text_and_lines_have_enough_contrast(theme: Theme, domain: str, ink: Literal["color", "grey"]) -> None:
    tokens = theme.tokens(Edition(ink=ink), domain)
    for name in ("ink", "soft", "accent", "hand"):
        assert contrast(tokens[name], "#ffffff") >= 4.5, name
        assert contrast(tokens[name], tokens["tint"]) >= 4.5, f"{name} on the tint"
    for name in ("rule", "line"):
        assert contrast(tokens[name], "#ffffff") >= 3, name


def test_the_light_fill_stays_light_on_a_copier(theme: Theme) -> None:
    inks: tuple[Literal["color", "grey"], ...] = ("color", "grey")
    for ink in inks:
        tint = theme.tokens(Edition(ink=ink), "goals")["tint"]
        grey = 1 - sum(int(tint[i : i + 2], 16) for i in (1, 3, 5)) / (3 * 255)
        assert grey <= 0.10


def test_a_grey_copy_has_no_color_at_all(theme: Theme) -> None:
    for color in theme.tokens(Edition(ink="grey"), "emotions").values():
        assert color[1:3] == color[3:5] == color[5:7]
