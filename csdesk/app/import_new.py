"""The records an import would add, one by one, for a list of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from csdesk.app.edits import plain_value
from csdesk.model.fields import Kind, Origin, record_type

if TYPE_CHECKING:
    from csdesk.app.import_session import ImportSession
    from csdesk.intake.outcome import ImportPlan

_SAID = 4  # fields of a record that are shown
_FIRST = {
    "account": ("industry", "csm", "touch", "domain", "external_id"),
    "contract": ("product", "start", "end", "amount", "seats"),
}


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record that an import would add.

    Attributes:
        key: the one it will have.
        account: the name of its account.
        name: what it is called itself: an ID, a name, a title; "" where it has none.
        said: the first of its fields that hold something: name and plain value.
    """

    record: str
    key: int
    account: str
    name: str
    said: tuple[tuple[str, object], ...]
    currency: str


def new_records(session: ImportSession, plan: ImportPlan, first: int, count: int) -> tuple[NewRecord, ...]:
    """Some of them, from a place on: each type in the order of the files."""
    parts: dict[str, pd.DataFrame] = {}
    start = 0
    for record, made in plan.records.items():
        own = made.inserted.iloc[max(0, first - start) : max(0, first + count - start)]
        start += len(made.inserted)
        if len(own):
            parts[record] = own
    names = _account_names(session, plan, parts)
    reporting = session.workspace.policies.revenue.currency
    return tuple(new for record, frame in parts.items() for new in _of_type(record, frame, names, reporting))


def _of_type(record: str, frame: pd.DataFrame, names: dict[int, str], reporting: str) -> Iterator[NewRecord]:
    stored = [f for f in record_type(record).fields if f.origin is Origin.STORED and f.kind is not Kind.KEY]
    usual = [f.name for f in stored if f.name in frame.columns]
    naming = next((n for n in ("external_id", "name", "title", "email") if n in usual and record != "account"), "")
    first = _FIRST.get(record, ())
    order = [n for n in first if n in usual] + [n for n in usual if n not in (*first, naming, "name", "currency")]
    for row in frame.to_dict("records"):
        key = int(row["key"])
        account = names.get(key if record == "account" else _whole(row.get("account_key")), "")
        said = [(n, value) for n in order if (value := plain_value(row[n])) is not None][:_SAID]
        currency = plain_value(row.get("currency"))
        yield NewRecord(
            record, key, account, str(plain_value(row.get(naming)) or "") if naming else "", tuple(said),
            currency if isinstance(currency, str) else reporting,
        )  # fmt: skip


def _whole(value: Any) -> int:
    return -1 if value is None or value is pd.NA or value != value else int(value)


def _account_names(session: ImportSession, plan: ImportPlan, shown: dict[str, pd.DataFrame]) -> dict[int, str]:
    """Account key → name, of the accounts that the listed records belong to."""
    wanted: set[int] = set()
    for record, frame in shown.items():
        keys = frame["key"] if record == "account" else frame.get("account_key", pd.Series([], dtype="Int64"))
        wanted |= {_whole(key) for key in keys.tolist()}
    parts = [session.workspace.frame("account")]
    if "account" in plan.records:
        parts.append(plan.records["account"].inserted)
    rows = [part.loc[part["key"].isin(wanted), ["key", "name"]] for part in parts]
    return {
        int(key): name
        for part in rows
        for key, name in zip(part["key"].tolist(), part["name"].tolist(), strict=True)
        if isinstance(name, str)
    }
