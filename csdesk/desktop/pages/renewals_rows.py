"""The rows of the list of renewals: contracts, above each group a row with its sums, tech touch folded into one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from csdesk.desktop.tables.ordering import sorted_positions
from csdesk.desktop.translation import language, tr
from csdesk.desktop.wording import FORECAST_ORDER, field_choice_text, forecast_text
from csdesk.model.fields import field
from csdesk.model.messages import Message

GROUPS = ("month", "forecast", "csm")
HEADING, FOLDED = "heading", "folded"
NOTICE_SOON = 14
# So many tech-touch renewals of a group make one row: one alone takes no more room than the row would.
_FOLDED_FROM = 2


@dataclass(frozen=True, slots=True)
class RenewalChoice:
    """Which renewals are listed, and how.

    Attributes:
        until: the last renewal date listed; None lists all.
        csm: one CSM's only; None lists everybody's.
        typed: text the account's name has to hold.
        group: ``month``, ``forecast`` or ``csm``.
        sort, descending: the column that orders the rows of a group.
        closed: groups of which only the heading is listed.
        unfolded: groups whose tech-touch renewals are listed one by one.
    """

    until: date | None = None
    csm: str | None = None
    typed: str = ""
    group: str = "month"
    sort: str = "renewal_on"
    descending: bool = False
    closed: frozenset[str] = frozenset()
    unfolded: frozenset[str] = frozenset()

    @property
    def folds(self) -> bool:
        """Whether tech touch is folded: not where somebody looks for an account or at one CSM's list."""
        return not self.typed.strip() and self.csm is None and self.group != "csm"


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


def contract_rows(listed: pd.DataFrame, choice: RenewalChoice) -> pd.DataFrame:
    """The listed renewals as table rows in the chosen order.

    Columns: those of ``assessment.renewals`` with ``key`` (contract key), ``why`` as text, and
    for the rows between them ``kind`` (``heading``, ``folded`` or ""), ``group``, ``note``, ``warning``.
    """
    rows = listed.assign(
        key=listed["contract_key"].astype("int64"),
        why=[_why(*said) for said in zip(listed["why"].tolist(), listed["risk_reason"].tolist(), strict=True)],
        kind="",
        group="",
        note="",
        warning="",
    )
    if choice.sort not in rows.columns:
        return rows
    return rows.iloc[sorted_positions(rows, choice.sort, descending=choice.descending)]


def _why(text: object, risk: object) -> object:
    """What was written about a renewal, else what puts it at risk."""
    said = tr(text) if isinstance(text, Message) else text
    if (isinstance(said, str) and said) or not isinstance(risk, str):
        return said
    return field_choice_text(field("decision.risk_reason"), risk)


def grouped_rows(listed: pd.DataFrame, as_of: date, choice: RenewalChoice) -> pd.DataFrame:
    """The rows of ``contract_rows`` by group, each with a heading above and its tech touch folded into one row.

    Headings and folded rows have a negative ``key`` and the sums of ``annual`` and ``expected``;
    ``account`` is what they say.
    """
    rows = contract_rows(listed, choice)
    pieces: list[pd.DataFrame] = []
    for number, (code, title, part) in enumerate(_parts(rows, choice.group), start=1):
        pieces.append(_heading(-2 * number, code, title, part, as_of))
        if code in choice.closed:
            continue
        tech = (part["touch"] == "tech").fillna(False).to_numpy(dtype=bool)
        if not choice.folds or tech.sum() < _FOLDED_FROM:
            pieces.append(part)
            continue
        pieces += [part[~tech], _folded(-2 * number - 1, code, part[tech])]
        if code in choice.unfolded:
            pieces.append(part[tech])
    if not pieces:
        return rows
    joined = pd.concat([piece.astype(object) for piece in pieces if len(piece)], ignore_index=True)
    return joined.astype({name: dtype for name, dtype in rows.dtypes.items() if name in joined.columns})


def _parts(rows: pd.DataFrame, group: str) -> list[tuple[str, str, pd.DataFrame]]:
    """Code, title and rows of each group."""
    if group == "month":
        months = rows["renewal_on"].dt.to_period("M")
        found = [("", tr(Message("No date")), rows[months.isna()])] if months.isna().any() else []
        there = sorted(months.dropna().unique())
        return found + [(str(month), _month_name(month.start_time.date()), rows[months == month]) for month in there]
    if group == "forecast":
        present = set(rows["forecast"].dropna())
        codes = [code for code in FORECAST_ORDER if code in present]
        return [(code, forecast_text(code), rows[rows["forecast"] == code]) for code in codes]
    people = rows["csm"].fillna("")
    return [(name, name or tr(Message("Nobody")), rows[people == name]) for name in sorted(people.unique())]


def _month_name(month: date) -> str:
    return language().month(month, year=True)


def _heading(key: int, code: str, title: str, part: pd.DataFrame, as_of: date) -> pd.DataFrame:
    left = (part["notice_by"] - pd.Timestamp(as_of)).dt.days
    soon = int(((left >= 0) & (left <= NOTICE_SOON)).sum())
    note = tr(Message("{n} accounts", n=int(part["account_key"].nunique())))
    warning = tr(Message("{n} notice deadlines in {days} days", n=soon, days=NOTICE_SOON)) if soon else ""
    return _sums(key, part, {"kind": HEADING, "group": code, "account": title, "note": note, "warning": warning})


def _folded(key: int, code: str, part: pd.DataFrame) -> pd.DataFrame:
    said = tr(
        Message("{n} tech-touch accounts, renewal mails go out automatically", n=int(part["account_key"].nunique()))
    )
    return _sums(key, part, {"kind": FOLDED, "group": code, "account": said, "note": "", "warning": ""})


def _sums(key: int, part: pd.DataFrame, said: dict[str, str]) -> pd.DataFrame:
    """A row between the contracts: what it says, with the sums of the part."""
    annual, expected = part["annual"].sum(), part["expected"].sum()
    row: dict[str, object] = dict.fromkeys(part.columns, None)
    row |= {
        "key": key,
        "contract_key": key,
        "account_key": -1,
        "annual": int(annual),
        "expected": int(expected),
        "kept": float(expected) / float(annual) if annual else None,
        **said,
    }
    return pd.DataFrame([row]).astype(object)
