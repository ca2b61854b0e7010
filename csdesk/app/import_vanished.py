"""What is gone: customers and contracts that stood in the earlier files of a source and are missing in this one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.app.import_endings import standing_lines
from csdesk.intake.file_names import name_pattern
from csdesk.intake.headers import fingerprint, header_key
from csdesk.intake.sources import unpacked_cells

if TYPE_CHECKING:
    from csdesk.app.import_session import ImportSession
    from csdesk.book.provenance import Source
    from csdesk.intake.outcome import ImportPlan, TablePlan

KEEP, ENDED, CHURNED = "keep", "ended", "churned"
DECISIONS = (CHURNED, ENDED, KEEP)
_LISTED = ("account", "contract")
_ALIKE = 0.5  # share of headers two lists of one name have in common if they are of one kind
_STAMP = re.compile(r"(20\d{2})[-_.年]?(0[1-9]|1[0-2]|[1-9](?!\d))(?:[-_.月]?([0-3]\d)(?!\d))?")
_UNREAD = ("older_list",)  # rows that stand in the file and give no contract, although their customer is taken
_NAMES = {"account": ("name", "external_id", "domain", "corporate_number"), "contract": ("external_id",)}


@dataclass(frozen=True, slots=True)
class Vanished:
    """A customer or a contract that stood in an earlier file of the same source, and not in this one.

    Attributes:
        account: the customer's name.
        number: the contract's; of a customer with one running contract that one's.
        arr: what it is worth a year on the as-of day, in minor units of ``currency``, the reporting
            currency; None where that is not known.
        contracts: the contracts that end if that is what is decided.
        file, sheet, seen_on: where it stood last, and the day that file was imported.
        table: path and sheet of the table it is missing in.
        decision: ``churned``, ``ended`` or ``keep``.
    """

    record: str
    key: int
    account_key: int
    account: str
    number: str
    arr: int | None
    currency: str
    contracts: tuple[int, ...]
    file: str
    sheet: str
    seen_on: date
    table: tuple[str, str]
    decision: str = KEEP


def vanished(session: ImportSession, plan: ImportPlan) -> tuple[Vanished, ...]:
    """Everything that is gone, table by table, the weightiest first; archived and ended records left out.

    Compared is with all earlier tables of the same source, so that what nobody decided is shown again next
    time. A source is known by the name of its file without what changes from month to month, else by its
    headers. A table none of whose records stood in them is another list, and nothing is missing in it.
    A customer is gone where no list of this import names it and it has no running contract from elsewhere.
    """
    listing = [table for table in plan.tables if table.lists]
    sources = session.workspace.book.sources() if listing else []
    if not sources:
        return ()
    here = _present(session, plan, listing)
    seen: dict[tuple[str, int], tuple[Source, TablePlan]] = {}
    for table in listing:
        for source in _earlier(table, sources):
            for record, keys in session.workspace.book.source_keys(source.table_id).items():
                if record in _LISTED:
                    _note_missing(seen, record, keys, here[record], (source, table))
    if not seen:
        return ()
    return _shown(session, seen, _texts_not_taken(session, plan))


def _note_missing(seen: dict[Any, Any], record: str, keys: Any, here: Any, place: Any) -> None:
    missing = keys[~np.isin(keys, here)]
    if len(missing) < len(keys):  # otherwise it is another list
        for key in missing.tolist():
            seen.setdefault((record, key), place)


def _present(session: ImportSession, plan: ImportPlan, listing: Sequence[TablePlan]) -> dict[str, Any]:
    """The keys of the records that the lists of this import name, by record type."""
    keys = {
        record: np.unique(_joined(t.source.origins[record].keys for t in listing if record in t.source.origins))
        for record in _LISTED
    }
    frames = [session.workspace.frame("contract")]
    if "contract" in plan.records:
        frames.append(plan.records["contract"].inserted)
    owners = [f.loc[f["key"].isin(keys["contract"]), "account_key"].dropna().to_numpy(dtype=np.int64) for f in frames]
    keys["account"] = np.union1d(keys["account"], _joined(owners))
    return keys


def _joined(arrays: Iterable[Any]) -> Any:
    return np.concatenate([np.empty(0, dtype=np.int64), *arrays])


def _earlier(table: TablePlan, sources: Sequence[Source]) -> list[Source]:
    """The earlier tables of the same source, the latest first."""
    name, sheet = name_pattern(table.source.file_name), name_pattern(table.sheet)
    headers = {header_key(h) for h in table.source.headers}
    same_name, same_headers = [], []
    for source in sources:
        if _is_later(source.file_name, table.source.file_name):
            continue
        told = [c.header for c in source.columns]
        exact = fingerprint(told) == table.fingerprint
        if name_pattern(source.file_name) == name and (
            exact or (name_pattern(source.sheet) == sheet and _alike(headers, {header_key(h) for h in told}))
        ):
            same_name.append(source)
        elif exact:
            same_headers.append(source)
    return same_name or same_headers


def _alike(ours: set[str], theirs: set[str]) -> bool:
    return bool(ours and theirs) and len(ours & theirs) >= _ALIKE * max(len(ours), len(theirs))


def _is_later(known: str, new: str) -> bool:
    """Whether both names state a month or a day and the new file's is the earlier one."""
    theirs, ours = _STAMP.search(known), _STAMP.search(new)
    if theirs is None or ours is None:
        return False
    return tuple(int(part or 0) for part in ours.groups()) < tuple(int(part or 0) for part in theirs.groups())


