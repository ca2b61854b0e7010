"""Numbers that a format shows with leading zeros or letters, as a person reads them: 123 under 00000 is 00123."""

from __future__ import annotations

import re
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.headers import HeaderUnit, unit_of
from csdesk.intake.sheets import CellKind, RawColumn, Table
from csdesk.intake.values.amounts import parse_currency

_ZEROS = re.compile(r'(?:"(?P<quoted>[^"]*)"|(?P<plain>[A-Za-z]{1,4}\\?-)|\\(?P<sign>.))?(?P<zeros>0{1,20})(?:;.*)?')
_LARGEST = 1e15
_DIVIDES = re.compile(r"[0#?],+(?![0#?])")
_MONEY = re.compile(r'\[\$([^\-\]]+)(?:-[^\]]*)?\]|"([^"]{1,4})"|([$€£¥￥₩])')


def as_shown(table: Table) -> Table:
    """The table with the texts of such numbers written as the spreadsheet shows them; the numbers stay."""
    if not any(_ZEROS.fullmatch(code) and code != "0" for code in table.number_formats):
        return table
    columns = [_shown(column, code) for column, code in zip(table.columns, table.number_formats, strict=True)]
    return replace(table, columns=tuple(columns))


def _shown(column: RawColumn, code: str) -> RawColumn:
    found = _ZEROS.fullmatch(code)
    if found is None or code == "0" or code.startswith("0;"):
        return column
    whole = pc.and_(
        pc.equal(column.kinds, pa.scalar(int(CellKind.NUMBER), pa.uint8())),
        pc.fill_null(pc.and_(pc.greater_equal(column.numbers, 0.0), pc.less(column.numbers, _LARGEST)), False),
    )
    whole = pc.and_(whole, pc.fill_null(pc.equal(pc.floor(column.numbers), column.numbers), False))
    if not pc.any(whole).as_py():
        return column
    front = found["quoted"] or (found["plain"] or "").replace("\\", "") or found["sign"] or ""
    padded = pc.utf8_lpad(column.texts, width=len(found["zeros"]), padding="0")
    texts = pc.if_else(whole, pc.binary_join_element_wise(front, padded, ""), column.texts)
    return RawColumn(column.kinds, texts, column.numbers)


def currency_shown(code: str) -> str | None:
    """The ISO currency a number format shows: [$€-407]#,##0.00, "¥"#,##0, [$USD] #,##0; None where it shows none."""
    for found in _MONEY.finditer(code):
        currency = parse_currency(found[1] or found[2] or found[3])
        if currency is not None:
            return currency
    return None


def unit_shown(code: str) -> HeaderUnit:
    """The currency and the scale a number format shows: 1200 under #,##0"千円" is read as 1,200千円.

    A format that divides before it shows (#,##0,"千円") changes nothing of what the number is.
    """
    words = " ".join(f"({found})" for found in re.findall(r'"([^"]+)"', code))
    said = unit_of(words) if words else HeaderUnit()
    scale = 1.0 if _DIVIDES.search(code) else said.scale
    return HeaderUnit(scale=scale, currency=currency_shown(code) or said.currency, tax=said.tax)
