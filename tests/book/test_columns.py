from __future__ import annotations

from datetime import date

import pandas as pd
import pyarrow as pa
import pytest

from csdesk.book.columns import differing, from_series, plain_value, python_values, stored_value, to_series_array
from csdesk.model.fields import DTYPES, Kind

VALUES: dict[Kind, tuple[list[object], list[object]]] = {
    Kind.TEXT: (["竜", None, ""], ["竜", None, ""]),
    Kind.DATE: ([date(1970, 1, 2), None, date(1969, 12, 31)], [1, None, -1]),
    Kind.MONEY: ([120_000, None, -5], [120_000, None, -5]),
    Kind.RATIO: ([0.1, None, 1.0], [0.1, None, 1.0]),
    Kind.FLAG: ([True, None, False], [1, None, 0]),
}


@pytest.mark.parametrize("kind", VALUES)
def test_values_are_stored_as_the_format_says(kind: Kind) -> None:
    plain, stored = VALUES[kind]
    assert [stored_value(value, kind) for value in plain] == stored
    assert [plain_value(value, kind) for value in stored] == plain
    series = pd.Series(plain, dtype=object).astype(DTYPES[kind])
    assert from_series(series, kind).to_pylist() == stored
    again = pd.Series(to_series_array(from_series(series, kind), kind))
    pd.testing.assert_series_equal(again, series)


@pytest.mark.parametrize("kind", VALUES)
def test_columns_become_lists_with_none_where_absent(kind: Kind) -> None:
    _, stored = VALUES[kind]
    array = pa.array(stored)
    assert python_values(array) == stored
    assert python_values(array.drop_null()) == [v for v in stored if v is not None]


@pytest.mark.parametrize("absent", [None, pd.NA, pd.NaT])
def test_every_way_to_say_absent_is_stored_as_null(absent: object) -> None:
    assert {stored_value(absent, kind) for kind in VALUES} == {None}
    assert stored_value(float("nan"), Kind.NUMBER) is None


def test_a_value_of_another_kind_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="not a date"):
        stored_value("2026-11-22", Kind.DATE)
    with pytest.raises(TypeError, match="not a text"):
        stored_value(5, Kind.TEXT)


def test_absent_differs_from_every_value_but_absent() -> None:
    before, after = pa.array([1, None, 1, None]), pa.array([1, None, None, 1])
    assert differing(before, after).to_pylist() == [False, False, True, True]
