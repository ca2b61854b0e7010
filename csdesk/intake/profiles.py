"""What the values of a column look like: do they fit a field?"""

from __future__ import annotations

from csdesk.intake.months import month_of
from csdesk.intake.sheets import RawColumn
from csdesk.intake.values.cells import plain
from csdesk.intake.values.read import read_column
from csdesk.intake.values.words import folded, vocabulary
from csdesk.model.fields import Field, Kind

_SAMPLE = 500


def _head(column: RawColumn) -> RawColumn:
    return RawColumn(column.kinds[:_SAMPLE], column.texts[:_SAMPLE], column.numbers[:_SAMPLE])


def texts_of(column: RawColumn) -> list[str]:
    """The texts of the first rows, trimmed; blanks left out."""
    return [text.strip() for text in column.texts[:_SAMPLE].to_pylist() if text and text.strip()]


def profile(column: RawColumn, field: Field) -> bool:
    """Whether at least four in five filled cells of the first rows can be read as the field."""
    filled = len(texts_of(column))
    if not filled:
        return False
    if field.kind is Kind.TEXT:
        return True
    return len(read_column(_head(column), field).positions) <= 0.2 * filled


def tells_months(column: RawColumn) -> bool:
    """Whether at least four in five filled cells name a month, with a year or without."""
    texts = texts_of(column)
    return bool(texts) and sum(month_of(text) is not None for text in texts) >= 0.8 * len(texts)


def speaks(column: RawColumn, code: str) -> bool:
    """Whether at least four in five filled cells are words of that choice field."""
    words = vocabulary(code)
    texts = texts_of(column)
    known = sum(folded(plain(text)) in words for text in texts)
    return bool(texts) and known >= 0.8 * len(texts)
