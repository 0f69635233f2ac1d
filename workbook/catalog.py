"""What there is: lists, one item in words, and JSON Schemas. Nothing here sets type."""

import json
import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from workbook.blocks import BLOCK_TYPES
from workbook.blocks.base import Block
from workbook.clinic import Clinic, ResourceList
from workbook.describe import keys_of, paragraphs
from workbook.files import real_path
from workbook.library import Library
from workbook.model import Module, Program, StandingWorksheet, Worksheet, WorksheetUse
from workbook.own import OwnProgram
from workbook.planning import plan_of
from workbook.reading import reading_grade
from workbook.samples import FORMS, forms_of, yaml_of
from workbook.schema import json_schema
from workbook.showtopic import show_topic, topic_rows
from workbook.tokens import Theme

WITH_DOMAIN = ("modules", "worksheets")
WITH_MINUTES = ("modules", "worksheets", "programs")
WITH_TOPICS = ("modules",)
KINDS = ("modules", "worksheets", "programs", "blocks", "topics")
SCHEMAS: dict[str, type[BaseModel]] = {
    "module": Module,
    "worksheet": StandingWorksheet,
    "program": Program,
    "clinic": Clinic,
    "resources": ResourceList,
    "theme": Theme,
}
"""The files that have a schema, by what they hold."""
_SHOWN = ("id", "title", "domain", "minutes", "sessions", "articles", "about")


def rows(library: Library, what: str) -> list[dict[str, Any]]:
    """Give one row an item, as plain data."""
    return {
        "modules": _modules,
        "worksheets": _worksheets,
        "programs": _programs,
        "blocks": lambda _: _blocks(),
        "topics": topic_rows,
    }[what](library)


def _modules(library: Library) -> list[dict[str, Any]]:
    found = []
    for entry in library.modules.values():
        module = entry.value
        found.append(
            {
                "id": module.id,
                "title": module.title,
                "domain": module.domain,
                "minutes": module.minutes,
                "about": module.tagline,
                "tags": list(module.tags),
                "topics": list(module.topics),
                "sensitivity": module.sensitivity,
                "clinician_led": module.clinician_led,
                "reading_grade": _rounded(reading_grade(module)),
                "review": module.review.status,
                "file": entry.source.name,
            }
        )
    return sorted(found, key=lambda row: (row["domain"], row["id"]))


def _worksheets(library: Library) -> list[dict[str, Any]]:
    found = []
    for entry in library.worksheets.values():
        sheet = entry.value
        used = [m.value.id for m in library.modules.values() if sheet.id in _uses(m.value)]
        found.append(
            {
                "id": sheet.id,
                "title": sheet.title,
                "domain": sheet.domain,
                "minutes": sheet.minutes,
                "about": sheet.purpose,
                "tags": list(sheet.tags),
                "used_by": used,
                "file": entry.source.name,
            }
        )
    return sorted(found, key=lambda row: row["id"])


def _uses(module: Module) -> list[str]:
    return [w.use for w in module.worksheets if isinstance(w, WorksheetUse)]


def _programs(library: Library) -> list[dict[str, Any]]:
    return [
        {
            "id": entry.value.id,
            "title": entry.value.title,
            "minutes": entry.value.session_minutes,
            "sessions": len(entry.value.sessions),
            "about": entry.value.subtitle,
            "for": entry.value.audience,
            "modules": [m for s in entry.value.sessions for m in s.modules],
            "file": entry.source.name,
        }
        for entry in sorted(library.programs.values(), key=lambda e: e.value.id)
    ]


def _blocks() -> list[dict[str, Any]]:
    return [
        {"id": name, "about": first_sentence(cls.__doc__ or ""), "keys": [k for k in cls.model_fields if k != "type"]}
        for name, cls in BLOCK_TYPES.items()
    ]


