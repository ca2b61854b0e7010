"""Customers that stand only inside the names of deals: 青空商事株式会社様向け導入."""

from __future__ import annotations

import pyarrow.compute as pc

from csdesk.intake.added_columns import is_japanese, names_customers, with_column
from csdesk.intake.cells import text_column
from csdesk.intake.headers import header_key
from csdesk.intake.recipes import recognised
from csdesk.intake.sheets import Table

_TITLES = frozenset(
    map(header_key, ("商談名", "案件名", "商談", "案件", "Opportunity Name", "Deal Name", "Opportunity", "Deal"))
)
_CUSTOMER = r"^(?:【[^】]*】)?[\s　]*(?P<name>[^\s　].*?)[\s　]*(?:様|向け|御中).*$"
_LEAST = 0.5


def with_deal_customers(table: Table, width: int = 0) -> Table:
    """The table with a column of the customers its deals are named after, where no column names any.

    Half of the deals or more must be named so; a recipe knows its export better.

    Args:
        width: how many columns the sheet has.
    """
    place = next((i for i, header in enumerate(table.headers) if header_key(header) in _TITLES), None)
    if place is None or not table.rows or names_customers(table) or recognised(table.headers):
        return table
    titles = table.columns[place].texts
    found = pc.struct_field(pc.extract_regex(titles, pattern=_CUSTOMER), "name")
    if pc.count(found).as_py() < _LEAST * max(1, pc.count(titles).as_py()) or not pc.count(found).as_py():
        return table
    return with_column(table, ("Account Name", "顧客名")[int(is_japanese(table))], text_column(found), width)
