"""The fields of known records that an import would change, one by one, the weightiest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csdesk.app.edits import plain_value
from csdesk.model.fields import record_type

if TYPE_CHECKING:
    from csdesk.app.import_options import ImportOptions
    from csdesk.app.import_session import ImportSession
    from csdesk.intake.outcome import ImportPlan, RecordPlan

GROUPS = ("money", "dates", "seats", "other")
MONEY_FIELDS = ("amount", "list_price", "quantity", "discount")
DATE_FIELDS = ("start", "end", "renewal_date", "notice_days", "notice_date", "terminated_on")


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field of a known record that differs between file and book.

    Attributes:
        taken: the file wins; False where a person or her rule for the field keeps what the book says.
        group: ``money``, ``dates``, ``seats`` or ``other``, for the filter above the list.
    """

    record: str
    key: int
    account: str
    contract: str
    field: str
    before: object
    after: object
    currency: str
    taken: bool = True
    group: str = "other"


def all_differences(plan: ImportPlan) -> pd.DataFrame:
    """Every change, made and withheld: ``key``, ``field``, ``before``, ``after``, ``taken``, ``record``, ``group``."""
    parts = [_differences(record, made) for record, made in plan.records.items()]
    empty = pd.DataFrame({"key": [], "group": [], "taken": []})
    return pd.concat([part for part in parts if len(part)] or [empty], ignore_index=True)


def in_order(differences: pd.DataFrame) -> pd.DataFrame:
    """``all_differences`` as they are listed: amounts and dates of contracts before all else."""
    if not len(differences):
        return differences
    ranks = differences["group"].map({name: place for place, name in enumerate(GROUPS)})
    return differences.assign(rank=ranks).sort_values(["rank", "record", "key", "field"], ignore_index=True)


def changed_fields(session: ImportSession, shown: pd.DataFrame) -> Sequence[ChangedField]:
    """Some rows of ``all_differences``, with the names and numbers of their records."""
    if not len(shown):
        return []
    frame, reporting = session.workspace.frame, session.workspace.policies.revenue.currency
    owners = {
        record: _named(frame(record), "account_key", set(rows["key"].tolist()))
        for record, rows in shown.groupby("record")
        if record != "account"
    }
    keys = {key for found in owners.values() for key in found.values()}
    keys |= set(shown.loc[shown["record"] == "account", "key"].tolist())
    names = _named(frame("account"), "name", keys)
    contracts = frame("contract")
    of_contracts = set(shown.loc[shown["record"] == "contract", "key"].tolist())
    numbers = _named(contracts, "external_id", of_contracts)
    currencies = _named(contracts, "currency", of_contracts)
    found = []
    for row in shown.itertuples(index=False):
        key, of_contract = int(row.key), row.record == "contract"
        owner = key if row.record == "account" else owners[row.record].get(key)
        found.append(
            ChangedField(
                row.record, key, str(names.get(owner, "")), str(numbers.get(key, "")) if of_contract else "",
                str(row.field), plain_value(row.before), plain_value(row.after),
                str(currencies.get(key, reporting)) if of_contract else reporting, bool(row.taken), row.group,
            )
        )  # fmt: skip
    return found


def with_rules(plan: ImportPlan, options: ImportOptions) -> ImportPlan:
    """The plan with the changes of whole fields made or withheld as ``ImportOptions.ruled`` says."""
    if not options.ruled:
        return plan
    ruled = {record: _with_rules(record, made, options) for record, made in plan.records.items()}
    return replace(plan, records=ruled)


def _with_rules(record: str, made: RecordPlan, options: ImportOptions) -> RecordPlan:
    fields = {code.partition(".")[2]: rule for code, rule in options.ruled.items() if code.startswith(f"{record}.")}
    parts = [made.updated] + ([made.withheld] if made.withheld is not None else [])
    both = pd.concat(parts, ignore_index=True)
    if not fields or not len(both):
        return made
    taken = np.arange(len(both)) < len(made.updated)
    for name, rule in fields.items():
        taken[(both["field"] == name).to_numpy(dtype=bool)] = rule
    for places, rule in ((options.decisions.kept, False), (options.decisions.taken, True)):
        single = [(place.key, place.field) for place in places if place.record == record]
        if single:
            taken[pd.MultiIndex.from_frame(both[["key", "field"]]).isin(single)] = rule
    updated, withheld = (both[which].reset_index(drop=True) for which in (taken, ~taken))
    return replace(made, updated=updated, withheld=withheld if len(withheld) else None)


def _differences(record: str, made: RecordPlan) -> pd.DataFrame:
    """The changes of a record type, made and withheld: the columns of ``updated``, ``record``, ``taken``, ``group``."""
    parts = [made.updated.assign(taken=True)]
    if made.withheld is not None:
        parts.append(made.withheld.assign(taken=False))
    both = pd.concat(parts, ignore_index=True)
    known = {f.name for f in record_type(record).fields} | {"custom"}
    both = both[both["field"].isin(known)]
    names = both["field"]
    contract = record == "contract"
    group = np.select(
        [names.isin(MONEY_FIELDS) & contract, names.isin(DATE_FIELDS) & contract, names.str.startswith("seats")],
        ["money", "dates", "seats"],
        "other",
    )
    return both.assign(record=record, group=group)


def _named(frame: pd.DataFrame, column: str, keys: set[Any]) -> dict[Any, Any]:
    """Key → value of a column, of these records where they have one."""
    if column not in frame.columns or not keys:
        return {}
    rows = frame.loc[frame["key"].isin(keys), ["key", column]].dropna()
    return dict(zip(rows["key"].tolist(), rows[column].tolist(), strict=True))
