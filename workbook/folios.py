"""Page numbers of the whole workbook, printed on finished pages as artifacts of pagination."""

from workbook.faces import Face
from workbook.language import Direction
from workbook.pagination import PlacedPart

FACE = "Body-Bold"
_SIZE_PT = 10.5
_FOOT_PT = 14.1 * 72 / 25.4


class Folios:
    """Prints page numbers in one face, ``margin_pt`` from the edge at which lines of this direction end."""

    def __init__(self, face: Face, margin_pt: float, direction: Direction = "ltr") -> None:
        self._face = face
        self._margin = margin_pt
        self._direction = direction
        face.use_text("0123456789ivxlcdm")

    def content(self, place: PlacedPart, offset: int) -> bytes:
        """Give the content stream that prints the label of a page at the foot, in line with the running foot.

        The first page of all, the cover, carries no number: its stream is empty.
        """
        if place.first + offset == 0:
            return b""
        numbers, width = self._face.spell(place.label(offset))
        end = place.part.fragment.pages[offset].width - self._margin - width * _SIZE_PT / 1000
        x = self._margin if self._direction == "rtl" else end
        return b"/Artifact <</Type/Pagination>> BDC\nq BT /Folio %g Tf %.2f %.2f Td <%b> Tj ET Q\nEMC" % (
            _SIZE_PT,
            x,
            _FOOT_PT,
            numbers.encode(),
        )
