"""Rows that the system they come from has deleted are left out and told."""

from __future__ import annotations

import pytest

from csdesk.intake.deleted_rows import without_deleted
from csdesk.intake.sheets import Table
from tests.intake.made_sheets import Value
from tests.intake.made_tables import table_of


def left(header: str, *cells: Value) -> tuple[list[int], Table]:
    """The rows of the sheet that stay, of a table with that column beside the names."""
    found = without_deleted(table_of(["Account Name", header], *((f"A{i}", cell) for i, cell in enumerate(cells))))
    return found.row_numbers.to_pylist(), found


@pytest.mark.parametrize(
    ("header", "deleted", "alive"),
    [
        ("_fivetran_deleted", "true", "false"),
        ("IsDeleted", True, False),
        ("is_deleted", 1, 0),
        ("is_deleted", "1", None),
        ("deleted", "TRUE", ""),
        ("削除フラグ", "○", None),
        ("deleted_at", "2026-05-01T10:00:00Z", None),
        ("_sdc_deleted_at", "2026-05-01 10:00:00", "NULL"),
        ("削除日", "2026/5/1", "-"),
    ],
)
def test_deleted_rows_are_left_out_and_told(header: str, deleted: Value, alive: Value) -> None:
    rows, table = left(header, alive, deleted, alive, deleted)
    assert rows == [2, 4]
    assert [(drop.row, drop.reason) for drop in table.dropped] == [(3, "deleted"), (5, "deleted")]
    (note,) = table.notes
    assert (note.cell, note.code, note.message.values) == ("B3", "deleted_rows", (("n", 2),))


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Deleted", (1, 0, 12)),  # how many
        ("Deleted", (1, 0, 1)),
        ("is_deleted", ("false", "no", None)),
        ("deleted_at", (None, "", None)),
        ("deleted_at", ("soon", "2026-05-01", None)),
        ("is_deleted", ("maybe", "true", "false")),
        ("Notes", ("true", "true", "false")),
    ],
)
def test_other_columns_take_nothing_away(header: str, cells: tuple[Value, ...]) -> None:
    rows, table = left(header, *cells)
    assert rows == [2, 3, 4]
    assert not table.notes
