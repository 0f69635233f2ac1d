"""A section is held against its HTML when it has been set: what was lost, swapped or silenced on the way is noticed."""

import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.pdf_facts import Facts
from tests.pdf_invariants import faults
from tests.printing import typesetter
from tests.small import Small, names, small_workbook
from workbook import extract as extract_module
from workbook import repair as repair_module
from workbook import tags as tags_module
from workbook.bind import bind
from workbook.fragment import Fragment, Glyph
from workbook.pagination import Part, paginate
from workbook.typefaces import FONTS
from workbook.typeset import Job
from workbook.typeset import setter as setter_module
from workbook.verify.setting import fragment_faults
from workbook.verify.source import source_faults

PAGE = """
<section id="x"><h1>A <em>first</em> heading</h1>
<p>One <a href="#goal">link inside</a>, one to <a href="workbook:other">another part</a>, one
<a href="https://example.org/a?b=1&amp;c=2">outside</a>. Caf&eacute;, na&iuml;ve, office, &frac12;.</p>
<h2 id="goal">A goal</h2>
<ol class="numbered"><li>First<p>More of it</p></li><li>Second</li></ol>
<ul class="plain-list"><li>Dot</li></ul>
<table><thead><tr><th scope="col">Day</th><th scope="col">What</th></tr></thead>
<tbody><tr><th scope="row">Mon</th><td>Walk</td></tr></tbody></table>
<svg viewBox="0 0 90 30" style="width: 160mm"><title>A line that goes up</title><path d="M0 30L90 0" stroke="#000"/>
<text x="5" y="20" font-size="8" font-family="Body">unspoken</text></svg>
<p>LONG</p></section>
""".replace("LONG", "Words that go on to the next page, and on. " * 90)
FORM = """
<section id="x"><h1>A form</h1><p>Name <input type="text" name="name" aria-label="Your name"></p>
<div class="scale" role="radiogroup" aria-label="How much?"><span><input type="radio" name="much" value="1"
aria-label="1 of 2">1</span><span><input type="radio" name="much" value="2" aria-label="2 of 2">2</span></div></section>
"""
LIST = "<section id='x'><h1>List</h1><ul style='padding-left: 6mm'><li>One<p>Two</p></li></ul></section>"
FOOT = "<style>@page { @bottom-left { content: 'Foot' } }</style><section id='x'><h1>Foot</h1><p>Text</p></section>"


@pytest.fixture(scope="module")
def small(shared_folder: Path) -> Small:
    return small_workbook(shared_folder)


@cache
def frame(folder: Path) -> str:
    """The head of a page with all style sheets."""
    return small_workbook(folder).sections[5][1].partition("<body")[0]


@pytest.fixture
def html(shared_folder: Path) -> Callable[[str], str]:
    return lambda body: f"{frame(shared_folder)}<body>{body}</body></html>"


def fragment_of(html: str, *, fields: bool = False, title: str = "Loose") -> Fragment:
    setting = Job("x", title, html, "standard", fields, tuple(FONTS.values()))
    fragment, complaints = typesetter().set(setting)
    assert all("other" in complaint.message for complaint in complaints), complaints
    return fragment


# --- what is whole has no fault --------------------------------------------------------------------------------------


def test_sections_say_what_their_html_says(small: Small) -> None:
    found = [source_faults(part.fragment, small.html(part)) for part in small.parts]
    assert not [fault for faults_of_it in found for fault in faults_of_it]


@pytest.mark.parametrize("body", [PAGE, FOOT])
def test_a_page_of_everything_says_what_its_html_says(body: str, html: Callable[[str], str]) -> None:
    assert not source_faults(fragment_of(html(body)), html(body))


def test_a_form_has_the_fields_of_its_html(html: Callable[[str], str]) -> None:
    fragment = fragment_of(html(FORM), fields=True)
    assert not source_faults(fragment, html(FORM))
    assert [name for name, _ in fragment.fields] == ["name", "much"]


