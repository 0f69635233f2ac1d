"""A clinic's own templates: they stand in for the shipped ones, in a sandbox, and what is wrong has a line."""

import re
from pathlib import Path

import pytest

from tests.commands import run
from tests.printing import TODAY, library
from workbook.build import build
from workbook.cache import Cache
from workbook.compose import compose_program
from workbook.edition import Edition
from workbook.environment import keep_compiled
from workbook.library import load
from workbook.overrides import find_overrides
from workbook.problems import ProblemsFound
from workbook.render import environment, render
from workbook.request import BuildRequest
from workbook.templatecheck import check_templates, shipped_names
from workbook.theme import load_theme

COVER = """\
{% extends "shipped/print/cover.html" %}
{% block content %}
{{ super() }}
<p>Bring this book along, {{ program.title }}.</p>
{% endblock %}
"""


def own(folder: Path, **files: str) -> Path:
    """Write templates into a clinic's folder: names with "__" for "/", and "_" for "." and the end."""
    for name, text in files.items():
        path = (
            folder / "templates" / "print" / name.replace("__", "/").replace("_css", ".css").replace("_html", ".html")
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def html_of(folder: Path, section: str = "cover", medium: str = "print") -> str:
    known = load([folder])
    program = known.programs["individual-brief-pack"].value
    workbook = compose_program(known, program, Edition(medium=medium))  # type: ignore[arg-type]
    found = next(one for one in workbook.sections if one.id == section)
    return render(found, workbook, load_theme(), known.crisis["en-US"].value)


def problems(folder: Path, section: str = "slow-breathing") -> list[tuple[str, int]]:
    with pytest.raises(ProblemsFound) as found:
        html_of(folder, section)
    return [(problem.code, problem.place.line) for problem in found.value.problems]


def test_a_template_builds_on_the_shipped_one_and_is_escaped(tmp_path: Path) -> None:
    html = html_of(own(tmp_path, cover_html=COVER.replace("along", "{{ '<b>' }}")))
    assert 'class="front"' in html
    assert "Bring this book &lt;b&gt;, Individual brief pack." in html


def test_style_sheets_and_blocks_are_replaced_too(tmp_path: Path) -> None:
    own(tmp_path, blocks__callout_css=".b-callout { color: red }", blocks__short__answer_css="")
    own(tmp_path, styles__domain_css="html { --accent: {{ accent }}; --own: 1 }", blocks__prose_html="<p>PROSE</p>")
    html = html_of(tmp_path, "slow-breathing")
    assert "--own: 1" in html
    assert "<p>PROSE</p>" in html
    assert ".b-callout { color: red }" in html or "b-callout" not in html
    request = BuildRequest(TODAY, handouts=("slow-breathing",), libraries=(tmp_path,), edition=Edition(medium="screen"))
    assert ".b-callout { color: red }" in build(request).html


def test_every_shipped_page_is_the_same_in_the_sandbox(tmp_path: Path) -> None:
    """One harmless template of a clinic puts all others into the sandbox."""
    own(tmp_path, house_html="")
    made = []
    for known in (load([tmp_path]), library()):
        program = known.programs["resilience-group"].value
        workbook = compose_program(known, program, Edition(copy_for="facilitator"))
        made.append([render(s, workbook, load_theme(), known.crisis["en-US"].value) for s in workbook.sections])
    assert made[0] == made[1]


REFUSED = [
    "{{ section.source.path.read_text() }}",
    "{{ section.source.data }}",
    "{{ workbook.templates.files[0].path.unlink() }}",
    "{{ workbook.templates.files[0].path|attr('unlink') }}",
    "{{ module.parse_raw('x') }}",
    "{{ module|attr('parse_file') }}",
    "{{ module.model_copy() }}",
    "{{ module.learn[0].registry['qr'].parse_file('x') }}",
    "{{ module.learn[0].registry['qr'](label='x') }}",
    "{{ module.__class__ }}",
    "{{ ''.__class__.__mro__ }}",
    "{{ render_block.__globals__ }}",
    "{{ '{0.__class__}'.format(module) }}",
    "{{ section.context.update({}) }}",
    "{{ module.tags.__add__ }}",
]


@pytest.mark.parametrize("text", REFUSED)
def test_a_template_reaches_no_file_and_changes_nothing(tmp_path: Path, text: str) -> None:
    own(tmp_path, module_html=f"<p>\n{text}")
    assert problems(tmp_path) == [("print/template", 2)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<p>\n\n{% for %}", 3),
        ("<p>{{ module.titel }}</p>", 1),
        ("\n{{ module.title|shouted }}", 2),
        ("\n{% include 'print/nothing.html' %}", 2),
        ("\n{% include '../../../../../etc/passwd' %}", 2),
        ("\n\n\n{{ 1 / 0 }}", 4),
        ("{% extends 'print/module.html' %}", 1),
    ],
)
def test_a_mistake_is_told_at_its_line(tmp_path: Path, text: str, line: int) -> None:
    assert problems(own(tmp_path, module_html=text)) == [("print/template", line)]


