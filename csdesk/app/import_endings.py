"""What is done about customers and contracts that are gone: their contracts end, in the same entry as the import."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csdesk.app.edits import plain_value
from csdesk.intake.outcome import ImportPlan, RecordPlan
from csdesk.intake.typed import in_frame_form
from csdesk.model.errors import CSDeskError
from csdesk.rules.standing import standing_of

if TYPE_CHECKING:
    from csdesk.app.import_session import ImportSession
    from csdesk.app.import_vanished import Vanished

_DAY = np.timedelta64(1, "D")
_CHURN = "churn"


def standing_lines(session: ImportSession) -> pd.DataFrame:
    """The contracts of the book on the import's day, one-off lines and archived contracts left out.

    Columns: ``contract_key``, ``account_key`` (int64), ``number`` (text, "" where it has none), ``start``,
    ``counted_to`` (``datetime64[s]``), ``running`` (it counts on the day or begins later), ``annual`` (Int64, minor
    units of the reporting currency; NA where an exchange rate is missing).
    """
    workspace = session.workspace
    frame = workspace.frame("contract")
    kept = frame["account_key"].notna() & ~frame["archived"].fillna(False).astype(bool)
    kept &= (frame["basis"] != "one_off").fillna(True).astype(bool)
    contracts = frame[kept].reset_index(drop=True)
    late = workspace.policies.revenue.late_renewal_days
    standing = standing_of(contracts, workspace.frame("decision"), late, session.as_of)
    today, none = np.datetime64(session.as_of, "D"), np.datetime64("NaT", "s")
    counted_to = np.asarray(standing.counted_to)
    lines = pd.DataFrame(
        {
            "contract_key": contracts["key"].to_numpy(dtype=np.int64),
            "account_key": contracts["account_key"].to_numpy(dtype=np.int64),
            "number": contracts["external_id"].astype(object).where(contracts["external_id"].notna(), ""),
            "start": np.asarray(standing.start).astype("datetime64[s]"),
            "counted_to": np.where(np.isnat(counted_to), none, counted_to).astype("datetime64[s]"),
            "assumed": np.asarray(standing.assumed),
            "running": np.isnat(counted_to) | (counted_to >= today),
        }
    )
    lines["annual"] = pd.array([None] * len(lines), dtype="Int64")
    with suppress(CSDeskError):  # without a rate amounts cannot be compared; what is gone is told all the same
        ledger = workspace.assessment(session.as_of).ledger
        worth = pd.Series(ledger["annual"].array, index=ledger["contract_key"])
        lines["annual"] = worth.reindex(lines["contract_key"]).array
    return lines


def with_endings(session: ImportSession, plan: ImportPlan, gone: Sequence[Vanished]) -> ImportPlan:
    """The plan with what was decided of what is gone; the same plan where everything is kept.

    A contract that ends stops counting on the day before the import's day, on which it stands in no list any more,
    so that its churn is dated to that day. One that is overdue already ended when it said; one that had not
    begun is archived. A churned customer is marked so, with a churn event on the day; a contract decided to
    be churned churns its customer where nothing else of it runs.
    """
    decided = [one for one in gone if one.decision != "keep"]
    if not decided:
        return plan
    ending = np.array(sorted({key for one in decided for key in one.contracts}), dtype=np.int64)
    lines = standing_lines(session)
    records = dict(plan.records)
    _merge(records, "contract", updated=_ended(session, lines, ending))
    running = lines.loc[lines["running"] & ~lines["contract_key"].isin(ending), "account_key"]
    churned = np.array(sorted({one.account_key for one in decided if one.decision == "churned"}), dtype=np.int64)
    churned = churned[~np.isin(churned, running)]
    if len(churned):
        _merge(records, "account", updated=_churned(session, churned))
        _merge(records, "event", inserted=_events(session, records.get("event"), churned))
    return replace(plan, records=records)


def _ended(session: ImportSession, lines: pd.DataFrame, keys: Any) -> list[pd.DataFrame]:
    frame = session.workspace.frame("contract").set_index("key").loc[keys]
    line = lines.set_index("contract_key").loc[keys]
    today = np.datetime64(session.as_of, "s")
    last = np.full(len(keys), today - _DAY)
    told = frame["notice_received"].to_numpy(dtype="datetime64[s]")
    last = np.where(~np.isnat(told) & (told <= today), np.maximum(last, np.where(np.isnat(told), last, told)), last)
    end = frame["end"].to_numpy(dtype="datetime64[s]")
    unbegun = line["start"].to_numpy(dtype="datetime64[s]") > last
    stands = ~np.isnat(end) & (end <= last) & ~line["assumed"].to_numpy(dtype=bool)
    moved = ~unbegun & ~stands
    marked = ~unbegun & (frame["status"] != "ended").fillna(True).to_numpy(dtype=bool)
    return [
        _updates(keys[marked], "status", frame["status"][marked].tolist(), ["ended"] * int(marked.sum())),
        _updates(keys[moved], "end", frame["end"][moved].tolist(), pd.Series(last[moved]).tolist()),
        _updates(keys[unbegun], "archived", frame["archived"][unbegun].tolist(), [True] * int(unbegun.sum())),
    ]


def _churned(session: ImportSession, keys: Any) -> list[pd.DataFrame]:
    now = session.workspace.frame("account").set_index("key").loc[keys, "lifecycle"]
    other = (now != _STAGE).fillna(True).to_numpy(dtype=bool)
    return [_updates(keys[other], "lifecycle", now[other].tolist(), [_STAGE] * int(other.sum()))]


_STAGE = "churned"


def _updates(keys: Any, field: str, before: Sequence[object], after: Sequence[object]) -> pd.DataFrame:
    """Changes of one field in the form of ``RecordPlan.updated``."""
    return pd.DataFrame(
        {
            "key": np.asarray(keys, dtype=np.int64),
            "field": pd.array([field] * len(keys), dtype="string[pyarrow]"),
            "before": pd.Series([plain_value(value) for value in before], dtype=object),
            "after": pd.Series([plain_value(value) for value in after], dtype=object),
        }
    )


def _events(session: ImportSession, planned: RecordPlan | None, accounts: Any) -> pd.DataFrame:
    """A churn event on the day for each account that has none of that day."""
    day = pd.Timestamp(session.as_of)
    frames = [session.workspace.frame("event"), *([] if planned is None else [planned.inserted])]
    for frame in frames:
        same = ((frame["kind"] == _CHURN) & (frame["date"] == day)).fillna(False).astype(bool)
        accounts = accounts[~np.isin(accounts, frame.loc[same, "account_key"].dropna().to_numpy(dtype=np.int64))]
    first = session.workspace.next_key("event")
    if planned is not None and len(planned.inserted):
        first = max(first, int(planned.inserted["key"].max()) + 1)
    made = pd.DataFrame(
        {"key": np.arange(first, first + len(accounts)), "account_key": accounts, "kind": _CHURN, "date": day}
    )
    return in_frame_form("event", made, len(made))


def _merge(
    records: dict[str, RecordPlan],
    record: str,
    updated: Sequence[pd.DataFrame] = (),
    inserted: pd.DataFrame | None = None,
) -> None:
    """Put more changes into the plan of a record type; of two changes of one field the one added counts."""
    none = in_frame_form(record, pd.DataFrame({"key": np.empty(0, np.int64)}), 0)
    before = records.get(record) or RecordPlan(none, _updates([], "", [], []))
    if record in records:
        before = records[record]
    parts = [part for part in (before.updated, *updated) if len(part)]
    changes = before.updated
    if any(len(part) for part in updated):
        changes = pd.concat(parts, ignore_index=True).drop_duplicates(["key", "field"], keep="last")
        changes = changes.sort_values("key", kind="stable", ignore_index=True)
    added = before.inserted
    if inserted is not None and len(inserted):
        added = inserted if not len(added) else pd.concat([added, inserted], ignore_index=True)
    records[record] = replace(before, inserted=added, updated=changes)
