from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from csdesk.rules.adoption import Use, nps_between, nps_of, use_between
from csdesk.rules.frames import frame_of
from tests.rules.contract_books import book, contract, ledger_of

SINCE, AS_OF = date(2025, 12, 31), date(2026, 12, 31)


def measured(account: int, metric: str, day: date, value: float, feature: str | None = None) -> dict[str, Any]:
    return {"account_key": account, "metric": metric, "date": day, "value": value, "feature": feature}


def use(measurements: list[dict[str, Any]], **seats: Any) -> Use:
    frames = book([contract(1, **seats), contract(2)], measurement=measurements)
    frame = frames.frame
    ledger = ledger_of(frames, AS_OF)
    return use_between(frame("measurement"), ledger, frame("contract"), frame("account"), SINCE, AS_OF)


def test_users_are_never_summed_over_time_and_sessions_are() -> None:
    march, june, next_year = date(2026, 3, 1), date(2026, 6, 1), date(2027, 1, 1)
    found = use([
        measured(1, "active_users", march, 40), measured(1, "active_users", june, 45), measured(1, "active_users", next_year, 99),
        measured(2, "active_users", march, 5), measured(2, "active_users", SINCE, 50),
        measured(1, "sessions", march, 100), measured(1, "sessions", june, 200), measured(1, "sessions", SINCE, 7),
    ])  # fmt: skip
    assert found.active_users.to_dict() == {1: 45, 2: 5}
    assert found.sessions.to_dict() == {1: 300}


def test_users_of_single_features_are_not_added_up() -> None:
    day = date(2026, 3, 1)
    by_feature = [measured(1, "active_users", day, 20, "a"), measured(1, "active_users", day, 30, "b")]
    assert use(by_feature).active_users.to_dict() == {1: 30}
    assert use([*by_feature, measured(1, "active_users", day, 41)]).active_users.to_dict() == {1: 41}


def test_forty_five_active_users_on_sixty_seats_are_three_quarters() -> None:
    day = date(2026, 3, 1)
    found = use([measured(1, "active_users", day, 45), measured(2, "active_users", day, 9)], seats=60)
    assert found.seat_use == pytest.approx(0.75)
    assert found.seats.to_dict() == {1: 60, 2: 0}
    assert use([]).seat_use is None


def test_eighteen_promoters_and_six_detractors_of_forty_are_plus_thirty() -> None:
    assert nps_of([9] * 10 + [10] * 8 + [0, 6, 3, 4, 5, 1] + [7, 8] * 8) == pytest.approx(30)
    assert nps_of([]) is None


def test_of_several_answers_of_one_person_the_newest_counts() -> None:
    responses = frame_of(
        "response",
        [
            {"account_key": 1, "respondent": "a", "date": date(2026, 2, 1), "score": 3},
            {"account_key": 1, "respondent": "a", "date": date(2026, 9, 1), "score": 9},
            {"account_key": 2, "respondent": "a", "date": date(2026, 9, 1), "score": 6},
            {"account_key": 1, "date": date(2026, 9, 1), "score": 10},
            {"account_key": 1, "date": date(2026, 9, 1), "score": 10},
            {"account_key": 1, "respondent": "b", "date": date(2027, 1, 1), "score": 0},
            {"account_key": 1, "respondent": "c", "date": date(2026, 9, 1)},
        ],
    )
    found = nps_between(responses, SINCE, AS_OF)
    assert (len(found.answers), found.promoters, found.detractors, found.score) == (4, 3, 1, 50)


def test_the_order_of_the_rows_does_not_matter_and_the_count_of_the_whole_account_goes_before_features() -> None:
    march, june = date(2026, 3, 1), date(2026, 6, 1)
    rows = [
        measured(2, "active_users", march, 5),
        measured(1, "active_users", june, 60, "a"),
        measured(1, "active_users", march, 90),
        measured(1, "active_users", june, 45),
        measured(1, "active_users", june, 44),
    ]
    for turned in (rows, rows[::-1], [rows[2], *rows[:2], *rows[3:]]):
        assert use(turned).active_users.to_dict() == {1: 45, 2: 5}
