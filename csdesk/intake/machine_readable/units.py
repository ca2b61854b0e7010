"""Rule 1-9: whoever reads a number can see what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow.compute as pc

from csdesk.intake.headers import candidates, tidy, unit_of
from csdesk.intake.machine_readable.examined import ExaminedColumn, ExaminedTable
from csdesk.intake.machine_readable.report import MOST_CELLS, Finding
from csdesk.intake.values.amounts import CODES
from csdesk.model.fields import Kind
from csdesk.model.messages import Message
from csdesk.model.problems import column_letters

_STATED = re.compile(r"単位|unit\s*[:：=]|in (?:thousands|millions)|千円|万円|百万円|億円")
_BRACKET = re.compile(r"[(（\[【〔/][^()（）]*[^\d\s()（）][^()（）]*[)）\]】〕]?\s*$")
# Names that say what is counted, or that it is a pure number.
_SAYS_ITSELF = re.compile(
    r"数$|数量|人数|件数|回数|日数|率|割合|比$|四半期|構成比|点数?$|得点|スコア|順位|指数|年齢|年度?$|^月$|^日$|時間|分$|秒$|期間|席|ライセンス|緯度|経度|連番|"
    r"count|number|\bnum\b|\bn\b|qty|quantity|seats?\b|users?\b|licen[cs]es?\b|days?\b|hours?\b|hrs\b|minutes?\b|mins?\b|"
    r"secs?\b|seconds?\b|months?\b|weeks?\b|years?\b|year of|score|rat(?:e|ing|io)|percent|pct|%|nps|csat|ces|rank|index|\bage\b|"
    r"latitude|longitude|\blat\b|\blon\b|version|level|priority|probability|weight_pct|quarter|tenure|logins|calls|"
    r"tickets|events|sessions|visits|referrals|dependents|population|人口|世帯|tokens|\btype\b|revision|failures|retries|churn value"
)
_NUMBERED = re.compile(r" \(\d+\)$")  # how the second column of the same name is told apart
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MONEY_WORDS = re.compile(r"円|yen|[$¥￥€£]|usd|jpy|eur|gbp|dollars?|ドル|ユーロ")
_FORMAT = re.compile(r"[%¥￥$€£]|円|\"[^\"]*[^\s\"\-()▲△,.][^\"]*\"|\[\$")


def units_stated(table: ExaminedTable) -> Iterator[Finding]:
    """1-9: one finding a table."""
    found = table.table
    if found.header_row == 0 or _STATED.search(tidy(found.title)):
        return
    in_currency = any(_holds_currencies(column) for column in table.columns)
    without = [column for column in table.columns if column.numeric and not _has_unit(table, column, in_currency)]
    if not without:
        return
    row = max(found.header_row, 1)
    cells = tuple(f"{column_letters(column.number)}{row}" for column in without[:MOST_CELLS])
    names = ", ".join(column.header for column in without[:5]) + (" …" if len(without) > 5 else "")
    yield Finding(
        found.sheet, cells, without[0].header, Message("Columns of numbers state no unit: {headers}.", headers=names),
        Message("Put the unit into the header, such as Amount (JPY), or above the table: （単位：千円）."), len(without),
    )  # fmt: skip


def _has_unit(table: ExaminedTable, column: ExaminedColumn, in_currency: bool) -> bool:
    name = _NUMBERED.sub("", column.header)
    header = tidy(name)
    unit = unit_of(name)
    if unit.currency or unit.percent or unit.counts or unit.scale != 1.0 or _BRACKET.search(header):
        return True
    if _MONEY_WORDS.search(header) or _FORMAT.search(table.sheet.number_formats.get(column.number, "")):
        return True
    if pc.any(column.matching(r"[0-9０-９][\s　]*(?:[^\s　0-9０-９,，.．)）（(]+)[)）]?$|[¥￥$€£]")).as_py():
        return True  # each cell says it; that is against 1-3
    fields = candidates(name)
    kinds = {field.kind for field in (*fields.explicit, *fields.general)}
    if Kind.MONEY in kinds:
        return in_currency
    return bool(kinds) or _SAYS_ITSELF.search(tidy(_CAMEL.sub(" ", name)).replace("_", " ")) is not None


def _holds_currencies(column: ExaminedColumn) -> bool:
    texts = column.distinct(30)
    return bool(texts) and all(text.strip().upper() in CODES for text in texts)
