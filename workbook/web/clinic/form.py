"""The form of ``clinic.yaml``: what a file has in it as fields, and what was typed as changes of the file."""

from collections.abc import Mapping
from datetime import date

from workbook.source import Data
from workbook.syntax import typed
from workbook.web.numbers import whole
from workbook.yamledit import KeptYaml
from workbook.yamlwrite import Value

LABELS = {
    "name": "Name",
    "address": "Address",
    "phone": "Phone",
    "after_hours": "After hours",
    "footer": "At the foot of each page",
    "theme": "Theme",
    "paper": "Paper",
    "locale": "Language and country",
    "logo": "Logo",
    "discreet": "Discreet",
}
"""The keys of the file, and what people read."""
LINE_LABELS = {
    "name": "Name of the line",
    "what": "What it is",
    "phone": "Phone",
    "text": "Text message",
    "url": "Web address",
    "hours": "Hours",
    "verified_on": "Last checked on",
}
"""The keys of a line to call in a crisis."""
LINES = 3
"""Lines of its own that a clinic may have."""
_MUST = ("name", "what", "hours", "verified_on")
_YES = frozenset({"true", "yes", "on", "1", "y", "t"})


def names() -> list[str]:
    """Give the names of all fields."""
    return [*LABELS, *(f"crisis-{number}-{key}" for number in range(LINES) for key in LINE_LABELS)]


def told_of(data: Mapping[str, Data]) -> dict[str, str]:
    """Give what a file has in it, by field."""
    told = {key: _shown(data.get(key)) for key in LABELS}
    told["discreet"] = "yes" if _is_yes(data.get("discreet")) else ""
    for number, line in enumerate(_lines(data)[:LINES]):
        told |= {f"crisis-{number}-{key}": _shown(line.get(key)) for key in LINE_LABELS}
        told[f"crisis-{number}-was"] = str(number)
    return told


def told_in(form: Mapping[str, str]) -> dict[str, str]:
    """Give what was typed, by field; lines that were left empty in between are closed up."""
    told = {key: typed(form.get(key, "")) for key in LABELS}
    filled = 0
    for number in range(LINES):
        line = {key: typed(form.get(f"crisis-{number}-{key}", "")) for key in LINE_LABELS}
        if any(line.values()):
            told |= {f"crisis-{filled}-{key}": text for key, text in line.items()}
            told[f"crisis-{filled}-was"] = form.get(f"crisis-{number}-was", "")
            filled += 1
    return told


def write(file: KeptYaml, told: Mapping[str, str]) -> None:
    """Write what was typed into a file; what is the same stays as it was written. Raise NotKept if that cannot be."""
    for key in LABELS:
        text, old = told.get(key, ""), file.get(key)
        if key == "discreet":
            _write_yes(file, key, bool(text))
        elif text == _shown(old) and (old is not None or key not in file):
            continue
        elif text or key == "name":
            file[key] = text
        else:
            del file[key]
    lines = [_line(file, told, number) for number in range(LINES) if f"crisis-{number}-name" in told]
    rest: list[Value] = [*_lines(file.data)[LINES:]]
    if lines or rest:
        file["crisis"] = [*lines, *rest]
    elif file.get("crisis"):
        del file["crisis"]


def _write_yes(file: KeptYaml, key: str, is_meant: bool) -> None:  # noqa: FBT001 - what stands in the field
    if is_meant and not _is_yes(file.get(key)):
        file[key] = True
    elif not is_meant and _is_yes(file.get(key)):
        del file[key]


def _line(file: KeptYaml, told: Mapping[str, str], number: int) -> dict[str, Value]:
    """Give a line as it is to be written: with what the form does not show, such as where it was looked up."""
    old = _lines(file.data)
    was = whole(told.get(f"crisis-{number}-was"), len(old) - 1)
    before = {} if was is None else old[was]
    line: dict[str, Value] = {**before}
    for key in LINE_LABELS:
        text = told.get(f"crisis-{number}-{key}", "")
        if key in before and text == _shown(before[key]) and text:
            continue
        if text or key in _MUST:
            line[key] = _day(text) if key == "verified_on" else text
        else:
            line.pop(key, None)
    return line


def _day(text: str) -> Value:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _lines(data: Mapping[str, Data]) -> list[dict[str, Data]]:
    lines = data.get("crisis")
    return [line for line in lines if isinstance(line, dict)] if isinstance(lines, list) else []


def _shown(value: Data) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _is_yes(value: Data) -> bool:
    return isinstance(value, str) and value.lower() in _YES
