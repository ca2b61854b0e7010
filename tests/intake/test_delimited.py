from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdesk.intake.delimited import find_delimiter, read_delimited
from csdesk.intake.limits import Limits
from csdesk.intake.refusals import Refused
from csdesk.intake.sheets import CellKind
from csdesk.intake.text_encoding import decoded
from tests.intake.made_sheets import cells_of

TABLE = "日付,店舗,売上,備考\n2026-04-01,新宿店,128000,定番\n2026-04-02,㈱髙島屋,88100,特売①\n"


def cells(data: bytes) -> list[list[str | None]]:
    return cells_of(read_delimited(data, "x", Limits()).sheet)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp932", "cp932"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_one_table_in_each_encoding_is_one_table(encoding: str, name: str) -> None:
    found = read_delimited(TABLE.encode(encoding), "x", Limits())
    assert found.encoding == name
    assert cells_of(found.sheet)[2] == ["2026-04-02", "㈱髙島屋", "88100", "特売①"]


def test_euc_jp_is_not_taken_for_cp932() -> None:
    text = "顧客名,売上\n青空商事,100\nさくら工業,200\nミナト運輸,300\n"
    assert decoded(text.encode("euc_jp")) == (text, "euc_jp")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("euc_kr", "고객번호,회사명,금액\n1,서울전자 주식회사,100\n2,부산무역,200\n"),
        ("big5", "客戶編號,公司名稱,金額\n1,台北科技股份有限公司,100\n2,高雄貿易有限公司,200\n"),
        ("cp932", "①②③,ⅣⅤ,㈱㈲\n髙﨑,彅,㎡\n"),
    ],
)
def test_neighbours_of_japanese_and_rare_signs_are_told_apart(encoding: str, text: str) -> None:
    assert decoded(text.encode(encoding)) == (text, encoding)


def test_twenty_three_bytes_of_cp932_are_enough() -> None:
    data = "店舗,売上\r\n新宿店,100\r\n".encode("cp932")
    assert len(data) == 23
    assert cells(data) == [["店舗", "売上"], ["新宿店", "100"]]


def test_half_width_katakana_of_an_accounting_program_is_cp932() -> None:
    assert decoded("ｺｰﾄﾞ,ﾃｽﾄ得意先\r\n№1,ﾃﾞｨｰｾﾞﾙ\r\n".encode("cp932"))[1] == "cp932"


@pytest.mark.parametrize("text", ["name,city\nJosé,México\n", "a,b\n4,©\n", "Müller,Köln\n"])
def test_western_accents_are_not_taken_for_japanese(text: str) -> None:
    assert decoded(text.encode("cp1252"))[0] == text


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    rows = [["id", "name", "arr"], ["1", "a", "10"], ["2", "b", "20"]]
    text = "\n".join(delimiter.join(row) for row in rows)
    found = read_delimited(text.encode(), "x", Limits())
    assert (found.delimiter, cells_of(found.sheet)) == (delimiter, rows)


def test_decimal_commas_do_not_make_the_comma_the_delimiter() -> None:
    assert find_delimiter("name;arr\nA;1,5\nB;2,5\nC;3,5\n") == ";"


def test_commas_in_quoted_names_do_not_make_the_comma_the_delimiter() -> None:
    assert find_delimiter('name\tarr\n"Smith, Jones"\t1\n"Lee, Ltd"\t2\n') == "\t"


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Account Name\nBlue River\nRed Stone\nSky Line\n", ","),
        ("Account Name\nBlue River\n" + "Red Stone\n" * 300 + "Sky Line Ltd\n", ","),
        ("name arr\nBlue 100\nRed 200\n", " "),
        ("name plan region\nBlue Pro East\nRed Basic West\n", " "),
        ("name  plan\nBlue  Pro\nGrey  Basic\n", " "),
    ],
)
def test_a_blank_parts_columns_only_where_it_does_not_part_the_words_of_names(text: str, delimiter: str) -> None:
    assert find_delimiter(text) == delimiter


