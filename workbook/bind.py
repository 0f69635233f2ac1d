"""Fragments -> one tagged PDF: tags, links, outline, page labels, fields and folios joined; nothing is set again.

Appending pages alone passes every validator and is broken: pages read with another page's tags, and links lead nowhere.
So each part of the catalog is joined here. Fragments hold finished objects with marks for numbers (``fragment.py``);
binding gives the numbers, as a linker does with object files.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from workbook.faces import Face
from workbook.folios import FACE, Folios
from workbook.fragment import Fragment, Stream
from workbook.language import direction_of
from workbook.outline import Bookmark, write_outline
from workbook.pagination import PlacedPart
from workbook.pdffile import PdfFile
from workbook.pdftext import literal, references, write_names, write_numbers

BINDING_SHIFT_PT = 4 * 72 / 25.4
"""How far a left-hand page is moved toward its outer edge, in points: the binding margin is 4 mm wider."""

_SHIFTS = {"left": BINDING_SHIFT_PT, "right": -BINDING_SHIFT_PT, "none": 0.0}

_MARKS = re.compile(rb"([\x01\x03\x05\x06])([^\x02]*)\x02")


def bind(
    title: str, language: str, placed: Sequence[PlacedPart], *, folios: bool = False, outer_margin: float = 18
) -> bytes:
    """Join the parts to one file. The same parts give the same bytes. ``outer_margin`` (mm) is where folios end.

    Raise ValueError for what only a mistake of the program can bring about: a link to a name that is in no part, one
    name in two parts, two fields of one name.
    """
    book = _Book()
    faces = _faces(book, [place.part.fragment for place in placed], folios=folios)
    numbers = Folios(faces[FACE], outer_margin * 72 / 25.4, direction_of(language)) if folios else None
    for place in placed:
        _join(book, place, numbers)
    _refuse_dead_links(book)
    for name, face in faces.items():
        face.write(book.file, book.shared_numbers[f"font:{name}"])
    _write_tags(book)
    _write_pages(book)
    return book.file.save(_write_catalog(book, title, language, placed), _write_info(book, title))


@dataclass
class _Book:
    """The file in the making, and what has been collected of the parts so far."""

    file: PdfFile = field(default_factory=PdfFile)
    shared_numbers: dict[str, int] = field(default_factory=dict)
    streams: dict[Stream, int] = field(default_factory=dict)
    copies: dict[str, int] = field(default_factory=dict)
    pages: list[int] = field(default_factory=list)
    roots: list[int] = field(default_factory=list)
    parents: list[tuple[int, bytes]] = field(default_factory=list)
    ids: list[tuple[str, bytes]] = field(default_factory=list)
    destinations: dict[str, bytes] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    goals: dict[str, str] = field(default_factory=dict)
    outline: list[Bookmark] = field(default_factory=list)
    fields: dict[str, int] = field(default_factory=dict)
    field_fonts: dict[str, str] = field(default_factory=dict)
    next_key: int = 0

    def __post_init__(self) -> None:
        for name in ("pages", "tags", "document"):
            self.shared_numbers[name] = self.file.reserve()

    def shared(self, name: str) -> bytes:
        """Give the reference to something that parts share; for folios an entry with their font, or nothing."""
        number = self.shared_numbers.get(name)
        if name == "folio":
            return b"/Folio %d 0 R" % number if number else b""
        if number is None:
            raise ValueError(f"a part names {name!r}, which the file does not have")
        return b"%d 0 R" % number


def _faces(book: _Book, fragments: Sequence[Fragment], *, folios: bool) -> dict[str, Face]:
    """Give each face that is used a number, and let it know its glyphs."""
    whole = {name for fragment in fragments for name in fragment.field_fonts.values()}
    used = {name: None for fragment in fragments for name in (*fragment.glyphs, *fragment.field_fonts.values())}
    faces = {name: Face(name, whole=name in whole) for name in sorted({*used, *([FACE] if folios else [])})}
    for fragment in fragments:
        for name, glyphs in fragment.glyphs.items():
            faces[name].use(glyphs)
    for name in faces:
        book.shared_numbers[f"font:{name}"] = book.file.reserve()
    if folios:
        book.shared_numbers["folio"] = book.shared_numbers[f"font:{FACE}"]
    return faces


@dataclass(frozen=True)
class _Relocation:
    """Turns the marks of one copy of a fragment into numbers of the file."""

    book: _Book
    references: list[bytes]
    first_key: int
    suffix: str

    def __call__(self, text: bytes) -> bytes:
        return _MARKS.sub(self._resolve, text)

    def _resolve(self, match: re.Match[bytes]) -> bytes:
        kind, what = match.groups()
        if kind == b"\x01":
            return self.references[int(what)]
        if kind == b"\x03":
            return b"%d" % (int(what) + self.first_key)
        return self.book.shared(what.decode()) if kind == b"\x05" else self.suffix.encode()


def _join(book: _Book, place: PlacedPart, folios: Folios | None) -> None:
    """Bring in one part: its streams, its objects, its pages, and what others refer to by name."""
    fragment = place.part.fragment
    copy = book.copies.get(fragment.id, 0)
    book.copies[fragment.id] = copy + 1
    first = book.file.reserve(fragment.page_count)
    streams = [_stream_number(book, stream) for stream in fragment.streams]
    objects = book.file.reserve(len(fragment.objects))
    numbers = [*range(first, first + fragment.page_count), *(number for number, _ in streams)]
    numbers += range(objects, objects + len(fragment.objects))
    relocate = _Relocation(book, [b"%d 0 R" % n for n in numbers], book.next_key, f"--{copy + 1}" if copy else "")
    for stream, (number, new) in zip(fragment.streams, streams, strict=True):
        if new:
            book.file.put_stream(number, relocate(stream.entries), stream.data)
    book.file.put_all(objects, relocate(b"\n".join(fragment.objects)).split(b"\n") if fragment.objects else [])
    for offset in range(fragment.page_count):
        _write_page(book, place, offset, relocate, folios)
    book.roots.append(numbers[fragment.root])
    book.parents += [(key + book.next_key, relocate(text)) for key, text in fragment.parents]
    book.next_key += fragment.keys
    book.ids += [(name + relocate.suffix, relocate.references[number]) for name, number in fragment.ids]
    _collect_names(book, place, relocate)
    _collect_fields(book, fragment, numbers, relocate.suffix)


def _stream_number(book: _Book, stream: Stream) -> tuple[int, bool]:
    """Give the number of a stream, and whether it has yet to be written: equal drawings are kept once."""
    if not stream.shared:
        return book.file.reserve(), True
    if stream in book.streams:
        return book.streams[stream], False
    book.streams[stream] = book.file.reserve()
    return book.streams[stream], True


def _write_page(book: _Book, place: PlacedPart, offset: int, relocate: _Relocation, folios: Folios | None) -> None:
    """Write a page with its number. On left-hand pages the box moves, so that the wide margin is at the binding.

    Paper that lies on its long side is bound at its top or its foot, and both are wide.
    """
    page = place.part.fragment.pages[offset]
    index = place.first + offset
    if index != len(book.pages):
        raise ValueError(f"page {index} of {place.part.fragment.id} would stand in place {len(book.pages)}")
    content = relocate.references[page.content]
    folio = folios.content(place, offset) if folios else b""
    if folio:
        content = b"[%b %d 0 R]" % (content, book.file.add_stream(b"", folio))
    left = _SHIFTS[place.binding] if index % 2 and page.height > page.width else 0.0
    box = b"%.6g 0 %.6g %.6g" % (left, left + page.width, page.height)
    text = b"<</Type/Page/Parent %b/MediaBox[%b]/Tabs/S/Contents %b%b>>"
    number = int(relocate.references[offset].split()[0])
    book.file.put(number, text % (book.shared("pages"), box, content, relocate(page.entries)))
    book.pages.append(number)


def _collect_names(book: _Book, place: PlacedPart, relocate: _Relocation) -> None:
    """Note what links can lead to in a part, and its bookmarks. Names of a second copy lead to the first."""
    fragment = place.part.fragment
    for name, page, view in fragment.destinations:
        if book.owners.setdefault(name, fragment.id) != fragment.id:
            raise ValueError(f"the anchor {name!r} is in two parts, {book.owners[name]} and {fragment.id}")
        book.destinations.setdefault(name, b"[%b %b]" % (relocate.references[page], view.encode()))
    for goal in fragment.goals:
        book.goals.setdefault(goal, fragment.id)
    for depth, title, page, view in fragment.outline if place.part.depth else ():
        where = b"%b %b" % (relocate.references[page], view.encode())
        book.outline.append(Bookmark(place.part.depth + depth, title, where))


def _collect_fields(book: _Book, fragment: Fragment, numbers: Sequence[int], suffix: str) -> None:
    for name, number in fragment.fields:
        if name + suffix in book.fields:
            raise ValueError(f"two fields are called {name + suffix!r}")
        book.fields[name + suffix] = numbers[number]
    for name, face in fragment.field_fonts.items():
        book.field_fonts[name] = face


def _refuse_dead_links(book: _Book) -> None:
    for goal, owner in book.goals.items():
        if goal not in book.destinations:
            raise ValueError(f"a link in {owner} leads to {goal!r}, which is in no part")


def _write_tags(book: _Book) -> None:
    """Write the root of the tag tree: one document, a part for each fragment, and the ways from pages to tags."""
    file = book.file
    parents = write_numbers(file, book.parents)
    ids = b"/IDTree %b" % write_names(file, book.ids) if book.ids else b""
    tags = book.shared("tags")
    file.put(
        book.shared_numbers["document"], b"<</Type/StructElem/S/Document/P %b/K[%b]>>" % (tags, references(book.roots))
    )
    text = b"<</Type/StructTreeRoot/K[%b]/ParentTree %b/ParentTreeNextKey %d%b>>"
    file.put(book.shared_numbers["tags"], text % (book.shared("document"), parents, book.next_key, ids))


def _write_pages(book: _Book) -> None:
    text = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(book.pages), references(book.pages))
    book.file.put(book.shared_numbers["pages"], text)


def _write_catalog(book: _Book, title: str, language: str, placed: Sequence[PlacedPart]) -> int:
    file = book.file
    names = write_names(file, list(book.destinations.items()))
    outline = write_outline(file, book.outline)
    return file.add(
        b"<</Type/Catalog/Pages %b/Lang %b/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true%b>>"
        b"/StructTreeRoot %b/Names<</Dests %b>>%b/PageLabels<</Nums[%b]>>/Metadata %d 0 R%b>>"
        % (
            book.shared("pages"),
            literal(language),
            b"/Direction/R2L" if direction_of(language) == "rtl" else b"",
            book.shared("tags"),
            names,
            b"/Outlines %b" % outline if outline else b"",
            _labels(placed),
            file.add_stream(b"/Type/Metadata/Subtype/XML", _metadata(title, language)),
            _form(book),
        )
    )


def _form(book: _Book) -> bytes:
    """Write the form: its fields, and the fonts that their values are written in."""
    if not book.fields:
        return b""
    fonts = b"".join(
        b"%b %b" % (name.encode(), book.shared(f"font:{face}")) for name, face in sorted(book.field_fonts.items())
    )
    return b"/AcroForm<</Fields[%b]/DR<</Font<<%b>>>>>>" % (references(list(book.fields.values())), fonts)


def _labels(placed: Sequence[PlacedPart]) -> bytes:
    """Label pages i, ii, iii in the front matter and 1, 2, 3 in the body."""
    rows = []
    matter = None
    for place in placed:
        if place.part.matter != matter:
            matter = place.part.matter
            rows.append(b"%d<</S/%b/St %d>>" % (place.first, b"r" if matter == "front" else b"D", place.number))
    return b"".join(rows)


def _metadata(title: str, language: str) -> bytes:
    """Write title, language and the claim of PDF/UA-1 as XMP; no dates and no names."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\n'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>\n'
        f"<dc:language><rdf:Bag><rdf:li>{escape(language)}</rdf:li></rdf:Bag></dc:language>\n"
        "<pdf:Producer>Workbook</pdf:Producer>\n<pdfuaid:part>1</pdfuaid:part>\n"
        '</rdf:Description>\n</rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()


def _write_info(book: _Book, title: str) -> int:
    return book.file.add(b"<</Title %b/Producer(Workbook)>>" % literal(title))
