"""What a request came to the last time: which fragments are bound, in which order.

As long as nothing has changed that could change it, there is nothing to read, check, compose or render again.

A plan is kept under the hash of all that it was made from: the request, the day, every file of the content, the
templates and the clinic's folders, byte by byte, and the program itself. It says which fragments there are, not what is
in them; with one of them gone, the plan is made again.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from workbook import paths
from workbook.cache import Cache, key_of
from workbook.edition import Binding
from workbook.files import is_file
from workbook.pagination import Part, PlacedPart, paginate
from workbook.problems import Place, Problem, Severity
from workbook.request import BuildRequest
from workbook.tools import program, toolchain

_READ = frozenset({".yaml", ".yml", ".html", ".css", ".js", ".svg", ".png", ".jpg", ".jpeg"})
"""What a folder of content or templates is read for."""


@dataclass(frozen=True)
class PlannedPart:
    """A part of a plan: the key of its fragment, and how it stands in the workbook."""

    key: str
    matter: Literal["front", "body"]
    side: Literal["right", "any"]
    depth: int
    copies: int = 1


@dataclass(frozen=True)
class Plan:
    """All that is needed to bind a workbook, but for the fragments; ``blank`` is the key of the notes page."""

    title: str
    language: str
    folios: bool
    binding: Binding
    parts: tuple[PlannedPart, ...]
    blank: str = ""
    problems: tuple[Problem, ...] = ()


def key_for(request: BuildRequest) -> str:
    """Hash everything that a plan is made from."""
    asked = repr((request, str(Path.cwd())))  # names of files are told as they are seen from here
    digest = hashlib.sha256()
    for path in _files(request):
        try:
            data = path.read_bytes()
        except OSError as error:  # told of by those who need it
            data = f"{error.strerror}".encode()
        digest.update(b"%b %d " % (str(path).encode(), len(data)) + data)
    return key_of("plan", toolchain(), program(), asked, digest.digest())


def _files(request: BuildRequest) -> Iterator[Path]:
    named = (Path(name) for name in (request.program, *request.handouts, request.theme) if name)
    yield from (path for path in named if is_file(path))
    for folder in (paths.CONTENT, paths.SEEDS, paths.TEMPLATES, *request.libraries):
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in _READ and is_file(path):
                yield path


def keep(cache: Cache, key: str, plan: Plan) -> None:
    """Keep a plan."""
    cache.put_note(key, json.dumps(asdict(plan)).encode())


def recall(cache: Cache, key: str) -> tuple[Plan, tuple[PlacedPart, ...]] | None:
    """Give a plan that was kept, with its fragments in their places; None if there is none, or a fragment is gone."""
    note = cache.get_note(key)
    if note is None:
        return None
    plan = _plan(json.loads(note))
    fragments = {part.key: cache.get(part.key) for part in plan.parts}
    blank = cache.get(plan.blank) if plan.blank else None
    if (plan.blank and blank is None) or not all(fragments.values()):
        return None
    parts = [Part(found, p.matter, p.side, p.depth, p.copies) for p in plan.parts if (found := fragments[p.key])]
    return plan, paginate(parts, blank, plan.binding)


def _plan(told: dict[str, Any]) -> Plan:
    problems = tuple(
        Problem(p["code"], Place(**p["place"]), p["message"], p["hint"], Severity(p["severity"]))
        for p in told["problems"]
    )
    parts = tuple(PlannedPart(**part) for part in told["parts"])
    return Plan(told["title"], told["language"], told["folios"], told["binding"], parts, told["blank"], problems)
