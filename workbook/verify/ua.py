"""The fast check for PDF/UA-1 in this process: page-validation, a young package, so it stands behind one function.

It applies 104 of the rules of the Matterhorn protocol and takes 15 ms for a handout, 0.4 s for 300 pages. A whole
workbook is the sum of its fragments, so each fragment is checked once, when it is set; ``workbook verify`` checks whole
files. veraPDF, the reference, is part of the tests.
"""

_DEEPEST = 100_000
"""Bookmarks side by side count as depth there, and a long program has hundreds."""


def ua_faults(pdf: bytes) -> list[str] | None:
    """Give the rules of PDF/UA-1 that a file breaks, in words; None if the extra ``ua`` is not installed."""
    try:
        import page  # noqa: PLC0415 - optional
    except ImportError:
        return None
    try:
        report = page.validate_pdf_bytes(pdf, limits=page.SafetyLimits(max_reference_depth=_DEEPEST))
    except page.PageError as error:
        return [f"pdf_ua: it cannot be read ({error})"]
    return [f"pdf_ua: {failure.message} [{failure.rule_id}]" for failure in report.failures]
