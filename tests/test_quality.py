"""Print quality: pages broken on purpose are told of, each by its code; pages as they should be are not."""

from functools import cache

import pytest

from tests.commands import run
from tests.printing import ALL, blocks, library, some
from workbook import paths
from workbook.compose import DEFAULT_LOCALE, Workbook, compose_handout, compose_program
from workbook.edition import Edition
from workbook.fragment import dump, load
from workbook.press import _written
from workbook.render import render
from workbook.samples import sample_section
from workbook.theme import load_theme
from workbook.typefaces import FONTS
from workbook.typeset import LIGHT, Complaint, Job
from workbook.typeset.setter import Setter, _Log

STYLE = f"""<style>@page {{ size: letter; margin: 19mm 18mm 23mm 22mm }}
@page {{ @bottom-left {{ content: "Foot"; font: 8.5pt Body }} }}
@font-face {{ font-family: Body; src: url({FONTS["body-regular"].as_uri()}) }}
html {{ font: 12pt/1.4 Body }} body, p, h1, h2 {{ margin: 0; font-weight: 400 }}
h1, h2, .label {{ break-after: avoid }} .field {{ margin-top: 6mm; break-inside: avoid }}
.ruled {{ min-height: calc(8.5mm * var(--n, 3)) }} .frame {{ border: 1pt solid black; padding: 2mm }}
table {{ width: 100%; border-collapse: collapse }} td, th {{ border: 1pt solid black; padding: 1mm }}
tr {{ break-inside: avoid; height: 14mm }}
.slanted {{ width: 40mm; margin: 20mm 0 20mm 60mm }}
.turned {{ width: 40mm; transform: rotate(90deg) }} .ends {{ break-after: page }} tr.parts {{ break-inside: auto }}
</style>"""
LINES = '<div class="ruled" style="--n: {}"></div>'
FULL = LINES.format(19)
LONG = "Something to read that goes on for a while. " * 6

