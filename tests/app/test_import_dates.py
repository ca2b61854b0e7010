"""How dates are written is said in a word each, the commonest first."""

from __future__ import annotations

from datetime import date

import pytest

from csdesk.app.import_dates import written_dates
from csdesk.intake.columns import propose
from csdesk.intake.layout import find_tables
from tests.intake.made_sheets import Value, sheet_of


def forms(*cells: tuple[Value, Value], headers: tuple[str, str] = ("Start date", "End date")) -> tuple[str, ...]:
    rows: list[list[Value]] = [["Customer name", *headers]]
    rows += [[f"Works {n}", *both] for n, both in enumerate(cells)]
    (table,) = find_tables(sheet_of(rows))
    return written_dates(table, propose(table, "a.csv").columns)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([("2026/4/1", "2027-03-31")], ("ymd",)),
        ([(date(2026, 4, 1), date(2027, 3, 31))], ("cells",)),
        ([("令和8年4月1日", "R9.3.31"), ("2026/4/1", date(2027, 3, 31))], ("era", "ymd", "cells")),
        ([("3/31/2026", "12/31/2026")], ("mdy",)),
        ([("31/03/2026", "31.12.2026")], ("dmy",)),
        # One column shows the order, the other follows it.
        ([("01/02/2026", "12/31/2026"), ("02/03/2026", "11/30/2026")], ("mdy",)),
        ([("1 Apr 2026", "31 March 2027")], ("words",)),
    ],
)
def test_each_way_of_writing_has_its_word(cells: list[tuple[Value, Value]], said: tuple[str, ...]) -> None:
    named = forms(*cells)
    assert set(named) == set(said)
    assert named[0] == said[0] or len(said) == 3


def test_the_commonest_comes_first_and_other_columns_do_not_count() -> None:
    assert forms(("2026/4/1", "令和9年3月31日"), ("2026/5/1", "2027/4/30")) == ("ymd", "era")
    assert forms(("2026/4/1", "2027/3/31"), headers=("Notes", "Region")) == ()
