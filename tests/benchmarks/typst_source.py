"""The same workbook as one Typst source: its text, headings, lists, tables, ruled lines and ratings.

It is written from the product's own HTML, so that no word can be missing. How things look is in ``workbook.typ``.
"""

import re
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

import tinyhtml5  # type: ignore[import-untyped]

from workbook.compose import Section, Workbook
from workbook.model import Crisis
from workbook.render import render
from workbook.theme import load_theme

_LOOK = Path(__file__).with_name("workbook.typ")
_SPECIAL = re.compile(r"([\\#$*_`<>@\[\]~/\"'=+-])|(?<=\.)(?=\.)|^(?=\d+\.)")
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
_INLINE = frozenset({"a", "br", "em", "span", "strong"})
_PARAGRAPHS = {"tagline": "tagline", "purpose": "purpose", "meta": "meta", "label": "caption", "help": "help"}
_PARAGRAPHS |= {"source": "small", "checked": "small", "when": "small", "title": "caption", "name": "caption"}
_PARAGRAPHS |= {"hand": "hand", "axis": "strong"}
_ROWS = {
    **dict.fromkeys(("pair", "row", "columns", "keys", "heads", "marks"), "(1fr,) * {n}"),
    "sense": "(1fr, 2.4fr)",
    "other": "(auto, 1fr)",
}
_DRAWINGS = {"circles": "150mm", "plot": "140mm", "line": "100%", "square": "57mm"}
_SPACE_ABOVE = {"cover.html": "#v(62mm)\n", "session.html": "#v(34mm)\n"}
_A_PART = 46
"""The least height of a box of the five-part map, in millimetres."""
_PLACES = {"me": (50, 50), "up": (-25, 50), "down": (125, 50), "top": (50, -5), "foot": (50, 106)}


def typst_source(workbook: Workbook, crisis: Crisis) -> str:
    """Give the whole source of a workbook."""
    theme = load_theme()
    parts = []
    for section in workbook.sections:
        module = section.context.get("module")
        accent = theme.tokens(workbook.edition, module.domain if module else "orientation")["accent"]
        html = tinyhtml5.parse(render(section, workbook, theme, crisis), namespace_html_elements=False)
        parts.append(_part(section, accent, _tell_children(_find(html, "body"))))
    language, _, region = workbook.language.partition("-")
    head = (
        f"#set document(title: {_string(workbook.title)})\n"
        f"#set text(lang: {_string(language)}, region: {_string(region)})\n"
        f"#show: look.with([{_escape(crisis.footer)}])\n"
    )
    return _LOOK.read_text(encoding="utf-8") + head + "\n".join(parts)


def _part(section: Section, accent: str, body: Element) -> str:
    side = ', to: "odd"' if section.side == "right" else ""
    start = (
        f"\n#pagebreak(weak: true{side})\n#let accent = rgb({_string(accent)})\n#running[{_escape(section.title)}]\n"
    )
    start += _SPACE_ABOVE.get(section.template, "")
    return f"{start}#metadata(none) <{section.id}>\n{_children(body)}"


def _tell_children(body: Element) -> Element:
    """Note on tables and lists what the style sheets know from the element around them; call drawings plainly."""
    for element in body.iter():
        element.tag = element.tag.rpartition("}")[2]
    for division in body.iter("div"):
        for table in division.iterfind("table"):
            table.set("style", division.get("style") or "")
        for words in division.iterfind("ul") if "b-choice" in _classes(division) else ():
            words.set("class", "words")
    return body


def _children(element: Element) -> str:
    return "".join(_block(child) for child in element)


def _block(element: Element) -> str:
    """Give a block-level element."""
    kind = _classes(element)
    if element.tag in {"style", "svg"} or "crisis-line" in kind:
        return "" if element.tag != "svg" else _drawing(element, [], "130mm")
    if element.tag == "span" and "box" in kind:  # before a line to write an idea on; in lists, the list has one
        return "#tick "
    if element.tag in _HEADINGS:
        return f"\n{'=' * _HEADINGS[element.tag]} {_inline(element)}\n"
    if element.tag == "p":
        return _paragraph(element, kind)
    if element.tag in {"ul", "ol"}:
        return _list(element, kind)
    if element.tag == "table":
        return _table(element)
    if element.tag == "section":
        return _section(element, kind)
    return _division(element, kind)


