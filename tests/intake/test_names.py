from __future__ import annotations

import pyarrow as pa
import pytest

from csdesk.intake.names import folded_names, valid_corporate_number


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
