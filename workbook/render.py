"""Section -> HTML. The only user of Jinja besides the web pages."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from workbook import paths
from workbook.blocks.base import Block
from workbook.compose import Section, Workbook
from workbook.edition import Edition
from workbook.environment import as_problem, environment_of, lost_crisis_line, read_own
from workbook.inline import to_html, to_plain
from workbook.language import SOURCE, Language, language_of
from workbook.letterhead import foot_of, logo_of
from workbook.mirror import mirror_page
from workbook.model import Crisis
from workbook.overrides import NO_OVERRIDES, Overrides
from workbook.problems import ProblemsFound
from workbook.tokens import Theme
from workbook.typefaces import DESIGNS, FONTS, SCRIPT, SCRIPTS, Script
from workbook.wording import css_string, fill, page_count

PAGE_NUMBER = "data-page"
"""The attribute of what holds the number of a page elsewhere: the section is set again when it is known."""

_STYLES = "<!-- styles -->"
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_COLOR = re.compile(r"var\(--([a-z]+)\)")
_FAMILY = re.compile(r'"(Body|Hand|Field)"(?!;\s*src:)')
"""A family of ours where it is used, not where it is made known (@font-face)."""
_BODY = re.compile(r'"Body"(?!;\s*src:)')
_BLOCK = re.compile(r'class="[^"]*\bb-([a-z0-9-]+)')


def render(
    section: Section,
    workbook: Workbook,
    theme: Theme,
    crisis: Crisis,
    folios: Mapping[str, str] | None = None,
) -> str:
    """Give the whole HTML document of one section. ``folios`` (section id -> page label) is for the contents pages.

    Raise ProblemsFound for a mistake in a clinic's own template.
    """
    edition = workbook.edition
    values = {
        "crisis": crisis,
        "crisis_footer": foot_of(crisis, workbook),
        "logo": logo_of(workbook),
        **section.context,
    }
    values |= {"section": section, "workbook": workbook, "edition": edition, "medium": edition.medium}
    try:
        page = environment(workbook.templates).get_template(f"print/{section.template}")
        html = page.render(folios=folios or {}, **values)
        html_with_styles = _with_styles(html, workbook, theme, domain_of(section))
    except ProblemsFound:
        raise
    except Exception as error:
        if problem := as_problem(error, workbook.templates):
            raise ProblemsFound([problem]) from error
        raise
    if lost := lost_crisis_line(f"print/{section.template}", html, workbook.templates):
        raise ProblemsFound([lost])
    return html_with_styles


def domain_of(section: Section) -> str:
    """Give the domain of what a section holds; the frame of a workbook has the look of "orientation"."""
    return getattr(section.context.get("module") or section.context.get("worksheet"), "domain", "orientation")


def render_template(name: str, overrides: Overrides = NO_OVERRIDES, **values: Any) -> str:
    """Fill in any other template, such as the frame of a web page."""
    return environment(overrides).get_template(name).render(**values)


def render_block(  # noqa: PLR0913 - what a block is rendered for
    block: Block,
    answer: Any,
    uid: str,
    medium: str = "print",
    *,
    size: str = "standard",
    level: int = 3,
    **page: Any,
) -> Markup:
    """Give the HTML of one block, blank or with an example's answer. What is filled in stays as it is on paper.

    ``size`` is that of the edition, ``level`` that of headings. ``page`` is what references to other pages need: the
    workbook and its folios.
    """
    medium = "print" if answer is not None else medium
    workbook = page.get("workbook")
    template = environment(workbook.templates if workbook else NO_OVERRIDES).get_template(
        f"print/blocks/{block.type}.html"
    )
    html = template.render(block=block, answer=answer, uid=uid, medium=medium, size=size, level=level, **page)
    return Markup(html)  # noqa: S704 - escaped by the template


@pass_context
def _inline(page: Context, text: str) -> Markup:
    """Give inline Markdown as HTML; what refers to another part of this workbook is a link with its page number."""
    return Markup(to_html(text, lambda target, words: _refer(page, target, words)))  # noqa: S704 - to_html escapes


def _refer(page: Context, target: str, words: str) -> str:
    workbook, folios = page.get("workbook"), page.get("folios") or {}
    section, _, sheet = target.partition("/")
    if workbook is None or all(known.id != section for known in workbook.sections):
        return words  # on a loose handout there is no such page
    name = anchor(section, sheet) if sheet else section
    link = f'<a href="workbook:{name}">{words}</a>'
    if not workbook.folios or workbook.edition.medium == "screen":
        return link
    return f'{link} (page <span {PAGE_NUMBER}="{name}">{folios.get(name, "00")}</span>)'


@pass_context
def _block_of_page(  # noqa: PLR0913 - what a template says of a block
    page: Context, block: Block, answer: Any, uid: str, medium: str | None = None, level: int = 3
) -> Markup:
    """Give the HTML of one block, for the medium of its page unless another is named."""
    place = {"workbook": page.get("workbook"), "folios": page.get("folios"), "crisis": page.get("crisis")}
    return render_block(block, answer, uid, medium or page["medium"], size=page["edition"].size, level=level, **place)


def _with_styles(html: str, workbook: Workbook, theme: Theme, domain: str) -> str:
    """Put the style sheets in the head: of the page, of the blocks that are on it, of the edition, one element each.

    Each stands alone because it is read once for many sections, and so is what cannot change a section left out of it.
    """
    edition, own = workbook.edition, workbook.templates
    language = language_of(workbook.language)
    of_blocks = block_sheets(own)
    blocks = sorted(set(_BLOCK.findall(html)) & of_blocks.keys())
    tokens = theme.tokens(edition, domain)
    if edition.medium != "screen":
        html = _colored(html, tokens)
    accent = tokens.pop("accent")
    sheets = [_page_sheet(edition, tuple(tokens.items()), language, own), _domain_sheet(domain, accent, own)]
    sheets += [of_blocks[name] for name in blocks]
    if edition.size == "large-print":
        sheets.append(_sheet("large-print", own))
    if edition.medium != "print":
        sheets.append(_sheet("fields", own))
    if language.script in SCRIPTS:
        sheets.append(script_sheet(SCRIPTS[language.script]))
    if language.direction == "rtl":
        sheets.append(_sheet("right-to-left", own))
    if theme.font in DESIGNS:
        sheets = [design_sheet(theme.font), *(in_design(sheet, theme.font) for sheet in sheets)]
        html = in_design(html, theme.font)
    styles = "".join(f"<style>{sheet}</style>\n" for sheet in sheets)
    return for_language(html.replace(_STYLES, styles, 1), language)


def _colored(html: str, tokens: Mapping[str, str]) -> str:
    """Write colors out in drawings: WeasyPrint knows no variables there. A browser does, and has others in the dark."""
    return _DRAWING.sub(lambda svg: _COLOR.sub(lambda name: tokens.get(name[1], name[0]), svg[0]), html)


@lru_cache(maxsize=8)
def design_sheet(font: str) -> str:
    """Give the style sheet that makes the faces of a design known."""
    design = DESIGNS[font]
    rule = '@font-face {{ font-family: "{}"; src: url({}); font-weight: {:g}; font-style: {} }}'
    return "\n".join(
        rule.format(design.family, SCRIPT + face, axes["wght"], "italic" if file == design.italic else "normal")
        for face, (file, axes) in design.faces.items()
    )


@lru_cache(maxsize=128)
def in_design(style: str, font: str) -> str:
    """Set text in the face of a design; places to type in a form keep theirs."""
    return _BODY.sub(f'"{DESIGNS[font].family}"', style)


def for_language(html: str, language: Language) -> str:
    """Let a page, or a style sheet in its element, fall back to the letters of its script, and turn its sides over."""
    if language.script in SCRIPTS:
        html = _FAMILY.sub(rf'"\1", "{SCRIPTS[language.script].family}"', html)
    return mirror_page(html) if language.direction == "rtl" else html


def script_sheet(script: Script, addresses: Mapping[str, str] | None = None) -> str:
    """Give the style sheet of another script. ``addresses`` of its faces are other ones on a web page."""
    given = addresses or {name: SCRIPT + name for name in script.faces}
    faces = [(axes["wght"], Markup(given[name])) for name, axes in script.faces.items()]  # noqa: S704 - our own
    sheet = environment().get_template("print/styles/script.css")
    return sheet.render(family=script.family, faces=faces).replace("</", "<\\/")


@lru_cache(maxsize=64)
def _page_sheet(edition: Edition, tokens: tuple[tuple[str, str], ...], language: Language, own: Overrides) -> str:
    page = environment(own).get_template("print/styles/page.css")
    told = page.render(fonts=_addresses(), edition=edition, language=language.tag, **dict(tokens))
    return told.replace("</", "<\\/")


@lru_cache(maxsize=64)
def _domain_sheet(domain: str, accent: str, own: Overrides) -> str:
    sheet = environment(own).get_template("print/styles/domain.css")
    return sheet.render(domain=domain, accent=accent).replace("</", "<\\/")


@lru_cache(maxsize=16)
def _sheet(name: str, own: Overrides) -> str:
    sheet = environment(own).get_template(f"print/styles/{name}.css")
    return sheet.render(fonts=_addresses()).replace("</", "<\\/")


def _addresses() -> dict[str, str]:
    return {name: path.as_uri() for name, path in FONTS.items()}


@lru_cache(maxsize=8)
def block_sheets(overrides: Overrides = NO_OVERRIDES) -> dict[str, str]:
    """Give the style sheets of blocks by their types: those of a clinic's own before the shipped ones."""
    folder = paths.TEMPLATES / "print" / "blocks"
    sheets = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.css"))}
    for name, file in overrides.by_name.items():
        if name.startswith("print/blocks/") and name.endswith(".css"):
            sheets[file.path.stem] = read_own(file)
    return {name: text.replace("</", "<\\/") for name, text in sheets.items()}


