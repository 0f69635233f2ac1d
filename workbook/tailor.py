"""The library as one program, or a loose handout, prints it: changed modules, variants chosen, values put in."""

from collections.abc import Iterable
from dataclasses import replace

from workbook.blocks.base import Clients, Format
from workbook.library import Library
from workbook.model import Program
from workbook.values import Values, fill_model, names
from workbook.variants import fitting, sheet_fitting


def tailored(library: Library, program: Program) -> tuple[Library, Program]:
    """Give the library and the program with the texts that this program's clients get."""
    seen = _with(
        library.of(program.id),
        (m for s in program.sessions for m in s.modules),
        program.clients,
        program.format,
        program.values,
    )
    return seen, fill_model(program, names(program.values))


def loose(library: Library, wanted: Iterable[str]) -> Library:
    """Give the library with the texts of loose handouts: for adults in a group, with no values."""
    return _with(library, wanted, "adult", "group", {})


def _with(library: Library, wanted: Iterable[str], clients: Clients, form: Format, values: Values) -> Library:
    known, modules, sheets = names(values), dict(library.modules), dict(library.worksheets)
    used: set[str] = set()
    for name in wanted:
        if name in modules:
            entry = modules[name]
            used.update(_uses(library, name))
            modules[name] = replace(entry, value=fill_model(fitting(entry.value, clients, form), known))
        elif name in sheets:
            used.add(name)
    for name in used:
        sheet = sheets[name]
        sheets[name] = replace(sheet, value=fill_model(sheet_fitting(sheet.value, clients, form), known))
    return replace(library, modules=modules, worksheets=sheets)


def _uses(library: Library, name: str) -> Iterable[str]:
    module = library.modules[name].value
    return [use for sheet in module.worksheets if (use := getattr(sheet, "use", None)) in library.worksheets]
