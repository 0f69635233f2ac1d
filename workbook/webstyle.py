"""The style of a web page: the style sheets of the paper, and over them what a screen changes."""

import re
from collections.abc import Iterable, Mapping

from workbook import paths
from workbook.edition import Edition
from workbook.render import render_template
from workbook.tokens import Theme

_SIGN = re.compile(r'\.mark::before \{[^}]*url\("([^"]+)"\)')
_LIGHTER = 0.6
"""How much white is mixed into an accent in the dark: even black then has 5 to 1 on the dark fills of the style."""


def page_style(edition: Edition, theme: Theme, domains: Iterable[str], fonts: Mapping[str, str]) -> str:
    """Join the style sheets. ``fonts`` gives the address of each face, ``domains`` are those on the page."""
    paper = _paper(edition, theme, "orientation", fonts)
    blocks = sorted((paths.TEMPLATES / "print" / "blocks").glob("*.css"))
    accents = []
    for domain in domains:
        accent = theme.tokens(edition, domain)["accent"]
        sign = _SIGN.search(_paper(edition, theme, domain, fonts))
        accents.append((domain, accent, _on_dark(accent), sign[1] if sign else ""))
    screen = render_template("screen/screen.css", edition=edition, accents=accents)
    sheets = [paper, *(sheet.read_text(encoding="utf-8") for sheet in blocks), screen]
    return "\n".join(sheets).replace("</", "<\\/")


def _paper(edition: Edition, theme: Theme, domain: str, fonts: Mapping[str, str]) -> str:
    tokens = theme.tokens(edition, domain)
    page = render_template("print/styles/page.css", fonts=fonts, edition=edition, **tokens)
    return page + render_template("print/styles/domain.css", domain=domain, accent=tokens["accent"])


def _on_dark(color: str) -> str:
    """Give a lighter shade of a color, as #rrggbb, for text on a dark page."""
    channels = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(c + (255 - c) * _LIGHTER):02x}" for c in channels)
