"""Buttons in the kinds of the design, and the control that chooses one of a few."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from csdesk.desktop.fonts import MEDIUM, NORMAL, font, scaled
from csdesk.desktop.icons import icon
from csdesk.desktop.translation import tr
from csdesk.model.messages import Message

ButtonKind = Literal["normal", "primary", "quiet", "link", "name"]
_ICON_TOKENS = {"primary": "on_accent", "link": "accent_ink"}


def button(
    text: Message | str,
    kind: ButtonKind = "normal",
    icon_name: str | None = None,
    clicked: Callable[[], object] | None = None,
    *,
    small: bool = False,
) -> QPushButton:
    """A push button; it takes the focus by Tab, not by the mouse."""
    made = QPushButton(tr(text) if isinstance(text, Message) else text)
    made.setFont(font(12 if small else 12.5, MEDIUM))
    made.setProperty("kind", kind)
    if small:
        made.setProperty("size", "small")
    if icon_name is not None:
        # The drawing is wider by the gap that Qt leaves too small between an icon and its word.
        gap = 3 if made.text() else 0
        side = scaled(15)
        made.setIcon(icon(icon_name, _ICON_TOKENS.get(kind, "ink_2"), side, gap))
        made.setIconSize(QSize(side + gap, side))
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if clicked is not None:
        made.clicked.connect(lambda: clicked())
    return made


def icon_button(
    icon_name: str,
    name: Message,
    clicked: Callable[[], object] | None = None,
    *,
    kind: ButtonKind = "quiet",
    small: bool = True,
) -> QPushButton:
    """A square button that shows an icon only; its name is the tooltip and what screen readers say."""
    made = button("", kind, icon_name, clicked, small=small)
    made.setProperty("shape", "square")
    made.setToolTip(tr(name))
    made.setAccessibleName(tr(name))
    return made


class SegmentedControl(QFrame):
    """One of a few choices side by side; ``chosen`` carries the code of the new one."""

    chosen = Signal(str)

    def __init__(
        self,
        choices: Sequence[tuple[str, Message | str]],
        current: str,
        name: Message | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("Segmented")
        if name is not None:
            self.setAccessibleName(tr(name))
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        for position, (code, text) in enumerate(choices):
            made = QToolButton(self)
            made.setCheckable(True)
            made.setText(tr(text) if isinstance(text, Message) else text)
            made.setFont(font(12.5, NORMAL))
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            places = {0: "first", len(choices) - 1: "last"}
            made.setProperty("place", "only" if len(choices) == 1 else places.get(position, "middle"))
            made.clicked.connect(lambda _=False, code=code: self.chosen.emit(code))
            self._group.addButton(made)
            self._buttons[code] = made
            row.addWidget(made)
        self.choose(current)

    @property
    def current(self) -> str:
        """The code of the choice that is on."""
        return next(code for code, made in self._buttons.items() if made.isChecked())

    def choose(self, code: str) -> None:
        """Show another choice as on, without ``chosen``."""
        self._buttons[code].setChecked(True)

    def set_text(self, code: str, text: str) -> None:
        """Change what a choice says, e.g. its count."""
        self._buttons[code].setText(text)
