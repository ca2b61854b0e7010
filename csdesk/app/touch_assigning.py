"""The tier that an account is given with its first revenue, imported or typed. Later crossings are candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csdesk.app.edits import plain_value, stored_values
from csdesk.book.batches import Batch
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.errors import CSDeskError
from csdesk.model.fields import stored_dtypes
from csdesk.rules.assessment import assess
from csdesk.rules.frames import frame_of
from csdesk.rules.touch import TIERS

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.rules.assessment import Assessment
    from csdesk.rules.frames import Frames

RECORD = "touch_assignment"


def with_first_tiers(batches: Sequence[Batch], after: Assessment, next_key: int) -> list[Batch]:
    """The batches of an import with the tiers of accounts that have revenue and none yet.

    ``after``: the conclusions from the book as it will be.
    """
    planned = [batch.inserted for batch in batches if batch.record == RECORD and batch.inserted is not None]
    if not any(batch.record in ("account", "contract") for batch in batches):
        return list(batches)
    taken = [int(rows["key"].max()) + 1 for rows in planned if len(rows)]
    made = first_tiers(after, max([next_key, *taken]))
    if made is None:
        return list(batches)
    if any(batch.record == RECORD for batch in batches):
        return [_extended(batch, made) if batch.record == RECORD else batch for batch in batches]
    return [*batches, Batch(RECORD, made)]


def with_typed_tiers(workspace: Workspace, edit: ChangeSet) -> ChangeSet:
    """The edit with the tiers of accounts that have their first revenue by it; the edit itself where nobody does."""
    typed = [one for one in edit.changes if one.record == "contract" and one.after is not None]
    contracts = workspace.frame("contract")
    owners = set(contracts.loc[contracts["key"].isin([one.key for one in typed]), "account_key"].dropna().tolist())
    owners |= {one.after["account_key"] for one in typed if one.after and "account_key" in one.after}
    if RECORD in edit.touched or owners <= set(workspace.frame(RECORD)["account_key"].dropna().tolist()):
        return edit
    changed = {record: _edited(workspace, record, edit) for record in edit.touched}
    after = EditedFrames(workspace.book.frames, changed)
    made = first_tiers(assess(after, workspace.policies, workspace.as_of), workspace.next_key(RECORD))
    if made is None:
        return edit
    rows = [row for row in made.to_dict("records") if row["account_key"] in owners]
    changes = [
        Change(RECORD, int(row.pop("key")), None, {str(name): plain_value(value) for name, value in row.items()})
        for row in rows
    ]
    return replace(edit, changes=(*edit.changes, *changes))


def _edited(workspace: Workspace, record: str, edit: ChangeSet) -> pd.DataFrame:
    """The frame of a record as it will be."""
    frame, changes = workspace.frame(record), [one for one in edit.changes if one.record == record]
    kept = stored_values(workspace, record, [one.key for one in changes if one.before is not None])
    rows = [{**kept.get(one.key, {}), **one.after, "key": one.key} for one in changes if one.after is not None]
    rest = frame[~frame["key"].isin([one.key for one in changes])]
    return pd.concat([rest, frame_of(record, rows).reindex(columns=frame.columns)], ignore_index=True)


class EditedFrames:
    """The frames of a book with some of them as an edit leaves them; nothing is written."""

    def __init__(self, now: Frames, changed: Mapping[str, pd.DataFrame]) -> None:
        self._now, self._changed = now, changed

    def frame(self, record: str) -> pd.DataFrame:
        """All records of that type."""
        return self._changed[record] if record in self._changed else self._now.frame(record)

    def version(self, record: str) -> int:
        """One more than the book's, where the edit changes records of that type."""
        return self._now.version(record) + (record in self._changed)


def _extended(batch: Batch, made: pd.DataFrame) -> Batch:
    if batch.inserted is None or batch.inserted.empty:
        return replace(batch, inserted=made)
    dtypes = stored_dtypes(RECORD)
    columns = [name for name in dtypes if name in batch.inserted.columns or name in made.columns]
    both = [rows.reindex(columns=columns).astype({c: dtypes[c] for c in columns}) for rows in (batch.inserted, made)]
    return replace(batch, inserted=pd.concat(both, ignore_index=True))


def first_tiers(after: Assessment, next_key: int) -> pd.DataFrame | None:
    """Rows of ``touch_assignment`` (without author: nobody has approved them) to be inserted; None for nobody.

    ``after``: the conclusions from the book as it will be. Nothing is assigned before the cut-offs are settled, or while
    amounts cannot be compared for want of a rate.
    """
    policy = after.policies.touch
    if policy.method == "cutoffs" and policy.high_from is None:
        return None
    customers = after.customers.keys
    assigned = after.frames.frame(RECORD)["account_key"].dropna().to_numpy(dtype=np.int64)
    if np.isin(customers, assigned).all():
        return None
    try:
        cut = after.segmentation
    except CSDeskError:
        return None  # a missing rate; it is told elsewhere, and a later import assigns
    fresh = np.flatnonzero((cut.arr > 0) & ~np.isin(customers, assigned))
    if not len(fresh):
        return None
    made = pd.DataFrame(
        {
            "key": np.arange(next_key, next_key + len(fresh)),
            "account_key": customers[fresh],
            "touch": np.asarray(TIERS, dtype=object)[cut.touch.by_value[fresh]],
            "assigned_on": pd.Timestamp(after.as_of),
        }
    )
    dtypes = stored_dtypes(RECORD)
    return made.astype({name: dtypes[name] for name in made.columns})
