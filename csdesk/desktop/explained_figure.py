"""A figure of an account as people read it: what it is, the rule, its parts, and the cells it came from. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from csdesk.desktop.field_text import shown_text
from csdesk.desktop.health_text import raw_text
from csdesk.desktop.translation import language, tr
from csdesk.desktop.wording import choice_text, component_text
from csdesk.model.fields import Field, Kind, record_type
from csdesk.model.messages import Message
from csdesk.model.money import Money

if TYPE_CHECKING:
    import pyarrow as pa

    from csdesk.app.workspace import Workspace
    from csdesk.book.provenance import SourceCell
    from csdesk.rules.explain import Explanation, Input

# What a CSM asks about first.
MAIN = ("arr", "touch", "health", "renewal_on", "notice_by")


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell, or an edit by hand, that a figure was made from; ``name`` is the field it filled."""

    name: str
    file: str
    sheet: str
    cell: str
    text: str
    imported_at: datetime
    by_hand: str = ""

    @property
    def place(self) -> str:
        """File, sheet and cell in one line, or who typed the value."""
        if self.by_hand:
            return tr(Message("typed by {who}, {day}", who=self.by_hand, day=self.imported_at.date()))
        return tr(Message(", ")).join(part for part in (self.file, self.sheet, self.cell) if part)


@dataclass(frozen=True, slots=True)
class ExplainedFigure:
    """A value with its reasons. ``field`` is the code, ``name`` and ``value`` are texts."""

    field: str
    name: str
    value: str
    definition: str
    cells: tuple[ReadCell, ...]
    parts: tuple[ExplainedFigure, ...]


def explained_figures(workspace: Workspace, account_key: int, fields: tuple[str, ...]) -> tuple[ExplainedFigure, ...]:
    """Explain fields of an account, in that order.

    Raises:
        KeyError: there is no such account or field.
    """
    assessment = workspace.assessment()
    return tuple(_figure(workspace, assessment.explain(account_key, field), field) for field in fields)


def _figure(workspace: Workspace, found: Explanation, of: str) -> ExplainedFigure:
    seen: dict[tuple[str, str, str, datetime], ReadCell] = {}
    for read in found.inputs:
        # The latest is the one that counts; what it replaced is history. One cell may fill several fields.
        for cell in workspace.book.trace(read.record, read.key, read.field)[:1]:
            seen.setdefault((cell.file, cell.sheet, cell.cell or read.field, cell.imported_at), _cell(read, cell))
    parts = tuple(_figure(workspace, part, of) for part in found.parts)
    definition = tr(found.definition)
    name, value = _name(found, of), _value(workspace, found)
    return ExplainedFigure(found.field, name, value, definition, tuple(seen.values()), parts)


def _cell(read: Input, cell: SourceCell) -> ReadCell:
    name = language().label(record_type(read.record).field(read.field)) if _known(read.record, read.field) else read.field  # fmt: skip
    return ReadCell(name, cell.file, cell.sheet, cell.cell, cell.text, cell.imported_at, cell.by_hand)


def _known(record: str, name: str) -> Field | None:
    return next((field for field in record_type(record).fields if field.name == name), None)


def _name(found: Explanation, of: str) -> str:
    field = _known("account", found.field)
    if of == "health" and found.field != "health":
        return component_text(found.field)
    return language().label(field) if field is not None else component_text(found.field)


def _value(workspace: Workspace, found: Explanation) -> str:
    value, field = found.value, _known("account", found.field)
    if isinstance(value, Message):
        return tr(value)
    if value is None:
        return "–"
    if field is not None:
        if field.kind is Kind.MONEY and isinstance(value, int):
            return language().exact_money(Money(value, workspace.policies.revenue.currency))
        return choice_text(str(value)) if isinstance(value, str) else shown_text(field, value, "")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return raw_text(found.field, float(value))
    return language().value(value)


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """A sheet as it was imported.

    Attributes:
        rows: ``row`` (from 1), then a string column ``c<n>`` for each sheet column n from 0.
        headers: what stands over the columns, by the same n.
    """

    rows: pa.Table
    headers: Mapping[int, str]


def kept_sheet(workspace: Workspace, cell: ReadCell) -> KeptSheet | None:
    """The sheet a cell stood in, as it was imported; None for an edit by hand."""
    if cell.by_hand:
        return None
    fitting = [s for s in workspace.book.sources() if s.file_name == cell.file and s.sheet == cell.sheet]
    exact = [s for s in fitting if s.imported_at == cell.imported_at] or fitting
    if not exact:
        return None
    headers = {column.number: column.header for column in exact[0].columns}
    return KeptSheet(workspace.book.source_rows(exact[0].table_id), headers)
