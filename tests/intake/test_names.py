from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdesk.intake.names import folded_names, valid_corporate_number
from tests.intake.made_tables import Book, plan_of, table_of

PARTS = ["株式会社", "株式", "会社", "㈱", "(株)", "有限会社", "Inc", "Co.", "Ltd", "GmbH", " ", "　", "・", "ー", "-", "様", "御中", "支店", "髙", "ャ", "青空", "Acme", "(", ")", "カ", "İ", "ß"]  # fmt: skip
NAMES = st.lists(st.sampled_from(PARTS) | st.text(max_size=4), max_size=6).map("".join)
STEMS = st.text(st.sampled_from("青空商事アシストミナト"), min_size=2, max_size=6)


def folded(name: str) -> str:
    return str(folded_names(pa.array([name], pa.string()))[0].as_py())


def test_names_fold_alike_without_legal_form_width_and_blanks() -> None:
    names = ["株式会社アシスト", "アシスト㈱", "アシスト（株）", "有限会社 アシスト", "アシスト株式会社 御中"]
    assert set(folded_names(pa.array(names)).to_pylist()) == {"アシスト"}
    assert set(folded_names(pa.array(["Acme Co., Ltd.", "ACME, Inc.", "acme"])).to_pylist()) == {"acme"}
    assert folded_names(pa.array(["髙橋商事", "高橋商事"])).to_pylist() == ["高橋商事", "高橋商事"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7123456789012", "7123456789012"),
        ("T7123456789012", "7123456789012"),
        ("7-1234-5678-9012", "7123456789012"),
        ("1123456789012", None),
        ("712345678901", None),
        ("1000000000000", None),
    ],
)
def test_a_corporate_number_has_a_check_digit(text: str, number: str | None) -> None:
    assert valid_corporate_number(text) == number


@given(NAMES)
def test_folding_a_folded_name_changes_nothing(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@given(st.lists(NAMES, max_size=5))
def test_names_are_folded_each_for_itself(names: list[str]) -> None:
    together = folded_names(pa.array(names, pa.string())).to_pylist()
    assert together == [folded(name) for name in names]


@settings(max_examples=8, deadline=None)
@given(STEMS, st.sampled_from(["株式会社", "㈱", "有限会社"]))
def test_a_form_in_front_and_one_behind_are_proposed_and_never_joined(stem: str, form: str) -> None:
    book = Book(plan_of(table_of(["顧客名", "担当CSM"], [f"{form}{stem}", "佐藤"])))
    plan = plan_of(table_of(["顧客名", "担当CSM"], [f"{stem}{form}", "佐藤"]), book=book)
    assert plan.records["account"].inserted["name"].tolist() == [f"{stem}{form}"]
    assert [c.name for p in plan.proposals for c in p.candidates] == [f"{form}{stem}"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme GmbH & Co. KG", "ACME GmbH"), ("Acme S.r.l.", "Acme S.p.A."), ("Acme Pty Ltd", "Acme Pte. Ltd."),
        ("Acme Kabushiki Kaisha", "Acme K.K."), ("キヤノン", "キャノン"), ("コンピューター", "コンピュータ"),
    ],
)  # fmt: skip
def test_more_forms_and_spellings_fold_alike(one: str, other: str) -> None:
    assert folded(one) == folded(other) != ""


@pytest.mark.parametrize("name", ["Inco", "Accor", "Cisco", "Sasol", "Komatsu", "様々堂"])
def test_what_only_looks_like_a_form_stays(name: str) -> None:
    assert folded(name) == folded(name + " ") != ""
    assert len(folded(name)) == len(name)
