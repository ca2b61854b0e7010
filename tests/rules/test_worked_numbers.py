"""The worked numbers of the definitions, one after the other as they are written there.

Each is worked out by the rule itself, on the smallest book that says it; the tests of the modules go
further. The numbers of a published data set and of drawn accounts stand in ``test_ravenstack`` and ``test_health``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from csdesk.model.notice import Notice, notice_by, parse_notice
from csdesk.model.periods import PeriodKind, parse_period, period_of
from csdesk.model.policies import Calendar, Policies, RenewalPolicy, RevenuePolicy, TouchPolicy
from csdesk.rules.adoption import nps_of
from csdesk.rules.figures import figures
from csdesk.rules.forecast import totals
from csdesk.rules.health import combined, half_up, recency
from csdesk.rules.lifetime import lifetime_value
from csdesk.rules.movements import Bridge, bridge
from csdesk.rules.renewals import contract_states, renewal_list
from csdesk.rules.retention import (
    annualised,
    customer_churn,
    gross_retention,
    net_retention,
    quick_ratio,
    revenue_churn,
    share,
)
from csdesk.rules.segmentation import capacity, hours_needed
from tests.rules.contract_books import Row, arr, book, contract, ledger_of

SINCE, AS_OF = date(2025, 12, 31), date(2026, 12, 31)
FOUR = ([100, 100, 50, 250], [130, 80, 0, 260])
PLANS = [50_000] * 10 + [100_000] * 10


def yearly(**row: Any) -> int:
    """ARR of one contract that stands today."""
    start = row.pop("start", date(2026, 1, 1))
    return arr(book([contract(1, row.pop("amount"), start, **row)]), AS_OF)


def figure(code: str, rows: Sequence[Row]) -> Any:
    frames = book(rows)
    return figures(ledger_of(frames, AS_OF), frames, Policies(), SINCE, AS_OF)[code].value


def weighted(amounts: dict[str, int]) -> int:
    rows = [contract(n, amount, end=date(2027, 2, 28)) for n, amount in enumerate(amounts.values(), 1)]
    words = [{"contract_key": n, "forecast": word} for n, word in enumerate(amounts, 1)]
    frames = book(rows, decision=words)
    ledger, frame = ledger_of(frames, AS_OF), frames.frame
    states = contract_states(ledger, frame("contract"), frame("decision"), Policies(), AS_OF)
    listed = renewal_list(states, ledger, frame("account"), frame("decision"), Policies(), AS_OF)
    return int(totals(listed, Policies())["weighted"].sum())


def bridged(*parts: int) -> int:
    """Closing of opening + new + expansion + reactivation - contraction - churn, from contracts."""
    opening, new, expansion, again, less, lost = parts
    half, later = date(2026, 6, 30), date(2026, 7, 1)
    over: dict[str, Any] = {"end": half, "status": "ended"}
    rows = [
        contract(1, 80), contract(1, expansion, later), contract(2, opening - 80 - less - lost), contract(2, less, **over),
        contract(3, lost, **over), contract(4, new, later),
        contract(5, 9, end=date(2025, 3, 31), status="ended"), contract(5, again, later),
    ]  # fmt: skip
    found = bridge(ledger_of(book(rows), AS_OF), SINCE, AS_OF)
    moved = (found.opening, found.new, found.expansion, found.reactivation, found.contraction, found.churn)
    assert moved == parts
    return found.closing


def points(values: list[float], weights: list[float], missing: Any = "drop") -> tuple[float, float]:
    score, coverage = combined([np.asarray([v]) for v in values], [np.asarray([w]) for w in weights], missing)
    return float(score[0]), float(coverage[0])


def shown(value: float) -> int:
    return int(half_up(np.asarray([value]))[0])


def hours_of_tech_touch() -> float:
    accounts = pd.DataFrame({"csm": ["Aya"] * 66, "touch": ["tech"] * 66, "arr": [0] * 66})
    people = pd.DataFrame({"name": ["Aya"], "hours": [40.0], "programme_hours": [30.0]})
    return float(capacity(accounts, people, TouchPolicy())["needed"].iloc[0])


NAN = float("nan")
PARTS = ([80.0, 60.0, 50.0, NAN, NAN], [40.0, 15.0, 20.0, 15.0, 10.0])
APRIL = Calendar(fiscal_first_month=4)

WORKED: list[tuple[str, Callable[[], Any], Any]] = [
    ("1 FY2026 Q3 = Oct to Dec 2026", lambda: (parse_period("2026Q3", APRIL).start, parse_period("2026Q3", APRIL).end), (date(2026, 10, 1), date(2026, 12, 31))),
    ("1 with 2026年度, March is in 2027", lambda: period_of(date(2027, 3, 31), PeriodKind.YEAR, APRIL).code, "2026"),
    ("2 monthly 30,000", lambda: yearly(amount=30_000, basis="monthly"), 360_000),
    ("2 quarterly 90,000", lambda: yearly(amount=90_000, basis="quarterly"), 360_000),
    ("2 annual 120,000, MRR", lambda: figure("mrr", [contract(1, 120_000)]), 10_000),
    ("2 three years 3,600,000", lambda: yearly(amount=3_600_000, basis="total", start=date(2025, 4, 1), end=date(2028, 3, 31)), 1_200_000),
    ("2 setup 300,000", lambda: yearly(amount=300_000, basis="one_off"), 0),
    ("3 100 + 20 + 12 + 1 - 5 - 8", lambda: bridged(100, 20, 12, 1, 5, 8), 120),
    ("4 NRR of four accounts", lambda: net_retention(*FOUR), 0.94),
    ("4 NRR (100 + 12 - 5 - 8) / 100", lambda: net_retention([100], [100 + 12 - 5 - 8]), 0.99),
    ("4 GRR of the same four", lambda: gross_retention(*FOUR), 0.86),
    ("4 GRR 10.0M - 0.6M - 0.9M", lambda: gross_retention([10_000_000], [10_000_000 - 600_000 - 900_000]), 0.85),
    ("4 customer churn 10 of 100", lambda: customer_churn([1] * 100, [0] * 10 + [1] * 90), 0.10),
    ("4 customer churn 3 of 20", lambda: customer_churn([1] * 20, [0] * 3 + [1] * 17), 0.15),
    ("4 revenue churn 300,000 / 1,500,000", lambda: revenue_churn(PLANS, [*PLANS[:17], 0, 0, 0]), 0.20),
    ("4 revenue churn, base closing: 300,000 / 1,200,000", lambda: revenue_churn(PLANS, [*PLANS[:17], 0, 0, 0], "closing"), 0.25),
    ("4 retention = 1 - churn", lambda: figure("retention", [*(contract(n) for n in range(1, 91)), *(contract(n, end=date(2026, 5, 1), status="ended") for n in range(91, 101))]), 0.90),
    ("4 2% a month", lambda: round(annualised(0.02) or 0, 3), 0.215),
    ("4 quick ratio (20 + 8) / (5 + 3)", lambda: quick_ratio(Bridge(100, 20, 0, 8, 0, 5, 3, 0, 120)), 3.5),
    ("4 LTV 5,000 x 12 x 3", lambda: lifetime_value(5_000, 12, 3), 180_000),
    ("4 renewal rate 45 of 50", lambda: figure("renewal_rate", [*(contract(n, end=date(2026, 3, 31)) for n in range(1, 51)), *(contract(n, start=date(2026, 4, 1)) for n in range(1, 46))]), 0.90),
    ("4 renewal rate (4.0 - 0.5 - 0.3) / 4.0", lambda: figure("renewal_rate_value", [contract(1, 5, end=date(2026, 3, 31)), contract(2, 35, end=date(2026, 3, 31)), contract(2, 32, date(2026, 4, 1))]), 0.80),
    ("4 onboarding 18 of 24", lambda: share(18, 24), 0.75),
    ("4 upsell 8 of 120", lambda: round(figure("upsell_rate", [*(contract(n) for n in range(1, 121)), *(contract(n, 10, date(2026, 6, 1)) for n in range(1, 9))]), 3), 0.067),
    ("4 seats 45 of 60", lambda: share(45, 60), 0.75),
    ("4 NPS 18 promoters, 6 detractors of 40", lambda: nps_of([9] * 18 + [6] * 6 + [7] * 16), 30),
    ("4 forecast 1,200x0.9 + 800x0.6 + 500x0.3 + 300x0", lambda: weighted({"commit": 1_200, "likely": 800, "open": 500, "expected_loss": 300}), 1_710),
    ("5 40 x 13 x 75% x 85% a quarter", lambda: 3 * TouchPolicy().full_time_hours, 331.5),
    ("5 a month", lambda: TouchPolicy().full_time_hours, 110.5),
    ("5 6 high and 8 low", lambda: hours_needed(6, 8, 0, TouchPolicy()), 48.0),
    ("13 66 x 0.1 and 30 programme hours", hours_of_tech_touch, 36.6),
    ("6 recency 14/90, 45 days", lambda: shown(float(recency(np.asarray([45.0]), full=14, zero=90)[0])), 59),
    ("6 83, 71, 78, 54 with 7, 5, 8, 3", lambda: round(points([83, 71, 78, 54], [7, 5, 8, 3])[0], 2), 74.87),
    ("6 shown", lambda: shown(74.87), 75),
    ("6 missing data: drop", lambda: points(*PARTS)[0], 68.0),
    ("6 missing data: neutral", lambda: points(*PARTS, "neutral")[0], 63.5),
    ("6 missing data: zero", lambda: points(*PARTS, "zero")[0], 51.0),
    ("6 coverage", lambda: points(*PARTS)[1], 0.75),
    ("6 71.94", lambda: shown(71.94), 72),
    ("6 13.9 + 0 + 9.0 + 11.25 + 5.8 + 8.8 + 5.0 = 53.75", lambda: (round(13.9 + 0 + 9.0 + 11.25 + 5.8 + 8.8 + 5.0, 2), shown(53.75)), (53.75, 54)),
    ("7 end 2027-03-31, 3 months", lambda: notice_by(date(2027, 3, 31), 3, "months"), date(2026, 12, 31)),
    ("7 end 2026-05-31, 3 months", lambda: notice_by(date(2026, 5, 31), 3, "months"), date(2026, 2, 28)),
    ("7 end 2026-02-28, 3 months", lambda: notice_by(date(2026, 2, 28), 3, "months"), date(2025, 11, 30)),
    ("7 end 2026-12-31, 30 days", lambda: notice_by(date(2026, 12, 31), 30, "days"), date(2026, 12, 1)),
    ("7 end 2027-02-15, 60 days", lambda: notice_by(date(2027, 2, 15), 60, "days"), date(2026, 12, 17)),
    ("7 3ヶ月前までに書面で", lambda: parse_notice("3ヶ月前までに書面で", "days"), Notice(3, "months", True)),
    ("7 weights", lambda: dict(RenewalPolicy().weights), {"commit": 0.9, "likely": 0.6, "open": 0.3, "at_risk": 0.3, "expected_loss": 0.0, "renewed": 1.0, "reduced": 1.0, "lost": 0.0}),
    ("4 tax 10%, late renewal 60 days, cap 5, margin 100%", lambda: (RevenuePolicy().tax_rate, RevenuePolicy().late_renewal_days, RevenuePolicy().remaining_years_cap, RevenuePolicy().gross_margin), (0.10, 60, 5, 1.0)),
    ("8 weights of the rules", lambda: sorted(Policies().agenda.weights.values(), reverse=True), [1.0, 0.8, 0.7, 0.6, 0.5, 0.5, 0.4, 0.4, 0.4, 0.4, 0.3, 0.3, 0.2, 0.1]),
]  # fmt: skip


@pytest.mark.parametrize(("written", "worked_out", "expected"), WORKED, ids=[written for written, _, _ in WORKED])
def test_the_worked_number_is_the_one_written(written: str, worked_out: Callable[[], Any], expected: Any) -> None:
    found = worked_out()
    if isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-9), written
    else:
        assert found == expected, written
