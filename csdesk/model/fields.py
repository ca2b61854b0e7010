"""The catalogue of fields: the one list behind mapping, validation, tables, JSON, exports and audience.

The fields themselves stand in ``csdesk.model.catalogue``, one file for each group of
records. This file says what a field is and finds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType


class Kind(StrEnum):
    """What sort of value a field holds; decides parsing, dtype, alignment and format."""

    TEXT = "text"
    ID = "id"  # text that is never a number: leading zeros stay
    DATE = "date"
    MONEY = "money"  # integer minor units; the currency stands in the record's ``currency``
    INTEGER = "integer"
    NUMBER = "number"
    RATIO = "ratio"  # a fraction: 0.85 is 85%
    FLAG = "flag"  # yes or no
    CHOICE = "choice"  # one of ``choices``
    KEY = "key"  # the integer key of another record
    TAGS = "tags"  # text, separated by "; "


# pandas dtypes of the frames, by kind. Text is Arrow-backed, absent is NA.
DTYPES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.TEXT: "string[pyarrow]",
        Kind.ID: "string[pyarrow]",
        Kind.TAGS: "string[pyarrow]",
        Kind.CHOICE: "string[pyarrow]",
        Kind.DATE: "datetime64[s]",
        Kind.MONEY: "Int64",
        Kind.INTEGER: "Int64",
        Kind.NUMBER: "Float64",
        Kind.RATIO: "Float64",
        Kind.FLAG: "boolean",
        Kind.KEY: "Int64",
    }
)


class Audience(StrEnum):
    """Who may see a field outside the house."""

    SHAREABLE = "shareable"
    INTERNAL = "internal"


class Origin(StrEnum):
    """Where a field's value comes from."""

    STORED = "stored"  # in the book
    INPUT = "input"  # read from a sheet and turned into stored fields (``contract.mrr``)
    COMPUTED = "computed"  # concluded by the rules, never stored


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one record.

    Attributes:
        record: code of the record type, e.g. ``contract``.
        name: the column in frames and the key in JSON, e.g. ``end``.
        label, label_ja: what screens and sheets call it.
        synonyms: header texts seen in real files, English and Japanese, as people write them.
        choices: the codes a CHOICE may take.
        column: shown in the record's table unless the user hides it.
        least, most: no value may be below or above it.
    """

    record: str
    name: str
    kind: Kind
    label: str
    label_ja: str
    audience: Audience = Audience.INTERNAL
    origin: Origin = Origin.STORED
    synonyms: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    column: bool = False
    unit: str = ""  # "days", "months", "points", "hours" where it matters
    least: int | None = None
    most: int | None = None

    @property
    def code(self) -> str:
        """The qualified code, e.g. ``contract.end``."""
        return f"{self.record}.{self.name}"

    @property
    def dtype(self) -> str:
        """The pandas dtype of the field's column in a frame."""
        return DTYPES[self.kind]


@dataclass(frozen=True, slots=True)
class RecordType:
    """A kind of record the book holds.

    Attributes:
        natural_key: the fields that make two rows the same record, in order of trust;
            each entry is a tuple of names that count together.
        edited: people edit it by hand, so it carries a UUID.
    """

    code: str
    label: str
    label_ja: str
    fields: tuple[Field, ...]
    natural_key: tuple[tuple[str, ...], ...]
    edited: bool = False

    @property
    def stored(self) -> tuple[Field, ...]:
        """The fields kept in the book, in order."""
        return tuple(f for f in self.fields if f.origin is Origin.STORED)

    def field(self, name: str) -> Field:
        """The field of that name.

        Raises:
            KeyError: the record has no such field.
        """
        return next(iter(f for f in self.fields if f.name == name), None) or _no_field(self.code, name)


def _no_field(record: str, name: str) -> Field:
    raise KeyError(f"{record}.{name}")


@cache
def record_types() -> Mapping[str, RecordType]:
    """All record types by code, in the order in which they depend on each other."""
    from csdesk.model.catalogue import RECORD_TYPES

    return MappingProxyType({r.code: r for r in RECORD_TYPES})


def record_type(code: str) -> RecordType:
    """The record type of that code.

    Raises:
        KeyError: there is none.
    """
    return record_types()[code]


def all_fields() -> Iterator[Field]:
    """Every field of every record."""
    for record in record_types().values():
        yield from record.fields


@cache
def _by_code() -> Mapping[str, Field]:
    return {f.code: f for f in all_fields()}


def field(code: str) -> Field:
    """The field of a qualified code such as ``account.name``.

    Raises:
        KeyError: there is none.
    """
    return _by_code()[code]


def stored_dtypes(record: str) -> dict[str, str]:
    """Column → pandas dtype of the record's frame: ``key`` first, then the stored fields.

    ``key`` is int64 and never NA; records that people edit also have ``uuid`` and
    every importable record has ``custom`` (JSON text of the columns CSDesk has no
    field for; NA where there are none).
    """
    kind = record_type(record)
    return {"key": "int64", **{f.name: f.dtype for f in kind.stored}, "custom": DTYPES[Kind.TEXT]}
