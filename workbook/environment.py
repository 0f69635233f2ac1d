"""The environment of the templates: Jinja with the shipped templates, or in a sandbox with a clinic's own before them.

A clinic's own templates can say what is printed and how it looks. They can change nothing, and reach no file.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path, PurePath
from types import TracebackType
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateAssertionError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    select_autoescape,
)
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel

from workbook import paths
from workbook.cache import Cache, key_of
from workbook.overrides import NO_OVERRIDES, Overrides, OwnTemplate
from workbook.problems import Place, Problem, ProblemsFound, display_path
from workbook.source import SourceFile
from workbook.tools import program

SHIPPED = "shipped"
"""Before the name of a template: the shipped one, also where a clinic's own of that name stands in for it."""

CRISIS_LINE = "crisis_line("
"""What a page calls to have the crisis line at its foot."""
_SHARED = frozenset({"print/parts.html"})
_QUOTED = re.compile(r"'([^']+)'")
"""A name in a message of Jinja."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """What Jinja forbids, and what of ours could reach a file or run something: paths, sources, classes, pydantic."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 - anything may be asked for
        """Whether a template may have this attribute of an object."""
        if isinstance(obj, PurePath | SourceFile | type) or (isinstance(obj, BaseModel) and hasattr(BaseModel, attr)):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ANN401
        """Whether a template may call this: of classes, those that Jinja gives to templates."""
        allowed = not isinstance(obj, type) or any(obj is known for known in self.globals.values())
        return allowed and super().is_safe_callable(obj)


class _OwnLoader(BaseLoader):
    """Gives a clinic's own templates, as they are on the disk; none that a link leads out of the folder to."""

    def __init__(self, overrides: Overrides) -> None:
        self._files = overrides.by_name

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        del environment
        if template not in self._files:
            raise TemplateNotFound(template)
        text = read_own(self._files[template])
        return text, str(self._files[template].path), lambda: True

    def list_templates(self) -> list[str]:
        return sorted(self._files)


def read_own(file: OwnTemplate) -> str:
    """Read a clinic's own template; raise ProblemsFound if that cannot be done."""
    place = Place(display_path(file.path))
    try:
        return file.path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        problem = Problem("yaml/not-utf-8", place, "This is not UTF-8 text.", "Save it with the encoding UTF-8.")
    except OSError as error:
        message = f"This file cannot be read: {(error.strerror or 'its name cannot be used').lower()}."
        problem = Problem("file/unreadable", place, message, "Check who may read it.")
    raise ProblemsFound([problem])


@lru_cache(maxsize=4)
def environment_of(overrides: Overrides = NO_OVERRIDES) -> Environment:
    """Give the environment for a clinic's own templates, or for the shipped ones alone, without what renders."""
    shipped = FileSystemLoader(paths.TEMPLATES)
    kind: type[Environment] = _Sandbox if overrides else Environment
    own = ChoiceLoader([_OwnLoader(overrides), shipped, PrefixLoader({SHIPPED: shipped})])
    return kind(
        loader=own if overrides else shipped,
        autoescape=select_autoescape(["html"], default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def keep_compiled(kept: Cache | None, overrides: Overrides = NO_OVERRIDES) -> None:
    """Keep compiled templates in a cache between runs, or nowhere."""
    kind = "sandbox" if overrides else "open"
    environment_of(overrides).bytecode_cache = _Compiled(kept, kind) if kept else None


class _Compiled(BytecodeCache):
    """Compiled templates as notes in a cache, which notices damage: one bit of them more or less could do anything.

    In a sandbox the same template is compiled to other code, which asks before each call.
    """

    def __init__(self, kept: Cache, kind: str) -> None:
        self._kept = kept
        self._kind = kind

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template out of the cache, if it is there and has not changed."""
        if code := self._kept.get_note(self._key(bucket)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        self._kept.put_note(self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: Bucket) -> str:
        return key_of("template", program(), self._kind, bucket.key, bucket.checksum)


def has_crisis_line(name: str) -> bool:
    """Whether the shipped template of a page has the crisis line at the foot of its pages."""
    path = paths.TEMPLATES / name
    return name not in _SHARED and path.is_file() and CRISIS_LINE in path.read_text(encoding="utf-8")


def lost_crisis_line(name: str, html: str, overrides: Overrides) -> Problem | None:
    """Tell of a page that has lost its crisis line by a clinic's own templates."""
    if not overrides or not has_crisis_line(name) or 'class="crisis-line"' in html:
        return None
    file = overrides.by_name.get(name) or overrides.files[0]
    return no_crisis_line(Place(display_path(file.path)))


def no_crisis_line(place: Place) -> Problem:
    """Say that a page must have the line."""
    message = "This page does not print the crisis line at its foot."
    hint = "Add  {{ parts.crisis_line(crisis_footer) }}  as the shipped template has it."
    return Problem("safety/no-crisis-line", place, message, hint)


def as_problem(error: Exception, overrides: Overrides) -> Problem | None:
    """Tell what went wrong in a clinic's own template, with its line; None if the mistake is not in one."""
    own = {str(file.path): file for file in overrides.files}
    if isinstance(error, TemplateSyntaxError) and error.filename in own:
        return _problem(error.filename, error.lineno, error)
    place = _last_place(error.__traceback__, own)
    return _problem(*place, error) if place else None


def _last_place(trace: TracebackType | None, own: dict[str, OwnTemplate]) -> tuple[str, int] | None:
    found = None
    while trace:
        if trace.tb_frame.f_code.co_filename in own:
            found = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return found


def _problem(path: str, line: int, error: Exception) -> Problem:
    message, hint = _told(error)
    return Problem("print/template", Place(display_path(Path(path)), line, 1), message, hint)


def _told(error: Exception) -> tuple[str, str]:
    """Give what is wrong, and what to do: by the type of the error."""
    compare = "Compare it with the shipped template of the same name."
    if isinstance(error, SecurityError):
        return "This asks for something that templates may not have.", "Use only what is to be printed."
    if isinstance(error, TemplateNotFound):
        return f'There is no template "{error.name}".', "Shipped ones begin with print/, such as print/base.html."
    if isinstance(error, RecursionError):
        hint = f"To build on the shipped template of the same name, write {SHIPPED}/ before its name."
        return "This template calls itself without end.", hint
    if isinstance(error, UndefinedError):
        names = _QUOTED.findall(str(error.message))
        return f'Nothing here is called "{names[-1] if names else "?"}".', compare
    if isinstance(error, TemplateAssertionError):
        names = _QUOTED.findall(str(error.message))
        return f'There is no filter or test called "{names[-1] if names else "?"}".', "Jinja's manual lists them."
    if isinstance(error, TemplateSyntaxError):
        return (
            "The template cannot be read at this line.",
            "Check that each {{ and each {% is closed, and each block ended.",
        )
    return f"This line fails with what is on the page ({type(error).__name__}).", compare