def test_a_link_and_a_table_may_go_on_on_the_next_page(html: Callable[[str], str]) -> None:
    rows = "".join(f"<tr><th scope='row'>Row {i}</th><td>Text</td></tr>" for i in range(60))
    words = "A link of many words that does not fit on what is left of the page. " * 20
    body = f"""<section id='x'><h1>Long</h1><table><thead><tr><th scope='col'>Day</th><th scope='col'>What</th></tr>
    </thead><tbody>{rows}</tbody></table><p style='orphans: 1; widows: 1'><a href='https://example.org/'>{words}</a></p>
    </section>"""
    fragment = fragment_of(html(body))
    assert fragment.page_count > 2
    assert not source_faults(fragment, html(body))


@pytest.mark.parametrize(
    "words",
    [
        r"a &lt;b&gt; &amp; &quot;c&quot; (d) \ [e] \( &lt;&lt;",
        "Caf\u00e9, cafe\u0301, nai\u0308ve",
        "office, ffl, \u201cquoted\u201d \u2013 \u2026 \u20ac \u00bd",
        "soft\u00adhyphen, zero\u200bwidth, no\u00a0break",
        "one<br>two <strong>bo</strong>ld x<sup>2</sup>",
        "W" * 300,
        "<a href='https://example.org/\u00fc?q=a%20b'>x</a> <a href='mailto:a@b.org'>y</a> <a href='tel:988'>z</a>",
    ],
)
def test_words_of_any_kind_are_found_again(words: str, html: Callable[[str], str]) -> None:
    title = re.sub("<[^>]*>", "", words)[:60]
    page = html(f"<section id='x' style='overflow-wrap: anywhere'><h1>{title}</h1><p>{words}</p></section>")
    assert not fragment_faults(fragment_of(page, title=unescape(title)), page)


# --- the HTML says something else ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "instead", "fault"),
    [
        ("Walk", "Run", "the tags say"),
        ("<li>Second</li>", "", "the tags say"),
        ("<p>More of it</p>", "", "the tags say"),
        ("<ol class=", "<ol data-class=", "the tags say"),
        ("Words that", "", "the tags say"),
        ("#goal", "#x", "links"),
        ("b=1", "b=2", "links"),
        ("workbook:other", "workbook:another", "links"),
        ("link inside</a>", "link</a> inside", "links"),
        ('<a href="https://example.org/a?b=1&amp;c=2">outside</a>', "outside", "links"),
        ('<h2 id="goal">A goal</h2>', '<h3 id="goal">A goal</h3>', "headings"),
        ("A line that goes up", "A line that goes down", "figures"),
        ('id="goal"', 'id="aim"', "the names that links can lead to"),
        ("<p>LONG", '<p><input type="text" name="lost">', "fields"),
    ],
)
def test_other_html_is_noticed(said: str, instead: str, fault: str, html: Callable[[str], str]) -> None:
    body = PAGE.replace("<p>Words", "<p>LONGWords")
    fragment = kept(html(PAGE))
    changed = body.replace(said, instead, 1)
    assert changed != body
    found = source_faults(fragment, html(changed.replace("LONG", "")))
    assert any(fault in text for text in found), found


@cache
def kept(html: str) -> Fragment:
    return fragment_of(html)


# --- the fragment is damaged -----------------------------------------------------------------------------------------


def with_content(fragment: Fragment, pattern: bytes, instead: bytes) -> Fragment:
    """Change the content of the first page."""
    stream = fragment.streams[0]
    content, count = re.subn(pattern, instead, zlib.decompress(stream.data), count=1)
    assert count == 1
    return replace(fragment, streams=(replace(stream, data=zlib.compress(content)), *fragment.streams[1:]))


def with_objects(fragment: Fragment, pattern: bytes, instead: bytes) -> Fragment:
    """Change the first object that has this."""
    number = next(i for i, text in enumerate(fragment.objects) if re.search(pattern, text))
    objects = list(fragment.objects)
    objects[number] = re.sub(pattern, instead, objects[number], count=1)
    return replace(fragment, objects=tuple(objects))