def choose(
    found: list[dict[str, Any]], domain: str = "", max_minutes: int | None = None, topic: str = ""
) -> list[dict[str, Any]]:
    """Keep the rows that have the domain and the topic, and no more minutes than given."""
    return [
        row
        for row in found
        if (not domain or row.get("domain") == domain)
        and (not topic or topic in row.get("topics", ()))
        and (max_minutes is None or row.get("minutes", 0) <= max_minutes)
    ]


def as_table(found: Sequence[dict[str, Any]]) -> str:
    """Give rows as aligned columns."""
    keys = [key for key in _SHOWN if any(key in row for row in found)]
    table = [[key.upper() for key in keys], *[[_cell(row.get(key, "")) for key in keys] for row in found]]
    widths = [max(len(row[i]) for row in table) for i in range(len(keys))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in table)


def _cell(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def names(library: Library) -> list[str]:
    """Give every name that ``show`` knows."""
    return [*library.modules, *library.worksheets, *library.programs, *BLOCK_TYPES, *library.topics]


TOPIC = "topic:"
"""What stands before the name of a topic where a module, worksheet or program has the same name."""


def show(library: Library, name: str) -> str | None:
    """Describe a module, worksheet, program, block or topic in words; None if there is none of that name."""
    topic = name.removeprefix(TOPIC)
    own = None if name.startswith(TOPIC) else _show_named(library, name)
    if own is None or topic not in library.topics:
        return own or (show_topic(library, topic) if topic in library.topics else None)
    return f"{own}\n\nA topic is called so, too:  workbook show {TOPIC}{name}"


def _show_named(library: Library, name: str) -> str | None:
    for kind in ("modules", "worksheets", "programs"):
        entry = library.shelf(kind).get(name)
        if entry:
            return _show(library, entry.value)
    return _show_block(name) if name in BLOCK_TYPES else None


def _show_block(name: str) -> str:
    """Describe a block as the gallery does: what it is, its keys, and its YAML in the usual form."""
    out = [name, ""]
    for paragraph in paragraphs(BLOCK_TYPES[name]):
        out += [textwrap.fill(paragraph.replace("**", ""), 90), ""]
    out.append("Keys")
    for key in keys_of(BLOCK_TYPES[name]):
        left_out = "needed" if key.needed else f"if left out: {key.default}" if key.default else "may be left out"
        text = f"{key.name}: {key.takes} ({left_out})"
        out.append(textwrap.fill(text, 90, initial_indent="  ", subsequent_indent="      "))
    for called, path in forms_of(name):
        if called == FORMS[""]:
            block, answer = yaml_of(path)
            out += ["", "For example", textwrap.indent(block, "  ")]
            out += ["", "An answer to it, in an example", textwrap.indent(answer, "  ")] if answer else []
    return "\n".join(out)


def show_file(library: Library, path: Path) -> str | None:
    """Describe what stands in a file; None if it holds nothing that could be read."""
    real = real_path(path)
    return next((_show(library, entry.value) for entry in library.all_entries if entry.source.real == real), None)


def _show(library: Library, value: object) -> str:
    if isinstance(value, Module):
        return _show_module(library, value)
    return _show_program(library, value) if isinstance(value, Program) else _show_worksheet(library, value)  # type: ignore[arg-type]


def _title_of(library: Library, sheet: Worksheet | WorksheetUse) -> str:
    """Give the title of a worksheet as its module calls it."""
    standing = library.worksheets.get(sheet.use) if isinstance(sheet, WorksheetUse) else None
    return sheet.title or (standing.value.title if standing else sheet.id)


def _show_module(library: Library, module: Module) -> str:
    grade = _rounded(reading_grade(module))
    sheets = [_title_of(library, sheet) for sheet in module.worksheets]
    programs = [p.value.id for p in library.programs.values() if any(module.id in s.modules for s in p.value.sessions)]
    sources = [
        f"{s.authors} ({s.year}). {s.title}. {s.design}" for k in module.evidence if (s := library.sources.get(k))
    ]
    return "\n".join(
        [
            f"{module.title} ({module.id})",
            module.tagline,
            "",
            f"Domain        {module.domain}",
            f"Minutes       {module.minutes}; plans for {', '.join(map(str, module.facilitator.plan))}",
            f"Sensitivity   {module.sensitivity}{', clinician-led' if module.clinician_led else ''}",
            f"For           {', '.join(module.audience)}",
            f"Tags          {', '.join(module.tags)}",
            f"Reading       grade {grade}",
            f"Review        {module.review.status}",
            f"In programs   {', '.join(programs) or 'none'}",
            "",
            "Steps",
            *[f"  {i}. {step}" for i, step in enumerate(module.steps, 1)],
            "",
            "Worksheets",
            *[f"  {title}" for title in sheets],
            "",
            "Use it when",
            textwrap.indent(textwrap.fill(module.facilitator.use_when, 90), "  "),
            "Do not use it when",
            textwrap.indent(textwrap.fill(module.facilitator.avoid_when, 90), "  "),
            "",
            "Evidence",
            *[textwrap.indent(textwrap.fill(s, 90), "  ") for s in sources],
        ]
    )


def _show_worksheet(library: Library, sheet: StandingWorksheet) -> str:
    used = [m.value.id for m in library.modules.values() if sheet.id in _uses(m.value)]
    blocks = [_line_of(block) for block in sheet.blocks]
    return "\n".join(
        [
            f"{sheet.title} ({sheet.id})",
            sheet.purpose,
            "",
            f"Domain        {sheet.domain}",
            f"Minutes       {sheet.minutes} in a session",
            f"Paper         {sheet.page}; {sheet.pages} at most in standard print",
            f"Led by        {'a clinician' if sheet.clinician_led else 'anyone'}",
            f"Tags          {', '.join(sheet.tags)}",
            f"Review        {sheet.review.status}",
            f"Example       {library.characters[sheet.example.who].name if sheet.example else 'none'}",
            f"In modules    {', '.join(used) or 'none'}",
            "",
            "For the clinician",
            textwrap.indent(textwrap.fill(sheet.clinician, 90), "  "),
            "",
            "Blocks (type, id, label)",
            *blocks,
            "",
            f"Print it with  workbook handout {sheet.id}",
        ]
    )


def _line_of(block: Block) -> str:
    about = getattr(block, "label", "") or getattr(block, "text", "") or getattr(block, "title", "")
    return (
        f"  {block.type:<16}{block.field_id or '':<16}{textwrap.shorten(about or '', 60, placeholder=' ...')}".rstrip()
    )


def _show_program(library: Library, program: Program) -> str:
    out = [f"{program.title} ({program.id})", program.subtitle, f"For {program.audience}", ""]
    modules = library.of(program.id).modules
    for planned in plan_of(library, program).sessions:
        session = planned.session
        out.append(f"{planned.number}. {session.title} ({planned.minutes} of {planned.available} minutes)")
        out.append(f"   {session.aim}")
        out += [f"   - {modules[m].value.title if m in modules else '?'} ({m})" for m in session.modules]
    return "\n".join(out)


def schema(what: str) -> str:
    """Give the JSON Schema of a file as text; a program is one of two kinds, by whether it extends another."""
    found = json_schema(SCHEMAS[what])
    if what == "program":
        own = json_schema(OwnProgram)
        parts = {**found["$defs"], **own["$defs"]}
        kinds = [{key: value for key, value in kind.items() if key != "$defs"} for kind in (own, found)]
        found = {"if": {"required": ["extends"]}, "then": kinds[0], "else": kinds[1], "$defs": parts}
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}
    return json.dumps(document, indent=2, ensure_ascii=False)


def first_sentence(text: str) -> str:
    """Give the first sentence of a docstring."""
    plain = " ".join(text.replace("``", '"').split())
    return re.split(r"(?<![.])\.\s", plain, maxsplit=1)[0].rstrip(".") + "."


def _rounded(grade: float | None) -> float | None:
    return None if grade is None else round(grade, 1)
