"""Sizes of stored data count in gigabytes, whatever unit a cell or the header names."""

from datetime import date

import pytest

from tests.intake.made_sheets import Value
from tests.intake.made_tables import plan_of, problems, records_of, table_of


def sizes(header: str, *cells: str | float) -> list[float]:
    """The values of a column under that header, one customer a cell."""
    table = table_of(["Account", header], *([f"客{place}", cell] for place, cell in enumerate(cells)))
    plan = plan_of(table)
    assert problems(plan) == []
    found = records_of(plan, "measurement")
    assert {row["metric"] for row in found} == {"storage"}
    return [row["value"] for row in found]


def test_a_cell_brings_its_unit() -> None:
    cells = ("1.2 GB", "300 MB", "2TB", "1,200メガバイト", "500M", "512 MiB", 5)
    assert sizes("Storage", *cells) == pytest.approx([1.2, 0.3, 2000, 1.2, 0.5, 0.536870912, 5])


def test_bare_numbers_count_what_the_header_says() -> None:
    assert sizes("Storage (MB)", 300, "1,500", "1.2 GB") == pytest.approx([0.3, 1.5, 1.2])
    assert sizes("ストレージ（TB）", 2) == [2000]


def test_a_size_in_a_column_of_values_is_in_gigabytes() -> None:
    rows: list[list[Value]] = [
        ["A社", "storage", date(2026, 4, 1), "500 MB"],
        ["A社", "logins", date(2026, 4, 1), "300回"],
    ]
    known = table_of(["Account", "Plan"], ["A社", "Pro"], sheet="T")
    plan = plan_of(known, table_of(["Account", "Metric", "Date", "Value"], *rows))
    assert [(row["metric"], row["value"]) for row in records_of(plan, "measurement")] == [("storage", 0.5), ("logins", 300)]  # fmt: skip


def test_a_size_where_none_belongs_is_reported() -> None:
    plan = plan_of(table_of(["Account", "Contract start", "Seats"], ["A社", date(2026, 4, 1), "12 GB"], ["B社", date(2026, 4, 1), 12]))  # fmt: skip
    assert problems(plan) == [("C2", "not_a_number")]
