"""NPS by fiscal quarter, with the shares of promoters and detractors behind it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from csdesk.charts.canvas import Canvas, Picture
from csdesk.charts.years import fiscal_quarter, fiscal_quarters, quarter_tick
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

_QUARTERS = 8
_CONTEXT = 0.28  # how much of their colour the bars behind the line keep
LEAST_ANSWERS = 5  # fewer are never shown as a score


def nps_quarters(responses: pd.DataFrame, assessment: Assessment) -> pd.DataFrame:
    """One row a quarter with answers: ``quarter, n, promoters, detractors`` (counts), ``nps`` (points).

    ``responses`` is a frame of that record; answers after the as-of date are left out.
    NPS = % answering 9 or 10 minus % answering 0 to 6, of all respondents.
    """
    known = responses.dropna(subset=["date", "score"])
    known = known[known["date"] <= pd.Timestamp(assessment.as_of)]
    score = known["score"].astype("float64")
    quarter = fiscal_quarters(known["date"], assessment.policies.calendar)
    counts = (
        pd.DataFrame({"n": 1, "promoters": score >= 9, "detractors": score <= 6}).astype("int64").groupby(quarter).sum()
    )
    counts["nps"] = (counts["promoters"] - counts["detractors"]) / counts["n"] * 100
    return counts.rename_axis("quarter").reset_index()


def nps_by_quarter(assessment: Assessment) -> Picture | Message:
    """Line over bars of the last eight quarters; the table is that of ``nps_quarters``."""
    table = nps_quarters(assessment.frames.frame("response"), assessment)
    now = fiscal_quarter(assessment.as_of, assessment.policies.calendar)
    table = table[(table["quarter"] > now - _QUARTERS) & (table["n"] >= LEAST_ANSWERS)].reset_index(drop=True)
    if table.empty:
        return Message("No quarter of the last two years has five or more survey answers.")
    return Picture(
        _title(table),
        Message("NPS by quarter; bars: promoters above, detractors below; {n} answers", n=int(table["n"].sum())),
        table,
        partial(_paint, table, assessment),
    )


def _title(table: pd.DataFrame) -> Message:
    first, last = round(table["nps"].iloc[0]), round(table["nps"].iloc[-1])
    value = f"{last:+d}".replace("-", "\u2212")
    quarters = int(table["quarter"].iloc[-1] - table["quarter"].iloc[0])
    if not quarters:
        return Message("NPS is {value}", value=value)
    if last > first:
        return Message("NPS has risen {n} points in {quarters} quarters", n=last - first, quarters=quarters)
    if last < first:
        return Message("NPS has fallen {n} points in {quarters} quarters", n=first - last, quarters=quarters)
    return Message("NPS stands at {value}, as {quarters} quarters ago", value=value, quarters=quarters)


def _paint(table: pd.DataFrame, assessment: Assessment, canvas: Canvas) -> None:
    axes = canvas.axes
    calendar = assessment.policies.calendar
    places = (table["quarter"] - table["quarter"].iloc[0]).to_numpy()
    up = (table["promoters"] / table["n"] * 100).to_numpy()
    down = (table["detractors"] / table["n"] * 100).to_numpy()
    axes.bar(places, up, width=0.5, color=canvas.colour("ok_fill"), alpha=_CONTEXT)
    axes.bar(places, -down, width=0.5, color=canvas.colour("risk_fill"), alpha=_CONTEXT)
    axes.axhline(0, color=canvas.colour("axis"), linewidth=0.8)
    axes.plot(places, table["nps"], color=canvas.colour("ink"), marker="o", linewidth=1.6)
    for index, (place, value) in enumerate(zip(places, table["nps"], strict=True)):
        edge = index in (0, len(table) - 1)
        axes.annotate(
            canvas.language.signed(float(value)), (place, value), (0, 6), textcoords="offset points", ha="center", va="bottom",
            weight="semibold" if edge else "normal", fontsize=canvas.points(10), color=canvas.colour("ink"),
        )  # fmt: skip
    axes.set_xticks(places, [quarter_tick(int(q), calendar, canvas.language) for q in table["quarter"]])
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_xlim(-0.6, max(places.max(), 2) + 0.6)
    axes.grid(False)
