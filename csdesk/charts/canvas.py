"""The sheet a chart is drawn on: the finding as title, subtitle, source line, axes between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from csdesk.charts.style import Look, hatch, tokens
from csdesk.charts.text_width import wrapped
from csdesk.charts.units import MoneyUnit, money_unit
from csdesk.i18n import Language
from csdesk.model.messages import Message

_PAD = 0.16  # inches around everything


@dataclass(frozen=True, slots=True)
class Canvas:
    """Axes to paint on, with what a painter has to know about the reader and the look."""

    figure: Figure
    axes: Axes
    language: Language
    look: Look
    scale: float

    def colour(self, token: str) -> str:
        """The colour of a token in this look."""
        return tokens(self.look)[token]

    def fill(self, token: str) -> dict[str, Any]:
        """How an area of that token is filled: a colour, and on paper perhaps a hatch."""
        pattern = hatch(self.look, token)
        outline = self.look == "print" and pattern is not None
        return {
            "facecolor": self.colour(token),
            "hatch": pattern,
            "edgecolor": self.colour("ink") if outline else self.colour("bg"),
            "linewidth": 0.6 if outline else 0.0,
        }

    def on(self, token: str) -> str:
        """The text colour that reads on an area of that token."""
        red, green, blue = (int(self.colour(token)[i : i + 2], 16) / 255 for i in (1, 3, 5))
        return "#FFFFFF" if 0.299 * red + 0.587 * green + 0.114 * blue < 0.52 else "#1B1C20"

    def points(self, size: float) -> float:
        """A text size, scaled to the size of the figure."""
        return size * self.scale

    def text(self, message: Message) -> str:
        """The message in the reader's language."""
        return self.language.text(message)

    def money_axis(self, unit: MoneyUnit) -> None:
        """At most four grid lines, written in the unit."""
        steps = [1, 2, 2.5, 4, 5, 10]
        self.axes.yaxis.set_major_locator(MaxNLocator(nbins=4, steps=steps))
        self.axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: unit.tick(value, self.language)))

    def number_axis(self) -> None:
        """At most four grid lines at whole numbers."""
        self.axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True, steps=[1, 2, 2.5, 4, 5, 10]))
        self.axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: self.language.number(float(value))))


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart worked out from the data, ready to be painted in any language and look.

    Attributes:
        title: the finding, made from the data.
        subtitle: measure, unit and period; ``{unit}`` is filled with the unit of the amounts.
        table: the numbers shown, one row a mark (columns differ by chart); amounts in minor units.
        paint: draws on the canvas.
        largest, currency: for charts of money: what the unit is chosen by.
    """

    title: Message
    subtitle: Message
    table: pd.DataFrame
    paint: Callable[[Canvas], None]
    largest: float = 0.0
    currency: str | None = None

    def subtitle_in(self, language: Language) -> Message:
        """The subtitle with the unit that this language writes the amounts in."""
        unit = money_unit(self.largest, self.currency, language).text if self.currency else ""
        return Message(self.subtitle.text, **{**self.subtitle.arguments, "unit": unit})


def sheet(
    title: str, subtitle: str, source: str, language: Language, look: Look, size: tuple[float, float], scale: float
) -> Canvas:
    """An empty figure of that size in inches with its texts set and the axes placed between them."""
    width, height = size
    figure = Figure(figsize=size)
    FigureCanvasAgg(figure)
    colours = tokens(look)
    room = (width - 2 * _PAD) * 72
    lines = wrapped(title, room, 12 * scale, bold=True)[:2]
    second = wrapped(subtitle, room, 10 * scale)[:2]
    top = height - _PAD
    for texts, points, colour, weight in ((lines, 12.0, "ink", "semibold"), (second, 10.0, "ink_2", "normal")):
        for line in texts:
            top -= points * scale * 1.32 / 72
            figure.text(
                _PAD / width, (top + points * scale * 0.3 / 72) / height, line,
                fontsize=points * scale, color=colours[colour], weight=weight, ha="left", va="baseline",
            )  # fmt: skip
    bottom = _PAD
    for line in reversed(wrapped(source, room, 9 * scale)[:2] if source else []):
        figure.text(
            _PAD / width, bottom / height, line, fontsize=9 * scale, color=colours["ink_3"], ha="left", va="bottom"
        )
        bottom += 9 * scale * 1.32 / 72
    bottom += 0.08 if source else 0.0
    area = (_PAD / width, bottom / height, (width - 2 * _PAD) / width, (top - 0.1 - bottom) / height)
    figure.set_layout_engine("constrained", rect=area, w_pad=0.02, h_pad=0.02)
    axes = figure.add_subplot()
    return Canvas(figure, axes, language, look, scale)
