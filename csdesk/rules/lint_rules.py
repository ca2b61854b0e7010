"""What looks wrong in a book: each rule names the records concerned and says so in a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csdesk.model.messages import Message
from csdesk.model.money import Money
from csdesk.rules.agenda_words import TIER_NAMES
from csdesk.rules.timeline import NO_DAY, Flags, Ints, day_number, day_numbers, day_of, flags, whole

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

STALE_DAYS = 60
CHURNED = re.compile(r"^(true|yes|1|churned|cancell?ed|inactive|lost|解約済?み?|退会済?み?|停止)$", re.IGNORECASE)
_LEGAL_FORMS = re.compile(
    r"株式会社|有限会社|合同会社|\(株\)|\(有\)|㈱|㈲|\b(?:inc|incorporated|ltd|limited|llc|corp|corporation|gmbh|plc|co|kk)\b\.?"
)


@dataclass(frozen=True, slots=True)
class Flaws:
    """What one rule found.

    Attributes:
        messages: one a record, or one for all.
        fix: code of what mends it, None where only the source can.
    """

    rule: str
    record: str
    keys: Ints
    accounts: Ints
    messages: list[Message] | Message
    fix: str | None = None


def missing_rates(assessment: Assessment) -> Flaws:
    """Contracts in a currency that has no exchange rate: without it no amount in the book adds up."""
    contracts, rates = assessment.frames.frame("contract"), assessment.frames.frame("rate")
    reporting = assessment.policies.revenue.currency
    currency = contracts["currency"].fillna(reporting)
    lacking = ~currency.isin([reporting, *rates["currency"].dropna().unique()]) & contracts["amount"].notna()
    rows = np.flatnonzero(flags(lacking) & ~flags(contracts["archived"]))
    messages = [Message("There is no exchange rate for {currency}.", currency=c) for c in currency.iloc[rows]]
    return _of_contracts("no_rate", contracts, rows, messages, "add_rate")


def _of_contracts(
    rule: str, contracts: pd.DataFrame, rows: Ints, messages: list[Message] | Message, fix: str | None = None
) -> Flaws:
    keys, accounts = contracts["key"].to_numpy()[rows], whole(contracts["account_key"])[rows]
    return Flaws(rule, "contract", keys, accounts, messages, fix)


def end_before_start(assessment: Assessment) -> Flaws:
    """Contracts that end before they start."""
    contracts = assessment.contracts
    start, end = day_numbers(contracts["start"]), day_numbers(contracts["end"])
    rows = np.flatnonzero((start != NO_DAY) & (end != NO_DAY) & (end < start))
    messages = [
        Message("The end {end} lies before the start {start}.", end=day_of(e), start=day_of(s))
        for s, e in zip(start[rows].tolist(), end[rows].tolist(), strict=True)
    ]
    return _of_contracts("end_before_start", contracts, rows, messages, "edit_dates")


def renewal_missing(assessment: Assessment) -> Flaws:
    """Contracts that should have an end."""
    contracts = assessment.contracts
    rows = np.flatnonzero(flags(contracts["state"] == "no_date"))
    return _of_contracts(
        "renewal_missing", contracts, rows, Message("There is no end date, so the renewal is not known."), "edit_dates"
    )


def renewal_past(assessment: Assessment) -> Flaws:
    """Contracts past their end, with nothing said about their renewal."""
    contracts = assessment.contracts
    rows = np.flatnonzero(flags(contracts["state"] == "overdue"))
    messages = [
        Message("It ended {day}, and nothing says whether it was renewed.", day=day_of(day))
        for day in day_numbers(contracts["renewal_on"])[rows].tolist()
    ]
    return _of_contracts("renewal_past", contracts, rows, messages, "close_renewal")


def undated(assessment: Assessment) -> Flaws:
    """Contracts without a start."""
    contracts = assessment.contracts
    ledger = _lines(assessment, contracts)
    rows = np.flatnonzero(ledger["undated"].to_numpy(dtype=bool))
    messages = [
        Message("There is no start; it counts from {day}, when it was first seen.", day=day_of(day))
        for day in day_numbers(ledger["start"])[rows].tolist()
    ]
    return _of_contracts("start_missing", contracts, rows, messages, "edit_dates")


def _lines(assessment: Assessment, contracts: pd.DataFrame) -> pd.DataFrame:
    """The ledger lines of the contracts, in their order."""
    ledger = assessment.ledger
    return ledger.take(pd.Index(ledger["contract_key"]).get_indexer(contracts["key"]))


def overlapping(assessment: Assessment) -> Flaws:
    """Two contracts for the same product and plan on the same days, which may count revenue twice."""
    contracts = assessment.contracts
    ledger = _lines(assessment, contracts)
    known = flags(contracts["product"].notna()) & flags(ledger["excluded"].isna())
    part = np.flatnonzero(known)
    frame = contracts.iloc[part]
    group = frame.groupby(["account_key", "product", "plan"], dropna=False, sort=False).ngroup().to_numpy()
    start = day_numbers(frame["start"])
    end = day_numbers(ledger["counted_to"])[part]
    end = np.where(end == NO_DAY, np.iinfo(np.int64).max, end)
    order = np.lexsort((start, group))
    later, before = order[1:], order[:-1]
    clash = (group[later] == group[before]) & (start[later] != NO_DAY) & (start[later] <= end[before])
    numbers = frame["external_id"].fillna("").to_numpy(dtype=object)
    products = frame["product"].to_numpy(dtype=object)
    messages = [
        Message("It overlaps contract {other} for {product}.", other=numbers[other], product=products[other])
        if numbers[other]
        else Message("It overlaps another contract for {product}.", product=products[other])
        for other in before[clash].tolist()
    ]
    return _of_contracts("overlap", contracts, part[later[clash]], messages, "edit_dates")


def _of_accounts(
    rule: str, assessment: Assessment, places: Ints, messages: list[Message] | Message, fix: str | None = None
) -> Flaws:
    keys = assessment.customers.keys[places]
    return Flaws(rule, "account", keys, keys, messages, fix)


def seats_over(assessment: Assessment) -> Flaws:
    """More seats in use than were bought."""
    signals = assessment.scored(assessment.as_of).signals
    active, seats = signals.signal("seats_active").value, signals.seats
    places = np.flatnonzero((active > seats) & _current(assessment))
    messages = [
        Message("{active} seats are in use, {seats} were bought.", active=round(a), seats=round(s))
        for a, s in zip(active[places].tolist(), seats[places].tolist(), strict=True)
    ]
    return _of_accounts("seats_over", assessment, places, messages)


def _current(assessment: Assessment) -> Flags:
    return np.asarray(assessment.segmentation.arr > 0)


def tier_against_value(assessment: Assessment) -> Flaws:
    """Accounts whose tier is not the one their value asks for."""
    cut, currency = assessment.segmentation, assessment.policies.revenue.currency
    places = np.flatnonzero(cut.candidates)
    ltv = assessment.policies.touch.basis == "ltv"
    said = Message("LTV of {amount} asks for {tier}.") if ltv else Message("ARR of {amount} asks for {tier}.")
    messages = [
        Message(said.text, amount=Money(value, currency), tier=TIER_NAMES[tier])
        for value, tier in zip(cut.inputs.value[places].tolist(), cut.touch.computed[places].tolist(), strict=True)
    ]
    return _of_accounts("tier", assessment, places, messages, "review_touch")


def stale_use(assessment: Assessment) -> Flaws:
    """Customers whose use was last measured long ago."""
    on = assessment.scored(assessment.as_of).signals.signal("seats_active").on
    old = (on != NO_DAY) & (on < day_number(assessment.as_of) - STALE_DAYS)
    places = np.flatnonzero(old & _current(assessment))
    messages = [Message("Use was last measured {day}.", day=day_of(day)) for day in on[places].tolist()]
    return _of_accounts("stale", assessment, places, messages)


def duplicate_names(assessment: Assessment) -> Flaws:
    """Accounts that have the same name but for spaces, width, case and legal form."""
    accounts = assessment.accounts
    folded = folded_names(accounts["name"])
    number, _ = pd.factorize(folded)
    count = np.bincount(number[number >= 0], minlength=1)
    places = np.flatnonzero((number >= 0) & (count[number] > 1) & flags(folded != ""))
    first: dict[int, str] = {}
    kept, messages = [], []
    for place, group, name in zip(places.tolist(), number[places].tolist(), accounts["name"].iloc[places], strict=True):
        if group in first:
            kept.append(place)
            messages.append(Message("It may be the same customer as {name}.", name=first[group]))
        else:
            first[group] = name
    return _of_accounts("duplicate", assessment, np.asarray(kept, dtype=np.int64), messages, "merge_accounts")


def folded_names(names: pd.Series[Any]) -> pd.Series[Any]:
    """Names without case, width, spaces and legal form, so that the same company looks the same."""
    narrow = names.astype("object").str.normalize("NFKC").str.casefold()
    return narrow.str.replace(_LEGAL_FORMS, " ", regex=True).str.replace(r"[\s.,'&・･\-]+", "", regex=True)


def says_churned(assessment: Assessment) -> Flaws:
    """Accounts that are marked as gone, with contracts that go on."""
    accounts = assessment.accounts
    gone = flags(accounts["lifecycle"] == "churned")
    gone |= flags(accounts["status"].astype("object").str.strip().str.match(CHURNED))
    places = np.flatnonzero(gone & _current(assessment))
    message = Message("The account is marked as churned, its contracts go on.")
    return _of_accounts("churn_flag", assessment, places, message, "close_contracts")


def churn_event(assessment: Assessment) -> Flaws:
    """Accounts with a churn event and no reactivation after it, with contracts that go on."""
    today = np.full(len(assessment.customers.keys), day_number(assessment.as_of))
    gone, back = (assessment.facts.events(kind) for kind in ("churn", "reactivation"))
    churned, returned = gone.last_day(gone.ever(today)), back.last_day(back.ever(today))
    places = np.flatnonzero((churned != NO_DAY) & (churned > returned) & _current(assessment))
    messages = [
        Message("A churn was noted on {day}, the contracts go on.", day=day_of(d)) for d in churned[places].tolist()
    ]
    return _of_accounts("churn_event", assessment, places, messages, "close_contracts")


def without_contract(assessment: Assessment) -> Flaws:
    """Accounts that no contract belongs to."""
    places = np.flatnonzero(assessment.segmentation.arr < 0)
    return _of_accounts("no_contract", assessment, places, Message("There is no contract."), "add_contract")


def without_csm(assessment: Assessment) -> Flaws:
    """Customers that nobody looks after, in a book where CSMs are named."""
    csm = assessment.accounts["csm"]
    nobody = csm.isna().to_numpy() & csm.notna().any()
    places = np.flatnonzero(nobody & _current(assessment))
    return _of_accounts("no_csm", assessment, places, Message("Nobody is named as CSM."), "assign_csm")


def expired_overrides(assessment: Assessment) -> Iterator[Flaws]:
    """Overrides of tier or score that have run out."""
    for record in ("touch_assignment", "health_override"):
        frame = assessment.frames.frame(record)
        until = day_numbers(frame["expires_on"])
        rows = np.flatnonzero((until != NO_DAY) & (until < day_number(assessment.as_of)))
        messages = [Message("What was set by hand ended {day}.", day=day_of(day)) for day in until[rows].tolist()]
        keys, accounts = frame["key"].to_numpy()[rows], whole(frame["account_key"])[rows]
        yield Flaws("override_ended", record, keys, accounts, messages, "review_override")


RULES: tuple[Callable[[Assessment], Flaws], ...] = (
    renewal_missing, renewal_past, end_before_start, overlapping, undated, duplicate_names, says_churned, churn_event,
    seats_over, tier_against_value, stale_use, without_contract, without_csm,
)  # fmt: skip