def with_texts(fragment: Fragment, letter: str, instead: str) -> Fragment:
    faces = {
        face: {n: Glyph(g.width, g.text.replace(letter, instead)) for n, g in glyphs.items()}
        for face, glyphs in fragment.glyphs.items()
    }
    return replace(fragment, glyphs=faces)


MARKED = rb"/Span\s*<<\s*/MCID 1\s*>>\s*BDC"
SPOILT: dict[str, tuple[Callable[[Fragment], Fragment], str]] = {
    "two marks are swapped": (
        lambda f: with_content(f, rb"(?s)/MCID 1\b(.*?)/MCID 2\b", b"/MCID 2\\1/MCID 1"),
        "the tags say",
    ),
    "text is an artifact": (lambda f: with_content(f, MARKED, b"/Artifact BMC"), "the tags say"),
    "text is not marked": (lambda f: with_content(f, MARKED, b"/Span BMC"), "text outside of all marks"),
    "a mark is opened twice": (lambda f: with_content(f, rb"/MCID 1\b", b"/MCID 0"), "open other marks"),
    "a mark is not closed": (lambda f: with_content(f, rb"\nEMC", b"\n"), "not closed"),
    "the page is not put back": (lambda f: with_content(f, rb"^q", b" "), "put the pen back"),
    "paragraphs are swapped": (
        lambda f: with_objects(f, rb"K\[\x01(\d+)\x02 \x01(\d+)\x02 ", b"K[\x01\\2\x02 \x01\\1\x02 "),
        "the tags say",
    ),
    "an element is lost": (lambda f: with_objects(f, rb"K\[\x01(\d+)\x02 ", b"K["), "the tags say"),
    "an element is on another page": (
        lambda f: with_objects(f, rb"(/S/H1.*?/Pg \x01)0", b"\\g<1>1"),
        "the tags say",
    ),
    "a link is lost": (lambda f: with_objects(f, rb"<</Type/OBJR[^>]*>>", b""), "links"),
    "a link is a span": (lambda f: with_objects(f, rb"/S/Link", b"/S/Span"), "links"),
    "a link leads elsewhere": (lambda f: with_objects(f, rb"/Dest \(goal\)", b"/Dest (x)"), "links"),
    "a link says nothing": (lambda f: with_objects(f, rb"/Contents \([^)]*\)", b""), "says nothing"),
    "a link is not printed": (lambda f: with_objects(f, rb"/F 4", b"/F 0"), "not printed"),
    "a heading is text": (lambda f: with_objects(f, rb"/S/H2", b"/S/P"), "headings"),
    "a heading skips a level": (lambda f: with_objects(f, rb"/S/H2", b"/S/H4"), "levels of headings"),
    "a figure is silent": (lambda f: with_objects(f, rb"/Alt ?\([^)]*\)", b""), "figures"),
    "a figure is read": (lambda f: with_objects(f, rb"/S/Figure", b"/S/P"), "figures"),
    "a cell has no header": (lambda f: with_objects(f, rb"/Headers ?\[[^]]*\]", b""), "TD does not say"),
    "a header has no scope": (lambda f: with_objects(f, rb"/Scope ?/\w+", b""), "TH does not say"),
    "a list holds text": (lambda f: with_objects(f, rb"/S/LBody", b"/S/P"), "LI holds"),
    "letters are others": (lambda f: with_texts(f, "e", "x"), "the tags say"),
    "letters say nothing": (lambda f: with_texts(f, "W", ""), "the tags say"),
    "glyphs are unknown": (lambda f: replace(f, glyphs={face: {} for face in f.glyphs}), "the tags say"),
    "a face is unknown": (lambda f: replace(f, glyphs={}), "cannot be read"),
    "the order was noted wrongly": (
        lambda f: replace(f, facts=replace(f.facts, marks=f.facts.marks[::-1])),
        "another order than was noted",
    ),
    "links were counted wrongly": (lambda f: replace(f, facts=replace(f.facts, links=0)), "0 links"),
    "a name is lost": (lambda f: replace(f, destinations=f.destinations[1:]), "the names"),
    "bookmarks are lost": (lambda f: replace(f, outline=()), "the bookmarks"),
    "the tree has no root": (lambda f: replace(f, root=0), "cannot be read"),
}


