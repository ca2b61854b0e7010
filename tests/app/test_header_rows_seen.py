"""Which rows of a sheet the window shows as its header: the parents above the last one too, titles not."""

from __future__ import annotations

import pytest

from csdesk.app.import_view import _first_header_row
from csdesk.intake.layout import find_tables
from tests.intake.made_sheets import Value, sheet_of

_BODY: list[list[Value]] = [["C-1", "青山商事", "2026/4/1", "2027/3/31"], ["C-2", "赤坂物産", "2026/5/1", "2027/4/30"]]
_ONE: list[list[Value]] = [["顧客ID", "顧客名", "開始日", "終了日"]]
_TWO: list[list[Value]] = [["顧客ID", "顧客名", "契約期間", None], [None, None, "開始日", "終了日"]]
_MERGES = [(0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1)]


@pytest.mark.parametrize(
    ("above", "header", "rows"),
    [
        ([], _ONE, (1, 1)),
        ([["契約一覧（2026年11月）"]], _ONE, (2, 2)),
        ([["契約一覧"], [None]], _TWO, (3, 4)),
        ([], _TWO, (1, 2)),
    ],
)
def test_the_header_begins_below_titles(
    above: list[list[Value]], header: list[list[Value]], rows: tuple[int, int]
) -> None:
    down = len(above)
    merges = [(a + down, b, c + down, d) for a, b, c, d in _MERGES] if header is _TWO else []
    sheet = sheet_of([*above, *header, *_BODY], merges)
    (table,) = find_tables(sheet)
    assert (_first_header_row(sheet, table), table.header_row) == rows
