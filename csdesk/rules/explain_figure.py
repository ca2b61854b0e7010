"""Where a key figure or a bar of the bridge comes from: the accounts, their records, and the values read of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from csdesk.model.messages import Message
from csdesk.rules.assessed_figures import ledger_on
from csdesk.rules.explain import Explanation, Input, plain
from csdesk.rules.figure import Figure, Figures, Keys
from csdesk.rules.ledger import active, counted
from csdesk.rules.line_inputs import LineInputs
from csdesk.rules.movements import KINDS, changes
from csdesk.rules.selection import Selection, accounts_of, lines_of

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

Role = Literal["opening", "closing", "due", "renewed", "health", "fact"]
BARS: Mapping[str, Message] = {
    "opening": Message("ARR at the start of the period."),
    "new": Message("ARR of accounts that had none at the start and never before."),
    "reactivation": Message("ARR of accounts that had none at the start, but earlier."),
    "upsell": Message("Growth of accounts with ARR at both ends, without products they did not hold at the start."),
    "cross_sell": Message("Growth of accounts with ARR at both ends, by products they did not hold at the start."),
    "contraction": Message("What accounts with ARR at both ends have less than at the start."),
    "churn": Message("ARR at the start of accounts that have none at the end."),
    "fx": Message("What the ARR at the start gained or lost by exchange rates."),
    "closing": Message("ARR at the end of the period."),
    "unexplained": Message("ARR of contracts without a start date that were first seen in the period."),
}
_OPENING = ("opening", "fx")
_CLOSING = ("arr", "mrr", "accounts", "ltv", "closing", "arr_at_risk")
_COHORT = ("nrr", "grr", "customer_churn", "revenue_churn", "retention")


@dataclass(frozen=True, slots=True)
class RecordBehind:
    """A record a figure was made from.

    Attributes:
        role: ``opening``, ``closing``: a contract line that counts on that day; ``due``: it came due; ``renewed``: what
            followed it; ``health``: what the band was made from; ``fact``: anything else that was counted.
        value: minor units of the reporting currency for a contract; None for other records.
        inputs: the stored values that were read.
    """

    record: str
    key: int
    role: Role
    value: int | None
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class AccountBehind:
    """An account a figure was made from; amounts in minor units at both ends of the figure's period."""

    key: int
    name: str
    opening: int
    closing: int
    records: tuple[RecordBehind, ...]


@dataclass(frozen=True, slots=True)
class FigureBehind:
    """A figure and everything it was made from, the accounts by what they are worth."""

    figure: Figure
    currency: str
    accounts: tuple[AccountBehind, ...]


def explain_figure(
    assessment: Assessment, code: str, since: date, until: date, within: Selection | None = None
) -> FigureBehind:
    """The figure of that code between two days, and the records behind it.

    Raises:
        KeyError: there is no such figure and no such bar.
        CSDeskError: a currency has no rate.
    """
    found = assessment.figures(since, until, within)
    figure = found.numbers[code] if code in found.numbers else _bar(found, code)
    view = _View(assessment, figure, within)
    rows = [*_lines(view, code, figure), *_due(view, figure), *_facts(view, code, figure)]
    return FigureBehind(figure, found.currency, view.accounts(rows))


def _bar(found: Figures, code: str) -> Figure:
    value = getattr(found.bridge, code) if code in BARS else None
    if value is None:
        raise KeyError(code)
    return Figure(code, value, "money", BARS[code], (found.since, found.as_of), 0)


