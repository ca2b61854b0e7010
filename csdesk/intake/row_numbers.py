"""Columns called No., ID or 管理番号: what they number, if not only the rows, whose numbers the next file gives anew."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.headers import Candidates, header_key
from csdesk.intake.sheets import Table
from csdesk.model.messages import Message

COUNTS = Message("The column only numbers the rows, so it identifies nothing; only its source is kept.")
_COUNTING = frozenset(map(header_key, ("no", "no.", "番号", "#", "№", "項番", "連番", "通番", "行番号")))
# What is said of customers and never of contracts.
_OF_CUSTOMERS = frozenset(
    f"account.{name}" for name in ("kana", "industry", "employees", "region", "parent", "budget_month", "strategic")
)
_LISTS = ("account", "contract", "contact")  # what people number on paper; tickets and invoices start at 1 in earnest


def only_counts(table: Table, column: int, subject: str | None) -> bool:
    """Whether a column called No. holds 1, 2, 3 … without a gap."""
    if subject not in _LISTS or header_key(table.headers[column]) not in _COUNTING:
        return False
    texts = pc.utf8_trim_whitespace(table.columns[column].texts.drop_null())
    if not len(texts) or not pc.all(pc.match_substring_regex(texts, r"^[0-9]{1,7}$")).as_py():
        return False
    numbers = np.asarray(pc.cast(texts, pa.int64()))
    return bool(numbers[0] == 1 and (np.diff(numbers) == 1).all())


def numbers_customers(table: Table, found: Sequence[Candidates]) -> bool:
    """Whether a list with contracts is one of customers first: each stands once, and two columns or more describe it."""
    codes = [{field.code for field in fields.explicit} for fields in found]
    described = set().union(*codes) & _OF_CUSTOMERS if codes else set()
    name = next((place for place, named in enumerate(codes) if "account.name" in named), None)
    if name is None or len(described) < 2 or any("account.external_id" in named for named in codes):
        return False
    names = table.columns[name].texts.drop_null()
    return len(names) > 0 and pc.count_distinct(names).as_py() == len(names)
