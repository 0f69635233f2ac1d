"""What can stand on a page: each type of block with its keys and an example, for somebody who writes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from flask import Flask
from flask.typing import ResponseReturnValue

from workbook.blocks import BLOCK_TYPES
from workbook.describe import Key, keys_of, paragraphs
from workbook.samples import forms_of, yaml_of
from workbook.web.pages import page


@dataclass(frozen=True)
class Kind:
    """One type of block: what it is for, its keys, and how it is written."""

    name: str
    about: tuple[str, ...]
    keys: tuple[Key, ...]
    example: str


def open_help(app: Flask) -> None:
    """Add the address of this page."""
    app.add_url_rule("/write/blocks", "write_blocks", _blocks)


def _blocks() -> ResponseReturnValue:
    return page("write-blocks.html", blocks=tuple(_kinds()))


@cache
def _kind(name: str) -> Kind:
    model = BLOCK_TYPES[name]
    example = next((yaml_of(path)[0] for _, path in forms_of(name)), "")
    return Kind(name, paragraphs(model), keys_of(model), example)


def _kinds() -> Iterator[Kind]:
    yield from (_kind(name) for name in sorted(BLOCK_TYPES))
