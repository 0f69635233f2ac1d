"""Hints of problems in the words of these pages: what is a command in the terminal is a page here."""

import re

_WORDS = (
    (r"See  workbook list (module|worksheet|program)s", r"The library shows every \1; its address ends with its id."),
    (r"See  workbook list topics", "The library lists them under “Topic”."),
    (r"\(see  workbook list blocks\)", "(see “What can stand on a page”, under Write)"),
    (r"See what it may be with  workbook schema \w+", "See “What can stand on a page”, under Write."),
    (r"Start from a copy:  workbook new module my-module", "Start a new one on the page Write."),
    (r"Use  workbook handout  for modules and worksheets, and  workbook build  for programs\.", "Open its own page."),
    (
        r"Name another folder with --cache-dir or WORKBOOK_CACHE(?:, or use --no-cache)?\.",
        "Nothing is lost; the next time takes longer. Tell whoever looks after this computer.",
    ),
    (
        r"Check the spelling after --library \(or in WORKBOOK_LIBRARY\)\.",
        "Ask whoever started Workbook to start it with the right folder.",
    ),
)


def in_browser(hint: str) -> str:
    """Give a hint without commands that are typed in a terminal."""
    for command, words in _WORDS:
        hint = re.sub(command, words, hint)
    return hint
