"""The HTML of a section as it is printed -> the same section as a part of a web page."""

import re
from html import escape, unescape
from html.parser import HTMLParser

_TYPED = {"textarea", "input"}
_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
_DROPPED = {"style"}
_PRIVATE = {"autocomplete": "off", "spellcheck": "false", "writingsuggestions": "false"}
"""Some browsers keep what was typed, or send it to a service that checks spelling. A worksheet asks them not to."""


def to_screen(document: str, section_id: str, level: int) -> str:
    """Give the body of a printed section for a web page; its first heading gets the level ``level`` (1 to 6).

    The words stay the same. What only paper needs is left out, and what browsers need is added: links inside the page,
    levels of headings without gaps, names for drawings, and the heads of a table at each of its cells, so that a style
    sheet can set a row as a card without taking the table from a screen reader.
    """
    body = document.partition("<body")[2].partition(">")[2].rpartition("</body>")[0]
    rewriter = _Rewriter(section_id, level)
    rewriter.feed(body)
    rewriter.close()
    return "".join(rewriter.out).strip()


def number_of(line: str) -> str:
    """Give what a phone can dial of a line such as "988, then press 1"; nothing if it does not begin with a number."""
    found = re.match(r"\+?\d[\d ()-]*", line)
    return re.sub(r"[ ()-]", "", found[0]) if found else ""


class _Rewriter(HTMLParser):
    """Copies HTML tag by tag. Void elements and entities stay as they were written."""

    def __init__(self, section_id: str, level: int) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._prefix = section_id
        self._level = level
        self._headings: list[int] = []
        self._dropping = ""
        self._figures = 0
        self._in_figure = False
        self._heads: list[str] = []
        self._in_head = False
        self._in_small = False
        self._column = 0
        self._in_numbers = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        raw = self.get_starttag_text() or ""
        if self._dropping:
            return
        if tag in _DROPPED or given.get("class") == "crisis-line":
            self._dropping = tag
        elif tag in {"h1", "h2", "h3", "h4"}:
            self._heading(int(tag[1]), raw, given)
        elif tag == "svg":
            self._figures += 1
            self._in_figure = True
            self._write(raw, {"role": "img", "aria-labelledby": self._figure_id})
        elif tag == "title" and self._in_figure:
            self._write(raw, {"id": self._figure_id})
        elif tag == "a":
            self._link(raw, given)
        elif tag in _TYPED and given.get("type", "text") == "text":
            self._write(raw, {name: value for name, value in _PRIVATE.items() if name not in given})
        elif tag in _ROLES or tag == "th":
            self._cell(tag, raw, given)
        else:
            self._in_numbers = self._in_numbers or given.get("class") == "reach"
            self._in_small = tag == "span" and bool(self._heads) and self._in_head
            if self._in_small:
                self._heads[-1] += " ("
            self.out.append(raw)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            self._dropping = "" if tag == self._dropping else self._dropping
            return
        if tag in {"h1", "h2", "h3", "h4"}:
            tag = f"h{self._level + len(self._headings) - 1}"
        elif tag == "svg":
            self._in_figure = False
        elif tag == "span" and self._in_small:
            self._in_small = False
            self._heads[-1] += ")"
        elif tag == "thead":
            self._in_head = False
        elif tag == "p":
            self._in_numbers = False
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            number = number_of(data.removeprefix("Call ")) if self._in_numbers and data.startswith("Call ") else ""
            self.out.append(f'<a href="tel:{number}">{data}</a>' if number else data)
            if self._in_head and self._heads:
                self._heads[-1] += data

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    @property
    def _figure_id(self) -> str:
        return f"{self._prefix}--figure-{self._figures}"

    def _write(self, raw: str, added: dict[str, str]) -> None:
        """Copy a start tag with more attributes."""
        end = "/>" if raw.endswith("/>") else ">"
        more = "".join(f' {name}="{escape(value)}"' for name, value in added.items())
        self.out.append(raw.removesuffix(end).rstrip() + more + end)

    def _heading(self, printed: int, raw: str, given: dict[str, str]) -> None:
        """Set a heading one level below the one that it stands under; its printed level stays as a class."""
        while self._headings and self._headings[-1] >= printed:
            self._headings.pop()
        self._headings.append(printed)
        classes = f"level-{printed} {given.get('class', '')}".strip()
        kept = "".join(f' {name}="{escape(value)}"' for name, value in given.items() if name in {"id", "title"})
        del raw
        self.out.append(f'<h{self._level + len(self._headings) - 1} class="{classes}"{kept}>')

    def _link(self, raw: str, given: dict[str, str]) -> None:
        target = given.get("href", "")
        if target.startswith("workbook:"):
            self.out.append(raw.replace('"workbook:', '"#'))
        else:
            self._write(raw, {"rel": "noopener noreferrer"} if target.startswith("http") else {})

    def _cell(self, tag: str, raw: str, given: dict[str, str]) -> None:
        """Say the role of each part of a table: a browser may forget it where rows are set as cards."""
        added = {"role": _ROLES.get(tag) or ("rowheader" if given.get("scope") == "row" else "columnheader")}
        if tag == "table":
            self._heads = []
        elif tag == "thead":
            self._in_head = True
        elif tag == "tr":
            self._column = 0
        elif self._in_head:
            self._heads.append("")
        elif tag in {"td", "th"}:
            if tag == "td" and self._column < len(self._heads):
                added["data-label"] = " ".join(unescape(self._heads[self._column]).split())
            self._column += 1
        self._write(raw, added)
