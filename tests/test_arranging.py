"""Changes of order: from any arrangement of a real program to any other, and few of them."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.arrangements import BASES, MODULES, PROGRAMS, SHEETS, arrangements
from workbook.arranging import common, rearranged, reset, settled
from workbook.changes import resolve
from workbook.model import Program, Session
from workbook.own import OwnProgram
from workbook.paths import CONTENT
from workbook.source import read_text


def made(base: str, changes: list[dict[str, Any]]) -> Program:
    own = OwnProgram.model_validate({"id": "ours", "extends": base, "changes": changes})
    found, problems = resolve(own, read_text("id: ours\n", CONTENT), PROGRAMS, MODULES, SHEETS)
    assert found, problems
    return found.program


def arrived(base: str, wanted: tuple[Session, ...]) -> list[dict[str, Any]]:
    """Give the changes, having seen that they lead to what is wanted."""
    changes = rearranged(PROGRAMS[base].sessions, wanted)
    changes += reset(made(base, changes).sessions, wanted)
    assert made(base, changes).sessions == wanted
    return changes


def order(base: str, **sessions: list[str]) -> tuple[Session, ...]:
    """Give sessions of a program with other modules; a session that is not in it is new."""
    old = {session.id: session for session in PROGRAMS[base].sessions}
    return settled(
        [
            old[name].model_copy(update={"modules": tuple(modules)})
            if name in old
            else Session(id=name, title=name, aim="To see.", modules=tuple(modules))
            for name, modules in ((name.replace("_", "-"), modules) for name, modules in sessions.items())
        ]
    )


@settings(max_examples=100, deadline=None)
@given(st.data(), st.sampled_from(BASES))
def test_changes_lead_to_any_arrangement(data: st.DataObject, base: str) -> None:
    arrived(base, data.draw(arrangements(base)))


def test_without_a_difference_nothing_is_changed() -> None:
    for name, program in PROGRAMS.items():
        assert arrived(name, program.sessions) == []


def sessions_of(base: str) -> dict[str, list[str]]:
    return {session.id.replace("-", "_"): list(session.modules) for session in PROGRAMS[base].sessions}


def test_one_step_is_one_change() -> None:
    base = "resilience-group"
    told = sessions_of(base)
    names = list(told)
    full = next(name for name in names if len(told[name]) > 1)
    other = next(name for name in names if name != full)
    module = told[full][0]
    assert len(arrived(base, order(base, **told | {full: told[full][::-1]}))) == 1
    moved = told | {full: told[full][1:], other: [*told[other], module]}
    assert arrived(base, order(base, **moved)) == [{"move": module, "to": other.replace("_", "-")}]
    assert arrived(base, order(base, **told | {full: told[full][1:]})) == [{"remove": module}]
    last_first = {names[-1]: told[names[-1]], **told}
    before = {"move": names[-1].replace("_", "-"), "before": names[0].replace("_", "-")}
    assert arrived(base, order(base, **last_first)) == [before]
    without = {name: modules for name, modules in told.items() if name != full}
    assert arrived(base, order(base, **without)) == [{"remove": full.replace("_", "-")}]
    new = next(name for name in sorted(MODULES) if not any(name in modules for modules in told.values()))
    added = arrived(base, order(base, **told, one_more=[new]))
    assert [list(change) for change in added] == [["session"]]


def test_two_sessions_of_one_module_each_can_swap_them() -> None:
    base = "skills-group"
    told = sessions_of(base)
    one, other = list(told)[:2]
    changes = arrived(base, order(base, **told | {one: told[other], other: told[one]}))
    assert len(changes) <= 4


@pytest.mark.parametrize(
    ("one", "other", "both"), [("abc", "abc", "abc"), ("abc", "cab", "ab"), ("", "abc", ""), ("axbyc", "abcxy", "abc")]
)
def test_what_two_orders_have_in_common(one: str, other: str, both: str) -> None:
    assert len(common(one, other)) == len(both)
