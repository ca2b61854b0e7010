from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from csdesk.rules.onboarding import Onboarding, onboarding
from tests.rules.contract_books import book, contract, ledger_of

AS_OF = date(2026, 12, 31)


def found(accounts: list[dict[str, Any]], milestones: list[dict[str, Any]] = [], **start: Any) -> Onboarding:  # noqa: B006
    frames = book([contract(int(a["key"]), **start) for a in accounts], account=accounts, milestone=milestones)
    return onboarding(ledger_of(frames, AS_OF), frames.frame("account"), frames.frame("milestone"), AS_OF)


def test_eighteen_of_twenty_four_in_time_are_three_quarters() -> None:
    due = date(2026, 6, 30)
    accounts = [
        {"key": n, "onboarding_due": due, "onboarded_on": date(2026, 6, 30) if n <= 18 else date(2026, 7, 1)}
        for n in range(1, 24)
    ]
    accounts += [{"key": 24, "onboarding_due": due}, {"key": 25, "onboarding_due": date(2027, 1, 31)}]
    result = found(accounts)
    assert (len(result.due), len(result.in_time)) == (24, 18)
    assert result.completion == pytest.approx(0.75)


def test_onboarding_by_milestones_needs_every_required_one() -> None:
    def step(account: int, done: date | None, required: bool = True) -> dict[str, Any]:
        return {"account_key": account, "due": date(2026, 5, 31), "done_on": done, "required": required}

    milestones = [
        step(1, date(2026, 4, 30)), step(1, date(2026, 5, 31)), step(1, None, required=False),
        step(2, date(2026, 4, 30)), step(2, None),
        step(3, date(2026, 6, 1)),
        step(4, date(2027, 1, 5)),  # done only after the as-of day
    ]  # fmt: skip
    result = found([{"key": n} for n in range(1, 5)], milestones)
    assert (result.due.tolist(), result.in_time.tolist()) == ([1, 2, 3, 4], [1])


def test_time_to_value_is_the_median_of_days_and_open_ones_are_counted_apart() -> None:
    done = {1: date(2026, 1, 11), 2: date(2026, 1, 31), 3: date(2026, 4, 11)}
    accounts = [{"key": n, "onboarded_on": day} for n, day in done.items()]
    accounts.append({"key": 4, "onboarding_due": date(2027, 1, 1)})
    result = found(accounts, start=date(2026, 1, 1))
    assert sorted(result.days.tolist()) == [10, 30, 100]
    assert result.time_to_value == 30
    assert result.still_open == 1


def test_without_anyone_it_is_not_measured() -> None:
    result = found([{"key": 1}])
    assert result.completion is None
    assert result.time_to_value is None