def _section(element: Element, kind: frozenset[str]) -> str:
    new_page = "sheet" in kind and "first" not in kind
    start = '\n#pagebreak(weak: true, to: "odd")\n' if "new-leaf" in kind else "\n#pagebreak(weak: true)\n"
    inside = _children(element)
    if "sheet" in kind:
        inside = re.sub(r"^(={1,2} .*)$", r"#title[\n\1\n]", inside, count=1, flags=re.MULTILINE)
    return (start if new_page else "") + inside


def _division(element: Element, kind: frozenset[str]) -> str:
    inside = _children(element) if len(element) else _inline(element)
    if "ruled" in kind:
        return f"\n#ruled({_lines(element)})[{inside.strip()}]\n"
    if width := next((_DRAWINGS[name] for name in _DRAWINGS if name in kind), None):
        return _drawing(_find(element, "svg"), [inner for inner in element.iter() if inner.tag == "p"], width)
    if columns := next((_ROWS[name] for name in _ROWS if name in kind), None):
        return _row(element, columns)
    for name, call in (("card", "card"), ("exit", "exit"), ("low-day", "tinted"), ("b-key-points", "tinted")):
        if name in kind:
            return f"\n#{call}[{inside}]\n"
    if "b-callout" in kind:
        return f"\n#callout(accent)[{inside}]\n"
    if kind & {"frame", "line-card", "goal"}:
        least = _A_PART if "part" in kind and "situation" not in kind else 0
        return f"\n#frame(height: {_number(element, '--height', least)}mm)[{inside}]\n"
    if "step" in kind:
        return f"\n#pad(left: {_number(element, 'margin-left', 0)}mm)[{inside}]\n"
    if "field" in kind:
        whole = not kind & {"b-table", "b-cards", "b-five-senses", "b-goal-sheet"}
        return f"\n#{'field' if whole else 'long-field'}[{inside}]\n"
    return inside


def _paragraph(element: Element, kind: frozenset[str]) -> str:
    if "mark" in kind:
        badge = element.find("span") is not None and "".join(element.itertext()) == "Example"
        return f"\n#{'badge' if badge else 'mark(accent)'}[{_inline(element)}]\n"
    if "number" in kind:
        return f"\n#numeral(accent)[{_inline(element)}]\n"
    if "scale" in kind:
        numbers = [f"{'ring' if 'pick' in _classes(n) else 'point'}[{_inline(n)}]" for n in element]
        return f"\n#scale({', '.join(numbers)})\n"
    if "words" in kind and len(element) > 1:
        return f"\n#ends({', '.join(f'[{_inline(word)}]' for word in element)})\n"
    call = next((_PARAGRAPHS[name] for name in _PARAGRAPHS if name in kind), None)
    return f"\n#{call}[{_inline(element)}]\n" if call else f"\n{_inline(element)}\n"


def _list(element: Element, kind: frozenset[str]) -> str:
    if "toc" in kind:
        return "".join(_entry(item) for item in element)
    items = []
    for item in element:
        text = f"[{_inline(item)}]"
        items.append(f"picked{text}" if "picked" in _classes(item) else text)
    joined = ", ".join(items)
    if "numbered" in kind:
        return f"\n#numbered(accent, {joined})\n"
    if "plain-list" in kind:
        return "\n" + "".join(f"- {_inline(item)}\n" for item in element)
    return f"\n#{'words' if 'words' in kind else 'ticks'}({joined})\n"


def _entry(item: Element) -> str:
    """Give a line of the contents."""
    link = _find(item, "span/a")
    target = link.get("href", "").removeprefix("workbook:")
    strong = str("session" in _classes(item)).lower()
    return f"\n#entry(<{target}>, strong: {strong})[{_inline(link)}]\n"


