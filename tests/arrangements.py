"""Arrangements of real programs, for Hypothesis: sessions left out, added and renamed, modules anywhere."""

from typing import Any

from hypothesis import strategies as st

from tests.printing import library
from workbook.arranging import settled
from workbook.model import Session

PROGRAMS = {name: entry.value for name, entry in library().programs.items()}
MODULES = {name: entry.value for name, entry in library().modules.items()}
SHEETS = {name: entry.value for name, entry in library().worksheets.items()}
BASES = ("resilience-group", "skills-group", "partial-hospital")


@st.composite
def arrangements(draw: st.DrawFn, base: str) -> tuple[Session, ...]:
    known = {session.id: session for session in PROGRAMS[base].sessions}
    here = [name for session in known.values() for name in session.modules]
    pool = draw(st.permutations([*here, *[name for name in sorted(MODULES) if name not in here][:4]]))
    names = draw(st.lists(st.sampled_from([*known, "new-one", "new-two"]), min_size=1, max_size=6, unique=True))
    cuts = sorted(draw(st.lists(st.integers(1, len(pool)), min_size=len(names), max_size=len(names), unique=True)))
    sessions = []
    for name, first, last in zip(names, [0, *cuts[:-1]], cuts, strict=True):
        was = known.get(name) or Session(id=name, title=name, aim="To see.", modules=("x",))
        told: dict[str, Any] = {"modules": tuple(pool[first:last])}
        if draw(st.booleans()):
            told |= {"title": "Another: title", "note": draw(st.sampled_from([None, "Bring tea."]))}
        if draw(st.booleans()):
            told["opener"] = draw(st.sampled_from([None, "Welcome.\nAgain # and again."]))
        sessions.append(was.model_copy(update=told))
    return settled(sessions)
