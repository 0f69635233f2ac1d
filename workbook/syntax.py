"""What libyaml complains about, in plain words: what usually causes it, and what to write instead."""

import re
from collections.abc import Iterator

import yaml

from workbook.problems import Place, Problem

NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Characters that are never typed on purpose. YAML forbids most; it takes U+0085, U+2028 and U+2029 for line ends."""

_ODD_SPACE = re.compile(
    "^ *([\x0b\x0c\xa0\u1680\u2000-\u200b\u202f\u205f\u3000])\\s*(?:- |[A-Za-z_]+:(?: |$))", re.MULTILINE
)
_TAB = re.compile(r"^ *\t", re.MULTILINE)
_LINE_END = re.compile(r"\r\n?|\n")
_MOST = 20

_IN_ONE_LINE = (
    'In "{...}" and "[...]" the signs ? , : and # have a meaning; '
    "write the text on a line of its own, or put it in quotes."
)


def typed(text: str) -> str:
    """Give a text as it was typed into one line: without what cannot be seen, and with single spaces."""
    return " ".join(NOT_TEXT.sub("", text).split())


def character_problems(text: str, name: str) -> Iterator[Problem]:
    """Find what cannot be seen on a screen: control characters, line separators and spaces that are no spaces."""
    for count, found in enumerate(NOT_TEXT.finditer(text)):
        if count == _MOST:
            return
        place = _place(text, found.start(), name)
        message = f"A character that cannot be seen stands here (U+{ord(found.group()):04X})."
        yield Problem("yaml/control-character", place, message, "Delete it and type the text again.")
    for count, found in enumerate(_ODD_SPACE.finditer(text)):
        if count == _MOST:
            return
        message = f"This looks like a space, but is another character (U+{ord(found.group(1)):04X})."
        hint = "Delete what stands before the first word of this line, and type spaces."
        yield Problem("yaml/odd-space", _place(text, found.start(1), name), message, hint)


def _place(text: str, offset: int, name: str) -> Place:
    ends = [end.end() for end in _LINE_END.finditer(text, 0, offset)]
    return Place(name, len(ends) + 1, offset - (ends[-1] if ends else 0) + 1)


def syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    """Say where libyaml stopped, and why in the words of somebody who wrote a worksheet."""
    return _Trouble(error, _LINE_END.split(text), name).problem()


class _Trouble:
    """One error of libyaml with the line it stands in."""

    def __init__(self, error: yaml.MarkedYAMLError, lines: list[str], name: str) -> None:
        mark = error.problem_mark or error.context_mark
        self.line, self.column = (mark.line, mark.column) if mark else (0, 0)
        start = error.context_mark or mark
        self.start = (start.line, start.column) if start else (0, 0)
        self.why = str(error.problem or "")
        self.within = str(error.context or "")
        self.lines = lines
        self.name = name
        self.row = self._row(self.line)

    def problem(self) -> Problem:
        """Find the first explanation that fits."""
        cases = (self._tab, self._start, self._flow, self._colon, self._no_colon, self._quote, self._indent)
        for case in cases:
            found = case()
            if found:
                return found
        hint = "Check the indentation and the quotation marks of this line and of the line above."
        return self._at("This cannot be read as YAML.", hint)

    def _tab(self) -> Problem | None:
        tabbed = _TAB.match(self.row)
        if not tabbed and self.row[self.column : self.column + 1] != "\t":
            return None
        column = tabbed.end() if tabbed else self.column + 1
        others = sum(1 for row in self.lines if _TAB.match(row)) - bool(tabbed)
        more = f", here and in {others} more line{'s' if others > 1 else ''}" if others else ""
        place = Place(self.name, self.line + 1, column)
        message = f"A tab stands where only spaces may stand{more}."
        return Problem("yaml/tab", place, message, "Use spaces for the indentation: two for each level.")

    def _start(self) -> Problem | None:
        """A sign that cannot stand first."""
        sign = self._row(self.start[0])[self.start[1] : self.start[1] + 1]
        if "alias" in self.within or "anchor" in self.within:
            rest = self._row(self.start[0])
            if rest.strip().startswith("* "):
                return self._at('An item of a list starts with "- ", not with "* ".', 'Write "- " instead.', self.start)
            return self._at(f'A text cannot start with "{sign}".', self._quoted(*self.start), self.start)
        if "cannot start any token" in self.why:
            sign = self.row[self.column : self.column + 1]
            if self.row.startswith("```"):
                message = "This line is not part of the file: it marks code on a web page or in a chat."
                return self._at(message, "Remove the lines that start with ```")
            return self._at(f'A text cannot start with "{sign}".', self._quoted(self.line, self.column))
        if "directive" in self.within:
            return self._at('A line cannot start with "%".', "Remove this line, or put the text in quotes.", self.start)
        if "block scalar" in self.within:
            message = 'Words stand after ">" or "|" in this line.'
            return self._at(message, "Start the text on the next line, two spaces further in than the key.")
        return None

    def _flow(self) -> Problem | None:
        if "flow" not in self.within and "expected ',' or" not in self.why:
            return None
        if self.start[0] != self.line:
            sign = self._row(self.start[0])[self.start[1] : self.start[1] + 1]
            end = {"[": "]", "{": "}"}.get(sign, "]")
            return self._at(f'The "{sign}" that opens here is not closed.', f'Close it with "{end}".', self.start)
        return self._at('This list or mapping in one line ("[...]" or "{...}") is broken.', _IN_ONE_LINE)

    def _colon(self) -> Problem | None:
        if "mapping values are not allowed" not in self.why:
            return None
        first = re.match(r"\s*(?:- )*[^\s\"'#][^\"':]*:(?= )", self.row)
        if first and first.end() <= self.column:
            key, text = self.row[: first.end()].strip(), self.row[first.end() :].strip()
            example = f'  {key} "{text}"' if '"' not in text and "\\" not in text else ""
            hint = f"Put the text in quotes:{example}" if example else "Write the text on the next line after  >-"
            return self._at('A second ": " stands in this line.', hint)
        message = 'This line is read as part of the text above it, so it cannot have ": " in it.'
        hint = (
            "A key starts in the same column as the keys above it. "
            'A text with ": " in it is put in quotes, or on the lines after  >-'
        )
        return self._at(message, hint)

    def _no_colon(self) -> Problem | None:
        if "could not find expected ':'" not in self.why:
            return None
        line, column = self.start
        row = self._row(line).strip()
        close = re.match(r"(?:- )*([A-Za-z_-]+):(\S.*)", row)
        if close:
            message = "A space is missing after the colon."
            return self._at(message, f"Write  {close[1]}: {close[2]}", (line, column + len(close[1]) + 1))
        message = 'This line has no key with ": " after it.'
        hint = "If it belongs to the text above, indent it by two spaces more than the key of that text."
        word = re.match(r"([a-z_]+) +(\S.*)", row)
        if word and not self._row(line - 1).rstrip().endswith((">", ">-", "|", "|-")):
            hint = f"If it is a key, write  {word[1]}: {word[2]}  {hint}"
        return self._at(message, hint, self.start)

    def _quote(self) -> Problem | None:
        if "escape" in self.why:
            message = 'In double quotes a backslash ("\\") starts a code, and this one does not exist.'
            return self._at(message, "Use single quotes (') around the text, or no quotes.")
        if "quoted scalar" in self.within:
            message = "A quotation mark opens here and does not close."
            hint = "Close it, or use the other kind of quotation marks around the text."
            return self._at(message, hint, self.start)
        before = self.row[: self.column].rstrip()
        if "expected key" in self.why and before.endswith(("'", '"')):
            message = "The quotation marks close here, but the text goes on."
            hint = (
                "Put the whole text in quotes. "
                "A text with \" in it goes in '...'; in '...' an apostrophe is doubled ('')."
            )
            return self._at(message, hint)
        if "expected key" in self.why and before.endswith(("}", "]")):
            return self._at(f'Text goes on here after "{before[-1]}".', "Put the whole text in quotes.")
        return None

    def _indent(self) -> Problem | None:
        fits = "expected <block end>" in self.why or "block collection" in self.within or "expected key" in self.why
        if not fits:
            return None
        if self.row[self.column :].startswith(":"):
            return self._at('There is no key before this ":".', "Write a key before it, or remove the line.")
        message = "The indentation of this line does not fit the lines above it."
        return self._at(message, "Items of one list, and keys of one mapping, start in the same column.")

    def _row(self, line: int) -> str:
        return self.lines[line] if 0 <= line < len(self.lines) else ""

    def _quoted(self, line: int, column: int) -> str:
        text = self._row(line)[column:].strip()
        return f'Put the text in quotes:  "{text}"' if text and '"' not in text else "Put the text in quotes."

    def _at(self, message: str, hint: str, at: tuple[int, int] | None = None) -> Problem:
        line, column = at or (self.line, self.column)
        if line >= len(self.lines) or (line == len(self.lines) - 1 and not self.lines[line] and line):
            line, column = max(0, len(self.lines) - 2), 0  # the end of the file: point at its last line
        return Problem("yaml/syntax", Place(self.name, line + 1, column + 1), message, hint)
