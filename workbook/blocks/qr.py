"""A code that opens an address on a phone."""

from typing import Annotated, Literal

import segno
from pydantic import Field, StringConstraints

from workbook.blocks.base import Block, Label, Text

_QUIET = 4
"""The empty modules around a code that readers need (ISO/IEC 18004)."""


class Qr(Block):
    """A QR code with its address printed in full beside it, for those who have no phone at hand.

    ``address`` begins with https:// and has 120 plain characters at most; ``size`` is the side of the code in
    millimetres, 25 to 40 (30). ``text`` says what is found there. The code is drawn when the page is made, and nothing
    is fetched: open the address yourself before you print. It asks for nothing.
    """

    type: Literal["qr"] = "qr"
    label: Label
    text: Text | None = None
    address: Annotated[str, StringConstraints(pattern=r"^https://[!-~]+$", max_length=120)]
    size: Annotated[int, Field(ge=25, le=40)] = 30

    @property
    def modules(self) -> int:
        """The side of the drawing in modules, with the quiet zone."""
        return len(self._matrix) + 2 * _QUIET

    @property
    def path(self) -> str:
        """The dark modules as one SVG path: a bar for each run of them in a row."""
        bars = []
        for y, row in enumerate(self._matrix, _QUIET):
            x = 0
            while x < len(row):
                run = 0
                while x + run < len(row) and row[x + run]:
                    run += 1
                if run:
                    bars.append(f"M{x + _QUIET} {y}h{run}v1h-{run}z")
                x += run or 1
        return "".join(bars)

    @property
    def _matrix(self) -> tuple[bytearray, ...]:
        """The modules row by row. Level M still reads when 15 % of the code is soiled."""
        code = segno.make(self.address, error="m", micro=False, boost_error=False)
        return tuple(code.matrix)
