"""ARR that comes up for renewal in the next 12 months, by month and forecast."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.patches import Patch

from csdesk.charts import words
from csdesk.charts.canvas import Canvas, Picture
from csdesk.charts.text_width import text_width
from csdesk.charts.units import MoneyUnit, money_unit
from csdesk.model.messages import Message
from csdesk.model.money import Money
from csdesk.model.periods import PeriodKind, add_months, period_of

if TYPE_CHECKING:
    from csdesk.model.policies import Calendar
    from csdesk.rules.assessment import Assessment

_QUARTERS_FROM = 6.0  # inches of width; in less their names run into each other
# The stack from the bottom up; what is decided joins the forecast it came true as.
STACK = ("commit", "likely", "open", "at_risk", "expected_loss")
_JOINED = {"renewed": "commit", "reduced": "commit", "lost": "expected_loss"}
_TOKENS = {
    "commit": "f_commit",
    "likely": "f_likely",
    "open": "muted_fill",
    "at_risk": "f_risk",
    "expected_loss": "f_churn",
}


def renewal_months(as_of: date, renewals: pd.DataFrame, months: int = 12) -> pd.DataFrame:
    """ARR due by month and forecast: ``month`` (its first day), one Int64 column a forecast of ``STACK``, ``total``.

    ``renewals`` is the assessment's (``renewal_on, forecast, annual`` in minor units). The
    months start with that of the as-of date if something is still due in it, else with the next.
    """
    due = renewals.dropna(subset=["renewal_on"])
    due = due[due["renewal_on"] >= pd.Timestamp(as_of)]
    this = date(as_of.year, as_of.month, 1)
    first = this if (due["renewal_on"] < pd.Timestamp(add_months(this, 1))).any() else add_months(this, 1)
    starts = [add_months(first, n) for n in range(months)]
    month = due["renewal_on"].dt.to_period("M").dt.to_timestamp().astype("datetime64[s]")
    forecast = due["forecast"].fillna("open").replace(_JOINED)
    sums = due.assign(month=month, forecast=forecast).pivot_table(
        index="month", columns="forecast", values="annual", aggfunc="sum", fill_value=0
    )
    index = pd.DatetimeIndex(starts).astype("datetime64[s]")
    table = sums.reindex(index=index, columns=list(STACK), fill_value=0).fillna(0).astype("int64")
    table["total"] = table.sum(axis=1)
    return table.rename_axis("month").reset_index()


def renewals_by_month(assessment: Assessment) -> Picture | Message:
    """Stacked columns; the table is that of ``renewal_months``."""
    table = renewal_months(assessment.as_of, assessment.renewals)
    total = int(table["total"].sum())
    if not total:
        return Message("No contract with recurring revenue ends in the next 12 months.")
    currency = assessment.policies.revenue.currency
    peak = table.loc[table["total"].idxmax()]
    month = peak["month"].date()
    return Picture(
        Message(
            "{month} carries {amount} of the next 12 months",
            month=words.MONTHS[month.month - 1],
            amount=Money(int(peak["total"]), currency),
        ),
        Message("ARR up for renewal by month and forecast, {unit}"),
        table,
        partial(_paint, table, currency, assessment.policies.calendar),
        float(peak["total"]),
        currency,
    )


def _paint(table: pd.DataFrame, currency: str, calendar: Calendar, canvas: Canvas) -> None:
    axes = canvas.axes
    largest = float(table["total"].max())
    unit = money_unit(largest, currency, canvas.language)
    places = range(len(table))
    bottom = pd.Series(0.0, index=table.index)
    used = [f for f in STACK if table[f].any()]
    for forecast in used:
        axes.bar(places, table[forecast], bottom=bottom, width=0.72, **canvas.fill(_TOKENS[forecast]))
        bottom = bottom + table[forecast]
    axes.set_ylim(0, largest * 1.14)
    _totals(table, unit, canvas)
    canvas.money_axis(unit)
    axes.set_xticks(places, [canvas.language.month(m.date()) for m in table["month"]])
    axes.set_xlim(-0.6, len(table) - 0.4)
    if canvas.figure.get_size_inches()[0] >= _QUARTERS_FROM:
        _quarters(table, largest, calendar, canvas)
    # Hatched swatches need the same outline as the bars.
    handles = [Patch(**canvas.fill(_TOKENS[f]), label=canvas.text(words.FORECASTS[f])) for f in used]
    axes.legend(
        handles=handles, loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=len(used), handlelength=0.9, handleheight=0.9,
        columnspacing=1.2, handletextpad=0.5, borderpad=0.0, borderaxespad=0.1, labelcolor=canvas.colour("ink_2"),
    )  # fmt: skip


def _quarters(table: pd.DataFrame, largest: float, calendar: Calendar, canvas: Canvas) -> None:
    """A thin line where a fiscal quarter begins, with its name above the columns."""
    axes = canvas.axes
    axes.set_ylim(0, largest * 1.24)
    for place, month in enumerate(table["month"]):
        quarter = period_of(month.date(), PeriodKind.QUARTER, calendar)
        if quarter.start == month.date() and place:
            axes.axvline(place - 0.5, color=canvas.colour("grid"), linewidth=0.8, zorder=0)
            axes.annotate(
                canvas.text(quarter.label), (place - 0.5, 1.0), (4, -2), xycoords=("data", "axes fraction"),
                textcoords="offset points", ha="left", va="top", fontsize=canvas.points(9), color=canvas.colour("ink_3"),
            )  # fmt: skip


def _totals(table: pd.DataFrame, unit: MoneyUnit, canvas: Canvas) -> None:
    """The sums above the higher columns; only the highest where they would run into each other."""
    largest = int(table["total"].max())
    size = canvas.points(10)
    slot = canvas.figure.get_size_inches()[0] * 72 * 0.85 / len(table)
    texts = [unit.tick(round(total / unit.divisor) * unit.divisor, canvas.language) for total in table["total"]]
    narrow = any(text_width(text, size, bold=True) > slot for text in texts)
    least = largest if narrow else 0.35 * largest
    for place, (total, text) in enumerate(zip(table["total"], texts, strict=True)):
        if total >= least:
            canvas.axes.annotate(
                text, (place, total), (0, 3), textcoords="offset points", ha="center", va="bottom",
                weight="semibold", fontsize=size, color=canvas.colour("ink"),
            )  # fmt: skip
