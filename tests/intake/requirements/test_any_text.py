"""No text whatever raises: not as a value of any field, a header, a sheet, a file of bytes, or a file's name."""

from __future__ import annotations

import io
from dataclasses import asdict
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdesk.intake.columns import propose
from csdesk.intake.delimited import read_delimited
from csdesk.intake.file_names import name_pattern
from csdesk.intake.headers import candidates, fingerprint, header_key, overlapping, unit_of, without_unit
from csdesk.intake.limits import Limits
from csdesk.intake.mapping import Surroundings
from csdesk.intake.months import calendar_year_of, fiscal_year_of, month_columns, month_of
from csdesk.intake.outcome import PlanOptions
from csdesk.intake.periods import stated_day, year_hint
from csdesk.intake.plan import make_plan
from csdesk.intake.reading import send_workbook
from csdesk.intake.refusals import Refused
from csdesk.intake.sheets import Workbook
from csdesk.intake.text_encoding import ENCODINGS
from csdesk.intake.values.dates import DateStyle
from csdesk.intake.values.partial_dates import YearHint
from csdesk.intake.values.read import ColumnStyle, read_column, read_notices, read_terms
from csdesk.intake.workbook_tables import tables_of
from csdesk.model.fields import Kind, Origin, all_fields
from tests.intake.made_sheets import Value, sheet_of
from tests.intake.made_tables import AS_OF, Book, column, table_of

# Pieces of what people write in dates, amounts, terms and headers, put together without sense.
_SAID = """
令和 平成 元 R H S 年 月 末 日 / - . , : ～ ~ から まで 上期 下期 FY Q 4 04 2026 26 31 0 00 99999 1e400 1e-400 inf nan ▲ △ − ( )
+ ¥ $ € EUR JPY 千円 万 億 百万円 千 k M % ％ 税込 税抜 cents 円 ヶ月 か月 年間 ヵ月前 日前 より 翌月 以内 書面 days months weeks before of the
end Jan Sept September Mon (月) 午後 3:00 12:00:00 T Z +09:00 +99:99 UTC ○ × 有 無 済 未 TRUE No 未定 なし N/A - — #REF!
#N/A ' = ① ² ½ ٣ १ １２ ＡＢ 𝟗 Ⅳ kg 名 席 件 株式会社 ㈱ 様 合計 小計 No. ID http:// @ .co.jp 顧客名 契約番号 年額 開始日 終了日 Amount Date
Status Owner 4月 Apr-26 契約期間
"""
PIECES = _SAID.split()
ODD = [*" 　\n\r\t\x00\u200b\ufeff\u202e\x1f\ufe0f🏢é\ud7ff\U0010ffff"]
TEXTS = st.one_of(
    st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(ODD)), max_size=6).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=5).map(" ".join),
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.integers(-(10**20), 10**20).map(str),
    st.decimals(allow_nan=True, allow_infinity=True).map(str),
)
CELLS: st.SearchStrategy[Value] = st.one_of(
    TEXTS, st.none(), st.booleans(), st.dates(), st.integers(-(10**15), 10**15), st.floats(allow_nan=False)
)  # fmt: skip
READ = [f for f in all_fields() if f.origin is not Origin.COMPUTED and f.kind is not Kind.KEY]
DATE_STYLES = [
    DateStyle(),
    DateStyle("dmy", month_end=True, from_utc=True, zone=ZoneInfo("Asia/Tokyo")),
    DateStyle("ymd", zone=ZoneInfo("America/Los_Angeles"), year=YearHint(2026, fiscal=True)),
    DateStyle(month_end=True, year=YearHint(9999)),
]
NAMES = st.one_of(
    TEXTS, st.text(max_size=10), st.binary(max_size=10).map(lambda b: b.decode("utf-8", "surrogateescape"))
)


@settings(max_examples=40)
@given(st.lists(CELLS, min_size=1, max_size=8), st.sampled_from(READ), st.sampled_from(DATE_STYLES), st.booleans())
def test_any_cells_of_any_field_are_read_or_at_fault(
    cells: list[Value], wanted: Any, dates: DateStyle, on: bool
) -> None:
    style = ColumnStyle(dates, 1000.0 if on else 1.0, on, on, 3600.0 if on else 1.0, on)
    found = read_column(column(*cells), wanted, style)
    assert len(found.values) == len(cells)
    assert len(found.positions) == len(found.faults)
    assert all(0 <= place < len(cells) and cells[place] is not None for place in found.positions.tolist())


