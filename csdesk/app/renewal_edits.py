"""Closing a renewal: one edit that writes what was decided and the contract that follows (DOMAIN section 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

import numpy as np
import pandas as pd

from csdesk.app.edits import EditableBook, account_name, check_value, plain_value, stored_values
from csdesk.model.changes import Change, ChangeSet, Values, change_of, collected
from csdesk.model.churn_reasons import UNKNOWN
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.periods import DAY, add_months
from csdesk.model.policies import Policies
from csdesk.rules.annualise import half_even, yearly
from csdesk.rules.frames import frame_of
from csdesk.rules.ledger import make_ledger
from csdesk.rules.renewals import NOT_RENEWED

Outcome = Literal["renewed", "reduced", "lost"]
# What the next contract takes over from the one before.
_KEPT = (
    "account_key", "product", "plan", "basis", "billing", "currency", "tax", "seats", "auto_renew", "amount", "list_price",
    "discount", "term_months", "renewal_term_months", "notice_n", "notice_unit", "notice_written",
)  # fmt: skip
_SAID = {
    "renewed": Message("Close renewal of {account}: renewed"),
    "reduced": Message("Close renewal of {account}: reduced"),
    "lost": Message("Close renewal of {account}: lost"),
}


class RenewingBook(EditableBook, Protocol):
    """What closing a renewal has to know of the book."""

    @property
    def policies(self) -> Policies:
        """The settings that change results."""


@dataclass(frozen=True, slots=True)
class Closing:
    """What became of a renewal.

    Attributes:
        decided_on: the day of the decision; None is the as-of date.
        months: how long the next term runs; None is the renewal term of the contract.
        seats: the volume of the next term; None leaves it as it is.
        uplift: what the price of the same volume rises by, as a ratio.
        amount: what the next contract costs a period, net of discounts, in minor units of its own currency; None
            is today's amount times the change of seats times (1 + uplift).
        reasons: the fields ``stated_code, churn_reason, cause_code, root_cause`` of the decision, where known.
    """

    outcome: Outcome
    decided_on: date | None = None
    months: int | None = None
    seats: int | None = None
    uplift: float | None = None
    amount: int | None = None
    reasons: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Term:
    """The term that comes up.

    Attributes:
        contract: stored values of its contract.
        end: its last day.
        months: how long the next one runs by agreement.
        assumed: the contract went on into it by itself.
        final: the contract was ended, notice was given, or it was lost.
        successor: key of the contract that follows it already.
    """

    contract: Values
    end: date
    months: int
    assumed: bool
    final: bool
    successor: int | None


def term_of(book: RenewingBook, contract_key: int) -> Term:
    """The current term of a contract.

    Raises:
        CSDeskError: there is nothing to renew: no such contract, no end, or a one-off, credit or trial line.
    """
    old = stored_values(book, "contract", [contract_key]).get(contract_key)
    if old is None or old["archived"]:
        raise CSDeskError(Message("The contract is no longer in the book."))
    line = _line(book, contract_key, old)
    if line["excluded"] in NOT_RENEWED:
        raise CSDeskError(Message("One-off, credit and trial lines are not renewed."))
    end = plain_value(line["renewal_on"])
    if not isinstance(end, date):
        raise CSDeskError(
            Message("The contract has no end date, so nothing comes up for renewal."), Message("Enter its end first.")
        )
    followed = plain_value(line["successor_key"])
    return Term(
        old, end, int(line["term"]), bool(line["assumed"]), bool(line["final"]), followed if isinstance(followed, int) else None
    )  # fmt: skip


def close_renewal(book: RenewingBook, contract_key: int, closing: Closing) -> ChangeSet:
    """Write the outcome of a renewal and, unless it is lost, the contract of the next term.

    The contract stays as it is; the next one starts on the day after its term, for the same product on the
    same basis in the same currency. A contract that went on by itself gets the terms it went through
    written down as a contract of their own first, so that the past stays what it was.

    Raises:
        CSDeskError: the renewal cannot be closed like that; the sentence says why.
    """
    term = term_of(book, contract_key)
    decided_on = closing.decided_on or book.as_of
    if decided_on > book.as_of:
        raise CSDeskError(
            Message("The decision lies in the future."), Message("Enter the day on which it was made, {day} at the latest.", day=book.as_of)
        )  # fmt: skip
    _refuse_closed(book, term, closing.outcome)
    changes: list[Change | None] = []
    next_key, of = book.next_key("contract"), contract_key
    if term.assumed:
        changes.append(Change("contract", next_key, None, _rolled(term)))
        of, next_key = next_key, next_key + 1
    values: dict[str, object] = {"outcome": closing.outcome, "decided_on": decided_on}
    if closing.outcome == "lost":
        values |= {"outcome_amount": 0, "stated_code": UNKNOWN, "cause_code": UNKNOWN, **closing.reasons}
    else:
        successor = _successor(book, term, closing)
        values |= {"outcome_amount": _checked_amount(book, term, successor, closing), "uplift": closing.uplift}
        changes.append(Change("contract", next_key, None, successor))
    changes.append(_decision(book, contract_key, of, values))
    name = account_name(book, int(str(term.contract["account_key"])))
    return collected(Message(_SAID[closing.outcome].text, account=name), changes)


def _line(book: RenewingBook, key: int, contract: Values) -> Mapping[str, Any]:
    """The ledger line of a contract; amounts in its own currency."""
    frame = book.frame("contract")
    of_account = frame[frame["account_key"] == contract["account_key"]].reset_index(drop=True)
    same = of_account.assign(currency=pd.array([None] * len(of_account), dtype="string[pyarrow]"))
    ledger = make_ledger(same, book.frame("rate"), book.policies, book.as_of, book.frame("decision"))
    (line,) = ledger[ledger["contract_key"] == key].to_dict("records")
    return {str(name): value for name, value in line.items()}


def _refuse_closed(book: RenewingBook, term: Term, outcome: Outcome) -> None:
    if term.successor is not None:
        start = _date(stored_values(book, "contract", [term.successor])[term.successor]["start"])
        raise CSDeskError(
            Message("A contract that starts on {day} already follows it.", day=start),
            Message("Change that contract, or archive it first."),
        )
    if term.final and outcome != "lost":
        raise CSDeskError(
            Message("The contract was ended, or notice was given."),
            Message("Take that back in the contract before you close the renewal."),
        )


def _rolled(term: Term) -> dict[str, object]:
    """The terms a contract went on through by itself, as one contract up to the end of the current one."""
    contract = term.contract
    start = _date(contract["end"]) + DAY
    months = (term.end + DAY).year * 12 + (term.end + DAY).month - start.year * 12 - start.month
    held = {name: contract[name] for name in _KEPT} | {"start": start, "end": term.end}
    if contract["basis"] == "total":
        terms = max(1, round(months / term.months))
        held |= {name: _times(contract[name], terms) for name in ("amount", "list_price")}
        held["term_months"] = None
    return _there(held)


def _successor(book: RenewingBook, term: Term, closing: Closing) -> dict[str, object]:
    """The stored values of the next contract."""
    months = term.months if closing.months is None else closing.months
    if months <= 0:
        raise CSDeskError(Message("The next term runs at least one month."))
    contract, start = term.contract, term.end + DAY
    held = {name: contract[name] for name in _KEPT} | {
        "start": start, "end": add_months(start, months) - DAY, "seen_on": book.as_of,
        "term_months": None if contract["term_months"] is None else months,
    }  # fmt: skip
    volume = 1.0
    if closing.seats is not None:
        held["seats"] = check_value("contract", "seats", closing.seats)
        before = contract["seats"]
        volume = closing.seats / before if isinstance(before, int) and before > 0 else 1.0
    if closing.amount is not None:
        return _there(held | {"amount": closing.amount, "list_price": None, "discount": None})
    factor = volume * (1 + (closing.uplift or 0.0)) * _longer(contract, held, book.policies)
    return _there(held | {name: _times(contract[name], factor) for name in ("amount", "list_price")})


def _longer(before: Values, after: Values, policies: Policies) -> float:
    """What the amount of a whole term is multiplied by, so that a year costs the same; 1 on every other basis."""
    one, other = _a_year(before, policies), _a_year(after, policies)
    return one / other if one and other else 1.0


def _a_year(contract: Values, policies: Policies) -> float | None:
    amounts, _ = yearly(frame_of("contract", [dict(contract)]), policies.revenue)
    return None if pd.isna(amounts[0]) else float(amounts[0])


def _checked_amount(book: RenewingBook, term: Term, successor: Values, closing: Closing) -> int | None:
    """The next contract's amount a year in minor units of its own currency; None where it is metered.

    Raises:
        CSDeskError: it has none, or it does not fit what is said of it.
    """
    if term.contract["basis"] == "metered":
        return None
    # Compared net of discounts whatever the book counts: what the customer pays is what was agreed.
    before, after = (_a_year(one, Policies()) for one in (term.contract, successor))
    if not after or after < 0:
        raise CSDeskError(Message("The next contract needs an amount."))
    if before is not None and closing.outcome == "reduced" and round(after) >= round(before):
        raise CSDeskError(Message("It is no less than before."), Message("Close it as renewed."))
    if before is not None and closing.outcome == "renewed" and round(after) < round(before):
        raise CSDeskError(Message("It is less than before."), Message("Close it as reduced."))
    return _whole(_a_year(successor, book.policies) or 0.0)


def _decision(book: RenewingBook, key: int, of: int, values: Values) -> Change | None:
    """The decision about a contract with the outcome in it, put to the contract whose end was decided."""
    checked = {name: check_value("decision", name, value) for name, value in values.items()}
    frame = book.frame("decision")
    known = frame.loc[frame["contract_key"] == key, "key"]
    old = stored_values(book, "decision", known.tolist())
    if not old or (of != key and next(iter(old.values()))["outcome"] is not None):
        return Change("decision", book.next_key("decision"), None, _there({"contract_key": of, **checked}))
    at, before = next(iter(old.items()))
    return change_of("decision", at, before, {"contract_key": of, **checked})


def _there(values: Values) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def _times(amount: object, factor: float) -> int | None:
    return _whole(amount * factor) if isinstance(amount, int) else None


def _whole(amount: float) -> int:
    return int(half_even(np.asarray([amount]))[0])


def _date(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError("a contract that is followed or went on by itself has its dates")
    return value
