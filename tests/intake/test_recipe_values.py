from __future__ import annotations

import numpy as np
import pyarrow as pa

from csdesk.intake.recipe_values import also_read, from_minor, in_other_words, titled
from csdesk.intake.recipes import RecipeColumn
from tests.intake.made_tables import column


def test_cents_are_hundredths_except_where_a_currency_has_none() -> None:
    amounts = np.array([150050.0, 4800.0, 1234.0, np.nan])
    assert from_minor(amounts, None)[:3].tolist() == [1500.5, 48.0, 12.34]
    by_currency = from_minor(amounts, pa.array(["USD", "JPY", None, "JPY"]))
    assert by_currency[:3].tolist() == [1500.5, 4800.0, 12.34]
    assert np.isnan(by_currency[3])


def test_words_of_a_system_are_replaced_and_other_cells_stay() -> None:
    cells = column(" Good ", "Unoffered", None, 4, "#REF!")
    found = in_other_words(cells, {"good": "5", "unoffered": ""})
    assert found.texts.to_pylist() == ["5", None, None, "4", "#REF!"]
    assert found.kinds.to_pylist() == [1, 0, 0, 2, 5]
    assert found.numbers.to_pylist() == [None, None, None, 4.0, None]
    assert in_other_words(cells, {}) is cells


def test_a_second_field_of_a_column_knows_only_the_words_the_recipe_lists() -> None:
    found = also_read(
        column("in_trial", "Active", "paused", None), RecipeColumn("contract.trial", words={"in_trial": "yes"})
    )
    assert found.tolist() == [1, -1, -1, -1]


def test_what_stands_above_a_table_counts_for_all_its_rows() -> None:
    title = "Revenue Detail\nAccounting Period: Nov-2026\nAccount : Kitano Foods \n# End date: 20260930"
    assert titled(title, "Account", "account.name", 2).to_pylist() == ["Kitano Foods", "Kitano Foods"]
    assert titled(title, "End date", "measurement.date", 2).astype(str).tolist() == ["2026-09-30", "2026-09-30"]
    assert titled(title, "Currency", "contract.currency", 2) is None
