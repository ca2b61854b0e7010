"""Conditions on accounts."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from csdesk.desktop.pages.accounts_filter import AccountsFilter, AccountsView, built_in_views, saved_view
from csdesk.desktop.translation import install_language, tr
from csdesk.i18n import Language

AS_OF = date(2026, 11, 22)
DAYS = ["2026-11-22", "2027-03-22", "2027-03-23", None]


def accounts() -> pd.DataFrame:
    texts = {
        "touch": ["high", "low", "tech", None],
        "band": ["healthy", "at_risk", "healthy", "no_data"],
        "csm": ["Mika Sato", "Ken Tanaka", "Mika Sato", None],
        "lifecycle": [None, "onboarding", None, None],
        "renewal_state": ["upcoming", "upcoming", "locked_in", "no_date"],
    }
    frame = pd.DataFrame({name: pd.array(values, dtype="string[pyarrow]") for name, values in texts.items()})
    frame["renewal_on"] = pd.to_datetime(DAYS).astype("datetime64[s]")
    frame["notice_by"] = pd.to_datetime(["2026-11-21", "2026-11-22", None, None]).astype("datetime64[s]")
    frame["onboarding_due"] = pd.to_datetime(["2026-12-01", None, "2026-12-01", None]).astype("datetime64[s]")
    frame["onboarded_on"] = pd.to_datetime(["2026-11-01", None, None, None]).astype("datetime64[s]")
    frame["seat_use"] = pd.array([0.90, 0.99, 0.89, None], dtype="Float64")
    return frame


@pytest.mark.parametrize(
    ("chosen", "rows"),
    [
        (AccountsFilter(renews_within=120), [0, 1]),  # 22 Mar is day 120, the as-of date itself counts
        (AccountsFilter(notice_within=30), [1]),  # a deadline that has passed is not within
        (AccountsFilter(touch=("high", "low")), [0, 1]),
        (AccountsFilter(touch=("high", "low"), band=("healthy",)), [0]),
        (AccountsFilter(csm=("Mika Sato",)), [0, 2]),
        (AccountsFilter(upsell=True), [0]),  # healthy and from 90%
        (AccountsFilter(onboarding=True), [1, 2]),  # the first is done
        (AccountsFilter(renewal_state=("no_date",)), [3]),
    ],
)
def test_a_condition_keeps_the_rows_that_fit(chosen: AccountsFilter, rows: list[int]) -> None:
    mask = chosen.mask(accounts(), AS_OF)
    assert mask is not None
    assert mask.nonzero()[0].tolist() == rows


def test_without_conditions_there_is_no_mask() -> None:
    assert AccountsFilter().mask(accounts(), AS_OF) is None


def test_chips_name_each_condition_and_can_be_taken_away() -> None:
    chosen = AccountsFilter(renews_within=120, touch=("high", "low"))
    assert chosen.conditions() == {"renews_within": ("Renews in", "120 days"), "touch": ("Touch", "High, Low")}
    assert chosen.without("touch") == AccountsFilter(renews_within=120)
    assert chosen.toggled("touch", "high").touch == ("low",)
    install_language(Language("ja"))
    assert chosen.conditions() == {"renews_within": ("更新まで", "120日"), "touch": ("タッチ", "ハイ、ロー")}


def test_a_view_survives_the_book() -> None:
    view = AccountsView("own:x", built_in_views(None)[0].title, AccountsFilter(csm=("佐藤",), renews_within=60), "arr", True, ("name", "arr"))  # fmt: skip
    back = saved_view({**view.as_data(), "name": "Mine, {soon}"})
    assert tr(back.title) == "Mine, {soon}"
    assert (back.filter, back.sort, back.descending, back.columns, back.own) == (
        view.filter,
        "arr",
        True,
        ("name", "arr"),
        True,
    )


def test_the_view_of_one_s_own_accounts_needs_to_know_who_one_is() -> None:
    assert "mine" not in {view.code for view in built_in_views(None)}
    assert built_in_views("Mika Sato")[-1].filter == AccountsFilter(touch=("high",), csm=("Mika Sato",))
