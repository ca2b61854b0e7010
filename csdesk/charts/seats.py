"""Seats used of seats bought, for the accounts with the most ARR."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from csdesk.charts.canvas import Canvas, Picture
from csdesk.charts.units import percent_text
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

_SHOWN = 8
LOW_USE = 0.65


def seats_used(assessment: Assessment) -> Picture | Message:
    """Bars of the largest accounts, least used first; table ``name, arr, seat_use`` (ratio)."""
    accounts = assessment.accounts
    known = accounts[accounts["seat_use"].notna() & (accounts["arr"].fillna(0) > 0)]
    if known.empty:
        return Message("Seats used need seats bought and active users of at least one account.")
    largest = known.nlargest(_SHOWN, "arr")[["name", "arr", "seat_use"]]
    table = largest.astype({"seat_use": "float64"}).sort_values("seat_use", kind="stable").reset_index(drop=True)
    low = int((table["seat_use"] < LOW_USE).sum())
    return Picture(
        _title(table, low),
        Message("Seats used, % of seats bought, {date}", date=assessment.as_of),
        table,
        partial(_paint, table),
    )


def _title(table: pd.DataFrame, low: int) -> Message:
    mark = percent_text(LOW_USE)
    if low == 1:
        return Message("1 of the {n} largest uses under {mark} of its seats", n=len(table), mark=mark)
    if low:
        return Message("{k} of the {n} largest use under {mark} of seats", k=low, n=len(table), mark=mark)
    least = percent_text(float(table["seat_use"].iloc[0]))
    return Message("The {n} largest all use {share} of their seats or more", n=len(table), share=least)


def _paint(table: pd.DataFrame, canvas: Canvas) -> None:
    axes = canvas.axes
    places = list(range(len(table)))[::-1]
    use = table["seat_use"].clip(upper=1.0)
    axes.barh(places, [1.0] * len(table), height=0.5, color=canvas.colour("bar_track"))
    for place, share, full in zip(places, use, table["seat_use"], strict=True):
        low = full < LOW_USE
        axes.barh(place, share, height=0.5, **canvas.fill("risk_fill" if low else "accent"))
        axes.annotate(
            percent_text(full), (1.0, place), (8, 0), textcoords="offset points", ha="left", va="center",
            weight="semibold", fontsize=canvas.points(10), color=canvas.colour("risk" if low else "ink"),
        )  # fmt: skip
    axes.set_yticks(places, [_short(name) for name in table["name"]])
    axes.tick_params(axis="y", labelcolor=canvas.colour("ink"), labelsize=canvas.points(10))
    axes.set_xticks([])
    axes.set_xlim(0, 1.0)
    axes.spines["bottom"].set_visible(False)
    axes.grid(False)


def _short(name: str, longest: int = 26) -> str:
    return name if len(name) <= longest else name[: longest - 1] + "…"
