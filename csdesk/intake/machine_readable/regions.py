"""Rule 1-12: regions are told by their code or their full official name."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.headers import tidy
from csdesk.intake.machine_readable.examined import ExaminedColumn, ExaminedTable
from csdesk.intake.machine_readable.report import Finding
from csdesk.intake.sheets import CellKind
from csdesk.model.messages import Message

_SHORT = [
    "青森",
    "岩手",
    "宮城",
    "秋田",
    "山形",
    "福島",
    "茨城",
    "栃木",
    "群馬",
    "埼玉",
    "千葉",
    "東京",
    "神奈川",
    "新潟",
    "富山",
    "石川",
    "福井",
    "山梨",
    "長野",
    "岐阜",
    "静岡",
    "愛知",
    "三重",
    "滋賀",
    "京都",
    "大阪",
    "兵庫",
    "奈良",
    "和歌山",
    "鳥取",
    "島根",
    "岡山",
    "広島",
    "山口",
    "徳島",
    "香川",
    "愛媛",
    "高知",
    "福岡",
    "佐賀",
    "長崎",
    "熊本",
    "大分",
    "宮崎",
    "鹿児島",
    "沖縄",
]
_PREFECTURE = r"^(?:北海道|東京都|(?:京都|大阪)府|.{2,3}県)"
_CODE = re.compile(
    r"(都道府県|市区?町村|地方公共団体|自治体|団体|地域|地区)\s*(コード|番号|cd|code)|(prefecture|pref|region|jis)[_\s]?(code|cd)"
)
_TOWN = re.compile(r"市区?町村|市町村|自治体")
_MOSTLY = 0.5


def regions_in_full(table: ExaminedTable) -> Iterator[Finding]:
    """1-12."""
    coded = any(_CODE.search(tidy(column.header)) for column in table.columns)
    for column in table.each_column():
        header = tidy(column.header)
        if _CODE.search(header):
            yield from _lost_zeros(table, column)
        elif not coded:
            yield from _abbreviated(table, column)
            if _TOWN.search(header):
                yield from _towns_alone(table, column)


def _abbreviated(table: ExaminedTable, column: ExaminedColumn) -> Iterator[Finding]:
    short = pc.fill_null(pc.is_in(pc.utf8_trim_whitespace(column.texts), pa.array(_SHORT, pa.string())), False)
    full = column.matching(_PREFECTURE + "$")
    count, whole = (int(pc.sum(mask).as_py() or 0) for mask in (short, full))
    if count and count + whole >= _MOSTLY * column.filled:
        yield from table.found(
            column, short, Message("“{header}” shortens the names of prefectures.", header=column.header),
            Message("Write the full name (東京都, 大阪府, 福岡県) or the code of the region."),
        )  # fmt: skip


def _towns_alone(table: ExaminedTable, column: ExaminedColumn) -> Iterator[Finding]:
    beside = any(
        other is not column and 2 * int(pc.sum(other.matching(_PREFECTURE)).as_py() or 0) > other.filled > 0
        for other in table.columns
    )
    if beside:
        return
    alone = pc.and_(column.matching(r"[市区町村]$"), pc.invert(column.matching(_PREFECTURE)))
    yield from table.found(
        column, alone, Message("“{header}” names towns without their prefecture.", header=column.header),
        Message("Add a column with the prefecture or with the code of the region: 府中市 is in 東京都 and in 広島県."),
    )  # fmt: skip


def _lost_zeros(table: ExaminedTable, column: ExaminedColumn) -> Iterator[Finding]:
    """Codes of regions have 2, 5 or 6 digits, the first of which may be a zero that Excel took away."""
    digits = pc.utf8_length(column.cells.texts)
    number = pc.equal(column.cells.kinds, int(CellKind.NUMBER))
    plain = pc.or_(number, column.matching(r"^[0-9]+$"))
    short = pc.and_(plain, pc.or_(pc.equal(digits, 1), pc.equal(digits, 4)))
    yield from table.found(
        column, pc.fill_null(short, False),
        Message("“{header}” holds codes of regions that lost their leading zero.", header=column.header),
        Message("Write them as text with all digits: 01, 01100."),
    )  # fmt: skip
