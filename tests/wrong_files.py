"""Wrong files as people make them: each a small change to a file that is right. ``wrong_files.txt`` holds what is said of them."""

# ruff: noqa: E501, RUF001 - some are long, and some look like others, by intention
MODULE = """\
id: in
title: A calm minute
tagline: One minute to settle
domain: grounding
tags: [calm]
minutes: 50
evidence: [najavits-2002]
version: "1.0"
learn:
  - Stop for a while. Look at one thing in the room.
  - type: key-points
    points:
      - Slow is fine.
      - One thing is enough.
steps:
  - Sit down.
  - Look around.
  - Name one thing.
worksheets:
  - id: one-thing
    title: One thing
    purpose: Find one thing. About a minute.
    blocks:
      - type: short-answer
        id: thing
        label: One thing I see
      - type: rating
        id: calm
        label: How calm am I?
    example:
      who: dana
      line: Dana did this at her desk.
      answers:
        thing: A blue cup
        calm: 4
practice:
  what: Look at one thing each day.
  smallest: Look up once.
review_questions:
  - What did you see?
  - What was hard?
summary:
  - Slow down.
  - Look.
  - Name it.
facilitator:
  use_when: Someone is tense.
  avoid_when: Someone is confused.
  materials:
    - Pencils
  plan:
    10:
      - minutes: 4
        do: Check in.
      - minutes: 6
        do: Try it.
  discussion:
    - What did you see?
    - Where could you do this?
  adaptations:
    telehealth: Look at the room.
  risk: Follow the clinic's own procedure.
"""

SHEET = """\
id: in
title: One thing
purpose: Find one thing. About a minute.
domain: grounding
tags: [calm]
minutes: 5
clinician: Use it at the start.
blocks:
  - type: short-answer
    id: thing
    label: One thing I see
  - type: rating
    id: calm
    label: How calm am I?
    low: tense
    high: calm
"""

PROGRAM = """\
id: in
title: A small group
subtitle: Two meetings
for: Adults
session_minutes: 60
welcome:
  - Welcome.
sessions:
  - id: first
    title: First
    aim: Begin.
    modules: [slow-breathing]
"""

LONG_SHEET = (
    SHEET
    + """\
  - type: table
    id: tab
    label: A table
    columns:
      - id: what
        label: What
      - id: where
        label: Where
    rows: 2
  - type: checklist
    id: tick
    label: Tick
    options: [One, Two]
  - type: before-after
    id: ba
    label: Distress
  - type: five-senses
    id: s
    label: Senses
example:
  who: dana
  line: Dana did it.
  answers:
    tab:
      - what: A
        where: B
    tick: [One]
    ba:
      before: 1
      after: 2
    s:
      see: [a]
"""
)


def changed(text: str, *changes: tuple[str, str] | tuple[str, str, int]) -> str:
    """Make changes (what, to what, how often: once unless said; -1 for everywhere) that must find their place."""
    for old, new, *count in changes:
        assert old in text, old
        text = text.replace(old, new, *(count or [1]))
    return text


def module(old: str, new: str) -> str:
    """Change the module in one place."""
    return changed(MODULE, (old, new))


def sheet(old: str, new: str) -> str:
    """Change the worksheet in one place."""
    return changed(SHEET, (old, new))


def program(old: str, new: str) -> str:
    """Change the program in one place."""
    return changed(PROGRAM, (old, new))


def long_sheet(old: str, new: str) -> str:
    """Change the worksheet with a table and an example in one place."""
    return changed(LONG_SHEET, (old, new))


