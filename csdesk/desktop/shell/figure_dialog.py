"""What a key figure is: its value, the rule, the period, what is left out, and the records behind it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from csdesk.desktop.bridge import Bridge
from csdesk.desktop.figure_records import FigureRecords, figure_records
from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.jobs import Job
from csdesk.desktop.shell.explanation_dialog import open_explanation
from csdesk.desktop.tables.columns import Column
from csdesk.desktop.tables.frame_model import FrameTableModel
from csdesk.desktop.tables.units import money_header
from csdesk.desktop.tables.view import FrameTable
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.figures import TileText
from csdesk.desktop.widgets.labels import label, line
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.rules.figures import Figure


class FigureDialog(QDialog):
    """Opened by a tile. ``account_opened(key)`` by Enter or a double click on a row; ``list_asked`` by its button."""

    account_opened = Signal(object)
    list_asked = Signal()

    def __init__(self, bridge: Bridge, text: TileText, figure: Figure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(Message("Where {figure} comes from", figure=text.name)))
        self._bridge, self._figure = bridge, figure
        self._job: Job[Any] | None = None
        self.finished.connect(self._stop)
        self.sums = label("", 13, SEMIBOLD)
        self.model = FrameTableModel()
        self.model.search_columns = ("name",)
        self.table = FrameTable(self.model, tr(Message("What {figure} is made from", figure=text.name)))
        self.table.opened.connect(self._open_account)
        self.table.escaped.connect(self.reject)
        self.table.installEventFilter(self)
        self._put_together(text)
        self.resize(scaled(860), scaled(620))
        self._load()

    def _put_together(self, text: TileText) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 16)
        column.setSpacing(10)
        words = QVBoxLayout()
        words.setContentsMargins(20, 0, 20, 0)
        words.setSpacing(4)
        words.addWidget(label(text.name, 16, SEMIBOLD))
        value = QHBoxLayout()
        value.setSpacing(12)
        value.addWidget(label(text.value, 22, SEMIBOLD))
        value.addWidget(self.sums)
        value.addStretch(1)
        words.addLayout(value)
        words.addWidget(label(self._figure.definition, 13, wrap=True))
        words.addWidget(label(_about(self._figure), 12, tone="ink2", wrap=True))
        if self._figure.left_out is not None:
            words.addWidget(label(self._figure.left_out, 12, tone="watch", wrap=True))
        column.addLayout(words)
        column.addWidget(line())
        column.addWidget(self.table, 1)
        column.addWidget(line())
        row = QHBoxLayout()
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(8)
        self.source = button(Message("Where it comes from"), "normal", "search", self._explain)
        self.open_list = button(Message("Open the list"), "normal", "arrow-up-right", self._open_list)
        row.addWidget(self.source)
        row.addWidget(self.open_list)
        row.addStretch(1)
        row.addWidget(button(Message("Close"), clicked=self.accept))
        column.addLayout(row)
        self.source.setEnabled(False)

    def _load(self) -> None:
        assessment = self._bridge.assessment
        if assessment is not None:
            self.model.currency = assessment.policies.revenue.currency
            self.table.set_as_of(assessment.as_of)
            self._job = self._bridge.jobs.run(
                partial(figure_records, assessment, self._figure), done=self._show, key="figure",
                title=Message("Looking up the sources"),
            )  # fmt: skip

    def _show(self, found: FigureRecords) -> None:
        self.sums.setText(found.sums)
        self.model.set_columns(_columns(found, self.model.currency))
        self.table.set_widths()
        self.model.set_frame(found.rows)
        self.table.go_to_row(0)
        self.table.setFocus()
        self.source.setEnabled(len(found.rows) > 0)

    def _account(self) -> int | None:
        row = self.table.currentIndex().row()
        return int(str(self.model.value(row, "account_key"))) if 0 <= row < self.model.rowCount() else None

    def _open_account(self, _: object) -> None:
        key = self._account()
        if key is not None:
            self.accept()
            self.account_opened.emit(key)

    def _open_list(self) -> None:
        self.accept()
        self.list_asked.emit()

    def _explain(self) -> None:
        """From the row on to the cells of the sheets."""
        key, row = self._account(), self.table.currentIndex().row()
        if key is not None:
            field = "health" if self._figure.code == "arr_at_risk" else "renewal_on" if self._figure.record == "contract" else "arr"  # fmt: skip
            open_explanation(self._bridge, key, str(self.model.value(row, "name") or ""), field, parent=self)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on a row opens its account and is not taken for a button of the dialog."""
        pressed = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched is self.table
        if pressed and isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_account(None)
            return True
        return super().eventFilter(watched, event)


def _about(figure: Figure) -> str:
    first, last = figure.period
    counted = Message("{n} contracts", n=figure.n) if figure.record == "contract" else Message("{n} accounts", n=figure.n)  # fmt: skip
    if first == last:
        return tr(Message("On {day}, {counted}", day=last, counted=tr(counted)))
    return tr(Message("From {first} to {last}, {counted}", first=first, last=last, counted=tr(counted)))


def _columns(found: FigureRecords, currency: str) -> list[Column]:
    figure = found.figure

    def money(code: str, text: Message) -> Column:
        return Column(code, money_header(tr(text), currency), "money", 100)

    columns = [
        Column("name", tr(Message("Account")), "strong", 210),
        Column("touch", tr(Message("Touch")), "touch", 60),
        Column("health", tr(Message("Health")), "health", 150),
    ]
    if figure.record == "contract":
        columns += [
            Column("product", tr(Message("Product")), "quiet", 130),
            Column("renewal_on", tr(Message("Renewal")), "date_days", 130),
            money("annual", Message("ARR")),
        ]
        return columns
    if figure.period[0] != figure.period[1]:
        columns.append(money("then", Message("ARR on {day}", day=language().day(figure.period[0]))))
        if figure.code == "grr":
            columns.append(money("kept", Message("of that kept")))
    columns.append(money("now", Message("ARR on {day}", day=language().day(figure.period[1]))))
    return columns
