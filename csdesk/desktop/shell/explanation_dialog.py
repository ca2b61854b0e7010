"""Where a figure of an account comes from: value, rule, parts, source cells, and the sheet as it was imported."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QSplitter, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from csdesk.desktop.bridge import Bridge
from csdesk.desktop.explained_figure import MAIN, ExplainedFigure, KeptSheet, ReadCell, explained_figures, kept_sheet
from csdesk.desktop.fonts import SEMIBOLD, font, scaled
from csdesk.desktop.jobs import Job
from csdesk.desktop.shell.source_sheet import SourceSheet
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import ElidedLabel, label
from csdesk.model.messages import Message

_CELL, _RULE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
MOST_CELLS = 50


class ExplanationDialog(QDialog):
    """The figures of one account as a tree; a source shows its sheet below, marked at the cell."""

    def __init__(self, bridge: Bridge, account: int, name: str, field: str, part: str = "", parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(Message("Where the figures of {name} come from", name=name)))
        self._bridge, self._account, self._wanted = bridge, account, (field, part)
        self._jobs: dict[str, Job[Any]] = {}
        self.finished.connect(self._stop)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr(Message("Explanation")))
        self.tree.setHeaderLabels([tr(text) for text in (Message("Figure"), Message("Value"), Message("Where it comes from"))])  # fmt: skip
        self.tree.setFont(font(12.5))
        header = self.tree.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, scaled(250))
        header.resizeSection(1, scaled(150))
        header.setStretchLastSection(True)
        self.tree.currentItemChanged.connect(lambda now, _: self._chosen(now))
        self.where = ElidedLabel(tr(Message("Choose a source to see it in its sheet.")), 12, tone="ink2")
        self.sheet = SourceSheet()
        self.definition = label("", 12.5, wrap=True)
        self._put_together(name)
        self._load()

    def _put_together(self, name: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(name, 16, SEMIBOLD))
        below = QWidget()
        part = QVBoxLayout(below)
        part.setContentsMargins(0, 8, 0, 0)
        part.setSpacing(6)
        part.addWidget(self.definition)
        part.addWidget(self.where)
        part.addWidget(self.sheet, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.tree)
        split.addWidget(below)
        split.setSizes([scaled(330), scaled(250)])
        column.addWidget(split, 1)
        column.addWidget(button(Message("Close"), clicked=self.accept), 0, Qt.AlignmentFlag.AlignRight)
        self.resize(scaled(940), scaled(680))

    def _load(self) -> None:
        workspace = self._bridge.workspace
        if workspace is None:
            return
        field = self._wanted[0]
        fields = MAIN if field in MAIN else (field, *MAIN)
        self._jobs["figures"] = self._bridge.jobs.run(
            partial(explained_figures, workspace, self._account, fields), done=self._show, key="explain",
            title=Message("Looking up the sources"),
        )  # fmt: skip

    def _show(self, figures: tuple[ExplainedFigure, ...]) -> None:
        field, part = self._wanted
        for figure in figures:
            item = self._add(self.tree.invisibleRootItem(), figure)
            if figure.field == field:
                item.setExpanded(True)
                inner = (item.child(at) for at, made in enumerate(figure.parts) if made.field == part)
                chosen = next(inner, None) or item
                chosen.setExpanded(True)
                self.tree.setCurrentItem(chosen)
                self.tree.scrollToItem(chosen, QTreeWidget.ScrollHint.PositionAtTop)
        self.tree.setFocus()

    def _add(self, parent: QTreeWidgetItem, figure: ExplainedFigure) -> QTreeWidgetItem:
        item = QTreeWidgetItem(parent, [figure.name, figure.value, figure.definition])
        item.setFont(0, font(12.5, SEMIBOLD))
        item.setFont(1, font(12.5, SEMIBOLD))
        item.setToolTip(2, figure.definition)
        item.setData(0, _RULE, figure.definition)
        item.setSizeHint(0, QSize(0, scaled(26)))
        for part in figure.parts:
            self._add(item, part)
        for cell in figure.cells[:MOST_CELLS]:
            found = QTreeWidgetItem(item, [cell.name, cell.text, cell.place])
            found.setData(0, _CELL, cell)
            found.setForeground(2, colour("accent_ink"))
            found.setToolTip(2, cell.place)
            found.setSizeHint(0, QSize(0, scaled(24)))
        if len(figure.cells) > MOST_CELLS:
            QTreeWidgetItem(item, ["", "", tr(Message("and {n} more", n=len(figure.cells) - MOST_CELLS))])
        if not figure.parts and not figure.cells:
            QTreeWidgetItem(item, ["", "", tr(Message("No imported cell stands behind this."))])
        return item

    def _chosen(self, item: QTreeWidgetItem | None) -> None:
        figure = item if item is None or item.data(0, _RULE) else item.parent()
        self.definition.setText(str(figure.data(0, _RULE) or "") if figure is not None else "")
        cell = self._cell_of(item)
        workspace = self._bridge.workspace
        if cell is None or workspace is None:
            return
        self._jobs["sheet"] = self._bridge.jobs.run(
            partial(kept_sheet, workspace, cell), done=partial(self._show_sheet, cell), key="sheet"
        )

    def _stop(self) -> None:
        """What is still being looked up has nowhere to be shown."""
        for job in self._jobs.values():
            job.cancel()

    @staticmethod
    def _cell_of(item: QTreeWidgetItem | None) -> ReadCell | None:
        """The cell of a row; of a figure the first of its own."""
        if item is None:
            return None
        rows = (item, *(item.child(place) for place in range(item.childCount())))
        return next((found for row in rows if row and isinstance(found := row.data(0, _CELL), ReadCell)), None)

    def _show_sheet(self, cell: ReadCell, kept: KeptSheet | None) -> None:
        day = language().day(cell.imported_at.astimezone().date())
        if kept is None:
            self.where.setText(cell.place)
            self.sheet.hide()
            return
        self.where.setText(tr(Message("{place}, imported {day}, read only", place=cell.place, day=day)))
        self.sheet.show()
        self.sheet.show_cell(kept.rows, kept.headers, cell.cell)


def open_explanation(bridge: Bridge, account: int, name: str, field: str, part: str = "", *, parent: QWidget) -> ExplanationDialog:  # fmt: skip
    """Show where a field of an account comes from; ``part`` opens one of its parts, e.g. a health component."""
    dialog = ExplanationDialog(bridge, account, name, field, part, parent.window())
    dialog.open()
    return dialog
