"""Lists of what was cancelled: the contract of the book that each row is about ends; no second one is made beside it.

A row names its contract by the customer, and by what else it says of it: a product, a plan, an amount. Where two contracts may be meant none ends,
and the row is told.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from csdesk.intake.churn_dates import churned_on, ended_by, says_cancelled
from csdesk.intake.monthly_revenue import pays_by_month
from csdesk.intake.outcome import KnownRecords
from csdesk.intake.tablework import Gathered, TableWork
from csdesk.intake.typed import texts
from csdesk.intake.values.cells import Fault
from csdesk.model.messages import Message
from csdesk.model.problems import Severity

_SEVERAL = Fault(
    "several_contracts",
    Message(
        "Several contracts of this customer run on that day, and the row does not say which of them was cancelled."
    ),
    Message("Add the contract number or the product, or end the contract by hand."),
)
_DAY = np.timedelta64(1, "D")
_TELLS_APART = ("product", "plan", "yearly")  # in this order
_A_YEAR = {"annual": 1.0, "quarterly": 4.0, "monthly": 12.0}
_NONE, _AMBIGUOUS = -1, -2


def lists_cancellations(work: TableWork) -> bool:
    """Whether the table has a column of days on which contracts were cancelled."""
    return says_cancelled(work.rows) and not pays_by_month(work.rows)


def end_contracts(
    work: TableWork, known: KnownRecords, gathered: Gathered, said: pd.DataFrame, rows: Any, named: Any = None
) -> Any:
    """Gather the ends of the contracts that rows say were cancelled; gives the mask of rows that are settled.

    Rows that fit no contract are not settled; those that fit several are, and are told.

    Args:
        known: the book, and what this import has settled so far.
        said: stored contract columns of each row of the table, as far as it says them.
        rows: mask of the rows that may be meant.
        named: the key of the contract whose number each row gives, -1 where it gives none that is known.
    """
    left = churned_on(work.rows)
    if left is None:
        return np.zeros(len(rows), dtype=bool)
    wanted = rows & (work.keys >= 0) & ~np.isnat(left)
    numbered = pc.is_valid(work.rows.text("contract.external_id")).to_numpy(zero_copy_only=False)
    book = _contracts(known.frame("contract"))
    asked = _described(said).assign(
        row=np.arange(len(rows)), account_key=work.keys, day=left.astype("datetime64[s]"), numbered=numbered
    )
    keys = np.full(len(rows), _NONE, dtype=np.int64)
    meant = _meant(asked[wanted], book)
    keys[meant.index.to_numpy()] = meant.to_numpy()
    if named is not None:
        keys = np.where(wanted & np.isin(named, book["key"]), named, keys)
    column = work.rows.mapping.column_of("event.date") or 0
    for row in np.flatnonzero(keys == _AMBIGUOUS).tolist():
        work.rows.problem(row, column, _SEVERAL, Severity.LEFT_EMPTY, "event.date")
        work.told.add(row)
    _gather_ends(work, gathered, book, keys, left)
    return keys != _NONE


def _contracts(frame: pd.DataFrame) -> pd.DataFrame:
    """The contracts that may be cancelled: neither archived nor paid once."""
    kept = ~frame["archived"].isin([True]).to_numpy() & ~frame["basis"].isin(["one_off"]).to_numpy()
    return frame[kept & frame["account_key"].notna().to_numpy()].reset_index(drop=True)


def _described(frame: pd.DataFrame) -> pd.DataFrame:
    """What tells contracts apart, comparable between lists: start, product, plan, and what a year costs."""
    some = frame.reindex(columns=["start", "product", "plan", "amount", "basis"])
    factor = some["basis"].astype(object).map(_A_YEAR).astype("float64")
    return pd.DataFrame(
        {
            "start": pd.to_datetime(some["start"]).astype("datetime64[s]"),
            **{name: some[name].astype(object).where(some[name].notna(), None) for name in ("product", "plan")},
            "yearly": some["amount"].astype("float64") * factor,
        }
    )


def _meant(asked: pd.DataFrame, book: pd.DataFrame) -> pd.Series:
    """Row → the key of the one contract its cancellation is about, -2 where that may be several; others left out."""
    own = _described(book).assign(
        key=book["key"], account_key=book["account_key"].astype("int64"), end=book["end"].to_numpy(dtype="datetime64[s]"),
        over=book["status"].isin(["ended"]).to_numpy(), has_number=book["external_id"].notna().to_numpy(),
    )  # fmt: skip
    pairs = asked.merge(own, on="account_key", suffixes=("_said", ""))
    pairs = pairs[~(pairs["numbered"] & pairs["has_number"])]
    known_again = (pairs["start"] == pairs["start_said"]).groupby(pairs["row"]).transform("any")
    pairs = pairs[~known_again]  # by what every list of contracts goes by
    begun, ran_out = ~(pairs["start"] > pairs["day"]) & ~pairs["over"], pairs["end"] < pairs["day"]
    last = pairs["end"] == pairs["end"].where(begun & ran_out).groupby(pairs["row"]).transform("max")
    rank = np.select([pairs["over"] & (pairs["end"] == pairs["day"]), begun & ~ran_out, begun & last], [0, 1, 2], 3)
    pairs = pairs.assign(rank=rank)[rank < 3]
    pairs = pairs[pairs["rank"] == pairs.groupby("row")["rank"].transform("min")]
    for name in _TELLS_APART:
        stated, same = pairs[f"{name}_said"].notna(), pairs[name] == pairs[f"{name}_said"]
        any_same = same.groupby(pairs["row"]).transform("any")
        fits = pairs[name].isna() if name == "product" else True
        pairs = pairs[~stated | (any_same & same) | (~any_same & fits)]
    keys = pairs.groupby("row")["key"]
    return keys.first().astype("int64").where(keys.size() == 1, _AMBIGUOUS)


def _gather_ends(work: TableWork, gathered: Gathered, book: pd.DataFrame, keys: Any, left: Any) -> None:
    found = keys >= 0
    if not found.any():
        return
    lines = book.set_index("key").loc[keys[found]]
    start, end = (lines[name].to_numpy(dtype="datetime64[D]") for name in ("start", "end"))
    day = left[found]
    renewed = lines["auto_renew"].isin([True]).to_numpy() & (end + _DAY < day)
    last = np.full(len(keys), np.datetime64("NaT"), dtype="datetime64[s]")
    last[found] = np.where(renewed, day, ended_by(day, start, end)).astype("datetime64[s]")
    frame = pd.DataFrame({"end": pd.array(last, dtype="datetime64[s]"), "status": texts(["ended"] * len(keys))})
    part = gathered.add("contract", frame, found, work)
    if part is not None:
        part.keys = keys[part.positions]
        if work.contract_keys is None:
            work.contract_keys = np.full(len(keys), _NONE, dtype=np.int64)
        work.contract_keys[part.positions] = part.keys