BROKEN: dict[str, tuple[str, str, str]] = {
    "text runs out of its frame": (
        "print/overflow",
        "box",
        f'<div class="frame" id="box" style="height: 9mm">{LONG}</div>{FULL}',
    ),
    "text is cut off": (
        "print/overflow",
        "box",
        f'<div id="box" style="height: 9mm; overflow: hidden">{LONG}</div>{FULL}',
    ),
    "a word is wider than its cell": (
        "print/overflow",
        "t",
        f'<table id="t" style="table-layout: fixed"><tr><th>{"Word" * 20}</th><th>b</th></tr></table>{FULL}',
    ),
    "text runs out of the page": (
        "print/overflow",
        "box",
        f'<p id="box" style="margin-left: 120mm; white-space: nowrap">{LONG}</p>{FULL}',
    ),
    "space to write on runs out of its frame": (
        "print/overflow",
        "box",
        f'<div class="frame" id="box" style="height: 12mm">{LINES.format(3)}</div>{FULL}',
    ),
    "two texts run over each other": (
        "print/overlap",
        "two",
        f'<p id="one">Something to read</p><p id="two" style="margin-top: -4mm">Something else</p>{FULL}',
    ),
    "turned text runs over other text": (
        "print/overlap",
        "two",
        f'<p id="one">Something to read</p><p id="two" class="turned">Something more</p>{FULL}',
    ),
    "two slanted texts cross": (
        "print/overlap",
        "two",
        f"""<p class="slanted" style="transform: rotate(45deg)">Something to read</p>
        <p class="slanted" id="two" style="transform: rotate(-45deg); margin-top: -26mm">Something else</p>{FULL}""",
    ),
    "two frames cut into each other": (
        "print/overlap",
        "two",
        f'<div class="frame" id="one">A</div><div class="frame" id="two" style="margin-top: -4mm">B</div>{FULL}',
    ),
    "a label is the last thing on its page": (
        "print/stranded-heading",
        "f",
        f'{LINES.format(25)}<p class="label" id="f" style="break-after: page">A question</p>{LINES.format(9)}',
    ),
    "the head of a table is the last thing on its page": (
        "print/stranded-heading",
        "t",
        f'{FULL}<table id="t"><thead class="ends"><tr><th>A</th></tr></thead></table><p>B</p>{LINES.format(9)}',
    ),
    "a row of a table is split": (
        "print/split-row",
        "t",
        f'{LINES.format(24)}<table id="t"><tr class="parts"><td>{"A<br>" * 14}</td></tr></table>{LINES.format(9)}',
    ),
    "a card is split": (
        "print/split-row",
        "card",
        f'{LINES.format(24)}<div class="frame" id="card">{LINES.format(1)}{LINES.format(4)}</div>{LINES.format(9)}',
    ),
    "a page is nearly empty": ("print/empty-page", "s", f'{FULL}<p style="break-before: page">One line</p>'),
    "a font is not ours": ("print/other-font", "f", f'<p id="f" style="font-family: serif">Words</p>{FULL}'),
    "a cell is too narrow": (
        "print/small-cell",
        "t",
        f'<table id="t"><tr><th>Mon</th></tr><tr><td></td>{"<td></td>" * 6}</tr></table>{FULL}',
    ),
    "a row is too low": (
        "print/small-cell",
        "t",
        f'<table id="t"><tr><th>A</th></tr><tr style="height: 9mm"><td></td></tr></table>{FULL}',
    ),
    "lines are too short": (
        "print/small-cell",
        "f",
        f'<div id="f" style="width: 20mm">{LINES.format(1)}</div>{FULL}',
    ),
    "type is too small": ("print/small-type", "f", f'<p id="f" style="font-size: 9.5pt">Words</p>{FULL}'),
    "text stands where holes are punched": (
        "print/in-the-binding",
        "f",
        f'<p id="f" style="margin-left: -7mm">Words</p>{FULL}',
    ),
    "a sheet takes more pages than it may": (
        "print/too-long",
        "sheet",
        f'<section id="sheet" data-most-pages="1" style="break-before: page">{FULL}{LINES.format(12)}</section>',
    ),
    "a block is taller than a page": (
        "print/too-long",
        "f",
        f'<div class="field" id="f">{LINES.format(20)}{LINES.format(19)}</div>',
    ),
}

SOUND = {
    "a label on the line of a frame": (
        """<div class="frame" style="position: relative; height: 20mm">
        <p style="position: absolute; top: -3mm; background: white">Me</p></div>"""
    ),
    "a page that its author ends": ("""<p>One line</p><div class="b-page-break" style="break-before: page"></div>"""),
    "ticks and numbers": f'<table data-compact="yes"><tr><th>Mon</th></tr><tr>{"<td></td>" * 9}</tr></table>',
    "two texts side by side, both turned": (
        """<p class="slanted" style="transform: rotate(45deg)">One of two texts</p>
        <p class="slanted" style="transform: rotate(45deg); margin-top: -16mm">The other of two</p>"""
    ),
    "text turned on its side": '<p style="width: 30mm; margin: 12mm 0 12mm 20mm; transform: rotate(90deg)">Turned</p>',
    "a drawing with words on it": (
        """<div style="position: relative"><svg width="60" height="60"><title>A ring</title>
        <circle cx="30" cy="30" r="28" fill="none" stroke="black"/></svg>
        <p style="position: absolute; left: 5mm; top: 5mm">Me</p></div>"""
    ),
    "a table that runs on": f"<table><thead><tr><th>A</th></tr></thead>{'<tr><td></td></tr>' * 14}</table>",
}


@cache
def setter() -> Setter:
    return Setter()


def remarks(html: str, size: str = "standard") -> list[Complaint]:
    """Lay out a page and give what is seen on it."""
    log = _Log()
    _, seen = setter()._lay_out(Job("s", "T", html, size, files=tuple(FONTS.values())), log)
    assert not log.messages
    return list(seen)


