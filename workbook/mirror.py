"""A style sheet for lines from left to right -> the same for lines from right to left: everything changes sides.

Style sheets are written for one direction. What they say of the left is turned to the right, in properties, in values
and in lists of four sides; what is written with "start" and "end" follows the direction by itself, and stays.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import tinycss2
from tinycss2.ast import Node

_OTHER = {"left": "right", "right": "left"}
_SIDE = re.compile(r"(?<![a-z])(left|right)(?![a-z])")
_FOUR_SIDES = re.compile(r"(margin|padding|inset|border-(width|style|color))$")
_VALUES = frozenset(
    {"text-align", "float", "clear", "break-before", "break-after", "page-break-before", "page-break-after"}
    | {"background", "background-position", "transform-origin", "object-position", "caption-side"}
)
"""Properties in whose values "left" and "right" are sides; elsewhere they may be names."""
_TICK = re.compile(r"(ticked|picked)::after")
"""A tick stands on the other side, but is drawn in the same way everywhere."""
_ROTATED = re.compile(r"(translateX|rotate|skewX)$", re.IGNORECASE)


@lru_cache(maxsize=256)
def mirror(css: str) -> str:
    """Turn the sides of a style sheet over."""
    rules = tinycss2.parse_stylesheet(css)
    return "".join(_rule(rule) for rule in rules)


@lru_cache(maxsize=4096)
def mirror_style(css: str) -> str:
    """Turn the sides of the declarations of one element over."""
    return "".join(_declaration(item) for item in tinycss2.parse_blocks_contents(css))


def mirror_page(html: str) -> str:
    """Turn the sides of all that a page of HTML says of its style over."""
    html = re.sub(r"(<style>)(.*?)(</style>)", lambda m: m[1] + mirror(m[2]) + m[3], html, flags=re.DOTALL)
    return re.sub(r'( style=")([^"]*)(")', lambda m: m[1] + mirror_style(m[2]) + m[3], html)


def _rule(rule: Node) -> str:
    """Turn one rule; what is in a rule of conditions or of a page is turned as well."""
    if rule.type == "qualified-rule":
        prelude = tinycss2.serialize(rule.prelude)
        return f"{prelude}{{{_contents(rule.content, moves_only=bool(_TICK.search(prelude)))}}}"
    if rule.type == "at-rule" and rule.content is not None:
        name = _swap(rule.lower_at_keyword)
        prelude = tinycss2.serialize(rule.prelude)
        if rule.lower_at_keyword == "font-face":
            return str(rule.serialize())
        if rule.lower_at_keyword in {"media", "supports", "layer"}:
            inside = "".join(_rule(inner) for inner in tinycss2.parse_rule_list(rule.content))
            return f"@{name}{prelude}{{{inside}}}"
        return f"@{name}{_swap(prelude) if name == 'page' else prelude}{{{_contents(rule.content)}}}"
    return str(rule.serialize()) if rule.type != "comment" else ""


def _contents(tokens: Iterable[Node], *, moves_only: bool = False) -> str:
    items = tinycss2.parse_blocks_contents(tokens)
    return "".join(
        f"{_OTHER.get(item.lower_name, item.name)}: {tinycss2.serialize(item.value).strip()};"
        if moves_only and item.type == "declaration"
        else _declaration(item)
        if item.type == "declaration"
        else _rule(item)
        for item in items
    )


def _declaration(item: Node) -> str:
    if item.type != "declaration":
        return str(item.serialize()) if item.type != "comment" else ""
    name = item.lower_name
    if name.startswith("--"):
        return f"{item.name}:{tinycss2.serialize(item.value)}{';' if not item.important else ' !important;'}"
    value = tinycss2.serialize(item.value).strip()
    if _FOUR_SIDES.match(name):
        value = _turn_four(item.value)
    elif name == "border-radius":
        value = _turn_corners(item.value)
    elif name in _VALUES:
        value = _turn_values(item.value)
    elif name in {"transform", "translate"}:
        value = _turn_transform(item.value)
    return f"{_swap(name)}: {value}{' !important' if item.important else ''};"


def _swap(text: str) -> str:
    return _SIDE.sub(lambda match: _OTHER[match[1]], text)


def _parts(tokens: Iterable[Node]) -> list[str]:
    """Give the values of a list, each as text."""
    parts: list[str] = [""]
    for token in tokens:
        if token.type == "whitespace":
            parts.append("")
        elif token.type != "comment":
            parts[-1] += token.serialize()
    return [part for part in parts if part]


def _turn_four(tokens: Iterable[Node]) -> str:
    """Top, right, bottom, left: the second and the fourth change places."""
    parts = _parts(tokens)
    if len(parts) == 4:  # noqa: PLR2004 - four sides
        parts[1], parts[3] = parts[3], parts[1]
    return " ".join(parts)


def _turn_corners(tokens: Iterable[Node]) -> str:
    """From the top left on, clockwise; with two or three values, those that are not written follow the others."""
    halves = tinycss2.serialize(tokens).split("/")
    turned = []
    for half in halves:
        parts = _parts(tinycss2.parse_component_value_list(half))
        if len(parts) > 1:
            a, b, c, d = (*parts, *parts[len(parts) - 2 : 2], parts[1])[:4] if len(parts) < 4 else parts  # noqa: PLR2004
            parts = [b, a, d, c]
        turned.append(" ".join(parts))
    return " / ".join(turned)


def _turn_values(tokens: Iterable[Node]) -> str:
    return "".join(
        _OTHER.get(token.lower_value, token.serialize()) if token.type == "ident" else token.serialize()
        for token in tokens
    ).strip()


def _negative(value: str) -> str:
    value = value.strip()
    return value[1:] if value.startswith("-") else f"-{value.lstrip('+')}"


def _turn_transform(tokens: Iterable[Node]) -> str:
    """What moves or turns to one side goes to the other."""
    out = []
    for token in tokens:
        text = token.serialize()
        if token.type == "function" and _ROTATED.match(token.name):
            text = f"{token.name}({_negative(tinycss2.serialize(token.arguments))})"
        elif token.type == "function" and token.lower_name == "translate":
            first, comma, second = tinycss2.serialize(token.arguments).partition(",")
            text = f"translate({_negative(first)}{comma}{second})"
        out.append(text)
    return "".join(out).strip()