def test_excels_line_for_the_delimiter_is_obeyed_and_no_row() -> None:
    assert cells(b"sep=|\r\na|b\r\n1|2,5\r\n") == [["a", "b"], ["1", "2,5"]]


def test_line_breaks_in_quotes_stay_in_the_cell() -> None:
    assert cells(b'a,b\r\n1,"two\r\nlines"\r\n') == [["a", "b"], ["1", "two\nlines"]]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_every_kind_of_line_end_parts_rows(end: str) -> None:
    assert cells(end.join(["a,b", "1,2", "3,4"]).encode()) == [["a", "b"], ["1", "2"], ["3", "4"]]


def test_short_rows_are_padded_and_long_ones_lose_nothing() -> None:
    assert cells(b"a,b\n1\n2,3,4\n") == [["a", "b", None], ["1", None, None], ["2", "3", "4"]]


def test_blank_lines_keep_the_row_numbers_right() -> None:
    assert cells(b"a,b\n\n1,2\n") == [["a", "b"], [None, None], ["1", "2"]]


def test_leading_zeros_and_long_digits_are_text() -> None:
    sheet = read_delimited(b"id,no\n001,1234567890123456\n", "x", Limits()).sheet
    assert cells_of(sheet)[1] == ["001", "1234567890123456"]
    assert set(sheet.columns[0].kinds.to_pylist()) == {int(CellKind.TEXT)}


def test_words_that_readers_take_for_nothing_stay_words() -> None:
    assert cells(b"a,b\nNA,null\nNaN,-\n") == [["a", "b"], ["NA", "null"], ["NaN", "-"]]


def test_zero_bytes_are_passed_over() -> None:
    assert cells(b"a,b\n1\x00,2\n") == [["a", "b"], ["1", "2"]]


def test_a_stray_quote_does_not_swallow_the_rest() -> None:
    rows = "".join(f"{n},n{n}\n" for n in range(100))
    found = cells(b'id,name\n7,"abc\n' + rows.encode())
    assert len(found) == 102
    assert found[1] == ["7", '"abc']
    assert found[-1] == ["99", "n99"]


def test_a_quote_inside_a_word_is_a_quote() -> None:
    assert cells(b'a,b\n5" disk,x\n') == [["a", "b"], ['5" disk', "x"]]


@pytest.mark.parametrize("data", [b" \n\r\n", b"\xef\xbb\xbf", b"\x00\x00", "　\n".encode()])
def test_nothing_but_blanks_is_empty(data: bytes) -> None:
    with pytest.raises(Refused) as caught:
        read_delimited(data, "x", Limits())
    assert caught.value.code == "empty"


def test_a_preamble_before_a_long_table_costs_no_rows() -> None:
    body = "".join(f"{n},{n},x\n" for n in range(3000))
    found = cells(("# Start date: 20260801\n\nid,n,t\n" + body).encode())
    assert len(found) == 3003
    assert found[2] == ["id", "n", "t"]
    assert found[-1] == ["2999", "2999", "x"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\ufeff"), max_size=8), min_size=3, max_size=3),
        min_size=2, max_size=8,
    )
)  # fmt: skip
def test_what_a_csv_writer_writes_is_read_back(rows: list[list[str]]) -> None:
    rows = [["id", "name", "note"], *rows]
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    assert cells(out.getvalue().encode()) == [[cell or None for cell in row] for row in rows]


@pytest.mark.parametrize("length", [200_000, 20_000_000])
def test_a_cell_may_be_as_long_as_its_file(length: int) -> None:
    csv.field_size_limit(131_072)  # as in a new process
    found = read_delimited(b'id,note\nA1,"' + b"x" * length + b'"\nA2,ok\n', "x", Limits())
    assert found.sheet.rows == 3
    assert [len(text) for text in found.sheet.columns[1].texts.to_pylist()] == [4, length, 2]
