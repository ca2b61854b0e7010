"""What an import assigns: the tier of each account that has revenue and no tier yet. Later crossings are candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csdesk.book.batches import Batch
from csdesk.model.errors import CSDeskError
from csdesk.model.fields import stored_dtypes
from csdesk.model.policies import Policies
from csdesk.rules.assessment import assess
from csdesk.rules.touch import TIERS

if TYPE_CHECKING:
    from csdesk.rules.frames import Frames

RECORD = "touch_assignment"


def with_first_tiers(
    batches: Sequence[Batch], frames: Frames, policies: Policies, as_of: date, next_key: int
) -> list[Batch]:
    """The batches of an import with the tiers of accounts that have revenue and none yet.

    ``frames``: the book as it will be.
    """
    planned = [batch.inserted for batch in batches if batch.record == RECORD and batch.inserted is not None]
    if not any(batch.record in ("account", "contract") for batch in batches):
        return list(batches)
    taken = [int(rows["key"].max()) + 1 for rows in planned if len(rows)]
    made = first_tiers(frames, policies, as_of, max([next_key, *taken]))
    if made is None:
        return list(batches)
    if any(batch.record == RECORD for batch in batches):
        return [_extended(batch, made) if batch.record == RECORD else batch for batch in batches]
    return [*batches, Batch(RECORD, made)]


def _extended(batch: Batch, made: pd.DataFrame) -> Batch:
    if batch.inserted is None or batch.inserted.empty:
        return replace(batch, inserted=made)
    dtypes = stored_dtypes(RECORD)
    columns = [name for name in dtypes if name in batch.inserted.columns or name in made.columns]
    both = [rows.reindex(columns=columns).astype({c: dtypes[c] for c in columns}) for rows in (batch.inserted, made)]
    return replace(batch, inserted=pd.concat(both, ignore_index=True))


def first_tiers(frames: Frames, policies: Policies, as_of: date, next_key: int) -> pd.DataFrame | None:
    """Rows of ``touch_assignment`` (without author: nobody has approved them) to be inserted; None for nobody.

    ``frames``: the book as it will be. Nothing is assigned before the cut-offs are settled, or while
    amounts cannot be compared for want of a rate.
    """
    policy = policies.touch
    if policy.method == "cutoffs" and policy.high_from is None:
        return None
    assessment = assess(frames, policies, as_of)
    customers = assessment.customers.keys
    assigned = frames.frame(RECORD)["account_key"].dropna().to_numpy(dtype=np.int64)
    if np.isin(customers, assigned).all():
        return None
    try:
        cut = assessment.segmentation
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
            "assigned_on": pd.Timestamp(as_of),
        }
    )
    dtypes = stored_dtypes(RECORD)
    return made.astype({name: dtypes[name] for name in made.columns})
