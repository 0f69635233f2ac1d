"""Section -> HTML. The only user of Jinja besides the web pages."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_atkinson_hyperlegible
import fontpkg_kalam
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from workbook import paths
from workbook.blocks.base import Block
from workbook.compose import Section, Workbook
from workbook.inline import to_html, to_plain
from workbook.model import Crisis, Edition
from workbook.theme import Theme

_BODY = Path(fontpkg_atkinson_hyperlegible.ROOT) / "files"
_HAND = Path(fontpkg_kalam.ROOT) / "files"

FONTS: dict[str, Path] = {
    "body-regular": _BODY / "AtkinsonHyperlegible-Regular.ttf",
    "body-bold": _BODY / "AtkinsonHyperlegible-Bold.ttf",
    "body-italic": _BODY / "AtkinsonHyperlegible-Italic.ttf",
    "body-bold-italic": _BODY / "AtkinsonHyperlegible-BoldItalic.ttf",
    "hand": _HAND / "Kalam-Regular.ttf",
}
"""The font files that a page may use; they come with their packages, no system font is needed."""


def render(
    section: Section,
    workbook: Workbook,
    theme: Theme,
    crisis: Crisis,
    folios: Mapping[str, str] | None = None,
) -> str:
    """Give the whole HTML document of one section. ``folios`` (section id -> page label) is for the contents pages."""
    edition = workbook.edition
    domain = getattr(section.context.get("module") or section.context.get("worksheet"), "domain", "orientation")
    environment = _environment()
    page = environment.get_template(f"print/{section.template}")
    return page.render(
        section=section,
        workbook=workbook,
        edition=edition,
        crisis_footer=crisis.footer,
        style=Markup(_style(edition, theme, domain)),  # noqa: S704 - made from our own files and checked tokens
        folios=folios or {},
        **{"crisis": crisis, **section.context},
    )


def render_block(block: Block, answer: Any, uid: str) -> Markup:
    """Give the HTML of one block, blank or with an example's answer."""
    template = _environment().get_template(f"print/blocks/{block.type}.html")
    return Markup(template.render(block=block, answer=answer, uid=uid))  # noqa: S704 - escaped by the template


def _style(edition: Edition, theme: Theme, domain: str) -> str:
    """Join the style sheet of the page, of the edition and of all blocks."""
    folder = paths.TEMPLATES / "print"
    fonts = {name: path.as_uri() for name, path in FONTS.items()}
    tokens = theme.tokens(edition, domain)
    page = _environment().get_template("print/styles/page.css")
    blocks = sorted((folder / "blocks").glob("*.css"))
    sheets = [page.render(fonts=fonts, edition=edition, domain=domain, **tokens)]
    sheets += [sheet.read_text(encoding="utf-8") for sheet in blocks]
    if edition.size == "large-print":
        sheets.append((folder / "styles" / "large-print.css").read_text(encoding="utf-8"))
    return "\n".join(sheets).replace("</", "<\\/")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(paths.TEMPLATES),
        autoescape=select_autoescape(["html"], default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["inline"] = lambda text: Markup(to_html(text))  # noqa: S704 - to_html escapes
    environment.filters["plain"] = to_plain
    environment.globals["render_block"] = render_block
    environment.globals["anchor"] = anchor
    return environment


def anchor(*parts: str) -> str:
    """Join ids to one anchor that is unique in a workbook: module--sheet--field."""
    return "--".join(parts)
