"""What a clinic's own program changes against the program that it extends, as readable text.

The two are compared as they come out, not by their changes: what was changed and changed back is no difference.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, TypeAlias

from pydantic import BaseModel

from workbook.changes import resolve
from workbook.library import Library
from workbook.model import Module, Program, Session, StandingWorksheet, Worksheet, WorksheetUse
from workbook.own import Settings
from workbook.using import worksheet_of

Path: TypeAlias = tuple[str, ...]

WIDTH = 96
"""Characters of a line on a terminal."""

SHORT = 64
"""Characters up to which an old and a new value stand in one line."""

_GONE = object()
_OWN_NAMES = ("id", "sessions", "version", "license", "review", "allow")
"""What is compared elsewhere, and what each program says of itself."""


@dataclass(frozen=True)
class Difference:
    """One difference: what it is in (a heading), where in it, and the old and the new text; "" where there is none."""

    group: str
    where: str
    old: str = ""
    new: str = ""


def differences(library: Library, name: str) -> tuple[Difference, ...]:
    """Give what an own program changes, in the order of printing; nothing for a program that extends none."""
    if name not in library.own or name not in library.programs:
        return ()
    own = library.own[name].value
    old, new = library.programs[own.extends].value, library.programs[name].value
    before = {key: entry.value for key, entry in library.modules.items()}
    after: Mapping[str, Module] = {key: entry.value for key, entry in library.changed.get(name, {}).items()}
    found = [*_program(old, new)]
    if own.settings.scale:
        found.append(Difference("Program", "scale of all ratings", "0-10", own.settings.scale))
        plain = _without_scale(library, name)
        after = after if plain is None else plain  # one line says it for all of them
    found += _sessions(before, old, new)
    for key in (key for session in new.sessions for key in session.modules if key in after):
        group = f'Module "{before[key].title}" ({key})'
        old_data, new_data = _data(library, before[key]), _data(library, after[key])
        found += [Difference(group, _path(path), a, b) for path, a, b in _compare(old_data, new_data, ())]
    return tuple(found)


def as_text(library: Library, name: str) -> str:
    """Give the differences of a program, as text for a terminal; say so where there is nothing to compare."""
    title = library.programs[name].value.title
    if name not in library.own:
        return f"{title} ({name}) extends no other program, so there is nothing to compare it with."
    base = library.own[name].value.extends
    head = f"{title} ({name}) against {library.programs[base].value.title} ({base})"
    found = differences(library, name)
    out = [head] if found else [head, "", "No differences."]
    group = ""
    for difference in found:
        if difference.group != group:
            group = difference.group
            out += ["", group]
        out += _lines(difference)
    return "\n".join(out)


def _lines(difference: Difference) -> Iterator[str]:
    """Give a difference in one line if it fits, else the old text with "-" and the new one with "+"."""
    where, old, new = difference.where, difference.old, difference.new
    if old and new and "\n" not in old + new and len(old) + len(new) <= SHORT:
        yield f"  {where}: {old} -> {new}"
    elif not old and not new:
        yield f"  {where}"
    elif not (old and new) and "\n" not in old + new and len(where) + len(old) + len(new) <= WIDTH:
        yield f"  {'-' if old else '+'} {where}: {old or new}"
    else:
        yield f"  {where}:"
        for sign, text in (("-", old), ("+", new)):
            for i, line in enumerate(_wrapped(text) if text else ()):
                yield f"    {'  ' if i else f'{sign} '}{line}"


def _wrapped(text: str) -> list[str]:
    return [line for part in text.split("\n") for line in textwrap.wrap(part, WIDTH - 6) or [""]]


def _without_scale(library: Library, name: str) -> Mapping[str, Module] | None:
    """Give the modules as the program would change them with another scale left out; None if that cannot be."""
    entry = library.own[name]
    plain = entry.value.model_copy(update={"settings": Settings()})
    programs = {key: found.value for key, found in library.programs.items() if key not in library.own}
    modules = {key: found.value for key, found in library.modules.items()}
    sheets = {key: found.value for key, found in library.worksheets.items()}
    resolved, _ = resolve(plain, entry.source, programs, modules, sheets)
    return resolved.modules if resolved else None


# --- the program and its sessions ------------------------------------------------------------------------------------


def _program(old: Program, new: Program) -> Iterator[Difference]:
    a, b = _dump(old), _dump(new)
    for key in _OWN_NAMES:
        a.pop(key, None)
        b.pop(key, None)
    for path, before, after in _compare(a, b, ()):
        yield Difference("Program", _path(path), before, after)


def _sessions(modules: Mapping[str, Module], old: Program, new: Program) -> Iterator[Difference]:
    """Give sessions left out, added and moved; then what is different in each one that is in both."""
    before = {session.id: session for session in old.sessions}
    after = {session.id: session for session in new.sessions}
    for name, session in before.items():
        if name not in after:
            yield Difference("Sessions", f'left out: "{session.title}" ({name}): {", ".join(session.modules)}')
    for i, (name, session) in enumerate(after.items()):
        if name not in before:
            place = f"after {list(after)[i - 1]}" if i else "at the beginning"
            yield Difference("Sessions", f'added: "{session.title}" ({name}), {place}: {", ".join(session.modules)}')
    for name in moved(list(before), list(after)):
        at = list(after).index(name)
        place = f"after {list(after)[at - 1]}" if at else "to the beginning"
        yield Difference("Sessions", f'moved: "{after[name].title}" ({name}), {place}')
    homes = {name: session for session in old.sessions for name in session.modules}
    for name, session in after.items():
        if name in before:
            yield from _session(modules, homes, before[name], session, new)


def _session(
    modules: Mapping[str, Module], homes: Mapping[str, Session], old: Session, new: Session, program: Program
) -> Iterator[Difference]:
    group = f'Session "{old.title}" ({old.id})'
    kept = {name for session in program.sessions for name in session.modules}
    for name in new.modules:
        if name not in old.modules:
            how = f"from {homes[name].id}" if name in homes else "added"
            yield Difference(group, f"module {how}: {_titled(modules, name)}{_after(new, name)}")
    for name in old.modules:
        if name not in kept:
            yield Difference(group, f"module left out: {_titled(modules, name)}")
    for name in moved(old.modules, new.modules):
        yield Difference(group, f"module moved: {_titled(modules, name)}{_after(new, name)}")
    a, b = _dump(old), _dump(new)
    for path, before, after in _compare(a | {"modules": []}, b | {"modules": []}, ()):
        yield Difference(group, _path(path), before, after)


def _after(session: Session, name: str) -> str:
    at = session.modules.index(name)
    if len(session.modules) == 1:
        return ""
    return f", after {session.modules[at - 1]}" if at else ", first"


def _titled(modules: Mapping[str, Module], name: str) -> str:
    return f'"{modules[name].title}" ({name})' if name in modules else name


def moved(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Give what stands in another order: the fewest names that must be moved to get from one list to the other."""
    common = [name for name in new if name in old]
    ranks = [list(old).index(name) for name in common]
    best: list[list[int]] = []  # the longest rising row of ranks that ends here
    for i, rank in enumerate(ranks):
        rows = [best[j] for j in range(i) if ranks[j] < rank]
        best.append([*_longest(rows), i])
    kept = set(_longest(best))
    return [name for i, name in enumerate(common) if i not in kept]


