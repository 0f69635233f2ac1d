"""The HTML edition as a file: the words of the paper in one document that is whole by itself."""

import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from tests.webpages import BLOCKS, GROUP, crisis, handouts, html_of, workbook_of
from workbook.compose import Workbook
from workbook.edition import Edition
from workbook.render import render
from workbook.screen import number_of, to_screen
from workbook.theme import load_theme
from workbook.webpage import to_html

LARGEST = 350_000
"""The most that a handout may have, in bytes: little enough for a message."""
ALL = [GROUP, BLOCKS, *handouts()]
ON_PAPER_ONLY = {"Circle", "Cut", "here"}
"""Words of the paper that a screen does not have: there, one chooses what fits, and cuts nothing."""
MODULE = "slow-breathing"


@pytest.mark.parametrize("name", ALL)
def test_each_section_has_the_words_that_it_has_on_paper(name: str) -> None:
    workbook = workbook_of(name)
    on_paper = replace(workbook, edition=Edition())
    page = Text.of(html_of(name))
    for section in workbook.sections:
        if section.template == "contents.html":
            continue
        same = Text.of(render(section, workbook, load_theme(), crisis()))
        assert same.body in page.body, section.title
        # Where a screen has fields in place of a drawing, it needs no name for the drawing.
        screen, printed = (
            Text.of(re.sub(r"<title>.*?</title>", "", render(section, one, load_theme(), crisis()), flags=re.DOTALL))
            for one in (workbook, on_paper)
        )
        paper = re.sub(r" \(page \w+\)", "", printed.body)
        assert set(Counter(paper.split()) - Counter(screen.body.split())) <= ON_PAPER_ONLY, section.title


@pytest.mark.parametrize("name", ALL)
def test_ids_are_unique_and_each_link_and_label_leads_somewhere(name: str) -> None:
    tags = Text.of(html_of(name)).tags
    ids = [given["id"] for _, given in tags if "id" in given]
    assert [one for one, count in Counter(ids).items() if count > 1] == []
    targets = [given["href"][1:] for tag, given in tags if tag == "a" and given["href"].startswith("#")]
    targets += [given[key] for _, given in tags for key in ("for", "aria-labelledby") if key in given]
    assert set(targets) - set(ids) == set()
    fields = {given["id"] for tag, given in tags if tag in {"input", "textarea"} and "id" in given}
    assert {given["for"] for _, given in tags if "for" in given} <= fields


@pytest.mark.parametrize("name", ALL)
def test_nothing_but_a_link_names_an_address_outside(name: str) -> None:
    html = html_of(name)
    assert "file:" not in html
    assert "workbook:" not in html
    outside = set(re.findall(r"https?://[^\s\"'<>)]*", re.sub(r'<a href="https?:[^"]*"', "", html)))
    assert {one for one in outside if one not in Text.of(html).body} <= {"http://www.w3.org/2000/svg"}
    assert all(given["rel"] == "noopener noreferrer" for given in links(html) if given["href"].startswith("http"))


@pytest.mark.parametrize("name", handouts())
def test_a_handout_is_small_enough_to_send(name: str) -> None:
    assert 100_000 < len(html_of(name).encode()) < LARGEST


@pytest.mark.parametrize("name", ALL)
def test_there_is_one_first_heading_and_no_level_is_skipped(name: str) -> None:
    levels = [level for level, _ in Text.of(html_of(name)).headings]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_headings_of_a_program_are_its_outline() -> None:
    headings = Text.of(html_of(GROUP)).headings
    assert headings[0] == (1, "Resilience group")
    assert (2, "A place to start") in headings
    assert (3, "Slow breathing") in headings
    assert (4, "Breathe along the line: an example") in headings
    assert headings[-1] == (2, "If you need help now")


def test_the_contents_name_every_section_in_order_and_one_handout_needs_none() -> None:
    sections = [s for s in workbook_of(GROUP).sections if s.id not in {"cover", "contents"}]
    html = html_of(GROUP)
    contents = html[html.index("<nav") : html.index("</nav>")]
    assert [given["href"] for given in links(contents)] == [f"#{section.id}" for section in sections]
    assert "<nav" not in html_of(MODULE)


def test_several_handouts_share_a_title_and_one_page() -> None:
    headings = Text.of(html_of(f"{MODULE}+sleep-diary")).headings
    assert headings[0] == (1, "Handouts")
    assert [words for level, words in headings if level == 2] == [
        "Slow breathing",
        "Sleep diary",
        "If you need help now",
    ]


def test_help_is_linked_at_the_top_and_numbers_can_be_dialed() -> None:
    for name, target in ((MODULE, "#help-now"), (GROUP, "#crisis")):
        html = html_of(name)
        hrefs = [given["href"] for given in links(html)]
        assert hrefs[:2] == ["#main", target]
        assert {"tel:988", "tel:18006624357"} <= set(hrefs)
        assert crisis().footer in Text.of(html[html.index("<footer") :]).body


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("988", "988"),
        ("988, then press 1", "988"),
        ("1-800-662-4357 (TTY 1-800-487-4889)", "18006624357"),
        ("+49 30 123 45", "+493012345"),
        ("Ask at the desk", ""),
    ],
)
def test_a_phone_dials_the_number_at_the_beginning(line: str, number: str) -> None:
    assert number_of(line) == number


