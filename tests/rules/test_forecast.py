from __future__ import annotations

from datetime import date

import pandas as pd

from csdesk.model.policies import Calendar, Policies, RenewalPolicy
from csdesk.rules.forecast import Outlook, by_month, halves_of, outlook, target_amount, totals
from csdesk.rules.frames import frame_of
from csdesk.rules.renewals import contract_states, renewal_list
from tests.rules.contract_books import book, contract, ledger_of

TODAY = date(2026, 11, 22)


def renewals() -> pd.DataFrame:
    """1,200 commit, 800 likely, 500 open and 300 expected loss; one without a date."""
    amounts = {"commit": [700, 500], "likely": [800], "open": [500], "expected_loss": [300]}
    flat = [(word, amount) for word, listed in amounts.items() for amount in listed]
    ends = [date(2026, 12, 31), date(2027, 1, 31), date(2027, 1, 15), date(2027, 1, 31), date(2027, 3, 31)]
    rows = [contract(n, amount, end=end) for n, ((_, amount), end) in enumerate(zip(flat, ends, strict=True), 1)]
    decisions = [{"contract_key": n, "forecast": word} for n, (word, _) in enumerate(flat, 1)]
    frames = book([*rows, contract(9, 5000, auto_renew=True)], decision=decisions)
    ledger = ledger_of(frames, TODAY)
    states = contract_states(ledger, frames.frame("contract"), frames.frame("decision"), Policies(), TODAY)
    return renewal_list(states, ledger, frames.frame("account"), frames.frame("decision"), Policies(), TODAY)


def test_the_weighted_forecast_is_the_worked_one() -> None:
    # 1,200 x 0.9 + 800 x 0.6 + 500 x 0.3 + 300 x 0 = 1,710
    found = totals(renewals(), Policies())
    assert found["weighted"].sum() == 1710
    assert found.drop(columns="weight").to_numpy().tolist() == [
        ["commit", 2, 1200, 1200, 1080],
        ["likely", 1, 800, 800, 480],
        ["open", 1, 500, 500, 150],
        ["expected_loss", 1, 300, 0, 0],
    ]
    assert found["weight"].tolist() == [0.9, 0.6, 0.3, 0.0]


def test_the_months_hold_what_the_categories_hold() -> None:
    found = by_month(renewals())
    assert found[["month", "forecast", "up_for_renewal"]].to_numpy().tolist() == [
        [pd.Timestamp(2026, 12, 1), "commit", 700],
        [pd.Timestamp(2027, 1, 1), "commit", 500],
        [pd.Timestamp(2027, 1, 1), "likely", 800],
        [pd.Timestamp(2027, 1, 1), "open", 500],
        [pd.Timestamp(2027, 3, 1), "expected_loss", 300],
    ]
    assert found["weighted"].sum() == 1710


def test_nothing_up_for_renewal_gives_empty_tables() -> None:
    nothing = renewals().iloc[:0]
    assert totals(nothing, Policies(renewals=RenewalPolicy())).empty
    assert by_month(nothing).empty


def test_the_call_and_the_weights_are_told_by_count_and_by_value() -> None:
    # By count 2 x 0.9 + 0.6 + 0.3 + 0 = 2.7 of 5; one of five is given up.
    assert outlook(renewals()) == Outlook(5, 2800, 4, 2500, 2.7, 1710)


def test_each_fiscal_half_has_its_own_target() -> None:
    april = Policies(calendar=Calendar(fiscal_first_month=4), renewals=RenewalPolicy(target_share=0.5))
    due = renewals()[["renewal_on", "annual"]]
    later = due.assign(renewal_on=pd.Timestamp(2027, 6, 30)).head(1)  # 300 or more of the next fiscal year
    rows = pd.concat([due, later], ignore_index=True)
    assert [half.code for half in halves_of(rows, april)] == ["2026H2", "2027H1"]
    more = int(later["annual"].sum())
    assert target_amount(rows, frame_of("target"), april) == round(0.5 * (2800 + more))
    wanted = [
        {"figure": "renewal_rate_value", "period": "2026H2", "value": 0.9},
        {"figure": "renewal_rate_value", "period": "2027", "value": 1.0},
        {"figure": "nrr", "period": "2027H1", "value": 0.1},
    ]
    assert target_amount(rows, frame_of("target", wanted), april) == 2520 + more
