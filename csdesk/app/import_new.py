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

SHOWN_NEW = 500  # listed one by one, shared among the types; the counts hold all
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


def new_records(session: ImportSession, plan: ImportPlan) -> Iterator[NewRecord]:
    """At most ``SHOWN_NEW`` of them, each type in the order of the files."""
    made = {record: found.inserted for record, found in plan.records.items() if len(found.inserted)}
    if not made:
        return
    names = _account_names(session, made)
    reporting = session.workspace.policies.revenue.currency
    each = max(50, SHOWN_NEW // len(made))
    for record, frame in made.items():
        yield from _of_type(record, frame.head(each), names, reporting)


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


def _account_names(session: ImportSession, made: dict[str, pd.DataFrame]) -> dict[int, str]:
    """Account key → name, of the accounts that the listed records belong to."""
    wanted: set[int] = set()
    for frame in made.values():
        if "account_key" in frame.columns:
            wanted |= {_whole(key) for key in frame["account_key"].head(SHOWN_NEW).tolist()}
    known = session.workspace.frame("account")
    rows = known.loc[known["key"].isin(wanted), ["key", "name"]]
    parts = [rows] + ([made["account"][["key", "name"]]] if "account" in made else [])
    return {
        int(key): name
        for part in parts
        for key, name in zip(part["key"].tolist(), part["name"].tolist(), strict=True)
        if isinstance(name, str)
    }
