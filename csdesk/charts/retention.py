"""NRR and GRR over the last 12 months, with their targets where the book holds any."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.ticker import FuncFormatter, MaxNLocator

from csdesk.charts.canvas import Canvas, Picture
from csdesk.charts.units import percent_text
from csdesk.model.messages import Message
from csdesk.model.money import round_half_up

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment


def nrr_grr(assessment: Assessment) -> Picture | Message:
    """Two lines, rolling 12 months; table ``date, nrr, grr`` (ratios)."""
    trend = assessment.trend(13)[["date", "nrr", "grr"]].reset_index(drop=True)
    trend = trend.astype({"nrr": "float64", "grr": "float64"}).dropna(subset=["nrr", "grr"])
    if trend.empty:
        return Message("NRR and GRR are not measured: no account had recurring revenue a year earlier.")
    targets = _targets(assessment)
    last = trend.iloc[-1]
    return Picture(
        _title(float(last["nrr"]), float(last["grr"]), targets),
        Message("Rolling 12 months, % of opening ARR"),
        trend,
        partial(_paint, trend, targets),
    )


def _targets(assessment: Assessment) -> dict[str, float]:
    """The newest target of each figure, as a ratio; percentages are understood."""
    frame = assessment.frames.frame("target").dropna(subset=["figure", "value"])
    found = {str(f).lower(): float(v) for f, v in zip(frame["figure"], frame["value"], strict=True)}
    return {f: v / 100 if v > 3 else v for f, v in found.items() if f in ("nrr", "grr")}


def _gap(figure: str, value: float, target: float | None, first: bool) -> Message:
    """How a figure stands against its target, the second of two without its verb."""
    text = percent_text(value, 1)
    if target is None:
        return Message("{figure} is {value}", figure=figure, value=text) if first else Message(
            "{figure} {value}", figure=figure, value=text
        )  # fmt: skip
    points = int(round_half_up(abs(value - target) * 100))
    if points == 0:
        return (
            Message("{figure} is on target", figure=figure) if first else Message("{figure} on target", figure=figure)
        )
    if value > target:
        return Message("{figure} is {n} pt above target", figure=figure, n=points) if first else Message(
            "{figure} {n} pt above", figure=figure, n=points
        )  # fmt: skip
    return Message("{figure} is {n} pt short of target", figure=figure, n=points) if first else Message(
        "{figure} {n} pt short", figure=figure, n=points
    )  # fmt: skip


def _title(nrr: float, grr: float, targets: dict[str, float]) -> Message:
    return Message(
        "{first}, {second}",
        first=_gap("NRR", nrr, targets.get("nrr"), True),
        second=_gap("GRR", grr, targets.get("grr"), False),
    )


def _paint(trend: pd.DataFrame, targets: dict[str, float], canvas: Canvas) -> None:
    axes = canvas.axes
    places = range(len(trend))
    last = len(trend) - 1
    ends: list[tuple[float, str, str, str]] = []
    for name, token, ink in (("nrr", "accent", "accent_ink"), ("grr", "c6", "ink_2")):
        values = trend[name].to_numpy()
        axes.plot(places, values, color=canvas.colour(token), marker="o", markevery=[last])
        ends.append((float(values[-1]), f"{name.upper()} {percent_text(values[-1], 1)}", ink, "semibold"))
        if name in targets:
            start = max(0, last - 4)
            axes.plot([start, last], [targets[name]] * 2, color=canvas.colour("ink_3"), linewidth=0.9, dashes=(3, 2))
            text = canvas.text(Message("target {value}", value=percent_text(targets[name])))
            ends.append((targets[name], text, "ink_3", "normal"))
    _limits(canvas, [e[0] for e in ends], trend)
    _end_labels(canvas, ends, last)
    marks = sorted({0, last // 3, 2 * last // 3, last})
    days = [d.date() for d in trend["date"]]
    axes.set_xticks(marks, [canvas.language.month(days[i], year=i in (0, last)) for i in marks])


def _limits(canvas: Canvas, levels: list[float], trend: pd.DataFrame) -> None:
    values = [*levels, *trend["nrr"], *trend["grr"], 1.0 if min(trend["nrr"]) < 1.2 else min(levels)]
    spread = max(max(values) - min(values), 0.04)
    axes = canvas.axes
    axes.set_ylim(min(values) - 0.12 * spread, max(values) + 0.12 * spread)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: canvas.language.number(float(v) * 100)))
    axes.axhline(1.0, color=canvas.colour("axis"), linewidth=0.8)


def _end_labels(canvas: Canvas, ends: list[tuple[float, str, str, str]], last: int) -> None:
    """The names at the right end, moved apart where they would touch."""
    low, high = canvas.axes.get_ylim()
    plot = canvas.figure.get_size_inches()[1] * 72 * 0.6  # points, about
    step = (high - low) * canvas.points(10) * 1.25 / plot
    placed: list[float] = []
    for level, text, ink, weight in sorted(ends):
        y = max(level, placed[-1] + step) if placed else level
        placed.append(y)
        canvas.axes.annotate(
            text, (last, y), (8, 0), textcoords="offset points", va="center", ha="left",
            fontsize=canvas.points(10), weight=weight, color=canvas.colour(ink),
        )  # fmt: skip
