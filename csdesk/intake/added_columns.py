"""Columns a table gets beside those of the sheet: what its name, its title or marks on its cells say."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from csdesk.intake.cells import text_column
from csdesk.intake.headers import candidates, tidy
from csdesk.intake.sheets import RawColumn, Table
from csdesk.intake.subjects import ACCOUNT_IDS, CONTRACT_MAKING


def with_column(table: Table, header: str, cells: RawColumn, width: int = 0) -> Table:
    """The table with one more column at its right; it stands right of the sheet's own columns.

    Args:
        width: how many columns the sheet has.
    """
    number = max(width, 1 + max(table.column_numbers, default=-1))
    taken = set(table.headers)
    name, again = header, 2
    while name in taken:
        name, again = f"{header} ({again})", again + 1
    return replace(
        table,
        headers=(*table.headers, name),
        columns=(*table.columns, cells),
        column_numbers=(*table.column_numbers, number),
        number_formats=(*table.number_formats, "") if table.number_formats else (),
        kept_names=(*table.kept_names, name) if table.kept_names else (),
    )


def constant_column(text: str, rows: int) -> RawColumn:
    """That text in every row."""
    return text_column(pa.repeat(pa.scalar(text, pa.string()), rows))


def is_japanese(table: Table) -> bool:
    """Whether the headers are Japanese, so that added ones should be too."""
    return any("\u3040" <= sign <= "\u9fff" for header in table.headers for sign in header)


def names_customers(table: Table) -> bool:
    """Whether a header says which customer a row belongs to, or which contract where the rows make none themselves."""
    codes = {field.code for header in table.headers for field in candidates(header).explicit}
    return bool(customer_columns(table)) or ("contract.external_id" in codes and not codes & CONTRACT_MAKING)


def customer_columns(table: Table) -> list[int]:
    """The columns that say which customer a row belongs to."""
    return [
        place
        for place, header in enumerate(table.headers)
        if tidy(header) and any(field.code in ACCOUNT_IDS for field in candidates(header).explicit)
    ]
