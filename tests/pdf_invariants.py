"""What must hold in every PDF that the program writes, beyond what validators see. Checks give the faults they find.

The checks read the file alone (``pdf_facts``); those that compare it with its source are given HTML and titles.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from html.parser import HTMLParser
from itertools import pairwise, zip_longest
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.pdf_facts import Facts, Mark, ObjectMark, Tag, read_tree

Faults = Iterator[str]

LEFT_BLANK = "Left blank"
FACES = ("Atkinson Hyperlegible", "Kalam")
PRIVATE = re.compile(rb"/(home|root|tmp|work|Users|usr)/|file:|site-packages|workbook:|[A-Z]:\\\\")
TAGS = {
    *("/Document", "/Part", "/Sect", "/Div", "/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/BlockQuote"),
    *("/L", "/LI", "/Lbl", "/LBody", "/Table", "/THead", "/TBody", "/TFoot", "/TR", "/TH", "/TD", "/Caption"),
    *("/Figure", "/Link", "/Span", "/NonStruct"),
}


# --- the file alone --------------------------------------------------------------------------------------------------


def tags_form_one_tree(facts: Facts) -> Faults:
    """One document element, known tags, each child with one parent, nothing null."""
    if [kid.kind for kid in facts.document.kids if isinstance(kid, Tag)] != ["/Document"]:
        yield "the tree does not begin with one document"
    for tag in facts.document.walk():
        yield from (f"{tag.kind} {wrong}" for wrong in tag.wrong)
        if tag is not facts.document and tag.kind not in TAGS:
            yield f"{tag.kind} is no known tag"
    if "/RoleMap" in facts.document.object:
        yield "there is a role map"


def pages_own_their_tags(facts: Facts) -> Faults:
    """Marked content of each page resolves through the parent tree to elements of that page, and back."""
    owners = {(leaf.page, leaf.mcid): tag for tag, leaf in facts.document.leaves() if isinstance(leaf, Mark)}
    counts = Counter((leaf.page, leaf.mcid) for _, leaf in facts.document.leaves() if isinstance(leaf, Mark))
    yield from (f"mark {mark} hangs on {n} elements" for mark, n in counts.items() if n > 1)
    for number, (page, opened) in enumerate(zip(facts.pages, facts.marked, strict=True)):
        yield from (f"page {number} opens mark {mcid} {n} times" for mcid, n in opened.items() if n > 1)
        entries = facts.parents.get(int(page.get("/StructParents", -1)))
        if not isinstance(entries, Array):
            yield f"page {number} has no list in the parent tree"
            continue
        named = {i for i, entry in enumerate(entries) if isinstance(entry, Dictionary)}
        if named != set(opened):
            yield f"page {number} opens other marks than the parent tree names: {sorted(named ^ set(opened))}"
        for mcid in named & set(opened):
            owner = owners.get((number, mcid))
            if owner is None:
                yield f"page {number}, mark {mcid}: its element is not in the tree"
            elif owner.key != entries[mcid].objgen:
                yield f"page {number}, mark {mcid}: the parent tree names another element than the tree"
    for mark, owner in owners.items():
        if mark[0] is None or mark[1] not in facts.marked[mark[0]]:
            yield f"{owner.kind} holds mark {mark}, which no page opens"


def parent_tree_is_tight(facts: Facts) -> Faults:
    """Each key of the parent tree is used by exactly one page or annotation, and the next key is free."""
    used = [int(page.StructParents) for page in facts.pages if "/StructParents" in page]
    used += [int(note.StructParent) for _, note in facts.annotations if "/StructParent" in note]
    if len(set(used)) != len(used):
        yield "two pages or annotations share a key of the parent tree"
    if set(used) != set(facts.parents):
        yield f"keys of the parent tree and of the pages differ: {sorted(set(used) ^ set(facts.parents))[:6]}"
    if int(facts.document.object.get("/ParentTreeNextKey", -1)) <= max(facts.parents, default=-1):
        yield "the next key of the parent tree is taken"


def annotations_own_their_tags(facts: Facts) -> Faults:
    """Each annotation resolves to the one element that holds it, on its page."""
    holders = {leaf.object: (tag, leaf.page) for tag, leaf in facts.document.leaves() if isinstance(leaf, ObjectMark)}
    for number, note in facts.annotations:
        what = f"the annotation on page {number} {note.get('/Contents')!r}"
        element = facts.parents.get(int(note.get("/StructParent", -1)))
        holder, place = holders.pop(note.objgen, (None, None))
        if holder is None:
            yield f"{what} is in no element"
        elif not isinstance(element, Dictionary) or element.objgen != holder.key:
            yield f"{what} resolves to another element"
        elif place != number or holder.kind != "/Link":
            yield f"{what} is held by a {holder.kind} of page {place}"
        if "/P" not in note or facts.index.get(note.P.objgen) != number:
            yield f"{what} names another page"
    yield from (f"a {tag.kind} holds an annotation that is on no page" for tag, _ in holders.values())
    for number, page in enumerate(facts.pages):
        if page.get("/Tabs") != Name.S:
            yield f"the tab key does not follow the tags on page {number}"


def links_lead_somewhere(facts: Facts) -> Faults:
    """Links say where they go, are printed, and lead to a page of this file or to an address outside."""
    for number, note in facts.annotations:
        words = str(note.get("/Contents", "")).strip()
        action = note.get("/A", Dictionary())
        uri = str(action.get("/URI", ""))
        if note.get("/Subtype") != Name.Link:
            yield f"page {number} has a {note.get('/Subtype')}"
        if not words:
            yield f"a link on page {number} does not say where it goes"
        if not int(note.get("/F", 0)) & 4:
            yield f"the link {words!r} on page {number} is not printed"
        if uri and not re.match(r"(https?://|mailto:|tel:)[^\s]+$", uri):
            yield f"the link {words!r} on page {number} has the address {uri!r}"
        if not uri and facts.goal_of(note) is None:
            yield f"the link {words!r} on page {number} leads nowhere"


def names_lead_somewhere(facts: Facts) -> Faults:
    """No named destination is dead."""
    yield from (f"the name {name!r} leads nowhere" for name, page in facts.destinations.items() if page is None)


def ids_are_unique_and_indexed(facts: Facts) -> Faults:
    """Element ids are unique and in the index; the headers of each cell are header cells of its own table."""
    ids = [(bytes(tag.object.ID), tag.key) for tag in facts.document.walk() if "/ID" in tag.object]
    if len({name for name, _ in ids}) != len(ids):
        yield "an element id is there twice"
    tree = facts.document.object.get("/IDTree")
    indexed = {bytes(name): element.objgen for name, element in read_tree(tree, "/Names")}
    if indexed != dict(ids):
        yield f"{len(set(indexed.items()) ^ set(ids))} ids differ between the tree and its index"
    for table in facts.document.walk():
        if table.kind == "/Table":
            heads = {bytes(tag.object.ID) for tag in table.walk() if tag.kind == "/TH" and "/ID" in tag.object}
            for cell in table.walk():
                if cell.kind in {"/TD", "/TH"}:
                    lost = {bytes(name) for name in _attribute(cell, "/Headers") or ()} - heads
                    yield from (f"a cell names the header {name!r}, which its table does not have" for name in lost)
            if not heads:
                yield f"the table {facts.text_of(table)[:30]!r} has no header cells"


def cells_have_headers(facts: Facts) -> Faults:
    """Each data cell names its headers, and each header cell says whether it heads a row or a column."""
    for tag in facts.document.walk():
        if tag.kind == "/TH" and _attribute(tag, "/Scope") not in {"/Row", "/Column"}:
            yield f"the header cell {facts.text_of(tag)!r} has no scope"
        if tag.kind == "/TD" and not _attribute(tag, "/Headers"):
            yield f"the cell {facts.text_of(tag)!r} has no header"


def list_items_are_whole(facts: Facts) -> Faults:
    """Lists hold items, items hold a label and a body, and nothing hangs beside them."""
    inside = {
        "/L": {"/LI", "/Caption", "/L"},
        "/LI": {"/Lbl", "/LBody"},
        "/Table": {"/THead", "/TBody", "/TFoot", "/TR", "/Caption"},
    }
    inside |= {"/THead": {"/TR"}, "/TBody": {"/TR"}, "/TR": {"/TH", "/TD"}}
    for tag in facts.document.walk():
        kinds = {kid.kind if isinstance(kid, Tag) else "text" for kid in tag.kids}
        if tag.kind in inside and not kinds <= inside[tag.kind]:
            yield f"{tag.kind} holds {sorted(kinds - inside[tag.kind])}"


def headings_descend(facts: Facts) -> Faults:
    """Each part begins with a level-one heading before any other, and no level is skipped."""
    for part in facts.parts:
        levels = [int(tag.kind[2:]) for tag in part.walk() if re.fullmatch(r"/H\d", tag.kind)]
        if not levels or levels[0] != 1:
            yield f"{part.object.get('/T')} begins with heading levels {levels[:2]}"
        if any(later > level + 1 for level, later in pairwise(levels)):
            yield f"{part.object.get('/T')} skips a level: {levels}"
        if any(not facts.text_of(tag).strip() for tag in part.walk() if re.fullmatch(r"/H\d", tag.kind)):
            yield f"{part.object.get('/T')} has an empty heading"


MARKS = ("checked", "circled", "Sign: ")


def figures_speak(facts: Facts) -> Faults:
    """Each figure has a text that says what it shows; a mark in a cell needs one word."""
    for tag in facts.document.walk():
        said = str(tag.object.get("/Alt", ""))
        if tag.kind == "/Figure" and len(said.split()) < 3 and not said.startswith(MARKS):
            yield f"a figure on page {facts.pages_of(tag)} has the text {said!r}"


def all_text_is_tagged_or_an_artifact(facts: Facts) -> Faults:
    """No text stands outside of marked content, and no character is unknown."""
    for number, runs in enumerate(facts.runs):
        yield from (f"page {number} has loose text {r.text!r}" for r in runs if r.mcid is None and not r.artifact)
        yield from (f"page {number} has unknown characters in {r.text!r}" for r in runs if "\ufffd" in r.text)


def margins_are_artifacts(facts: Facts) -> Faults:
    """What stands in the foot of a page, or says that it is left blank, is an artifact; nothing else is."""
    for number, runs in enumerate(facts.runs):
        for run in runs:
            running = run.y < 22 * 72 / 25.4 or run.text.startswith(LEFT_BLANK)
            if running != run.artifact:
                yield f"page {number}: {run.text!r} is {'an artifact' if run.artifact else 'text in the foot'}"


def parts_follow_each_other(facts: Facts) -> Faults:
    """Parts are in the order of the pages; they leave out only pages that say that they are left blank."""
    pages = [facts.pages_of(part) for part in facts.parts]
    said = [page for part in pages for page in part]
    silent = [i for i, runs in enumerate(facts.runs) if any(run.text.startswith(LEFT_BLANK) for run in runs)]
    if said != [number for number in range(len(facts.pages)) if number not in silent]:
        yield f"the parts stand on the pages {pages}"
    yield from (f"part {i} has no title" for i, part in enumerate(facts.parts) if not str(part.object.get("/T", "")))


def labels_count_up(facts: Facts) -> Faults:
    """Labels are i, ii, iii, then 1, 2, 3; the body begins on a right-hand page."""
    front = [label for label in facts.labels if not label.isdecimal()]
    body = facts.labels[len(front) :]
    if front != [_roman(i) for i in range(1, len(front) + 1)] or body != [str(i) for i in range(1, len(body) + 1)]:
        yield f"the pages are labelled {facts.labels}"
    if body and len(front) % 2:
        yield "the body begins on a left-hand page"


def bookmarks_lead_to_their_headings(facts: Facts) -> Faults:
    """Each bookmark leads to a page with a heading of its words, in the order of the pages."""
    headings: dict[tuple[int, str], int] = {}
    for tag in facts.document.walk():
        if re.fullmatch(r"/H\d", tag.kind) and (pages := facts.pages_of(tag)):
            headings[pages[0], squeeze(facts.text_of(tag))] = 1
    for mark in facts.outline:
        if mark.page is None or (mark.page, squeeze(mark.title)) not in headings:
            yield f"the bookmark {mark.title!r} leads to page {mark.page}, which has no such heading"
    order = [mark.page for mark in facts.outline if mark.page is not None]
    if order != sorted(order):
        yield "bookmarks are not in the order of the pages"
    if not facts.outline:
        yield "there is no outline"


def left_pages_are_moved_over(facts: Facts) -> Faults:
    """Text on left-hand pages stands 4 mm nearer the outer edge than on right-hand pages; paper keeps its size."""
    boxes = [[float(x) for x in page.MediaBox] for page in facts.pages]
    sizes = {tuple(sorted((round(b[2] - b[0], 1), round(b[3] - b[1], 1)))) for b in boxes}
    if len(sizes) != 1:  # a page may lie on its long side
        yield f"the pages have the sizes {sizes}"
    for number, box in enumerate(boxes):
        lies = box[2] - box[0] > box[3] - box[1]
        moved = 4 * 72 / 25.4 if number % 2 and not lies else 0
        if abs(box[0] - moved) > 0.01:
            yield f"page {number} is moved by {box[0]:.2f} points"


def fonts_are_ours(facts: Facts) -> Faults:
    """Every font is embedded, is one of the two families, and each file is there once."""
    for called, inside in facts.fonts.values():
        if inside is None:
            yield f"{called} is not embedded"
        elif not inside.startswith(FACES):
            yield f"{called} holds {inside}"
    if not facts.fonts:
        yield "no font was found"
    files = [
        item.read_raw_bytes() for item in facts.pdf.objects if isinstance(item, pikepdf.Stream) and "/Length1" in item
    ]
    if len(set(files)) != len(files):
        yield "a font file is there twice"


def metadata_is_plain(facts: Facts) -> Faults:
    """Title and language are there; dates, names and paths are not."""
    root = facts.pdf.Root
    with facts.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        if not metadata.get("dc:title") or metadata.get("dc:title") != str(facts.pdf.docinfo.get("/Title")):
            yield "the title is missing, or is not the same in both places"
        if metadata.get("pdfuaid:part") != "1":
            yield "there is no claim of PDF/UA-1"
        extra = {str(key) for key in metadata} - {f"{{{_XMP[p]}}}{name}" for p, name in _KNOWN}
        yield from (f"the metadata have {key}" for key in sorted(extra))
    yield from (f"the information has {key}" for key in set(facts.pdf.docinfo.keys()) - {"/Title", "/Producer"})
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", str(root.get("/Lang", ""))):
        yield "there is no language"
    if not _says_yes(root.get("/MarkInfo"), "/Marked"):
        yield "it does not say that it is tagged"
    if not _says_yes(root.get("/ViewerPreferences"), "/DisplayDocTitle"):
        yield "the title is not shown"
    for item in facts.pdf.objects:
        text = item.read_bytes() if isinstance(item, pikepdf.Stream) and item.get("/Type") == Name.Metadata else b""
        text += b" ".join(bytes(v) for v in _strings(item))
        if found := PRIVATE.search(text):
            yield f"a path or a private address is in the file: {text[max(found.start() - 10, 0) :][:60]!r}"


FILE_CHECKS: tuple[Callable[[Facts], Faults], ...] = (
    tags_form_one_tree,
    pages_own_their_tags,
    parent_tree_is_tight,
    annotations_own_their_tags,
    links_lead_somewhere,
    names_lead_somewhere,
    ids_are_unique_and_indexed,
    cells_have_headers,
    list_items_are_whole,
    headings_descend,
    figures_speak,
    all_text_is_tagged_or_an_artifact,
    margins_are_artifacts,
    parts_follow_each_other,
    labels_count_up,
    bookmarks_lead_to_their_headings,
    left_pages_are_moved_over,
    fonts_are_ours,
    metadata_is_plain,
)


def faults(facts: Facts) -> list[str]:
    """Give what is wrong in a file, each with the name of its check."""
    found = []
    for check in FILE_CHECKS:
        try:
            found += [f"{check.__name__}: {fault}" for fault in check(facts)]
        except (AssertionError, AttributeError, KeyError, TypeError, ValueError, pikepdf.PdfError) as error:
            found.append(f"{check.__name__}: it could not be read ({type(error).__name__}: {error})")
    return found


# --- against the source ----------------------------------------------------------------------------------------------


def text_is_the_html(facts: Facts, sections: Sequence[tuple[str, str]], blank: str) -> Faults:
    """Each part, read through its tags, says what the HTML of its section says; notes pages may stand between."""
    parts = [part for part in facts.parts if str(part.object.get("/T")) != blank]
    if len(parts) != len(sections):
        yield f"there are {len(parts)} parts for {len(sections)} sections"
    for part, (title, html) in zip(parts, sections, strict=False):
        said, meant = squeeze(facts.text_of(part)), squeeze(spoken(html))
        if said != meant:
            at = next(
                (i for i, (a, b) in enumerate(zip(said, meant, strict=False)) if a != b), min(len(said), len(meant))
            )
            here = slice(max(at - 20, 0), at + 30)
            yield f"{title}: the tags say …{said[here]!r}, the HTML …{meant[here]!r}"


def links_are_the_html(facts: Facts, sections: Sequence[tuple[str, str]]) -> Faults:
    """There are as many links as in the HTML, with its words; one that runs over several lines is one on each."""
    meant = Counter(squeeze(words) for _, html in sections for words in _links(html))
    said: Counter[str] = Counter()
    begun = ""
    for tag in facts.document.walk():
        if tag.kind == "/Link":
            begun += squeeze(facts.text_of(tag))
            if begun in meant:
                said[begun] += 1
                begun = ""
            notes = [str(leaf.subtype) for _, leaf in tag.leaves() if isinstance(leaf, ObjectMark)]
            if not notes:
                yield f"the link {facts.text_of(tag)!r} has no annotation"
    said[begun] += 1 if begun else 0
    if +said != meant:
        yield f"links differ: {sorted((said - meant) + (meant - said))}"


def figures_are_the_html(facts: Facts, sections: Sequence[tuple[str, str]]) -> Faults:
    """There are as many figures as drawings in the HTML."""
    meant = sum(html.count("<svg ") + html.count("<img ") for _, html in sections)
    said = sum(tag.kind == "/Figure" for tag in facts.document.walk())
    if said != meant:
        yield f"there are {said} figures for {meant} drawings"


def contents_are_right(facts: Facts) -> Faults:
    """Each line of the contents leads to a page whose label is the number printed at its end, and names its heading."""
    (part,) = (part for part in facts.parts if str(part.object.get("/T")) == "Contents")
    rows = [tag for tag in part.walk() if tag.kind == "/LI"]
    if not rows:
        yield "the contents are empty"
    goals = {note.objgen: facts.goal_of(note) for _, note in facts.annotations}
    for row in rows:
        words = facts.text_of(row)
        pages = {goals.get(leaf.object) for _, leaf in row.leaves() if isinstance(leaf, ObjectMark)}
        page = pages.pop() if len(pages) == 1 else None
        if page is None:
            yield f"{words!r} leads nowhere, or to several pages"
            continue
        label = facts.labels[page]
        title = "".join(facts.text_of(tag) for tag in row.walk() if tag.kind == "/Link")
        if squeeze(words) != squeeze(title + label):
            yield f"{words!r} leads to the page with the label {label}"
        firsts = [p for p in facts.parts if facts.pages_of(p)[:1] == [page]]
        heading = next((t for p in firsts for t in p.walk() if t.kind == "/H1"), None)
        if heading is None or squeeze(facts.text_of(heading)) != squeeze(re.sub(r"^\d+\. ", "", title)):
            yield f"{title!r} leads to a page that does not begin with its heading"


def folios_are_printed(facts: Facts) -> Faults:
    """Every page but the first carries its label at the right of the foot; the first carries none."""
    for number, (page, runs, label) in enumerate(zip(facts.pages, facts.runs, facts.labels, strict=True)):
        middle = (float(page.MediaBox[0]) + float(page.MediaBox[2])) / 2
        printed = [run.text for run in runs if run.artifact and run.x > middle and run.y < 22 * 72 / 25.4]
        if printed != ([label] if number else []):
            yield f"page {number} with the label {label} carries {printed}"


def outline_is(facts: Facts, meant: Sequence[tuple[int, str]]) -> Faults:
    """The outline has these depths and titles."""
    said = [(mark.depth, squeeze(mark.title)) for mark in facts.outline]
    for i, (one, other) in enumerate(zip_longest(said, [(depth, squeeze(title)) for depth, title in meant])):
        if one != other:
            yield f"bookmark {i} is {one}, and should be {other}"
            return


def begins_on_right_hand_pages(facts: Facts, titles: Sequence[str]) -> Faults:
    """Parts with these titles begin on a right-hand page (an odd one, from 1)."""
    starts = {str(part.object.get("/T")): facts.pages_of(part)[0] for part in facts.parts}
    yield from (f"{title} begins on the left" for title in titles if starts.get(title, 1) % 2)


def spoken(html: str) -> str:
    """Give what is read of an HTML page: its text, with the numbers and bullets of lists, without drawings."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.text)


