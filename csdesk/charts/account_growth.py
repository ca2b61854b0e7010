"""One account over time: ARR by month above seats bought and active users, on one axis of months."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from csdesk.charts.account import arr_by_month, seats_by_month
from csdesk.charts.canvas import Canvas, Picture
from csdesk.charts.units import money_unit
from csdesk.charts.years import month_ends
from csdesk.model.messages import Message
from csdesk.model.money import Money

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

MOST, LEAST = 34, 12  # months shown


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is painted: ``table`` of the picture, currency, and whether there are users to show."""

    table: pd.DataFrame
    currency: str
    users: bool


def account_growth(assessment: Assessment, account_key: int | None) -> Picture | Message:
    """Columns of ARR above two lines of seats; table ``date, arr`` (minor units), ``bought, active`` (NA where not known).

    As many months as the account has had revenue, from 12 to 34.
    """
    days = month_ends(assessment.as_of, MOST)
    arr = arr_by_month(assessment.ledger, account_key, days)
    if not arr["arr"].any():
        return Message("This account has no recurring revenue in the last {n} months.", n=MOST)
    contracts, measurements = assessment.contracts, assessment.frames.frame("measurement")
    seats = seats_by_month(
        contracts[contracts["account_key"] == account_key],
        measurements[(measurements["account_key"] == account_key).fillna(False).to_numpy(dtype=bool)],
        days,
    )
    begun = min(int(np.argmax(arr["arr"].to_numpy() > 0)), MOST - LEAST)
    table = arr.assign(bought=seats["bought"], active=seats["active"]).iloc[begun:].reset_index(drop=True)
    currency = assessment.policies.revenue.currency
    shown = _Shown(table, currency, bool(table["active"].notna().any()))
    return Picture(
        _title(table, currency), Message("ARR at month end, {unit}"), table, partial(_paint, shown),
        float(table["arr"].max()), currency,
    )  # fmt: skip


def _title(table: pd.DataFrame, currency: str) -> Message:
    """The finding about revenue, and where it is known the share of seats in use."""
    first, last = int(table["arr"].to_numpy()[table["arr"].to_numpy() > 0][0]), int(table["arr"].iloc[-1])
    months = len(table) - 1 - int(np.argmax(table["arr"].to_numpy() > 0))
    active, bought = table["active"].dropna(), table["bought"].dropna()
    use = round(100 * float(active.iloc[-1]) / float(bought.iloc[-1])) if len(active) and len(bought) and bought.iloc[-1] else None  # fmt: skip
    share = round(100 * abs(last - first) / first)
    if share == 0 and use is None:
        return Message("ARR is {amount}, as {n} months ago", amount=Money(last, currency), n=months)
    if share == 0:
        return Message(
            "ARR is {amount}, as {n} months ago; {use}% of seats are active",
            amount=Money(last, currency),
            n=months,
            use=use,
        )
    if use is None and last > first:
        return Message("ARR has grown {share}% in {n} months", share=share, n=months)
    if use is None:
        return Message("ARR has shrunk {share}% in {n} months", share=share, n=months)
    if last > first:
        return Message(
            "ARR has grown {share}% in {n} months; {use}% of seats are active", share=share, n=months, use=use
        )
    return Message("ARR has shrunk {share}% in {n} months; {use}% of seats are active", share=share, n=months, use=use)


def _paint(shown: _Shown, canvas: Canvas) -> None:
    canvas.axes.remove()
    if shown.users:
        upper, lower = canvas.figure.subplots(2, 1, sharex=True, height_ratios=(1, 1.25))
        _paint_seats(shown.table, replace(canvas, axes=lower))
        upper.tick_params(axis="x", length=0, labelbottom=False)
        last: Axes = lower
    else:
        last = upper = canvas.figure.subplots()
    _paint_arr(shown, replace(canvas, axes=upper))
    _months(shown.table, replace(canvas, axes=last))


def _paint_arr(shown: _Shown, canvas: Canvas) -> None:
    amounts = shown.table["arr"].to_numpy()
    unit = money_unit(float(amounts.max()), shown.currency, canvas.language)
    steps = np.flatnonzero(np.diff(amounts, prepend=-1))  # where a level begins
    current = np.arange(len(amounts)) >= steps[-1]
    for chosen, token in ((~current, "muted_fill"), (current, "accent")):
        at = np.flatnonzero(chosen)
        canvas.axes.bar(at, amounts[at], width=0.8, **canvas.fill(token))
    canvas.axes.set_ylim(0, float(amounts.max()) * 1.3)
    canvas.money_axis(unit)
    free = -1.0
    for step in [*steps[:-1], steps[-1]]:
        if amounts[step] > 0 and (step >= free or step == steps[-1]):
            now = step == steps[-1]
            canvas.axes.annotate(
                unit.tick(float(amounts[step]), canvas.language), (step - 0.4, amounts[step]), (0, 2), textcoords="offset points",
                ha="left", va="bottom", fontsize=canvas.points(9.5), weight="semibold" if now else "normal",
                color=canvas.colour("accent_ink" if now else "ink_2"),
            )  # fmt: skip
            free = step + 4


def _paint_seats(table: pd.DataFrame, canvas: Canvas) -> None:
    axes = canvas.axes
    axes.set_title(canvas.text(Message("Seats")), fontsize=canvas.points(10), weight="normal", color=canvas.colour("ink_2"), loc="left", pad=4)  # fmt: skip
    bought, active = (table[name].astype("Float64").to_numpy(dtype=float, na_value=np.nan) for name in ("bought", "active"))  # fmt: skip
    places = np.arange(len(table))
    axes.fill_between(places, 0, bought, step="mid", color=canvas.colour("bar_track"), alpha=0.45, linewidth=0)
    axes.plot(places, bought, drawstyle="steps-mid", color=canvas.colour("c6"), linewidth=1.3)
    known = np.flatnonzero(~np.isnan(active))
    axes.plot(
        known, active[known], color=canvas.colour("accent"), linewidth=2.0, marker="o", markevery=[len(known) - 1]
    )
    high = float(np.nanmax(np.concatenate((bought, active, [1.0]))))
    axes.set_ylim(0, high * 1.25)
    canvas.number_axis()
    ends = [
        (float(active[known[-1]]), Message("{n} active", n=round(float(active[known[-1]]))), "accent_ink", "semibold")
    ]
    if not np.isnan(bought[-1]):
        ends.append((float(bought[-1]), Message("{n} bought", n=int(bought[-1])), "ink_2", "normal"))
    ends.sort(key=lambda end: end[0])
    gap, placed = high * 0.3, -high
    for level, text, ink, weight in ends:
        placed = max(level, placed + gap)
        axes.annotate(
            canvas.text(text), (len(table) - 1, placed), (7, 0), textcoords="offset points", va="center", ha="left",
            fontsize=canvas.points(10), weight=weight, color=canvas.colour(ink),
        )  # fmt: skip


def _months(table: pd.DataFrame, canvas: Canvas) -> None:
    every = 6 if len(table) > 18 else 3
    marks = list(range(0, len(table), every))
    days = [stamp.date() for stamp in table["date"]]
    texts = [
        canvas.language.month(days[at], year=place == 0 or days[at].year != days[marks[place - 1]].year)
        for place, at in enumerate(marks)
    ]
    canvas.axes.set_xticks(marks, texts)
    canvas.axes.set_xlim(-0.7, len(table) - 0.3)
