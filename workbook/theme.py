"""The theme: colors of the paper as a small YAML file of tokens, so that a clinic changes its look in one place."""

from typing import Annotated, TypeAlias

from pydantic import StringConstraints

from workbook import paths
from workbook.blocks.base import Strict
from workbook.edition import Edition
from workbook.parse import parse
from workbook.problems import ProblemsFound
from workbook.source import read

Color: TypeAlias = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
"""A color as #rrggbb."""

_GREY_INK = {"accent": "#222222", "ink": "#111111", "soft": "#444444", "rule": "#666666", "line": "#737373"}
_GREY_INK |= {"tint": "#f2f2f2", "hand": "#333333"}


class Theme(Strict):
    """The tokens of one theme."""

    name: str
    ink: Color
    soft: Color
    rule: Color
    line: Color
    tint: Color
    hand: Color
    accents: dict[str, Color]

    def tokens(self, edition: Edition, domain: str) -> dict[str, str]:
        """Give the colors for one section: those of the theme, or black and grey for a grey copy."""
        if edition.ink == "grey":
            return dict(_GREY_INK)
        accent = self.accents.get(domain, self.accents["orientation"])
        own = {key: str(getattr(self, key)) for key in ("ink", "soft", "rule", "line", "tint", "hand")}
        return {"accent": accent, **own}


def load_theme(name: str = "calm") -> Theme:
    """Read a shipped theme; raise ProblemsFound if its file is broken."""
    theme, problems = parse(Theme, read(paths.TEMPLATES / "print" / "themes" / f"{name}.yaml"))
    if theme is None:
        raise ProblemsFound(problems)
    return theme
