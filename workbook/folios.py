"""Page numbers of the whole workbook, printed on finished pages as artifacts of pagination."""

from workbook.faces import Face
from workbook.pagination import PlacedPart

FACE = "Body-Bold"
_SIZE_PT = 10.5
_FOOT_PT = 14.1 * 72 / 25.4


class Folios:
    """Prints page numbers in one face. ``margin_pt`` is how far from the right edge they end."""

    def __init__(self, face: Face, margin_pt: float) -> None:
        self._face = face
        self._margin = margin_pt
        face.use_text("0123456789ivxlcdm")

    def content(self, place: PlacedPart, offset: int) -> bytes:
        """Give the content stream that prints the label of a page at the foot, in line with the running foot.

        The first page of all, the cover, carries no number: its stream is empty.
        """
        if place.first + offset == 0:
            return b""
        numbers, width = self._face.spell(place.label(offset))
        x = place.part.fragment.pages[offset].width - self._margin - width * _SIZE_PT / 1000
        return b"/Artifact <</Type/Pagination>> BDC\nq BT /Folio %g Tf %.2f %.2f Td <%b> Tj ET Q\nEMC" % (
            _SIZE_PT,
            x,
            _FOOT_PT,
            numbers.encode(),
        )
