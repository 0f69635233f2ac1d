"""The words of a clinic's own inside modules, as changes: texts that are set, notes, and what is left out."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from workbook.arranging import Written

ORIGINAL: Final = object()
"""In place of a text: the one that the module itself has."""
At: TypeAlias = tuple[str, str]
"""A place (``module/worksheet/block``, or a part of that) and a key there, or what is left out there."""


@dataclass(frozen=True)
class Words:
    """What is different inside modules.

    ``texts`` are those that differ from what the file comes to now, None where there is to be no text, ``ORIGINAL``
    for that of the module itself. ``notes`` (by place) and ``drops`` are all that there are to be.
    """

    texts: Mapping[At, Any] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    drops: frozenset[At] = frozenset()


def reworded(changes: Sequence[Written], words: Words, modules: Container[str]) -> tuple[list[Written], list[Written]]:
    """Give the changes that stay, with new words in those that set the same, and the changes that are new."""
    left = {place: text for place, text in words.texts.items() if not _is_dropped(place[0], words.drops)}
    notes = {at: note for at, note in words.notes.items() if not _is_dropped(at, words.drops)}
    seen: set[str] = set()
    gone: set[str] = set()
    stay: list[Written] = []
    for change in reversed(changes):  # the last one counts
        at = str(change.get("at", ""))
        if "drop" in change and (at, change["drop"]) not in words.drops:
            continue
        if "note" in change and at in gone:
            continue
        if "note" in change and ("/" in at or at in modules) and at not in seen:
            seen.add(at)
            if at not in notes:
                gone.add(at)
                continue
            stay.append({**change, "note": notes.pop(at)})
        elif "set" in change:
            told = _told(change, left)
            stay += [{**change, "set": told}] if told else []
        else:
            stay.append(change)
    stay.reverse()
    _merge(stay, left)
    new: dict[str, dict[str, Any]] = {}
    for (at, key), text in left.items():
        if text is not ORIGINAL:
            new.setdefault(at, {})[key] = text
    known = {(change["at"], change["drop"]) for change in stay if "drop" in change}
    more: list[Written] = [{"at": at, "set": told} for at, told in new.items()]
    more += [{"at": at, "note": note} for at, note in notes.items()]
    more += [{"at": at, "drop": name} for at, name in sorted(words.drops - known)]
    return stay, more


def _told(change: Written, left: dict[At, Any]) -> dict[str, Any]:
    """Give what a change sets now; what it took is no longer left."""
    told: dict[str, Any] = {}
    for key, value in change["set"].items():
        new = left.pop((change["at"], key), value)
        told |= {} if new is ORIGINAL else {key: new}
    return told


def _merge(stay: Sequence[Written], left: dict[At, Any]) -> None:
    """Put more keys to a change that sets others at the same place."""
    for change in stay:
        mine = [place for place in left if "set" in change and place[0] == change["at"]]
        told = {key: text for at, key in mine if (text := left.pop((at, key))) is not ORIGINAL}
        if told:
            change["set"] = {**change["set"], **told}


def _is_dropped(at: str, drops: frozenset[At]) -> bool:
    parts = at.split("/")
    return any(("/".join(parts[:end]), parts[end]) in drops for end in range(1, len(parts)))
