"""One long HTML document of a whole workbook, as someone who prints with WeasyPrint or a browser would write it.

The sections' HTML is the product's own. Joined: one style sheet, one body, each section on a new page, and contents
whose page numbers the printing program looks up itself (``target-counter``; Chromium has none, and leaves them out).
"""

import re
from dataclasses import dataclass
from html import escape

from workbook.compose import Section, Workbook
from workbook.model import Crisis
from workbook.render import render
from workbook.theme import load_theme
from workbook.tokens import Theme

_STYLE = re.compile(r"<style>(.*?)</style>\s*", re.DOTALL)
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
_MARK = re.compile(r"^\.mark::before \{.*?^\}", re.DOTALL | re.MULTILINE)
_AT_PAGE = re.compile(r"@page\s*(\{(?:[^{}]|\{[^{}]*\})*\})")
_CONTENTS_ROW = re.compile(r'href="workbook:([^"]+)">(.*?)</a></span> <span class="page">[^<]*</span>')
_USUAL = "orientation"
_TIGHT = (
    "section { --gap: 4.4mm; --above-heading: 5.5mm; --below-heading: 1.6mm; --between: 1.7mm; --item: 1.1mm;"
    " font-size: .96em; line-height: 1.38 }"
)
"""The product sets a sheet that would run over a little tighter. Here all are, or peers would print more pages."""
_RULES_OF_A_BROWSER = """.ruled {
  background: repeating-linear-gradient(transparent 0 8mm, %(line)s 8mm 8.22mm, transparent 8.22mm 8.5mm);
}"""


@dataclass(frozen=True)
class Page:
    """A section as the product renders it: its own HTML document, taken apart.

    The first of ``styles`` is that of the page, which has the look of the domain; others are those of blocks.
    """

    section: Section
    domain: str
    styles: tuple[str, ...]
    own_style: str
    body: str


def long_html(workbook: Workbook, crisis: Crisis) -> str:
    """Join the sections of a workbook to one HTML document."""
    theme = load_theme()
    pages = [_take_apart(section, workbook, theme, crisis) for section in workbook.sections]
    usual = next((page for page in pages if page.domain == _USUAL), pages[0])
    styles = {page.section.template: page for page in pages}
    domains = {page.domain: page for page in pages if page.domain != usual.domain}
    style = "\n".join(
        (
            usual.styles[0],
            *dict.fromkeys(sheet for page in pages for sheet in page.styles[1:]),
            *(_of_template(page) for page in styles.values() if page.own_style),
            *(_of_domain(page, workbook, theme) for page in domains.values()),
            _TIGHT,
            ".on-a-right-hand-page { break-before: right } .on-a-new-page { break-before: page }",
            ".toc .page::before { content: target-counter(attr(data-ref url), page) }",
        )
    )
    parts = "\n".join(_part(page, first=page is pages[0]) for page in pages)
    head = f'<meta charset="utf-8">\n<title>{escape(workbook.title)}</title>\n<style>\n{style}\n</style>'
    start = f'<!doctype html>\n<html lang="{workbook.language}">\n<head>\n{head}\n</head>'
    return f"{start}\n<body>\n{parts}\n</body>\n</html>\n"


def for_a_browser(html: str) -> str:
    """Draw the lines to write on in the way that Chromium prints fastest: a third of the time for 250 pages."""
    rule = _RULES_OF_A_BROWSER % {"line": load_theme().line}
    return html.replace("</style>", f"{rule}\n</style>", 1)


def _take_apart(section: Section, workbook: Workbook, theme: Theme, crisis: Crisis) -> Page:
    html = render(section, workbook, theme, crisis)
    head, _, _ = html.partition("</head>")
    found = _BODY.search(html)
    assert found
    domain = getattr(section.context.get("module") or section.context.get("worksheet"), "domain", _USUAL)
    own = "".join(_STYLE.findall(found[1]))
    return Page(section, domain, tuple(_STYLE.findall(head)), own, _STYLE.sub("", found[1]).strip())


def _kind(page: Page) -> str:
    return f"t-{page.section.template.removesuffix('.html')}"


def _of_template(page: Page) -> str:
    """Keep the rules of one template to the sections made with it; a rule for pages gets a name."""
    named = _AT_PAGE.findall(page.own_style)
    rules = _AT_PAGE.sub("", page.own_style)
    pages = "".join(f".{_kind(page)} {{ page: {_kind(page)} }} @page {_kind(page)} {rule} " for rule in named)
    return f"{pages}.{_kind(page)} {{ {rules} }}"


def _of_domain(page: Page, workbook: Workbook, theme: Theme) -> str:
    """Give the sections of one domain its color and its sign."""
    accent = theme.tokens(workbook.edition, page.domain)["accent"]
    mark = _MARK.search(page.styles[0])
    assert mark
    return f".d-{page.domain} {{ --accent: {accent} }}\n:where(.d-{page.domain}) {mark[0]}"


def _part(page: Page, *, first: bool) -> str:
    start = "" if first else " on-a-right-hand-page" if page.section.side == "right" else " on-a-new-page"
    body = _CONTENTS_ROW.sub(r'href="#\1">\2</a></span> <span class="page" data-ref="#\1"></span>', page.body)
    return f'<div class="{_kind(page)} d-{page.domain}{start}">\n{body}\n</div>'
