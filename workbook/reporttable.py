"""The library's sheet on a terminal: tables of words, with the numbers at the right."""

from collections.abc import Iterator, Sequence

from workbook.report import Report

_EDITIONS = ("standard", "large-print")


def as_table(found: Report) -> str:
    """Give the whole sheet as text."""
    return "\n".join((*_modules(found), "", *_topics(found), "", *_evidence(found), "", *_totals(found)))


def _modules(found: Report) -> Iterator[str]:
    paged = any(module.pages is not None for module in found.modules)
    heads = ["MODULE", "DOMAIN", "WORDS", "GRADE", "MINUTES", "SHEETS", "SENSITIVITY", "REVIEW"]
    rows = [
        [
            *(module.id, module.domain, str(module.words), _grade(module.reading_grade), str(module.minutes)),
            str(len(module.worksheets)),
            f"{module.sensitivity}, clinician-led" if module.clinician_led else module.sensitivity,
            module.review,
            *([str((module.pages or {}).get(edition, "-")) for edition in _EDITIONS] if paged else ()),
        ]
        for module in found.modules
    ]
    yield from lined_up([heads + (["PAGES", "LARGE"] if paged else []), *rows])


def _topics(found: Report) -> Iterator[str]:
    total, covered = found.totals["topics"], found.totals["topics_covered"]
    yield f"Topics: {covered} of {total} are taught by a module."
    rows = [
        [topic.id, "" if topic.modules else "not taught yet", f"waiting for {', '.join(topic.waiting_for)}"]
        for topic in found.topics
        if topic.waiting_for or not topic.modules
    ]
    yield from (f"  {line}" for line in lined_up(rows))


def _evidence(found: Report) -> Iterator[str]:
    yield "Evidence"
    rows = [["DESIGN", "WORKS", "MODULES"], *([d.design, str(d.works), str(d.modules)] for d in found.evidence)]
    yield from (f"  {line}" for line in lined_up(rows))


def _totals(found: Report) -> Iterator[str]:
    yield f"In all, on {found.date}"
    yield from (f"  {line}" for line in lined_up([[k.replace("_", " "), str(v)] for k, v in found.totals.items()]))


def _grade(grade: float | None) -> str:
    return "-" if grade is None else f"{grade:.1f}"


def lined_up(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Give rows as columns: numbers end at the right, and all else begins at the left."""
    if not rows:
        return
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    numbers = [all(_is_number(row[i]) for row in rows[1:]) for i in range(len(rows[0]))]
    for row in rows:
        cells = (c.rjust(w) if n else c.ljust(w) for c, w, n in zip(row, widths, numbers, strict=True))
        yield "  ".join(cells).rstrip()


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).isdigit() or cell == "-"
