"""Day-first dates of a whole company come out as the same dates written in ISO, which this test writes itself."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from csdesk.intake.outcome import ImportPlan, PlanOptions
from csdesk.intake.plan import make_plan
from csdesk.intake.workbook_tables import tables_of
from tests.intake.made_tables import Book
from tests.intake.requirements.files import read

pytestmark = pytest.mark.shared_data
FILES = ("accounts", "subscriptions", "churn_events", "supports_ticket")
DAY_FIRST = re.compile(r"(?<=,)(\d\d)-(\d\d)-(20\d\d)(?=[, ]|$)", re.MULTILINE)


def plan_of(paths: list[Path]) -> ImportPlan:
    read_files = [(path.name, book, tables_of(book, path.name)) for path in paths for book in (read(path),)]
    return make_plan(read_files, Book(), PlanOptions(date(2024, 12, 31), "USD"))


def test_day_first_dates_are_those_of_the_same_files_in_iso(shared_data: Path, tmp_path: Path) -> None:
    folder, written, dates = shared_data / "A" / "ravenstack-saas", [], 0
    for name in FILES:
        text = (folder / f"ravenstack_{name}.csv").read_text("utf-8-sig").replace("\r\n", "\n")
        iso, found = DAY_FIRST.subn(r"\3-\2-\1", text)
        dates += found
        written.append(tmp_path / f"ravenstack_{name}.csv")
        written[-1].write_text(iso, "utf-8")
    assert dates == 500 + 5_000 + 486 + 600 + 2 * 2_000
    given = plan_of([folder / path.name for path in written])
    iso_plan = plan_of(written)
    assert not any(table.problems for table in given.tables)
    assert set(given.records) == set(iso_plan.records) >= {"account", "contract", "event", "ticket"}
    for record, change in given.records.items():
        assert len(change.inserted) > 0
        assert change.inserted.equals(iso_plan.records[record].inserted), record
