"""Rows that mean the same record brought together, and compared with what the book holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from csdesk.intake.custom import joined_custom, merged_custom
from csdesk.intake.one_to_one import differing
from csdesk.intake.outcome import Counts, RecordPlan
from csdesk.intake.typed import in_frame_form, texts

_MOST_CONFLICTS = 5_000  # told field by field; of further records only the first field is


@dataclass(slots=True)
class RowFrame:
    """The records of one type that one table gives, a row each, before anything is brought together.

    Attributes:
        frame: some stored columns of the record (and ``custom``), without key.
        positions: row of the table (from 0) each came from.
        table: number of the table among all of the import.
        columns: column of the table each came from, -1 where its fields tell; None where they do for all.
        keys: int64, once known.
        joins: its rows may be lines of one record; what they say differently in unknown columns is kept together.
    """

    record: str
    frame: pd.DataFrame
    positions: Any
    table: int
    keys: Any = None
    columns: Any = None
    joins: bool = False

    def put_in_order(self, order: Any) -> None:
        """Let the rows stand in another order, before they have keys."""
        self.frame = self.frame.iloc[order].reset_index(drop=True)
        self.positions = self.positions[order]


@dataclass(slots=True)
class Merged:
    """What became of the rows of one record type.

    Attributes:
        counts: table → counts.
        conflicts: (table, row position of the earlier, field) where rows of one table contradict each other.
    """

    plan: RecordPlan
    counts: dict[int, Counts] = field(default_factory=dict)
    conflicts: list[tuple[int, int, str]] = field(default_factory=list)


def merge(known: pd.DataFrame, parts: Sequence[RowFrame], record: str) -> Merged:
    """Bring the rows of each key together (what stands later wins, blanks never), against the known records."""
    parts = [part for part in parts if len(part.frame)]
    if not parts:
        return Merged(RecordPlan(in_frame_form(record, pd.DataFrame({"key": np.empty(0, np.int64)}), 0), no_updates()))
    keys = np.concatenate([part.keys for part in parts])
    known_keys = known["key"].to_numpy()
    touched = np.isin(known_keys, keys) if len(known_keys) else np.zeros(0, dtype=bool)
    if pd.Index(keys).is_unique:
        return _one_to_one(known[touched], parts, keys, record) if touched.any() else _all_new(parts, keys, record)
    return _Comparison(known[touched], parts, keys, record).result()


def _one_to_one(known: pd.DataFrame, parts: Sequence[RowFrame], keys: Any, record: str) -> Merged:
    frame = pd.concat([p.frame for p in parts], ignore_index=True) if len(parts) > 1 else parts[0].frame
    hit, found = differing(known, frame, keys)
    changed = np.zeros(len(keys), dtype=bool)
    updates = []
    for name, rows, old, new in found:
        changed[rows] = True
        updates.append(_changes(keys[rows], name, old, new))
    inserted = frame[~hit].reset_index(drop=True).assign(key=keys[~hit])
    counts: dict[int, Counts] = {}
    start = 0
    for part in parts:
        own = slice(start, start + len(part.frame))
        new_here, changed_here = int((~hit[own]).sum()), int(changed[own].sum())
        before = counts.get(part.table, Counts())
        counts[part.table] = Counts(
            before.new + new_here,
            before.changed + changed_here,
            before.unchanged + len(part.frame) - new_here - changed_here,
        )
        start = own.stop
    return Merged(RecordPlan(in_frame_form(record, inserted, len(inserted)), _in_order(updates)), counts)


def _changes(keys: Any, name: str, before: Any, after: Any) -> pd.DataFrame:
    """Changes of one field in the form of ``RecordPlan.updated``."""
    columns = {"key": keys, "field": texts(pa.repeat(pa.scalar(name), len(keys)))}
    columns["before"] = pd.Series(plain_values(before), dtype=object)
    columns["after"] = pd.Series(plain_values(after), dtype=object)
    return pd.DataFrame(columns)


def _in_order(updates: Sequence[pd.DataFrame]) -> pd.DataFrame:
    if not updates:
        return no_updates()
    return pd.concat(updates, ignore_index=True).sort_values("key", kind="stable", ignore_index=True)


def _all_new(parts: Sequence[RowFrame], keys: Any, record: str) -> Merged:
    frame = pd.concat([p.frame for p in parts], ignore_index=True) if len(parts) > 1 else parts[0].frame
    inserted = in_frame_form(record, frame.assign(key=keys), len(keys))
    new = {
        table: sum(len(p.frame) for p in parts if p.table == table) for table in dict.fromkeys(p.table for p in parts)
    }
    return Merged(RecordPlan(inserted, no_updates()), {table: Counts(new=n) for table, n in new.items()})


def no_updates() -> pd.DataFrame:
    """No change, in the form of ``RecordPlan.updated``."""
    return pd.DataFrame({"key": np.empty(0, np.int64), "field": texts([]), "before": [], "after": []}).astype(
        {"before": object, "after": object}
    )


class _Comparison:
    """All rows of a record type, known ones first, sorted by key: each cell against the last one before it."""

    def __init__(self, known: pd.DataFrame, parts: Sequence[RowFrame], keys: Any, record: str) -> None:
        self.record, self.parts = record, parts
        frames = [known.drop(columns=["key"]), *(part.frame for part in parts)]
        self.names = list(dict.fromkeys(name for part in parts for name in part.frame.columns))
        self.frames = frames
        tables = [np.full(len(known), -1), *(np.full(len(p.frame), p.table) for p in parts)]
        rows = [np.full(len(known), -1), *(p.positions for p in parts)]
        all_keys = np.concatenate([known["key"].to_numpy(), keys])
        self.order = np.argsort(all_keys, kind="stable")
        self.keys = all_keys[self.order]
        self.tables = np.concatenate(tables)[self.order]
        self.rows = np.concatenate(rows)[self.order]
        joins = [np.zeros(len(known), dtype=bool), *(np.full(len(p.frame), p.joins) for p in parts)]
        self.joins = np.concatenate(joins)[self.order]
        self.starts = np.flatnonzero(np.r_[True, self.keys[1:] != self.keys[:-1]])
        self.group = np.cumsum(np.r_[False, self.keys[1:] != self.keys[:-1]])
        self.is_known = self.tables[self.starts] == -1
        self.changed = np.zeros(len(self.keys), dtype=bool)
        self.moved = np.zeros(len(self.starts), dtype=bool)
        self.conflicts: dict[tuple[int, int, str], tuple[int, int, str]] = {}
        self.clashing: set[tuple[int, int]] = set()  # table and key of the records that have any
        self.updates: list[pd.DataFrame] = []
        self.columns: dict[str, Any] = {}

    def result(self) -> Merged:
        """Every column compared; inserted, updated, counts and conflicts."""
        for name in self.names:
            self._column(name)
        new = ~self.is_known
        inserted = pd.DataFrame({"key": self.keys[self.starts[new]], **{n: v[new] for n, v in self.columns.items()}})
        plan = RecordPlan(in_frame_form(self.record, inserted, len(inserted)), _in_order(self.updates))
        return Merged(plan, self._counts(), list(self.conflicts.values()))

    def _column(self, name: str) -> None:
        dtype = next(f[name].dtype for f in self.frames if name in f.columns and len(f))
        pieces = [f[name] if name in f.columns else pd.Series([pd.NA] * len(f)).astype(dtype) for f in self.frames]
        values = pd.concat([p.astype(dtype) for p in pieces if len(p)], ignore_index=True).array[self.order]
        if name == "custom":
            values = self._with_older_members(values)
        codes, _ = pd.factorize(values, use_na_sentinel=True)
        last = np.where(codes >= 0, np.arange(len(codes)), -1)
        upto = np.maximum.accumulate(np.where(last >= 0, last, self.starts[self.group] - 1))
        before = np.r_[-1, upto[:-1]]
        before[self.starts] = -1
        before = np.where(before < self.starts[self.group], -1, before)
        differs = (codes >= 0) & (np.where(before >= 0, codes[before], -2) != codes)
        self.changed |= differs
        again = differs & (before >= 0) & (self.tables == self.tables[before]) & (self.tables >= 0)
        if name == "custom":
            again &= ~self.joins
        for at in np.flatnonzero(again).tolist():
            record = int(self.tables[at]), int(self.keys[at])
            if record not in self.clashing or len(self.conflicts) < _MOST_CONFLICTS:
                self.conflicts.setdefault((*record, name), (record[0], int(self.rows[at]), name))
            self.clashing.add(record)
        ends = np.r_[self.starts[1:], len(codes)] - 1
        final = np.where(upto[ends] >= self.starts, upto[ends], self.starts)
        self.columns[name] = values[final]
        self._update(name, values, codes, final)

    def _update(self, name: str, values: Any, codes: Any, final: Any) -> None:
        moved = self.is_known & (codes[final] != codes[self.starts])
        self.moved |= moved
        if moved.any():
            keys = self.keys[self.starts[moved]]
            self.updates.append(_changes(keys, name, values[self.starts[moved]], values[final[moved]]))

    def _with_older_members(self, values: Any) -> Any:
        """Custom columns add up: a later row keeps the members only an earlier one has."""
        listed = values.astype(object)
        older: str | None = None  # what was there before the lines of this table
        lines: str | None = None  # what those lines say together
        for at in range(len(listed)):
            if at == 0 or self.keys[at] != self.keys[at - 1]:
                older = lines = None
            elif not (self.joins[at] and self.tables[at] == self.tables[at - 1]):
                older, lines = (older if lines is None else merged_custom(older, lines)), None
            if pd.isna(listed[at]):
                continue
            lines = listed[at] if lines is None or lines == listed[at] else joined_custom(lines, listed[at])
            listed[at] = lines if older is None or older == lines else merged_custom(older, lines)
        return texts(pa.array(listed, pa.string(), from_pandas=True))

    def _counts(self) -> dict[int, Counts]:
        """By table: a key is new in the first table that has it, else changed or unchanged."""
        effective = (~self.is_known | self.moved)[self.group]
        first_table = self.tables[self.starts][self.group]
        pairs = pd.DataFrame(
            {
                "table": self.tables,
                "key": self.keys,
                "changed": self.changed & effective,
                "first": first_table == self.tables,
            }
        )
        pairs = (
            pairs[pairs["table"] >= 0]
            .groupby(["table", "key"], sort=False)
            .agg({"changed": "any", "first": "any"})
            .reset_index()
        )
        found: dict[int, Counts] = {}
        clashes = pd.Series([table for table, _ in self.clashing], dtype="int64").value_counts()
        for table, some in pairs.groupby("table"):
            new = int(some["first"].sum())
            changed = int((some["changed"] & ~some["first"]).sum())
            found[int(table)] = Counts(new, changed, len(some) - new - changed, 0, int(clashes.get(table, 0)))
        return found


def plain_values(values: Any) -> list[Any]:
    """Text, int, float, bool and ``date``, None where absent."""
    series = pd.Series(values)
    if series.dtype.kind == "M":
        return [None if pd.isna(v) else v.date() for v in series]
    return [None if pd.isna(v) else v.item() if isinstance(v, np.generic) else v for v in series.astype(object)]