def _row(element: Element, columns: str) -> str:
    cells = [child for child in element if child.tag != "style"]
    if cells[0].tag == "p" and "when" in _classes(cells[0]):
        columns = "(29mm, 1fr)"
        cells[0].set("class", "axis")
    inside = ", ".join(f"[{_block(cell).strip()}]" for cell in cells)
    return f"\n#row({columns.format(n=len(cells))}, {inside})\n"


def _table(element: Element) -> str:
    head, *rows = element.iter("tr")
    widths = [_width(cell, len(head)) for cell in head]
    cells = ", ".join(f"[{_cell(cell)}]" for cell in head)
    lines = [f"  table.header({cells}),"]
    lines += [f"  ({', '.join(f'[{_cell(cell)}]' for cell in row)},)," for row in rows]
    body = "\n".join(lines)
    return f"\n#filled(({', '.join(widths)}), {_number(element, '--row', 14)}mm,\n{body}\n)\n"


def _cell(cell: Element) -> str:
    text = _inline(cell)
    if cell.tag == "th":
        return f"#strong[{text}]"
    return f"#hand[{text}]" if "hand" in _classes(cell) else text


def _width(cell: Element, count: int) -> str:
    """Give the share of a column: those of a week grid stand in a calculation."""
    style = cell.get("style") or ""
    if found := re.search(r"\* ([\d.]+)", style):
        return f"{float(found[1]) * 82:.2f}fr"
    if found := re.search(r"width: ([\d.]+)%", style):
        return f"{found[1]}fr"
    return "18fr" if "day" in _classes(cell) else f"{100 / count:.2f}fr"


def _drawing(svg: Element, words: list[Element], width: str) -> str:
    heading = _find(svg, "title")
    alt = "".join(heading.itertext())
    drawn = Element("svg", {**svg.attrib, "xmlns": "http://www.w3.org/2000/svg"})
    drawn.extend(child for child in svg if child is not heading)
    places = []
    for word in words:
        kind = _classes(word)
        usual = next((place for name, place in _PLACES.items() if name in kind), (50, 107 if "part" in kind else 50))
        x, y = (_number(word, side, usual[at]) for at, side in enumerate(("left", "top")))
        if "value" in kind:
            x = -8
        text = f"[{_inline(word)}]"
        text = f"bead(accent, {text})" if "bead" in kind else f"hand{text}" if "hand" in kind else f"name{text}"
        wide = _number(word, "width", 60 if "ring" in kind else 25)
        x += wide / 2 if "hand" in kind else 0
        places.append(f"  ({x}%, {y}%, {wide}%, {text}),\n")
    source = _string(tostring(drawn, encoding="unicode"))
    return f"\n#drawing({source}, {_string(alt)}, {width},\n{''.join(places)})\n"


def _inline(element: Element) -> str:
    """Give the text of an element with its emphasis and links."""
    parts = [_escape(element.text or "")]
    for child in element:
        parts += [_inline_element(child), _escape(child.tail or "")]
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def _inline_element(element: Element) -> str:
    text = _inline(element)
    match element.tag:
        case "br":
            return " \\ "
        case "strong":
            return f"#strong[{text}]"
        case "em":
            return f"#emph[{text}]"
        case "a":
            return f"#link({_string(element.get('href') or '')})[{text}]"
    kind = _classes(element)
    if "answer" in kind:
        return f"#hand[{text}]"
    return f" #small[{text}]" if kind & {"small", "ask", "said"} else text


def _lines(element: Element) -> int:
    least = _number(element, "--least", 0)
    return round((least - 12) / 8.5) if least else int(_number(element, "--n", 1))


def _number(element: Element, name: str, otherwise: float) -> float:
    found = re.search(rf"(?<![\w-]){name}: (-?[\d.]+)", element.get("style") or "")
    return float(found[1]) if found else otherwise


def _find(element: Element, path: str) -> Element:
    found = element.find(path)
    if found is None:
        raise ValueError(f"a {element.tag} without {path}")
    return found


def _classes(element: Element) -> frozenset[str]:
    return frozenset((element.get("class") or "").split())


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found[1]}" if found[1] else "\\", text)


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
