"""Change a YAML file that people write by hand: whatever was not changed stays as it was, comments and order too.

Why not a library that reads and writes whole files: it would break long lines anew, move comments to other lines, and
lose those of what is taken away. Here only the lines of what has changed are written; the reader then reads the text
again, and it must say what was meant.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from workbook.source import Data, DataPath, read_text
from workbook.yamlparts import changed, part_of
from workbook.yamlwrite import Value, as_data, composed

_FILE = Path("file.yaml")
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOT_OURS = re.compile("[\x85\u2028\u2029\ufffd]")
"""Line ends for YAML, but for nothing else; and the mark of bytes that were no UTF-8, which would be lost."""


class NotKept(ValueError):  # noqa: N818 - reads as what happened
    """A change cannot be written into this file without a risk for the rest of it; nothing was changed."""


class KeptYaml:
    """A file of keys and values. Ask and change it by a key, or by a path: ``kept["crisis", 0, "phone"] = "555-0110"``.

    Setting a list or a mapping keeps the text of those of its parts that are still there, wherever they have moved.
    """

    def __init__(self, text: str, data: dict[str, Data], mark: str = "", ends: str = "\n") -> None:
        self._text = text
        self._data = data
        self._mark = mark
        self._ends = ends

    @classmethod
    def of(cls, text: str) -> "KeptYaml | None":
        """Read the text of a file; None if it has mistakes, or is written in a way that cannot be kept."""
        plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
        ends = "\r\n" if "\r\n" in text else "\n"
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        if "\r" in plain or _NOT_OURS.search(plain) or mark + plain.replace("\n", ends) != text:
            return None
        read = read_text(plain, _FILE)
        if read.problems or not isinstance(read.data, dict):
            return None
        return cls(plain, read.data, mark, ends) if _has_lines(plain) else None

    @property
    def data(self) -> dict[str, Data]:
        """All of it, as the reader gives it: every value is text."""
        return self._data

    def text(self) -> str:
        """Give the text, with the line ends that it had."""
        return self._mark + self._text.replace("\n", self._ends)

    def get(self, *path: str | int) -> Data:
        """Give what stands at a path; None if there is nothing."""
        node: Data = self._data
        for part in path:
            if isinstance(node, dict):
                node = node.get(str(part))
            elif isinstance(node, list) and isinstance(part, int) and 0 <= part < len(node):
                node = node[part]
            else:
                return None
        return node

    def __getitem__(self, path: str | DataPath) -> Data:
        """Give what stands at a path. Raise KeyError if there is nothing."""
        if path not in self:
            raise KeyError(path)
        return self.get(*_path(path))

    def __contains__(self, path: str | DataPath) -> bool:
        """Tell whether a key is written, even with nothing behind it."""
        *way, last = _path(path)
        node = self.get(*way)
        return (isinstance(node, dict) and last in node) or (
            isinstance(node, list) and isinstance(last, int) and 0 <= last < len(node)
        )

    def __setitem__(self, path: str | DataPath, value: Value) -> None:
        """Write a value. Raise NotKept if the file cannot be changed so, KeyError if the path leads nowhere."""
        self._write(_changed(self._data, _path(path), value))

    def __delitem__(self, path: str | DataPath) -> None:
        """Take something away, if it is there; comments of a key stay."""
        if path in self:
            self._write(_changed(self._data, _path(path), _GONE))

    def _write(self, told: Value) -> None:
        data = composed(told)
        if as_data(data) == self._data:
            return
        lines = self._text.split("\n")
        try:
            root = yaml.compose(self._text, Loader=_LOADER)
            if root is None or not isinstance(data, Mapping):
                raise NotKept("the file holds no keys")
            text = "\n".join(changed(part_of(root, self._data, lines), data, lines))
        except (ValueError, IndexError):
            raise NotKept("the file is written in an unusual way") from None
        again = read_text(text, _FILE)
        if again.problems or not isinstance(again.data, dict) or again.data != as_data(data):
            raise NotKept("the change cannot be written without changing more")
        self._text, self._data = text, again.data


def _has_lines(text: str) -> bool:
    """Whether each key has its own line, as people write."""
    root = yaml.compose(text, Loader=_LOADER)
    return isinstance(root, yaml.MappingNode) and not root.flow_style


class _Gone:
    """Stands for what is taken away."""


_GONE = _Gone()


def _path(path: str | DataPath) -> DataPath:
    return (path,) if isinstance(path, str) else path


def _changed(node: Data, path: DataPath, value: Any) -> Any:  # noqa: ANN401 - data, or what stands for nothing
    """Give data with another value at a path."""
    part, rest = path[0], path[1:]
    if isinstance(node, dict) and isinstance(part, str):
        new = _changed(node[part], rest, value) if rest else value
        told = {key: new if key == part else old for key, old in node.items()} | {part: new}
        return {key: old for key, old in told.items() if old is not _GONE}
    if isinstance(node, list) and isinstance(part, int) and 0 <= part < len(node):
        new = _changed(node[part], rest, value) if rest else value
        return [old for old in (*node[:part], new, *node[part + 1 :]) if old is not _GONE]
    raise KeyError(part)
