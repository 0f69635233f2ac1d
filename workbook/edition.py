"""How a workbook is produced: who it is for, how large, on what paper, in what ink, on one side or both."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Medium: TypeAlias = Literal["print", "fillable", "screen"]
"""What is written on: paper, a PDF with form fields, or a web page."""

Finish: TypeAlias = Literal["none", "archival", "booklet", "2-up", "4-up"]
"""What becomes of a bound PDF: nothing, a file for archives (PDF/A), or a print file with several pages on a side."""

Binding: TypeAlias = Literal["left", "right", "none"]
"""Where right-hand pages are bound: at the left, at the right (where books are read from right to left), or nowhere.

What is bound nowhere is printed on one side of the paper: there are no left-hand pages, and no page is left blank.
"""


@dataclass(frozen=True)
class Edition:
    """How a workbook is produced. Only client copies are handed out; facilitators' have more pages."""

    copy_for: Literal["client", "facilitator"] = "client"
    medium: Medium = "print"
    size: Literal["standard", "large-print"] = "standard"
    paper: Literal["letter", "a4"] = "letter"
    ink: Literal["color", "grey"] = "color"
    sides: Literal["two", "one"] = "two"

    @property
    def outer_margin(self) -> float:
        """The margin away from the binding, in millimetres; on the binding side it is 4 mm wider."""
        return 25.4 if self.size == "large-print" else 18
