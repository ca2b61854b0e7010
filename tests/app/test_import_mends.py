"""What is suggested for a cell that cannot be read is taken from the cell, never an example of how to write."""

from __future__ import annotations

import pytest

from csdesk.app.import_mends import mend_of
from csdesk.model.messages import Message
from csdesk.model.problems import CellProblem, Severity


def problem(value: str, field: str, code: str = "not_read", suggestion: str | None = "2026-11-28") -> CellProblem:
    return CellProblem(
        code, Severity.LEFT_EMPTY, "S", 2, 3, value, Message("Why"), Message("What to do"), field, suggestion
    )


@pytest.mark.parametrize(
    ("value", "field", "meant"),
    [
        ("2026/12/32", "contract.end", "2026/12/31"),
        ("2026-02-30", "contract.start", "2026-02-28"),
        ("2028年2月30日", "contract.end", "2028年2月29日"),
        ("2026/13/01", "contract.end", None),
        ("sometime in spring", "contract.end", None),
        ("８４O", "contract.arr", "840"),
        ("1,2OO", "contract.arr", "1,200"),
        ("as agreed", "contract.arr", None),
        ("SOLO", "contract.seats", None),
        ("anual", "contract.basis", "annual"),
        ("purple", "contract.basis", None),
        ("", "contract.end", None),
    ],
)
def test_what_a_cell_most_likely_means(value: str, field: str, meant: str | None) -> None:
    found = mend_of(problem(value, field))
    assert (found.text if found is not None else None) == meant


def test_a_known_name_that_resembles_the_cell_is_taken_as_it_was_found() -> None:
    found = mend_of(problem("Gingerbred", "account.name", "no_such_account", "Gingerbread Robotics"))
    assert found is not None
    assert found.text == "Gingerbread Robotics"


def test_a_cell_whose_column_has_no_field_gets_no_suggestion() -> None:
    assert mend_of(problem("#REF!", "account.custom")) is None
