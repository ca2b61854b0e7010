"""What a row says beside accounts and contracts: contacts, events, answers, tickets, invoices, touchpoints, tasks."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.churn_dates import CHURN_DATES
from csdesk.intake.currencies import currency_of
from csdesk.intake.headers import header_key, tidy
from csdesk.intake.rows import Rows
from csdesk.intake.typed import constant, integers, texts, to_minor, typed
from csdesk.intake.values.read import read_flags
from csdesk.model.fields import Field, Kind, record_type

# Without one of these a row does not give the record.
_NEEDS = {
    "contact": ("name", "email"), "event": ("date",), "touchpoint": ("date",), "response": ("score",), "rate": ("rate",),
    "ticket": ("external_id", "opened", "subject"), "invoice": ("external_id", "issued", "due", "amount"),
    "task": ("external_id", "text"), "milestone": ("external_id", "text"), "objective": ("external_id", "text"),
    "feedback": ("external_id", "text"), "touch_assignment": ("touch",),
}  # fmt: skip


def records_beside(rows: Rows) -> list[str]:
    """The record types other than account, contract, decision and measurement this table has fields for."""
    held = {code.split(".")[0] for code in rows.values if "." in code}
    subject = rows.mapping.subject
    return [r for r in _NEEDS if r in held and (r == subject or subject in ("account", "contract"))]


def fact_frame(
    rows: Rows, record: str, account_keys: Any, as_of: date, fallback_currency: str
) -> tuple[pd.DataFrame, Any]:
    """Stored columns of the record, one entry a table row, and the mask of rows that give one.

    ``account_keys`` are -1 where the account is unknown; such rows give nothing, except exchange rates.
    """
    kind = record_type(record)
    columns: dict[str, Any] = {}
    names = {f.name for f in kind.stored}
    if "account_key" in names:
        columns["account_key"] = integers(np.where(account_keys < 0, np.nan, account_keys))
    for field in kind.stored:
        values = rows.values.get(field.code)
        if values is not None and field.kind is not Kind.MONEY:
            columns[field.name] = typed(field.kind, values)
    _add_money(
        columns,
        rows,
        [f for f in kind.stored if f.kind is Kind.MONEY and f.code in rows.values],
        fallback_currency,
        names,
    )
    if record == "event" and "kind" not in columns:
        columns["kind"] = texts(_event_kinds(rows))
    if record == "response" and rows.mapping.subject != "response":
        columns.setdefault("date", typed(Kind.DATE, np.full(len(rows), np.datetime64(as_of, "D"))))
    if record == "touchpoint" and rows.mapping.subject != "touchpoint":
        columns["kind"] = texts(constant("meeting", len(rows)))
    present = np.zeros(len(rows), dtype=bool)
    for name in _NEEDS[record]:
        if name in columns:
            present |= ~pd.isna(columns[name])
    if "account_key" in names:
        present &= account_keys >= 0
    return pd.DataFrame(columns, copy=False), present & ~rows.rejected


def _add_money(columns: dict[str, Any], rows: Rows, fields: list[Field], fallback: str, names: set[str]) -> None:
    if not fields:
        return
    record = fields[0].record
    currency = currency_of(rows, [f.code for f in fields], f"{record}.currency", fallback)
    if record == "invoice" and rows.has("contract.currency"):
        currency = pc.coalesce(rows.values["contract.currency"], currency)
    for field in fields:
        columns[field.name] = integers(to_minor(rows.values[field.code], currency))
    if "currency" in names:
        some = np.zeros(len(rows), dtype=bool)
        for field in fields:
            some |= ~np.isnan(rows.values[field.code])
        columns["currency"] = texts(pc.if_else(pa.array(some), currency, pa.scalar(None, pa.string())))


def _event_kinds(rows: Rows) -> Any:
    """Churn where the date column says so or the table is one of churn events; a reactivation flag turns it."""
    column = rows.mapping.column_of("event.date")
    header = rows.table.headers[column] if column is not None else ""
    id_column = rows.mapping.column_of("event.external_id")
    id_header = tidy(rows.table.headers[id_column]) if id_column is not None else ""
    kind = "churn" if header_key(header) in CHURN_DATES or "churn" in id_header else "other"
    kinds = constant(kind, len(rows))
    for number, text in enumerate(rows.table.headers):
        if header_key(text) in ("isreactivation", "reactivation", "再契約", "復活"):
            back = read_flags(rows.table.columns[number]).values == 1
            kinds = pc.if_else(pa.array(back), "reactivation", kinds)
    return kinds


def account_frame(rows: Rows) -> pd.DataFrame:
    """The account columns the table has, one entry a row."""
    return pd.DataFrame(
        {f.name: typed(f.kind, rows.values[f.code]) for f in record_type("account").stored if f.code in rows.values},
        copy=False,
    )


def decision_frame(rows: Rows, contract_currency: Any) -> pd.DataFrame:
    """The renewal decision columns the table has, one entry a row; amounts in the contract's currency."""
    columns = {}
    for field in record_type("decision").stored:
        values = rows.values.get(field.code)
        if values is None:
            continue
        columns[field.name] = (
            integers(to_minor(values, contract_currency)) if field.kind is Kind.MONEY else typed(field.kind, values)
        )
    return pd.DataFrame(columns, copy=False)