def _texts_not_taken(session: ImportSession, plan: ImportPlan) -> Any:
    """Every text of the rows that stand in the files but gave nothing: who is named there is not gone."""
    found: list[Any] = []
    for table in plan.tables:
        skipped = (table.source.path, table.sheet) in session.options.decisions.skipped
        if not (table.lists or skipped):
            continue
        given = [table.source.origins[record].rows for record in _LISTED if record in table.source.origins]
        taken = np.setdiff1d(_joined(given), [p.row for p in table.problems if p.code in _UNREAD])
        if len(taken) < table.rows:
            cells = unpacked_cells(table.source.cells)
            rest = pa.array(~np.isin(cells.column("row").to_numpy(), taken))
            texts = cells.filter(rest)
            found += [pc.utf8_trim_whitespace(texts.column(name)) for name in texts.column_names if name != "row"]
    return pd.unique(pd.Series([text for column in found for text in column.to_pylist() if text], dtype=object))


def _shown(session: ImportSession, seen: Mapping[tuple[str, int], Any], unread: Any) -> tuple[Vanished, ...]:
    lines = standing_lines(session)
    running = lines[lines["running"]]
    missing = {record: np.array([key for kind, key in seen if kind == record], dtype=np.int64) for record in _LISTED}
    contracts = _still_named(session, "contract", missing["contract"], unread)
    of_lists = [key for (kind, key), (_, table) in seen.items() if kind == "account" and table.subject == "account"]
    elsewhere = running.loc[~running["contract_key"].isin(missing["contract"]), "account_key"]
    accounts = _still_named(session, "account", missing["account"], unread)
    accounts = accounts[np.isin(accounts, of_lists) | ~np.isin(accounts, elsewhere)]
    accounts = accounts[np.isin(accounts, running["account_key"]) | _never_had(session, accounts, lines)]
    alone = running[running["contract_key"].isin(contracts) & ~running["account_key"].isin(accounts)]
    whole = running[running["account_key"].isin(accounts)]
    listed = pd.concat(
        [
            pd.DataFrame({"record": "account", "owner": accounts, "key": accounts}),
            pd.DataFrame({"record": "contract", "owner": alone["account_key"], "key": alone["contract_key"]}),
        ]
    )
    ends = pd.concat(
        [
            whole.assign(record="account", key=whole["account_key"]),
            alone.assign(record="contract", key=alone["contract_key"]),
        ]
    )
    return _described(session, listed, ends, seen)


def _still_named(session: ImportSession, record: str, keys: Any, unread: Any) -> Any:
    """Those of the keys whose record is in the book, is not archived, and that no unread row names."""
    frame = session.workspace.frame(record)
    rows = frame[frame["key"].isin(keys) & ~frame["archived"].fillna(False).astype(bool)]
    if len(unread):
        named = np.zeros(len(rows), dtype=bool)
        for name in _NAMES[record]:
            named |= rows[name].isin(unread).to_numpy(dtype=bool)
        if record == "contract":
            own = rows["external_id"].isna().to_numpy(dtype=bool)
            owners = rows["account_key"].fillna(0).to_numpy(dtype=np.int64)
            named |= own & ~np.isin(owners, _still_named(session, "account", owners, unread))
        rows = rows[~named]
    return rows["key"].to_numpy(dtype=np.int64)


def _never_had(session: ImportSession, accounts: Any, lines: pd.DataFrame) -> Any:
    """Which of the accounts have no contract at all and were not said to have churned."""
    frame = session.workspace.frame("account")
    churned = frame.loc[(frame["lifecycle"] == "churned").fillna(False).astype(bool), "key"]
    return ~np.isin(accounts, lines["account_key"]) & ~np.isin(accounts, churned)


def _described(
    session: ImportSession, listed: pd.DataFrame, ends: pd.DataFrame, seen: Mapping[tuple[str, int], Any]
) -> tuple[Vanished, ...]:
    """``listed`` (record, key, owner) with what a person needs to decide; ``ends`` names the contracts of each."""
    contracts: dict[tuple[str, int], list[tuple[int, str, Any]]] = {}
    for record, key, contract, number, annual in ends[["record", "key", "contract_key", "number", "annual"]].itertuples(
        index=False, name=None
    ):
        contracts.setdefault((record, key), []).append((contract, number, annual))
    frame = session.workspace.frame("account")
    rows = frame.loc[frame["key"].isin(listed["owner"]), ["key", "name"]].dropna()
    names = dict(zip(rows["key"].tolist(), rows["name"].tolist(), strict=True))
    currency = session.workspace.policies.revenue.currency
    found = []
    for record, owner, key in listed[["record", "owner", "key"]].itertuples(index=False, name=None):
        source, table = seen[record, key]
        own = contracts.get((record, key), [])
        amounts = [int(annual) for _, _, annual in own if annual is not pd.NA]
        found.append(
            Vanished(
                record, int(key), int(owner), str(names.get(owner, "")), own[0][1] if len(own) == 1 else "",
                sum(amounts) if len(amounts) == len(own) else None, currency, tuple(c for c, _, _ in own),
                source.file_name, source.sheet, source.imported_at.date(), (table.source.path, table.sheet),
                session.options.gone.get((record, int(key)), session.options.gone_otherwise),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.table, -(one.arr or 0), one.account, one.key)))
