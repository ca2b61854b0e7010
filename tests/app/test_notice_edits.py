"""Notice clauses typed into a contract become a period."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from csdesk.app import edits
from csdesk.model.errors import CSDeskError
from tests.app.test_edits import SmallBook, only


@pytest.mark.parametrize(
    ("clause", "period"),
    [
        ("3ヶ月前までに書面で", (3, "months", True)),
        ("60 days prior written notice", (60, "days", True)),
        ("契約満了日の30日前", (30, "days", False)),
        ("90", (90, "days", False)),
    ],
)
def test_a_clause_is_taken_apart(clause: str, period: tuple[int, str, bool]) -> None:
    _, key, _, after = only(edits.edit_records(SmallBook(), "contract", [7], {"notice": clause}))
    assert key == 7
    assert isinstance(after, Mapping)
    assert (after["notice_n"], after["notice_unit"], after["notice_written"]) == period
    _, _, _, made = only(edits.create_contract(SmallBook(), 1, {"amount": 5, "notice": clause}))
    assert isinstance(made, Mapping)
    assert (made["notice_n"], made["notice_unit"], made["notice_written"]) == period


def test_a_clause_without_a_period_is_refused_and_none_changes_nothing() -> None:
    with pytest.raises(CSDeskError) as refused:
        edits.edit_records(SmallBook(), "contract", [7], {"notice": "10営業日前"})
    assert str(refused.value.message) == "“10営業日前” names no notice period."
    assert only(edits.edit_records(SmallBook(), "contract", [7], {"notice": None, "seats": 4}))[3] == {"seats": 4}
