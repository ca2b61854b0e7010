"""In which of SQLite's classes each column of a record is kept. Needs the model alone, so that reading starts at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from csdesk.model.fields import Kind, record_type

INTEGERS = frozenset({Kind.DATE, Kind.MONEY, Kind.INTEGER, Kind.FLAG, Kind.KEY})
REALS = frozenset({Kind.NUMBER, Kind.RATIO})

# Text that repeats a million times is kept once and pointed to.
WORD_COLUMNS: Mapping[str, frozenset[str]] = {"measurement": frozenset({"metric", "feature"})}


@cache
def kinds(record: str) -> dict[str, Kind]:
    """Column → kind of everything the book keeps of a record beside its key and UUID."""
    return {**{f.name: f.kind for f in record_type(record).stored}, "custom": Kind.TEXT}


def word_columns(record: str) -> frozenset[str]:
    """The text columns of a record that are kept in the table ``word``."""
    return WORD_COLUMNS.get(record, frozenset())


def sql_type(record: str, name: str) -> str:
    """The SQLite type of a record's column: INTEGER, REAL or TEXT."""
    kind = kinds(record)[name]
    if kind in INTEGERS or name in word_columns(record):
        return "INTEGER"
    return "REAL" if kind in REALS else "TEXT"
