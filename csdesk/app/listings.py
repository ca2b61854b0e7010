"""Records as rows for other programs and for tables of text: names are field codes, money in major units."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from csdesk.app.edits import plain_value
from csdesk.model.fields import Kind, RecordType, record_type
from csdesk.model.keys import written_key
from csdesk.model.messages import Message
from csdesk.model.money import to_major

if TYPE_CHECKING:
    import pandas as pd

    from csdesk.i18n import Language

Row = dict[str, object]


def major_number(minor: object, currency: str) -> int | float | None:
    """Minor units as a JSON number in major units."""
    plain = plain_value(minor)
    if plain is None:
        return None
    amount = to_major(int(str(plain)), currency)
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def json_value(value: object, language: Language | None = None) -> object:
    """A value as JSON holds it: dates ISO, messages as sentences, absent as null."""
    if isinstance(value, Message):
        return language.text(value) if language else str(value)
    plain = plain_value(value)
    if isinstance(plain, date):
        return plain.date().isoformat() if isinstance(plain, datetime) else plain.isoformat()
    if isinstance(plain, float) and plain.is_integer() and abs(plain) < 1e15:
        return int(plain)
    return plain


def record_rows(
    frame: pd.DataFrame, record: str, names: Sequence[str], currency: str, accounts: Mapping[int, str] | None = None
) -> list[Row]:
    """The frame's rows as plain data: ``key`` first, then the named fields that the frame has.

    ``account_key`` is written as a key and followed by the account's name; money stands in
    major units of the row's own ``currency``, else of the currency given.
    """
    kind = record_type(record)
    present = [name for name in names if name in frame.columns]
    currencies = frame["currency"].tolist() if "currency" in frame.columns else [currency] * len(frame)
    rows: list[Row] = [{"key": written_key(record, int(key))} for key in frame["key"].tolist()]
    for name in present:
        _add(rows, name, frame[name].tolist(), _kind_of(kind, name), currencies, currency, accounts)
    if "custom" in frame.columns:
        for row, custom in zip(rows, frame["custom"].tolist(), strict=True):
            row["custom"] = json.loads(custom) if isinstance(custom, str) else {}
    return rows


def _kind_of(kind: RecordType, name: str) -> Kind:
    return next((field.kind for field in kind.fields if field.name == name), Kind.TEXT)


def _add(
    rows: list[Row], name: str, values: Iterable[object], kind: Kind, currencies: Sequence[object], currency: str,
    accounts: Mapping[int, str] | None,
) -> None:  # fmt: skip
    for row, value, own in zip(rows, values, currencies, strict=True):
        if kind is Kind.MONEY:
            row[name] = major_number(value, own if isinstance(own, str) else currency)
        elif kind is Kind.KEY:
            key = plain_value(value)
            record = name.removesuffix("_key")
            row[name] = None if key is None else written_key(record, int(str(key)))
            if record == "account" and accounts is not None:
                row["account"] = None if key is None else accounts.get(int(str(key)))
        else:
            row[name] = json_value(value)


def account_names(frame: pd.DataFrame) -> dict[int, str]:
    """Name by key of the account frame."""
    named = frame[["key", "name"]].dropna()
    return dict(zip(named["key"].tolist(), named["name"].tolist(), strict=True))
