"""The columns of a contract row turned into what is stored: amount and basis, start and end, notice, status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.churn_dates import ENDS_CONTRACTS, churned_on, ended_by, with_ended
from csdesk.intake.currencies import currency_of
from csdesk.intake.rows import Rows
from csdesk.intake.typed import constant, integers, texts, to_minor, typed
from csdesk.intake.values.cells import Fault
from csdesk.model.fields import Kind, record_type
from csdesk.model.messages import Message
from csdesk.model.problems import Severity

# Columns that fix their basis, in order of trust: where MRR and ARR both stand, ARR counts.
_FIXED = (
    ("contract.arr", "annual"),
    ("contract.mrr", "monthly"),
    ("contract.quarterly_amount", "quarterly"),
    ("contract.total_value", "total"),
)
_TAKEN_APART = frozenset(
    [
        "account_key",
        "start",
        "end",
        "amount",
        "basis",
        "currency",
        "tax",
        "notice_n",
        "notice_unit",
        "notice_written",
        "seen_on",
        "list_price",
        "archived",
    ]
)
_DISAGREE = Fault(
    "mrr_and_arr_disagree",
    Message("ARR is not twelve times MRR; ARR was taken."),
    Message("Check which of the two is right."),
)
_BACKWARDS = Fault(
    "ends_before_it_starts",
    Message("This contract ends before it starts."),
    Message("Check both dates; they were taken as they stand."),
)
AS_FIRST_DAY = Message("These dates name the first day of the next term, so contracts end the day before.")
UNSAID_BASIS = Message(
    "Nothing says what period the amount is for; it was taken for the whole term, or for a year where no term is given."
)
AS_LAST_DAY = Message("These dates were taken as the last day of the term.")


@dataclass(frozen=True, slots=True)
class ContractRows:
    """Contracts of a table.

    Attributes:
        frame: stored contract columns without key and account_key, one entry a table row.
        present: mask of rows that have an amount or a date (DOMAIN section 11).
        one_off: the same for one-off amounts in a column of their own, or None.
        reasons: field code → how its column was understood.
    """

    frame: pd.DataFrame
    present: Any
    one_off: tuple[pd.DataFrame, Any] | None
    reasons: dict[str, Message]


def contract_rows(rows: Rows, fallback_currency: str) -> ContractRows:
    """The contracts of every row of the table, rejected rows included."""
    reasons: dict[str, Message] = {}
    start, end, months = _term(rows, reasons)
    dated = ~np.isnat(start) | ~np.isnat(end)
    if (left := churned_on(rows)) is not None:
        end = ended_by(left, start, end)
        reasons["event.date"] = ENDS_CONTRACTS
    amount, basis = _amount(rows, start, end)
    if not rows.has("contract.basis", "contract.billing"):
        reasons["contract.amount"] = UNSAID_BASIS
    named = {f.name: f for f in record_type("contract").stored}
    columns: dict[str, Any] = {}
    for name, field in named.items():
        values = rows.values.get(field.code)
        if values is not None and name not in _TAKEN_APART:
            columns[name] = typed(field.kind, values)
    if left is not None:
        columns["status"] = texts(with_ended(rows.text("contract.status"), left, start))
    _add_term(columns, rows, start, end, months)
    money = [code for code, _ in _FIXED] + ["contract.amount", "contract.list_price"]
    currency = currency_of(rows, money, "contract.currency", fallback_currency)
    has_amount = ~np.isnan(amount)
    if rows.has(*(code for code, _ in _FIXED), "contract.amount"):
        columns["amount"] = integers(to_minor(amount, currency))
        columns["basis"] = texts(basis)
        columns["currency"] = texts(pc.if_else(pa.array(has_amount), currency, rows.text("contract.currency")))
        columns |= _tax(rows, has_amount)
    elif rows.has("contract.currency"):
        columns["currency"] = texts(rows.values["contract.currency"])
    if rows.has("contract.list_price"):
        columns["list_price"] = integers(to_minor(rows.values["contract.list_price"], currency))
    _add_notice(columns, rows)
    present = has_amount | dated
    _note_oddities(rows, start, end, currency)
    return ContractRows(pd.DataFrame(columns, copy=False), present, _one_off(rows, columns, fallback_currency), reasons)


def _dates(rows: Rows, code: str) -> Any:
    found = rows.values.get(code)
    return np.full(len(rows), "NaT", dtype="datetime64[D]") if found is None else found


def _term(rows: Rows, reasons: dict[str, Message]) -> tuple[Any, Any, Any]:
    """Starts, ends and months of each row; ends filled from the renewal date, then from the length."""
    start, end = _dates(rows, "contract.start").copy(), _dates(rows, "contract.end").copy()
    nan = np.full(len(rows), np.nan)
    months = rows.values.get("contract.term_months", nan)
    months = np.where(np.isnan(months), rows.values.get("term_length", nan), months)
    start = np.where(np.isnat(start), _dates(rows, "term_start"), start)
    end = np.where(np.isnat(end), _dates(rows, "term_end"), end)
    if rows.has("contract.renewal_date"):
        renewal = rows.values["contract.renewal_date"]
        first_day = names_first_day(renewal, start)
        reasons["contract.renewal_date"] = AS_FIRST_DAY if first_day else AS_LAST_DAY
        end = np.where(np.isnat(end), renewal - np.timedelta64(1, "D") if first_day else renewal, end)
    return start, np.where(np.isnat(end), end_of_term(start, months), end), months


def names_first_day(renewal: Any, start: Any) -> bool:
    """Whether a renewal date column names the first day of the next term: anniversaries, or mostly firsts of a month.

    Args:
        renewal, start: ``datetime64[D]``, NaT absent (DOMAIN section 1).
    """
    filled = ~np.isnat(renewal)
    if not filled.any():
        return False
    both = filled & ~np.isnat(start)
    if both.any():
        same_day = _day_of_month(renewal[both]) == _day_of_month(start[both])
        same_month = _month_of_year(renewal[both]) == _month_of_year(start[both])
        if (same_day & same_month).mean() > 0.5:
            return True
    return bool((_day_of_month(renewal[filled]) == 1).mean() > 0.5)


def _day_of_month(days: Any) -> Any:
    return (days - days.astype("datetime64[M]")).astype(np.int64) + 1


def _month_of_year(days: Any) -> Any:
    return days.astype("datetime64[M]").astype(np.int64) % 12


def end_of_term(start: Any, months: Any) -> Any:
    """The last day of a term of that many months: 2026-04-01 and 12 → 2027-03-31; NaT where either is absent."""
    known = ~np.isnat(start) & ~np.isnan(months)
    count = np.where(known, months, 0).astype(np.int64)
    month = start.astype("datetime64[M]") + count
    day = np.minimum(_day_of_month(start), _day_of_month((month + 1).astype("datetime64[D]") - 1))
    ends = month.astype("datetime64[D]") + (np.where(known, day, 1) - 2)
    return np.where(known, ends, np.datetime64("NaT", "D"))


def _amount(rows: Rows, start: Any, end: Any) -> tuple[Any, Any]:
    """Amounts in major units and the basis of each (string array)."""
    amount = np.full(len(rows), np.nan)
    basis = pa.nulls(len(rows), pa.string())
    for code, name in _FIXED:
        if code in rows.values:
            fill = np.isnan(amount) & ~np.isnan(rows.values[code])
            amount = np.where(fill, rows.values[code], amount)
            basis = pc.if_else(pa.array(fill), name, basis)
    if "contract.amount" in rows.values:
        fill = np.isnan(amount) & ~np.isnan(rows.values["contract.amount"])
        amount = np.where(fill, rows.values["contract.amount"], amount)
        whole_term = pc.if_else(pa.array(~np.isnat(start) & ~np.isnat(end)), "total", "annual")
        neutral = pc.coalesce(rows.text("contract.basis"), rows.text("contract.billing"), whole_term)
        basis = pc.if_else(pa.array(fill), neutral, basis)
    return amount, basis


def _add_term(columns: dict[str, Any], rows: Rows, start: Any, end: Any, months: Any) -> None:
    if rows.has("contract.start", "term_start"):
        columns["start"] = typed(Kind.DATE, start)
    if not np.isnat(end).all():
        columns["end"] = typed(Kind.DATE, end)
    if not np.isnan(months).all():
        columns["term_months"] = integers(months)


def _tax(rows: Rows, has_amount: Any) -> dict[str, Any]:
    said = next(
        (rows.units[c].tax for c, _ in (*_FIXED, ("contract.amount", "")) if c in rows.units and rows.units[c].tax),
        None,
    )
    if said is None and not rows.has("contract.tax"):
        return {}
    column = rows.text("contract.tax")
    return {
        "tax": texts(
            pc.coalesce(
                column, pc.if_else(pa.array(has_amount), pa.scalar(said, pa.string()), constant(None, len(rows)))
            )
        )
    }


def _add_notice(columns: dict[str, Any], rows: Rows) -> None:
    if rows.has("contract.notice_n"):
        columns["notice_n"] = integers(rows.values["contract.notice_n"])
        columns["notice_unit"] = texts(rows.text("contract.notice_unit"))
    if rows.has("contract.notice_written"):
        columns["notice_written"] = typed(Kind.FLAG, rows.values["contract.notice_written"])


def _note_oddities(rows: Rows, start: Any, end: Any, currency: Any) -> None:
    if rows.has("contract.arr") and rows.has("contract.mrr"):
        arr, mrr = rows.values["contract.arr"], rows.values["contract.mrr"]
        # An MRR rounded to its last shown digit may be twelve halves of it off.
        unit = rows.units["contract.mrr"].scale if "contract.mrr" in rows.units else 1.0
        with np.errstate(invalid="ignore"):
            off = np.abs(arr - 12 * mrr) > np.maximum(6.0 * max(unit, 1.0), 0.001 * np.abs(arr))
        column = rows.mapping.column_of("contract.arr") or 0
        for row in np.flatnonzero(off).tolist():
            rows.problem(row, column, _DISAGREE, Severity.NOTE, "contract.arr")
    backwards = ~np.isnat(start) & ~np.isnat(end) & (end < start)
    column = next(
        (
            c
            for code in ("end", "renewal_date", "term", "term_months")
            if (c := rows.mapping.column_of(f"contract.{code}")) is not None
        ),
        0,
    )
    for row in np.flatnonzero(backwards).tolist():
        rows.problem(row, column, _BACKWARDS, Severity.NOTE, "contract.end")


def _one_off(rows: Rows, columns: dict[str, Any], fallback_currency: str) -> tuple[pd.DataFrame, Any] | None:
    """A line of its own for each one-off amount; its product is the header of the column."""
    code = "contract.one_off"
    if code not in rows.values:
        return None
    amount = rows.values[code]
    currency = currency_of(rows, [code], "contract.currency", fallback_currency)
    header = rows.table.headers[rows.mapping.column_of(code) or 0]
    frame: dict[str, Any] = {name: columns[name] for name in ("start", "end") if name in columns}
    frame |= {
        "product": texts(constant(header, len(rows))),
        "amount": integers(to_minor(amount, currency)),
        "basis": texts(constant("one_off", len(rows))),
        "currency": texts(currency),
    }
    if rows.has("contract.external_id"):
        own = pc.binary_join_element_wise(rows.values["contract.external_id"], header, " / ")
        frame["external_id"] = texts(own)
    with np.errstate(invalid="ignore"):
        return pd.DataFrame(frame), amount > 0
