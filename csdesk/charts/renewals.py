"""ARR that comes up for renewal in the next 12 months, by month and forecast."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.patches import Patch

from csdesk.charts import words
from csdesk.charts.canvas import Canvas, Picture
from csdesk.charts.text_width import text_width
from csdesk.charts.units import MoneyUnit, money_unit, percent_text
from csdesk.model.messages import Message
from csdesk.model.money import Money
from csdesk.model.periods import PeriodKind, add_months, period_of

if TYPE_CHECKING:
    from csdesk.model.policies import Calendar
    from csdesk.rules.assessment import Assessment

_ROOMY_FROM = 6.0  # inches of width; in less, quarters and amounts run into each other
_VALUE_FROM = 13.0  # points (17 pixels) a part is high that holds its amount
_BAR = 0.76
# The stack from the bottom up; what is decided joins the forecast it came true as.
STACK = ("commit", "likely", "open", "at_risk", "expected_loss")
JOINED = {"renewed": "commit", "reduced": "commit", "lost": "expected_loss"}
TOKENS = {
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
    forecast = due["forecast"].fillna("open").replace(JOINED)
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
    return Picture(
        _finding(table, assessment.as_of, currency, assessment.policies.calendar),
        Message("ARR up for renewal by month and forecast, {unit}"),
        table,
        partial(_paint, table, currency, assessment.policies.calendar),
        float(peak["total"]),
        currency,
    )


def _finding(table: pd.DataFrame, as_of: date, currency: str, calendar: Calendar) -> Message:
    """How much of what renews falls into the fullest month: before the fiscal year ends, else within the 12 months."""
    peak = table.loc[table["total"].idxmax()]
    month, amount = peak["month"].date(), int(peak["total"])
    before = table["month"] <= pd.Timestamp(period_of(as_of, PeriodKind.YEAR, calendar).end)
    within_year = bool(before[peak.name])
    whole = int(table.loc[before, "total"].sum() if within_year else table["total"].sum())
    values = {
        "month": words.MONTHS[month.month - 1], "amount": Money(amount, currency), "share": percent_text(amount / whole),
    }  # fmt: skip
    if within_year and before.sum() > 1:
        return Message("{month} carries {amount}, {share} of what renews before year end", **values)
    return Message("{month} carries {amount}, {share} of what renews in 12 months", **values)


def _paint(table: pd.DataFrame, currency: str, calendar: Calendar, canvas: Canvas) -> None:
    axes = canvas.axes
    largest = float(table["total"].max())
    unit = money_unit(largest, currency, canvas.language)
    roomy = canvas.figure.get_size_inches()[0] >= _ROOMY_FROM
    places = range(len(table))
    bottom = pd.Series(0.0, index=table.index)
    used = [f for f in STACK if table[f].any()]
    for forecast in used:
        axes.bar(places, table[forecast], bottom=bottom, width=_BAR, **canvas.fill(TOKENS[forecast]))
        bottom = bottom + table[forecast]
    axes.set_ylim(0, largest * (1.24 if roomy else 1.14))
    _totals(table, unit, roomy, canvas)
    canvas.money_axis(unit)
    years = roomy and not canvas.language.japanese
    days = [month.date() for month in table["month"]]
    axes.set_xticks(
        places, [canvas.language.month(d, year=years and (not i or d.month == 1)) for i, d in enumerate(days)]
    )
    axes.set_xlim(-0.6, len(table) - 0.4)
    _legend(used, roomy, canvas)
    if roomy:
        _quarters(days, calendar, canvas)
        _parts(table, used, unit, canvas)


def _legend(used: list[str], roomy: bool, canvas: Canvas) -> None:
    """Beside the title where both have room, else above the columns."""
    # Hatched swatches need the same outline as the bars.
    handles = [Patch(**canvas.fill(TOKENS[f]), label=canvas.text(words.FORECASTS[f])) for f in used]
    look: dict[str, Any] = {
        "handles": handles, "ncols": len(used), "handlelength": 0.9, "handleheight": 0.9, "columnspacing": 1.2,
        "handletextpad": 0.5, "borderpad": 0.0, "borderaxespad": 0.1, "labelcolor": canvas.colour("ink_2"),
    }  # fmt: skip
    size, width = canvas.points(10), canvas.figure.get_size_inches()[0] * 72
    needed = sum(text_width(str(handle.get_label()), size) + 2.8 * size for handle in handles)
    title = canvas.figure.texts[0]
    if roomy and text_width(title.get_text(), float(title.get_fontsize()), bold=True) + needed + 4 * size < width:
        corner = (1 - 12 / width, 1 - 10 / (canvas.figure.get_size_inches()[1] * 72))
        canvas.figure.legend(loc="upper right", bbox_to_anchor=corner, **look).set_in_layout(False)
    else:
        canvas.axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), **look)


def _quarters(days: list[date], calendar: Calendar, canvas: Canvas) -> None:
    """A thin line where a fiscal quarter begins, with its name above the columns where it has room."""
    axes, size = canvas.axes, canvas.points(9)
    quarters = [period_of(day, PeriodKind.QUARTER, calendar) for day in days]
    starts = [i for i, quarter in enumerate(quarters) if not i or quarter != quarters[i - 1]]
    slot = canvas.figure.get_size_inches()[0] * 72 * 0.9 / len(days)
    named: int | None = None
    for place, end in zip(starts, [*starts[1:], len(days)], strict=True):
        quarter = quarters[place]
        if place:
            axes.axvline(place - 0.5, color=canvas.colour("grid"), linewidth=0.8, zorder=0)
        short = Message("Q{quarter}", quarter=str(quarter.number))
        text = canvas.text(short if named == quarter.year else quarter.label)
        if text_width(text, size) + 6 > (end - place) * slot:
            continue
        named = quarter.year
        axes.annotate(
            text, (place - 0.5, 1.0), (4, -2), xycoords=("data", "axes fraction"), textcoords="offset points",
            ha="left", va="top", fontsize=size, color=canvas.colour("ink_3"),
        )  # fmt: skip


def _parts(table: pd.DataFrame, used: list[str], unit: MoneyUnit, canvas: Canvas) -> None:
    """The amount inside each part that is high and wide enough for it."""
    canvas.figure.draw_without_rendering()
    area, per_point = canvas.axes.get_window_extent(), canvas.figure.dpi / 72
    low, high = canvas.axes.get_ylim()
    size = canvas.points(9)
    room = area.width / per_point / (len(table) + 0.2) * _BAR - 2
    bottom = pd.Series(0.0, index=table.index)
    for forecast in used:
        for place, (base, amount) in enumerate(zip(bottom, table[forecast], strict=True)):
            tall = amount / (high - low) * area.height / per_point
            text = unit.tick(round(amount / unit.divisor) * unit.divisor, canvas.language)
            if tall >= _VALUE_FROM and text_width(text, size) <= room:
                canvas.axes.text(
                    place, base + amount / 2, text, ha="center", va="center_baseline", fontsize=size,
                    color=canvas.on(TOKENS[forecast]), in_layout=False,
                )  # fmt: skip
        bottom = bottom + table[forecast]


def _totals(table: pd.DataFrame, unit: MoneyUnit, roomy: bool, canvas: Canvas) -> None:
    """The sums above the columns: in a small tile above the higher ones, above the highest alone where they collide."""
    largest = int(table["total"].max())
    size = canvas.points(10)
    slot = canvas.figure.get_size_inches()[0] * 72 * 0.85 / len(table)
    texts = [_total(int(total), unit, roomy, canvas) for total in table["total"]]
    narrow = any(text_width(text, size, bold=True) > slot for text in texts)
    least = largest if narrow else 1 if roomy else 0.35 * largest
    for place, (total, text) in enumerate(zip(table["total"], texts, strict=True)):
        if total >= least:
            canvas.axes.annotate(
                text, (place, total), (0, 3), textcoords="offset points", ha="center", va="bottom",
                weight="semibold", fontsize=size, color=canvas.colour("ink"),
            )  # fmt: skip


def _total(amount: int, unit: MoneyUnit, roomy: bool, canvas: Canvas) -> str:
    if roomy:
        return unit.label(amount, canvas.language)
    return unit.tick(round(amount / unit.divisor) * unit.divisor, canvas.language)
