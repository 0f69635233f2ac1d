"""A logo: what was sent is looked at in a process of the workshop, named by what it is, and shown again."""

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from workbook.files import is_file
from workbook.picturefile import LARGEST_FILE, is_damaged, picture_kind
from workbook.web.house import House
from workbook.web.saving import NEW, Folder, NotSaved, digest_of
from workbook.web.tasks import Desk
from workbook.web.workshop import Rank, State

OWN_NAME = re.compile(r"logo(-[1-9][0-9]?)?\.(png|jpg|svg)")
"""How a picture is called that was sent from the page."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""A drawing that is opened by itself runs nothing and reaches nothing."""
_SECONDS = 30
_MOST = 99
_STARTS = {b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}
_ACTIVE = frozenset({"script", "foreignObject", "iframe", "object", "embed", "handler", "listener", "set"})
"""Elements of a drawing that do something, or hold what does."""
_REFERS = re.compile(r"url\s*\(|@import|\\|javascript:", re.IGNORECASE)
"""What leads elsewhere, once XML has been read; style sheets can hide it behind a backslash."""
_MAY_NOT = "The picture cannot be used:"


class NotAPicture(ValueError):  # noqa: N818 - reads as what happened
    """What was sent cannot be the logo; the message says why, in plain words."""


@dataclass(frozen=True)
class CheckPicture:
    """Whether bytes are a picture that can be printed. A bomb fills the memory of this process, and of no other."""

    data: bytes

    def run(self, desk: Desk) -> str:
        """Give what is wrong, in words, or nothing."""
        del desk
        suffix = suffix_of(self.data)
        try:
            picture_kind(self.data, suffix)
            if suffix == ".svg":
                _refuse_active(self.data)
        except ValueError as error:
            return str(error)
        return "the picture is damaged" if is_damaged(self.data, suffix) else ""


def checked(here: House, data: bytes) -> str:
    """Give the ending for the name of a picture that can be used. Raise NotAPicture for others."""
    suffix = suffix_of(data)
    if not suffix:
        raise NotAPicture("This is no PNG, JPEG or SVG. Save the logo as one of these, and choose it again.")
    ticket = here.workshop.hand_in(CheckPicture(data), Rank.SHOWN, _SECONDS)
    ticket.over.wait(_SECONDS * 2)
    if ticket.state is not State.DONE:
        raise NotAPicture(f"{_MAY_NOT} it takes too long or too much memory to unpack. Save it smaller, as a PNG.")
    if ticket.result:
        raise NotAPicture(f"{_MAY_NOT} {ticket.result}. Save it anew as a PNG, in the size in which it is printed.")
    return suffix


def suffix_of(data: bytes) -> str:
    """Tell from the bytes what kind of picture it seems to be; nothing if none."""
    for start, suffix in _STARTS.items():
        if data.startswith(start):
            return suffix
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return ".svg" if head.startswith(b"<") and b"<svg" in data[:65536] else ""


def keep(folder: Folder, root: Path, data: bytes, suffix: str) -> str:
    """Write a picture into the clinic's folder beside those that are there; give its name."""
    for number in range(1, _MOST + 1):
        name = f"logo{'' if number == 1 else f'-{number}'}{suffix}"
        now = folder.read(root / name)
        if now.digest == NEW:
            folder.save(root / name, data, NEW)
        if now.digest in {NEW, digest_of(data)}:
            return name
    raise NotSaved("There are too many logos in your clinic's folder. Delete those that are not used.")


def shown(folder: Folder, name: str) -> tuple[bytes, str] | None:
    """Give the picture of a name that stands in ``clinic.yaml``, and its media type; None if it cannot be shown."""
    path = folder.root / name if folder.root and name else None
    if path is None or not folder.holds(path) or not is_file(path):
        return None
    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else b""
        return data, picture_kind(data, path.suffix.lower())
    except (OSError, ValueError):
        return None


def _refuse_active(data: bytes) -> None:
    """Refuse a drawing that does something. What is no XML is no drawing; entities were refused before."""
    try:
        root = ET.fromstring(data)  # noqa: S314 - it has no entities
    except ET.ParseError:
        raise ValueError("the drawing is damaged") from None
    if root.tag.rpartition("}")[2] != "svg":
        raise ValueError("the drawing is no SVG")
    for element in root.iter():
        for text in (element.text or "", *element.attrib.values()):
            if _REFERS.search(text):
                raise ValueError("the drawing refers to something outside itself")
        name = str(element.tag).rpartition("}")[2]
        listens = any(key.rpartition("}")[2].lower().startswith("on") for key in element.attrib)
        if name in _ACTIVE or name.startswith("animate") or listens:
            raise ValueError("the drawing has a script or something else that moves in it")
