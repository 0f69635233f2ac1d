"""HTML -> Fragment: a tagged PDF of one section, taken apart for the binder. The only room that uses WeasyPrint.

WeasyPrint takes 0.4 s to import, and a build that finds everything in the cache must not pay for it: it is imported
when the first section is set.
"""

import sys
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.fragment import Fragment

if TYPE_CHECKING:
    from workbook.typeset.setter import Setter


@dataclass(frozen=True)
class Job:
    """A section to be set: its HTML, the size of the edition, and whether its inputs become form fields.

    Only the named files can be read while it is set; nothing is fetched.
    """

    id: str
    title: str
    html: str
    size: str = "standard"
    fields: bool = False
    files: tuple[Path, ...] = ()


MISSING = "print/missing-character"
LIGHT = frozenset(
    {
        "print/empty-page",
        "print/in-the-binding",
        "print/other-font",
        "print/small-cell",
        "print/small-type",
        "print/split-row",
        "print/stranded-heading",
        "print/too-long",
    }
)
"""Codes of what is not as it should be on a page that can be used all the same."""


@dataclass(frozen=True)
class Complaint:
    """Something that is not as meant: what and where.

    ``about`` is the text or address that it is about, ``element`` the nearest id in the HTML, ``hint`` what to do.
    """

    message: str
    about: str = ""
    code: str = "print/layout"
    element: str = ""
    hint: str = ""

    @property
    def character(self) -> bool:
        """Whether a character is missing from the fonts."""
        return self.code == MISSING

    @property
    def light(self) -> bool:
        """Whether the page can be used all the same: then it is delivered and kept, and this is a warning."""
        return self.code in LIGHT


class Typesetter:
    """Sets sections one after the other; what they have in common, such as fonts, is made ready once."""

    def __init__(self) -> None:
        self._setter: Setter | None = None

    def warm(self) -> None:
        """Import what setting needs, ahead of the first section."""
        if self._setter is None:
            self._setter = _setter_class()()

    def close(self) -> None:
        """Remove what was written for the time of setting; the next section is set as if it were the first."""
        setter, self._setter = self._setter, None
        if setter:
            setter.close()

    def sketch(self, job: Job) -> bytes:
        """Give the PDF of a section as it is laid out, to be looked at: it is neither proved nor taken apart."""
        self.warm()
        assert self._setter is not None  # noqa: S101 - warm() has made it
        return self._setter.set(job)[0]

    def set(self, job: Job) -> tuple[Fragment, tuple[Complaint, ...]]:
        """Set a section. A fragment with complaints must not be delivered or kept; light ones it carries itself."""
        self.warm()
        assert self._setter is not None  # noqa: S101 - warm() has made it
        raw, complaints = self._setter.set(job)
        from workbook.extract import extract  # noqa: PLC0415 - imports pikepdf

        remarks = tuple(astuple(complaint) for complaint in complaints if complaint.light)
        fragment = replace(extract(raw, job.id, job.title), remarks=remarks)
        return fragment, tuple(complaint for complaint in complaints if not complaint.light)


def _setter_class() -> "type[Setter]":
    """Import WeasyPrint. It tries the names that a library has on every system, and ctypes looks for each in vain.

    On Linux that means ldconfig, gcc and ld sixteen times over: 0.2 s. There the right name is found without.
    """
    import ctypes.util  # noqa: PLC0415 - a build that finds everything in the cache needs none of this

    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None  # noqa: ARG005
    try:
        from workbook.typeset.setter import Setter  # noqa: PLC0415
    except OSError:  # the libraries are in an odd place
        ctypes.util.find_library = search
        from workbook.typeset.setter import Setter  # noqa: PLC0415
    finally:
        ctypes.util.find_library = search
    return Setter


def missing_library() -> str | None:
    """Give the name of the system library that WeasyPrint cannot load, or None if all are there."""
    try:
        import weasyprint  # noqa: F401, PLC0415
    except OSError as error:
        return str(error).partition(":")[0].removeprefix("cannot load library ")
    return None
