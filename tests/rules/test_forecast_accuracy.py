"""Forecasts of the past against what became of the renewals, worked out by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from csdesk.model.policies import Policies
from csdesk.rules.assessment import assess
from csdesk.rules.forecast_accuracy import Snapshot, accuracy, outcomes, said_before, snapshot_of
from tests.rules.contract_books import book, contract, ledger_of

THEN, NOW = date(2026, 8, 1), date(2026, 11, 22)
END = date(2026, 9, 30)
WORDS = ("commit", "commit", "likely", "likely", "at_risk", "open")


def forecast_then() -> Snapshot:
    """Six renewals of 1,200 on 30 September, seen on 1 August."""
    rows = [contract(n, end=END, start=date(2025, 10, 1)) for n in range(1, 7)]
    words = [{"contract_key": n, "forecast": word} for n, word in enumerate(WORDS, 1)]
    words[4]["expected_amount"] = 600
    return snapshot_of(assess(book(rows, decision=words), Policies(), THEN).renewals, THEN)


def ledger_now() -> pd.DataFrame:
    """1 grew, 2 and 6 were lost, 3 was reduced to 900, 4 is still open, 5 was renewed."""
    old = [contract(n, end=END, start=date(2025, 10, 1)) for n in range(1, 7)]
    after = [contract(n, amount, start=date(2026, 10, 1), end=END.replace(year=2027)) for n, amount in ((1, 1500), (3, 900), (5, 1200))]  # fmt: skip
    lost = [{"contract_key": n, "outcome": "lost", "decided_on": date(2026, 9, 1)} for n in (2, 6)]
    return ledger_of(book([*old, *after], decision=lost), NOW)


def test_what_was_said_is_held_against_what_became_of_it() -> None:
    found = outcomes(said_before([forecast_then()]), ledger_now(), NOW)
    assert found["outcome"].fillna("").tolist() == ["renewed", "lost", "reduced", "", "renewed", "lost"]
    assert found["actual"].fillna(-1).tolist() == [1500, 0, 900, -1, 1200, 0]
    table = accuracy(found, Policies()).set_index("forecast")
    assert table.index.tolist() == ["commit", "likely", "open", "at_risk"]
    assert table[["n", "open", "kept_n", "due", "expected", "weighted", "actual"]].to_numpy().tolist() == [
        [2, 0, 1, 2400, 2400, 2160, 1500],
        [1, 1, 1, 1200, 1200, 720, 900],
        [1, 0, 0, 1200, 1200, 360, 0],
        [1, 0, 1, 1200, 600, 360, 1200],
    ]
    assert table["by_count"].tolist() == [0.5, 1.0, 0.0, 1.0]
    # What grew counts as what was due: 1,200 of 2,400 and 900 of 1,200.
    assert table["by_value"].tolist() == [0.5, 0.75, 0.0, 1.0]


def test_the_last_word_before_the_lead_counts() -> None:
    first = forecast_then()
    changed = first.rows.assign(forecast="expected_loss")
    late, in_time = Snapshot(date(2026, 9, 20), changed), Snapshot(date(2026, 8, 31), changed.head(1))
    said = said_before([late, in_time, first]).set_index("contract_key")
    assert said.loc[[1, 2], "forecast"].tolist() == ["expected_loss", "commit"]
    assert said_before([late]).empty
    assert said_before([late], lead=10)["forecast"].unique().tolist() == ["expected_loss"]


def test_a_snapshot_holds_what_comes_up_within_a_year_and_is_open() -> None:
    rows = [contract(1, end=date(2026, 12, 31)), contract(2, end=date(2028, 12, 31)), contract(3)]
    rows.append(contract(4, end=date(2027, 1, 31)))
    decided = [{"contract_key": 4, "outcome": "renewed", "decided_on": date(2026, 11, 1)}]
    taken = snapshot_of(assess(book(rows, decision=decided), Policies(), NOW).renewals, NOW)
    assert taken.rows["contract_key"].tolist() == [1]
    assert said_before([]).empty


@pytest.mark.parametrize("as_of", [date(2026, 9, 30), date(2026, 9, 1)])
def test_what_is_not_due_yet_is_not_judged(as_of: date) -> None:
    assert outcomes(said_before([forecast_then()]), ledger_now(), as_of).empty
