"""The ARR bridge: from the ARR of a year ago to that of today, movement by movement."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from csdesk.charts.canvas import Canvas, Picture
from csdesk.charts.units import MoneyUnit, money_unit, percent_text
from csdesk.model.messages import Message
from csdesk.model.periods import add_months

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

_BREAK_FROM = 0.55  # the axis is broken when the lowest step stands above this share of the highest


def bridge_steps(assessment: Assessment, months: int = 12) -> pd.DataFrame:
    """The bars of the bridge over that many months: ``step, label, amount, total``.

    ``amount`` is signed, in minor units of the reporting currency; ``total`` marks the two
    ends. New includes reactivation, expansion is upsell and cross-sell; currency effects
    appear only where there are any, and a difference that nothing explains is a bar of its own.
    """
    found = assessment.figures(add_months(assessment.as_of, -months)).bridge
    steps = [
        ("opening", Message("Opening"), found.opening, True),
        ("new", Message("New"), found.new + found.reactivation, False),
        ("expansion", Message("Expansion"), found.upsell + found.cross_sell, False),
        ("contraction", Message("Contraction"), -abs(found.contraction), False),
        ("churn", Message("Churn"), -abs(found.churn), False),
        ("fx", Message("Currency"), found.fx, False),
        ("closing", Message("Closing"), found.closing, True),
    ]
    rest = found.closing - sum(amount for step, _, amount, _ in steps if step != "closing")
    steps.insert(6, ("rest", Message("Unexplained"), rest, False))
    kept = [s for s in steps if s[2] or s[0] not in ("fx", "rest")]
    return pd.DataFrame(kept, columns=["step", "label", "amount", "total"])


def arr_bridge(assessment: Assessment) -> Picture | Message:
    """The waterfall of 12 months; its table is that of ``bridge_steps``."""
    steps = bridge_steps(assessment)
    amounts = steps.set_index("step")["amount"]
    if not amounts["opening"] and not amounts["closing"]:
        return Message("No recurring revenue yet: contracts with an amount and dates are missing.")
    return Picture(
        _title(amounts, assessment.policies.revenue.currency),
        Message("ARR bridge, {unit}, 12 months to {date}", date=assessment.as_of),
        steps,
        partial(_paint, steps, assessment),
        float(max(amounts["opening"], amounts["closing"])),
        assessment.policies.revenue.currency,
    )


def _title(amounts: pd.Series, currency: str) -> Message:
    won, lost = amounts["expansion"], -(amounts["churn"] + amounts["contraction"])
    grown = amounts["closing"] - amounts["opening"]
    if not amounts["opening"]:
        return Message("All ARR is new within 12 months")
    if not grown:
        return Message("ARR stands where it stood 12 months ago")
    if won > lost > 0:
        return Message("Expansion added more than churn and contraction took")
    if lost > won and grown > 0:
        return Message("New business carries the growth: churn and contraction took more than expansion added")
    if grown > 0:
        return Message("ARR grew {share} in 12 months, without losses", share=percent_text(grown / amounts["opening"]))
    return Message("Churn and contraction took more than all growth added")


def _floor(steps: pd.DataFrame) -> float:
    """Where the axis starts: 0, or just under the lowest step when all stand high."""
    levels = _levels(steps)
    inner = [min(a, b) for a, b, total in zip(levels["from"], levels["to"], steps["total"], strict=True) if not total]
    totals = steps.loc[steps["total"], "amount"]
    lowest, highest = min([*inner, *totals]), max([*levels["to"], *levels["from"]])
    if highest <= 0 or lowest <= 0 or lowest < _BREAK_FROM * highest:
        return 0.0
    return float(lowest - 0.45 * (highest - lowest) - 0.02 * highest)


def _levels(steps: pd.DataFrame) -> pd.DataFrame:
    """Where each bar starts and ends: ``from, to``."""
    amounts = steps["amount"].astype("float64").to_numpy()
    totals = steps["total"].to_numpy()
    ends, level = [], 0.0
    starts = []
    for amount, total in zip(amounts, totals, strict=True):
        starts.append(0.0 if total else level)
        level = amount if total else level + amount
        ends.append(level)
    return pd.DataFrame({"from": starts, "to": ends})


_TOKENS = {"opening": "c6", "closing": "accent", "contraction": "risk_fill", "churn": "risk_fill"}


def _paint(steps: pd.DataFrame, assessment: Assessment, canvas: Canvas) -> None:
    axes = canvas.axes
    levels = _levels(steps)
    unit = money_unit(float(levels.max().max()), assessment.policies.revenue.currency, canvas.language)
    floor = _floor(steps)
    top = float(levels.max().max())
    axes.set_ylim(floor, top + (top - floor) * 0.14)
    for place, (step, row) in enumerate(zip(steps.itertuples(), levels.itertuples(), strict=True)):
        low, high = sorted((max(row[1], floor) if step.total else row[1], row[2]))
        token = _TOKENS.get(step.step, "ok_fill" if step.amount >= 0 else "risk_fill")
        axes.bar(place, high - low, bottom=low, width=0.68, **canvas.fill(token))
        _label(canvas, place, high, step, unit)
        if place + 1 < len(steps):
            axes.plot([place + 0.34, place + 1 - 0.34], [row[2]] * 2, color=canvas.colour("axis"), linewidth=0.7)
    if floor:
        _break(canvas, [i for i, total in enumerate(steps["total"]) if total], floor, top)
    axes.set_xticks(range(len(steps)), _names(steps, assessment, canvas))
    axes.grid(False)
    axes.set_yticks([])
    axes.set_xlim(-0.55, len(steps) - 0.45)


def _label(canvas: Canvas, place: int, high: float, step: Any, unit: MoneyUnit) -> None:
    total, amount = bool(step.total), float(step.amount)
    token = "ink" if total or not amount else "ok" if amount > 0 else "risk"
    canvas.axes.annotate(
        unit.label(amount, canvas.language, sign=not total), (place, high), (0, 3), textcoords="offset points",
        ha="center", va="bottom", fontsize=canvas.points(10), weight="semibold", color=canvas.colour(token),
    )  # fmt: skip


def _break(canvas: Canvas, places: list[int], floor: float, top: float) -> None:
    """A white slash through the foot of the total bars: their axis does not start at 0."""
    height = top - floor
    for place in places:
        y = floor + 0.07 * height
        canvas.axes.fill(
            [place - 0.36, place + 0.36, place + 0.36, place - 0.36],
            [y - 0.015 * height, y + 0.03 * height, y + 0.06 * height, y + 0.015 * height],
            color=canvas.colour("bg"), zorder=3,
        )  # fmt: skip


def _names(steps: pd.DataFrame, assessment: Assessment, canvas: Canvas) -> list[str]:
    ends = {
        "opening": canvas.language.month(add_months(assessment.as_of, -12), year=True),
        "closing": canvas.language.month(assessment.as_of, year=True),
    }
    return [ends.get(s.step) or canvas.text(s.label) for s in steps.itertuples()]