class _View:
    """The part of the book a figure is about, on the two days of its period."""

    def __init__(self, assessment: Assessment, figure: Figure, within: Selection | None) -> None:
        self.assessment = assessment
        self.since, self.until = figure.period[0], min(figure.period[1], assessment.as_of)
        ledger = ledger_on(assessment, self.until)
        frame = assessment.frames.frame
        if within is not None:
            keys = accounts_of(frame("account"), assessment.tiers if within.kind == "touch" else None, within)
            ledger = lines_of(ledger, keys, within)
        self.ledger = ledger
        self.inputs = LineInputs(frame("contract"), frame("rate"), assessment.policies, self.until)
        self.changed = changes(ledger, self.since, self.until)

    def records(self, chosen: np.ndarray[Any, Any], role: Role) -> list[tuple[int, RecordBehind]]:
        """The chosen ledger lines with the account each belongs to."""
        return [
            (int(line["account_key"]), RecordBehind("contract", int(line["contract_key"]), role, _whole(line["annual"]), self.inputs.of(line)))
            for line in self.ledger[chosen].to_dict("records")
        ]  # fmt: skip

    def accounts(self, rows: Iterable[tuple[int, RecordBehind]]) -> tuple[AccountBehind, ...]:
        """The records by account, the most valuable account first."""
        behind: dict[int, list[RecordBehind]] = {}
        for key, record in rows:
            behind.setdefault(key, []).append(record)
        names = self.assessment.frames.frame("account").set_index("key")["name"]
        ends = self.changed.set_index("account_key")[["opening", "closing"]].reindex(list(behind), fill_value=0)
        made = [
            AccountBehind(key, str(plain(names.get(key)) or ""), int(opening), int(closing), tuple(behind[key]))
            for key, opening, closing in ends.itertuples()
        ]
        return tuple(sorted(made, key=lambda account: (-account.closing, -account.opening, account.name, account.key)))


def _whole(value: object) -> int | None:
    found = plain(value)
    return None if found is None else int(str(found))


def _lines(view: _View, code: str, figure: Figure) -> list[tuple[int, RecordBehind]]:
    """The contract lines at both ends of the accounts the figure is about."""
    if figure.record != "account":
        return []
    owners = _owners(view, code, figure)
    mine = view.ledger["account_key"].isin(owners).to_numpy(dtype=bool)
    worth = mine & (view.ledger["annual"].fillna(0) > 0).to_numpy(dtype=bool)
    found: list[tuple[int, RecordBehind]] = []
    if code not in (*_CLOSING, "new"):
        found += view.records(worth & counted(view.ledger, view.since), "opening")
    if code not in (*_OPENING, "churn"):
        found += view.records(worth & counted(view.ledger, view.until), "closing")
    return found


def _owners(view: _View, code: str, figure: Figure) -> Keys:
    """The accounts whose revenue is in the figure, above or below the line."""
    changed = view.changed
    opened, closed = changed["opening"] > 0, changed["closing"] > 0
    if code in KINDS:
        return _keys(changed, changed[code] != 0)
    if code in _OPENING:
        return _keys(changed, opened)
    if code == "closing":
        return _keys(changed, closed)
    if code in ("onboarding_completion", "time_to_value", "active_users", "sessions", "seat_use"):
        return np.empty(0, dtype=np.int64)
    if code in _COHORT or code == "annualised_monthly_churn" or "sell_rate" in code:
        return _keys(changed, opened & ~changed["unclear"])
    return figure.keys


def _keys(changed: pd.DataFrame, chosen: pd.Series[bool]) -> Keys:
    return np.asarray(changed.loc[chosen, "account_key"].to_numpy(dtype=np.int64))


def _due(view: _View, figure: Figure) -> list[tuple[int, RecordBehind]]:
    """The contracts a figure of renewals is about, what followed them, and what people said of them."""
    if figure.record != "contract":
        return []
    mine = view.ledger["contract_key"].isin(figure.keys).to_numpy(dtype=bool)
    found = view.records(mine, "due")
    if figure.code.startswith("renewal_rate"):
        after = view.ledger["contract_key"].isin(view.ledger.loc[mine, "successor_key"].dropna())
        found += view.records(after.to_numpy(dtype=bool) & ~mine, "renewed")
    if figure.code == "weighted_forecast":
        owner = dict(zip(view.ledger["contract_key"].tolist(), view.ledger["account_key"].tolist(), strict=True))
        said = view.assessment.frames.frame("decision")
        said = said[said["contract_key"].isin(figure.keys).to_numpy(dtype=bool)]
        for row in said.to_dict("records"):
            read = _read("decision", row, ("forecast", "outcome"))
            found.append(
                (owner[int(row["contract_key"])], RecordBehind("decision", int(row["key"]), "fact", None, read))
            )
    return found


_READ: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "onboarding_completion": {"account": ("onboarding_due", "onboarded_on"), "milestone": ("due", "done_on", "required")},
    "time_to_value": {"account": ("onboarded_on",), "milestone": ("done_on", "required"), "contract": ("start",)},
    "active_users": {"measurement": ("value",)},
    "sessions": {"measurement": ("value",)},
    "seat_use": {"measurement": ("value",), "contract": ("seats",)},
}  # fmt: skip


