"""How each computed field of an account is explained."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csdesk.model.messages import Message
from csdesk.model.money import Money
from csdesk.model.policies import HealthComponent, HealthModel
from csdesk.rules.explain import MOST_SOURCES, Explanation, Input, explain, plain
from csdesk.rules.health_parts import contribution, total_weights
from csdesk.rules.ledger import counted
from csdesk.rules.line_inputs import LineInputs
from csdesk.rules.signals import Signal

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

# The field of a record that a signal reads.
_READ = {
    "measurement": "value", "ticket": "opened", "response": "score", "touchpoint": "date", "invoice": "due",
    "account": "sentiment", "event": "date",
}  # fmt: skip
METRICS: Mapping[str, Message] = {
    "seat_use": Message("Latest active users / seats of the active contracts."),
    "login_trend": Message("Logins a day in the last 30 days against the 90 days before."),
    "features_used": Message("Key features used in the last 90 days."),
    "nps_mean": Message("Mean of the answers of the last 365 days."),
    "urgent_tickets": Message("Urgent tickets opened in the last 90 days per 100 seats."),
    "last_contact": Message("Days since the last contact, with an executive where there was one."),
    "invoice_overdue": Message("Days the oldest unpaid invoice is past due."),
    "sentiment": Message("The CSM's own view from 1 to 5."),
    "events_attended": Message("Events and webinars attended in the last 365 days."),
    "csat": Message("Mean satisfaction of the tickets of the last 90 days."),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The field that is to be explained, and its value."""

    assessment: Assessment
    key: int
    place: int
    field: str
    value: object


def _other(asked: Asked, field: str) -> Explanation:
    return explain(asked.assessment, asked.key, field)


def _arr(asked: Asked) -> Explanation:
    assessment = asked.assessment
    ledger = assessment.ledger
    mine = (ledger["account_key"] == asked.key).to_numpy() & counted(ledger, assessment.as_of)
    contracts = assessment.frames.frame("contract")
    contracts = contracts[contracts["key"].isin(ledger.loc[mine, "contract_key"])]
    read = LineInputs(contracts, assessment.frames.frame("rate"), assessment.policies, assessment.as_of)
    stored = contracts.set_index("key")
    parts = tuple(
        _line(assessment, row, stored.loc[row["contract_key"]], read.of(row)) for row in ledger[mine].to_dict("records")
    )
    definition = Message("Sum of the yearly amounts of the contracts that count on {day}.", day=assessment.as_of)
    return Explanation(asked.field, asked.value, definition, (), parts)


_TIMES = {"monthly": 12, "quarterly": 4, "half_yearly": 2}


def _line(
    assessment: Assessment, row: Mapping[str, object], contract: pd.Series[Any], read: tuple[Input, ...]
) -> Explanation:
    """One contract line: its amount made yearly."""
    basis = plain(contract["basis"]) or plain(contract["billing"]) or "annual"
    currency = str(row["currency"])
    amount = plain(contract["amount"])
    if basis == "annual" and isinstance(amount, int):
        definition = Message("{amount} a year.", amount=Money(amount, currency))
    elif basis in _TIMES and isinstance(amount, int):
        definition = Message("{amount} x {times} a year.", amount=Money(amount, currency), times=_TIMES[str(basis)])
    else:
        definition = Message("Total of the contract x 12 / months of its term.")
    if currency != assessment.policies.revenue.currency:
        definition = Message("{first} Exchanged at the rate of the month.", first=definition)
    if row["assumed"]:
        definition = Message("{first} Assumed renewed on the same terms.", first=definition)
    elif row["overdue"]:
        definition = Message("{first} Its renewal is overdue.", first=definition)
    return Explanation("arr", plain(row["annual"]), definition, read)


def _mrr(asked: Asked) -> Explanation:
    return Explanation(asked.field, asked.value, Message("ARR / 12."), (), (_other(asked, "arr"),))


def _currency(asked: Asked) -> Explanation:
    return Explanation(asked.field, asked.value, Message("The reporting currency of the book."))


def _ltv(asked: Asked) -> Explanation:
    definition = Message("ARR x (years so far + expected remaining years) x gross margin.")
    return Explanation(asked.field, asked.value, definition, (), (_other(asked, "arr"),))


def _touch(asked: Asked) -> Explanation:
    touch = asked.assessment.segmentation.touch
    reason = touch.reasons[int(touch.reason[asked.place])]
    assignments = asked.assessment.frames.frame("touch_assignment")
    keys = assignments.loc[assignments["account_key"] == asked.key, "key"].tolist()
    read = tuple(Input("touch_assignment", int(key), "touch") for key in keys)
    if bool(asked.assessment.customers.strategic[asked.place]):
        read = (*read, Input("account", asked.key, "strategic"))
    value = _other(asked, asked.assessment.policies.touch.basis)
    return Explanation(asked.field, asked.value, reason, read, (value,))


def _health(asked: Asked) -> Explanation:
    scored = asked.assessment.scored(asked.assessment.as_of)
    scores, place = scored.scores, asked.place
    number = int(scores.model[place])
    if number < 0:
        return Explanation(asked.field, asked.value, Message("No health model is meant for this account."))
    model = asked.assessment.policies.health[number]
    total = total_weights(scores)
    parts = tuple(
        _part(
            part.component,
            part.signal,
            place,
            (part.points[place], part.weight[place], contribution(part, total)[place]),
        )
        for part in scores.parts
        if part.model == number and part.weight[place] > 0
    )
    overrides = asked.assessment.frames.frame("health_override")
    by_hand = overrides.loc[overrides["account_key"] == asked.key, "key"].tolist()
    read = tuple(Input("health_override", int(key), "score") for key in by_hand)
    return Explanation(asked.field, asked.value, _definition(asked.field, model), read, parts)


