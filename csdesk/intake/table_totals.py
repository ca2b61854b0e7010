"""What the money columns of a table add up to, exactly, so that the book can be ticked against the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from csdesk.intake.currencies import currency_of
from csdesk.intake.outcome import ReadTotal
from csdesk.intake.tablework import TableWork
from csdesk.model.fields import Kind, record_type

_TOTALLED = ("contract", "invoice", "event")
# Of several amounts of a row the first of these becomes the amount of its contract.
_AMOUNTS = ("contract.arr", "contract.mrr", "contract.quarterly_amount", "contract.total_value", "contract.amount")
_BEYOND_INTEGERS = 1e15
_BEYOND_FLOAT = 1e9  # from here on a float tells hundredths and no millionths


def read_totals(work: TableWork, fallback: str) -> Iterator[ReadTotal]:
    """The sums of every money column of a table, a currency each; ``fallback``: of amounts that name none."""
    rows = work.rows
    if rows.mapping.subject is None or not len(rows):
        return
    for record in _TOTALLED:
        codes = [f.code for f in record_type(record).fields if f.kind is Kind.MONEY and f.code in rows.values]
        if not codes:
            continue
        own = f"{record}.currency" if f"{record}.currency" in rows.values else "contract.currency"
        currencies = currency_of(rows, codes, own, fallback).dictionary_encode()
        compared = record != "contract" or work.contract_keys is not None
        yield from _of_record(work, codes, currencies, _keys(work, record), compared)


def _of_record(
    work: TableWork, codes: Sequence[str], currencies: Any, keys: Any, compared: bool
) -> Iterator[ReadTotal]:
    rows = work.rows
    counted = np.zeros(len(rows), dtype=bool)
    indices, names = currencies.indices.to_numpy(), currencies.dictionary.to_pylist()
    for code in sorted(codes, key=lambda c: _AMOUNTS.index(c) if c in _AMOUNTS else len(_AMOUNTS)):
        values, column = rows.values[code], rows.mapping.column_of(code)
        given = np.isfinite(values)
        before = counted & given if code in _AMOUNTS else np.zeros(len(rows), dtype=bool)
        if code in _AMOUNTS:
            counted |= given
        lost = given & ~before & (rows.rejected | (keys < 0) if compared else rows.rejected)
        again = _taken_again(keys, given & ~before & ~lost) if compared and code != "contract.one_off" else lost & False
        for place, currency in enumerate(names):
            own = indices == place
            if (own & given).any():
                yield ReadTotal(
                    code, rows.table.headers[column] if column is not None else "", currency, int((own & given).sum()),
                    exact_sum(values[own & given]), exact_sum(values[own & lost]), exact_sum(values[own & again]),
                    exact_sum(values[own & before]), compared,
                )  # fmt: skip


def _keys(work: TableWork, record: str) -> Any:
    """The key of the record each row gives, -1 where it gives none."""
    keys = np.full(len(work.rows), -1, dtype=np.int64)
    if record == "contract":
        return keys if work.contract_keys is None else work.contract_keys
    origins = work.origins.get(record)
    if origins is not None:
        keys[np.searchsorted(work.rows.table.row_numbers.to_numpy(), origins.rows)] = origins.keys
    return keys


def _taken_again(keys: Any, rows: Any) -> Any:
    """Which of these rows a later one of the same record takes the place of."""
    some = np.flatnonzero(rows)
    again = np.zeros(len(rows), dtype=bool)
    again[some[pd.Series(keys[some]).duplicated(keep="last").to_numpy()]] = True
    return again


def exact_sum(values: Any) -> Decimal:
    """The sum of amounts as they were written, without what floats add to it: 0.1 + 0.2 is 0.3.

    Millionths count below a thousand million, hundredths above.
    """
    if np.abs(values).sum() >= _BEYOND_INTEGERS:
        return sum((Decimal(repr(value)) for value in values.tolist()), Decimal(0))
    whole = np.trunc(values)
    rest = values - whole
    rest = np.where(np.abs(values) < _BEYOND_FLOAT, np.round(rest, 6), np.round(rest, 2))
    parts = np.rint(rest * 1_000_000).astype(np.int64)
    total = Decimal(int(whole.astype(np.int64).sum())) + Decimal(int(parts.sum())).scaleb(-6)
    return total.quantize(Decimal(1)) if total == total.to_integral_value() else total.normalize()
