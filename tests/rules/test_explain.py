"""Every value of an account names its rule and the records it was made from."""

from __future__ import annotations

from datetime import date

import pytest

from csdesk.model.fields import Origin, record_type
from csdesk.model.policies import Policies
from csdesk.rules.assessment import Assessment, assess
from csdesk.rules.explain import Explanation, Input
from tests.rules.worked_books import TODAY, book, ryugu, tsukimi


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return assess(book(tsukimi(), ryugu()), Policies(), TODAY)


def test_a_stored_field_points_at_itself(assessment: Assessment) -> None:
    found = assessment.explain(1, "name")
    assert found == Explanation("name", "Tsukimi Robotics", found.definition, (Input("account", 1, "name"),))


def test_arr_is_the_sum_of_its_contracts(assessment: Assessment) -> None:
    found = assessment.explain(1, "arr")
    assert found.value == 2_400_000_000
    assert [part.value for part in found.parts] == [2_160_000_000, 240_000_000]
    assert str(found.parts[0].definition) == "USD 21600000.00 a year."
    assert {i.field for i in found.parts[0].inputs} == {"amount", "basis", "currency", "start", "end"}
    assert {i.key for i in found.parts[1].inputs} == {2}


def test_tax_discount_and_what_kept_a_line_alive_are_read_too() -> None:
    records = tsukimi()
    records["contract"] = [
        {"start": date(2025, 1, 1), "end": date(2025, 12, 31), "amount": 11_000, "basis": "annual", "tax": "included",
         "discount": 0.1, "auto_renew": True, "currency": "EUR", "product": "Core"},
        {"start": date(2026, 1, 1), "term_months": 24, "list_price": 24_000, "basis": "total", "product": "Plus"},
    ]  # fmt: skip
    records["rate"] = [{"key": 1, "currency": "EUR", "month": date(2025, 1, 1), "rate": 1.1}, {"key": 2, "currency": "EUR", "month": date(2026, 9, 1), "rate": 1.2}]  # fmt: skip
    first, second = assess(book(records), Policies(), TODAY).explain(1, "arr").parts
    assert first.value == 10_800  # 11,000 x 0.9 / 1.1 x 1.2
    assert {(i.record, i.key, i.field) for i in first.inputs} == {
        *(("contract", 1, name) for name in ("amount", "basis", "currency", "start", "end", "discount", "tax", "auto_renew")),
        ("rate", 2, "rate"),
    }  # fmt: skip
    assert second.value == 12_000
    assert {i.field for i in second.inputs} == {"list_price", "basis", "start", "term_months"}


def test_monthly_amounts_say_how_often() -> None:
    records = tsukimi()
    records["contract"] = [{"start": date(2026, 1, 1), "amount": 3_000_000, "basis": "monthly", "currency": "USD"}]
    part = assess(book(records), Policies(), TODAY).explain(1, "arr").parts[0]
    assert (part.value, str(part.definition)) == (36_000_000, "USD 30000.00 x 12 a year.")


def test_health_has_a_part_for_each_component_with_its_sources(assessment: Assessment) -> None:
    found = assessment.explain(1, "health")
    parts = {part.field: part for part in found.parts}
    assert found.value == 72
    assert list(parts) == [
        "seat_use", "login_trend", "features_used", "nps_mean", "urgent_tickets", "last_contact", "invoice_overdue",
    ]  # fmt: skip
    assert parts["seat_use"].inputs == (Input("measurement", 1, "value"),)
    assert parts["nps_mean"].inputs == tuple(Input("response", key, "score") for key in range(1, 6))
    assert {i.record for i in parts["urgent_tickets"].inputs} == {"ticket"}
    assert len(parts["urgent_tickets"].inputs) == 7
    assert parts["last_contact"].inputs == (Input("touchpoint", 1, "date"),)
    assert parts["invoice_overdue"].inputs == (Input("invoice", 1, "due"),)
    assert str(parts["seat_use"].definition).endswith("87.9 of 100 points, weight 25: 22.0 of the score.")


def test_the_renewal_names_the_contract_that_decides_it(assessment: Assessment) -> None:
    renewal, notice = assessment.explain(2, "renewal_on"), assessment.explain(2, "notice_by")
    assert (renewal.value, notice.value) == (date(2027, 2, 15), date(2026, 12, 17))
    assert renewal.inputs == (Input("contract", 3, "end"),)
    assert {i.field for i in notice.inputs} == {"end", "auto_renew", "notice_n", "notice_unit"}


def test_the_tier_gives_its_reason_and_the_revenue(assessment: Assessment) -> None:
    found = assessment.explain(2, "touch")
    assert found.value == "tech"
    assert str(found.definition).startswith("Below")
    assert [part.field for part in found.parts] == ["arr"]


@pytest.mark.parametrize("field", [f.name for f in record_type("account").fields if f.origin is not Origin.INPUT])
def test_every_field_can_be_explained(assessment: Assessment, field: str) -> None:
    found = assessment.explain(1, field)
    assert found.field == field
    assert str(found.definition)


def test_what_does_not_exist_is_not_explained(assessment: Assessment) -> None:
    with pytest.raises(KeyError):
        assessment.explain(99, "arr")
    with pytest.raises(KeyError):
        assessment.explain(1, "shoe_size")
