"""Nothing is fetched and nothing is read that a section did not declare, whatever a page or a library asks for."""

import json
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from urllib.parse import quote
from urllib.request import urlopen

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from tests.commands import run
from tests.printing import TODAY
from tests.test_typeset import bound, page
from tests.wrong_files import MODULE, changed
from workbook.build import BuildRequest, build
from workbook.compose import Section
from workbook.press import _as_problem
from workbook.problems import Place
from workbook.source import read
from workbook.typefaces import FONTS
from workbook.typeset import Complaint, Job, Typesetter
from workbook.typeset.closed import ClosedFetcher
from workbook.typeset.setter import Setter

CANARY = "canary-5f1c"
SVG = "http://www.w3.org/2000/svg"


@dataclass
class Server:
    """A server on this computer that notes what is asked of it."""

    address: str
    seen: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def serving() -> Iterator[Server]:
    server = Server("")

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.seen.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(CANARY.encode())

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.address = f"127.0.0.1:{listening.server_port}"
    Thread(target=listening.serve_forever, daemon=True).start()
    yield server
    listening.shutdown()
    listening.server_close()


@pytest.fixture
def server(serving: Server) -> Server:
    serving.seen.clear()
    return serving


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """A file next to the library that nobody declared."""
    path = tmp_path / "canary.svg"
    path.write_text(drawing(f"<text y='9' font-family='Body'>{CANARY}</text>"))
    return path


@pytest.fixture(scope="module")
def setter() -> Setter:
    return Setter()


def drawing(inside: str) -> str:
    return f"<svg xmlns='{SVG}' width='90' height='90'><rect width='9' height='9'/>{inside}</svg>"


def set_with(setter: Setter, body: str, *files: Path) -> tuple[bytes, tuple[Complaint, ...]]:
    raw, complaints = setter.set(Job("test", "T", page(body), files=(*FONTS.values(), *files)))
    return raw, tuple(complaint for complaint in complaints if not complaint.light)


def everything_in(pdf: bytes) -> bytes:
    """The text of all pages, and every object and stream as it is and unpacked."""
    text = " ".join(one.get_textpage().get_text_bounded() for one in pypdfium2.PdfDocument(pdf))
    with pikepdf.open(BytesIO(pdf)) as opened:
        parts = [obj.read_bytes() for obj in opened.objects if isinstance(obj, pikepdf.Stream) and readable(obj)]
        parts += [obj.unparse() for obj in opened.objects if isinstance(obj, pikepdf.Dictionary | pikepdf.Array)]
    return b"\n".join([text.encode(), pdf, *parts])


def readable(stream: pikepdf.Stream) -> bool:
    return stream.get("/Subtype") != "/Image"


def test_the_server_would_notice(server: Server) -> None:
    with urlopen(f"http://{server.address}/x.png") as response:
        assert response.read() == CANARY.encode()
    assert server.seen == ["/x.png"]


def test_a_canary_would_be_noticed(setter: Setter, canary: Path) -> None:
    raw, complaints = set_with(setter, f'<img src="{canary.as_uri()}" alt="bird"><p>{CANARY}</p>', canary)
    assert complaints == ()
    assert CANARY.encode() in everything_in(raw)


# --- addresses -------------------------------------------------------------------------------------------------------

