"""Section -> HTML. The only user of Jinja besides the web pages."""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    pass_context,
    select_autoescape,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup

from workbook import paths
from workbook.blocks.base import Block
from workbook.cache import Cache, key_of
from workbook.compose import Section, Workbook
from workbook.edition import Edition
from workbook.inline import to_html, to_plain
from workbook.language import SOURCE, Language, language_of
from workbook.mirror import mirror_page
from workbook.model import Crisis
from workbook.tokens import Theme
from workbook.tools import program
from workbook.typefaces import FONTS, SCRIPT, SCRIPTS, Script
from workbook.wording import css_string, fill, page_count

PAGE_NUMBER = "data-page"
"""The attribute of what holds the number of a page elsewhere: the section is set again when it is known."""

_STYLES = "<!-- styles -->"
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_COLOR = re.compile(r"var\(--([a-z]+)\)")
_FAMILY = re.compile(r'"(Body|Hand|Field)"(?!;\s*src:)')
"""A family of ours where it is used, not where it is made known (@font-face)."""
_BLOCK = re.compile(r'class="[^"]*\bb-([a-z0-9-]+)')


def render(
    section: Section,
    workbook: Workbook,
    theme: Theme,
    crisis: Crisis,
    folios: Mapping[str, str] | None = None,
) -> str:
    """Give the whole HTML document of one section. ``folios`` (section id -> page label) is for the contents pages."""
    edition = workbook.edition
    domain = domain_of(section)
    environment = _environment()
    page = environment.get_template(f"print/{section.template}")
    html = page.render(
        section=section,
        workbook=workbook,
        edition=edition,
        medium=edition.medium,
        crisis_footer=crisis.footer,
        folios=folios or {},
        **{"crisis": crisis, **section.context},
    )
    return _with_styles(html, edition, theme, domain, language_of(workbook.language))


def domain_of(section: Section) -> str:
    """Give the domain of what a section holds; the frame of a workbook has the look of "orientation"."""
    return getattr(section.context.get("module") or section.context.get("worksheet"), "domain", "orientation")


def render_template(name: str, **values: Any) -> str:
    """Fill in any other template, such as the frame of a web page."""
    return _environment().get_template(name).render(**values)


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
    template = _environment().get_template(f"print/blocks/{block.type}.html")
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


def _with_styles(html: str, edition: Edition, theme: Theme, domain: str, language: Language) -> str:
    """Put the style sheets in the head: of the page, of the blocks that are on it, of the edition, one element each.

    Each stands alone because it is read once for many sections, and so is what cannot change a section left out of it.
    """
    blocks = sorted(set(_BLOCK.findall(html)) & _block_sheets().keys())
    tokens = theme.tokens(edition, domain)
    if edition.medium != "screen":
        html = _colored(html, tokens)
    accent = tokens.pop("accent")
    sheets = [_page_sheet(edition, tuple(tokens.items()), language), _domain_sheet(domain, accent)]
    sheets += [_block_sheets()[name] for name in blocks]
    if edition.size == "large-print":
        sheets.append(_sheet("large-print"))
    if edition.medium != "print":
        sheets.append(_sheet("fields"))
    if language.script in SCRIPTS:
        sheets.append(script_sheet(SCRIPTS[language.script]))
    if language.direction == "rtl":
        sheets.append(_sheet("right-to-left"))
    styles = "".join(f"<style>{sheet}</style>\n" for sheet in sheets)
    return for_language(html.replace(_STYLES, styles, 1), language)


def _colored(html: str, tokens: Mapping[str, str]) -> str:
    """Write colors out in drawings: WeasyPrint knows no variables there. A browser does, and has others in the dark."""
    return _DRAWING.sub(lambda svg: _COLOR.sub(lambda name: tokens.get(name[1], name[0]), svg[0]), html)


def for_language(html: str, language: Language) -> str:
    """Let a page, or a style sheet in its element, fall back to the letters of its script, and turn its sides over."""
    if language.script in SCRIPTS:
        html = _FAMILY.sub(rf'"\1", "{SCRIPTS[language.script].family}"', html)
    return mirror_page(html) if language.direction == "rtl" else html


def script_sheet(script: Script, addresses: Mapping[str, str] | None = None) -> str:
    """Give the style sheet of another script. ``addresses`` of its faces are other ones on a web page."""
    given = addresses or {name: SCRIPT + name for name in script.faces}
    faces = [(axes["wght"], Markup(given[name])) for name, axes in script.faces.items()]  # noqa: S704 - our own
    sheet = _environment().get_template("print/styles/script.css")
    return sheet.render(family=script.family, faces=faces).replace("</", "<\\/")


@lru_cache(maxsize=64)
def _page_sheet(edition: Edition, tokens: tuple[tuple[str, str], ...], language: Language) -> str:
    page = _environment().get_template("print/styles/page.css")
    told = page.render(fonts=_addresses(), edition=edition, language=language.tag, **dict(tokens))
    return told.replace("</", "<\\/")


@cache
def _domain_sheet(domain: str, accent: str) -> str:
    sheet = _environment().get_template("print/styles/domain.css")
    return sheet.render(domain=domain, accent=accent).replace("</", "<\\/")


@cache
def _sheet(name: str) -> str:
    sheet = _environment().get_template(f"print/styles/{name}.css")
    return sheet.render(fonts=_addresses()).replace("</", "<\\/")


def _addresses() -> dict[str, str]:
    return {name: path.as_uri() for name, path in FONTS.items()}


@cache
def _block_sheets() -> dict[str, str]:
    folder = paths.TEMPLATES / "print" / "blocks"
    return {path.stem: path.read_text(encoding="utf-8").replace("</", "<\\/") for path in sorted(folder.glob("*.css"))}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(paths.TEMPLATES),
        autoescape=select_autoescape(["html"], default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["inline"] = _inline
    environment.filters["plain"] = to_plain
    environment.globals["render_block"] = _block_of_page
    environment.globals["anchor"] = anchor
    environment.globals["_"] = environment.globals["gettext"] = _word
    environment.globals["ngettext"] = _words_for
    environment.globals["counted"] = _counted
    environment.globals["direction"] = _direction
    environment.filters["css"] = css_string
    for name in ("date", "month", "decimal"):
        environment.filters[name] = _in_its_language(name)
    return environment


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


def keep_compiled(kept: Cache | None) -> None:
    """Keep compiled templates in a cache between runs, or nowhere."""
    _environment().bytecode_cache = _Compiled(kept) if kept else None


class _Compiled(BytecodeCache):
    """Compiled templates as notes in a cache, which notices damage: one bit of them more or less could do anything."""

    def __init__(self, kept: Cache) -> None:
        self._kept = kept

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template out of the cache, if it is there and has not changed."""
        if code := self._kept.get_note(_key(bucket)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        self._kept.put_note(_key(bucket), bucket.bytecode_to_string())


def _key(bucket: Bucket) -> str:
    return key_of("template", program(), bucket.key, bucket.checksum)


def anchor(*parts: str) -> str:
    """Join ids to one anchor that is unique in a workbook: module--sheet--field."""
    return "--".join(parts)
