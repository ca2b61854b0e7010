from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from csdesk.charts.account import arr_by_month, seats_by_month
from csdesk.charts.canvas import Picture
from csdesk.charts.catalogue import picture
from csdesk.charts.cohorts import cohort_table
from csdesk.charts.nps import nps_quarters
from csdesk.charts.onboarding import onboarding_stages
from csdesk.charts.renewals import renewal_months
from csdesk.charts.years import fiscal_quarter, half_name, month_ends, quarter_tick
from csdesk.i18n import Language
from csdesk.model.messages import Message
from csdesk.model.policies import Calendar
from csdesk.rules.assessment import assess
from csdesk.rules.frames import MemoryFrames
from tests.charts.small_book import ALPHA, AS_OF, BETA, policies, small_assessment

EN = Language("en")


def said(code: str, **more: list[dict[str, object]]) -> str:
    found = picture(code, small_assessment(**more))
    return EN.text(found if isinstance(found, Message) else found.title)


def test_renewals_fall_into_their_months_and_forecasts() -> None:
    table = renewal_months(AS_OF, small_assessment().renewals).set_index("month")
    assert table.index[0] == pd.Timestamp(2026, 12, 1)  # nothing is due in the rest of November
    assert table.loc["2026-12-01", ["commit", "at_risk", "total"]].tolist() == [0, 3_000_000, 3_000_000]
    assert table.loc["2027-03-01", ["commit", "at_risk", "total"]].tolist() == [6_000_000, 0, 6_000_000]
    assert table.loc["2027-05-01", "open"] == 1_000_000
    assert len(table) == 12
    assert table["total"].sum() == 10_000_000


def test_the_current_month_leads_while_something_is_due_in_it() -> None:
    due = pd.DataFrame({"renewal_on": [pd.Timestamp(2026, 11, 30)], "forecast": [pd.NA], "annual": [5]})
    table = renewal_months(AS_OF, due.astype({"forecast": "string[pyarrow]"}))
    assert (table["month"].iloc[0], table["open"].iloc[0]) == (pd.Timestamp(2026, 11, 1), 5)


def test_the_renewal_title_names_the_fullest_month() -> None:
    assert said("renewals_by_month") == "March carries ¥6.0M, 67% of what renews before year end"


def test_touch_title_gives_the_share_of_the_top_tier() -> None:
    # One of three accounts, 6 of 10 million.
    assert said("touch_tiers") == "33% of accounts bring 60% of ARR"


def test_seats_count_the_accounts_below_65_percent() -> None:
    # Alpha: 71 of 100 seats; the others have no usage.
    assert said("seats_used") == "The 1 largest all use 71% of their seats or more"


def test_cohorts_keep_what_their_accounts_still_pay() -> None:
    table = cohort_table(small_assessment()).set_index("half")
    # Alpha signed in FY24 H1 and pays the same; Beta in FY24 H2 pays 3 of 4 million after 12 months.
    names = [EN.text(half_name(int(half), policies().calendar)) for half in table.index]
    assert names == ["FY24 H1", "FY24 H2", "FY26 H1"]
    assert table.iloc[0][[0, 6, 12, 18, 24]].tolist() == [1.0] * 5
    assert table.iloc[1][[0, 6, 12, 18]].tolist() == [1.0, 1.0, 0.75, 0.75]
    assert table.iloc[2][0] == 1.0
    assert pd.isna(table.iloc[2][6])  # not every account of that half-year can be 6 months old


def test_the_cohort_title_compares_the_newest_with_the_oldest() -> None:
    assert said("cohorts") == "FY24 H2 keeps less than FY24 H1: 75 against 100 after 18 months"


def test_nps_is_promoters_minus_detractors() -> None:
    # 9, 10, 9 promote, 3 detracts, 7 is passive: (3 - 1) / 5 = +40.
    table = nps_quarters(small_assessment().frames.frame("response"), small_assessment())
    assert table[["n", "promoters", "detractors", "nps"]].iloc[0].tolist() == [5, 3, 1, 40]
    assert said("nps") == "NPS is +40"


