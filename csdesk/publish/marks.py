"""What stands on a slide as plain values: enough to draw it on a screen. Places are inches, text sizes points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rect = tuple[float, float, float, float]  # left, top, width, height
Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class RunMark:
    """A piece of text of one size, weight and colour (``#RRGGBB``)."""

    text: str
    size: float
    bold: bool
    colour: str


@dataclass(frozen=True, slots=True)
class TextMark:
    """Paragraphs of runs in a box; ``middle`` centres them over its height, ``spacing`` multiplies their lines."""

    place: Rect
    paragraphs: tuple[tuple[RunMark, ...], ...]
    align: Align = "left"
    middle: bool = False
    spacing: float = 1.15


@dataclass(frozen=True, slots=True)
class BoxMark:
    """A filled or outlined shape; None is no fill, no outline."""

    place: Rect
    fill: str | None
    edge: str | None
    shape: Literal["rectangle", "rounded", "oval"] = "rectangle"


@dataclass(frozen=True, slots=True)
class LineMark:
    """A straight line, its width in points."""

    start: tuple[float, float]
    end: tuple[float, float]
    colour: str
    width: float


@dataclass(frozen=True, slots=True)
class PictureMark:
    """A picture as the file holds it."""

    place: Rect
    content: bytes


@dataclass(frozen=True, slots=True)
class SeriesMark:
    """One series of a chart: a value a category (None is a gap).

    ``labelled`` writes the values with ``sign`` behind them; ``end`` stands beside the last one.
    """

    values: tuple[float | None, ...]
    colour: str
    width: float = 2.0
    labelled: bool = False
    sign: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class ChartMark:
    """A native chart.

    Attributes:
        categories: as written on the axis; "" where a category has no text.
        highest: the end of the value axis, which starts at 0.
        step: between grid lines; None draws no value axis.
    """

    place: Rect
    kind: Literal["line", "columns", "bars"]
    categories: tuple[str, ...]
    series: tuple[SeriesMark, ...]
    highest: float
    step: float | None


Mark = TextMark | BoxMark | LineMark | PictureMark | ChartMark
