"""A bound PDF -> the same file for the archive: PDF/A-2a (ISO 19005-2) on top of PDF/UA-1.

A file for people who use screen readers already has most of what an archive asks for: tags, a language, whole fonts.
What is added says what its colors are (sRGB), and that it is made for an archive. PDF/A-2 asks for no dates, so there
are none, and the same file in gives the same file out.
"""

from importlib.metadata import distribution
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_PROFILE = "weasyprint/pdf/sRGB2014.icc"
"""The sRGB profile of the International Color Consortium (free to embed), which comes with WeasyPrint."""

_CLOSING = b"</rdf:RDF>"
_SCHEMA = b"""\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 to which the file conforms</pdfaProperty:description>
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
"""PDF/A knows nothing of PDF/UA: a property that is not in its own list must be described in the file."""


def archive(pdf: bytes) -> bytes:
    """Give a bound file for the archive; one that is archived already stays as it is.

    Raise ValueError if it has form fields, which change when they are filled.
    """
    with pikepdf.open(BytesIO(pdf)) as source:
        if "/Metadata" in source.Root and b"pdfaid:conformance" in source.Root.Metadata.read_bytes():
            return pdf
        make_archival(source)
        target = BytesIO()
        source.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            min_version="1.7",
        )
    return target.getvalue()


def make_archival(pdf: pikepdf.Pdf) -> None:
    """Do the same to an open file, as the last step before it is saved."""
    if "/AcroForm" in pdf.Root:
        raise ValueError("a file with form fields cannot be archived")
    _name_colors(pdf)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "A"
    packet = pdf.Root.Metadata.read_bytes()
    if b"<pdfaExtension:schemas>" not in packet:
        before, closing, after = packet.rpartition(_CLOSING)
        pdf.Root.Metadata.write(before + _SCHEMA + closing + after)


def _name_colors(pdf: pikepdf.Pdf) -> None:
    """Say that all RGB and grey values are sRGB."""
    data = Path(str(distribution("weasyprint").locate_file(_PROFILE))).read_bytes()
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,  # the name in every part of PDF/A
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=pdf.make_stream(data, N=3),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
