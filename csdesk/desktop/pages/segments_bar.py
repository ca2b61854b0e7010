"""Above the histogram: the two cuts as number fields, and the menu of what accounts are cut by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QWidget

from csdesk.desktop.fonts import scaled
from csdesk.desktop.pages.segments_texts import amount_text, read_amount, typed_amount
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.model.policies import TouchPolicy

BASES = (("arr", Message("By ARR")), ("ltv", Message("By LTV")))
METHODS = (
    ("cutoffs", Message("at two cut-offs")),
    ("percentiles", Message("by shares of the accounts")),
    ("capacity", Message("by the hours of the CSMs")),
)
MODIFIERS = (
    ("strategic_is_high", Message("Strategic accounts never below high")),
    ("onboarding_one_up", Message("One tier up while onboarding")),
    ("group_together", Message("Parent groups count together")),
)


class CutField(QFrame):
    """ "High from ¥5.0M": shows the amount as text, and takes it as people type it."""

    typed = Signal(int)

    def __init__(self, caption: Message, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(label(caption, 12.5, tone="ink2"))
        self.edit = QLineEdit()
        self.edit.setAccessibleName(tr(caption))
        self.edit.setFixedWidth(scaled(84))
        row.addWidget(self.edit)
        self.edit.editingFinished.connect(self._read)
        self._minor, self._currency = 0, ""

    def show_amount(self, minor: int, currency: str, *, enabled: bool) -> None:
        """Show an amount; while somebody types here, her text stays."""
        self._minor, self._currency = minor, currency
        self.edit.setEnabled(enabled)
        self.edit.setToolTip(typed_amount(minor, currency))
        if not (self.edit.hasFocus() and self.edit.isModified()):
            self._restore()

    def _restore(self) -> None:
        self.edit.setText(amount_text(self._minor, self._currency))
        self.edit.setModified(False)
        self._mark(wrong=False)

    def _read(self) -> None:
        if not self.edit.isModified():
            return
        minor = read_amount(self.edit.text(), self._currency)
        if minor is None:
            self._mark(wrong=True)
            return
        self.edit.setModified(False)
        self.typed.emit(minor)
        self._restore()

    def _mark(self, *, wrong: bool) -> None:
        if (self.edit.property("error") == "true") != wrong:
            self.edit.setProperty("error", "true" if wrong else "false")
            self.edit.setToolTip(tr(Message("Type an amount, e.g. 5.0M.")) if wrong else "")
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)


class MethodMenu(QWidget):
    """A button with a menu; ``chosen`` carries the name of a setting of the touch policy and its value."""

    chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.button = button(Message("By ARR"), icon_name="settings-2")
        row.addWidget(self.button)
        self.menu = QMenu(self)
        self.button.setMenu(self.menu)
        self._actions: dict[tuple[str, Any], QAction] = {}
        for name, choices in (("basis", BASES), ("method", METHODS)):
            group = QActionGroup(self)
            for code, text in choices:
                group.addAction(self._add(name, code, text))
            self.menu.addSeparator()
        for name, text in MODIFIERS:
            self._add(name, True, text)

    def _add(self, name: str, value: Any, text: Message) -> QAction:
        action = self.menu.addAction(tr(text))
        action.setCheckable(True)
        action.triggered.connect(lambda on: self.chosen.emit(name, value if isinstance(value, str) else bool(on)))
        self._actions[name, value] = action
        return action

    def action(self, name: str, value: Any = True) -> QAction:
        """The entry of a setting and value."""
        return self._actions[name, value]

    def show_policy(self, policy: TouchPolicy, *, enabled: bool) -> None:
        """Tick what the policy says."""
        for (name, value), action in self._actions.items():
            action.setChecked(getattr(policy, name) == value)
        basis = next(text for code, text in BASES if code == policy.basis)
        method = next(text for code, text in METHODS if code == policy.method)
        self.button.setText(tr(Message("{basis}, {method}", basis=basis, method=method)))
        self.button.setEnabled(enabled)
