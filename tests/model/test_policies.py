"""Settings as data, and which health models were in force when."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from csdesk.model.policies import HealthComponent, HealthModel, Policies, as_data, from_data

FIRST, SECOND = date(2026, 4, 1), date(2026, 11, 22)


def changed(policies: Policies, watch_from: int, since: date) -> Policies:
    return policies.with_health((replace(policies.health[0], watch_from=watch_from),), since)


def test_settings_come_back_from_json_as_they_were() -> None:
    model = HealthModel("tech", 2, (HealthComponent("nps", 5, "bands", bands=((0.0, 20.0), (30.0, 100.0))),))
    policies = changed(Policies(health=(model,)), 40, FIRST)
    again = from_data(Policies, json.loads(json.dumps(as_data(policies))))
    assert again == policies
    assert again.health[0].live_since == FIRST
    assert again.former_health[0].until == FIRST


def test_a_changed_model_is_a_new_version_and_the_days_before_keep_the_old_one() -> None:
    policies = changed(changed(Policies(), 45, FIRST), 40, SECOND)
    assert [(m.version, m.watch_from) for m in policies.health] == [(3, 40)]
    days = (date(2026, 3, 31), FIRST, date(2026, 11, 21), SECOND)
    assert [policies.health_on(day)[0].watch_from for day in days] == [50, 45, 45, 40]
    assert policies.as_on(FIRST).health[0].version == 2
    assert policies.as_on(SECOND) is policies


def test_two_versions_made_on_one_day_leave_the_days_before_as_they_were() -> None:
    policies = changed(changed(Policies(), 45, SECOND), 40, SECOND)
    assert policies.health[0].version == 3
    assert policies.health_on(date(2026, 11, 21))[0].version == 1


def test_a_version_made_for_an_earlier_day_replaces_what_came_later() -> None:
    policies = changed(changed(Policies(), 45, SECOND), 40, FIRST)
    assert [policies.health_on(day)[0].version for day in (date(2026, 3, 31), FIRST, SECOND)] == [1, 3, 3]


def test_a_model_that_stays_keeps_its_version_beside_one_that_changes() -> None:
    two = Policies(health=(HealthModel("tech", touch=("tech",)), HealthModel("others")))
    policies = two.with_health((two.health[0], replace(two.health[1], watch_from=40)), FIRST)
    assert [(m.name, m.version, m.live_since) for m in policies.health] == [("tech", 1, None), ("others", 2, FIRST)]
    assert two.with_health(two.health, FIRST) is two


def test_a_model_that_was_taken_away_comes_back_under_a_number_of_its_own() -> None:
    two = Policies(health=(HealthModel("tech", touch=("tech",)), HealthModel("others")))
    one = two.with_health(two.health[1:], FIRST)
    again = one.with_health(two.health, SECOND)
    assert [(m.name, m.version) for m in again.health] == [("tech", 2), ("others", 1)]
    assert [m.name for m in again.health_on(date(2026, 6, 1))] == ["others"]
