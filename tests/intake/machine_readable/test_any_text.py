"""No text whatever makes the report fail, and none is reported outside its sheet."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from csdesk.intake.machine_readable.lint import lint
from csdesk.intake.sheets import Workbook
from tests.intake.made_sheets import Value, sheet_of

CELLS = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.sampled_from(
        ["▲1,200", "令和8年", "100 (3)", "〃", "X", "***", "㈱", "東京", " a", "a\nb", "2026/4/1～2027/3/31"]
    ),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates(),
    st.booleans(),
)


@settings(max_examples=60)
@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8), st.sampled_from(["xlsx", "delimited"])
)
def test_no_sheet_whatever_raises(rows: list[list[Value]], form: str) -> None:
    if form == "delimited":
        rows = [[None if cell is None else str(cell) for cell in row] for row in rows]
    sheet = sheet_of(rows)
    report = lint(Workbook("a.csv" if form == "delimited" else "a.xlsx", form, (sheet,), "", extras={}))
    for rule in report.rules:
        assert (rule.ok is False) == bool(rule.findings)
        for finding in rule.findings:
            assert finding.count >= len(finding.cells)
            assert finding.count >= 1
            assert finding.sheet in ("S", "")
