"""Health against ARR: one mark an account, shape and colour by band."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from csdesk.charts.canvas import Canvas, Picture
from csdesk.charts.labels import place_names
from csdesk.model.messages import Message
from csdesk.model.money import Money, minor_digits

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

_MARKS = {"healthy": ("o", "ok_fill"), "watch": ("^", "watch_fill"), "at_risk": ("s", "risk_fill")}
_NAMED = 12
_WIDE = 6.0  # inches; in less fewer names are written, and where need be their first word alone
_TOO_MANY = 5000  # marks beyond this are drawn as pixels, so that vector files stay small


def health_against_arr(assessment: Assessment) -> Picture | Message:
    """Scatter on a log scale; table ``name, touch, health, arr, band`` of accounts that have both."""
    accounts = assessment.accounts
    enough = accounts["health"].notna() & accounts["band"].isin(list(_MARKS))
    known = accounts[(accounts["arr"].fillna(0) > 0) & enough]
    table = known[["name", "touch", "health", "arr", "band"]].reset_index(drop=True)
    if table.empty:
        return Message("No account has both a health score and recurring revenue yet.")
    currency = assessment.policies.revenue.currency
    watch, healthy = assessment.policies.health[0].watch_from, assessment.policies.health[0].healthy_from
    return Picture(
        _title(table, watch, currency),
        Message("Health against ARR (log scale), {n} accounts", n=len(table)),
        table,
        partial(_paint, table, currency, (watch, healthy)),
        float(table["arr"].max()),
        currency,
    )


def _title(table: pd.DataFrame, watch: int, currency: str) -> Message:
    high = table[table["touch"].fillna("") == "high"]
    below = int((high["health"] < watch).sum())
    if len(high) and below:
        if below == 1:
            return Message("1 of {n} high-touch accounts is below {mark}", n=len(high), mark=watch)
        return Message("{k} of {n} high-touch accounts are below {mark}", k=below, n=len(high), mark=watch)
    at_risk = table[table["band"].fillna("") == "at_risk"]
    if len(at_risk):
        amount = Money(int(at_risk["arr"].sum()), currency)
        return Message("{n} accounts with {amount} of ARR are at risk", n=len(at_risk), amount=amount)
    return Message("No account is at risk")


def _paint(table: pd.DataFrame, currency: str, cuts: tuple[int, int], canvas: Canvas) -> None:
    axes = canvas.axes
    one = 10 ** minor_digits(currency)
    health = table["health"].to_numpy(dtype="float64")
    arr = table["arr"].to_numpy(dtype="float64")
    left = max(0.0, 10 * np.floor((health.min() - 3) / 10))
    axes.set_yscale("log")
    axes.set_xlim(left, 100)
    axes.set_ylim(arr.min() * 0.7, arr.max() * 1.6)
    axes.axvspan(left, cuts[0], color=canvas.colour("risk_tint"), zorder=0)
    for cut in cuts:
        axes.axvline(cut, color=canvas.colour("axis"), linewidth=0.8, dashes=(3, 3), zorder=1)
    for band, (shape, token) in _MARKS.items():
        chosen = (table["band"].fillna("") == band).to_numpy()
        style = canvas.fill(token)
        axes.scatter(
            health[chosen], arr[chosen], marker=shape, s=26 * canvas.scale, zorder=2,
            facecolor=style["facecolor"], hatch=style["hatch"], rasterized=len(table) > _TOO_MANY,
            edgecolor=canvas.colour("ink") if canvas.look == "print" else canvas.colour("bg"), linewidth=0.6,
        )  # fmt: skip
    axes.yaxis.set_major_locator(FixedLocator(_round_marks(arr.min(), arr.max(), one)))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: _tick(v, currency, canvas)))
    _health_ticks(left, cuts, canvas)
    place_names(canvas, list(zip(health, arr, strict=True)), _named(table, canvas), canvas.points(9.5))


def _health_ticks(left: float, cuts: tuple[int, int], canvas: Canvas) -> None:
    """The ends and the cuts, with what is measured written between the cuts."""
    marks = [*(mark for mark in (left, 90.0) if all(abs(mark - cut) >= 10 for cut in cuts)), *map(float, cuts)]
    texts = {mark: canvas.language.number(mark) for mark in marks}
    if cuts[1] - cuts[0] >= 15:
        texts[(cuts[0] + cuts[1]) / 2] = canvas.text(Message("health"))
    else:
        canvas.axes.set_xlabel(canvas.text(Message("health")), fontsize=canvas.points(10))
    canvas.axes.set_xticks(sorted(texts), [texts[mark] for mark in sorted(texts)])


def _tick(minor: float, currency: str, canvas: Canvas) -> str:
    """¥20M, ¥0.2M, 2,000万: marks are round, so a zero after the point says nothing."""
    return canvas.language.money(Money(int(minor), currency)).removesuffix("円").replace(".0", "")


def _round_marks(low: float, high: float, one: int) -> list[float]:
    """At most four round amounts, evenly spread on the log scale."""
    marks = [m * 10.0**e * one for e in range(14) for m in (1, 2, 5) if low * 0.7 <= m * 10.0**e * one <= high * 1.6]
    return marks[:: max(1, -(-len(marks) // 4))]


def _named(table: pd.DataFrame, canvas: Canvas) -> dict[int, tuple[str, ...]]:
    """The names worth reading, each with its first word: the largest ARR first, those at risk before the healthy."""
    weight = table["arr"].astype("float64") * table["band"].map({"at_risk": 3.0, "watch": 1.5}).fillna(1.0).astype(
        "float64"
    )
    wide = canvas.figure.get_size_inches()[0]
    order = weight.sort_values(ascending=False).index[: _NAMED if wide >= _WIDE else 6]
    first = table["name"].astype(str).str.split(n=1).str[0]
    alone = ~first.duplicated(keep=False)
    return {int(i): (str(table.loc[i, "name"]), *([str(first[i])] if alone[i] and wide < _WIDE else [])) for i in order}
