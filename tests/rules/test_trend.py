from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from csdesk.model.policies import Policies
from csdesk.rules.trend import month_ends, trend, year_before
from tests.rules.contract_books import book, contract, ledger_of


def test_a_trend_has_a_point_each_month_end_and_one_today() -> None:
    assert month_ends(date(2026, 3, 15), 3) == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 15)]
    assert month_ends(date(2026, 3, 31), 2) == [date(2026, 2, 28), date(2026, 3, 31)]


def test_a_year_before_a_month_end_is_a_month_end() -> None:
    assert year_before(date(2025, 2, 28)) == date(2024, 2, 29)
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert year_before(date(2026, 3, 15)) == date(2025, 3, 15)


def test_the_trend_follows_revenue_and_retention_over_the_year_before() -> None:
    frames = book([
        contract(1, 100, date(2024, 1, 1)), contract(1, 30, date(2026, 2, 10)),
        contract(2, 100, date(2024, 1, 1), end=date(2026, 3, 10), status="ended"),
        contract(3, 50, date(2026, 3, 1)),
    ])  # fmt: skip
    found = trend(ledger_of(frames, date(2026, 3, 20)), Policies(), date(2026, 3, 20), months=3)
    assert found["date"].tolist() == [pd.Timestamp(2026, 1, 31), pd.Timestamp(2026, 2, 28), pd.Timestamp(2026, 3, 20)]
    assert found["arr"].tolist() == [200, 230, 180]
    assert found["accounts"].tolist() == [2, 2, 2]
    assert found["nrr"].tolist() == pytest.approx([1.0, 1.15, 0.65])
    assert found["grr"].tolist() == pytest.approx([1.0, 1.0, 0.5])


def test_retention_before_anything_was_there_is_not_measured() -> None:
    found = trend(ledger_of(book([contract(1)]), date(2025, 6, 1)), Policies(), date(2025, 6, 1), months=2)
    assert found["nrr"].isna().all()
    assert found["grr"].isna().all()
