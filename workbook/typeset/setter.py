"""Sets sections in type with WeasyPrint: what sections have in common is made ready once a process."""

import logging
import re
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pydyf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from workbook.forms import name_fields
from workbook.typefaces import is_face, script_of_face
from workbook.typeset import MISSING, Complaint, Job
from workbook.typeset.closed import ClosedFetcher
from workbook.typeset.elastic import boxes, fit
from workbook.typeset.layout import Layout
from workbook.typeset.quality import measure
from workbook.typeset.spoken import speak

if TYPE_CHECKING:
    from weasyprint import Document

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_SCOPES = {"row": "/Row", "col": "/Column"}
_MOST_STYLES = 200
_ABOUT = re.compile(r"at '([^']+)'|at (\S+?):? |'([^']+)'|: (\S+)$")
"""Where WeasyPrint names the address or the name that a message is about."""
_AFTER_LATIN, _SIGNS = 0x0590, 0x1E00
"""Between these lie the scripts that follow Latin, Greek, Cyrillic and Armenian in Unicode, from Hebrew on."""
_LONGEST = 300
"""Characters of a message: it may quote a whole drawing."""


class Setter:
    """Sets sections one after the other. Style sheets and fonts are read once."""

    def __init__(self) -> None:
        speak()
        self._fonts = FontConfiguration()
        self._fonts._folder = Path(tempfile.mkdtemp(prefix="workbook-"))  # noqa: SLF001 - see _clear_away
        self.close = weakref.finalize(self, _clear_away, self._fonts)
        self._styles: dict[tuple[str, tuple[Any, ...]], CSS] = {}

    def set(self, job: Job) -> tuple[bytes, tuple[Complaint, ...]]:
        """Give the PDF of a section, and what was not done as meant."""
        log = _Log()
        logger = logging.getLogger("weasyprint")
        logger.addHandler(log)
        try:
            document, seen = self._lay_out(job, log)
            target = BytesIO()
            document.write_pdf(
                target, finisher=_finish, pdf_variant="pdf/ua-1", pdf_forms=job.fields, uncompressed_pdf=True
            )
        finally:
            logger.removeHandler(log)
        return target.getvalue(), (*log.complaints(), *seen, *_strangers(document))

    def _lay_out(self, job: Job, log: "_Log") -> "tuple[Document, tuple[Complaint, ...]]":
        """Give the pages of a section, and what is to be said of their quality."""
        fetcher = ClosedFetcher(frozenset(job.files))
        head, mark, body = job.html.partition("</head>")
        styles = [self._style(text, fetcher, log) for text in _STYLE.findall(head)]
        rest = _STYLE.sub("", head) + mark + body
        layout = Layout(HTML(string=rest, url_fetcher=fetcher), styles, self._fonts, fields=job.fields)
        least = fit(layout, job.size)
        document = layout.finish()
        return document, measure(layout.pages, least, job.html, job.size)

    def _style(self, text: str, fetcher: ClosedFetcher, log: "_Log") -> CSS:
        """Read a style sheet in the head of a page, which sections share; a different set of files reads it anew.

        One that there are complaints of is read anew, too: it is as wrong for the next section as for this one.
        """
        key = (text, tuple(sorted(fetcher.files)))
        if key in self._styles:
            return self._styles[key]
        before = len(log.messages)
        style = CSS(string=text, font_config=self._fonts, url_fetcher=fetcher)
        if len(log.messages) == before:
            if len(self._styles) >= _MOST_STYLES:
                self._styles.clear()
            self._styles[key] = style
        return style


def _clear_away(fonts: FontConfiguration) -> None:
    """Remove the copies of fonts. WeasyPrint does so too late: at the end of a program, its folder stays behind."""
    folder, fonts._folder = fonts._folder, None  # noqa: SLF001
    shutil.rmtree(folder, ignore_errors=True)


def _finish(document: "Document", pdf: Any) -> None:
    """While boxes still know their HTML: say where links go in words, let them print, give header cells a scope."""
    name_fields(document, pdf)
    for page in document.pages:
        for box in boxes(page._page_box):  # noqa: SLF001 - the layout has no public reader
            element = getattr(box, "element", None)
            if element is None:
                continue
            link = getattr(box, "link_annotation", None)
            if link:
                text = " ".join("".join(element.itertext()).split())
                link["Contents"] = pydyf.String(text or element.get("href", ""))
                link["F"] = 4
            mark = getattr(box, "mark", None)
            if mark is not None and element.tag == "th" and mark.get("S") == "/TH":
                mark["A"]["Scope"] = _SCOPES.get(element.get("scope"), "/Column")


def _strangers(document: "Document") -> Iterator[Complaint]:
    """Complain of characters that our fonts do not have: another machine would print another font, or a box.

    The handwriting also has Devanagari, which the body has not: a script is printed in both or in none.
    """
    for font in document.fonts.values():
        face = font.name.decode().rpartition("+")[2]
        script = script_of_face(face)
        ranges = script.ranges if script else ()
        for text in sorted({text for text in font.to_unicode.values() if text.strip()}):
            strange = any(_AFTER_LATIN <= ord(c) < _SIGNS and not _is_in(ranges, ord(c)) for c in text)
            if strange or not is_face(face):
                yield _missing(text)


def _is_in(ranges: tuple[tuple[int, int], ...], code: int) -> bool:
    return any(first <= code <= last for first, last in ranges)


class _Log(logging.Handler):
    """Collects what WeasyPrint complains about: each is a problem of the page, never just a line in a log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message not in self.messages:
            self.messages.append(message)

    def complaints(self) -> Iterator[Complaint]:
        """Give them with the text or the address that each is about."""
        for message in self.messages:
            if missing := re.search(r'notdef.*"(.+)" \(U\+', message):
                yield _missing(missing[1])
                continue
            about = _ABOUT.search(message)
            short = message if len(message) <= _LONGEST else f"{message[:_LONGEST]} …"
            text = f"The page could not be set as meant: {short.rstrip('.')}"
            yield Complaint(text, next(filter(None, about.groups())) if about else "")


def _missing(text: str) -> Complaint:
    return Complaint(f'The fonts of the page do not have the character "{text}"', text, MISSING)