def squeeze(text: str) -> str:
    """Take out white space, which a page does not keep at the end of a line, and take joined letters apart."""
    return re.sub(r"[\s\u00ad\u200b]+", "", unicodedata.normalize("NFKC", text))


class _Reader(HTMLParser):
    """Collects text. The style sheet prints a number before items of ``numbered``, a bullet before ``plain-list``."""

    silent = frozenset({"head", "style", "script", "svg"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.links: list[str] = []
        self._silence: list[str] = []
        self._lists: list[tuple[str, int]] = []
        self._link: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.silent:
            self._silence.append(tag)
        elif self._silence:
            return
        elif tag in {"ol", "ul"}:
            self._lists.append((dict(attrs).get("class") or "", 0))
        elif tag == "li" and self._lists:
            name, count = self._lists.pop()
            self._lists.append((name, count + 1))
            self.text.append(
                str(count + 1) if "numbered" in name.split() else "•" if "plain-list" in name.split() else ""
            )
        elif tag == "a":
            self._link = []

    def handle_endtag(self, tag: str) -> None:
        if self._silence:
            if tag == self._silence[-1]:
                self._silence.pop()
        elif tag in {"ol", "ul"}:
            self._lists.pop()
        elif tag == "a" and self._link is not None:
            self.links.append("".join(self._link))
            self._link = None

    def handle_data(self, data: str) -> None:
        if not self._silence:
            self.text.append(data)
            if self._link is not None:
                self._link.append(data)


def _links(html: str) -> list[str]:
    reader = _Reader()
    reader.feed(html)
    return reader.links


def _attribute(tag: Tag, name: str) -> Any:
    entries = tag.object.get("/A")
    for entry in list(entries) if isinstance(entries, Array) else [entries]:
        if isinstance(entry, Dictionary) and name in entry:
            value = entry[name]
            return list(value) if isinstance(value, Array) else str(value)
    return None


def _strings(item: Any) -> Iterator[Any]:
    values = item.values() if isinstance(item, Dictionary) else item if isinstance(item, Array) else ()
    for value in values:
        if isinstance(value, pikepdf.String):
            yield value
        elif isinstance(value, Dictionary | Array) and not value.is_indirect:
            yield from _strings(value)


def _says_yes(entry: Any, key: str) -> bool:
    return isinstance(entry, Dictionary) and bool(entry.get(key, False))


def _roman(number: int) -> str:
    return "m" * (number // 1000) + "".join(
        digits[number // power % 10]
        for power, digits in (
            (100, ("", "c", "cc", "ccc", "cd", "d", "dc", "dcc", "dccc", "cm")),
            (10, ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")),
            (1, ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")),
        )
    )


_XMP = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
}
_KNOWN = (("dc", "title"), ("dc", "language"), ("pdfuaid", "part"), ("pdf", "Producer"))