@lru_cache(maxsize=4)
def environment(overrides: Overrides = NO_OVERRIDES) -> Environment:
    """Give the environment of a clinic's own templates, or of the shipped ones alone, with what pages are given."""
    jinja = environment_of(overrides)
    jinja.filters["inline"] = _inline
    jinja.filters["plain"] = to_plain
    jinja.globals["render_block"] = _block_of_page
    jinja.globals["anchor"] = anchor
    jinja.globals["_"] = jinja.globals["gettext"] = _word
    jinja.globals["ngettext"] = _words_for
    jinja.globals["counted"] = _counted
    jinja.globals["direction"] = _direction
    jinja.filters["css"] = css_string
    for name in ("date", "month", "decimal"):
        jinja.filters[name] = _in_its_language(name)
    return jinja


def _language(page: Context) -> Language:
    """Give the language of a page: style sheets are told it, templates know their workbook."""
    workbook = page.get("workbook")
    return language_of(page.get("language") or (workbook.language if workbook else SOURCE))


@pass_context
def _word(page: Context, text: str, **values: Any) -> str:
    """Give a fixed word or sentence of a template in the language of the page, with values in its places."""
    return fill(_language(page).gettext(text), values)


@pass_context
def _words_for(page: Context, one: str, many: str, count: int, **values: Any) -> str:
    """Give what goes with a number, which is written at ``%(count)s``."""
    return fill(_language(page).ngettext(one, many, count), {"count": count, **values})


def _in_its_language(name: str) -> Callable[[Context, Any], str]:
    """Give the filter that writes a day or a number as the language of the page does."""

    @pass_context
    def write(page: Context, value: Any) -> str:
        return str(getattr(_language(page), name)(value))

    return write


@pass_context
def _direction(page: Context) -> Markup:
    """Give the attribute for the root of a page that is written from right to left."""
    return Markup(' dir="rtl"') if _language(page).direction == "rtl" else Markup("")


@pass_context
def _counted(page: Context) -> Markup:
    """Give the value of the CSS property "content" for a page number, such as 3 of 8."""
    return page_count(_language(page))


def anchor(*parts: str) -> str:
    """Join ids to one anchor that is unique in a workbook: module--sheet--field."""
    return "--".join(parts)
