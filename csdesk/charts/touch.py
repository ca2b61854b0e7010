"""Touch tiers: their share of the accounts beside their share of the ARR."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from csdesk.charts.canvas import Canvas, Picture
from csdesk.charts.units import percent_text
from csdesk.charts.words import TOUCHES
from csdesk.model.messages import Message
from csdesk.model.money import Money

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

_ORDER = ("high", "low", "tech")
# Light and dark have tier colours for text only: the fills are those of the categories.
_TOKENS = {"high": "high", "low": "c5", "tech": "c6"}


def touch_tiers(assessment: Assessment) -> Picture | Message:
    """Two stacked columns; table ``touch, accounts, arr`` from the top tier down."""
    found = assessment.segments.set_index("touch")
    table = found.reindex([t for t in _ORDER if t in found.index])[["accounts", "arr"]]
    table = table.astype("int64").reset_index()
    if not table["accounts"].sum() or not table["arr"].sum():
        return Message("No account has a touch tier and recurring revenue yet.")
    currency = assessment.policies.revenue.currency
    top = table.iloc[0]
    return Picture(
        Message(
            "{accounts} of accounts bring {arr} of ARR",
            accounts=percent_text(top["accounts"] / table["accounts"].sum()),
            arr=percent_text(top["arr"] / table["arr"].sum()),
        ),
        Message("Touch tiers by accounts and by ARR"),
        table,
        partial(_paint, table, currency),
        float(table["arr"].sum()),
        currency,
    )


def _paint(table: pd.DataFrame, currency: str, canvas: Canvas) -> None:
    axes = canvas.axes
    shares = {name: (table[name] / table[name].sum()).to_numpy() for name in ("accounts", "arr")}
    tops: dict[str, list[float]] = {}
    for name, place in (("accounts", 0.0), ("arr", 1.0)):
        level, tops[name] = 1.0, [1.0]
        for row, share in zip(table.itertuples(), shares[name], strict=True):
            _column(canvas, row, currency, name, place, (level - share, share))
            level -= share
            tops[name].append(level)
    for above, below in zip(tops["accounts"][1:-1], tops["arr"][1:-1], strict=True):
        axes.plot([0.275, 0.725], [above, below], color=canvas.colour("line_2"), linewidth=0.8)
    totals = (
        Message("{n} accounts", n=int(table["accounts"].sum())),
        Message("{amount} ARR", amount=Money(int(table["arr"].sum()), currency)),
    )
    for place, text in enumerate(totals):
        axes.annotate(
            canvas.text(text), (place, 1.0), (0, 5), textcoords="offset points", ha="center", va="bottom",
            weight="semibold", fontsize=canvas.points(10), color=canvas.colour("ink"),
        )  # fmt: skip
    axes.set_xlim(-0.75, 1.75)
    axes.set_ylim(0, 1.06)
    axes.set_axis_off()


def _column(
    canvas: Canvas,
    row: Any,
    currency: str,
    name: str,
    place: float,
    span: tuple[float, float],
) -> None:
    axes = canvas.axes
    bottom, share = span
    touch = row.touch
    style = canvas.fill(_TOKENS[touch])
    axes.bar(
        place,
        share,
        bottom=bottom,
        width=0.55,
        facecolor=style["facecolor"],
        edgecolor=canvas.colour("bg"),
        linewidth=0.8,
    )
    middle = bottom + share / 2
    value = (
        canvas.language.number(row.accounts)
        if name == "accounts"
        else canvas.language.money(Money(int(row.arr), currency))
    )
    tall = share > 0.09
    if tall:
        axes.text(
            place, middle, value, ha="center", va="center", weight="semibold",
            fontsize=canvas.points(10), color=canvas.on(_TOKENS[touch]),
        )  # fmt: skip
    beside = percent_text(share)
    if name == "accounts":
        axes.text(
            -0.31, middle, f"{canvas.text(TOUCHES[touch])} {beside}" if tall else f"{canvas.text(TOUCHES[touch])} {beside}, {value}",
            ha="right", va="center", fontsize=canvas.points(10), color=canvas.colour("ink_2"),
        )  # fmt: skip
    else:
        axes.text(
            1.31, middle, beside if tall else f"{beside}, {value}",
            ha="left", va="center", fontsize=canvas.points(10), color=canvas.colour("ink_2"),
        )  # fmt: skip