ASKING = {
    "a picture": '<img src="{}" alt="x">',
    "an object": '<object data="{}">x</object>',
    "an embedded object": '<embed src="{}">',
    "a background": "<p style=\"background: url('{}')\">x</p>",
    "a border": "<p style=\"border: 1mm solid; border-image: url('{}') 3\">x</p>",
    "the mark of a list": "<ul><li style=\"list-style-image: url('{}')\">x</li></ul>",
    "generated content": "<style>p::before {{ content: url('{}') }}</style><p>x</p>",
    "an import": "<style>@import url('{}');</style><p>x</p>",
    "an import without url()": "<style>@import '{}';</style><p>x</p>",
    "a style sheet": '<link rel="stylesheet" href="{}"><p>x</p>',
    "a font": "<style>@font-face {{ font-family: X; src: url('{}') }} p {{ font-family: X, Body }}</style><p>x</p>",
    "an attachment": '<link rel="attachment" href="{}"><p>x</p>',
    "an attachment behind words": '<p><a rel="attachment" href="{}">x</a></p>',
    "a picture in a drawing": '<svg width="9" height="9"><title>x</title><image href="{}" width="9" height="9"/></svg>',
}
ADDRESSES = {
    "http": "http://{server}/x",
    "https": "https://{server}/x",
    "ftp": "ftp://{server}/x",
    "HTTP in capitals": "HTTP://{server}/x",
    "a file of the system": "file:///etc/passwd",
    "a file next to the library": "{canary}",
    "a file over another computer": "file://{server}/etc/passwd",
    "a file by way of a font": "{fonts}/../../../../../../../../../../../../etc/passwd",
    "text as data": "data:text/plain,{bird}",
    "HTML as data": "data:text/html,<p>{bird}</p>",
    "a drawing in base64": "data:image/svg+xml;base64,PHN2Zy8+",
}


def address(kind: str, server: Server, canary: Path) -> str:
    fonts = FONTS["body-regular"].parent.as_uri()
    return ADDRESSES[kind].format(server=server.address, canary=canary.as_uri(), fonts=fonts, bird=CANARY)


@pytest.mark.parametrize("kind", ADDRESSES)
@pytest.mark.parametrize("way", ASKING)
def test_what_was_not_declared_is_not_fetched_and_a_complaint_names_it(
    setter: Setter, server: Server, canary: Path, way: str, kind: str
) -> None:
    wanted = address(kind, server, canary)
    raw, complaints = set_with(setter, ASKING[way].format(wanted))
    assert server.seen == []
    found = everything_in(raw)
    assert b"root:" not in found
    assert CANARY.encode() not in found.replace(wanted.encode(), b"")
    assert {complaint.code for complaint in complaints} == {"print/layout"}
    names_no_address = way in {"a font", "an attachment", "an attachment behind words"}  # WeasyPrint does not tell it
    assert names_no_address or complaints[0].about.casefold() == wanted.casefold()


@pytest.mark.parametrize(
    "body",
    [
        '<svg width="9" height="9"><title>x</title><use href="{}#a"/></svg>',
        '<iframe src="{}"></iframe>',
        '<script src="{}"></script>',
        '<video src="{}" poster="{}"></video>',
        '<img srcset="{} 2x" alt="x">',
        '<input type="image" src="{}">',
        '<meta http-equiv="refresh" content="0;url={}">',
        '<form action="{}"><input name="a"></form>',
    ],
)
def test_what_is_never_printed_is_never_fetched(setter: Setter, server: Server, body: str) -> None:
    set_with(setter, body.replace("{}", f"http://{server.address}/x"))
    assert server.seen == []


def test_a_relative_address_leads_nowhere(setter: Setter, server: Server, canary: Path) -> None:
    raw, complaints = set_with(setter, f'<img src="../{canary.name}" alt="x">')
    assert [complaint.about for complaint in complaints] == [f"../{canary.name}"]
    raw, complaints = set_with(setter, f'<base href="http://{server.address}/"><img src="x.png" alt="x">')
    assert [complaint.about for complaint in complaints] == [f"http://{server.address}/x.png"]
    assert server.seen == []
    assert CANARY.encode() not in everything_in(raw)


def test_a_wrong_style_sheet_is_wrong_for_each_section_that_has_it(setter: Setter, server: Server) -> None:
    html = page("<p>x</p>").replace("</head>", f"<style>@import 'http://{server.address}/x.css';</style></head>")
    for name in ("one", "two"):
        _, complaints = setter.set(Job(name, "T", html, files=tuple(FONTS.values())))
        assert [complaint.about for complaint in complaints if not complaint.light] == [
            f"http://{server.address}/x.css"
        ]
    assert server.seen == []


def test_a_fragment_with_a_complaint_is_still_one_that_can_be_looked_at() -> None:
    job = Job("t", "T", page('<img src="http://x/" alt="x">'), files=tuple(FONTS.values()))
    fragment, complaints = Typesetter().set(job)
    assert complaints
    assert pypdfium2.PdfDocument(bound(fragment))