@pytest.mark.parametrize("what", SPOILT)
def test_damage_to_a_fragment_is_noticed(what: str, html: Callable[[str], str]) -> None:
    spoil, fault = SPOILT[what]
    found = source_faults(spoil(kept(html(PAGE))), html(PAGE))
    assert any(fault in text for text in found), found


@pytest.mark.parametrize(
    ("pattern", "instead", "fault"),
    [
        (rb"/T \(much\x06\x02\)", b"/T (little\x06\x02)", "fields"),
        (rb"<</Type/OBJR[^>]*>>", b"", "fields"),
        (rb"/TU \(Your name\)", b"/TU ()", "says nothing"),
    ],
)
def test_damage_to_a_form_is_noticed(pattern: bytes, instead: bytes, fault: str, html: Callable[[str], str]) -> None:
    form = with_objects(fragment_of(html(FORM), fields=True), pattern, instead)
    found = source_faults(form, html(FORM))
    assert any(fault in text for text in found), found


# --- a step of setting is left out or done wrongly -------------------------------------------------------------------


def nothing(*_: object, **__: object) -> None:
    """Stand in for a step that is left out."""


def names_are_lost(extraction: Any) -> list[tuple[str, int, str]]:
    del extraction
    return []


def without_keys(element: Any, *rest: Any) -> bytes:
    kept_keys, element.keys = element.keys, {}
    text = _SPELL(element, *rest)
    element.keys = kept_keys
    return text


def without_its_last(kid: Any, parent: Any) -> list[Any]:
    return _SPLICED(kid, parent)[:-1] if kid.kind == "Span" else _SPLICED(kid, parent)


_SPELL, _SPLICED = tags_module.spell_element, tags_module._spliced

STEPS: list[tuple[Any, str, Any, str, str, str]] = [
    (repair_module, "_fill_body", nothing, LIST, "list_items_are_whole", "LI holds"),
    (repair_module, "_release_margins", nothing, FOOT, "pages_own_their_tags", "pages open other marks"),
    (setter_module, "_finish", nothing, PAGE, "cells_have_headers", "TH does not say its Scope"),
    (setter_module, "_finish", nothing, PAGE, "links_lead_somewhere", "not printed"),
    (extract_module._Extraction, "_aim_links", lambda _: [], PAGE, "links_lead_somewhere", "links"),
    (extract_module._Extraction, "_frame", nothing, PAGE, "", "not on its page"),
    (extract_module._Extraction, "_parents", lambda *_: ([], 0), PAGE, "pages_own_their_tags", "pages_own_their_tags"),
    (extract_module._Extraction, "_destinations", names_are_lost, PAGE, "links_lead_somewhere", "the names"),
    (extract_module._Extraction, "_outline", names_are_lost, PAGE, "bookmarks_lead_to_their_headings", "bookmarks"),
    (extract_module, "spell_element", without_keys, PAGE, "figures_speak", "Figure does not say"),
    (tags_module, "_spliced", without_its_last, PAGE, "pages_own_their_tags", "the tags say"),
]


@pytest.mark.parametrize(
    ("where", "step", "instead", "body", "theirs", "ours"), STEPS, ids=[f"{s}-{o}" for _, s, _, _, _, o in STEPS]
)
def test_a_step_of_setting_that_is_left_out_is_noticed(  # noqa: PLR0913 - one mutation, in full
    where: Any, step: str, instead: Any, body: str, theirs: str, ours: str, html: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ours not in "\n".join(fragment_faults(kept(html(body)), html(body)))
    monkeypatch.setattr(where, step, instead)
    fragment = fragment_of(html(body))
    assert ours in "\n".join(fragment_faults(fragment, html(body)))
    assert not theirs or theirs in names(faults(Facts(bound(fragment))))


def bound(fragment: Fragment) -> bytes:
    return bind("Loose", "en-US", paginate([Part(replace(fragment, goals=()))]))
