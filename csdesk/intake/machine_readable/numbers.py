"""Rules 1-3 and 1-13: numbers without text, agreed signs where a number is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow.compute as pc

from csdesk.intake.machine_readable.examined import ExaminedColumn, ExaminedTable
from csdesk.intake.machine_readable.report import Finding
from csdesk.intake.sheets import CellKind
from csdesk.model.messages import Message

# What clings to a number, the first that fits is told: pattern, message, hint.
_DECORATIONS = (
    (
        r"[▲△−－]|^[\s　]*[(（]",
        Message("“{header}” marks negative numbers with ▲, △, − or brackets."),
        Message("Write a minus sign before the digits: -1200. Excel can show it as ▲ by a number format."),
    ),
    (
        r"(?i)[^0-9０-９\s　,，.．'+\-＋]",
        Message("“{header}” writes units or currency signs into the cells of numbers."),
        Message("Leave only digits in the cell and put the unit into the header, such as Amount (JPY)."),
    ),
    (
        r"[０-９，．＋]",
        Message("“{header}” writes numbers with full-width digits."),
        Message("Write them with ordinary digits: 1200 instead of １２００."),
    ),
    (
        r"[,'\s　]",
        Message("“{header}” writes commas into numbers."),
        Message("Leave the commas out; a number format shows them."),
    ),
)
_AS_TEXT = (
    Message("“{header}” holds numbers that are stored as text."),
    Message("Turn them into numbers: in Excel, Data > Text to Columns > Finish."),
)


def _told(message: Message, column: ExaminedColumn) -> Message:
    return Message(message.text, header=column.header)


def numbers_without_text(table: ExaminedTable) -> Iterator[Finding]:
    """1-3."""
    for column in table.each_column():
        if not column.numeric:
            continue
        left = pc.and_(column.is_number_text, pc.invert(column.several_data))
        plain = pc.and_(left, column.is_plain_text)
        left = pc.and_(left, pc.invert(plain))
        for pattern, message, hint in _DECORATIONS:
            mask = pc.and_(left, column.matching(pattern))
            yield from table.found(column, mask, _told(message, column), hint)
            left = pc.and_(left, pc.invert(mask))
        if column.typed:
            yield from table.found(column, pc.or_(plain, left), _told(_AS_TEXT[0], column), _AS_TEXT[1])


def agreed_signs(table: ExaminedTable) -> Iterator[Finding]:
    """1-13: in a column of numbers only numbers, X (kept secret) and *** (not available) may stand."""
    for column in table.each_column():
        if not column.numeric:
            continue
        left = pc.and_(column.is_text, pc.invert(pc.or_(column.is_number_text, column.several_data)))
        left = pc.and_(left, pc.invert(column.matching(r"^[\s　]*(?:X|\*\*\*|〃|同上|々|″|”|\"|[\s　]*)[\s　]*$")))
        yield from table.found(
            column,
            pc.or_(left, _is_error(column)),
            Message("“{header}” holds words or signs among its numbers.", header=column.header),
            Message("Write 0 for none, *** for not available and X for kept secret, and say so in a note."),
        )


def _is_error(column: ExaminedColumn) -> Any:
    """Mask of the error cells; formulas without a stored result are no errors."""
    error = pc.equal(column.cells.kinds, int(CellKind.ERROR))
    return pc.and_not(error, pc.fill_null(pc.starts_with(column.cells.texts, "="), False))
