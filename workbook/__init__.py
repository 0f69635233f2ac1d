"""Therapy worksheets and workbooks from YAML: ``build(BuildRequest(...))`` makes one PDF.

The public names are loaded when they are first used: ``workbook list`` does not wait for what prints.
"""

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbook.build import BuildRequest, BuildResult, build
    from workbook.edition import Edition
    from workbook.problems import Problem, ProblemsFound

__all__ = ["BuildRequest", "BuildResult", "Edition", "Problem", "ProblemsFound", "build"]

_HOMES = {"BuildRequest": "request", "Edition": "edition", "Problem": "problems", "ProblemsFound": "problems"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES.get(name, 'build')}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """Keeps ``workbook.build`` the function: Python would set it to the room of that name when that is imported."""

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value.build if name == "build" and isinstance(value, ModuleType) else value)


sys.modules[__name__].__class__ = _Package
