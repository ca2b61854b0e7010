"""How right past forecasts were: by category, by count and by value."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from csdesk.desktop.bridge import Bridge
from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
from csdesk.desktop.wording import forecast_text
from csdesk.model.messages import Message
from csdesk.model.money import Money

if TYPE_CHECKING:
    import pandas as pd

    from csdesk.app.workspace import Workspace
    from csdesk.rules.assessment import Assessment

_COLUMNS = (
    Message("Forecast"), Message("Renewals"), Message("Kept"), Message("By count"), Message("Due"),
    Message("Expected"), Message("Weighted"), Message("Actual"), Message("By value"),
)  # fmt: skip


def _worked_out(workspace: Workspace, assessment: Assessment) -> tuple[pd.DataFrame, int]:
    from csdesk.app.forecast_snapshots import past_accuracy, snapshot_days

    return past_accuracy(workspace, assessment), len(snapshot_days(workspace))


class ForecastAccuracyDialog(QDialog):
    """The forecasts kept in the book, held against what became of the renewals."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(Message("Forecast accuracy")))
        self._currency = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(Message("Forecast accuracy"), 16, SEMIBOLD))
        self.said = label(Message("The forecast is kept once a week. What was said 30 days before a renewal is held against what became of it."), 12.5, tone="ink2", wrap=True)  # fmt: skip
        column.addWidget(self.said)
        self.tree = QTreeWidget()
        self.tree.setRootIsDecorated(False)
        self.tree.setHeaderLabels([tr(text) for text in _COLUMNS])
        self.tree.setAccessibleName(tr(Message("Forecast accuracy")))
        column.addWidget(self.tree, 1)
        self.none = label("", 12.5, tone="ink3", wrap=True)
        column.addWidget(self.none)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(button(Message("Close"), clicked=self.reject))
        column.addLayout(buttons)
        self.resize(scaled(860), scaled(380))
        if bridge.workspace is not None and bridge.assessment is not None:
            self._currency = bridge.workspace.policies.revenue.currency
            bridge.jobs.run(partial(_worked_out, bridge.workspace, bridge.assessment), done=self._show, key="accuracy")

    def _show(self, found: tuple[pd.DataFrame, int]) -> None:
        table, kept = found
        for row in table.to_dict("records"):
            item = QTreeWidgetItem(self.tree, self._texts(row))
            item.setSizeHint(0, QSize(0, scaled(26)))
            for place in range(1, len(_COLUMNS)):
                item.setTextAlignment(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for place in range(len(_COLUMNS)):
            self.tree.resizeColumnToContents(place)
        waiting = Message("Forecasts kept so far: {n}. None of their renewals has been decided yet.", n=kept)
        self.none.setText("" if len(table) else tr(waiting))

    def _texts(self, row: dict[Any, Any]) -> list[str]:
        def share(value: float) -> str:
            return "" if value != value else language().percent(value)

        amounts = {name: language().money(Money(int(row[name]), self._currency)) for name in ("due", "expected", "weighted", "actual")}  # fmt: skip
        return [
            forecast_text(str(row["forecast"])), language().number(row["n"]), language().number(row["kept_n"]), share(row["by_count"]),
            amounts["due"], amounts["expected"], amounts["weighted"], amounts["actual"], share(row["by_value"]),
        ]  # fmt: skip


def open_forecast_accuracy(bridge: Bridge, parent: QWidget) -> ForecastAccuracyDialog:
    """Show the dialog."""
    dialog = ForecastAccuracyDialog(bridge, parent.window())
    dialog.open()
    return dialog
