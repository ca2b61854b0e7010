"""The rows of the list of renewals: contracts, and above each group a row with its sums."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csdesk.desktop.translation import language, tr
from csdesk.desktop.wording import FORECAST_ORDER, forecast_text
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

GROUPS = ("month", "forecast", "csm")
NOTICE_SOON = 14


@dataclass(frozen=True, slots=True)
class RenewalChoice:
    """Which renewals are listed, and how.

    Attributes:
        until: the last renewal date listed; None lists all.
        csm: one CSM's only; None lists everybody's.
        typed: text the account's name has to hold.
        group: ``month``, ``forecast`` or ``csm``.
    """

    until: date | None = None
    csm: str | None = None
    typed: str = ""
    group: str = "month"


def chosen(renewals: pd.DataFrame, as_of: date, choice: RenewalChoice) -> pd.DataFrame:
    """The renewals that are chosen: ``assessment.renewals`` filtered, in its order."""
    kept = np.ones(len(renewals), dtype=bool)
    days = renewals["renewal_on"]
    kept &= (days.isna() | (days >= pd.Timestamp(as_of))).to_numpy()
    if choice.until is not None:
        kept &= (days.isna() | (days <= pd.Timestamp(choice.until))).to_numpy()
    if choice.csm is not None:
        kept &= (renewals["csm"] == choice.csm).fillna(False).to_numpy(dtype=bool)
    if choice.typed.strip():
        found = renewals["account"].str.contains(choice.typed.strip(), case=False, regex=False)
        kept &= found.fillna(False).to_numpy(dtype=bool)
    return renewals[kept]


def grouped_rows(listed: pd.DataFrame, assessment: Assessment, group: str) -> pd.DataFrame:
    """The listed renewals as table rows, a group row (negative ``key``) before each group.

    Columns: those of ``assessment.renewals`` with ``key`` (contract key), ``why`` as text,
    and for group rows ``account`` (title), ``note``, ``warning``, sums of ``annual`` and ``expected``.
    """
    rows = listed.assign(
        key=listed["contract_key"].astype("int64"),
        why=[tr(text) if isinstance(text, Message) else text for text in listed["why"].tolist()],
        note="",
        warning="",
    )
    pieces: list[pd.DataFrame] = []
    for number, (title, part) in enumerate(_parts(rows, group), start=1):
        pieces += [_group_row(-number, title, part, assessment.as_of), part]
    if not pieces:
        return rows
    joined = pd.concat([piece.astype(object) for piece in pieces], ignore_index=True)
    return joined.astype({name: dtype for name, dtype in rows.dtypes.items() if name in joined.columns})


def _parts(rows: pd.DataFrame, group: str) -> list[tuple[str, pd.DataFrame]]:
    if group == "month":
        months = rows["renewal_on"].dt.to_period("M")
        found = [(tr(Message("No date")), rows[months.isna()])] if months.isna().any() else []
        months_there = sorted(months.dropna().unique())
        return found + [(_month_name(month.start_time.date()), rows[months == month]) for month in months_there]
    if group == "forecast":
        present = set(rows["forecast"].dropna())
        return [(forecast_text(code), rows[rows["forecast"] == code]) for code in FORECAST_ORDER if code in present]
    people = rows["csm"].fillna("")
    return [(name or tr(Message("Nobody")), rows[people == name]) for name in sorted(people.unique())]


def _month_name(month: date) -> str:
    return language().month(month, year=True)


def _group_row(key: int, title: str, part: pd.DataFrame, as_of: date) -> pd.DataFrame:
    left = (part["notice_by"] - pd.Timestamp(as_of)).dt.days
    soon = int(((left >= 0) & (left <= NOTICE_SOON)).sum())
    annual, expected = part["annual"].sum(), part["expected"].sum()
    row: dict[str, object] = dict.fromkeys(part.columns, None)
    row |= {
        "key": key,
        "contract_key": key,
        "account_key": -1,
        "account": title,
        "annual": int(annual),
        "expected": int(expected),
        "kept": float(expected) / float(annual) if annual else None,
        "note": tr(Message("{n} accounts", n=int(part["account_key"].nunique()))),
        "warning": tr(Message("{n} notice deadlines in {days} days", n=soon, days=NOTICE_SOON)) if soon else "",
    }
    return pd.DataFrame([row]).astype(object)
