"""The HTML of a section as it is printed -> the same section as a part of a web page."""

import re
from collections.abc import Mapping
from html import escape, unescape
from html.parser import HTMLParser

_HEADINGS = ("h1", "h2", "h3", "h4")
_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
_PAPER = frozenset({"id", "data-most", "data-step"})
"""What the typesetter needs to know of a field to give it more space."""

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
    """Copies HTML tag by tag, as it was written where nothing is to be changed."""

    def __init__(self, section_id: str, level: int) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._prefix = section_id
        self._level = level
        self._headings: list[int] = []
        self._dropping = ""
        self._figures = 0
        self._in_choice = False
        self._in_numbers = False
        self._heads: list[str] = []
        self._in_head = False
        self._in_small = False
        self._column = 0
        self._writers = {
            **dict.fromkeys(_HEADINGS, self._heading),
            **dict.fromkeys((*_ROLES, "th"), self._cell),
            **dict.fromkeys(("svg", "title"), self._figure),
            **dict.fromkeys(("ul", "li"), self._list),
            **dict.fromkeys(("input", "textarea"), self._typing),
            "a": self._link,
            "span": self._span,
        }

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._dropping:
            return
        given = {name: value or "" for name, value in attrs}
        if tag == "style" or given.get("class") == "crisis-line":
            self._dropping = tag
        else:
            self._writers.get(tag, self._other)(tag, self.get_starttag_text() or "", given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            self._dropping = "" if tag == self._dropping else self._dropping
            return
        if tag in _HEADINGS:
            tag = self._heading_tag
        elif tag == "thead":
            self._in_head = False
        elif tag == "p":
            self._in_numbers = False
        elif tag == "span" and self._in_small:
            self._in_small = False
            self._heads[-1] += ")"
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._dropping:
            return
        number = number_of(data.removeprefix("Call ")) if self._in_numbers and data.startswith("Call ") else ""
        self.out.append(f'<a href="tel:{number}">{data}</a>' if number else data)
        if self._in_head and self._heads:
            self._heads[-1] += data

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    @property
    def _heading_tag(self) -> str:
        return f"h{self._level + len(self._headings) - 1}"

    def _add(self, raw: str, more: Mapping[str, str]) -> None:
        """Copy a start tag with more attributes."""
        end = "/>" if raw.endswith("/>") else ">"
        self.out.append(raw.removesuffix(end).rstrip() + _attributes(more) + end)

    def _other(self, tag: str, raw: str, given: dict[str, str]) -> None:
        classes = given.get("class", "").split()
        if "field" in classes:
            raw = f"<{tag}{_attributes({name: value for name, value in given.items() if name not in _PAPER})}>"
        self._in_numbers = self._in_numbers or "reach" in classes
        self.out.append(raw)

    def _heading(self, tag: str, raw: str, given: dict[str, str]) -> None:
        """Set a heading one level below the one that it stands under; its printed level stays as a class."""
        del raw
        printed = int(tag[1])
        while self._headings and self._headings[-1] >= printed:
            self._headings.pop()
        self._headings.append(printed)
        look = f"level-{printed} {given.get('class', '')}".strip()
        kept = {name: value for name, value in given.items() if name == "id"}
        self.out.append(f"<{self._heading_tag}{_attributes({'class': look, **kept})}>")

    def _figure(self, tag: str, raw: str, given: dict[str, str]) -> None:
        """Name a drawing after its title, as not every browser does so by itself."""
        del given
        self._figures += tag == "svg"
        name = f"{self._prefix}--figure-{self._figures}"
        self._add(raw, {"role": "img", "aria-labelledby": name} if tag == "svg" else {"id": name})

    def _list(self, tag: str, raw: str, given: dict[str, str]) -> None:
        """Where a list is a group of options, its items are no list items."""
        if tag == "ul":
            self._in_choice = given.get("role") == "radiogroup"
        self._add(raw, {"role": "none"} if tag == "li" and self._in_choice else {})

    def _typing(self, tag: str, raw: str, given: dict[str, str]) -> None:
        typed = tag == "textarea" or given.get("type") == "text"
        self._add(raw, {name: value for name, value in _PRIVATE.items() if name not in given} if typed else {})

    def _link(self, tag: str, raw: str, given: dict[str, str]) -> None:
        del tag
        target = given.get("href", "")
        if target.startswith("workbook:"):
            self.out.append(raw.replace('"workbook:', '"#', 1))
        else:
            self._add(raw, {"rel": "noopener noreferrer"} if target.startswith("http") else {})

    def _span(self, tag: str, raw: str, given: dict[str, str]) -> None:
        """A span at the head of a column is a word of help."""
        del tag, given
        self._in_small = self._in_head and bool(self._heads)
        if self._in_small:
            self._heads[-1] += " ("
        self.out.append(raw)

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
        self._add(raw, added)


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in values.items())