WRONG: dict[str, str] = {
    "tab-indent": sheet("    label: One", "\tlabel: One"),
    "tab-after-dash": sheet("  - type: rating", "  -\ttype: rating"),
    "tab-mid": sheet("title: One", "title:\tOne"),
    "tab-mixed": sheet("    id: thing", "  \tid: thing"),
    "colon-in-text": sheet("One thing\n", "One thing: now\n"),
    "colon-in-list": module("- Sit down.", "- Note: sit down."),
    "colon-in-learn": module("- Stop for", "- Remember: stop for"),
    "no-space-colon": sheet("title: One", "title:One"),
    "no-colon": sheet("minutes: 5", "minutes 5"),
    "open-quote": sheet("title: One thing", 'title: "One thing'),
    "open-squote": sheet("title: One thing", "title: 'Dana's thing'"),
    "text-after-quote": sheet("title: One thing", 'title: "One" thing'),
    "flow-question": sheet("tags: [calm]", "tags: {label: How are you?}"),
    "flow-unclosed": sheet("tags: [calm]", "tags: [calm"),
    "flow-brace": module("      - minutes: 4\n        do: Check in.", "      - {minutes: 4, do: Check in: now}"),
    "bad-dedent": sheet("    label: One", "   label: One"),
    "bad-indent": sheet("minutes: 5", "  minutes: 5"),
    "item-indent": module("  - Look around.", "   - Look around."),
    "item-dedent": module("  - Look around.", " - Look around."),
    "bold": module("- Sit down.", "- **Sit** down."),
    "emph": module("- Sit down.", "- *Sit* down."),
    "star-bullet": module(
        "  - Sit down.\n  - Look around.\n  - Name one thing.", "  * Sit down.\n  * Look around.\n  * Name."
    ),
    "bullet-char": module(
        "  - Sit down.\n  - Look around.\n  - Name one thing.", "  • Sit down.\n  • Look around.\n  • Name."
    ),
    "en-dash": module("  - Sit down.\n  - Look around.", "  – Sit down.\n  – Look around."),
    "numbered": module(
        "  - Sit down.\n  - Look around.\n  - Name one thing.", "  1. Sit down.\n  2. Look around.\n  3. Name."
    ),
    "dash-nospace": module("  - Sit down.", "  -Sit down."),
    "at": module("- Sit down.", "- @home sit down."),
    "percent": module("- Sit down.", "- % of sitting down."),
    "percent0": "%YAML 1.1\n---\n" + SHEET,
    "directive": "%FOO bar\n---\n" + SHEET,
    "backtick": module("- Sit down.", "- `Sit` down."),
    "excl": module("- Sit down.", "- !Sit down."),
    "pytag": sheet("title: One thing", "title: !!python/object:os.system One thing"),
    "inttag": sheet("minutes: 5", 'minutes: !!int "5"'),
    "tagmap": sheet("blocks:\n", "blocks: !foo\n"),
    "amp": module("- Sit down.", "- & sit down."),
    "anchor": sheet("tags: [calm]", "tags: &t [calm]"),
    "merge": sheet("    label: How calm am I?", "    <<: {label: How}"),
    "bar-text": sheet("purpose: Find", "purpose: | Find"),
    "gt-text": sheet("purpose: Find", "purpose: > Find"),
    "gt-noindent": sheet("purpose: Find", "purpose: >-\nFind"),
    "hash-value": sheet("label: One thing", "label: # of things"),
    "qmark": module("- Sit down.", "- ? sit"),
    "complex": sheet("title: One thing", "[a, b]: One"),
    "docs": SHEET + "---\n" + SHEET,
    "docs-text": SHEET + "---\nSome notes\n",
    "dots": SHEET + "...\n",
    "fence": "```yaml\n" + SHEET + "```\n",
    "frontmatter": "---\n" + SHEET + "---\n",
    "smart-quote": sheet("title: One thing", "title: “One thing”"),
    "dup": sheet("title: One thing", "title: One thing\ntitle: Two"),
    "dup-and-wrong": changed(
        SHEET, ("title: One thing", "title: One thing\ntitle: Two"), ("minutes: 5", "minutes: five")
    ),
    "json": '{"id": "in", "title": "x"}',
    "plain": "Just some text",
    "list": "- a\n- b\n",
    "html": "<html><body>hello</body></html>",
    "number": "42",
    "null": "~",
    "comment": "# nothing\n",
    "blank": "   \n\n",
    "dashes": "---\n",
    "emptyquote": '""',
    "nul": changed(SHEET, ("One thing I", "One \x00thing I", -1)),
    "esc": changed(SHEET, ("One thing I", "One \x1bthing I", -1)),
    "surrogate-escape": changed(SHEET, ("One thing I", '"One \\ud800 thing I'), ("see\n", 'see"\n')),
    "escape": sheet("title: One thing", 'title: "C:\\path\\x"'),
    "nl": changed(SHEET, ("One thing I", "One\u2028thing I", -1)),
    "crlf": changed(SHEET, ("\n", "\r\n", -1), ("minutes: 5", "minutes: five", -1)),
    "cr": changed(SHEET, ("\n", "\r", -1), ("minutes: 5", "minutes: five", -1)),
    "crlf-syntax": changed(SHEET, ("One thing\n", "One thing: now\n"), ("\n", "\r\n", -1)),
    "emoji": sheet("title: One thing", "title: 😀: 😀 a: b"),
    "extra-level": changed(
        SHEET,
        ("blocks:\n", "blocks:\n  items:\n"),
        ("  - type", "    - type", -1),
        ("    id", "      id", -1),
        ("    label", "      label", -1),
        ("    low", "      low", -1),
        ("    high", "      high", -1),
    ),
    "no-dash": sheet("  - type: short-answer", "    type: short-answer"),
    "no-dash2": changed(SHEET, ("  - type", "    type", -1)),
    "block-body-undented": sheet("    id: thing\n    label: One thing I see\n", "  id: thing\n  label: One\n"),
    "block-extra-indent": sheet("    id: thing\n", "      id: thing\n"),
    "list-for-text": sheet("title: One thing", "title: [One, thing]"),
    "map-for-text": sheet("title: One thing", "title:\n  en: One thing"),
    "text-for-list": sheet("tags: [calm]", "tags: calm, quiet"),
    "text-for-map": module(
        "practice:\n  what: Look at one thing each day.\n  smallest: Look up once.", "practice: Do it daily"
    ),
    "list-for-map": module(
        "practice:\n  what: Look at one thing each day.\n  smallest: Look up once.",
        "practice:\n  - what: Look at one thing each day.\n  - smallest: Look up once.",
    ),
    "map-for-list": module(
        "steps:\n  - Sit down.\n  - Look around.\n  - Name one thing.", "steps:\n  one: Sit down.\n  two: Look around."
    ),
    "blocks-text": sheet(
        "blocks:\n  - type: short-answer\n    id: thing\n    label: One thing I see\n  - type: rating\n    id: calm\n    label: How calm am I?\n    low: tense\n    high: calm\n",
        "blocks: none\n",
    ),
    "block-list": sheet("  - type: short-answer", "  - [a]\n  - type: short-answer"),
    "block-null": sheet("  - type: short-answer", "  -\n  - type: short-answer"),
    "worksheets-str": module(
        "worksheets:\n  - id: one-thing\n    title: One thing\n    purpose: Find one thing. About a minute.\n    blocks:\n      - type: short-answer\n        id: thing\n        label: One thing I see\n      - type: rating\n        id: calm\n        label: How calm am I?\n    example:\n      who: dana\n      line: Dana did this at her desk.\n      answers:\n        thing: A blue cup\n        calm: 4\n",
        "worksheets: [thought-record]\n",
    ),
    "plan-list": module(
        "    10:\n      - minutes: 4\n        do: Check in.\n      - minutes: 6\n        do: Try it.",
        "    - minutes: 10\n      do: it",
    ),
    "plan-key": module("    10:", "    10min:"),
    "plan-neg": module("    10:", "    -10:"),
    "plan-sum": module("    10:", "    50:"),
    "plan-dup": module("    10:", "    10:\n      - minutes: 10\n        do: x\n    10:"),
    "plan-dup-norm": module("    10:", "    010:\n      - minutes: 10\n        do: x\n    10:"),
    "plan-misspelt": module("        do: Check in.", "        doo: Check in."),
    "plan-step-text": module("      - minutes: 4\n        do: Check in.", "      - Check in (4)"),
    "unk-top": sheet("purpose:", "porpose:"),
    "unk-block": sheet("high: calm", "hihg: calm"),
    "unk-block2": sheet("    label: One", "    lable: One"),
    "unk-ws": module("    purpose: Find", "    purpse: Find"),
    "unk-ex": module("      who: dana", "      whom: dana"),
    "unk-fac": module("  risk:", "  risks:"),
    "unk-prac": module("  smallest:", "  smalest:"),
    "unk-review": sheet("minutes: 5", "minutes: 5\nreview:\n  state: unreviewed"),
    "unk-prog": program("for: Adults", "audience: Adults"),
    "unk-sess": program("    aim:", "    goal:"),
    "unk-sess2": program("session_minutes", "session-minutes"),
    "case": sheet("title:", "Title:"),
    "underscore": module("review_questions", "review-questions"),
    "nonsense-key": sheet("minutes: 5", "minutes: 5\nxyzzy: 5"),
    "empty-key": sheet("minutes: 5", "minutes: 5\n: 5"),
    "key-space": sheet("minutes: 5", "minutes : 5"),
    "unk-type": sheet("type: rating", "type: ratings"),
    "unk-type2": sheet("type: rating", "type: slider"),
    "no-type": sheet("  - type: rating\n    id", "  - id"),
    "type-case": sheet("type: rating", "type: Rating"),
    "type-list": sheet("type: rating", "type: [rating]"),
    "type-empty": sheet("type: rating", "type:"),
    "kind": changed(
        SHEET,
        ("    low: tense", "    low: tense\n  - type: callout\n    kind: warning\n    text: Hi"),
        ("    high: calm\n", "", -1),
    ),
    "missing-many": "id: in\ntitle: x\nblocks:\n  - Hello\n",
    "missing-block": sheet("    label: One thing I see\n", ""),
    "missing-id": changed(SHEET, ("id: in\n", "", -1)),
    "wrong-id": sheet("id: in", "id: One Thing"),
    "other-id": sheet("id: in", "id: other"),
    "dup-block-id": sheet("id: calm", "id: thing"),
    "id-num": sheet("id: calm", "id: 1"),
    "id-umlaut": sheet("id: calm", "id: ängste"),
    "id-empty": sheet("id: in", "id:"),
    "id-list": sheet("id: in", "id: [in]"),
    "id-quoted-space": sheet("id: in", 'id: " in"'),
    "id-long": sheet(
        "id: calm", "id: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    ),
    "min-word": sheet("minutes: 5", "minutes: fifty"),
    "min-unit": sheet("minutes: 5", "minutes: 50min"),
    "min-neg": sheet("minutes: 5", "minutes: -5"),
    "min-exp": sheet("minutes: 5", "minutes: 1e3"),
    "min-dec": sheet("minutes: 5", "minutes: 5.5"),
    "min-big": sheet("minutes: 5", "minutes: 500"),
    "min-zero": sheet("minutes: 5", "minutes: 0"),
    "min-huge": sheet("minutes: 5", "minutes: " + "9" * 6000),
    "min-lst": sheet("minutes: 5", "minutes: [5]"),
    "min-empty": sheet("minutes: 5", "minutes: "),
    "min-quoted": sheet("minutes: 5", 'minutes: "5"'),
    "min-tilde": sheet("minutes: 5", "minutes: ~"),
    "min-under": sheet("minutes: 5", "minutes: 5_0"),
    "min-full": sheet("minutes: 5", "minutes: ５０"),
    "min-half": sheet("minutes: 5", "minutes: 5.0"),
    "min-yes": sheet("minutes: 5", "minutes: yes"),
    "min-time": sheet("minutes: 5", "minutes: 0:50"),
    "bool-y": module("minutes: 50", "minutes: 50\nclinician_led: yes"),
    "bool-o": module("minutes: 50", "minutes: 50\nclinician_led: on"),
    "bool-n": module("minutes: 50", "minutes: 50\nclinician_led: maybe"),
    "bool-one": module("minutes: 50", "minutes: 50\nclinician_led: 1"),
    "bool-two": module("minutes: 50", "minutes: 50\nclinician_led: 2"),
    "bool-cap": module("minutes: 50", "minutes: 50\nclinician_led: True"),
    "bool-empty": module("minutes: 50", "minutes: 50\nclinician_led: "),
    "title-long": sheet(
        "title: One thing",
        "title: word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word ",
    ),
    "title-empty": sheet("title: One thing", "title:"),
    "title-blank": sheet("title: One thing", 'title: "  "'),
    "tagline": module(
        "tagline: One", "tagline: one two three four five six seven eight nine ten eleven twelve thirteen One"
    ),
    "domain": module("domain: grounding", "domain: groundin"),
    "domain-w": sheet("domain: grounding", "domain: groundin"),
    "sens": module("minutes: 50", "minutes: 50\nsensitivity: hi"),
    "aud": module("minutes: 50", "minutes: 50\naudience: [adults]"),
    "aud2": module("minutes: 50", "minutes: 50\naudience: adult"),
    "steps-few": module("  - Look around.\n  - Name one thing.\n", ""),
    "steps-many": module(
        "  - Look around.\n",
        "  - Look around.\n  - Look around.\n  - Look around.\n  - Look around.\n  - Look around.\n  - Look around.\n  - Look around.\n  - Look around.\n",
    ),
    "summary": module("  - Name it.\n", ""),
    "empty-item": module("  - Look around.\n", "  -\n"),
    "empty-list": sheet("tags: [calm]", "tags: []"),
    "tags-null": sheet("tags: [calm]", "tags:"),
    "no-kp": module(
        "  - type: key-points\n    points:\n      - Slow is fine.\n      - One thing is enough.\n", "  - More.\n"
    ),
    "date": sheet(
        "minutes: 5", "minutes: 5\nreview:\n  status: reviewed\n  by: Me\n  on: 12/1/2026\n  due: 2026-13-01"
    ),
    "rev-miss": sheet("minutes: 5", "minutes: 5\nreview: {status: reviewed}"),
    "date-digits": sheet("minutes: 5", "minutes: 5\nreview: {status: reviewed, by: me, on: 20261201, due: 86400}"),
    "date-time": sheet(
        "minutes: 5", "minutes: 5\nreview: {status: reviewed, by: me, on: 2026-12-01 10:00, due: 2026-02-30}"
    ),
    "evid": module("najavits-2002", "najavits-2020"),
    "topic": module("minutes: 50", "minutes: 50\ntopics: [groundng]"),
    "who": module("who: dana", "who: dan"),
    "ans-unk": module("        thing: A", "        thnig: A"),
    "ans-list": module("        thing: A blue cup", "        thing:\n          - A"),
    "ans-num": module("        calm: 4", "        calm: eleven"),
    "ans-11": module("        calm: 4", "        calm: 11"),
    "ans-none": module("        calm: 4", "        calm:"),
    "ans-empty": module("      answers:\n        thing: A blue cup\n        calm: 4\n", "      answers:\n"),
    "ans-aslist": module("        thing: A blue cup\n        calm: 4\n", "        - A\n        - 4\n"),
    "ans-row-unk": long_sheet("      - what: A", "      - waht: A"),
    "ans-rows-many": long_sheet("        where: B", "        where: B\n      - what: C\n      - what: D"),
    "ans-rows-map": long_sheet("      - what: A\n        where: B", "      what: A"),
    "ans-tick": long_sheet("tick: [One]", "tick: [Three]"),
    "ans-tick-text": long_sheet("tick: [One]", "tick: One"),
    "ans-ba": long_sheet("      before: 1\n", "      befor: 1\n"),
    "ans-ba-text": long_sheet("    ba:\n      before: 1\n      after: 2\n", "    ba: 4\n"),
    "ans-s": long_sheet("      see: [a]", "      sea: [a]"),
    "ans-s-text": long_sheet("      see: [a]", "      see: a"),
    "ans-s-many": long_sheet("      see: [a]", "      taste: [a, b]"),
    "col-unk": long_sheet("        label: What\n", "        lable: What\n"),
    "col-text": long_sheet("      - id: what\n        label: What\n", "      - What\n"),
    "tab-rows-both": long_sheet("    rows: 2", "    rows: 2\n    row_labels: [a]"),
    "col-few": long_sheet("      - id: where\n        label: Where\n", ""),
    "dup-col": long_sheet("id: where", "id: what"),
    "width": long_sheet("        label: What\n", "        label: What\n        width: wide\n"),
    "width-nan": long_sheet("        label: What\n", "        label: What\n        width: nan\n"),
    "ans-to-heading": changed(
        LONG_SHEET,
        ("  - type: checklist", "  - type: callout\n    text: Hi\n  - type: checklist"),
        ("    tick: [One]", "    tick: [One]\n    callout: x", -1),
    ),
    "use-unk": changed(
        MODULE,
        (
            "worksheets:\n  - id: one-thing\n    title: One thing\n    purpose: Find one thing. About a minute.\n    blocks:\n      - type: short-answer\n        id: thing\n        label: One thing I see\n      - type: rating\n        id: calm\n        label: How calm am I?\n    example:\n      who: dana\n      line: Dana did this at her desk.\n      answers:\n        thing: A blue cup\n        calm: 4\n",
            "worksheets:\n  - use: thought-record\n",
        ),
        ("thought-record", "thougt-record"),
    ),
    "use-blocks": changed(
        MODULE,
        (
            "worksheets:\n  - id: one-thing\n    title: One thing\n    purpose: Find one thing. About a minute.\n    blocks:\n      - type: short-answer\n        id: thing\n        label: One thing I see\n      - type: rating\n        id: calm\n        label: How calm am I?\n    example:\n      who: dana\n      line: Dana did this at her desk.\n      answers:\n        thing: A blue cup\n        calm: 4\n",
            "worksheets:\n  - use: thought-record\n",
        ),
        ("  - use: thought-record", "  - use: thought-record\n    blocks:\n      - Hi"),
    ),
    "use-id": changed(
        MODULE,
        (
            "worksheets:\n  - id: one-thing\n    title: One thing\n    purpose: Find one thing. About a minute.\n    blocks:\n      - type: short-answer\n        id: thing\n        label: One thing I see\n      - type: rating\n        id: calm\n        label: How calm am I?\n    example:\n      who: dana\n      line: Dana did this at her desk.\n      answers:\n        thing: A blue cup\n        calm: 4\n",
            "worksheets:\n  - use: thought-record\n",
        ),
        ("  - use: thought-record", "  - use: thought-record\n    id: x\n    title: Y"),
    ),
    "use-twice": changed(
        MODULE,
        (
            "worksheets:\n  - id: one-thing\n    title: One thing\n    purpose: Find one thing. About a minute.\n    blocks:\n      - type: short-answer\n        id: thing\n        label: One thing I see\n      - type: rating\n        id: calm\n        label: How calm am I?\n    example:\n      who: dana\n      line: Dana did this at her desk.\n      answers:\n        thing: A blue cup\n        calm: 4\n",
            "worksheets:\n  - use: thought-record\n",
        ),
        ("  - use: thought-record\n", "  - use: thought-record\n  - use: thought-record\n"),
    ),
    "use-ans": changed(
        MODULE,
        (
            "worksheets:\n  - id: one-thing\n    title: One thing\n    purpose: Find one thing. About a minute.\n    blocks:\n      - type: short-answer\n        id: thing\n        label: One thing I see\n      - type: rating\n        id: calm\n        label: How calm am I?\n    example:\n      who: dana\n      line: Dana did this at her desk.\n      answers:\n        thing: A blue cup\n        calm: 4\n",
            "worksheets:\n  - use: thought-record\n",
        ),
        (
            "  - use: thought-record\n",
            "  - use: thought-record\n    example:\n      who: dana\n      line: Hi.\n      answers:\n        nope: x\n",
        ),
    ),
    "use-null": changed(
        MODULE,
        (
            "worksheets:\n  - id: one-thing\n    title: One thing\n    purpose: Find one thing. About a minute.\n    blocks:\n      - type: short-answer\n        id: thing\n        label: One thing I see\n      - type: rating\n        id: calm\n        label: How calm am I?\n    example:\n      who: dana\n      line: Dana did this at her desk.\n      answers:\n        thing: A blue cup\n        calm: 4\n",
            "worksheets:\n  - use: thought-record\n",
        ),
        ("use: thought-record", "use:"),
    ),
    "uses": changed(
        MODULE,
        (
            "worksheets:\n  - id: one-thing\n    title: One thing\n    purpose: Find one thing. About a minute.\n    blocks:\n      - type: short-answer\n        id: thing\n        label: One thing I see\n      - type: rating\n        id: calm\n        label: How calm am I?\n    example:\n      who: dana\n      line: Dana did this at her desk.\n      answers:\n        thing: A blue cup\n        calm: 4\n",
            "worksheets:\n  - use: thought-record\n",
        ),
        ("use: thought-record", "uses: thought-record"),
    ),
    "use-path": changed(
        MODULE,
        (
            "worksheets:\n  - id: one-thing\n    title: One thing\n    purpose: Find one thing. About a minute.\n    blocks:\n      - type: short-answer\n        id: thing\n        label: One thing I see\n      - type: rating\n        id: calm\n        label: How calm am I?\n    example:\n      who: dana\n      line: Dana did this at her desk.\n      answers:\n        thing: A blue cup\n        calm: 4\n",
            "worksheets:\n  - use: thought-record\n",
        ),
        ("thought-record", "worksheets/thought-record.yaml"),
    ),
    "p-unk": program("slow-breathing", "slow-breathin"),
    "p-nolist": program("[slow-breathing]", "slow-breathing"),
    "p-map": program("[slow-breathing]", "\n      - id: slow-breathing"),
    "p-twice": program("[slow-breathing]", "[slow-breathing, slow-breathing]"),
    "p-locale": program("for: Adults", "for: Adults\nlocale: en-GB"),
    "p-unk-and-key": changed(PROGRAM, ("slow-breathing", "slow-breathin"), ("title: A", "titel: A")),
    "p-sess-dup": PROGRAM + "  - id: first\n    title: First\n    aim: Begin.\n    modules: [riding-the-wave]\n",
    "p-sess-text": program(
        "  - id: first\n    title: First\n    aim: Begin.\n    modules: [slow-breathing]\n", "  - slow-breathing\n"
    ),
    "p-format": program("for: Adults", "for: Adults\nformat: Group"),
    "extends": program("id: in", "extends: resilience-group\nid: in"),
    "grade": module(
        "Stop for a while. Look at one thing in the room.",
        "Notwithstanding considerable environmental uncertainty, individuals experiencing psychological dysregulation frequently demonstrate measurable physiological improvements subsequent to deliberately redirecting attentional resources toward immediately perceivable sensory phenomena, particularly when practitioners consistently facilitate comprehensive participation throughout.",
    ),
    "allow": sheet("minutes: 5", "minutes: 5\nallow:\n  - code: wording/reading-grade\n    reason: x"),
    "allow-noreason": sheet("minutes: 5", "minutes: 5\nallow:\n  - wording/reading-grade"),
    "all-at-once": changed(
        MODULE,
        ("minutes: 50", "minutes: fifty"),
        ("type: rating", "type: slider"),
        ("evidence: [najavits-2002]", "evidence: [nope-1]"),
        ("risk:", "rissk:"),
        ("who: dana", "who: dan"),
    ),
    "indent8": changed(SHEET, ("    ", "        ", -1), ("  - type", "    -   type", -1)),
    "no-break-spaces": sheet("    id: thing", "\u00a0\u00a0\u00a0\u00a0id: thing"),
    "list-in-list-in-one-line": sheet("tags: [calm]", "tags: [calm, a: b: c]"),
    "quotes-in-quotes": sheet("title: One thing", 'title: "One "big" thing"'),
    "template-braces": sheet("title: One", "title: {{ name }}"),
    "placeholder": sheet("title: One", "title: {name} and"),
    "many-tabs": sheet("    id: thing\n    label: One", "\tid: thing\n\tlabel: One"),
    "tab-in-long-text": sheet("purpose: Find", "purpose: >-\n\tFind"),
    "null-code-in-quotes": sheet("One thing I see", '"One \\0 thing"'),
    "misspelt-use": changed(MODULE, ("  - id: one-thing\n", "  - ues: thought-record\n    id: one-thing\n")),
}
"""Wrong files by name. Some are right by intention: odd, but what the author meant is clear."""