def page(body: str) -> str:
    head = f"<head><title>T</title>{STYLE}</head>"
    return f'<!doctype html><html lang="en">{head}<body><section id="s"><h1>T</h1>{body}</section></body></html>'


@pytest.mark.parametrize("what", BROKEN)
def test_a_page_broken_on_purpose_is_told_of(what: str) -> None:
    code, element, body = BROKEN[what]
    found = remarks(page(body))
    assert (code, element) in [(seen.code, seen.element) for seen in found], found
    assert {seen.code for seen in found} <= {code, "print/split-row", "print/empty-page"} | AS_WELL.get(what, set())


AS_WELL = {
    "a word is wider than its cell": {"print/overlap"},
    "turned text runs over other text": {"print/overflow"},
    "text stands where holes are punched": {"print/overflow"},
    "text runs out of the page": {"print/overlap"},
    "the head of a table is the last thing on its page": {"print/split-row"},
    "a block is taller than a page": {"print/stranded-heading"},
}
"""What cannot be wrong alone."""


@pytest.mark.parametrize("what", SOUND)
def test_what_is_as_it_should_be_is_not_told_of(what: str) -> None:
    assert remarks(page(SOUND[what] + FULL)) == []


def test_every_code_of_quality_can_fire() -> None:
    assert {code for code, _, _ in BROKEN.values()} == LIGHT | {"print/overflow", "print/overlap"}


def test_the_same_at_one_element_is_told_once_at_its_worst() -> None:
    body = f'<div id="f"><p style="font-size: 9.5pt">Small</p><p style="font-size: 7pt">Smallest</p></div>{FULL}'
    (found,) = remarks(page(body))
    assert "Smallest" in found.message
    assert "7.0 points; 10 is the least" in found.message


def test_large_print_has_larger_limits() -> None:
    body = f'<p style="font-size: 14pt">Words</p>{FULL}'
    assert remarks(page(body)) == []
    assert {seen.code for seen in remarks(page(body), "large-print")} == {"print/small-type"}


def test_remarks_are_kept_with_the_fragment() -> None:
    from workbook.typeset import Typesetter  # noqa: PLC0415

    setting = Typesetter()
    html = page(f'<p id="f" style="font-size: 9.5pt">Words</p>{FULL}')
    fragment, complaints = setting.set(Job("s", "T", html, files=tuple(FONTS.values())))
    setting.close()
    assert complaints == ()
    assert [told[2] for told in fragment.remarks] == ["print/small-type"]
    assert load(dump(fragment)).remarks == fragment.remarks


# --- in a clinic's files ----------------------------------------------------------------------------------------------

SHEET = """id: in
title: One thing
purpose: Find one thing. About a minute.
domain: grounding
tags: [calm]
minutes: 5
clinician: Use it at the start.
pages: 1
{more}blocks:
  - type: lines
    id: thing
    label: What I see
    lines: 14
  - type: lines
    id: more
    label: What I hear
    lines: 14
"""


