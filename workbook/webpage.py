"""Workbook -> one HTML file to read and fill in on a phone or a computer: nothing in it is fetched, sent or stored."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from markupsafe import Markup

from workbook import paths
from workbook.compose import Workbook
from workbook.language import language_of
from workbook.model import Crisis
from workbook.render import domain_of, for_language, render, render_template, script_sheet
from workbook.screen import number_of, to_screen
from workbook.tokens import Theme
from workbook.typefaces import DESIGNS, FONTS, SCRIPTS
from workbook.webfonts import data_uri, script_uri
from workbook.webstyle import page_style

_FIELD = re.compile(r"<(textarea|input|select)\b")
_PAPER_ONLY = frozenset({"contents.html"})
"""Sections that make sense on paper only: a web page has its own contents, with links in place of page numbers."""

_NEEDS = {
    "body-regular": "",
    "body-bold": "",
    "body-italic": "<em>",
    "body-bold-italic": "<em>",
    "hand": 'hand"',
}
"""A face is embedded if the page has this in it."""


@dataclass(frozen=True)
class Part:
    """One section on the page. ``kind`` is the name of its template; ``has_anchor`` says that its id is in the HTML."""

    id: str
    title: str
    kind: str
    domain: str
    depth: int
    html: Markup

    @property
    def has_anchor(self) -> bool:
        """Whether a link to the section finds its id inside the HTML."""
        return f'id="{self.id}"' in self.html


def to_html(workbook: Workbook, theme: Theme, crisis: Crisis) -> str:
    """Give the whole file. The same workbook gives the same text, character by character."""
    edition = replace(workbook.edition, medium="screen")
    on_screen = replace(workbook, edition=edition)
    parts = tuple(_parts(on_screen, theme, crisis))
    text = "".join(part.html for part in parts)
    fonts = _fonts(text, theme)
    style = _in_its_language(page_style(on_screen, theme, sorted({part.domain for part in parts}), fonts), workbook)
    script = (paths.TEMPLATES / "screen" / "page.js").read_text(encoding="utf-8")
    own = workbook.clinic.crisis if workbook.clinic else ()
    return render_template(
        "screen/page.html",
        workbook.templates,
        workbook=on_screen,
        crisis=crisis,
        lines=(*own, *crisis.lines),
        parts=parts,
        has_title=parts[0].kind == "cover" or len(parts) == 1,
        has_fields=bool(_FIELD.search(text)),
        help_page=next((part.id for part in parts if part.kind == "crisis"), ""),
        numbers=[number_of(line.phone or "") for line in (*own, *crisis.lines)],
        policy=_policy(script),
        style=Markup(style),  # noqa: S704 - made from our own files and checked tokens
        script=Markup(script),  # noqa: S704 - our own file
    )


def _fonts(text: str, theme: Theme) -> dict[str, str]:
    """Give the faces that a page needs as addresses, those of the text in the design of its theme."""
    fonts = {
        name: data_uri(path, FONTS["body-regular"]) if _NEEDS[name] in text else "data:,"
        for name, path in FONTS.items()
    }
    if theme.font in DESIGNS:
        body = [name for name in FONTS if name.startswith("body")]
        chosen = zip(body, DESIGNS[theme.font].faces, strict=True)
        fonts |= {name: script_uri(face) for name, face in chosen if _NEEDS[name] in text}
    return fonts


def _in_its_language(style: str, workbook: Workbook) -> str:
    """Give a style sheet the letters and the direction of a workbook."""
    language = language_of(workbook.language)
    script = SCRIPTS.get(language.script)
    sheets = [style]
    if script:
        sheets.append(script_sheet(script, {face: script_uri(face) for face in script.faces}))
    if language.direction == "rtl":
        sheets.append((paths.TEMPLATES / "print" / "styles" / "right-to-left.css").read_text(encoding="utf-8"))
    return for_language("<style>" + "\n".join(sheets) + "</style>", language)[len("<style>") : -len("</style>")]


def _parts(workbook: Workbook, theme: Theme, crisis: Crisis) -> Iterator[Part]:
    """Set each section, with its headings one level below what it belongs to. A page has one heading of level one."""
    sections = [section for section in workbook.sections if section.template not in _PAPER_ONLY]
    top = min(section.depth for section in sections)
    for section in sections:
        depth = section.depth - top + 1
        first = section.template == "cover.html" or len(sections) == 1
        text = to_screen(render(section, workbook, theme, crisis), section.id, 1 if first else depth + 1)
        html = Markup(text)  # noqa: S704 - made by the templates of the paper, which escape
        yield Part(section.id, section.title, section.template.removesuffix(".html"), domain_of(section), depth, html)


def _policy(script: str) -> str:
    """Give the content security policy: the page may load nothing and send nothing; only its own script may run."""
    digest = b64encode(sha256(script.encode()).digest()).decode("ascii")
    rules: Mapping[str, str] = {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "font-src": "data:",
        "script-src": f"'sha256-{digest}'",
        "form-action": "'none'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
