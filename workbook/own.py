"""A program of a clinic's own as it is written: the program that it extends, and what it changes, in order."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, StringConstraints, Tag, model_validator

from workbook.blocks import AnyBlock
from workbook.blocks.base import Clients, Format, Id, Strict, Text
from workbook.model import Allow, Example, Minutes, Review, Session, Title

Target: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+){0,2}$")]
"""What a change is about: a session or a module, ``module/worksheet``, or ``module/worksheet/block``, by their ids."""

Values: TypeAlias = dict[str, str | dict[str, str]]
"""Words that stand for ``{{ group.day }}`` in texts: by their names, one level deep."""


class Settings(Strict):
    """What holds for the whole program: the scale of all ratings, and who fills in the examples."""

    scale: Literal["0-10", "0-100", "0-5"] | None = None


class _Placed(Strict):
    """Where something goes: at the end of a session (``to``), or ``before`` or ``after`` something."""

    to: Id | None = None
    before: Id | None = None
    after: Id | None = None

    @property
    def places(self) -> int:
        """How many places are named."""
        return sum(place is not None for place in (self.to, self.before, self.after))

    @model_validator(mode="after")
    def _one_place(self) -> "_Placed":
        if self.places != 1:
            raise ValueError('Write one of "to" (a session), "before" or "after" (a module or session).')
        return self


class Remove(Strict):
    """Leave out a module or a session."""

    remove: Id


class Add(_Placed):
    """Add a module to a session."""

    add: Id


class AddSession(Strict):
    """Add a session, at the end if no place is named."""

    session: Session
    before: Id | None = None
    after: Id | None = None


class Replace(Strict):
    """Put a module in the place of another."""

    replace: Id
    by: Id = Field(alias="with")


class Move(_Placed):
    """Move a module, or a session before or after another."""

    move: Id


class Set(Strict):
    """Change keys of a session, module, worksheet or block: wording, rows, scale."""

    at: Target
    set: Annotated[dict[str, Any], Field(min_length=1)]


class Drop(Strict):
    """Leave out a worksheet of a module, or a block of a worksheet."""

    at: Target
    drop: Id


class AddWorksheet(Strict):
    """Add a standing worksheet to a module, with its own example if wanted."""

    at: Target
    worksheet: Id
    example: Example | None = None


class AddBlock(Strict):
    """Add a block to a worksheet: at its end, or before or after another block."""

    at: Target
    block: AnyBlock
    before: Id | None = None
    after: Id | None = None


class Note(Strict):
    """Print a note of the clinic's own: on the first page of a module or session, or on a worksheet."""

    at: Target
    note: Text


_KINDS: dict[str, type[Strict]] = {
    "remove": Remove,
    "add": Add,
    "session": AddSession,
    "replace": Replace,
    "move": Move,
    "set": Set,
    "drop": Drop,
    "worksheet": AddWorksheet,
    "block": AddBlock,
    "note": Note,
}
KEYS_OF_CHANGES = tuple(_KINDS)


def _kind_of_change(value: object) -> str | None:
    if isinstance(value, dict):
        return next((key for key in _KINDS if key in value), None)
    return next((key for key, kind in _KINDS.items() if type(value) is kind), None)


def _known_kind(value: object) -> object:
    if _kind_of_change(value) is None:
        raise ValueError(f"A change has one of these keys: {', '.join(_KINDS)}.")
    return value


Change: TypeAlias = Annotated[
    Annotated[Remove, Tag("remove")]
    | Annotated[Add, Tag("add")]
    | Annotated[AddSession, Tag("session")]
    | Annotated[Replace, Tag("replace")]
    | Annotated[Move, Tag("move")]
    | Annotated[Set, Tag("set")]
    | Annotated[Drop, Tag("drop")]
    | Annotated[AddWorksheet, Tag("worksheet")]
    | Annotated[AddBlock, Tag("block")]
    | Annotated[Note, Tag("note")],
    Discriminator(_kind_of_change),
    BeforeValidator(_known_kind),
]
"""One change; the key that it has says which."""


class OwnProgram(Strict):
    """A program that extends another: what is left out stays as it is there.

    ``clients`` and ``format`` choose the variants of texts; ``values`` are words for ``{{ group.day }}`` in texts.
    """

    id: Id
    extends: Id
    title: Title | None = None
    subtitle: Text | None = None
    audience: Text | None = Field(default=None, alias="for")
    clients: Clients | None = None
    format: Format | None = None
    self_guided: bool | None = None
    session_minutes: Minutes | None = None
    locale: Text | None = None
    settings: Settings = Settings()
    values: Values = Field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    welcome: Annotated[tuple[AnyBlock, ...], Field(min_length=1)] | None = None
    closing: tuple[AnyBlock, ...] | None = None
    discharge: tuple[Id, ...] | None = None
    version: Text = "1.0"
    license: Text = "CC BY 4.0"
    review: Review = Review()
    allow: tuple[Allow, ...] = ()