def _facts(view: _View, code: str, figure: Figure) -> list[tuple[int, RecordBehind]]:
    """What a figure of the customers themselves counted, and what made the health of accounts at risk."""
    if code == "arr_at_risk":
        # What the health of an earlier day was made from, an assessment of that day tells.
        keys = figure.keys if view.until == view.assessment.as_of else figure.keys[:0]
        return [pair for key in keys.tolist() for pair in _health(view.assessment, key)]
    found: list[tuple[int, RecordBehind]] = []
    if figure.record == "response":
        rows = view.assessment.frames.frame("response")
        answers = rows[rows["key"].isin(figure.keys)].to_dict("records")
        return [(int(row["account_key"]), _fact("response", row, ("score", "date"))) for row in answers]
    for record, fields in _READ.get(code, {}).items():
        for row in _rows(view, code, record, figure).to_dict("records"):
            owner = int(row["key"] if record == "account" else row["account_key"])
            found.append((owner, _fact(record, row, fields)))
    return found


def _fact(record: str, row: Mapping[Any, Any], fields: Iterable[str]) -> RecordBehind:
    return RecordBehind(record, int(row["key"]), "fact", None, _read(record, row, fields))


def _read(record: str, row: Mapping[Any, Any], fields: Iterable[str]) -> tuple[Input, ...]:
    return tuple(Input(record, int(row["key"]), name) for name in fields if plain(row[name]) is not None)


def _rows(view: _View, code: str, record: str, figure: Figure) -> pd.DataFrame:
    """The records of the figure's accounts that were looked at."""
    frame = view.assessment.frames.frame(record)
    owner = frame["key"] if record == "account" else frame["account_key"]
    mine = frame[owner.isin(figure.keys).to_numpy(dtype=bool)]
    if record == "milestone":
        return mine[mine["required"].fillna(False).to_numpy(dtype=bool)]
    if record == "contract":
        lines = view.ledger[~view.ledger["undated"]].sort_values("start").drop_duplicates("account_key")
        standing = view.ledger["contract_key"][active(view.ledger, view.until)]
        chosen = lines["contract_key"] if code == "time_to_value" else standing
        mine = mine[mine["key"].isin(chosen) & mine["archived"].ne(True).fillna(True)]
        return mine[mine["seats"].notna()] if code == "seat_use" else mine
    if record == "measurement":
        dated = (mine["date"] > pd.Timestamp(view.since)) & (mine["date"] <= pd.Timestamp(view.until))
        metric = "sessions" if code == "sessions" else "active_users"
        mine = mine[(dated & (mine["metric"] == metric)).fillna(False).to_numpy(dtype=bool)]
        if metric == "active_users":
            mine = mine[mine["date"] == mine.groupby("account_key")["date"].transform("max")]
    return mine


_BY_SEAT = ("seat_use", "urgent_tickets")
# The field of a record that tells of an open event.
_TELLS = {"contract": "notice_received", "invoice": "due", "event": "date", "contact": "left_on", "ticket": "escalated"}


def _health(assessment: Assessment, key: int) -> list[tuple[int, RecordBehind]]:
    """The records the health of an account was read from."""
    read: dict[tuple[str, int], list[Input]] = {}
    found = assessment.explain(key, "health")
    by_seat = any(part.field in _BY_SEAT and part.inputs for part in found.parts)
    seats = assessment.explain(key, "seats_bought").inputs if by_seat else ()
    for value in (*_all_inputs(found), *seats, *_capped_by(assessment, key)):
        read.setdefault((value.record, value.key), []).append(value)
    return [
        (key, RecordBehind(record, number, "health", None, tuple(dict.fromkeys(inputs))))
        for (record, number), inputs in read.items()
    ]


def _capped_by(assessment: Assessment, key: int) -> tuple[Input, ...]:
    """The records of the open event that lowered the band."""
    place = int(assessment.customers.places.of(np.asarray([key]))[0])
    cap = plain(assessment.accounts.at[place, "health_cap"])
    events = assessment.scored(assessment.as_of).events.get(str(cap), ())
    return tuple(
        Input(event.record, int(event.key[place]), _TELLS[event.record])
        for event in events
        if event.open[place] and event.key[place] >= 0
    )


def _all_inputs(found: Explanation) -> list[Input]:
    return [*found.inputs, *(value for part in found.parts for value in _all_inputs(part))]
