"""Net ARR retention of the accounts that signed in the same half-year."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.colors import LinearSegmentedColormap

from csdesk.charts.canvas import Canvas, Picture
from csdesk.charts.years import fiscal_quarters, half_name, half_period
from csdesk.model.messages import Message
from csdesk.model.periods import add_months

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

AGES = (0, 6, 12, 18, 24, 30, 36)  # months since the start
_COHORTS = 6


def cohort_table(assessment: Assessment) -> pd.DataFrame:
    """One row a cohort, oldest first: ``half``, ``accounts``, then one column an age of ``AGES``.

    A cell is the cohort's ARR at that age over its ARR at the start (1.0 = kept), NaN
    while not every account of the cohort can have reached the age.
    """
    ledger = assessment.ledger
    lines = ledger[ledger["annual"].fillna(0) > 0].dropna(subset=["start"])
    lines = lines[lines["start"] <= pd.Timestamp(assessment.as_of)]
    first = lines.groupby("account_key")["start"].min()
    half = fiscal_quarters(first, assessment.policies.calendar) // 2
    start = lines["account_key"].map(first)
    cohort = lines["account_key"].map(half)
    stop = lines["counted_to"].fillna(pd.Timestamp("2200-01-01"))
    amount = lines["annual"].astype("float64")
    columns = {}
    for age in AGES:
        day = start + pd.DateOffset(months=age)
        counted = amount.where((lines["start"] <= day) & (day <= stop), 0.0)
        columns[age] = counted.groupby(cohort).sum()
    sums = pd.DataFrame(columns)
    table = sums.div(sums[0].where(sums[0] > 0), axis=0)
    for age in AGES:
        reached = add_months(assessment.as_of, -age)
        ends = [half_period(int(h), assessment.policies.calendar).end for h in table.index]
        table[age] = table[age].where([end <= reached or age == 0 for end in ends], np.nan)
    table.insert(0, "accounts", half.groupby(half).size())
    return table.rename_axis("half").reset_index()


def cohort_retention(assessment: Assessment) -> Picture | Message:
    """Heat map around 100; the table is that of ``cohort_table``, its newest cohorts."""
    if assessment.ledger.empty:
        return Message("No cohorts yet: contracts with an amount and a start are missing.")
    table = cohort_table(assessment)
    table = table[table[6].notna()].tail(_COHORTS).reset_index(drop=True)
    if len(table) < 2:
        return Message("Cohorts need accounts that signed in at least two half-years, six months ago or more.")
    calendar = assessment.policies.calendar
    return Picture(
        _title(table, assessment),
        Message("Net ARR retention by signing half-year, start = 100"),
        table,
        partial(_paint, table, [half_name(int(h), calendar) for h in table["half"]]),
    )


def _title(table: pd.DataFrame, assessment: Assessment) -> Message:
    """The newest cohort that is a year old against the oldest, at the greatest age both have reached."""
    aged = table[table[12].notna()]  # what half a year shows is mostly the first term
    new, old = (aged if len(aged) > 1 else table).iloc[-1], table.iloc[0]
    age = max(a for a in AGES[1:] if pd.notna(new[a]) and pd.notna(old[a]))
    calendar = assessment.policies.calendar
    values = {
        "new": half_name(int(new["half"]), calendar),
        "old": half_name(int(old["half"]), calendar),
        "a": round(new[age] * 100),
        "b": round(old[age] * 100),
        "age": age,
    }
    if values["a"] < values["b"]:
        return Message("{new} keeps less than {old}: {a} against {b} after {age} months", **values)
    if values["a"] > values["b"]:
        return Message("{new} keeps more than {old}: {a} against {b} after {age} months", **values)
    return Message("{new} keeps as much as {old}: {a} after {age} months", **values)


_SCALES = {
    "light": ("#E0B283", "#EEF1F4", "#4C78C4"),
    "dark": ("#8F6330", "#2D2F34", "#4E6FC0"),
    "print": ("#F4F4F2", "#DADBDD", "#85888E"),
}


def _paint(table: pd.DataFrame, names: list[Message], canvas: Canvas) -> None:
    axes = canvas.axes
    values = table[list(AGES)].to_numpy(dtype="float64") * 100
    shown = ~np.isnan(values)
    reach = max(12.0, np.nanmax(np.abs(values - 100)))
    colours = LinearSegmentedColormap.from_list("retention", list(_SCALES[canvas.look]))
    axes.imshow(np.ma.masked_invalid(values), cmap=colours, vmin=100 - reach, vmax=100 + reach, aspect="auto")
    for row, column in zip(*np.nonzero(shown), strict=True):
        value = values[row, column]
        red, green, blue, _ = colours((value - 100 + reach) / (2 * reach))
        dark = 0.299 * red + 0.587 * green + 0.114 * blue < 0.55
        axes.text(
            column, row, canvas.language.number(float(value)), ha="center", va="center", weight="semibold" if column else "normal",
            fontsize=canvas.points(10), color="#FFFFFF" if dark else "#1B1C20",
        )  # fmt: skip
    columns = int(np.nonzero(shown.any(axis=0))[0].max()) + 1
    axes.set_xlim(-0.5, columns - 0.5)
    heads = [canvas.text(Message("start") if age == 0 else Message("{n} mo", n=age)) for age in AGES[:columns]]
    axes.set_xticks(range(columns), heads)
    axes.xaxis.tick_top()
    axes.set_yticks(range(len(names)), [canvas.text(name) for name in names])
    axes.tick_params(axis="y", labelcolor=canvas.colour("ink_2"))
    axes.spines["bottom"].set_visible(False)
    axes.grid(False)
    axes.set_xticks(np.arange(0.5, columns - 1), minor=True)
    axes.set_yticks(np.arange(0.5, len(names) - 1), minor=True)
    axes.grid(True, which="minor", axis="both", color=canvas.colour("bg"), linewidth=1.5)
    axes.tick_params(which="minor", length=0)
    axes.set_axisbelow(False)
