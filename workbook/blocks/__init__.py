"""Every block type, found by importing each file of this package; ``AnyBlock`` is their union."""

import importlib
import pkgutil
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, Union

from pydantic import BeforeValidator, Field

from workbook.blocks.base import Block

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

BLOCK_TYPES: dict[str, type[Block]] = dict(sorted(Block.registry.items()))
"""Block classes by the word that authors write after ``type:``."""


def _paragraph(value: Any) -> Any:
    """Read a bare string as a paragraph."""
    return {"type": "prose", "text": value} if isinstance(value, str) else value


if TYPE_CHECKING:
    AnyBlock: TypeAlias = Block
else:
    _Typed = Annotated[Union[tuple(BLOCK_TYPES.values())], Field(discriminator="type")]  # noqa: UP007 - made at run time
    AnyBlock = Annotated[_Typed, BeforeValidator(_paragraph, json_schema_input_type=Union[str, _Typed])]  # noqa: UP007
