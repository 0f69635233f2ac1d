"""What every block is: the smallest printable unit of a page.

A block type is one class in this package, one template ``templates/print/blocks/<type>.html`` (and a ``.css`` beside it
if it needs one) and three samples in ``tests/gallery``: ``<type>.yaml`` in its usual form, ``<type>-smallest.yaml`` and
``<type>-largest.yaml``. The registry, the JSON Schema, ``workbook list
blocks`` and the gallery follow from the class.
"""

import builtins
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Text that is printed. Inline Markdown (emphasis, links) is allowed; HTML is printed as text."""

Label: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=110)]
"""A short text above or beside a place to write: 110 characters at most."""

Word: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
"""A word or a few, such as the head of a column or a word under a scale: 40 characters at most."""

Id: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
"""A readable name: lower-case letters, digits and single hyphens, starting with a letter."""

Rating: TypeAlias = Annotated[int, Field(ge=0, le=10)]
"""A number from 0 to 10."""

AnswerProblem: TypeAlias = tuple[tuple[str | int, ...], str, str]
"""Where in the answer (a path), what is wrong, and what to write instead."""


class Strict(BaseModel):
    """A frozen model that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Clients: TypeAlias = Literal["adult", "older-adult", "adolescent"]
"""Whom a text is for."""

Format: TypeAlias = Literal["group", "individual"]
"""Whether several people meet, or one."""


class Only(Strict):
    """Whom a block is only for: some clients, or only groups or only single people."""

    clients: tuple[Clients, ...] = ()
    format: tuple[Format, ...] = ()


class Block(Strict):
    """The smallest printable unit of a page."""

    type: str
    only: Only | None = None

    registry: ClassVar[dict[str, builtins.type["Block"]]] = {}
    bare: ClassVar[bool] = False
    """Whether its sheet is a document of its own, printed without the head and the foot of a worksheet."""
    answer: ClassVar[Any] = None
    """The type of an example's answer to this block; None for a block that asks for nothing."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        default = cls.model_fields["type"].default
        if isinstance(default, str):
            cls.registry[default] = cls

    @property
    def field_id(self) -> str | None:
        """The id that an example's answer, a change and a form field use; None where there is nothing to fill in."""
        return getattr(self, "id", None)

    @property
    def lies_in_large_print(self) -> bool:
        """Whether the block needs paper that lies on its long side in large print: where nothing else works."""
        return False

    def answer_problems(self, answer: Any) -> Iterator[AnswerProblem]:
        """Give the mistakes in an answer that its type alone does not show."""
        del answer
        yield from ()


class Question(Block):
    """A block that a client fills in."""

    id: Id
    label: Label
    help: Text | None = None


class Part(Strict):
    """A named part of a block, such as a column: its id, its label and perhaps a line of help."""

    id: Id
    label: Word
    help: Label | None = None


def unknown_keys(answer: dict[str, Any], known: list[str], path: tuple[str | int, ...] = ()) -> Iterator[AnswerProblem]:
    """Give a problem for each key of an answer that names no part of the block."""
    for key in answer:
        if key not in known:
            yield (*path, key), f'"{key}" is not a part of this block.', f"Use one of: {', '.join(known)}."


def too_many(answer: list[Any], most: int, what: str, path: tuple[str | int, ...] = ()) -> Iterator[AnswerProblem]:
    """Give a problem if an answer has more items than the block has room for."""
    if len(answer) > most:
        yield (
            (*path, most),
            f"The example has {len(answer)} {what}, but the sheet has room for {most}.",
            f"Take some out, or give the block more {what}.",
        )
