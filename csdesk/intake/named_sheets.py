"""One sheet a customer or a month: what the sheet's name or the title says becomes a column of its rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from csdesk.intake.added_columns import constant_column, is_japanese, names_customers, with_column
from csdesk.intake.headers import candidates, header_key
from csdesk.intake.months import month_of
from csdesk.intake.sheets import Table
from csdesk.model.fields import field

# Names that say nothing about their rows.
_GENERIC = re.compile(
    r"(sheet|シート|ｼｰﾄ|tabelle|feuil|data|データ|list|一覧|リスト|result|export|s|table)?\s*[\d_\-() ]*", re.IGNORECASE
)
_HONORIFIC = re.compile(r"[\s　]*(様|御中|殿)$")
_LABELLED = re.compile(r"[\s　]*([^:：#]{0,29}[^:：\d\s])[\s　]*[:：][\s　]*(\S.*)")
_BESIDE = re.compile(r"[\s　]*([^:：\s]{1,20})[\s　]+(\S.*)")
CUSTOMER_HEADERS = ("Account Name", "顧客名")
_SHEET_HEADERS = ("Sheet", "シート名")


def with_names(tables: Sequence[Table], width_of: dict[str, int]) -> list[Table]:
    """The tables, each with what its title and its sheet's name say about all of its rows.

    A customer named in the title counts for a table whose columns name none. Where two sheets or
    more have the same headers their names tell their rows apart: as customers where no column
    names any, else as a column of their own. Months are read elsewhere, see ``periods``.
    """
    titled = [_with_titled_customer(table, width_of.get(table.sheet, 0)) for table in tables]
    together: dict[tuple[str, ...], list[Table]] = {}
    for table in titled:
        together.setdefault(tuple(header_key(header) for header in table.headers), []).append(table)
    named = {id(t) for group in together.values() if _tells(group) for t in group}
    return [_with_sheet_name(t, width_of.get(t.sheet, 0)) if id(t) in named else t for t in titled]


def _tells(group: Sequence[Table]) -> bool:
    """Whether the names of these sheets tell their rows apart."""
    sheets = {table.sheet for table in group}
    if len(sheets) < 2 or len(group[0].headers) < 2 or all(month_of(name) for name in sheets):
        return False
    return not any(_GENERIC.fullmatch(unicodedata.normalize("NFKC", name)) for name in sheets)


def _with_sheet_name(table: Table, width: int) -> Table:
    language = int(is_japanese(table))
    name = without_honorific(table.sheet)
    headers = _SHEET_HEADERS if names_customers(table) else CUSTOMER_HEADERS
    return with_column(table, headers[language], constant_column(name, table.rows), width)


@cache
def _customer_labels() -> frozenset[str]:
    own = field("account.name")
    return frozenset(header_key(text) for text in (own.label, own.label_ja, *own.synonyms))


def names_customer(label: str) -> bool:
    """Whether a word before a colon says that a customer's name follows."""
    return header_key(label) in _customer_labels()


def without_honorific(name: str) -> str:
    """The name without 様, 御中."""
    return _HONORIFIC.sub("", name.strip())


def labelled_line(line: str) -> tuple[str, str] | None:
    """What stands before and after the colon of a line such as 顧客名：青空商事; None where there is none.

    Blanks do for a colon after a word that says a customer's name follows.
    """
    if found := _LABELLED.fullmatch(line):
        return found[1], found[2].strip()
    found = _BESIDE.fullmatch(line)
    return (found[1], found[2].strip()) if found and names_customer(found[1]) else None


def _with_titled_customer(table: Table, width: int) -> Table:
    """A line such as 顧客名：青空商事株式会社 様 above a table whose columns name no customer."""
    if not table.title or names_customers(table) or not _is_worth_it(table):
        return table
    for line in reversed(table.title.split("\n")):
        found = labelled_line(line)
        if found and names_customer(found[0]):
            name = without_honorific(found[1])
            header = CUSTOMER_HEADERS[int(is_japanese(table))]
            return with_column(table, header, constant_column(name, table.rows), width)
    return table


def _is_worth_it(table: Table) -> bool:
    return any(candidates(header).explicit or candidates(header).general for header in table.headers)
