"""A new program from a few answers: its title, its weeks and minutes, and its modules, spread over the sessions."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from textwrap import fill

import yaml

from workbook.blocks.base import Format
from workbook.library import Library
from workbook.model import Module
from workbook.problems import Place, Problem, ProblemsFound, did_you_mean

_LONGEST_TITLE = 60


@dataclass(frozen=True)
class Wanted:
    """What a new program is to be.

    ``minutes`` is how long one session is, ``a_week`` how many there are in a week. ``modules`` holds the ids for each
    session; with ``spread`` they come from one list.
    """

    title: str
    subtitle: str
    audience: str
    format: Format
    minutes: int
    a_week: int
    modules: tuple[tuple[str, ...], ...]


def spread(modules: Sequence[str], sessions: int) -> tuple[tuple[str, ...], ...]:
    """Spread modules over sessions, in order and evenly: the first sessions get one more where it does not come out.

    Raise ValueError if there are fewer modules than sessions.
    """
    if len(modules) < sessions:
        raise ValueError(f"{sessions} sessions need {sessions} modules at least, and {len(modules)} are named.")
    each, more = divmod(len(modules), sessions)
    ends = accumulate((each + (number < more) for number in range(sessions)), initial=0)
    return tuple(tuple(modules[first:last]) for first, last in pairwise(ends))


def check_modules(library: Library, names: Sequence[str]) -> None:
    """Raise ProblemsFound for names that are not modules, and for modules that are named twice."""
    found = []
    for i, name in enumerate(names):
        if name not in library.modules:
            hint = did_you_mean(name, library.modules) or "See  workbook list modules"
            found.append(Problem("reference/unknown-module", Place(name), f'There is no module "{name}".', hint))
        elif name in names[:i]:
            message, hint = f'The module "{name}" is named twice.', "A program prints a module once."
            found.append(Problem("reference/repeated-module", Place(name), message, hint))
    if found:
        raise ProblemsFound(found)


def program_text(name: str, wanted: Wanted, library: Library) -> str:
    """Give the file of a new program, with comments; raise ProblemsFound for modules that there are not."""
    check_modules(library, [module for names in wanted.modules for module in names])
    return "\n".join(_lines(name, wanted, library)) + "\n"


def _lines(name: str, wanted: Wanted, library: Library) -> Iterator[str]:
    yield "# yaml-language-server: $schema=../program.schema.json"
    yield f"#   See it on paper:   workbook build programs/{name}.yaml"
    yield f"#   Find mistakes:     workbook check programs/{name}.yaml"
    yield f"#   Minutes and paper: workbook --library . explain {name}"
    yield "#   All modules:       workbook list modules"
    yield ""
    yield f"id: {name} # the same as the file name"
    yield f"title: {_scalar(wanted.title)}"
    yield f"subtitle: {_scalar(wanted.subtitle)}"
    yield f"for: {_scalar(wanted.audience)}"
    yield f"format: {wanted.format}"
    yield f"session_minutes: {wanted.minutes}"
    yield "locale: en-US # which crisis lines are printed"
    yield 'version: "1.0"'
    yield "review:"
    yield "  status: unreviewed # when your clinic has read and approved it: reviewed, and by, on, due"
    yield ""
    yield '# The page "How this workbook works" begins with this.'
    yield "welcome:"
    yield from (_folded("-", text) for text in _welcome(wanted))
    yield ""
    yield "sessions:"
    for number, ids in enumerate(wanted.modules, 1):
        if wanted.a_week > 1 and number % wanted.a_week == 1:
            yield f"  # Week {(number - 1) // wanted.a_week + 1}"
        yield from _session(number, [library.modules[module].value for module in ids])
    yield ""
    yield "# The last page to write on. Leave it out if you do not want one."
    yield "closing:"
    yield from ("  - type: lines", "    id: keep", "    label: What I want to keep", "    lines: 6")


def _welcome(wanted: Wanted) -> tuple[str, ...]:
    count = len(wanted.modules)
    times = "once" if count == 1 else f"{count} times"
    who = (
        f"This workbook goes with a group that meets {times}."
        if wanted.format == "group"
        else f"This workbook is for you and your therapist. You meet {times}."
    )
    return (
        f"Welcome. {who} Each time you try one or two small skills.",
        (
            "Each skill starts with a short page to read. Then you see how someone else filled in the sheet, and you "
            "fill in your own."
        ),
    )


def _session(number: int, modules: Sequence[Module]) -> Iterator[str]:
    titles = " & ".join(module.title for module in modules)
    title = titles if len(titles) <= _LONGEST_TITLE else modules[0].title
    aim = modules[0].tagline
    yield f"  - id: session-{number}"
    yield f"    title: {_scalar(title)}"
    yield f"    aim: {_scalar(aim if aim.endswith(('.', '?')) else f'{aim}.')}"
    yield f"    modules: [{', '.join(module.id for module in modules)}]"


def _folded(mark: str, text: str) -> str:
    return f"  {mark} >-\n{fill(text, 110, initial_indent='    ', subsequent_indent='    ', break_on_hyphens=False)}"


def _scalar(text: str) -> str:
    """Give a text of one line as YAML: plain where that is read back as the same, else in quotes."""
    plain = yaml.safe_dump({"x": text}, allow_unicode=True, width=10**6).removeprefix("x: ").removesuffix("\n")
    return plain if plain == text else json.dumps(text, ensure_ascii=False)