def test_quality_is_told_at_its_place_and_again_when_nothing_is_set_anew(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKBOOK_CACHE", str(tmp_path / "cache"))
    (tmp_path / "in.yaml").write_text(SHEET.format(more=""), encoding="utf-8")
    first, again = run("check", "--print", "in.yaml"), run("check", "--print", "in.yaml")
    assert first.exit_code == again.exit_code == 0
    assert "in.yaml:1:1: warning: This sheet takes 2 pages where one is meant" in first.output
    assert "(standard, Letter; standard, A4). [print/too-long]" in first.output
    assert "[1/4]" in first.output
    assert again.output == first.output.replace("".join(f"[{n}/4] One thing\n" for n in range(1, 5)), "")
    assert "not laid out" in run("check", "in.yaml").output


def test_a_handout_is_printed_all_the_same_and_says_so_each_time(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKBOOK_CACHE", str(tmp_path / "cache"))
    (tmp_path / "in.yaml").write_text(SHEET.format(more=""), encoding="utf-8")
    for _ in range(2):
        result = run("handout", "in.yaml")
        assert result.exit_code == 0
        assert "[print/too-long]" in result.stderr
    assert (tmp_path / "in.pdf").exists()


def test_a_file_can_allow_what_is_meant_so(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    allow = "allow:\n  - code: print/too-long\n    reason: It is a diary.\n"
    (tmp_path / "in.yaml").write_text(SHEET.format(more=allow), encoding="utf-8")
    result = run("check", "--strict", "--print", "in.yaml")
    assert result.exit_code == 0, result.output


def test_the_place_is_that_of_the_block_in_whatever_file_it_stands() -> None:
    entry, used = library().modules["my-support-network"], library().worksheets["support-contacts"]
    section = compose_handout(library(), [entry.value.id], Edition()).sections[0]
    assert [sheet.id for sheet in section.context["sheets"]][-1] == "support-contacts"
    data = used.source.data
    assert isinstance(data, dict)
    name = str(data["blocks"][0]["id"])  # type: ignore[index, call-overload]
    for element, source, path in (
        ("my-support-network", entry.source, ()),
        ("my-support-network--block-1", entry.source, ("learn", 0)),
        ("my-support-network--practice--question-1", entry.source, ("practice",)),
        (f"my-support-network--support-contacts--{name}", used.source, ("blocks", 0)),
        (f"my-support-network--support-contacts--{name}--row-3", used.source, ("blocks", 0)),
    ):
        assert _written(element, section) == (source, path)


# --- all that is shipped ----------------------------------------------------------------------------------------------

EDITIONS = [Edition(size=size, paper=paper) for size in ("standard", "large-print") for paper in ("letter", "a4")]
FACILITATOR = Edition(copy_for="facilitator")


def seen_on(workbook: Workbook) -> list[str]:
    """Give what is seen on the pages of a workbook, in words."""
    crisis = library().crisis[DEFAULT_LOCALE].value
    name = f"{workbook.edition.size}, {workbook.edition.paper}, {workbook.edition.copy_for}"
    return [
        f"{name}: {seen.element}: {seen.message} [{seen.code}]"
        for section in workbook.sections
        for seen in remarks(render(section, workbook, load_theme(), crisis), workbook.edition.size)
    ]


@pytest.mark.parametrize(
    ("number", "name"), [*enumerate([*some(library().modules, 4), *some(library().worksheets, 7)])]
)
def test_handouts_are_as_they_should_be(number: int, name: str) -> None:
    editions = list(EDITIONS) if ALL else [EDITIONS[number % 4]]
    editions += [FACILITATOR] if name in library().modules else []
    found = [told for edition in editions for told in seen_on(compose_handout(library(), [name], edition))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("number", "name"), [*enumerate(name for name in blocks() if ALL or "-smallest" not in name)])
def test_samples_are_as_they_should_be(number: int, name: str) -> None:
    section = sample_section(paths.SAMPLES / f"{name}.yaml")
    editions = EDITIONS if ALL else [EDITIONS[number % 4]]
    books = [Workbook("Blocks", (section,), edition, DEFAULT_LOCALE, folios=True) for edition in editions]
    found = [told for book in books for told in seen_on(book)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", sorted(library().programs))
def test_the_frames_of_programs_are_as_they_should_be(name: str) -> None:
    for edition in EDITIONS if ALL or name == "resilience-group" else EDITIONS[:1]:
        book = compose_program(library(), library().programs[name].value, edition)
        frames = tuple(section for section in book.sections if section.template != "module.html")
        found = seen_on(Workbook(book.title, frames, edition, book.language, folios=True))
        assert not found, "\n".join(found)
