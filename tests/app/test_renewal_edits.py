"""Closing renewals on a real book: what is written, what the figures then say, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from csdesk.app.edits import stored_values
from csdesk.app.renewal_edits import Closing, close_renewal, term_of
from csdesk.app.workspace import Workspace
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.policies import Policies, RevenuePolicy

AS_OF = date(2026, 11, 22)
LINES: tuple[Mapping[str, Any], ...] = (
    {"amount": 1_200_000, "basis": "annual", "start": date(2026, 1, 1), "end": date(2026, 12, 31), "seats": 100, "product": "Core"},
    {"amount": 10_000, "basis": "monthly", "start": date(2025, 2, 1), "end": date(2026, 1, 31), "auto_renew": True, "notice_n": 30, "notice_unit": "days"},
    {"amount": 3_000_000, "basis": "total", "start": date(2025, 1, 1), "end": date(2026, 12, 31), "term_months": 24},
    {"amount": 600_000, "basis": "annual", "start": date(2025, 11, 1), "end": date(2026, 10, 31)},
    {"amount": 90_000, "basis": "annual", "start": date(2026, 6, 1)},
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A yearly contract, one that went on by itself, one of two years in total, an overdue one, one without end."""
    path = tmp_path_factory.mktemp("renewals") / "renewals.csdesk"
    workspace = Workspace.create(path, Policies(revenue=RevenuePolicy(currency="JPY")), as_of=AS_OF)
    changes = []
    for key, line in enumerate(LINES, 1):
        changes.append(Change("account", key, None, {"name": f"Account {key}"}))
        changes.append(Change("contract", key, None, {"account_key": key, "currency": "JPY", **line}))
    workspace.apply(ChangeSet(Message("made"), tuple(changes)))
    yield workspace
    workspace.close()


@pytest.fixture
def workspace(made: Workspace) -> Iterator[Workspace]:
    """The book, and afterwards as it was."""
    entries = sum(entry.done for entry in made.book.history())
    yield made
    while sum(entry.done for entry in made.book.history()) > entries:
        made.undo()


def contracts(workspace: Workspace, account: int) -> list[dict[str, Any]]:
    frame = workspace.frame("contract")
    keys = frame.loc[frame["account_key"] == account, "key"].tolist()
    return [
        {name: value for name, value in row.items() if value is not None}
        for _, row in sorted(stored_values(workspace, "contract", keys).items())
    ]


def decision(workspace: Workspace) -> dict[str, Any]:
    (row,) = stored_values(workspace, "decision", workspace.frame("decision")["key"].tolist()).values()
    return {name: value for name, value in row.items() if value is not None}


def arr(workspace: Workspace, account: int, on: date) -> int:
    accounts = workspace.assessment(on).accounts
    value = accounts.loc[accounts["key"] == account, "arr"].iloc[0]
    return 0 if value is None or value != value else int(value)


def test_a_renewal_with_more_seats_at_a_higher_price_writes_the_next_contract(workspace: Workspace) -> None:
    workspace.apply(close_renewal(workspace, 1, Closing("renewed", date(2026, 11, 20), seats=120, uplift=0.05)))
    before, after = contracts(workspace, 1)
    assert before["end"] == date(2026, 12, 31)
    assert after == {
        "account_key": 1, "currency": "JPY", "product": "Core", "basis": "annual", "seats": 120, "amount": 1_512_000,
        "start": date(2027, 1, 1), "end": date(2027, 12, 31), "seen_on": AS_OF,
    }  # fmt: skip
    assert decision(workspace) == {
        "contract_key": 1, "outcome": "renewed", "outcome_amount": 1_512_000, "decided_on": date(2026, 11, 20), "uplift": 0.05,
    }  # fmt: skip
    renewals = workspace.assessment().renewals.set_index("contract_key")
    assert renewals.loc[1, ["state", "forecast", "expected"]].tolist() == ["decided", "renewed", 1_512_000]
    assert [arr(workspace, 1, day) for day in (date(2026, 12, 31), date(2027, 1, 1))] == [1_200_000, 1_512_000]


def test_the_bridge_and_the_renewal_rates_follow_at_once(workspace: Workspace) -> None:
    workspace.apply(close_renewal(workspace, 1, Closing("reduced", seats=80)))
    workspace.apply(close_renewal(workspace, 3, Closing("lost")))
    later = workspace.assessment(date(2027, 1, 15))
    moves = later.movements(date(2026, 12, 15))
    assert {(row.account_key, row.kind): row.amount for row in moves.itertuples()} == {
        (1, "contraction"): -240_000,
        (3, "churn"): -1_500_000,
    }
    numbers = later.figures(date(2026, 12, 15)).numbers
    assert numbers["renewal_rate"].value == 0.5
    # 960,000 of 1,200,000 kept, nothing of 1,500,000.
    assert numbers["renewal_rate_value"].value == pytest.approx(960_000 / 2_700_000)


