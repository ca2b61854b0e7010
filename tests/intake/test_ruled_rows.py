"""Lines drawn with signs are no rows: tables of Markdown and of terminals, saved as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from csdesk.intake.ruled_rows import ruled_rows
from tests.intake.made_sheets import Value, sheet_of
from tests.intake.requirements.files import dropped, rows_of, text_file, the_table

MARKDOWN = """| 顧客名 | 契約番号 | ARR |
|:-------|:--------:|----:|
| 青山商事 | K-1 | 100000 |
| 赤坂物産 | - | 200000 |
"""
BARE = """# 契約一覧

顧客名 | 契約番号 | ARR
--- | --- | ---
青山商事 | K-1 | 100000
赤坂物産 | - | 200000
"""
TERMINAL = """+----------+----------+--------+
| 顧客名   | 契約番号 | ARR    |
+----------+----------+--------+
| 青山商事 | K-1      | 100000 |
| 赤坂物産 | -        | 200000 |
+----------+----------+--------+
"""
TABS = "顧客名\t契約番号\tARR\n======\t======\t===\n青山商事\tK-1\t100000\n赤坂物産\t-\t200000\n"


@pytest.mark.parametrize(("text", "line"), [(MARKDOWN, 2), (BARE, 4), (TERMINAL, 3), (TABS, 2)])
def test_a_table_drawn_in_text_is_read_without_its_lines_and_edges(tmp_path: Path, text: str, line: int) -> None:
    table = the_table(text_file(tmp_path / "list.txt", text))
    assert table.headers == ("顧客名", "契約番号", "ARR")
    assert [tuple(map(str.strip, map(str, row))) for row in rows_of(table)] == [
        ("青山商事", "K-1", "100000"), ("赤坂物産", "-", "200000"),
    ]  # fmt: skip
    assert dropped(table)[line] == "ruler"


def test_dashes_that_say_nothing_are_cells_and_a_line_needs_nothing_beside_it() -> None:
    rows: list[list[Value]] = [
        ["A-1", "-", "--"],
        ["-", "-", None],
        ["A-2", "---", "---"],
        [None, "―――――", None],
        [None, None, None],
    ]
    assert ruled_rows(sheet_of([*rows, ["end", 1, 2]]).columns) == [3]
    assert ruled_rows(sheet_of([[1, 2], [3, 4]]).columns) == []
    assert ruled_rows(()) == []
