"""Problems: what is wrong, where, and what to write instead.

A problem is a mistake in what somebody wrote. A mistake of the program is not a problem: it raises.
Codes are words in families (``yaml/``, ``schema/``, ``reference/``, ``wording/``, ``safety/``, ``evidence/``,
``print/``, ``file/``); a retired code is never used again.
"""

import difflib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

_LONGEST = 80  # of a word that close matches are looked for
_LIST = 30  # names that still read as a list on a terminal

CANNOT_READ = frozenset({"file/not-found", "file/unreadable", "file/is-a-directory"})
"""Codes of what could not be read at all: not a mistake in a text, but in a name or in the rights to a file."""


class Severity(StrEnum):
    """How bad it is: an error stops the build, a warning does not (unless ``--strict``)."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Place:
    """A place in a file. Lines and columns count from 1; 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Give ``file:line:column`` as editors and compilers write it."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True)
class Problem:
    """One mistake: its code, its place, what is wrong and a hint that says what to write instead."""

    code: str
    place: Place
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        """Whether this problem stops a build."""
        return self.severity is Severity.ERROR

    def as_dict(self) -> dict[str, str | int]:
        """Give the problem as plain data for JSON."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "message": self.message,
            "hint": self.hint,
        }


class ProblemsFound(Exception):  # noqa: N818 - reads as what happened
    """Raised when errors stop a build; carries every problem, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sort(problems)
        super().__init__("\n".join(as_text(p) for p in self.problems))


def sort(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort by file, line and column, and drop exact repeats."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.place, p.code, p.message)))


MOST = 50
"""The most mistakes that are told of one file at once: a hostile one could have a million."""


def limited(problems: Sequence[Problem], count: int | None = None) -> tuple[Problem, ...]:
    """Keep the first mistakes of a file and say how many more there are (``count`` is the number of all)."""
    more = (len(problems) if count is None else count) - MOST
    if more <= 0:
        return tuple(problems)
    message = f"There are {more} more mistakes in this file." if more > 1 else "There is one more mistake in this file."
    last = Problem("file/many-more", problems[MOST].place, message, "Mend the others first.")
    return (*problems[:MOST], last)


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Keep the problems that stop a build."""
    return tuple(p for p in problems if p.is_error)


def stop_on_errors(problems: Sequence[Problem]) -> None:
    """Raise :class:`ProblemsFound` with all problems if one of them is an error."""
    if errors(problems):
        raise ProblemsFound(problems)


def as_text(problem: Problem) -> str:
    """Give ``file:line:column: severity: message [code]``, and the hint on a second line."""
    line = f"{problem.place}: {problem.severity}: {problem.message} [{problem.code}]"
    return f"{line}\n    Hint: {problem.hint}" if problem.hint else line


def as_json(problems: Iterable[Problem]) -> str:
    """Give a JSON list, one object a problem."""
    return json.dumps([p.as_dict() for p in problems], indent=2, ensure_ascii=False)


def as_github(problem: Problem) -> str:
    """Give a GitHub Actions annotation; see GitHub's "workflow commands" for the escapes."""

    def value(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def key(text: str) -> str:
        return value(text).replace(":", "%3A").replace(",", "%2C")

    message = f"{problem.message} {problem.hint}".strip()
    place = problem.place
    return (
        f"::{problem.severity} file={key(place.file)},line={max(place.line, 1)},"
        f"col={max(place.column, 1)},title={key(problem.code)}::{value(message)}"
    )


def close_matches(word: str, known: Iterable[str]) -> list[str]:
    """Give the known words that come closest, nearest first; capitals, spaces, "-" and "_" make no difference."""
    plain: dict[str, str] = {_plain(name): name for name in sorted(set(known), reverse=True)}
    if _plain(word) in plain:
        return [plain[_plain(word)]]
    close = difflib.get_close_matches(_plain(word)[:_LONGEST], plain, n=3, cutoff=0.6)
    return [plain[name] for name in close]


def _plain(word: str) -> str:
    return "-".join(word.casefold().replace("_", " ").replace("-", " ").split())


def count(number: int, what: str) -> str:
    """Give a number of things in words: no files, 1 file, 2 files."""
    return f"1 {what}" if number == 1 else f"{number or 'no'} {what}s"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Give a hint that names the closest known words, or lists them all when there are few."""
    names = list(dict.fromkeys(known))
    close = close_matches(word, names)
    if close:
        return f"Did you mean {join_or(close)}?"
    if names and len(names) <= _LIST:
        return f"Use one of: {', '.join(names)}."
    return ""


def join_or(words: Sequence[str]) -> str:
    """Join words as ``"a", "b" or "c"``."""
    quoted = [f'"{w}"' for w in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def display_path(path: Path) -> str:
    """Give a path as the person at the desk would type it: relative to here where that is shorter."""
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() follows links, and raises where they go round
    return str(whole.relative_to(Path.cwd())) if whole.is_relative_to(Path.cwd()) else str(path)
