"""The numbers of a portfolio chart as a table that Excel and PowerPoint draw natively."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from csdesk.charts import words
from csdesk.charts.cohorts import AGES
from csdesk.charts.renewals import STACK, TOKENS
from csdesk.charts.seats import LOW_USE
from csdesk.charts.years import half_name, quarter_tick
from csdesk.i18n import Language
from csdesk.model.messages import Message
from csdesk.model.money import minor_digits
from csdesk.publish.sheets.waterfall import short_format

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

Kind = Literal["stacked", "shares", "lines", "bars", "scatter", "table"]


@dataclass(frozen=True, slots=True)
class NativeSeries:
    """A column of numbers; without a ``colour`` it carries the others unseen, as the base of a waterfall does."""

    name: str
    values: tuple[float | None, ...]
    colour: str | None


@dataclass(frozen=True, slots=True)
class NativeChart:
    """A chart as a table.

    Attributes:
        kind: ``table`` has no native chart: its numbers are shaded instead.
        head: what the categories are.
        across: for ``scatter`` alone: the value on the x axis of each row.
        number: number format of the values; ``short`` that of axis and labels.
    """

    kind: Kind
    head: str
    categories: tuple[str, ...]
    series: tuple[NativeSeries, ...]
    number: str
    short: str
    across: NativeSeries | None = None


@dataclass(frozen=True, slots=True)
class _Reader:
    """For whom and in which currency a table is made."""

    assessment: Assessment
    language: Language

    def say(self, message: Message | Any) -> str:
        return self.language.text(message) if isinstance(message, Message) else str(message)

    @property
    def currency(self) -> str:
        return self.assessment.policies.revenue.currency

    @property
    def money(self) -> str:
        digits = minor_digits(self.currency)
        return "#,##0" + ("." + "0" * digits if digits else "")

    def major(self, column: pd.Series[Any]) -> tuple[float | None, ...]:
        return _values(column, 10.0 ** minor_digits(self.currency))


def native_chart(code: str, table: pd.DataFrame, assessment: Assessment, language: Language) -> NativeChart:
    """The chart of that code from the table of its picture.

    Raises:
        KeyError: it is no chart of the portfolio.
    """
    return _MAKERS[code](table, _Reader(assessment, language))


def _values(column: pd.Series[Any], divisor: float = 1.0) -> tuple[float | None, ...]:
    found = column.to_numpy(dtype="float64", na_value=float("nan"))
    return tuple(None if value != value else float(value) / divisor for value in found)


def _bridge(table: pd.DataFrame, to: _Reader) -> NativeChart:
    amounts = [value or 0.0 for value in to.major(table["amount"])]
    ends = [bool(total) for total in table["total"]]
    base, level = [], 0.0
    for amount, end in zip(amounts, ends, strict=True):
        after = amount if end else level + amount
        base.append(0.0 if end else min(level, after))
        level = after
    parts = (
        (Message("Base"), base, None),
        (Message("Ends"), [a if end else 0.0 for a, end in zip(amounts, ends, strict=True)], "c6"),
        (Message("Gain"), [max(a, 0.0) if not end else 0.0 for a, end in zip(amounts, ends, strict=True)], "ok_fill"),
        (
            Message("Loss"),
            [max(-a, 0.0) if not end else 0.0 for a, end in zip(amounts, ends, strict=True)],
            "risk_fill",
        ),
    )
    series = tuple(NativeSeries(to.say(name), tuple(values), colour) for name, values, colour in parts)
    names = tuple(to.say(label) for label in table["label"])
    return NativeChart("stacked", to.say(Message("ARR bridge")), names, series, to.money, _short(to))


def _short(to: _Reader) -> str:
    return short_format(to.currency, to.language)


def _rates(table: pd.DataFrame, to: _Reader) -> NativeChart:
    months = tuple(to.language.month(day.date(), year=True) for day in table["date"])
    series = (
        NativeSeries("NRR", _values(table["nrr"]), "accent"),
        NativeSeries("GRR", _values(table["grr"]), "c6"),
    )
    return NativeChart("lines", to.say(Message("Month")), months, series, "0.0%", "0%")


def _renewals(table: pd.DataFrame, to: _Reader) -> NativeChart:
    months = tuple(to.language.month(day.date(), year=True) for day in table["month"])
    used = [code for code in STACK if table[code].any()]
    series = tuple(NativeSeries(to.say(words.FORECASTS[c]), to.major(table[c]), TOKENS[c]) for c in used)
    return NativeChart("stacked", to.say(Message("Month")), months, series, to.money, _short(to))


def _scatter(table: pd.DataFrame, to: _Reader) -> NativeChart:
    arr = table["arr"]
    tokens = (("at_risk", "risk_fill"), ("watch", "watch_fill"), ("healthy", "ok_fill"))
    series = tuple(
        NativeSeries(to.say(words.BANDS[band]), to.major(arr.where(table["band"] == band)), token)
        for band, token in tokens
    )
    across = NativeSeries(to.say(Message("Health")), _values(table["health"]), None)
    names = tuple(str(name) for name in table["name"])
    return NativeChart("scatter", to.say(Message("Account")), names, series, to.money, _short(to), across)


def _tiers(table: pd.DataFrame, to: _Reader) -> NativeChart:
    colours = {"high": "high", "low": "c5", "tech": "c6"}
    totals = [float(table[name].sum()) for name in ("accounts", "arr")]
    rows = list(zip(table["touch"], table["accounts"], table["arr"], strict=True))
    series = tuple(
        NativeSeries(to.say(words.TOUCHES[touch]), (float(n) / totals[0], float(arr) / totals[1]), colours[touch])
        for touch, n, arr in reversed(rows)
    )
    names = (to.say(Message("Accounts")), to.say(Message("ARR")))
    return NativeChart("shares", to.say(Message("Share")), names, series, "0.0%", "0%")


def _cohorts(table: pd.DataFrame, to: _Reader) -> NativeChart:
    calendar = to.assessment.policies.calendar
    names = tuple(to.say(half_name(int(half), calendar)) for half in table["half"])
    series = tuple(
        NativeSeries(to.say(Message("start") if age == 0 else Message("{n} mo", n=age)), _values(table[age]), "accent")
        for age in AGES
    )
    return NativeChart("table", to.say(Message("Retention by cohort")), names, series, "0%", "0%")


def _seats(table: pd.DataFrame, to: _Reader) -> NativeChart:
    use = _values(table["seat_use"])
    low = tuple(value if value is not None and value < LOW_USE else None for value in use)
    rest = tuple(value if value is not None and value >= LOW_USE else None for value in use)
    mark = f"{round(LOW_USE * 100)}%"
    series = (
        NativeSeries(to.say(Message("under {mark}", mark=mark)), low, "risk_fill"),
        NativeSeries(to.say(Message("{mark} or more", mark=mark)), rest, "accent"),
    )
    names = tuple(str(name) for name in table["name"])
    return NativeChart("bars", to.say(Message("Account")), names, series, "0%", "0%")


def _nps(table: pd.DataFrame, to: _Reader) -> NativeChart:
    calendar = to.assessment.policies.calendar
    names = tuple(quarter_tick(int(quarter), calendar, to.language) for quarter in table["quarter"])
    series = (
        NativeSeries("NPS", tuple(round(v, 1) if v is not None else None for v in _values(table["nps"])), "accent"),
    )
    return NativeChart("lines", to.say(Message("Quarter")), names, series, "0", "0")


def _stages(table: pd.DataFrame, to: _Reader) -> NativeChart:
    names = tuple(to.say(stage) for stage in table["stage"])
    series = (NativeSeries(to.say(Message("Accounts")), _values(table["accounts"]), "accent"),)
    return NativeChart("bars", to.say(Message("Stage")), names, series, "#,##0", "#,##0")


_MAKERS: Mapping[str, Callable[[pd.DataFrame, _Reader], NativeChart]] = {
    "arr_bridge": _bridge, "nrr_grr": _rates, "renewals_by_month": _renewals, "health_against_arr": _scatter,
    "touch_tiers": _tiers, "cohorts": _cohorts, "seats_used": _seats, "nps": _nps, "onboarding": _stages,
}  # fmt: skip