def test_a_mistake_in_a_block_is_told_in_the_file_of_the_block(tmp_path: Path) -> None:
    own(tmp_path, blocks__prose_html="\n{{ block.txt }}")
    with pytest.raises(ProblemsFound) as found:
        html_of(tmp_path, "slow-breathing")
    (problem,) = found.value.problems
    assert problem.place.file.endswith("prose.html")
    assert problem.place.line == 2


def test_a_mistake_of_the_program_is_no_problem_of_the_clinics(tmp_path: Path) -> None:
    known = load([own(tmp_path, house_html="")])
    program = known.programs["individual-brief-pack"].value
    workbook = compose_program(known, program, Edition())
    broken = workbook.sections[0].__class__("cover", "Cover", "cover.html", {})
    with pytest.raises(Exception, match="program") as found:
        render(broken, workbook, load_theme(), known.crisis["en-US"].value)
    assert not isinstance(found.value, ProblemsFound)


def test_a_page_never_loses_its_crisis_line(tmp_path: Path) -> None:
    assert problems(own(tmp_path, module_html="<h1>{{ module.title }}</h1>")) == [("safety/no-crisis-line", 0)]
    (tmp_path / "templates/print/module.html").unlink()
    parts = environment().loader.get_source(environment(), "print/parts.html")[0]  # type: ignore[union-attr]
    own(tmp_path, parts_html=parts.replace('class="crisis-line"', 'class="gone"'))
    assert problems(tmp_path) == [("safety/no-crisis-line", 0)]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("SECRET", encoding="utf-8")
    folder = own(tmp_path / "clinic", house_html="")
    (folder / "templates/print/cover.html").symlink_to(tmp_path / "secret.html")
    assert "SECRET" not in html_of(folder)
    found = [problem.code for problem in check_templates(find_overrides([folder]))]
    assert "file/template-outside" in found


def test_another_text_of_a_template_is_another_page(tmp_path: Path) -> None:
    own(tmp_path / "clinic", cover_html=COVER)
    command = ("--library", tmp_path / "clinic", "build", "individual-brief-pack", "--cache-dir", tmp_path / "cache")
    assert "sections kept" not in run(*command, "-o", tmp_path / "a.pdf").output
    assert "14 sections kept" in run(*command, "-o", tmp_path / "b.pdf").output
    own(tmp_path / "clinic", cover_html=COVER.replace("along", "back"))
    told = run(*command, "-o", tmp_path / "c.pdf").output
    assert re.findall(r"^\[.*\] (.*)$", told, re.MULTILINE) == ["Individual brief pack"]
    a, b, c = ((tmp_path / f"{name}.pdf").read_bytes() for name in "abc")
    assert a == b != c


def test_templates_compiled_outside_the_sandbox_are_not_used_inside(tmp_path: Path) -> None:
    """Code for the sandbox asks before each call; the same text compiled without it does not."""
    kept = Cache(tmp_path / "cache")
    text = "<p>{{ section.source.path.read_text() }}</p>"
    overrides = find_overrides([own(tmp_path / "clinic", house_html="")])
    keep_compiled(kept)
    keep_compiled(kept, overrides)
    try:
        loose, closed = environment(), environment(overrides)
        name = next(iter(sorted(shipped_names())))
        loose.get_template(name)
        before = kept.info()
        closed.get_template(name)
        assert closed.sandboxed
        assert not loose.sandboxed
        assert kept.info() != before, "it was compiled a second time"
        assert "environment.call(" in str(closed.compile(text, raw=True))
    finally:
        keep_compiled(None)
        keep_compiled(None, overrides)


def test_check_says_what_a_template_names_that_is_not_there(tmp_path: Path) -> None:
    own(tmp_path, cover_html="{{ programm.title }}\n{% import 'print/part.html' as parts %}", covers_html="")
    found = {(p.code, p.place.line) for p in check_templates(find_overrides([tmp_path]))}
    assert found == {
        ("reference/unknown-variable", 1),
        ("reference/missing-template", 2),
        ("reference/unknown-template", 0),
    }


def test_shipped_templates_in_a_clinics_folder_have_no_mistakes(tmp_path: Path) -> None:
    for name in shipped_names():
        text = environment().loader.get_source(environment(), name)[0]  # type: ignore[union-attr]
        path = tmp_path / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert [*check_templates(find_overrides([tmp_path]))] == []


def test_a_page_of_a_program_with_own_templates_is_accessible(tmp_path: Path) -> None:
    own(tmp_path, cover_html=COVER)
    result = run("--library", tmp_path, "build", "individual-brief-pack", "-o", tmp_path / "out.pdf")
    assert result.exit_code == 0, result.output
    assert "whole" in run("verify", tmp_path / "out.pdf").output