def _longest(rows: list[list[int]]) -> list[int]:
    return max(rows, key=len) if rows else []


# --- any data --------------------------------------------------------------------------------------------------------


def _data(library: Library, module: Module) -> dict[str, Any]:
    """Give a module as data, with the worksheets that it uses written out as a program changes them."""
    data = _dump(module)
    data["worksheets"] = [_dump(_written_out(library, sheet)) for sheet in module.worksheets]
    return data


def _written_out(library: Library, sheet: Worksheet | WorksheetUse) -> Worksheet | WorksheetUse:
    if isinstance(sheet, Worksheet) or sheet.use not in library.worksheets:
        return sheet
    standing: StandingWorksheet = worksheet_of(library.worksheets[sheet.use].value, sheet)
    return Worksheet.model_construct(**{name: getattr(standing, name) for name in Worksheet.model_fields})


def _dump(value: BaseModel) -> dict[str, Any]:
    return value.model_dump(mode="json", by_alias=True, exclude_none=True, serialize_as_any=True)


def _compare(old: Any, new: Any, path: Path) -> Iterator[tuple[Path, str, str]]:  # noqa: ANN401 - any data
    """Give the paths at which two data differ, with the old and the new text."""
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            yield from _compare(old.get(key, _GONE), new.get(key, _GONE), (*path, str(key)))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _compare_lists(old, new, path)
    elif old is _GONE:
        yield path, "", _told(new)
    elif new is _GONE:
        yield path, _told(old), ""
    else:
        yield path, _told(old), _told(new)


