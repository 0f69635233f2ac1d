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
from markupsafe import Markup, escape

from workbook import paths
from workbook.blocks.base import Block
from workbook.cache import Cache, key_of
from workbook.compose import Section, Workbook
from workbook.edition import Edition
from workbook.inline import to_html, to_plain
from workbook.language import SOURCE, Language, language_of
from workbook.model import Crisis
from workbook.tokens import Theme
from workbook.tools import program
from workbook.typefaces import FONTS

PAGE_NUMBER = "data-page"
"""The attribute of what holds the number of a page elsewhere: the section is set again when it is known."""

_STYLES = "<!-- styles -->"
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
    return _with_styles(html, edition, theme, domain)


def domain_of(section: Section) -> str:
    """Give the domain of what a section holds; the frame of a workbook has the look of "orientation"."""
    return getattr(section.context.get("module") or section.context.get("worksheet"), "domain", "orientation")


def render_template(name: str, **values: Any) -> str:
    """Fill in any other template, such as the frame of a web page."""
    return _environment().get_template(name).render(**values)


def render_block(
    block: Block, answer: Any, uid: str, medium: str = "print", *, size: str = "standard", **page: Any
) -> Markup:
    """Give the HTML of one block, blank or with an example's answer. What is filled in stays as it is on paper.

    ``size`` is that of the edition. ``page`` is what references to other pages need: the workbook and its folios.
    """
    medium = "print" if answer is not None else medium
    template = _environment().get_template(f"print/blocks/{block.type}.html")
    html = template.render(block=block, answer=answer, uid=uid, medium=medium, size=size, **page)
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
def _block_of_page(page: Context, block: Block, answer: Any, uid: str, medium: str | None = None) -> Markup:
    """Give the HTML of one block, for the medium of its page unless another is named."""
    place = {"workbook": page.get("workbook"), "folios": page.get("folios"), "crisis": page.get("crisis")}
    return render_block(block, answer, uid, medium or page["medium"], size=page["edition"].size, **place)


def _with_styles(html: str, edition: Edition, theme: Theme, domain: str) -> str:
    """Put the style sheets in the head: of the page, of the blocks that are on it, of the edition, one element each.

    Each stands alone because it is read once for many sections, and so is what cannot change a section left out of it.
    """
    blocks = sorted(set(_BLOCK.findall(html)) & _block_sheets().keys())
    tokens = theme.tokens(edition, domain)
    accent = tokens.pop("accent")
    sheets = [_page_sheet(edition, tuple(tokens.items())), _domain_sheet(domain, accent)]
    sheets += [_block_sheets()[name] for name in blocks]
    if edition.size == "large-print":
        sheets.append(_sheet("large-print"))
    if edition.medium != "print":
        sheets.append(_sheet("fields"))
    styles = "".join(f"<style>{sheet}</style>\n" for sheet in sheets)
    return html.replace(_STYLES, styles, 1)


@lru_cache(maxsize=64)
def _page_sheet(edition: Edition, tokens: tuple[tuple[str, str], ...]) -> str:
    page = _environment().get_template("print/styles/page.css")
    return page.render(fonts=_addresses(), edition=edition, **dict(tokens)).replace("</", "<\\/")


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
    environment.filters["css"] = css_string
    for name in ("date", "month", "decimal"):
        environment.filters[name] = _in_its_language(name)
    return environment


def _language(page: Context) -> Language:
    workbook = page.get("workbook")
    return language_of(workbook.language if workbook else SOURCE)


@pass_context
def _word(page: Context, text: str, **values: Any) -> str:
    """Give a fixed word or sentence of a template in the language of the page, with values in its places."""
    return _fill(_language(page).gettext(text), values)


@pass_context
def _words_for(page: Context, one: str, many: str, count: int, **values: Any) -> str:
    """Give what goes with a number, which is written at ``%(count)s``."""
    return _fill(_language(page).ngettext(one, many, count), {"count": count, **values})


def _fill(text: str, values: Mapping[str, Any]) -> str:
    """Put values in their places. Where one of them is HTML, so is the whole, and all else in it is escaped."""
    if not values:
        return text
    return (escape(text) if any(isinstance(value, Markup) for value in values.values()) else text) % values


def _in_its_language(name: str) -> Callable[[Context, Any], str]:
    """Give the filter that writes a day or a number as the language of the page does."""

    @pass_context
    def write(page: Context, value: Any) -> str:
        return str(getattr(_language(page), name)(value))

    return write


@pass_context
def _counted(page: Context) -> Markup:
    """Give the value of the CSS property "content" for a page number, such as 3 of 8."""
    return _page_count(_language(page))


def _page_count(language: Language) -> Markup:
    text = language.gettext("%(page)s of %(pages)s") % {"page": "\0page\0", "pages": "\0pages\0"}
    pieces = [f"counter({piece})" if i % 2 else css_string(piece) for i, piece in enumerate(text.split("\0"))]
    return Markup(" ").join([piece for piece in pieces if piece != '""'])


def css_string(text: str) -> Markup:
    """Give a text as a string of CSS, which may also stand in HTML."""
    told = "".join(f"\\{ord(c):x} " if c in "\"\\<>&\n\r\f" else c for c in text)
    return Markup(f'"{told}"')  # noqa: S704 - what HTML or CSS would read otherwise is written as a code


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
