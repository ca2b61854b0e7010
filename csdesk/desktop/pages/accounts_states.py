"""What the list of accounts shows instead of rows: an empty book, a filter that nothing fits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from csdesk.desktop.widgets.states import EmptyState
from csdesk.model.messages import Message


def list_states(run: Callable[[str], object], clear: Callable[[], object]) -> tuple[QWidget, QWidget]:
    """The empty book, then the filter without rows; ``run`` takes the code of a command."""
    empty = EmptyState(
        "building-complex", Message("No accounts yet"),
        Message("Import your spreadsheets, or drop them anywhere on this window."),
        ((Message("Import files"), lambda: run("import")), (Message("New account"), lambda: run("new_account"))),
    )  # fmt: skip
    none = EmptyState("list-filter", Message("No account fits this filter"), None, ((Message("Clear"), clear),))
    return _in_place(empty), _in_place(none)


def _in_place(state: EmptyState) -> QWidget:
    holder = QWidget()
    centre = QVBoxLayout(holder)
    centre.setContentsMargins(20, 40, 20, 20)
    centre.addWidget(state)
    centre.addStretch(1)
    return holder
