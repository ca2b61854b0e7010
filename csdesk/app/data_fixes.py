"""What mends a problem of the data, for one record or for all that have the same problem, as one edit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csdesk.app.edits import plain_value, stored_values
from csdesk.app.renewal_edits import Closing, close_renewal
from csdesk.app.touch_edits import approve_moves
from csdesk.model.changes import Change, ChangeSet, change_of, collected
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.periods import DAY
from csdesk.model.policies import Policies
from csdesk.rules.months import add_months, rolled_on
from csdesk.rules.touch import TIERS

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace

Changes = Iterable[Change | None]


@dataclass(frozen=True, slots=True)
class Fix:
    """What is done about the flaws of a rule.

    Attributes:
        text: what the button says.
        make: from the book, the flaws (rows of ``assessment.lint``) and the author to the changes.
    """

    text: Message
    make: Callable[[Workspace, pd.DataFrame, str], Changes]


def fix_flaws(workspace: Workspace, flaws: pd.DataFrame, author: str) -> ChangeSet:
    """Mend flaws of one rule: rows of ``assessment.lint``, one of them or all like it.

    A record that changed since and is no longer as it was found is left alone.

    Raises:
        CSDeskError: there is no such fix, or one of the records cannot be mended like that.
    """
    rules = flaws["rule"].unique().tolist()
    if len(rules) != 1 or rules[0] not in FIXES:
        raise CSDeskError(
            Message("The program cannot mend that by itself."), Message("Open the account and correct it there.")
        )
    fix = FIXES[rules[0]]
    said = Message("{fix}: {n} records", fix=fix.text, n=len(flaws))
    return collected(said, fix.make(workspace, flaws, author))


def _contracts(workspace: Workspace, flaws: pd.DataFrame) -> Iterator[tuple[int, dict[str, object]]]:
    yield from stored_values(workspace, "contract", flaws["key"].tolist()).items()


def _set(key: int, old: Mapping[str, object], **new: object) -> Change | None:
    return change_of("contract", key, old, new)


def _swapped(workspace: Workspace, flaws: pd.DataFrame, author: str) -> Changes:
    for key, old in _contracts(workspace, flaws):
        start, end = old["start"], old["end"]
        if isinstance(start, date) and isinstance(end, date) and end < start:
            yield _set(key, old, start=end, end=start)


def _first_seen(workspace: Workspace, flaws: pd.DataFrame, author: str) -> Changes:
    for key, old in _contracts(workspace, flaws):
        if old["start"] is None:
            yield _set(key, old, start=old["seen_on"] or workspace.as_of)


def _with_term(workspace: Workspace, flaws: pd.DataFrame, author: str) -> Changes:
    """The end of the term in which the as-of day lies, counted from the start in terms of the contract, else years."""
    ledger = workspace.assessment().ledger.set_index("contract_key")
    today = np.datetime64(workspace.as_of, "D")
    for key, old in _contracts(workspace, flaws):
        if old["end"] is not None:
            continue
        start = np.asarray([ledger.at[key, "start"]], dtype="datetime64[D]")
        term = np.asarray([ledger.at[key, "term"]], dtype=np.int64)
        first = add_months(start, term) - np.timedelta64(1, "D")
        end = np.where(first < today, rolled_on(first, term, today), first)
        yield _set(key, old, end=end.astype("datetime64[D]").tolist()[0])


def _renewed(workspace: Workspace, flaws: pd.DataFrame, author: str) -> Changes:
    ahead = _Ahead(workspace)
    for key in flaws["key"].tolist():
        found = close_renewal(ahead, int(key), Closing("renewed"))
        ahead.use(found)
        yield from found.changes


class _Ahead:
    """The book with the keys taken that edits before this one in the same step use."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._used: dict[str, int] = {}

    def frame(self, record: str) -> pd.DataFrame:
        """The record's frame."""
        return self._workspace.frame(record)

    def next_key(self, record: str) -> int:
        """A key that was never used."""
        return max(self._workspace.next_key(record), self._used.get(record, 0) + 1)

    @property
    def as_of(self) -> date:
        """The date everything is computed for."""
        return self._workspace.as_of

    @property
    def policies(self) -> Policies:
        """The settings that change results."""
        return self._workspace.policies

    def use(self, edit: ChangeSet) -> None:
        """Count the keys of new records as used."""
        for change in edit.changes:
            if change.before is None:
                self._used[change.record] = max(self._used.get(change.record, 0), change.key)