def test_the_page_may_load_and_send_nothing_and_runs_only_its_own_script() -> None:
    html = html_of(MODULE)
    policy = next(g["content"] for t, g in Text.of(html).tags if g.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    assert "form-action 'none'" in policy
    assert re.search(r"script-src 'sha256-[\w+/]{43}='(;|$)", policy)
    assert html.index("Content-Security-Policy") < html.index("<style>")
    typed = [given for tag, given in Text.of(html).tags if tag == "textarea" or given.get("type") == "text"]
    assert typed
    assert all((given["autocomplete"], given["spellcheck"]) == ("off", "false") for given in typed)


def test_the_same_workbook_gives_the_same_bytes_in_another_process() -> None:
    code = "import sys; from tests.webpages import html_of; sys.stdout.buffer.write(html_of(sys.argv[1]).encode())"
    again = subprocess.run([sys.executable, "-c", code, MODULE], capture_output=True, check=True)
    assert again.stdout == html_of(MODULE).encode()


def test_large_print_has_larger_letters_and_grey_ink_no_color() -> None:
    for edition, wanted in ((Edition(size="large-print"), "400 150%/"), (Edition(ink="grey"), "--accent: #222222")):
        html = to_html(replace(workbook_of(MODULE), edition=edition), load_theme(), crisis())
        assert wanted in html
        assert wanted not in html_of(MODULE)


def test_a_face_that_no_word_needs_is_left_out() -> None:
    blocks = workbook_of(BLOCKS)
    plain = replace(blocks, sections=tuple(s for s in blocks.sections if s.id == "block-heading"))
    faces = [html.count("data:font/woff2;") for html in (to_html(plain, load_theme(), crisis()), html_of(BLOCKS))]
    assert faces == [2, 5]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_lines_stand_out_in_light_and_dark(scheme: str) -> None:
    html = html_of(GROUP)
    light, _, dark = html.partition("@media screen and (prefers-color-scheme: dark)")
    colors = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", dark[: dark.index("}")] if scheme == "dark" else light))
    name = "light" if scheme == "dark" else "accent"
    accents = re.findall(rf"\[data-domain=[^}}]*--{name}: (#\w+)", html)
    page = colors.get("page", "#ffffff")
    assert len(accents) > 3
    for ground in (page, colors["tint"]):
        assert all(
            contrast(color, ground) >= 4.5 for color in (*accents, colors["ink"], colors["soft"], colors["hand"])
        )
    assert all(contrast(colors[color], page) >= 3 for color in ("rule", "line", "focus"))


def test_what_browsers_need_is_added() -> None:
    printed = (
        '<html><body class="x"><style>h1 { color: red }</style><div class="crisis-line" data-text="988"></div>'
        '<h1 id="a">One &amp; only</h1><h3>Three</h3><h3>Four</h3><h2>Two</h2><h3>Five</h3>'
        '<svg viewBox="0 0 1 1"><title>A line</title></svg>'
        '<a href="workbook:sleep">Sleep</a> <a href="https://example.org/?a=1&amp;b=2">Out</a>'
        '<table><thead><tr><th scope="col">Day</th><th scope="col">Mood<span class="small">0 &gt; 10</span></th></tr>'
        '</thead><tbody><tr><th scope="row">Mon</th><td>7</td></tr></tbody></table></body></html>'
    )
    assert to_screen(printed, "part", 2) == (
        '<h2 class="level-1" id="a">One &amp; only</h2><h3 class="level-3">Three</h3><h3 class="level-3">Four</h3>'
        '<h3 class="level-2">Two</h3><h4 class="level-3">Five</h4>'
        '<svg viewBox="0 0 1 1" role="img" aria-labelledby="part--figure-1">'
        '<title id="part--figure-1">A line</title></svg>'
        '<a href="#sleep">Sleep</a> <a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">Out</a>'
        '<table role="table"><thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Day</th>'
        '<th scope="col" role="columnheader">Mood<span class="small">0 &gt; 10</span></th></tr></thead>'
        '<tbody role="rowgroup"><tr role="row"><th scope="row" role="rowheader">Mon</th>'
        '<td role="cell" data-label="Mood (0 &gt; 10)">7</td></tr></tbody></table>'
    )


def test_html_in_a_text_stays_text() -> None:
    hostile = "</title></style><script>alert(1)</script><img src=x onerror=alert(1)>"
    section = replace(workbook_of(MODULE).sections[0], title=hostile)
    module = section.context["module"].model_copy(update={"title": hostile, "tagline": hostile})
    section = replace(section, context={**section.context, "module": module})
    sections = (section, replace(section, id="another"))
    html = to_html(Workbook(hostile, sections, Edition(), "en-US", folios=False), load_theme(), crisis())
    tags = [tag for tag, _ in Text.of(html).tags]
    assert tags.count("script") == 1
    assert "img" not in tags
    assert hostile in Text.of(html).body


def links(html: str) -> list[dict[str, str]]:
    return [given for tag, given in Text.of(html).tags if tag == "a"]


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colors as WCAG 2 defines it, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: str) -> float:
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Text(HTMLParser):
    """The words, the headings and the start tags of a document."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.headings: list[tuple[int, str]] = []
        self._words: list[str] = []
        self._unread = ""
        self._heading: list[str] | None = None

    @classmethod
    def of(cls, html: str) -> "Text":
        parser = cls()
        parser.feed(html)
        parser.close()
        return parser

    @property
    def body(self) -> str:
        """All words, with single spaces."""
        return " ".join("".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag in {"style", "script", "head"}:
            self._unread = self._unread or tag
        if re.fullmatch("h[1-6]", tag):
            self._heading = []

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unread:
            self._unread = ""
        if re.fullmatch("h[1-6]", tag) and self._heading is not None:
            self.headings.append((int(tag[1]), " ".join("".join(self._heading).split())))
            self._heading = None

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self._words.append(data)
            if self._heading is not None:
                self._heading.append(data)
