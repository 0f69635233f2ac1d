"""The message catalogues: every fixed word of the templates in one list, and what it is in other languages.

``make words`` (``python -m tests.words``) writes ``workbook.pot`` anew and brings each ``workbook.po`` up to date; what
is new in those is empty until somebody translates it, and what has changed is marked as not certain ("fuzzy"). The
files name no day and no machine: the same templates give the same bytes.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, get_args

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from workbook import paths
from workbook.domains import DOMAINS
from workbook.language import CATALOGUES
from workbook.model import Module, Source

POT = CATALOGUES / "workbook.pot"
KEYWORDS: dict[str, Any] = {"_": None, "gettext": None, "ngettext": (1, 2), "words": None}
HEADER = """\
# Fixed words of the pages that Workbook prints.
# Placeholders such as %(title)s stay as they are; "make words" keeps this file."""
NO_DATE = re.compile(
    rb'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Generated-By|Report-Msgid-Bugs-To): .*\n', re.MULTILINE
)

Found = tuple[str, str | tuple[str, ...]]
"""The file that a message is in, and the message: one text, or one and many."""


def find() -> Iterator[Found]:
    """Give each message of the templates and of the program, in a fixed order."""
    for file in templates():
        with file.open("rb") as stream:
            for _, _, message, _ in babel_extract(stream, list(KEYWORDS), [], {"silent": "false", "trimmed": "true"}):
                yield from _messages(file, message)
    for file in sorted(Path(paths.__file__).parent.rglob("*.py")):
        with file.open("rb") as stream:
            for _, message, _, _ in extract("python", stream, KEYWORDS):
                yield from _messages(file, message)
    for text in DOMAINS.values():
        yield "workbook/domains.py", text
    for text in (
        *get_args(Source.model_fields["design"].annotation),
        *get_args(Module.model_fields["sensitivity"].annotation),
        str(Module.model_fields["needs"].default),
    ):
        yield "workbook/model.py", text


def templates() -> list[Path]:
    """Give the templates of what is printed; style sheets of blocks are read as they are, the browser is in English."""
    files = sorted(f for f in paths.TEMPLATES.rglob("*") if f.relative_to(paths.TEMPLATES).parts[0] != "web")
    return [f for f in files if f.suffix == ".html" or (f.suffix == ".css" and f.parent.name != "blocks")]


def _messages(file: Path, message: Any) -> Iterator[Found]:
    texts = tuple(text for text in (message if isinstance(message, tuple) else (message,)) if isinstance(text, str))
    if texts and all(text.strip() for text in texts):
        root = paths.TEMPLATES.parent
        yield (
            file.relative_to(root).as_posix(),
            texts[:2] if isinstance(message, tuple) and len(texts) > 1 else texts[0],
        )


def template_catalogue() -> Catalog:
    """Give the list of all messages, each with the files that it is in."""
    catalogue = Catalog(None, None, HEADER, "Workbook", "1", language_team="none yet", charset="utf-8", fuzzy=False)
    for file, message in find():
        catalogue.add(message, locations=[(file, 0)])
    for known in catalogue:
        known.locations = sorted(set(known.locations))
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """Give a catalogue as the file says it."""
    target = BytesIO()
    write_po(target, catalogue, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return NO_DATE.sub(b"", target.getvalue())


def updated(file: Path) -> bytes:
    """Give a translation with all messages that there are now."""
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=file.parent.parent.name)
    catalogue.update(template_catalogue(), no_fuzzy_matching=False, update_header_comment=False)
    return written(catalogue)


def translations() -> list[Path]:
    """Give the translations."""
    return sorted(CATALOGUES.glob("*/LC_MESSAGES/workbook.po"))


if __name__ == "__main__":
    POT.parent.mkdir(exist_ok=True)
    POT.write_bytes(written(template_catalogue()))
    for translation in translations():
        translation.write_bytes(updated(translation))
    sys.stdout.write(f"{len(template_catalogue())} messages, {len(translations())} translations\n")