def _apart(workspace: Workspace, flaws: pd.DataFrame, author: str) -> Changes:
    """The contract that is overlapped ends on the day before the later one starts."""
    frame = workspace.frame("contract")
    ends: dict[int, date] = {}
    for _, later in _contracts(workspace, flaws):
        start = later["start"]
        same = frame[(frame["account_key"] == later["account_key"]) & ~frame["archived"].fillna(False).astype(bool)]
        for name in ("product", "plan"):
            same = same[same[name].isna() if later[name] is None else (same[name] == later[name]).fillna(False)]
        before = same[same["start"] < pd.Timestamp(start)].sort_values("start", kind="stable")
        if isinstance(start, date) and len(before):
            ends[int(before["key"].iloc[-1])] = start - DAY
    for key, old in stored_values(workspace, "contract", ends).items():
        if not isinstance(old["end"], date) or old["end"] > ends[key]:
            yield _set(key, old, end=ends[key])


def _ended(workspace: Workspace, flaws: pd.DataFrame, author: str) -> Changes:
    """What still runs of accounts that are gone ends: on the day before the churn, or before the as-of day."""
    events = workspace.frame("event")
    churned = events[events["kind"] == "churn"].groupby("account_key")["date"].max()
    gone = {int(key): plain_value(churned.get(key)) or workspace.as_of for key in flaws["account_key"].tolist()}
    frame = workspace.frame("contract")
    kept = frame["account_key"].isin(list(gone)) & ~frame["archived"].fillna(False).astype(bool)
    for key, old in stored_values(workspace, "contract", frame.loc[kept, "key"].tolist()).items():
        day = gone[int(str(old["account_key"]))]
        if not isinstance(day, date):
            continue
        start, end, last = old["start"], old["end"], day - DAY
        if isinstance(start, date) and start > last:
            yield _set(key, old, archived=True)
        elif not isinstance(end, date) or end > last or (end < day and old["auto_renew"]):
            over = isinstance(end, date) and end <= last
            yield _set(key, old, status="ended", end=end if over and not old["auto_renew"] else last)


def _moved(workspace: Workspace, flaws: pd.DataFrame, author: str) -> Changes:
    cut = workspace.assessment().segmentation
    place = {int(key): n for n, key in enumerate(workspace.assessment().customers.keys.tolist())}
    to = {int(key): TIERS[int(cut.touch.computed[place[int(key)]])] for key in flaws["account_key"].tolist()}
    return approve_moves(workspace, to, None, author).changes


def _lifted(workspace: Workspace, flaws: pd.DataFrame, author: str) -> Changes:
    touch = workspace.assessment().accounts.set_index("key")["touch"]
    changes: list[Change | None] = []
    for record, rows in flaws.groupby("record"):
        for key, old in stored_values(workspace, str(record), rows["key"].tolist()).items():
            tier: Any = touch.get(int(str(old["account_key"])))
            if record == "touch_assignment" and isinstance(tier, str):
                new = {"touch": tier, "override": None, "reason": None, "author": author, "expires_on": None}
                changes.append(change_of(str(record), key, old, new | {"assigned_on": workspace.as_of}))
            else:
                held = {name: value for name, value in old.items() if value is not None}
                changes.append(Change(str(record), key, held, None))
    return changes


FIXES: Mapping[str, Fix] = MappingProxyType(
    {
        "renewal_missing": Fix(Message("Enter the end of the current term"), _with_term),
        "renewal_past": Fix(Message("Renew on the same terms"), _renewed),
        "end_before_start": Fix(Message("Swap start and end"), _swapped),
        "overlap": Fix(Message("End the earlier contract where the later starts"), _apart),
        "start_missing": Fix(Message("Take the day it was first seen as start"), _first_seen),
        "churn_flag": Fix(Message("End the contracts"), _ended),
        "churn_event": Fix(Message("End the contracts"), _ended),
        "tier": Fix(Message("Move to the tier of its value"), _moved),
        "override_ended": Fix(Message("Lift what has run out"), _lifted),
    }
)
