"""What a person decided while she looked at an import; it is planned again with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

TAKE, LEAVE = "take", "leave"  # what may become of hidden rows, columns and sheets


class CellPlace(NamedTuple):
    """A cell of the files: row from 1, column from 0."""

    file: str
    sheet: str
    row: int
    column: int


class RowPlace(NamedTuple):
    """A row of the files, from 1."""

    file: str
    sheet: str
    row: int


class FieldPlace(NamedTuple):
    """A field of a record of the book."""

    record: str
    key: int
    field: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """What is read or taken otherwise than the files say.

    Attributes:
        cells: cell → the text to read instead; the source keeps what stands there.
        words: (field code, text) → the text to read instead, in every column of that field.
        skipped: (file, sheet) of sheets that give nothing.
        mine: field codes whose value in the book stays wherever there is one.
        kept: single changes of known records that are not made.
        taken: single changes that are made although their field is among ``mine``.
        aside: rows that give nothing and stay in the source as they stand.
        header_rows: (file, sheet) → the last row of its header, from 1, where another one was found.
        hidden: (file, sheet) → ``take`` (hidden rows, columns and sheets count as if they were visible) or ``leave``.
        from_1904: files whose numbers of days count from 1904; ``every_from_1904``: all of them.
        hidden_otherwise: the same for sheets that ``hidden`` does not name.
    """

    cells: Mapping[CellPlace, str] = field(default_factory=dict)
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)
    skipped: frozenset[tuple[str, str]] = frozenset()
    mine: frozenset[str] = frozenset()
    kept: frozenset[FieldPlace] = frozenset()
    taken: frozenset[FieldPlace] = frozenset()
    aside: frozenset[RowPlace] = frozenset()
    header_rows: Mapping[tuple[str, str], int] = field(default_factory=dict)
    hidden: Mapping[tuple[str, str], str] = field(default_factory=dict)
    hidden_otherwise: str = TAKE
    from_1904: frozenset[str] = frozenset()
    every_from_1904: bool = False

    def on_hidden(self, file: str, sheet: str) -> str:
        """What becomes of the hidden parts of a sheet."""
        return self.hidden.get((file, sheet), self.hidden_otherwise)

    def keeps_any(self) -> bool:
        """Whether some changes of known records are not made."""
        return bool(self.mine or self.kept)
