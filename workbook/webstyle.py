"""The style of a web page: the style sheets of the paper, and over them what a screen changes."""

import re
from collections.abc import Iterable, Mapping

from workbook.compose import Workbook
from workbook.render import block_sheets, render_template
from workbook.tokens import Theme

_SIGN = re.compile(r'\.mark::before \{[^}]*url\("([^"]+)"\)')
_LIGHTER = 0.6
"""How much white is mixed into an accent in the dark: even black then has 5 to 1 on the dark fills of the style."""


def page_style(workbook: Workbook, theme: Theme, domains: Iterable[str], fonts: Mapping[str, str]) -> str:
    """Join the style sheets. ``fonts`` gives the address of each face, ``domains`` are those on the page."""
    edition, own = workbook.edition, workbook.templates
    paper = _paper(workbook, theme, "orientation", fonts)
    accents = []
    for domain in domains:
        accent = theme.tokens(edition, domain)["accent"]
        sign = _SIGN.search(_paper(workbook, theme, domain, fonts))
        accents.append((domain, accent, _on_dark(accent), sign[1] if sign else ""))
    screen = render_template("screen/screen.css", own, edition=edition, accents=accents)
    sheets = [paper, *block_sheets(own).values(), screen]
    return "\n".join(sheets).replace("</", "<\\/")


def _paper(workbook: Workbook, theme: Theme, domain: str, fonts: Mapping[str, str]) -> str:
    edition, own = workbook.edition, workbook.templates
    tokens = theme.tokens(edition, domain)
    page = render_template("print/styles/page.css", own, fonts=fonts, edition=edition, **tokens)
    return page + render_template("print/styles/domain.css", own, domain=domain, accent=tokens["accent"])


def _on_dark(color: str) -> str:
    """Give a lighter shade of a color, as #rrggbb, for text on a dark page."""
    channels = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(c + (255 - c) * _LIGHTER):02x}" for c in channels)
