"""What is asked about a whole sheet or file: whether hidden parts count, and how a text is encoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from csdesk.desktop.fonts import SEMIBOLD
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.labels import label
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.intake.hidden import HiddenParts

TAKE, LEAVE = "take", "leave"
_ANSWERS = ((TAKE, Message("Take them")), (LEAVE, Message("Leave them out")))
# As people call them; the codes are those of ``intake.text_encoding.ENCODINGS``.
ENCODINGS = (
    ("utf-8", "UTF-8"), ("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16 LE"),
    ("utf-16-be", "UTF-16 BE"), ("cp1252", "Windows-1252"), ("gbk", "GBK"), ("euc_kr", "EUC-KR"), ("big5", "Big5"),
)  # fmt: skip
_SHOWN_COLUMNS = 6


class HiddenQuestion(QFrame):
    """Hidden rows and columns of a sheet, or the hidden sheet: ``answered(take or leave)``."""

    answered = Signal(str)

    def __init__(self, parts: HiddenParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 13, 16, 14)
        column.setSpacing(6)
        column.addWidget(label(Message("Hidden in the file"), 13.5, SEMIBOLD))
        column.addWidget(label(parts.question, 12.5, tone="ink2", wrap=True))
        if parts.columns:
            names = ", ".join(parts.columns[:_SHOWN_COLUMNS]) + (" …" if parts.columns[_SHOWN_COLUMNS:] else "")
            column.addWidget(label(names, 12, tone="ink3", wrap=True))
        group = QButtonGroup(self)
        self.answers: dict[str, QRadioButton] = {}
        for code, text in _ANSWERS:
            made = self.answers[code] = QRadioButton(tr(text))
            made.setChecked(parts.decision == code)
            made.clicked.connect(lambda _=False, code=code: self.answered.emit(code))
            group.addButton(made)
            column.addWidget(made)


class EncodingChoice(QFrame):
    """The encoding of a text file: ``chosen(code)``, "" for as it is found."""

    chosen = Signal(str)

    def __init__(self, encoding: str, *, guessed: bool, said: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 13, 16, 14)
        row.addWidget(label(Message("Encoding"), 12.5))
        row.addStretch(1)
        self.box = QComboBox()
        self.box.setAccessibleName(tr(Message("Encoding")))
        known = dict(ENCODINGS)
        if said:
            self.box.addItem(tr(Message("As found")), "")
        else:
            name = known.get(encoding, encoding)
            self.box.addItem(tr(Message("{name} (guessed)", name=name)) if guessed else name, "")
        for code, name in ENCODINGS:
            if said or code != encoding:
                self.box.addItem(name, code)
        self.box.setCurrentIndex(max(0, self.box.findData(said)) if said else 0)
        self.box.activated.connect(lambda place: self.chosen.emit(self.box.itemData(place)))
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row.addWidget(self.box)
