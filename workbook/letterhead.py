"""What a clinic's paper has that other paper has not: its words at the foot, and its logo."""

from base64 import b64encode

from workbook.document import Workbook
from workbook.model import Crisis
from workbook.picturefile import picture_kind


def foot_of(crisis: Crisis, workbook: Workbook) -> str:
    """Give what stands at the foot of each page: the crisis line, and the clinic's words."""
    own = workbook.clinic.footer if workbook.clinic else None
    return f"{crisis.footer} · {own}" if own else crisis.footer


def logo_of(workbook: Workbook) -> str:
    """Give the address of the clinic's logo, or nothing: on a web page the picture itself."""
    path = workbook.logo
    if path is None:
        return ""
    if workbook.edition.medium == "screen":
        data = path.read_bytes()
        return f"data:{picture_kind(data, path.suffix.lower())};base64,{b64encode(data).decode('ascii')}"
    return path.as_uri() + ("?grey" if workbook.edition.ink == "grey" else "")