def test_undo_takes_outcome_and_contract_back(workspace: Workspace) -> None:
    workspace.apply(close_renewal(workspace, 1, Closing("renewed")))
    workspace.undo()
    assert len(contracts(workspace, 1)) == 1
    assert len(workspace.frame("decision")) == 0


def test_the_terms_a_contract_went_through_by_itself_are_written_down(workspace: Workspace) -> None:
    assert term_of(workspace, 2).end == date(2027, 1, 31)
    past = [arr(workspace, 2, day) for day in (date(2025, 6, 1), date(2026, 6, 1))]
    workspace.apply(close_renewal(workspace, 2, Closing("renewed", uplift=0.1)))
    spans = [(line["start"], line["end"], line["amount"]) for line in contracts(workspace, 2)]
    assert spans == [
        (date(2025, 2, 1), date(2026, 1, 31), 10_000),
        (date(2026, 2, 1), date(2027, 1, 31), 10_000),
        (date(2027, 2, 1), date(2028, 1, 31), 11_000),
    ]
    assert past == [arr(workspace, 2, day) for day in (date(2025, 6, 1), date(2026, 6, 1))] == [120_000, 120_000]
    assert arr(workspace, 2, date(2027, 2, 1)) == 132_000


def test_losing_one_that_went_on_by_itself_ends_it_with_its_term(workspace: Workspace) -> None:
    workspace.apply(close_renewal(workspace, 2, Closing("lost", reasons={"stated_code": "price.budget"})))
    assert [arr(workspace, 2, day) for day in (AS_OF, date(2027, 1, 31), date(2027, 2, 1))] == [120_000, 120_000, 0]
    assert decision(workspace)["stated_code"] == "price.budget"
    assert decision(workspace)["cause_code"] == "unknown"


def test_a_total_for_another_term_costs_the_same_a_year(workspace: Workspace) -> None:
    workspace.apply(close_renewal(workspace, 3, Closing("renewed", months=12)))
    _, after = contracts(workspace, 3)
    assert (after["amount"], after["term_months"], after["end"]) == (1_500_000, 12, date(2027, 12, 31))
    assert decision(workspace)["outcome_amount"] == 1_500_000


def test_an_overdue_contract_renewed_late_counts_without_a_gap(workspace: Workspace) -> None:
    workspace.apply(close_renewal(workspace, 4, Closing("renewed", amount=600_000)))
    assert contracts(workspace, 4)[1]["start"] == date(2026, 11, 1)
    assert workspace.assessment().movements(date(2026, 10, 15)).empty


def test_what_was_forecast_stays_with_the_renewal_that_was_decided(workspace: Workspace) -> None:
    forecast = Change("decision", 50, None, {"contract_key": 2, "forecast": "commit"})
    workspace.apply(ChangeSet(Message("forecast"), (forecast,)))
    workspace.apply(close_renewal(workspace, 2, Closing("renewed")))
    found = decision(workspace)
    line = stored_values(workspace, "contract", [found["contract_key"]])[found["contract_key"]]
    assert (found["forecast"], found["outcome"], line["end"]) == ("commit", "renewed", date(2027, 1, 31))


@pytest.mark.parametrize(
    ("key", "closing", "said"),
    [
        (5, Closing("renewed"), "The contract has no end date, so nothing comes up for renewal."),
        (1, Closing("renewed", decided_on=date(2026, 11, 23)), "The decision lies in the future."),
        (1, Closing("reduced"), "It is no less than before."),
        (1, Closing("renewed", amount=1_199_999), "It is less than before."),
        (1, Closing("renewed", months=0), "The next term runs at least one month."),
        (1, Closing("reduced", seats=0), "The next contract needs an amount."),
        (99, Closing("lost"), "The contract is no longer in the book."),
        (1, Closing("lost", reasons={"cause_code": "weather"}), "weather is not a choice of Kind of root cause."),
    ],
)
def test_what_does_not_fit_is_refused(workspace: Workspace, key: int, closing: Closing, said: str) -> None:
    with pytest.raises(CSDeskError) as refused:
        close_renewal(workspace, key, closing)
    assert str(refused.value.message) == said


def test_a_renewal_is_not_closed_twice(workspace: Workspace) -> None:
    workspace.apply(close_renewal(workspace, 1, Closing("renewed")))
    with pytest.raises(CSDeskError, match="already follows it"):
        close_renewal(workspace, 1, Closing("renewed"))
    workspace.apply(close_renewal(workspace, 3, Closing("lost")))
    with pytest.raises(CSDeskError, match="was ended"):
        close_renewal(workspace, 3, Closing("renewed"))
    again = close_renewal(workspace, 3, Closing("lost", reasons={"cause_code": "value_gap.proof"}))
    assert [change.after for change in again.changes] == [{"cause_code": "value_gap.proof"}]
