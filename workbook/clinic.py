"""A clinic as its own folder tells of it: ``clinic.yaml``, and the places near by in ``resources.yaml``."""

from datetime import date
from pathlib import PurePosixPath
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from workbook.blocks.base import Id, Strict, Text
from workbook.blocks.resources import ResourceKind
from workbook.model import CrisisLine, Title
from workbook.preferences import CLINIC_FILE

__all__ = ["CLINIC_FILE", "RESOURCES_FILE", "Clinic", "ClinicLine", "Resource", "ResourceList"]

RESOURCES_FILE = "resources.yaml"

Brief: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50)]
"""A line at the foot of a page: 50 characters at most."""

_PICTURES = (".png", ".jpg", ".jpeg", ".svg")


def _is_picture(name: str) -> str:
    if PurePosixPath(name).suffix.lower() not in _PICTURES:
        raise ValueError(f'"{name}" is no picture that can be printed. Use a PNG, a JPEG or an SVG.')
    return name


PictureFile: TypeAlias = Annotated[Text, AfterValidator(_is_picture)]
"""The name of a picture in the clinic's folder, such as ``logo.png``."""


class ClinicLine(CrisisLine):
    """A line of the clinic's own to call in a crisis, and when it was last tried."""

    source_url: Text = ""

    @model_validator(mode="after")
    def _can_be_reached(self) -> "ClinicLine":
        if not (self.phone or self.text or self.url):
            raise ValueError('A line needs "phone", "text" or "url".')
        return self


class Clinic(Strict):
    """Who gives out the paper, and how it looks: ``clinic.yaml`` in the clinic's folder.

    ``theme``, ``paper`` and ``locale`` hold where the command does not say otherwise. A ``discreet`` clinic has neither
    its name nor its logo nor the title of a program printed; see ``shown``.
    """

    name: Title
    address: Text | None = None
    phone: Text | None = None
    after_hours: Text | None = None
    crisis: Annotated[tuple[ClinicLine, ...], Field(max_length=3)] = ()
    logo: PictureFile | None = None
    theme: Id | None = None
    paper: Literal["letter", "a4"] | None = None
    locale: Text | None = None
    footer: Brief | None = None
    discreet: bool = False

    @property
    def shown(self) -> "Clinic":
        """What may be printed of it: without what tells who it is, where it is discreet."""
        if not self.discreet:
            return self
        return self.model_copy(update={"name": "", "address": None, "logo": None})

    @property
    def has_numbers(self) -> bool:
        """Whether it can be called at all."""
        return bool(self.phone or self.after_hours)


class Resource(Strict):
    """A place near by that can help, and when that was last looked up."""

    name: Title
    kind: ResourceKind
    what: Text | None = None
    phone: Text | None = None
    web: Text | None = None
    hours: Text | None = None
    cost: Text | None = None
    address: Text | None = None
    verified_on: date

    @property
    def cells(self) -> dict[str, str]:
        """What is printed of it in a table: by the ids of its columns, without what is not known."""
        told = {
            "place": _joined(f"**{self.name}**", self.what),
            "reach": _joined(self.phone, self.web, separator=", "),
            "open": _joined(self.hours, self.cost, separator="; "),
            "way": self.address or "",
        }
        return {name: text for name, text in told.items() if text}


class ResourceList(Strict):
    """The places near by, in the order of printing: ``resources.yaml`` in the clinic's folder."""

    resources: Annotated[tuple[Resource, ...], Field(max_length=60)] = ()


def _joined(*parts: str | None, separator: str = " ") -> str:
    """Join what is known; after a full stop, a space is enough."""
    return separator.join(part for part in parts if part).replace(f".{separator}", ". ")
