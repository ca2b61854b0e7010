"""The columns step of an import: the sheet, and beside it what the chosen column is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.pages.imports_sheet import Chip, Fetch, SheetView, no_cells
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.labels import SectionHeader, label, line
from csdesk.model.fields import Field, Origin, all_fields, field
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.import_view import SeenTable
    from csdesk.intake.mapping import ColumnChoice

CUSTOM, IGNORED = "custom", "ignore"


def field_text(code: str) -> str:
    """What a field is called, with its record where the name alone does not tell."""
    found = _field(code)
    return language().label(found) if found is not None else code


def _field(code: str) -> Field | None:
    try:
        return field(code)
    except KeyError:
        return None


def chip_of(choice: ColumnChoice) -> Chip:
    """The chip above a column."""
    percent = language().percent(choice.confidence)
    if choice.choices:
        name = field_text(choice.choices[0])
        return Chip("ask", tr(Message("{field}?", field=name)), tr(Message("to confirm")))
    if choice.field is None:
        return Chip("ignored", tr(Message("Left out")), tr(Message("kept in the source")))
    if choice.field.endswith(".custom"):
        return Chip("custom", tr(Message("Custom field")), tr(Message("kept as is")))
    return Chip("matched", field_text(choice.field), percent)


class ColumnsStep(QFrame):
    """Sheet on the left, the chosen column on the right, the tables of the import as tabs below."""

    decided = Signal(str, str)  # header, field code
    remembering_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tables: tuple[SeenTable, ...] = ()
        self.fetch: Fetch = no_cells
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._file_bar())
        left.addWidget(line())
        self.view = SheetView()
        self.view.column_chosen.connect(self._show_column)
        left.addWidget(self.view, 1)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.currentChanged.connect(self._show_table)
        left.addWidget(self.tabs)
        outer.addLayout(left, 1)
        outer.addWidget(line(vertical=True))
        self.side = QScrollArea()
        self.side.setWidgetResizable(True)
        self.side.setFixedWidth(scaled(312))
        outer.addWidget(self.side)

    def _file_bar(self) -> QWidget:
        bar = QFrame()
        bar.setFixedHeight(scaled(44))
        row = QHBoxLayout(bar)
        row.setContentsMargins(20, 0, 20, 0)
        self.file_name = label("", 13, SEMIBOLD)
        self.file_meta = label("", 12, tone="ink3")
        self.counts = label("", 12, tone="ink2")
        row.addWidget(self.file_name)
        row.addWidget(self.file_meta)
        row.addStretch(1)
        row.addWidget(self.counts)
        self.remember = QCheckBox(tr(Message("Remember for files with these headers")))
        self.remember.setChecked(True)
        self.remember.toggled.connect(lambda _: self.remembering_changed.emit())
        row.addSpacing(12)
        row.addWidget(self.remember)
        return bar

    def show_tables(self, tables: tuple[SeenTable, ...]) -> None:
        """Show the tables of a plan; the one on screen stays where it can."""
        current = max(0, self.tabs.currentIndex())
        self._tables = tables
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for shown in tables:
            asks = sum(1 for column in shown.columns if column.choice.choices)
            mark = f"  ({asks}?)" if asks else ""
            self.tabs.addTab(f"{shown.file} · {shown.sheet}{mark}" if shown.sheet else shown.file + mark)
        self.tabs.setCurrentIndex(min(current, len(tables) - 1))
        self.tabs.blockSignals(False)
        self.tabs.setVisible(len(tables) > 1)
        self._show_table(self.tabs.currentIndex())

    def _show_table(self, position: int) -> None:
        if not 0 <= position < len(self._tables):
            return
        shown = self._tables[position]
        self.file_name.setText(shown.file)
        self.file_meta.setText(
            tr(Message("Sheet {sheet}, {columns} columns, {rows} rows", sheet=shown.sheet, columns=len(shown.columns), rows=shown.rows))
        )  # fmt: skip
        chips = {column.number: chip_of(column.choice) for column in shown.columns}
        states = Counter(chip.state for chip in chips.values())
        self.counts.setText(
            tr(Message("{matched} matched   {ask} to confirm   {custom} kept as custom", matched=states["matched"], ask=states["ask"], custom=states["custom"]))
        )  # fmt: skip
        self.view.sheet_model.show_table(shown, self.fetch)
        self.view.chips.show_chips(chips)
        self.view.fit(shown.widths)
        asked = next((number for number, chip in chips.items() if chip.state == "ask"), shown.columns[0].number)
        self.view.choose(asked)

    def _show_column(self, column: int) -> None:
        shown = self._tables[self.tabs.currentIndex()]
        position = next((i for i, seen in enumerate(shown.columns) if seen.number == column), None)
        if position is None:
            return
        pane = ColumnPane(shown, position)
        pane.decided.connect(self.decided)
        self.side.setWidget(pane)


class ColumnPane(QFrame):
    """What the chosen column is, why, and what else it could be; then what was read from the sheet."""

    decided = Signal(str, str)

    def __init__(self, shown: SeenTable, position: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        seen = shown.columns[position]
        self._choice, self._header = seen.choice, seen.header
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(label(self._header, 13.5, SEMIBOLD, wrap=True))
        column.addWidget(label(seen.samples, 12, tone="ink3", wrap=True))
        column.addWidget(label(self._choice.reason, 12.5, tone="ink2", wrap=True))
        self._group = QButtonGroup(self)
        own = self._choice.field
        matched = [own] if own is not None and not own.endswith(".custom") else []
        codes = list(dict.fromkeys([*self._choice.choices, *matched]))
        for code in codes:
            self._radio(column, field_text(code), code, checked=not self._choice.choices)
        kept = self._choice.field is not None and self._choice.field.endswith(".custom") and not self._choice.choices
        self._radio(column, tr(Message("Keep as custom field")), CUSTOM, checked=kept)
        self._radio(column, tr(Message("Leave out")), IGNORED, checked=self._choice.field is None)
        column.addWidget(label(Message("Another field"), 12, tone="ink2"))
        column.addWidget(self._other())
        column.addSpacing(6)
        column.addWidget(line())
        for name, value in _facts(shown):
            row = QHBoxLayout()
            row.addWidget(label(name, 12.5))
            row.addStretch(1)
            row.addWidget(label(value, 12.5, tone="ink2"))
            column.addLayout(row)
        column.addWidget(line())
        column.addWidget(SectionHeader(Message("Nothing is dropped")))
        column.addWidget(label(_kept(shown), 12.5, tone="ink2", wrap=True))
        column.addStretch(1)

    def _radio(self, column: QVBoxLayout, text: str, code: str, *, checked: bool) -> None:
        made = QRadioButton(text)
        made.setChecked(checked)
        made.clicked.connect(lambda: self.decided.emit(self._header, code))
        self._group.addButton(made)
        column.addWidget(made)

    def _other(self) -> QComboBox:
        box = QComboBox()
        box.addItem(tr(Message("Choose…")), None)
        fields = [f for f in all_fields() if f.origin is not Origin.COMPUTED and not f.name.endswith("_key")]
        for found in sorted(fields, key=lambda f: (f.record, language().label(f))):
            box.addItem(f"{language().label(found)}  ·  {found.code}", found.code)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(18)
        box.activated.connect(lambda row: self._choose_other(box.itemData(row)))
        box.setAccessibleName(tr(Message("Another field")))
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return box

    def _choose_other(self, code: object) -> None:
        if code is not None:
            self.decided.emit(self._header, str(code))


def _facts(shown: SeenTable) -> list[tuple[str, str]]:
    span = "0"
    if shown.span is not None:
        first, last = shown.span
        span = tr(Message("{n}, row {first} to {last}", n=shown.rows, first=first, last=last))
    header = tr(Message("row {n}, detected", n=shown.header_row)) if shown.header_row else tr(Message("none"))
    facts = [(tr(Message("Header")), header), (tr(Message("Rows")), span)]
    if shown.left_out:
        facts.append((tr(Message("Rows left out")), language().number(sum(shown.left_out.values()))))
    for record, counts in shown.records.items():
        total = counts.new + counts.changed + counts.unchanged
        facts.append((tr(Message(_record_label(record))), language().number(total)))
    return facts


def _record_label(code: str) -> str:
    from csdesk.model.fields import record_type

    return record_type(code).label


def _kept(shown: SeenTable) -> str:
    names = [c.header for c in shown.columns if c.choice.field is not None and c.choice.field.endswith(".custom")]
    if not names:
        return tr(Message("Every column has a field in CSDesk."))
    return tr(
        Message(
            "{n} columns have no field in CSDesk. They are kept as custom fields: {names}.",
            n=len(names), names=", ".join(names[:8]),
        )
    )  # fmt: skip
