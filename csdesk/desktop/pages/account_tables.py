"""Tables of one record type on the account page: sorted by a header, edited in place, copied, deleted by the menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QStackedWidget, QVBoxLayout, QWidget

from csdesk.app import edits
from csdesk.desktop.bridge import Bridge
from csdesk.desktop.fonts import scaled
from csdesk.desktop.icons import icon
from csdesk.desktop.tables.columns import Column, field_column
from csdesk.desktop.tables.editing import CellEdit
from csdesk.desktop.tables.frame_model import FrameTableModel
from csdesk.desktop.tables.view import FrameTable
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.labels import SectionHeader, label, line
from csdesk.model.fields import Origin, record_type
from csdesk.model.messages import Message


@dataclass(frozen=True, slots=True)
class RowAction:
    """An entry of the menu of a row. ``writes``: left out of a book that is open for reading."""

    text: Message
    icon: str
    run: Callable[[int], object]
    writes: bool = True


@dataclass(frozen=True, slots=True)
class Listed:
    """How a record type is listed: the fields in order, widths and styles where they are not the usual ones."""

    record: str
    fields: tuple[str, ...]
    widths: tuple[tuple[str, int], ...]
    styles: tuple[tuple[str, str], ...]
    empty: Message


LISTED: dict[str, Listed] = {
    listed.record: listed
    for listed in (
        Listed(
            "contract",
            ("external_id", "product", "start", "end", "seats", "annual", "renewal_on", "notice_by", "state", "auto_renew"),
            (("external_id", 150), ("product", 170), ("annual", 90)),
            (("external_id", "strong"), ("notice_by", "notice")),
            Message("No contract yet."),
        ),
        Listed(
            "objective", ("text", "measure", "from_value", "now_value", "to_value", "start", "due"),
            (("text", 330), ("measure", 240)), (("text", "strong"),),
            Message("No success plan yet. Import one as a list of tasks with start and due date."),
        ),
        Listed(
            "task", ("text", "owner", "side", "start", "due", "progress", "status", "done_on"), (("text", 330), ("owner", 130)),
            (("text", "strong"),), Message("No task yet."),
        ),
        Listed(
            "touchpoint", ("date", "kind", "text", "by", "executive", "sentiment"), (("text", 560), ("by", 130), ("date", 110)),
            (), Message("No touchpoint yet."),
        ),
        Listed(
            "ticket", ("external_id", "opened", "closed", "severity", "status", "subject"), (("external_id", 100), ("subject", 420)),
            (("external_id", "strong"),), Message("No ticket yet."),
        ),
        Listed(
            "response", ("date", "respondent", "survey", "score", "comment"), (("respondent", 170), ("comment", 520), ("date", 110)),
            (), Message("No survey answer yet."),
        ),
        Listed(
            "feedback", ("date", "category", "text", "status", "wanted_by", "answered_on"), (("text", 460), ("date", 110)), (),
            Message("No feedback yet."),
        ),
        Listed(
            "contact", ("name", "title", "role", "email", "left_on"), (("name", 200), ("title", 200), ("email", 260)),
            (("name", "strong"),), Message("No contact yet."),
        ),
        Listed("alias", ("text", "identity"), (("text", 300), ("identity", 160)), (("text", "strong"),), Message("No other name.")),
    )
}  # fmt: skip


def record_columns(listed: Listed, currency: str, *, editable: bool) -> list[Column]:
    """The columns of a record's table; stored fields can be edited."""
    kind, widths, styles = record_type(listed.record), dict(listed.widths), dict(listed.styles)
    return [
        field_column(
            field, currency, width=widths.get(field.name, 0), style=styles.get(field.name, ""),
            editable=editable and field.origin is Origin.STORED, header=tr(Message("ARR")) if field.name == "annual" else "",
        )
        for field in (kind.field(name) for name in listed.fields)
    ]  # fmt: skip


class TablePane(QFrame):
    """A heading and a table, or one sentence where there is nothing. ``opened(key)`` on Enter and double click."""

    opened = Signal(object)

    def __init__(
        self, columns: Sequence[Column], rows: pd.DataFrame, title: Message, empty: Message, currency: str,
        actions: Sequence[RowAction] = (), extra: Sequence[QWidget] = (),
    ) -> None:  # fmt: skip
        super().__init__()
        self._actions = actions
        self.model = FrameTableModel(columns, currency)
        self.table = FrameTable(self.model, tr(title))
        self.model.set_frame(rows)
        self.table.opened.connect(self.opened)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = SectionHeader(title, language().number(len(rows)))
        head.setContentsMargins(20, 0, 16, 0)
        head.setFixedHeight(scaled(36))
        for widget in extra:
            head.add(widget)
        column.addWidget(head)
        column.addWidget(line())
        none = label(empty, 12.5, tone="ink3")
        none.setContentsMargins(20, 16, 20, 16)
        none.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(none)
        self.stack.setCurrentIndex(0 if len(rows) else 1)
        column.addWidget(self.stack, 1)

    def menu(self, key: int) -> QMenu:
        """What can be done with a row."""
        made = QMenu(self.table)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self._actions:
            made.addAction(icon(action.icon, "ink_2", 15), tr(action.text)).triggered.connect(lambda _=False, run=action.run: run(key))  # fmt: skip
        made.addAction(icon("copy", "ink_2", 15), tr(Message("Copy"))).triggered.connect(lambda: self.table.copy())
        return made

    def _show_menu(self, point: QPoint) -> None:
        row = self.table.rowAt(point.y())
        if row >= 0:
            if self.model.key_at(row) not in self.table.selected_keys():
                self.table.go_to_row(row)
            self.menu(self.model.key_at(row)).popup(self.table.viewport().mapToGlobal(point))


def record_pane(
    bridge: Bridge, record: str, rows: pd.DataFrame, title: Message, currency: str, actions: Sequence[RowAction] = (),
    extra: Sequence[QWidget] = (),
) -> TablePane:  # fmt: skip
    """The table of a record type: cells are edited in place, rows are deleted by the menu."""
    workspace, listed = bridge.workspace, LISTED[record]
    writable = workspace is not None and not workspace.read_only

    def delete(key: int) -> None:
        keys = pane.table.selected_keys() or [key]
        bridge.edit(lambda book: edits.delete_records(book, record, keys))

    offered = [action for action in actions if writable or not action.writes]
    if writable and not any(action.icon == "trash" for action in actions):
        offered.append(RowAction(Message("Delete"), "trash", delete))
    pane = TablePane(
        record_columns(listed, currency, editable=writable), rows, title, listed.empty, currency, offered, extra
    )
    pane.table.committed.connect(partial(_commit, bridge, record))
    if workspace is not None:
        pane.table.set_as_of(workspace.as_of)
    return pane


def _commit(bridge: Bridge, record: str, edit: CellEdit) -> None:
    values = {edit.field.name: edit.value}
    bridge.edit(lambda book: edits.edit_records(book, record, edit.keys, values))
