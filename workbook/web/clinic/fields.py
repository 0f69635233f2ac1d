"""Problems of a file at the fields of a form. A field is called by the path of its value: ``crisis-0-phone``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workbook.problems import Problem
from workbook.source import DataPath, SourceFile
from workbook.web.hints import in_browser

FORM = ""
"""The name under which problems are that belong to no field."""
_EMPTY = frozenset({"schema/empty", "schema/missing-key"})


@dataclass(frozen=True)
class Told:
    """What there is to say at the fields of a form: mistakes, which stop saving, and what is worth a look."""

    wrong: dict[str, list[str]] = field(default_factory=dict)
    odd: dict[str, list[str]] = field(default_factory=dict)

    def sort(self, order: Iterable[str]) -> "Told":
        """Give the same in the order of the fields; what belongs to none comes first."""
        known = [FORM, *order]
        wrong = {name: self.wrong[name] for name in known if name in self.wrong}
        return Told({**wrong, **self.wrong}, self.odd)

    def add(self, name: str, words: str, *, is_error: bool = True) -> None:
        """Say something at a field, once."""
        said = (self.wrong if is_error else self.odd).setdefault(name, [])
        if words not in said:
            said.append(words)

    def add_problems(
        self, problems: Iterable[Problem], source: SourceFile, labels: Mapping[str, str], known: Iterable[str]
    ) -> None:
        """Say problems of a file at the ``known`` fields; ``labels`` are what people read in place of keys."""
        names = {place: _name(path) for path, place in reversed(source.values.items())}
        fields = set(known)
        for problem in problems:
            name = names.get((problem.place.line, problem.place.column), FORM)
            name = f"{name}-phone" if f"{name}-phone" in fields else name
            words = f"{problem.message} {in_browser(problem.hint)}".strip()
            if name not in fields:
                where = f"Line {problem.place.line}: " if problem.place.line else ""
                self.add(FORM, where + words, is_error=problem.is_error)
                continue
            if problem.code in _EMPTY:
                words = "Write something here."
            self.add(name, _in_words(words, labels), is_error=problem.is_error)


def _name(path: DataPath) -> str:
    return "-".join(str(part) for part in path)


def _in_words(text: str, labels: Mapping[str, str]) -> str:
    """Give a message with the words of the form in place of keys."""
    for key, label in labels.items():
        text = text.replace(f'"{key}"', f"“{label}”")
    return text