@settings(max_examples=40)
@given(st.lists(TEXTS, min_size=1, max_size=8), st.sampled_from(DATE_STYLES), st.sampled_from([None, "days", "months"]))
def test_any_texts_are_read_as_terms_and_notices_or_at_fault(texts: list[str], style: DateStyle, unit: Any) -> None:
    starts, ends, months = read_terms(column(*texts), style)
    numbers, units, written = read_notices(column(*texts), unit)
    assert {len(found.values) for found in (starts, ends, months, numbers, units, written)} == {len(texts)}
    both = ~np.isnat(starts.values) & ~np.isnat(ends.values)
    assert (starts.values[both] <= ends.values[both]).all()
    assert not (numbers.values < 0).any()


@settings(max_examples=40)
@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_any_texts_can_be_headers(headers: list[str]) -> None:
    for header in headers:
        assert header_key(header_key(header)) == header_key(header)
        unit_of(header), without_unit(header), candidates(header), overlapping(header)
        found = month_of(header)
        assert found is None or 1 <= found[1] <= 12
        fiscal_year_of(header), calendar_year_of(header)
    assert fingerprint(headers) == fingerprint(f" {header}\n" for header in headers)
    assert all(day.year > 0 for day in month_columns(headers, headers, AS_OF, 4).values())


@settings(max_examples=40)
@given(NAMES, NAMES)
def test_any_text_can_be_the_name_of_a_file_or_sheet(file: str, sheet: str) -> None:
    table = table_of(
        ["顧客名", "4月", "5月", "値"], ["A", 1, 2, 3], sheet=sheet.encode("utf-8", "replace").decode(), title=sheet
    )
    around = Surroundings(AS_OF, 4)
    assert isinstance(name_pattern(file), str)
    assert name_pattern(f"{file}_2026-10.xlsx") == name_pattern(f"{file}_2026-11 (2).xlsx")
    assert isinstance(stated_day(table, file, around), date)
    year_hint(table, file, around)
    assert len(propose(table, file, surroundings=around).columns) == 4


@settings(max_examples=15, deadline=None)
@given(st.lists(TEXTS, min_size=4, max_size=4), st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=5))
def test_any_headers_over_any_cells_give_a_plan(headers: list[str], rows: list[list[Value]]) -> None:
    table = table_of([f"{header}" for header in headers], *rows)
    tied = table_of(["Account Name", "ARR", *headers], *([f"A{n}", 100 + n, *row] for n, row in enumerate(rows)))
    workbook = Workbook("a.xlsx", "xlsx", (), "0" * 64)
    plan = make_plan([("a.xlsx", workbook, [table, tied])], Book(), PlanOptions(AS_OF, "JPY"))
    for made, own in zip(plan.tables, (table, tied), strict=True):
        assert [c.header for c in made.columns] == list(own.headers)
        assert {problem.row for problem in made.problems} <= {0, *own.row_numbers.to_pylist(), own.header_row}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=10),
    st.lists(st.tuples(*[st.integers(0, 4)] * 4), max_size=2),
    NAMES,
)
def test_any_sheet_has_tables_or_none(rows: list[list[Value]], corners: list[tuple[int, ...]], name: str) -> None:
    merges = [(min(a, b), min(c, d), max(a, b), max(c, d)) for a, b, c, d in corners]
    sheet = sheet_of(rows, merges, name.encode("utf-8", "replace").decode())
    for table in tables_of(Workbook("a.xlsx", "xlsx", (sheet,), "0" * 64), name):
        numbers = table.row_numbers.to_pylist()
        assert sorted(set(numbers)) == sorted(numbers) or table.grouped or len(table.columns) > 1
        assert {len(column) for column in table.columns} <= {len(numbers)}
        assert set(numbers) | {drop.row for drop in table.dropped} <= set(range(len(rows) + 1))


_BYTES = st.one_of(
    st.binary(max_size=60),
    st.lists(TEXTS, max_size=6).map(lambda texts: ",".join(texts).encode("cp932", "replace")),
    st.lists(TEXTS, max_size=6).map(lambda texts: "\t".join(texts).encode("utf-16")),
    st.lists(st.sampled_from([b",", b";", b"\t", b'"', b"\r", b"\n", b"\r\n", b"a", b"\x82\xa0", b"\x00", b"1"]), max_size=30).map(b"".join),
)  # fmt: skip


@settings(max_examples=40)
@given(_BYTES, st.sampled_from(["", *ENCODINGS]))
def test_any_bytes_are_a_text_or_refused(data: bytes, encoding: str) -> None:
    try:
        found = read_delimited(data, "x", Limits(), encoding)
    except Refused:
        return
    assert {len(one) for one in found.sheet.columns} == {found.sheet.rows}
    assert found.encoding


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7", b"{", b"<html><table>", b"SQLite format 3\x00", b"\xff\xfe"]), _BYTES)  # fmt: skip
def test_any_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, magic: bytes, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(magic + data)
    sent = io.BytesIO()
    try:
        send_workbook(str(path), asdict(Limits()), sent)
    except Refused:
        return
    assert sent.getvalue()
