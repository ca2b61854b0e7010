"""Figures of a part of the book, and of a period that is over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from csdesk.model.periods import parse_period
from csdesk.model.policies import Calendar, Policies, RevenuePolicy, TouchPolicy
from csdesk.rules.assessed_figures import figure_parts
from csdesk.rules.assessment import Assessment, assess
from csdesk.rules.comparison import compared, days_before, days_of, period_meant, targets_of
from csdesk.rules.frames import frame_of
from csdesk.rules.selection import Selection
from tests.rules.contract_books import Row, book, contract

SINCE, AS_OF = date(2025, 12, 31), date(2026, 12, 31)
NEW = date(2026, 6, 1)
PEOPLE = [
    {"key": 1, "name": "A", "csm": "Mika"},
    {"key": 2, "name": "B", "csm": "Mika", "parent": "A"},
    {"key": 3, "name": "C", "csm": "Ken", "archived": True},
    {"key": 4, "name": "D"},
]


def over(account: int, amount: int, **others: Any) -> Row:
    return contract(account, amount, end=NEW, status="ended", **others)


def four() -> list[Row]:
    """100→130, 100→80, 50→0, 250→260: half of it Core, half Plus."""
    return [
        contract(1, 100, product="Core"), contract(1, 30, NEW, product="Plus"),
        contract(2, 80, product="Core"), over(2, 20, product="Core"),
        over(3, 50, product="Plus"),
        contract(4, 250, product="Plus"), contract(4, 10, NEW, product="Plus"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    policies = Policies(touch=TouchPolicy(high_from=200, low_from=60))
    answers = [{"account_key": 1, "date": NEW, "score": 10.0}, {"account_key": 4, "date": NEW, "score": 0.0}]
    return assess(book(four(), account=PEOPLE, response=answers), policies, AS_OF)


def numbers(assessment: Assessment, within: Selection | None) -> tuple[object, ...]:
    found = assessment.figures(SINCE, within=within)
    return tuple(found[code].value for code in ("arr", "accounts", "nrr", "grr", "customer_churn"))


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        (None, (470, 3, 0.94, 0.86, 0.25)),
        (Selection("csm", "Mika"), (210, 2, 210 / 200, 180 / 200, 0.0)),
        (Selection("csm", "Ken"), (0, 0, 0.0, 0.0, 1.0)),
        (Selection("csm", ""), (260, 1, 260 / 250, 1.0, 0.0)),
        (Selection("group", "A"), (210, 2, 210 / 200, 180 / 200, 0.0)),
        (Selection("account", 2), (80, 1, 0.8, 0.8, 0.0)),
        (Selection("product", "Core"), (180, 2, 0.9, 0.9, 0.0)),
        (Selection("product", "Plus"), (290, 2, 260 / 300, 250 / 300, 0.5)),
        (Selection("touch", "high"), (260, 1, 260 / 250, 1.0, 0.0)),
        (Selection("touch", "low"), (210, 2, 210 / 200, 180 / 200, 0.0)),
        (Selection("touch", "tech"), (0, 0, 0.0, 0.0, 1.0)),  # who left counts where her last 50 put her
    ],
)
def test_figures_of_a_part_are_those_of_its_contracts(
    assessment: Assessment, within: Selection | None, expected: tuple[object, ...]
) -> None:
    assert numbers(assessment, within) == pytest.approx(expected)


def test_a_product_bought_for_the_first_time_is_new_to_that_product(assessment: Assessment) -> None:
    plus = assessment.figures(SINCE, within=Selection("product", "Plus")).bridge
    assert (plus.opening, plus.new, plus.upsell, plus.cross_sell, plus.churn, plus.closing) == (300, 30, 10, 0, 50, 290)
    whole = assessment.figures(SINCE).bridge
    assert (whole.cross_sell, whole.upsell, whole.new) == (30, 10, 0)


@pytest.mark.parametrize("kind", ["touch", "csm", "product", "group", "account"])
def test_the_parts_add_up_to_the_book(assessment: Assessment, kind: Any) -> None:
    parts = [assessment.figures(SINCE, within=part) for part in figure_parts(assessment, kind)]
    whole = assessment.figures(SINCE)
    assert sum(part.bridge.closing for part in parts) == whole.bridge.closing == 470
    assert sum(part.bridge.opening for part in parts) == whole.bridge.opening == 500


def test_parts_come_by_name_and_those_without_one_last(assessment: Assessment) -> None:
    assert [part.value for part in figure_parts(assessment, "csm")] == ["Ken", "Mika", ""]
    assert [part.value for part in figure_parts(assessment, "touch")] == ["high", "low", "tech"]
    assert [part.value for part in figure_parts(assessment, "product")] == ["Core", "Plus"]


def test_answers_of_customers_go_with_the_part(assessment: Assessment) -> None:
    assert assessment.figures(SINCE)["nps"].value == 0
    assert assessment.figures(SINCE, within=Selection("csm", "Mika"))["nps"].value == 100
    assert assessment.figures(SINCE, within=Selection("csm", ""))["nps"].value == -100


def test_the_years_a_customer_stays_are_those_of_the_whole_book() -> None:
    # 20 accounts of which 10 left in the year: 2 more years for everyone, in a part of the book as well.
    gone = [contract(n, end=NEW, status="ended") for n in range(1, 11)]
    frames = book([*gone, *(contract(n) for n in range(11, 21))])
    part = assess(frames, Policies(), AS_OF).figures(SINCE, within=Selection("account", 20))
    assert part["ltv"].value == round(1200 * (729 / 365.25 + 2))
    assert part["ltv"].left_out is None


def test_a_period_that_is_over_is_seen_from_today() -> None:
    # Past its end and undecided on 30 June, it counted then; by December everyone knows that it ended in May.
    frames = book([contract(1, 100, end=date(2026, 5, 31)), contract(2, 100)])
    then = assess(frames, Policies(), date(2026, 6, 30)).figures(date(2026, 3, 31))
    assert (then.bridge.closing, then["customer_churn"].value) == (200, 0.0)
    now = assess(frames, Policies(), AS_OF).figures(date(2026, 3, 31), date(2026, 6, 30))
    assert (now.bridge.closing, now["customer_churn"].value) == (100, 0.5)
    assert now["customer_churn"].period == (date(2026, 3, 31), date(2026, 6, 30))


def test_what_was_due_in_a_period_that_is_over_is_the_term_of_that_day_and_its_forecast_is_not_known() -> None:
    frames = book([contract(1, 100, end=date(2025, 9, 30), auto_renew=True, term_months=12)])
    found = assess(frames, Policies(), AS_OF).figures(date(2026, 3, 31), date(2026, 7, 31))
    assert found["arr_due_90_days"].value == 100  # the assumed term ends on 30 September 2026
    assert found["weighted_forecast"].value is None
    assert str(found["weighted_forecast"].left_out) == "What was forecast on an earlier day is not known."


def test_both_ends_of_a_period_are_at_the_rate_of_its_last_day() -> None:
    rates = [{"currency": "EUR", "month": date(2026, m, 1), "rate": r} for m, r in ((1, 1.0), (6, 1.5), (12, 2.0))]
    frames = book([contract(1, 100, currency="EUR")], rate=rates)
    assessment = assess(frames, Policies(), AS_OF)
    found = assessment.figures(date(2026, 3, 31), date(2026, 6, 30)).bridge
    assert (found.opening, found.closing, found.fx) == (150, 150, 0)
    floating = Policies(revenue=RevenuePolicy(constant_currency=False))
    found = assess(frames, floating, AS_OF).figures(date(2026, 3, 31), date(2026, 6, 30)).bridge
    assert (found.opening, found.fx, found.closing) == (100, 50, 150)


def test_the_fiscal_quarter_opens_the_evening_before_it_begins() -> None:
    quarter = parse_period("2026Q3", Calendar(fiscal_first_month=4))
    assert days_of(quarter) == (date(2026, 9, 30), date(2026, 12, 31))
    assert days_before(*days_of(quarter)) == days_of(quarter.moved(-1)) == (date(2026, 6, 30), date(2026, 9, 30))
    assert days_before(date(2025, 11, 22), date(2026, 11, 22)) == (date(2024, 11, 22), date(2025, 11, 22))
    assert days_before(date(2026, 11, 1), date(2026, 11, 11)) == (date(2026, 10, 22), date(2026, 11, 1))


def test_figures_stand_beside_their_targets_and_the_period_before(assessment: Assessment) -> None:
    calendar = Calendar()
    targets = frame_of("target", [
        {"figure": "nrr", "period": "FY2026", "value": 1.04}, {"figure": "arr", "period": "2026", "value": 5.0},
        {"figure": "grr", "period": "2026Q4", "value": 0.9}, {"figure": "grr", "period": "soon", "value": 0.1},
    ])  # fmt: skip
    now = assessment.figures(SINCE)
    before = assessment.figures(*days_before(SINCE, AS_OF))
    year = period_meant(SINCE, AS_OF, calendar)
    found = compared(now, before, targets_of(targets, year, now))
    assert (found["nrr"].target, found["grr"].target) == (1.04, None)
    assert found["nrr"].gap == pytest.approx(-0.10)
    assert (found["arr"].target, found["arr"].gap) == (500, -30)  # 5.00 dollars are 500 cents
    assert (found["arr"].before, found["arr"].change) == (500, -30)
    assert found["nrr"].before is None  # nobody was there a year earlier
    assert found["nrr"].change is None


def test_without_a_period_of_just_those_days_the_target_of_the_fiscal_year_counts() -> None:
    calendar = Calendar(fiscal_first_month=4)
    assert period_meant(date(2026, 9, 30), date(2026, 12, 31), calendar).code == "2026Q3"
    assert period_meant(date(2025, 11, 22), date(2026, 11, 22), calendar).code == "2026"
