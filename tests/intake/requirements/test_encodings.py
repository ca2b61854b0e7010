"""Habits of encoding (section 9.1): one test each, with the bytes a program in Japan writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from csdesk.intake.headers import header_key
from csdesk.intake.names import folded_names
from csdesk.intake.sandbox import start_reading
from csdesk.intake.text_encoding import encoding_named
from tests.intake.made_tables import Book, counts
from tests.intake.requirements.files import imported, read, text_file, values


def test_excels_csv_of_japan_is_cp932_without_a_mark(tmp_path: Path) -> None:
    file = text_file(tmp_path / "顧客.csv", "顧客名,都道府県,担当CSM\r\n青空商事,東京都,佐藤\r\n", "cp932")
    assert read(file).encoding == "cp932"
    assert values(imported(file), "account", "name", "region", "csm") == [("青空商事", "東京都", "佐藤")]


def test_a_utf8_file_with_a_byte_order_mark_loses_only_the_mark(tmp_path: Path) -> None:
    file = text_file(tmp_path / "顧客.csv", "顧客名,担当CSM\n青空商事,佐藤\n", "utf-8-sig")
    assert read(file).encoding == "utf-8-sig"
    assert values(imported(file), "account", "name") == [("青空商事",)]


def test_signs_of_windows_alone_are_read_from_cp932(tmp_path: Path) -> None:
    name = "髙島﨑㈱①Ⅳ№"  # none of these is in strict Shift_JIS
    file = text_file(tmp_path / "a.csv", f"顧客名,担当CSM\n{name},佐藤\nさくら工業,鈴木\n", "cp932")
    assert values(imported(file), "account", "name") == [(name,), ("さくら工業",)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "iso2022_jp"])
def test_nobody_needs_to_try_encodings_and_the_one_found_is_shown(tmp_path: Path, encoding: str) -> None:
    file = text_file(
        tmp_path / "a.csv", "顧客名,備考\n青空商事株式会社,来期に増席の見込みです。\nさくら工業,カナ\n", encoding
    )
    assert read(file).encoding == encoding
    assert values(imported(file), "account", "name", "notes")[0] == ("青空商事株式会社", "来期に増席の見込みです。")


def test_another_encoding_can_be_chosen_where_the_one_found_is_wrong(tmp_path: Path) -> None:
    file = text_file(tmp_path / "a.csv", "会社名,備考\n青空,王\n", "gbk")  # a handful of signs says little
    assert read(file, encoding="gbk").sheets[0].columns[0].texts.to_pylist() == ["会社名", "青空"]
    with start_reading(file, encoding="gbk") as reading:
        workbook = reading.result()
    assert (workbook.encoding, workbook.sheets[0].columns[1].texts[1].as_py()) == ("gbk", "王")


@pytest.mark.parametrize(
    ("encoding", "guessed"),
    [("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("cp932", True), ("euc_jp", True), ("utf-16-le", True)],
)
def test_an_encoding_that_another_could_stand_for_is_told_as_a_guess(
    tmp_path: Path, encoding: str, guessed: bool
) -> None:
    text = "顧客名,備考\n青空商事株式会社,来期に増席の見込みです。\nさくら工業,カナ,abc,def\n"
    file = text_file(tmp_path / "a.csv", text, encoding)
    (plan,) = imported(file).files
    assert (plan.encoding, plan.encoding_guessed) == (encoding, guessed)
    assert not read(file, encoding="cp932").encoding_guessed  # whoever chose it knows


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Shift_JIS", "cp932"), ("sjis", "cp932"), ("MS932", "cp932"), ("UTF8", "utf-8"), ("EUC-JP", "euc_jp"),
        ("utf-16le", "utf-16-le"), ("latin1", "cp1252"), ("ISO-2022-JP", "iso2022_jp"), (" gb2312 ", "gbk"), ("rot13", None), ("klingon", None),
        ("", None), ("a\x00b", None),
    ],
)  # fmt: skip
def test_an_encoding_is_chosen_by_any_of_its_names(name: str, meant: str | None) -> None:
    assert encoding_named(name) == meant


def test_wave_dashes_minus_signs_and_yen_signs_compare_equal_and_stay_as_written(tmp_path: Path) -> None:
    file = text_file(
        tmp_path / "a.csv",
        "顧客名,製品,年額\nアオゾラ～サービス,Base,\\1,200\n".replace("\\1,200", '"\\1,200"'),
        "cp932",
    )
    plan = imported(file)
    assert values(plan, "account", "name") == [("アオゾラ～サービス",)]
    assert values(plan, "contract", "amount", "currency") == [(1_200, "JPY")]
    import pyarrow as pa

    spelled = pa.array(
        ["アオゾラ～サービス", "アオゾラ〜サービス", "アオゾラ－サービス", "アオゾラ−サービス", "アオゾラ-サービス"]
    )
    assert len(set(folded_names(spelled).to_pylist())) == 1


def test_groupware_writes_shift_jis_by_default(tmp_path: Path) -> None:
    calendar = "開始日,開始時刻,終了日,終了時刻,予定,予定詳細,メモ\n2026/10/01,10:00:00,2026/10/01,11:00:00,打合せ,青空商事様 定例,①〜③\n"
    file = text_file(tmp_path / "garoon.csv", calendar.replace("〜", "～"), "cp932")
    workbook = read(file)
    assert workbook.encoding == "cp932"
    (sheet,) = workbook.sheets
    assert [column.texts[1].as_py() for column in sheet.columns] == [
        "2026/10/01", "10:00:00", "2026/10/01", "11:00:00", "打合せ", "青空商事様 定例", "①～③",
    ]  # fmt: skip


def test_half_width_katakana_in_headers_are_the_same_headers(tmp_path: Path) -> None:
    assert header_key("終日ｲﾍﾞﾝﾄ") == header_key("終日イベント")
    half = text_file(tmp_path / "half.csv", "ﾄﾞﾒｲﾝ,会社名ｶﾅ,顧客名\naozora.example,ｱｵｿﾞﾗ,青空商事\n", "cp932")
    whole = text_file(tmp_path / "whole.csv", "ドメイン,会社名カナ,顧客名\naozora.example,ｱｵｿﾞﾗ,青空商事\n")
    first = imported(half)
    assert values(first, "account", "domain", "kana", "name") == [("aozora.example", "ｱｵｿﾞﾗ", "青空商事")]
    assert counts(imported(whole, Book(first)), "account") == (0, 0, 1, 0, 0)