def test_the_problem_is_at_the_line_that_asked_for_it(tmp_path: Path) -> None:
    file = tmp_path / "in.yaml"
    file.write_text("id: in\n# http://x/a.png is gone\npicture: http://x/a.png\n")
    section = Section("in", "In", "module.html", source=read(file))
    problem = _as_problem(Complaint("It was refused", "http://x/a.png"), section)
    assert (problem.place.line, problem.place.column) == (3, 10)
    assert problem.is_error
    assert _as_problem(Complaint("It was refused", "http://elsewhere/"), section).place.file == str(file)
    assert _as_problem(Complaint("It was refused", "x"), Section("notes", "Notes", "notes.html")).place == Place(
        "notes"
    )


# --- files -----------------------------------------------------------------------------------------------------------


def picture(path: Path, size: tuple[int, int] = (2, 2)) -> Path:
    Image.new("L", size, 0).save(path)
    return path


def bomb(path: Path, width: int, height: int) -> Path:
    """A PNG of some bytes that claims to be very large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b""))
    return path


def put(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("name", ["dot.png", "dot.jpg", "DOT.PNG"])
def test_a_picture_that_was_declared_is_printed(setter: Setter, tmp_path: Path, name: str) -> None:
    file = picture(tmp_path / name)
    raw, complaints = set_with(setter, f'<img src="{file.as_uri()}" alt="dot">', file)
    assert complaints == ()
    with pikepdf.open(BytesIO(raw)) as pdf:
        assert any(obj.get("/Subtype") == "/Image" for obj in pdf.objects if isinstance(obj, pikepdf.Stream))


def entity(name: str, target: str) -> str:
    return f'<!DOCTYPE svg [<!ENTITY {name} SYSTEM "{target}">]>' + drawing(f"<text y='9'>&{name};</text>")


def laughs() -> str:
    """A drawing of a thousand million words, in few: each entity is ten of the one before."""
    tens = [f"&a{i};" * 10 for i in range(9)]
    entities = "".join(f'<!ENTITY a{i} "{ten}">' for i, ten in enumerate(tens, 1))
    return f'<!DOCTYPE svg [<!ENTITY a0 "ha">{entities}]>' + drawing("<text y='9'>&a9;</text>")


def repeats() -> str:
    """The same with parts of a drawing."""
    tens = [f"<use href='#a{i}'/>" * 10 for i in range(9)]
    groups = "".join(f"<g id='a{i}'>{ten}</g>" for i, ten in enumerate(tens, 1))
    return drawing(f"<g id='a0'><rect width='1' height='1'/></g>{groups}")


HOSTILE: dict[str, Callable[[str, str], str | bytes]] = {
    "refers.svg": lambda server, _: drawing(f"<image href='http://{server}/x.png' width='9' height='9'/>"),
    "refers-old.svg": lambda server, _: drawing(f"<image xlink:href = 'http://{server}/x.png' width='9' height='9'/>"),
    "refers-file.svg": lambda _, canary: drawing(f"<image href='{canary}' width='9' height='9'/>"),
    "imports.svg": lambda server, _: drawing(f"<style>@IMPORT 'http://{server}/x.css';</style>"),
    "fills.svg": lambda server, _: drawing(f"<rect fill='url (http://{server}/x.svg#a)' width='9' height='9'/>"),
    "entity-file.svg": lambda _, canary: entity("e", canary),
    "entity-passwd.svg": lambda _server, _canary: entity("e", "file:///etc/passwd"),
    "entity-net.svg": lambda server, _: entity("e", f"http://{server}/x"),
    "laughs.svg": lambda _server, _canary: laughs(),
    "repeats.svg": lambda _server, _canary: repeats(),
    "wide.svg": lambda server, _: entity("e", f"http://{server}/x").encode("utf-16"),
    "wide-unmarked.svg": lambda server, _: entity("e", f"http://{server}/x").encode("utf-16-le"),
    "latin.svg": lambda _server, _canary: drawing("<text>é</text>").encode("latin-1"),
    "drawing.png": lambda _server, _canary: drawing(""),
    "text.jpg": lambda _server, _canary: "no picture",
    "jpeg.png": lambda _server, _canary: b"\xff\xd8\xff\xe0" + bytes(100),
    "page.html": lambda _server, _canary: "<p>x</p>",
    "paint.eps": lambda _server, _canary: "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "empty.png": lambda _server, _canary: b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_declared_file_that_asks_for_more_or_is_something_else_is_refused(
    setter: Setter, server: Server, canary: Path, name: str
) -> None:
    file = put(canary.parent / name, HOSTILE[name](server.address, canary.as_uri()))
    raw, complaints = set_with(setter, f'<img src="{file.as_uri()}" alt="x">', file)
    assert server.seen == []
    found = everything_in(raw)
    assert b"root:" not in found
    assert CANARY.encode() not in found
    (complaint,) = complaints
    assert complaint.about == file.as_uri()


@pytest.mark.parametrize(("width", "height"), [(7072, 7072), (10_000, 10_000), (60_000, 60_000), (2**31 - 1, 1)])
def test_a_picture_that_would_fill_the_memory_is_refused_by_its_head(
    setter: Setter, tmp_path: Path, width: int, height: int
) -> None:
    file = bomb(tmp_path / "bomb.png", width, height)
    _, (complaint,) = set_with(setter, f'<img src="{file.as_uri()}" alt="x">', file)
    assert "50 million pixels" in complaint.message
    assert complaint.about == file.as_uri()


def test_a_huge_file_is_refused_unread(setter: Setter, tmp_path: Path) -> None:
    file = tmp_path / "huge.png"
    with file.open("wb") as stream:
        stream.truncate(21 * 2**20)
    _, (complaint,) = set_with(setter, f'<img src="{file.as_uri()}" alt="x">', file)
    assert "more than 20 MB" in complaint.message


def test_a_link_out_of_the_folder_is_not_followed(setter: Setter, canary: Path) -> None:
    shelf = canary.parent / "shelf"
    shelf.mkdir()
    link = shelf / "bird.svg"
    link.symlink_to(canary)
    for declared in ((), (link,)):  # a link that took the place of a declared file is no better
        raw, (complaint,) = set_with(setter, f'<img src="{link.as_uri()}" alt="x">', *declared)
        assert complaint.about == link.as_uri()
        assert CANARY.encode() not in everything_in(raw)
    inside = shelf / "more"
    inside.symlink_to(canary.parent)
    through = inside / canary.name
    raw, (complaint,) = set_with(setter, f'<img src="{through.as_uri()}" alt="x">', through)
    assert CANARY.encode() not in everything_in(raw)


def test_a_file_that_is_gone_is_told(setter: Setter, tmp_path: Path) -> None:
    file = tmp_path / "gone.png"
    _, (complaint,) = set_with(setter, f'<img src="{file.as_uri()}" alt="x">', file)
    assert complaint.about == file.as_uri()


# --- data ------------------------------------------------------------------------------------------------------------


def data(svg: str | bytes) -> str:
    return "data:image/svg+xml," + quote(svg, safe="")


def deep(levels: int) -> str:
    return drawing("<g>" * levels + "</g>" * levels)


DATA: dict[str, Callable[[str], str]] = {
    "long": lambda _: data(drawing("<g/>" * 5000)),
    "refers": lambda server: data(drawing(f"<image href='http://{server}/x.png' width='9' height='9'/>")),
    "one in the other": lambda server: data(drawing(f"<image href='{data(drawing(server))}' width='9' height='9'/>")),
    "styled from outside": lambda server: data(drawing(f"<style>@import 'http://{server}/x.css';</style>")),
    "laughs": lambda _: data(laughs()),
    "wide laughs": lambda _: data(laughs().encode("utf-16")),
    "repeats": lambda _: data(repeats()),
    "deep": lambda _: f"data:image/svg+xml,{deep(1300)}",
    "no drawing": lambda _: "data:image/svg+xml,nothing",
    "packed": lambda _: "data:image/svg+xml;charset=utf-8;base64," + "A" * 400,
    "picture": lambda _: "data:image/png;base64," + "A" * 400,
}


@pytest.mark.parametrize("name", DATA)
def test_data_that_is_long_deep_or_asks_for_more_is_refused(setter: Setter, server: Server, name: str) -> None:
    wanted = DATA[name](server.address)
    _, complaints = set_with(setter, f'<img src="{wanted}" alt="x"><p>x</p>')
    assert len(complaints) == 1
    assert len(complaints[0].message) < 500
    assert server.seen == []


def test_a_small_drawing_in_a_style_sheet_is_printed(setter: Setter) -> None:
    _, complaints = set_with(setter, f'<style>p {{ background: url("{data(drawing(""))}") }}</style><p>x</p>')
    assert complaints == ()


@pytest.mark.parametrize("code", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_drawing_must_be_utf_8_so_that_what_it_asks_for_is_seen(tmp_path: Path, code: str) -> None:
    file = put(tmp_path / "wide.svg", drawing("").encode(code))
    for wanted in (file.as_uri(), data(drawing("").encode(code))):
        with pytest.raises(ValueError, match="not UTF-8 text"):
            ClosedFetcher(frozenset({file})).fetch(wanted)


def test_the_path_of_a_declared_file_means_nothing_on_another_computer(server: Server) -> None:
    path = FONTS["body-regular"]
    fetcher = ClosedFetcher(frozenset({path}))
    assert fetcher.fetch(path.as_uri()).read() == path.read_bytes()
    for start in ("http://", "https://", "ftp://", "file://", "//", "FILE://"):
        with pytest.raises(ValueError, match="this address is not part"):
            fetcher.fetch(f"{start}{server.address}{path}")
    assert server.seen == []


def test_the_fetcher_refuses_what_is_no_address_at_all() -> None:
    for wanted in ("", "x", "//x", "javascript:1", "file:", "file://", "data:", "DATA:text/plain,x", "\0", "http:x"):
        with pytest.raises(ValueError, match=r"this address is not part|only small drawings|null byte"):
            ClosedFetcher(frozenset()).fetch(wanted)


# --- libraries -------------------------------------------------------------------------------------------------------

HARMLESS = [
    '<img src="http://{server}/x.png">',
    "<style>@import 'http://{server}/x.css';</style>",
    "</style><script src='http://{server}/x.js'></script>",
    "![bird](http://{server}/x.png)",
    "[bird](file:///etc/passwd)",
    "[bird](javascript:alert(1))",
    "&lt;img src='http://{server}/x.png'&gt;",
    "{{% include '/etc/passwd' %}} {{# config #}}",
    "url(http://{server}/x.png)",
]
PLACES = [
    "title: A calm minute",
    "tagline: One minute to settle",
    "  - Stop for a while. Look at one thing in the room.",
    "      - Slow is fine.",
    "  - Sit down.",
    "        label: One thing I see",
    "        thing: A blue cup",
    "  - Name it.",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_looks_like_html_in_a_file_is_printed_as_text(
    server: Server, canary: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(canary.parent)
    words = text.format(server=server.address)
    put(Path("in.yaml"), changed(MODULE, *((line, said(line, words)) for line in PLACES)))
    found = everything_in(build(BuildRequest(TODAY, handouts=("in.yaml",)), workers=1).pdf)
    assert server.seen == []
    assert b"root:" not in found
    assert CANARY.encode() not in found.replace(words.encode(), b"")
    assert plain(words) in plain(found.decode("utf-8", "replace"))


def said(line: str, words: str) -> str:
    """Give a line of a file with other words in it."""
    start = re.match(r" *(- )?([a-z]+: )?", line)
    assert start
    return start[0] + json.dumps(words)


def plain(text: str) -> str:
    """Leave out what lines break at, and what typography changes."""
    return re.sub(r"[\s\u2018\u2019\u201c\u201d'\"\u00ad\u200b-]", "", text)


def test_a_name_of_a_file_is_never_a_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    put(
        tmp_path / "in.yaml",
        changed(MODULE, ("    purpose: Find one thing. About a minute.", "    use: ../../etc/passwd")),
    )
    result = run("handout", "in.yaml", "-o", "x.pdf")
    assert result.exit_code == 1
    assert not (tmp_path / "x.pdf").exists()
