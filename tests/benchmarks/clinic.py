"""A clinic's folder of any size, made from the shipped modules: copies under other ids, and a program of them."""

from pathlib import Path

import yaml

from workbook.library import load
from workbook.model import Module
from workbook.source import Data, read

PROGRAM = "long-group"
SINGLE = "slow-breathing-short"
_ORIGINAL = "slow-breathing"
_A_SESSION = 2


def shipped() -> list[dict[str, Data]]:
    """Give the shipped modules as their authors wrote them, in the order of their ids."""
    entries = load().modules
    return [dict(entries[name].source.data) for name in sorted(entries)]  # type: ignore[arg-type]


def make_clinic(folder: Path, count: int) -> Path:
    """Write ``count`` modules, taken in turn from the shipped ones, and the program that has them all."""
    originals = shipped()
    ids = []
    for index in range(count):
        original = originals[index % len(originals)]
        ids.append(f"{original['id']}-{index // len(originals) + 1}")
        _write_module(folder, {**original, "id": ids[-1]})
    _write(folder / "programs" / f"{PROGRAM}.yaml", _program(ids))
    return folder


def make_single(folder: Path) -> Path:
    """Write one module that prints four pages: a shipped one with only the first of its worksheets."""
    original = next(module for module in shipped() if module["id"] == _ORIGINAL)
    sheets = original["worksheets"]
    assert isinstance(sheets, list)
    _write_module(folder, {**original, "id": SINGLE, "worksheets": sheets[:1]})
    return folder


def change_a_word(folder: Path, word: str) -> None:
    """Put another word in the place of the first one that a client reads in the first module."""
    file = min((folder / "modules").rglob("*.yaml"))
    data = read(file).data
    assert isinstance(data, dict)
    assert isinstance(data["learn"], list)
    first = data["learn"][0]
    text = first["text"] if isinstance(first, dict) else first
    changed = f"{word} {str(text).partition(' ')[2]}"
    data["learn"][0] = {**first, "text": changed} if isinstance(first, dict) else changed
    _write(file, data)


def _program(ids: list[str]) -> dict[str, Data]:
    """Give the shipped group with sessions of two modules each, as many as it takes."""
    program = load().programs["resilience-group"].source.data
    assert isinstance(program, dict)
    assert isinstance(program["sessions"], list)
    sessions: list[Data] = []
    for start in range(0, len(ids), _A_SESSION):
        number = len(sessions)
        session = program["sessions"][number % len(program["sessions"])]
        assert isinstance(session, dict)
        sessions.append(
            {**session, "id": f"{session['id']}-{number + 1}", "modules": [*ids[start : start + _A_SESSION]]}
        )
    return {**program, "id": PROGRAM, "title": "Long group", "sessions": sessions}


def _write_module(folder: Path, data: dict[str, Data]) -> None:
    Module.model_validate(data)
    _write(folder / "modules" / str(data["domain"]) / f"{data['id']}.yaml", data)


def _write(file: Path, data: dict[str, Data]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110), encoding="utf-8")
