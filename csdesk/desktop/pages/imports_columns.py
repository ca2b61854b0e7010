"""The columns step of an import: the sheet, and beside it what the chosen column is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QScrollArea, QTabBar, QVBoxLayout, QWidget

from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.pages.imports_asked import EncodingChoice, HiddenQuestion
from csdesk.desktop.pages.imports_question import ColumnQuestion, SheetFacts, field_text, kept_text
from csdesk.desktop.pages.imports_said import Said
from csdesk.desktop.pages.imports_sheet import Chip, Fetch, SheetView, no_cells
from csdesk.desktop.pages.imports_side import clear
from csdesk.desktop.pages.imports_turns import Turns
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.labels import SectionHeader, label, line
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.import_view import SeenFile, SeenTable
    from csdesk.intake.mapping import ColumnChoice


def chip_of(choice: ColumnChoice) -> Chip:
    """The chip above a column."""
    percent = language().percent(choice.confidence)
    if choice.choices:
        name = field_text(choice.choices[0])
        note = tr(Message("{share}, to confirm", share=percent) if choice.confidence > 0 else Message("to confirm"))
        return Chip("ask", tr(Message("{field}?", field=name)), note)
    if choice.field is None:
        return Chip("ignored", tr(Message("Left out")), tr(Message("kept in the source")))
    if choice.field.endswith(".custom"):
        return Chip("custom", tr(Message("Custom field")), tr(Message("kept as is")))
    return Chip("matched", field_text(choice.field), percent)


class ColumnsStep(QFrame):
    """Sheet on the left, the chosen column on the right, the tables of the import as tabs below.

    ``decided`` after anything was said; what, stands in ``said``. ``read_again`` where the files must be read for it.
    """

    decided = Signal()
    read_again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tables: tuple[SeenTable, ...] = ()
        self._files: dict[str, SeenFile] = {}
        self._column = -1
        self.said = Said()
        self.fetch: Fetch = no_cells
        self.turns = Turns(self)
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
        self.tabs.setAccessibleName(tr(Message("Sheets")))
        self.tabs.currentChanged.connect(self._show_table)
        left.addWidget(self.tabs)
        outer.addLayout(left, 1)
        outer.addWidget(line(vertical=True))
        self.side = QScrollArea()
        self.side.setWidgetResizable(True)
        self.side.setFixedWidth(scaled(312))
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(self.side)
        self._asked, self._whole, self._facts, self._rest = self._side_parts()
        self.remember = QCheckBox()
        self.remember.setChecked(True)
        self.remember.toggled.connect(lambda _: self.decided.emit())
        self.remember.hide()

    def _side_parts(self) -> tuple[QVBoxLayout, QVBoxLayout, QVBoxLayout, QVBoxLayout]:
        """Room for what is asked of the column and of the whole sheet, how it is read, and what is kept."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        asked, whole, facts, rest = QVBoxLayout(), QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for part in (asked, whole, facts, rest):
            part.setSpacing(0)
            column.addLayout(part)
        column.addStretch(1)
        self.side.setWidget(holder)
        return asked, whole, facts, rest

    def _file_bar(self) -> QWidget:
        bar = QFrame()
        bar.setFixedHeight(scaled(44))
        row = QHBoxLayout(bar)
        row.setContentsMargins(20, 0, 20, 0)
        mark = QLabel()
        mark.setPixmap(icon_pixmap("file-spreadsheet", "ink_2", scaled(15), 2.0))
        self.file_name = label("", 13, SEMIBOLD)
        self.file_meta = label("", 12, tone="ink3")
        self.counts = label("", 12, tone="ink2")
        for widget in (mark, self.file_name, self.file_meta):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.counts)
        return bar

    @property
    def table(self) -> SeenTable | None:
        """The table on screen."""
        place = self.tabs.currentIndex()
        return self._tables[place] if 0 <= place < len(self._tables) else None

    def show_tables(self, tables: tuple[SeenTable, ...], said: Said, files: tuple[SeenFile, ...] = ()) -> None:
        """Show the tables of a plan; the one on screen and its column stay where they can."""
        self.said, self._files = said, {file.path: file for file in files}
        before = self.table
        current = max(0, self.tabs.currentIndex())
        self._tables = tables
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        several = len({shown.path for shown in tables}) > 1
        for shown in tables:
            place = self.tabs.addTab(self._tab_text(shown, with_file=several))
            self.tabs.setTabToolTip(place, f"{shown.file} · {shown.sheet}" if shown.sheet else shown.file)
        self.tabs.setCurrentIndex(min(current, len(tables) - 1))
        self.tabs.blockSignals(False)
        self.tabs.setVisible(len(tables) > 1)
        now = self.table
        same = before is not None and now is not None and (before.path, before.sheet) == (now.path, now.sheet)
        self._show_table(self.tabs.currentIndex(), keep=same)

    def _is_skipped(self, shown: SeenTable) -> bool:
        return (shown.path, shown.sheet) in self.said.skipped

    def _tab_text(self, shown: SeenTable, *, with_file: bool) -> str:
        name = shown.sheet or shown.file
        if with_file and shown.sheet:
            name = f"{shown.file} · {shown.sheet}"
        if self._is_skipped(shown):
            return tr(Message("{sheet}, skipped", sheet=name))
        asks = sum(1 for column in shown.columns if column.choice.choices)
        return f"{name}  {asks}?" if asks else f"{name}  ✓"

    def _show_table(self, position: int, *, keep: bool = False) -> None:
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
        if not keep:
            self.view.fit(shown.widths)
        asked = next((number for number, chip in chips.items() if chip.state == "ask"), shown.columns[0].number)
        chosen = self._column if keep and self._column in chips else asked
        if not keep:
            self.remember.setParent(None)  # it outlives the part it stands in
            for part in (self._asked, self._whole, self._facts, self._rest):
                clear(part)
        # One part of the side pane a turn: made, laid out and painted at once they cost more than a tenth of a second.
        self.turns.start(
            (
                lambda: None,
                lambda: self.view.choose(chosen),
                lambda: self._show_whole(shown),
                lambda: self._show_facts(shown),
                lambda: self._show_kept(shown),
            )
        )

    def _show_column(self, number: int) -> None:
        shown = self.table
        if shown is None:
            return
        self._column = number
        seen = next((column for column in shown.columns if column.number == number), None)
        clear(self._asked)
        if seen is not None:
            question = ColumnQuestion(seen)
            question.field_chosen.connect(self._choose_field)
            question.word_chosen.connect(self._choose_word)
            self._asked.addWidget(question)
            self._asked.addWidget(line())

    def _show_whole(self, shown: SeenTable) -> None:
        clear(self._whole)
        file = self._files.get(shown.path)
        if file is None:
            return
        sheet = (shown.path, shown.sheet)
        parts = next((parts for parts in file.hidden if parts.sheet == shown.sheet), None)
        if parts is not None:
            asked = HiddenQuestion(parts)
            asked.answered.connect(lambda code: self._say(lambda: self.said.on_hidden(*sheet, code)))
            self._whole.addWidget(asked)
            self._whole.addWidget(line())
        said = self.said.encodings.get(shown.path, "")
        if file.guessed or said:
            choice = EncodingChoice(file.encoding, guessed=file.guessed, said=said)
            choice.chosen.connect(lambda code: self._read_as(shown.path, code))
            self._whole.addWidget(choice)
            self._whole.addWidget(line())

    def _read_as(self, path: str, encoding: str) -> None:
        if encoding != self.said.encodings.get(path, ""):
            self.said.encode(path, encoding)
            self.read_again.emit()

    def _show_facts(self, shown: SeenTable) -> None:
        sheet = (shown.path, shown.sheet)
        facts = SheetFacts(shown, skipped=self._is_skipped(shown), said=self.said.header_rows.get(sheet))
        facts.header_chosen.connect(lambda row: self._say(lambda: self.said.set_header(*sheet, row)))
        facts.taken.connect(lambda taken: self._say(lambda: self.said.take_sheet(*sheet, taken=taken)))
        clear(self._facts)
        self._facts.addWidget(facts)
        self._facts.addWidget(line())

    def _show_kept(self, shown: SeenTable) -> None:
        self.remember.setParent(None)
        clear(self._rest)
        self._rest.addWidget(self._kept(shown))

    def _kept(self, shown: SeenTable) -> QFrame:
        part = QFrame()
        column = QVBoxLayout(part)
        column.setContentsMargins(16, 13, 16, 14)
        column.setSpacing(8)
        column.addWidget(SectionHeader(Message("Nothing is dropped")))
        column.addWidget(label(kept_text(shown), 12.5, tone="ink2", wrap=True))
        self.remember.setText(tr(Message("Remember this mapping for files\nnamed {pattern}", pattern=shown.pattern)))
        column.addWidget(self.remember)
        self.remember.show()
        return part

    def _say(self, what: Callable[[], object]) -> None:
        what()
        self.decided.emit()

    def _choose_field(self, header: str, code: str) -> None:
        self.said.forced[header] = code
        self.decided.emit()

    def _choose_word(self, code: str, text: str, choice: str) -> None:
        self.said.read_word(code, text, choice)
        shown = self.table
        seen = next((c for c in shown.columns if c.number == self._column), None) if shown is not None else None
        if seen is not None and seen.choice.choices:
            self.said.forced[seen.header] = code
        self.decided.emit()
