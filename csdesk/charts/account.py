"""Charts of one account: ARR by month, seats bought against active users."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csdesk.charts.canvas import Canvas, Picture
from csdesk.charts.units import money_unit
from csdesk.charts.years import month_ends
from csdesk.model.messages import Message
from csdesk.model.money import Money

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from csdesk.rules.assessment import Assessment

_MONTHS = 24


def arr_by_month(ledger: pd.DataFrame, account_key: int | None, days: list[date]) -> pd.DataFrame:
    """ARR of one account on each day: ``date, arr`` (minor units of the reporting currency)."""
    own = ledger[ledger["account_key"] == account_key]
    stamps = np.asarray(days, dtype="datetime64[s]")
    start, stop = (own[name].to_numpy("datetime64[s]")[:, None] for name in ("start", "counted_to"))
    counts = (start <= stamps) & (np.isnat(stop) | (stamps <= stop))
    return pd.DataFrame({"date": pd.Series(stamps), "arr": own["annual"].to_numpy(np.int64, na_value=0) @ counts})


def seats_by_month(contracts: pd.DataFrame, measurements: pd.DataFrame, days: list[date]) -> pd.DataFrame:
    """Seats of one account on each day: ``date, bought, active`` (Float64, NA where not known).

    ``contracts`` (``start, end, seats``) and ``measurements`` (``metric, date, value``) hold
    its rows alone. Bought: the seats of the contracts running on the day, the latest ones
    going on after the last end. Active: the last count of active users in that month.
    """
    counts = measurements[measurements["metric"].isin(["active_users", "seats_used"])].dropna(subset=["date", "value"])
    preferred = counts[counts["metric"] == "active_users"]
    counts = (preferred if len(preferred) else counts).sort_values("date")
    stamps = np.asarray(days, dtype="datetime64[s]")
    bought, had = _seats_on(contracts.dropna(subset=["seats"]), stamps)
    counted, values = counts["date"].to_numpy("datetime64[s]"), counts["value"].to_numpy(np.float64, na_value=np.nan)
    last = np.searchsorted(counted, stamps, side="right") - 1
    firsts = stamps.astype("datetime64[M]").astype("datetime64[s]")
    known = (last >= 0) & (counted[last] >= firsts) if len(counted) else np.zeros(len(stamps), dtype=bool)
    active = values[last] if len(values) else np.full(len(stamps), np.nan)
    return pd.DataFrame(
        {
            "date": pd.Series(stamps),
            "bought": pd.Series(np.where(had, bought, np.nan), dtype="Float64"),
            "active": pd.Series(np.where(known, active, np.nan), dtype="Float64"),
        }
    )


def _seats_on(contracts: pd.DataFrame, stamps: NDArray[np.datetime64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Seats of the contracts running on each day, after the last end those that ended then; and whether there are any."""
    seats = contracts["seats"].to_numpy(np.float64)
    start, end = (contracts[name].to_numpy("datetime64[s]")[:, None] for name in ("start", "end"))
    running = (np.isnat(start) | (start <= stamps)) & (np.isnat(end) | (stamps <= end))
    if not np.isnat(end).all():
        last = np.nanmax(end)
        over = ~running.any(axis=0) & (stamps > last)
        running |= over & (end == last)
    return seats @ running.astype(np.float64), running.any(axis=0)


def account_arr(assessment: Assessment, account_key: int | None) -> Picture | Message:
    """Columns of 24 months; table ``date, arr``."""
    table = arr_by_month(assessment.ledger, account_key, month_ends(assessment.as_of, _MONTHS))
    if not table["arr"].any():
        return Message("This account has no recurring revenue in the last 24 months.")
    currency = assessment.policies.revenue.currency
    now = int(table["arr"].iloc[-1])
    before = int(table["arr"].iloc[-13])
    title = Message("ARR is {amount}", amount=Money(now, currency))
    if before and now != before:
        change = Money(abs(now - before), currency)
        title = (
            Message("ARR is {amount}, up {change} in 12 months", amount=Money(now, currency), change=change)
            if now > before
            else Message("ARR is {amount}, down {change} in 12 months", amount=Money(now, currency), change=change)
        )
    return Picture(
        title, Message("ARR at month end, {unit}"), table, partial(_paint_arr, table, currency),
        float(table["arr"].max()), currency,
    )  # fmt: skip


def account_seats(assessment: Assessment, account_key: int | None) -> Picture | Message:
    """Two lines over 24 months; the table is that of ``seats_by_month``."""
    contracts, measurements = assessment.contracts, assessment.frames.frame("measurement")
    own = contracts[contracts["account_key"] == account_key]
    measured = measurements[measurements["account_key"] == account_key]
    table = seats_by_month(own, measured, month_ends(assessment.as_of, _MONTHS))
    known = table.dropna(subset=["active"])
    if known.empty:
        return Message("No active users are known for this account in the last 24 months.")
    active = round(float(known["active"].iloc[-1]))
    bought = table["bought"].dropna()
    title = (
        Message("{active} of {bought} seats are active", active=active, bought=int(bought.iloc[-1]))
        if len(bought)
        else Message("{active} users are active", active=active)
    )
    return Picture(title, Message("Seats bought and active users, by month"), table, partial(_paint_seats, table))


def _months(table: pd.DataFrame, canvas: Canvas) -> None:
    marks = list(range(len(table) - 1, -1, -4))[::-1]
    days = [d.date() for d in table["date"]]
    texts = [canvas.language.month(days[i], year=i in (marks[0], marks[-1])) for i in marks]
    canvas.axes.set_xticks(marks, texts)


def _paint_arr(table: pd.DataFrame, currency: str, canvas: Canvas) -> None:
    largest = float(table["arr"].max())
    unit = money_unit(largest, currency, canvas.language)
    canvas.axes.bar(range(len(table)), table["arr"], width=0.72, **canvas.fill("accent"))
    canvas.axes.set_ylim(0, largest * 1.1)
    canvas.money_axis(unit)
    _months(table, canvas)


def _paint_seats(table: pd.DataFrame, canvas: Canvas) -> None:
    axes = canvas.axes
    ends = []
    for kind, token, ink, weight in (
        ("bought", "c6", "ink_2", "normal"),
        ("active", "accent", "accent_ink", "semibold"),
    ):
        known = table[kind].dropna().astype("float64")
        if known.empty:
            continue
        last = float(known.iloc[-1])
        line = axes.plot(known.index, known, color=canvas.colour(token), linewidth=2.0 if kind == "active" else 1.4)[0]
        if kind == "bought":
            line.set_drawstyle("steps-post")
        else:
            line.set(marker="o", markevery=[len(known) - 1])
        text = Message("{n} bought", n=int(last)) if kind == "bought" else Message("{n} active", n=round(last))
        ends.append((last, canvas.text(text), ink, weight))
    high = max(float(table[["bought", "active"]].max().max()), 1.0)
    axes.set_ylim(0, high * 1.12)
    canvas.number_axis()
    gap = canvas.points(16) / _room(canvas) * high * 1.12
    placed = -high
    for level, name, ink, weight in sorted(ends):
        placed = max(level, placed + gap)
        axes.annotate(
            name, (len(table) - 1, placed), (8, 0), textcoords="offset points", va="center", ha="left",
            fontsize=canvas.points(10), weight=weight, color=canvas.colour(ink),
        )  # fmt: skip
    _months(table, canvas)


def _room(canvas: Canvas) -> float:
    """About how high the axes are, in points: the figure without its title, subtitle, months and source."""
    return max(0.3, float(canvas.figure.get_size_inches()[1]) - 1.15) * 72
