"""Circles and sectors as numbers, for the templates of round blocks. Angles are degrees from the top, clockwise."""

from math import cos, radians, sin
from typing import NamedTuple

_HALF_TURN = 180


class Point(NamedTuple):
    """A place in a drawing: x to the right, y downward."""

    x: float
    y: float


def around(radius: float, angle: float, center: float = 100) -> Point:
    """Give the point at an angle on a circle around (center, center)."""
    return Point(
        round(center + radius * sin(radians(angle)), 2),
        round(center - radius * cos(radians(angle)), 2),
    )


def sector(inner: float, outer: float, start: float, end: float, center: float = 100) -> str:
    """Give the SVG path of a piece of a ring; with an inner radius of 0 it is a piece of a pie."""
    a, b = around(outer, start, center), around(outer, end, center)
    c, d = around(inner, end, center), around(inner, start, center)
    wide = int(end - start > _HALF_TURN)
    back = f"A{inner:g} {inner:g} 0 {wide} 0 {d.x:g} {d.y:g}" if inner else ""
    return f"M{a.x:g} {a.y:g} A{outer:g} {outer:g} 0 {wide} 1 {b.x:g} {b.y:g} L{c.x:g} {c.y:g} {back} Z"
