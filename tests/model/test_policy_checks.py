"""Settings that make no sense are refused with one sentence; those of a new book are not."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from csdesk.model.errors import CSDeskError
from csdesk.model.policies import (
    AgendaPolicy,
    Calendar,
    HealthModel,
    Play,
    PlayPolicy,
    Policies,
    RenewalPolicy,
    RevenuePolicy,
    TouchPolicy,
    as_data,
    from_data,
)
from csdesk.model.policy_catalogue import SETTINGS, setting
from csdesk.model.policy_checks import check_policies
from csdesk.model.renewal_timeline import TimelinePolicy, TimelineStep

NONSENSE = {
    "negative hours": Policies(touch=TouchPolicy(hours_low=-1.5)),
    "high cut below low cut": Policies(touch=TouchPolicy(high_from=1_200_000, low_from=6_000_000)),
    "shares over one": Policies(touch=TouchPolicy(top_share=0.6, next_share=0.5)),
    "share of itself over one": Policies(renewals=RenewalPolicy(target_share=94)),
    "weight over one": Policies(renewals=RenewalPolicy(weights={"commit": 9.0})),
    "weight of an unknown rule below zero": Policies(agenda=AgendaPolicy(weights={"rain": -1.0})),
    "days as text": Policies(revenue=RevenuePolicy(late_renewal_days="60")),  # type: ignore[arg-type]
    "half a day": Policies(revenue=RevenuePolicy(late_renewal_days=0.5)),  # type: ignore[arg-type]
    "margin that is no number": Policies(revenue=RevenuePolicy(gross_margin=float("nan"))),
    "flag as number": Policies(touch=TouchPolicy(group_together=1)),  # type: ignore[arg-type]
    "month thirteen": Policies(calendar=Calendar(fiscal_first_month=13)),
    "country by name": Policies(calendar=Calendar(holiday_country="Japan")),
    "no time zone": Policies(calendar=Calendar(time_zone=" ")),
    "unknown method": Policies(touch=TouchPolicy(method="dice")),  # type: ignore[arg-type]
    "play without text": Policies(plays=PlayPolicy((Play("high"),))),
    "step without text": Policies(timeline=TimelinePolicy((TimelineStep("high", -30),))),
    "step of no tier": Policies(timeline=TimelinePolicy((TimelineStep("middle", -30, "facts"),))),  # type: ignore[arg-type]
    "step in three years": Policies(timeline=TimelinePolicy((TimelineStep("high", 1095, "facts"),))),
    "play each zero days": Policies(plays=PlayPolicy((Play("high", "qbr", days=0),))),
    "watch above healthy": Policies(health=(replace(HealthModel(), watch_from=80),)),
    "coverage over one": Policies(health=(replace(HealthModel(), minimum_coverage=50),)),
}


@pytest.mark.parametrize("policies", NONSENSE.values(), ids=NONSENSE.keys())
def test_what_makes_no_sense_is_refused(policies: Policies) -> None:
    with pytest.raises(CSDeskError):
        check_policies(policies)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_settings_of_a_new_book_are_accepted(language: str) -> None:
    from csdesk.app.new_book import new_policies

    check_policies(new_policies(language=language))


def test_settings_from_json_are_checked_as_any_others() -> None:
    data = as_data(Policies())
    data["touch"]["hours_high"] = -6
    with pytest.raises(CSDeskError, match="hours for a high touch account"):
        check_policies(from_data(Policies, data))


def test_every_value_of_the_policies_is_a_setting() -> None:
    named = {found.code for found in SETTINGS}
    shown_elsewhere = {"revenue.currency"}
    for part in ("calendar", "revenue", "touch", "renewals", "agenda"):
        held = getattr(Policies(), part)
        for field in fields(held):
            code = f"{part}.{field.name}"
            inner = getattr(held, field.name)
            codes = {f"{code}.{name}" for name in inner} if field.name == "weights" else {code}
            assert codes <= named | shown_elsewhere


def test_a_setting_reads_and_puts_its_own_value_only() -> None:
    for found in SETTINGS:
        assert found.put(Policies(), found.of(Policies())) == Policies()
    changed = setting("renewals.weights.open").put(Policies(), 0.4)
    assert changed.renewals.weights["open"] == 0.4
    assert {**changed.renewals.weights, "open": 0.3} == Policies().renewals.weights


def test_the_journal_says_what_was_set() -> None:
    said = setting("revenue.late_renewal_days").said(45, "JPY")
    assert str(said) == "Set late renewal days to 45"
    assert str(setting("renewals.target_share").said(0.945, "JPY")) == "Set renewal target to 94.5%"
    assert str(setting("touch.group_together").said(True, "JPY")) == "Turn on: parent groups counted together"
