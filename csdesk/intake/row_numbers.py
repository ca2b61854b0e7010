"""Columns called No. or 番号 that only number the rows: the next file gives the same number to somebody else."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.headers import header_key
from csdesk.intake.sheets import Table
from csdesk.model.messages import Message

COUNTS = Message("The column only numbers the rows, so it identifies nothing; only its source is kept.")
_COUNTING = frozenset(map(header_key, ("no", "no.", "番号", "#", "№", "項番", "連番", "通番", "行番号")))
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
