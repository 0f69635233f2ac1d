"""Inline Markdown -> HTML: emphasis and links, curly quotes, and nothing else. HTML in the text is printed as text."""

import html
import re
from collections.abc import Callable
from functools import cache
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token

_SAFE_LINK = re.compile(r"^(https?://|mailto:|tel:|page:)", re.IGNORECASE)
_PAGE = "page:"
_PAGE_LINK = re.compile(r"\]\(page:([^)\s]*)\)")

Refer: TypeAlias = Callable[[str, str], str]
"""Writes a reference to a page: takes the target (``module`` or ``module/worksheet``) and its words, gives HTML."""


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "typographer": True, "quotes": "“”‘’"})
    parser.enable(["emphasis", "link", "escape", "balance_pairs", "fragments_join", "smartquotes"])
    parser.validateLink = lambda url: bool(_SAFE_LINK.match(url))  # type: ignore[method-assign]
    return parser


def _tokens(text: str) -> list[Token]:
    # Through the core chain as one paragraph: quotes are set there. A line break in the source is a space.
    single = " ".join(text.split())
    parsed = _parser().parseInline(single)
    return list(parsed[0].children or []) if parsed else []


def page_links(text: str) -> list[str]:
    """Give the targets of references to pages (``[words](page:module)``) in a text."""
    return _PAGE_LINK.findall(text)


def to_html(text: str, refer: Refer | None = None) -> str:
    """Give safe HTML. A link holds plain words only (tags in it break PDF/UA) and prints its address after it.

    References to pages are written by ``refer``; without it they are plain words.
    """
    out: list[str] = []
    href = ""
    label = ""
    for token in _tokens(text):
        if token.type == "link_open":
            href, label = str(token.attrGet("href")), ""
        elif token.type == "link_close":
            if href.startswith(_PAGE):
                plain = html.escape(label, quote=False)
                out.append(refer(href.removeprefix(_PAGE), plain) if refer else plain)
                href = ""
                continue
            address = re.sub(r"^(https?://|mailto:|tel:)|/$", "", href)
            out.append(f'<a href="{html.escape(href)}">{html.escape(label, quote=False)}</a>')
            out.append("" if address == label else f" ({html.escape(address, quote=False)})")
            href = ""
        elif href:
            label += token.content
        elif token.type in {"em_open", "em_close", "strong_open", "strong_close"}:
            out.append(f"<{'/' if token.nesting < 0 else ''}{token.tag}>")
        else:
            out.append(html.escape(token.content, quote=False))
    return "".join(out)


def to_plain(text: str) -> str:
    """Give the same text without any markup, for titles, footers and drawings."""
    return "".join(token.content for token in _tokens(text))
