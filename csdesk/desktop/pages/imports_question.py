"""Beside the sheet: what the chosen column is, what its texts become, how the sheet is read, and what is kept."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from csdesk.desktop.fonts import MEDIUM, SEMIBOLD, scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
from csdesk.desktop.wording import field_choice_text
from csdesk.model.fields import Field, Origin, all_fields, field
from csdesk.model.messages import Message
from csdesk.model.problems import column_letters

if TYPE_CHECKING:
    from csdesk.app.import_view import SeenColumn, SeenTable

CUSTOM, IGNORED = "custom", "ignore"


def field_text(code: str) -> str:
    """What a field is called; its code where there is none."""
    found = field_of(code)
    return language().label(found) if found is not None else code


def field_of(code: str) -> Field | None:
    """The field of a code, where there is one."""
    try:
        return field(code)
    except KeyError:
        return None


@cache
def _other_fields(_language: str) -> QStandardItemModel:
    """Every field a column can give, in a language; made once, for a box of them stands beside each column."""
    model = QStandardItemModel()
    model.appendRow(QStandardItem(tr(Message("Another field …"))))
    fields = [f for f in all_fields() if f.origin is not Origin.COMPUTED and not f.name.endswith("_key")]
    for found in sorted(fields, key=lambda f: (f.record, language().label(f))):
        item = QStandardItem(f"{language().label(found)}  ·  {found.code}")
        item.setData(found.code, Qt.ItemDataRole.UserRole)
        model.appendRow(item)
    return model


class ColumnQuestion(QFrame):
    """One column: ``field_chosen(header, code)``, ``word_chosen(field code, text, choice)``."""

    field_chosen = Signal(str, str)
    word_chosen = Signal(str, str, str)

    def __init__(self, seen: SeenColumn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seen, self._choice = seen, seen.choice
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 13, 16, 14)
        column.setSpacing(6)
        column.addLayout(self._head())
        column.addWidget(label(self._choice.reason, 12.5, tone="ink2", wrap=True))
        if self._choice.nothing:
            text = Message("{n} cells hold a word for nothing, such as - or N/A; they stay empty.", n=self._choice.nothing)  # fmt: skip
            column.addWidget(label(text, 12, tone="ink2", wrap=True))
        self._group = QButtonGroup(self)
        self._add_choices(column)
        if seen.words:
            column.addSpacing(4)
            column.addWidget(label(Message("Letters become"), 12, tone="ink2"))
            column.addLayout(self._words())

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        asked = bool(self._choice.choices)
        tile = QLabel()
        tile.setObjectName("IconTile")
        tile.setProperty("tint", "watch" if asked else "ok")
        tile.setFixedSize(scaled(26), scaled(26))
        tile.setAlignment(Qt.AlignmentFlag.AlignCenter)
        tile.setPixmap(icon_pixmap("circle-question-mark" if asked else "check", "watch" if asked else "ok", scaled(15), 2.0))  # fmt: skip
        row.addWidget(tile, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        name = Message("Column {letters}, {header}", letters=column_letters(self._seen.number), header=self._seen.header)  # fmt: skip
        texts.addWidget(label(name, 13.5, SEMIBOLD, wrap=True))
        texts.addWidget(label(self._seen.samples, 12, tone="ink3", wrap=True))
        row.addLayout(texts, 1)
        return row

    def _add_choices(self, column: QVBoxLayout) -> None:
        choice, asked = self._choice, bool(self._choice.choices)
        custom = choice.field is not None and choice.field.endswith(".custom")
        matched = [choice.field] if choice.field is not None and not custom else []
        codes = list(dict.fromkeys([*choice.choices, *matched]))
        sure = tr(Message("{share} sure", share=language().percent(choice.confidence)))
        for place, code in enumerate(codes):
            note = sure if place == 0 and choice.confidence > 0 else ""
            self._radio(column, field_text(code), code, checked=not asked, note=note)
        kept = tr(Message("Keep as custom field {header}", header=self._seen.header))
        self._radio(column, kept, CUSTOM, checked=custom and not asked)
        self._radio(column, tr(Message("Leave out")), IGNORED, checked=choice.field is None and not asked)
        column.addWidget(self._other())

    def _radio(self, column: QVBoxLayout, text: str, code: str, *, checked: bool, note: str = "") -> None:
        row = QHBoxLayout()
        made = QRadioButton(text)
        made.setToolTip(text)
        made.setMinimumWidth(scaled(80))
        made.setChecked(checked)
        made.clicked.connect(lambda: self.field_chosen.emit(self._seen.header, code))
        self._group.addButton(made)
        row.addWidget(made, 1)
        if note:
            row.addWidget(label(note, 12, tone="ink2"))
        column.addLayout(row)

    def _other(self) -> QComboBox:
        box = QComboBox()
        box.setModel(_other_fields(language().code))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(18)
        box.activated.connect(lambda row: self._choose_other(box.itemData(row)))
        box.setAccessibleName(tr(Message("Another field")))
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return box

    def _choose_other(self, code: object) -> None:
        if code is not None:
            self.field_chosen.emit(self._seen.header, str(code))

    def _words(self) -> QGridLayout:
        code = self._seen.words_of
        wanted = field(code)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(3, 1)
        for row, word in enumerate(self._seen.words):
            name = label(word.text, 12.5, MEDIUM)
            name.setMaximumWidth(scaled(90))
            name.setToolTip(word.text)
            grid.addWidget(name, row, 0)
            grid.addWidget(label("→", 12.5, tone="ink2"), row, 1)
            box = QComboBox()
            box.addItem("—", None)
            for choice in wanted.choices:
                box.addItem(field_choice_text(wanted, choice), choice)
            box.setCurrentIndex(max(0, box.findData(word.read)))
            box.setAccessibleName(tr(Message("“{text}” becomes", text=word.text)))
            box.activated.connect(lambda place, box=box, text=word.text: self._choose_word(code, text, box.itemData(place)))  # fmt: skip
            grid.addWidget(box, row, 2)
            grid.addWidget(label(Message("{n} rows", n=word.rows), 12, tone="ink2"), row, 3)
        return grid

    def _choose_word(self, code: str, text: str, choice: object) -> None:
        self.word_chosen.emit(code, text, str(choice) if choice is not None else "")


_IDENTITIES = {
    "account.external_id": Message("customer ID"),
    "account.corporate_number": Message("corporate number"),
    "account.domain": Message("domain"),
    "account.name": Message("name"),
    "contract.external_id": Message("contract no."),
}
_LEFT_OUT = {
    "title": Message("Titles"),
    "total": Message("Totals"),
    "footer": Message("Remarks"),
    "repeated_header": Message("The header again"),
    "header": Message("Header rows"),
    "carried_forward": Message("Carried forward"),
    "number_only": Message("Only a number"),
    "unit": Message("Units"),
    "ruler": Message("Drawn lines"),
    "record_head": Message("Heads of records"),
    "detail": Message("Details of records"),
    "beside": Message("Outside of the table"),
    "hidden": Message("Hidden rows"),
    "deleted": Message("Deleted in the other system"),
}
_DATES = {
    "cells": Message("as spreadsheets keep them"),
    "ymd": Message("year/month/day"),
    "dmy": Message("day/month/year"),
    "mdy": Message("month/day/year"),
    "era": Message("years of eras"),
    "words": Message("in words"),
}
_LOOKED_AT = 15  # rows offered as the header


class SheetFacts(QFrame):
    """How the sheet is read: ``header_chosen(row or None)``, ``taken(bool)``."""

    header_chosen = Signal(object)
    taken = Signal(bool)

    def __init__(self, shown: SeenTable, *, skipped: bool, said: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 13, 16, 14)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label(Message("Read from this sheet"), 13.5, SEMIBOLD))
        head.addStretch(1)
        column.addLayout(head)
        self.skip = button(
            Message("Read this sheet") if skipped else Message("Skip this sheet"), "link",
            clicked=lambda: self.taken.emit(skipped), small=True,
        )  # fmt: skip
        head.addWidget(self.skip)
        row = QHBoxLayout()
        row.addWidget(label(Message("Header row"), 12.5))
        row.addStretch(1)
        self.header = self._headers(shown, said)
        row.addWidget(self.header)
        column.addLayout(row)
        for name, value in _facts(shown):
            line_of = QHBoxLayout()
            line_of.addWidget(label(name, 12.5))
            line_of.addStretch(1)
            line_of.addWidget(label(value, 12.5, tone="ink2"))
            column.addLayout(line_of)

    def _headers(self, shown: SeenTable, said: int | None) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(tr(Message("Header row")))
        detected = Message("Row {n}, detected", n=shown.header_row) if shown.header_row else Message("none, detected")
        if said is None:
            box.addItem(tr(detected), None)
        else:
            box.addItem(tr(Message("As detected")), None)
        rows = range(1, min(shown.size[0], max(_LOOKED_AT, shown.header_row + 3)) + 1)
        for row in rows:
            if said is None and row == shown.header_row:
                continue
            box.addItem(tr(Message("Row {n}", n=row)), row)
        box.setCurrentIndex(max(0, box.findData(said)) if said is not None else 0)
        box.activated.connect(lambda place: self.header_chosen.emit(box.itemData(place)))
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return box


def _facts(shown: SeenTable) -> list[tuple[str, str]]:
    span = "0"
    if shown.span is not None:
        first, last = shown.span
        span = tr(Message("{n}, row {first} to {last}", n=shown.rows, first=first, last=last))
    facts = [(tr(Message("Rows")), span)]
    if shown.left_out:
        facts.append((tr(Message("Rows left out")), language().number(sum(shown.left_out.values()))))
        facts += [(f"\u2003{tr(_LEFT_OUT[reason])}", language().number(n)) for reason, n in shown.left_out.items()]
    if shown.dates:
        facts.append((tr(Message("Dates")), ", ".join(tr(_DATES[form]) for form in shown.dates[:2])))
    found = [tr(name) for code, name in _IDENTITIES.items() if any(c.choice.field == code for c in shown.columns)]
    if found:
        facts.append((tr(Message("Match accounts by")), ", ".join(found)))
    nothing = sum(column.choice.nothing for column in shown.columns)
    if nothing:
        facts.append((tr(Message("Words for nothing")), language().number(nothing)))
    for record, counts in shown.records.items():
        total = counts.new + counts.changed + counts.unchanged
        facts.append((_record_label(record), language().number(total)))
    return facts


def _record_label(code: str) -> str:
    from csdesk.model.fields import record_type

    return language().label(record_type(code))


def kept_text(shown: SeenTable) -> str:
    """Which columns have no field and are kept."""
    names = [c.header for c in shown.columns if c.choice.field is not None and c.choice.field.endswith(".custom")]
    if not names:
        return tr(Message("Every column has a field in CSDesk."))
    return tr(
        Message(
            "{n} columns have no field in CSDesk. They are kept as custom fields: {names}.",
            n=len(names), names=", ".join(names[:8]),
        )
    )  # fmt: skip
