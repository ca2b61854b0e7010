"""Where the bubbles of a timeline go: on their date, off each other; and which of them get a name."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placed:
    """A bubble at its place; ``index`` is its position in what was given."""

    index: int
    x: float
    y: float
    radius: float


def radii(amounts: Sequence[float], least: float, most: float) -> list[float]:
    """Radii whose areas go with the amounts, none too small to hit."""
    top = max(amounts, default=0.0)
    return [max(least, most * math.sqrt(max(0.0, amount) / top)) if top else least for amount in amounts]


def pack(xs: Sequence[float], sizes: Sequence[float], middle: float, half_height: float) -> list[Placed]:
    """Circles at their x, the largest in the middle, the others moved up or down until nothing overlaps.

    A circle that finds no room within the height is moved a little along the line instead.
    """
    placed: list[Placed] = []
    for index in sorted(range(len(xs)), key=lambda i: (-sizes[i], xs[i])):
        placed.append(_settle(index, xs[index], sizes[index], middle, half_height, placed))
    return placed


def _settle(index: int, x: float, radius: float, middle: float, half: float, placed: Sequence[Placed]) -> Placed:
    near = [other for other in placed if abs(other.x - x) < other.radius + radius + 14]
    steps = [0.0]
    reach = max(0.0, half - radius)
    offset = 2.0
    while offset <= reach:
        steps += [-offset, offset]
        offset += 2.0
    for shift in (0.0, 3.0, -3.0, 6.0, -6.0, 9.0, -9.0, 12.0, -12.0):
        taken = _taken(near, x + shift, radius)
        for step in steps:
            before = bisect_left(taken, (middle + step,)) - 1
            if before < 0 or taken[before][1] <= middle + step:
                return Placed(index, x + shift, middle + step, radius)
    return Placed(index, x, middle, radius)


def _taken(near: Sequence[Placed], x: float, radius: float, gap: float = 1.0) -> list[tuple[float, float]]:
    """Stretches of y, in order and apart, where the middle of a circle at x would be too near to another circle."""
    stretches = []
    for other in near:
        apart, reach = abs(other.x - x), other.radius + radius + gap
        if apart < reach:
            half = math.sqrt(reach * reach - apart * apart)
            stretches.append((other.y - half, other.y + half))
    joined: list[tuple[float, float]] = []
    for start, end in sorted(stretches):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


@dataclass(frozen=True, slots=True)
class Name:
    """A name beside its bubble; ``leader`` says that a line leads there."""

    index: int
    x: float
    y: float
    width: float
    height: float
    leader: bool


def place_names(
    placed: Sequence[Placed], widths: Sequence[float], height: float, wanted: Sequence[int], right: float,
    bottom: float,
) -> list[Name]:  # fmt: skip
    """Names for the wanted bubbles, where they cover neither a bubble nor a name; else none.

    Tried: right, left, above and below the bubble, then farther off with a leader line.
    """
    names: list[Name] = []
    by_index = {bubble.index: bubble for bubble in placed}
    for index in wanted:
        bubble = by_index.get(index)
        if bubble is None:
            continue
        for name in _tries(bubble, widths[index], height):
            inside = name.x >= 0 and name.x + name.width <= right and name.y >= 0 and name.y + height <= bottom
            if inside and not _hits(name, placed, names):
                names.append(name)
                break
    return names


def _tries(bubble: Placed, width: float, height: float) -> list[Name]:
    gap, far = bubble.radius + 5, bubble.radius + 20
    x, y = bubble.x, bubble.y
    spots = (
        (x + gap, y - height / 2, False), (x - gap - width, y - height / 2, False),
        (x - width / 2, y - gap - height, False), (x - width / 2, y + gap, False),
        (x + gap * 0.8, y - gap - height / 2, False), (x + gap * 0.8, y + gap - height / 2, False),
        (x - gap * 0.8 - width, y - gap - height / 2, False), (x - gap * 0.8 - width, y + gap - height / 2, False),
        (x + far, y - height * 1.4, True), (x + far, y + height * 0.6, True),
        (x - far - width, y - height * 1.4, True), (x - far - width, y + height * 0.6, True),
        (x - width / 2, y - far - height, True), (x - width / 2, y + far, True),
    )  # fmt: skip
    return [Name(bubble.index, left, top, width, height, leader) for left, top, leader in spots]


def _hits(name: Name, placed: Sequence[Placed], names: Sequence[Name]) -> bool:
    for bubble in placed:
        near_x = min(max(bubble.x, name.x), name.x + name.width)
        near_y = min(max(bubble.y, name.y), name.y + name.height)
        if math.hypot(bubble.x - near_x, bubble.y - near_y) < bubble.radius + 1:
            return True
    return any(
        name.x < other.x + other.width + 4 and other.x < name.x + name.width + 4
        and name.y < other.y + other.height and other.y < name.y + name.height
        for other in names
    )  # fmt: skip
