"""Figures of a published data set by month of 2024, against queries in SQL over its raw file."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from csdesk.model.policies import Policies
from csdesk.rules.figures import figures
from csdesk.rules.frames import MemoryFrames
from csdesk.rules.trend import monthly
from tests.rules.test_ravenstack import AS_OF, frames, ledger

__all__ = ["frames", "ledger"]  # fixtures of that file
pytestmark = pytest.mark.shared_data

# What each account is worth on the evening before a month (or twelve months before its end) and at its end.
# A contract counts from its first to its last day; trials are worth nothing. Every end of this file is final.
WORTH = """
WITH line AS (
    SELECT account_id, CAST(arr_amount AS INTEGER) AS arr,
        substr(start_date, 7) || substr(start_date, 3, 4) || substr(start_date, 1, 2) AS first,
        CASE end_date WHEN '' THEN '9999-12-31' ELSE substr(end_date, 7) || substr(end_date, 3, 4) || substr(end_date, 1, 2) END AS last
    FROM subscription WHERE is_trial = 'FALSE' AND CAST(arr_amount AS INTEGER) > 0
), worth AS (
    SELECT account_id,
        SUM(CASE WHEN first <= :opening AND last >= :opening THEN arr ELSE 0 END) AS a0,
        SUM(CASE WHEN first <= :closing AND last >= :closing THEN arr ELSE 0 END) AS a1,
        MIN(first) <= :opening AS before
    FROM line GROUP BY account_id
)
"""
MOVED = (
    WORTH
    + """
SELECT SUM(a1) AS arr, SUM(a1 > 0) AS accounts,
    SUM(CASE WHEN a0 = 0 AND NOT before THEN a1 ELSE 0 END) AS new,
    SUM(CASE WHEN a0 = 0 AND before THEN a1 ELSE 0 END) AS reactivation,
    SUM(CASE WHEN a0 > 0 AND a1 > a0 THEN a1 - a0 ELSE 0 END) AS upsell,
    SUM(CASE WHEN a1 > 0 AND a1 < a0 THEN a0 - a1 ELSE 0 END) AS contraction,
    SUM(CASE WHEN a0 > 0 AND a1 = 0 THEN a0 ELSE 0 END) AS churn,
    SUM(a0 > 0 AND a1 = 0) AS churned
FROM worth
"""
)
KEPT = (
    WORTH
    + """
SELECT 1.0 * SUM(CASE WHEN a0 > 0 THEN a1 END) / SUM(a0) AS nrr, 1.0 * SUM(MIN(a0, a1)) / SUM(a0) AS grr FROM worth
"""
)


@pytest.fixture(scope="module")
def raw(shared_data: Path) -> Iterator[sqlite3.Connection]:
    """The subscriptions as they stand in the file, every cell a text."""
    with (shared_data / "A" / "ravenstack-saas" / "ravenstack_subscriptions.csv").open(encoding="utf-8-sig") as file:
        header, *rows = csv.reader(file)
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.execute(f"CREATE TABLE subscription ({', '.join(f'{name} TEXT' for name in header)})")
    connection.executemany(f"INSERT INTO subscription VALUES ({', '.join('?' * len(header))})", rows)
    yield connection
    connection.close()


def asked(raw: sqlite3.Connection, query: str, opening: date, closing: date) -> dict[str, Any]:
    days = {"opening": opening.isoformat(), "closing": closing.isoformat()}
    return dict(raw.execute(query, days).fetchone())


def last_day(month: date) -> date:
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return following - timedelta(days=1)


def evening_before(month: date) -> date:
    return month - timedelta(days=1)


@pytest.fixture(scope="module")
def months(raw: sqlite3.Connection) -> dict[date, dict[str, Any]]:
    """What SQL says of each month."""
    found = {}
    for month in (date(2024, number, 1) for number in range(1, 13)):
        year_ago = last_day(date(month.year - 1, month.month, 1))
        found[last_day(month)] = asked(raw, MOVED, evening_before(month), last_day(month)) | asked(
            raw, KEPT, year_ago, last_day(month)
        )
    return found


def test_every_end_of_the_file_is_final(raw: sqlite3.Connection) -> None:
    ends = raw.execute("SELECT COUNT(*), SUM(churn_flag = 'TRUE') FROM subscription WHERE end_date <> ''").fetchone()
    assert tuple(ends) == (486, 486)


def test_each_month_of_2024_agrees_with_the_query(ledger: pd.DataFrame, months: dict[date, dict[str, Any]]) -> None:
    found = monthly(ledger, AS_OF, 12)
    assert [day.date() for day in found["date"]] == list(months)
    for row in found.to_dict("records"):
        said = months[row["date"].date()]
        for name in ("arr", "new", "reactivation", "upsell", "contraction", "churn"):
            assert row[name] == 100 * said[name], (row["date"], name)
        assert (row["accounts"], row["churned"]) == (said["accounts"], said["churned"])
        assert row["mrr"] == int(100 * said["arr"] / 12 + 0.5)
        assert (row["cross_sell"], row["unexplained"]) == (0, 0)
        assert row["nrr"] == pytest.approx(said["nrr"], rel=1e-12)
        assert row["grr"] == pytest.approx(said["grr"], rel=1e-12)
    assert months[AS_OF]["churned"] == 0
    assert sum(said["churned"] for said in months.values()) == 1


@pytest.mark.parametrize("number", [2, 9])
def test_the_figures_of_a_month_that_is_over_agree_too(
    frames: MemoryFrames, ledger: pd.DataFrame, months: dict[date, dict[str, Any]], number: int
) -> None:
    month = date(2024, number, 1)
    said = months[last_day(month)]
    found = figures(ledger, frames, Policies(), evening_before(month), last_day(month), seen_from=AS_OF)
    assert (found["arr"].value, found["accounts"].value) == (100 * said["arr"], said["accounts"])
    opening = said["arr"] - said["new"] - said["reactivation"] - said["upsell"] + said["contraction"] + said["churn"]
    assert found["revenue_churn"].value == pytest.approx(said["churn"] / opening)
    assert len(found.behind("customer_churn")) == said["churned"]
    assert found["upsell_rate_value"].value == pytest.approx(said["upsell"] / opening)