def test_fewer_than_five_answers_are_no_score() -> None:
    few: list[dict[str, object]] = [{"account_key": 1, "respondent": "p", "date": date(2026, 11, 1), "score": 10}] * 4
    assert said("nps", response=few).startswith("No quarter of the last two years")


def test_onboarding_follows_the_shared_milestones() -> None:
    # Only Gamma signed within 12 months (2026-06-01); it loaded its data after 21 days.
    steps: list[dict[str, object]] = [
        {
            "account_key": 3,
            "text": "Data loaded",
            "due": date(2026, 6, 30),
            "done_on": date(2026, 6, 22),
            "required": True,
        },
        {"account_key": 3, "text": "First value", "due": date(2026, 8, 31), "required": True},
    ]
    table = onboarding_stages(small_assessment(milestone=steps))
    assert table["accounts"].tolist() == [1, 1, 0]
    assert table["stage"].iloc[1] == "Data loaded"
    assert table["days"].iloc[1] == 21
    assert said("onboarding", milestone=steps) == "0 of 1 new accounts have reached “First value”"


def test_arr_of_an_account_follows_its_contracts() -> None:
    days = [date(2025, 6, 30), date(2025, 12, 31), date(2026, 1, 31)]
    table = arr_by_month(small_assessment().ledger, BETA, days)
    assert table["arr"].tolist() == [4_000_000, 4_000_000, 3_000_000]


def test_seats_of_an_account_by_month() -> None:
    found = small_assessment()
    contracts = found.contracts[found.contracts["account_key"] == ALPHA]
    usage = found.frames.frame("measurement")
    table = seats_by_month(contracts, usage, [date(2026, 9, 30), date(2026, 10, 15), AS_OF])
    assert table["bought"].tolist() == [100, 100, 100]
    assert table["active"].iloc[0] == 69
    assert pd.isna(table["active"].iloc[1])  # October's count was taken on the 20th
    assert table["active"].iloc[2] == 71


def test_charts_without_data_say_so_in_one_sentence() -> None:
    empty = assess(MemoryFrames({}), policies(), AS_OF)
    for code in (
        "renewals_by_month",
        "health_against_arr",
        "touch_tiers",
        "cohorts",
        "seats_used",
        "nps",
        "onboarding",
    ):
        found = picture(code, empty)
        assert isinstance(found, Message)
        assert EN.text(found).endswith(".")


def test_month_ends_close_with_the_day_itself() -> None:
    assert month_ends(date(2026, 3, 15), 3) == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 15)]


@pytest.mark.parametrize(
    ("style", "day", "tick"),
    [
        ("starting", date(2026, 11, 22), "Q3"),
        ("starting", date(2026, 4, 1), "FY26"),
        ("ending", date(2026, 4, 1), "FY27"),
        ("starting", date(2027, 3, 31), "Q4"),
    ],
)
def test_quarters_are_those_of_the_fiscal_year(style: str, day: date, tick: str) -> None:
    calendar = Calendar(fiscal_first_month=4, fiscal_label="ending" if style == "ending" else "starting")
    assert quarter_tick(fiscal_quarter(day, calendar), calendar, EN) == tick


def test_growth_of_an_account_is_told_from_its_first_month_with_the_seats_in_use() -> None:
    """Alpha pays 6.0 million since April 2024: 31 month ends later nothing changed; 71 of 100 seats are in use."""
    found = picture("account_growth", small_assessment(), ALPHA)
    assert isinstance(found, Picture)
    assert EN.text(found.title) == "ARR is ¥6.0M, as 31 months ago; 71% of seats are active"
    assert len(found.table) == 32
    assert found.table["arr"].tolist() == [6_000_000] * 32
    assert found.table["active"].iloc[-1] == 71


def test_growth_says_by_how_much_an_account_shrank() -> None:
    """Beta: 4.0 million in January 2025, 3.0 million now, 22 month ends later; nobody counted its users."""
    found = picture("account_growth", small_assessment(), BETA)
    assert isinstance(found, Picture)
    assert EN.text(found.title) == "ARR has shrunk 25% in 22 months"


def test_an_account_without_revenue_has_no_growth_to_show() -> None:
    found = picture("account_growth", small_assessment(), 99)
    assert EN.text(found) == "This account has no recurring revenue in the last 34 months."  # type: ignore[arg-type]
