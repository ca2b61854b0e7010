"""A list of customers who left adds no revenue."""

from __future__ import annotations

from datetime import date

from tests.intake.made_tables import plan_of, records_of, table_of


def _contracts(*rows: tuple[object, ...]) -> list[dict[str, object]]:
    return records_of(plan_of(table_of(["会社名", "契約開始日", "契約終了日", "月額", "解約日"], *rows)), "contract")  # type: ignore[arg-type]


def test_a_contract_ends_when_its_customer_left() -> None:
    (found,) = _contracts(("アルファ", None, None, 9800, "2026/9/30"))
    assert (found["end"], found["status"]) == (date(2026, 9, 30), "ended")


def test_a_term_that_would_run_longer_is_cut_and_one_that_was_over_stays() -> None:
    cut, over = _contracts(
        ("アルファ", "2026/4/1", "2027/3/31", 9800, "2026/9/30"), ("ベータ", "2025/4/1", "2026/3/31", 9800, "2026/5/10")
    )
    assert (cut["end"], over["end"]) == (date(2026, 9, 30), date(2026, 3, 31))


def test_a_contract_made_after_the_customer_came_back_and_one_of_a_customer_who_stays_are_as_they_stand() -> None:
    again, stays = _contracts(
        ("アルファ", "2026/10/1", "2027/9/30", 9800, "2026/3/31"), ("ベータ", "2026/4/1", "2027/3/31", 9800, None)
    )
    assert (again["end"], again.get("status")) == (date(2027, 9, 30), None)
    assert (stays["end"], stays.get("status")) == (date(2027, 3, 31), None)


def test_a_date_of_leaving_alone_makes_no_contract() -> None:
    assert (
        _contracts(("アルファ", None, None, None, "2026/9/30"), ("ベータ", None, None, 1, None))[0]["account_key"] == 2
    )