def _compare_lists(old: list[Any], new: list[Any], path: Path) -> Iterator[tuple[Path, str, str]]:
    """Compare items of the same name with each other, and put the others side by side as they stand."""
    a, b = [_name(item) for item in old], [_name(item) for item in new]
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            for one, other, name in zip(old[i:j], new[k:m], a[i:j], strict=True):
                yield from _compare(one, other, (*path, name.partition("\n")[0]))
            continue
        pairs = min(j - i, m - k)
        for n in range(max(j - i, m - k)):
            one = old[i + n] if n < j - i else _GONE
            other = new[k + n] if n < m - k else _GONE
            alike = n < pairs and not (_is_named(one) or _is_named(other)) and type(one) is type(other)
            if alike and _kind(one) == _kind(other):
                yield from _compare(one, other, (*path, str(i + n + 1)))
                continue
            if one is not _GONE:
                yield (*path, _label(one, i + n)), _told(one), ""
            if other is not _GONE:
                yield (*path, _label(other, k + n)), "", _told(other)


def _name(item: Any) -> str:  # noqa: ANN401 - any data
    """Give what an item of a list goes by: its id, or all that it says."""
    if _is_named(item):
        return str(item.get("id") or item.get("use"))
    return f"\n{item}"


def _label(item: Any, index: int) -> str:  # noqa: ANN401
    return _name(item) if _is_named(item) else str(index + 1)


def _is_named(item: Any) -> bool:  # noqa: ANN401
    return isinstance(item, dict) and bool(item.get("id") or item.get("use"))


def _kind(item: Any) -> str:  # noqa: ANN401
    return str(item.get("type", "")) if isinstance(item, dict) else ""


_SAYS = ("text", "label", "title", "do", "points", "steps", "question")
_LEFT_OUT = frozenset({"type", "kind", "id", "use"})


def _told(value: Any) -> str:  # noqa: ANN401
    """Give a value as a person would say it: a text as it is, a block by its type and its words."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "\n".join(_told(item) for item in value) or "(empty)"
    if isinstance(value, dict):
        words = next((_told(value[key]) for key in _SAYS if value.get(key)), "")
        kind = value.get("kind", "callout") if value.get("type") == "callout" else value.get("type", "")
        if kind:
            return words if kind == "prose" else f"{kind}: {words}" if words else str(kind)
        told = {key: _told(item) for key, item in value.items() if key not in _LEFT_OUT}
        return words or "\n".join(f"{key}: {text}" for key, text in told.items())
    return str(value)


def _path(path: Path) -> str:
    """Give a path as people write it in a change: worksheet/block, then the key."""
    return "/".join(name for i, name in enumerate(path) if name != "blocks" and (i, name) != (0, "worksheets"))
