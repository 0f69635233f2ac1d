"""Whether a clinic's own templates can be used: told before anything is printed, as far as it can be told."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from workbook import paths
from workbook.blocks import BLOCK_TYPES
from workbook.environment import CRISIS_LINE, SHIPPED, as_problem, has_crisis_line, no_crisis_line, read_own
from workbook.overrides import SUFFIXES, Overrides, OwnTemplate
from workbook.problems import Place, Problem, ProblemsFound, Severity, did_you_mean, display_path
from workbook.render import environment

_BLOCKS = "print/blocks/"
_ALSO = frozenset({"person", "folios", "page"})
"""Names that only some pages are given."""


def check_templates(overrides: Overrides) -> Iterator[Problem]:
    """Give what is wrong with a clinic's own templates."""
    referred: set[str] = set()
    for file in overrides.files:
        if not file.is_inside:
            message, hint = "This link leads out of the folder.", "Copy the file into the folder."
            yield Problem("file/template-outside", _place(file), message, hint)
            continue
        try:
            text = read_own(file)
        except ProblemsFound as found:
            yield from found.problems
            continue
        if not _is_plain(file.name):
            yield from _template(file, text, overrides, referred)
    for file in overrides.files:
        if file.is_inside and file.name not in referred | shipped_names() and not _is_of_block(file.name):
            message = f"No page uses this template: there is no shipped one called {file.name}."
            hint = did_you_mean(file.name, shipped_names())
            yield Problem("reference/unknown-template", _place(file), message, hint, Severity.WARNING)


def _template(file: OwnTemplate, text: str, overrides: Overrides, referred: set[str]) -> Iterator[Problem]:
    """Check one template: that it can be read, and that what it names is there."""
    jinja = environment(overrides)
    try:
        tree = jinja.parse(text, file.name, str(file.path))
        jinja.compile(tree, file.name, str(file.path))
    except TemplateSyntaxError as error:
        if problem := as_problem(error, overrides):
            yield problem
        return
    called = {name for name in meta.find_referenced_templates(tree) if name}
    referred |= called - {file.name}
    known = shipped_names() | {f"{SHIPPED}/{name}" for name in shipped_names()} | overrides.by_name.keys()
    for name in sorted(called - known):
        message, hint = f'There is no template "{name}".', did_you_mean(name, known)
        yield Problem("reference/missing-template", _place(file, _line_of(text, name)), message, hint)
    yield from _names(file, tree, jinja)
    if _drops_the_crisis_line(file.name, text):
        yield no_crisis_line(_place(file))


def _names(file: OwnTemplate, tree: nodes.Template, jinja: Environment) -> Iterator[Problem]:
    """Tell of names that no page is given."""
    known = _known_names() | _ALSO | jinja.globals.keys()
    for name in sorted(meta.find_undeclared_variables(tree) - known):
        line = min((node.lineno for node in tree.find_all(nodes.Name) if node.name == name), default=1)
        message = f'No page has anything called "{name}".'
        yield Problem("reference/unknown-variable", _place(file, line), message, did_you_mean(name, known))


@cache
def shipped_names() -> frozenset[str]:
    """Give the names of the shipped templates."""
    found = (path for path in paths.TEMPLATES.rglob("*") if path.suffix in SUFFIXES)
    return frozenset(path.relative_to(paths.TEMPLATES).as_posix() for path in found)


@cache
def _known_names() -> frozenset[str]:
    """Give the names that shipped templates use of their pages."""
    jinja = environment()
    texts = (_shipped(name) for name in sorted(shipped_names()) if not _is_plain(name))
    return frozenset(name for text in texts for name in meta.find_undeclared_variables(jinja.parse(text)))


def _shipped(name: str) -> str:
    return (paths.TEMPLATES / name).read_text(encoding="utf-8")


def _is_plain(name: str) -> bool:
    """Tell the style sheet of a block, which is taken as it is written."""
    return name.startswith(_BLOCKS) and name.endswith(".css")


def _is_of_block(name: str) -> bool:
    return _is_plain(name) and Path(name).stem in BLOCK_TYPES


def _drops_the_crisis_line(name: str, text: str) -> bool:
    """Whether the shipped page has the line, and this one neither has it nor builds on that page."""
    return has_crisis_line(name) and CRISIS_LINE not in text and f"{SHIPPED}/{name}" not in text


def _line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1 if words in text else 1


def _place(file: OwnTemplate, line: int = 0) -> Place:
    return Place(display_path(file.path), line, min(line, 1))
