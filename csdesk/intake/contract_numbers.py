"""Contracts of several lines under one number: each product is a contract of its own, called K-1 / Plus."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_BETWEEN = " / "


def with_lines_apart(frame: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """The contract columns of a table with numbers that several products share followed by the product.

    A line that was told apart by an earlier import is recognised although it stands alone now.

    Args:
        frame: columns ``external_id`` and ``product``, else it is returned as it is.
        known: the contracts of the book, in frame form.
    """
    if not {"external_id", "product"} <= set(frame.columns):
        return frame
    numbers, products = frame["external_id"], frame["product"]
    apart = numbers + _BETWEEN + products
    several = pd.DataFrame({"number": numbers, "product": products}).drop_duplicates().dropna()
    shared = several["number"][several["number"].duplicated(keep=False)]
    lines = numbers.isin(shared) & products.notna()
    held = known["external_id"].dropna()
    held = held[held.str.contains(_BETWEEN, regex=False)]
    if len(held):
        lines |= apart.isin(held).fillna(False)
    if not lines.any():
        return frame
    return frame.assign(external_id=numbers.mask(lines.fillna(False).to_numpy(dtype=bool), apart))


def base_numbers(numbers: Any) -> Any:
    """The numbers that lines share (a string array, null for all others); None where no number is a line's."""
    line = pc.fill_null(pc.match_substring(numbers, _BETWEEN), False)
    if not pc.any(line).as_py():
        return None
    base = pc.replace_substring_regex(numbers, f"{_BETWEEN}.*$", "")
    return pc.if_else(line, base, pa.scalar(None, pa.string()))
