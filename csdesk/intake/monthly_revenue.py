"""Recurring revenue by month as the contracts it implies: one for as long as the amount of a customer stays the same.

What stood in the first month began on an unknown day and was seen then. A month of 0, or a blank one up to
the as-of date, ends the contract the day before; a blank month after it says nothing. Several rows of
one customer and product are added up. Customers whose contracts are known from elsewhere get none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.currencies import currency_of
from csdesk.intake.merging import RowFrame
from csdesk.intake.month_meaning import REVENUE
from csdesk.intake.outcome import KnownRecords
from csdesk.intake.revenue_runs import Entries, known_entries, settled
from csdesk.intake.rows import Rows
from csdesk.intake.tablework import Gathered, TableWork
from csdesk.intake.typed import texts, to_minor
from csdesk.intake.values.cells import Fault
from csdesk.model.messages import Message
from csdesk.model.problems import Severity

_DAY = np.timedelta64(1, "D")
_ELSEWHERE = Fault(
    "contracts_known_otherwise",
    Message("Contracts of this customer are known from elsewhere, so its amounts by month were not added to them."),
    Message("Archive those contracts first if the months should count instead."),
)
_BLANK_ENDS = Fault(
    "blank_month",
    Message("This month is blank after months with an amount; the contract was taken to end before it."),
    Message("Fill in the amount if the customer went on paying."),
)
_NEGATIVE = Fault(
    "negative_month",
    Message("A negative amount by month gives no contract; it was taken for 0."),
    Message("Enter what the customer pays in that month."),
)


def pays_by_month(rows: Rows) -> bool:
    """Whether the table has columns of months with revenue."""
    return any(rows.mapping.columns[column].field in REVENUE for column in rows.months)


@dataclass(slots=True)
class _Amounts:
    """Amounts by month of the customers of a table: one line a customer and product, one column a month."""

    account: Any
    product: Any
    plan: Any
    currency: Any
    position: Any
    values: Any  # major units, 0 where nothing is paid
    firsts: Any  # the first day of each month
    basis: str


def add_histories(works: Sequence[TableWork], known: KnownRecords, gathered: Gathered, currency: str) -> None:
    """Gather the contracts that these tables imply, the one with the earliest month first."""
    read = [(work, amounts) for work in works if (amounts := _amounts(work, currency)) is not None]
    if not read:
        return
    read.sort(key=lambda pair: pair[1].firsts[0])
    book = known.frame("contract")
    beside = [p for p in gathered.parts.get("contract", []) if p.keys is not None and "account_key" in p.frame.columns]
    entries = known_entries(book, beside)
    next_key = max([known.next_key("contract"), *(int(p.keys.max()) + 1 for p in beside if len(p.keys))])
    for work, amounts in read:
        next_key = _add(work, amounts, entries, gathered, next_key)


def _add(work: TableWork, amounts: _Amounts, entries: Entries, gathered: Gathered, next_key: int) -> int:
    runs = _runs(amounts)
    found = settled(runs, entries, next_key)
    column = next((i for i, c in enumerate(work.rows.mapping.columns) if c.month is not None), 0)
    lost = runs["position"][found.elsewhere].drop_duplicates()
    for row in lost.tolist():
        work.rows.problem(row, column, _ELSEWHERE, Severity.NOTE)
    kept = found.runs
    if len(kept):
        stored = kept[
            ["account_key", "product", "plan", "amount", "basis", "currency", "start", "end", "status", "seen_on"]
        ]
        part = RowFrame(
            "contract", stored.reset_index(drop=True), kept["position"].to_numpy(), work.number,
            keys=kept["key"].to_numpy(dtype=np.int64), joins=True,
        )  # fmt: skip
        gathered.parts.setdefault("contract", []).append(part)
    if len(found.ends):
        ends = pd.DataFrame({"end": pd.array(found.ends["end"].to_numpy(), dtype="datetime64[s]")})
        of_runs = RowFrame(
            "contract", ends, found.ends["position"].to_numpy(), work.number,
            keys=found.ends["key"].to_numpy(dtype=np.int64),
        )  # fmt: skip
        gathered.parts.setdefault("contract", []).append(of_runs)
    return max(next_key, int(kept["key"].max()) + 1 if len(kept) else 0)


def _amounts(work: TableWork, fallback: str) -> _Amounts | None:
    rows = work.rows
    columns = rows.mapping.columns
    code = next((c for c in REVENUE if any(columns[i].field == c for i in rows.months)), None)
    if code is None or work.keys is None:
        return None
    places = sorted((i for i in rows.months if columns[i].field == code), key=lambda i: columns[i].month or work.as_of)
    fine = np.flatnonzero((work.keys >= 0) & ~rows.rejected)
    places = [i for i in places if np.isfinite(rows.months[i][fine]).any()]
    if not len(fine) or not places:
        return None
    values = _filled(work, places, fine)
    keys = work.keys[fine]
    product = rows.text("contract.product").to_numpy(zero_copy_only=False)[fine]
    if rows.has("contract.external_id"):
        numbers = rows.text("contract.external_id").to_numpy(zero_copy_only=False)[fine]
        product = np.where(pd.isna(product), numbers, product)
    line, first = _lines(keys, product)
    summed = np.zeros((len(first), len(places)))
    np.add.at(summed, line, values)
    currency = currency_of(rows, [code], "contract.currency", fallback).to_numpy(zero_copy_only=False)[fine]
    plan = rows.text("contract.plan").to_numpy(zero_copy_only=False)[fine]
    months = [np.datetime64(columns[i].month, "M").astype("datetime64[s]") for i in places]
    return _Amounts(
        keys[first], product[first], plan[first], currency[first], fine[first], summed, np.array(months),
        "monthly" if code == "contract.mrr" else "annual",
    )  # fmt: skip


def _lines(keys: Any, product: Any) -> tuple[Any, Any]:
    """For each row the number of its customer and product, and the first row of each."""
    pairs = pd.DataFrame({"account": keys, "product": pd.Series(product, dtype=object).fillna("")})
    line = pairs.groupby(["account", "product"], sort=False).ngroup().to_numpy()
    return line, np.unique(line, return_index=True)[1]


def _filled(work: TableWork, places: Sequence[int], fine: Any) -> Any:
    """Amounts of the fine rows; what is not said stays as in the month before, blanks up to the as-of date are 0."""
    rows = work.rows
    values = np.column_stack([rows.months[i][fine] for i in places]).astype(np.float64)
    blank = np.column_stack([_is_blank(rows, i)[fine] for i in places])
    months = np.array([np.datetime64(rows.mapping.columns[i].month, "M") for i in places])
    over = months <= np.datetime64(work.as_of, "M")
    negative = values < 0
    for at, place in np.argwhere(negative).tolist():
        rows.problem(int(fine[at]), places[place], _NEGATIVE, Severity.NOTE, rows.mapping.columns[places[place]].field)
    values[negative] = 0.0
    ends = np.isnan(values) & blank & over
    values[ends] = 0.0
    values = pd.DataFrame(values).ffill(axis=1).fillna(0.0).to_numpy()
    before = np.column_stack([np.zeros(len(fine)), values[:, :-1]])
    for at, place in np.argwhere(ends & (before > 0)).tolist():
        rows.problem(
            int(fine[at]), places[place], _BLANK_ENDS, Severity.NOTE, rows.mapping.columns[places[place]].field
        )
    return values


def _is_blank(rows: Rows, column: int) -> Any:
    """The cells of a column that say nothing; those that could not be read say something."""
    bad = {p.row for p in rows.problems if p.column == rows.table.column_numbers[column] and p.severity == Severity.LEFT_EMPTY}  # fmt: skip
    unread = np.isin(rows.table.row_numbers.to_numpy(), np.array(sorted(bad), dtype=np.int64))
    filled = pc.is_valid(rows.table.columns[column].texts).to_numpy(zero_copy_only=False)
    return ~(filled & unread)


def _runs(amounts: _Amounts) -> pd.DataFrame:
    """One row a stretch of months with the same amount above 0, in the columns of stored contracts.

    Beside them ``begin`` (the first day), ``first`` (it stands in the first month) and ``position``.
    """
    values = amounts.values
    before = np.column_stack([np.full(len(values), np.nan), values[:, :-1]])
    changes = values != before
    line, month = np.nonzero(changes)  # by line, then by month
    follows = np.r_[line[1:] == line[:-1], False] if len(line) else np.zeros(0, dtype=bool)
    next_begin = np.where(follows, amounts.firsts[np.r_[month[1:], 0]], np.datetime64("NaT", "s"))
    next_value = np.where(follows, values[line, month][np.r_[1 : len(line), 0]], np.nan)
    begin = amounts.firsts[month]
    first = month == 0
    currency = amounts.currency[line]
    frame = pd.DataFrame(
        {
            "account_key": pd.array(amounts.account[line], dtype="Int64"),
            "product": texts(_none(amounts.product[line])),
            "plan": texts(_none(amounts.plan[line])),
            "amount": pd.array(np.zeros(len(line), dtype=np.int64), dtype="Int64"),
            "basis": texts([amounts.basis] * len(line)),
            "currency": texts(currency.tolist()),
            "start": pd.array(np.where(first, np.datetime64("NaT", "s"), begin), dtype="datetime64[s]"),
            "end": pd.array((next_begin - _DAY).astype("datetime64[s]"), dtype="datetime64[s]"),
            "status": texts([("ended" if value == 0 else None) for value in next_value.tolist()]),
            "seen_on": pd.array(begin, dtype="datetime64[s]"),
            "begin": pd.array(begin, dtype="datetime64[s]"),
            "first": first,
            "position": amounts.position[line],
        }
    )
    frame["amount"] = pd.array(_minor(values[line, month], currency), dtype="Int64")
    return frame[values[line, month] > 0].reset_index(drop=True)


def _minor(values: Any, currency: Any) -> Any:
    return np.nan_to_num(np.asarray(to_minor(values, pa.array(currency, pa.string())), dtype=np.float64)).astype(
        np.int64
    )


def _none(values: Any) -> list[Any]:
    return [None if pd.isna(value) else value for value in values.tolist()]
