"""A program of a clinic's own in the making: what its changes work on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from workbook.model import Module, Program, Session, StandingWorksheet
from workbook.problems import Place, Problem, did_you_mean
from workbook.schema import json_schema
from workbook.source import DataPath, SourceFile
from workbook.telling import Teller

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Origin:
    """Where something that a program changes came from: its path, what was done, and the place of the change."""

    path: str
    what: str
    place: Place


@dataclass
class Draft:
    """A program in the making: its sessions, the modules that it changes, and what went wrong on the way."""

    source: SourceFile
    programs: Mapping[str, Program]
    shelf: Mapping[str, Module]
    worksheets: Mapping[str, StandingWorksheet]
    sessions: list[Session] = field(default_factory=list)
    modules: dict[str, Module] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    at: DataPath = ()

    def module(self, name: str) -> Module | None:
        """Give a module of the program as it is by now; None if the program has none of that id."""
        if name not in self.ids():
            return None
        return self.modules.get(name) or self.shelf.get(name)

    def ids(self) -> list[str]:
        """Give the modules of all sessions, in order."""
        return [name for session in self.sessions for name in session.modules]

    def wrong(self, code: str, key: str, message: str, hint: str) -> None:
        """Note a mistake at a key of the change that is being made."""
        self.problems.append(Problem(code, self.source.place((*self.at, key)), message, hint))

    def gone(self, key: str, name: str, what: str, known: Iterable[str], where: str = "here") -> None:
        """Note that the target of a change is not there."""
        names = list(known)
        hint = did_you_mean(name, names) or (f"There are: {', '.join(names)}." if names else "")
        self.wrong("reference/change-without-target", key, f'There is no {what} "{name}" to change {where}.', hint)

    def made(self, path: str, what: str) -> None:
        """Note what a change did."""
        self.origins.append(Origin(path, what, self.source.place(self.at)))

    def remake(self, value: M, values: Mapping[str, Any], key: str) -> M | None:
        """Give a value with other values for some of its keys; None, with the problems noted, if they do not fit."""
        try:
            written = value.model_dump(exclude_unset=True, by_alias=True)
            return type(value).model_validate(written | dict(values))
        except ValidationError as error:
            self.problems += Teller(self.source, (*self.at, key), json_schema(type(value))).tell(error)
            return None