def _definition(field: str, model: HealthModel) -> Message:
    healthy, watch = model.healthy_from, model.watch_from
    said = {
        "band": Message(
            "Healthy from {healthy}, watch from {watch}, at risk below; open events can lower it, and under {share}% of the data there is none.",
            healthy=healthy, watch=watch, share=round(model.minimum_coverage * 100),
        ),
        "coverage": Message("Weight of the components with data / weight of all that apply."),
        "health_change": Message("Health now less health on the day it is compared with."),
        "health_model": Message("The first model meant for the tier of the account."),
        "health_cap": Message("The open event that lowered the band."),
    }  # fmt: skip
    formula = Message(
        "Sum of weight x points / sum of weights, over the components with data ({name}, version {version}).",
        name=model.name, version=model.version,
    )  # fmt: skip
    return said.get(field, formula)


def _part(component: HealthComponent, signal: Signal, place: int, marks: tuple[float, float, float]) -> Explanation:
    points, weight, adds = marks
    rule = METRICS.get(component.metric, Message("Measured as {metric}.", metric=component.metric))
    if np.isnan(points):
        said = Message("{rule} No data, left out.", rule=rule)
    else:
        said = Message(
            "{rule} {points} of 100 points, weight {weight}: {adds} of the score.",
            rule=rule, points=f"{points + 0.0:.1f}", weight=f"{weight:g}", adds=f"{adds + 0.0:.1f}",
        )  # fmt: skip
    return _signal(component.metric, signal, place, said)


def _signal(field: str, signal: Signal, place: int, definition: Message) -> Explanation:
    value = signal.value[place]
    keys = signal.sources(place)[-MOST_SOURCES:] if not np.isnan(value) else ()
    read = tuple(Input(signal.record, key, _READ[signal.record]) for key in keys)
    return Explanation(field, None if np.isnan(value) else float(value), definition, read)


def _read_signal(metric: str, definition: Message) -> Callable[[Asked], Explanation]:
    def explained(asked: Asked) -> Explanation:
        signal = asked.assessment.scored(asked.assessment.as_of).signals.signal(metric)
        found = _signal(asked.field, signal, asked.place, definition)
        return replace(found, value=asked.value)

    return explained


def _seat_use(asked: Asked) -> Explanation:
    parts = (_other(asked, "seats_active"), _other(asked, "seats_bought"))
    return Explanation(asked.field, asked.value, METRICS["seat_use"], (), parts)


def _seats_bought(asked: Asked) -> Explanation:
    contracts, states = asked.assessment.contracts, asked.assessment.states
    active = contracts["key"].isin(states.loc[states["active"], "contract_key"])
    mine = contracts[
        ((contracts["account_key"] == asked.key) & active & contracts["seats"].notna()).to_numpy(dtype=bool)
    ]
    read = tuple(Input("contract", int(key), "seats") for key in mine["key"].tolist())
    definition = Message("Seats of the active contracts, else the seats of the account.")
    return Explanation(asked.field, asked.value, definition, read or (Input("account", asked.key, "seats"),))


def _renewal(asked: Asked) -> Explanation:
    row = asked.assessment.accounts.loc[asked.place]
    contracts = asked.assessment.contracts
    same_day = contracts["renewal_on"] == row["renewal_on"]
    if asked.field in ("notice_by", "days_to_notice") and not pd.isna(row["notice_by"]):
        same_day = contracts["notice_by"] == row["notice_by"]
    mine = contracts[((contracts["account_key"] == asked.key) & same_day).to_numpy(dtype=bool, na_value=False)]
    names = (
        ["end"] if asked.field == "renewal_on" else ["end", "auto_renew", "notice_n", "notice_unit", "notice_received"]
    )
    read = tuple(
        Input("contract", int(line["key"]), name)
        for line in mine.to_dict("records")
        for name in names
        if plain(line[name]) is not None
    )
    return Explanation(asked.field, asked.value, _RENEWAL[asked.field], read)


_RENEWAL = {
    "renewal_on": Message("The earliest end of the current terms of the active contracts."),
    "notice_by": Message(
        "The day after the end, less the notice period, less one day: the last day notice is in time."
    ),
    "days_to_notice": Message("Days from today to the notice deadline."),
    "renewal_state": Message("Where the next renewal stands, by end, notice deadline, auto-renewal and decision."),
}

COMPUTED: Mapping[str, Callable[[Asked], Explanation]] = {
    "arr": _arr,
    "mrr": _mrr,
    "currency": _currency,
    "ltv": _ltv,
    **dict.fromkeys(("touch", "touch_reason", "touch_computed", "touch_candidate"), _touch),
    **dict.fromkeys(
        ("health", "health_points", "health_change", "band", "coverage", "health_computed", "health_model", "health_cap"),
        _health,
    ),
    **dict.fromkeys(_RENEWAL, _renewal),
    "seats_bought": _seats_bought,
    "seats_active": _read_signal("seats_active", Message("The latest count of active users, else of seats used.")),
    "seat_use": _seat_use,
    "login_trend": _read_signal("login_trend", METRICS["login_trend"]),
    "features_used": _read_signal("features_used", METRICS["features_used"]),
    "urgent_tickets": _read_signal("urgent_tickets", Message("Urgent tickets opened in the last 90 days.")),
    "invoice_overdue": _read_signal("invoice_overdue", METRICS["invoice_overdue"]),
    "nps": _read_signal("nps", Message("% answering 9 or 10 less % answering 0 to 6, of all answers of the last 365 days.")),
    "last_contact_on": _read_signal("any_contact", Message("The day of the last touchpoint.")),
}  # fmt: skip
