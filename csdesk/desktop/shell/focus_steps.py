"""Where the keyboard focus goes: F6 from pane to pane, and into a page that comes up."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

QUIET = "quietFocus"  # a property of widgets that are given the focus by the program


def holds_focus(pane: QWidget | None) -> bool:
    """Whether the focus is on the pane or inside it."""
    focus = QApplication.focusWidget()
    return pane is not None and focus is not None and (pane is focus or pane.isAncestorOf(focus))


def focus_next(panes: Sequence[QWidget]) -> None:
    """Move the focus into the next pane that is on screen; from nowhere, into the first."""
    at = next((place for place, pane in enumerate(panes) if holds_focus(pane)), -1)
    for step in range(1, len(panes) + 1):
        if enter(panes[(at + step) % len(panes)], Qt.FocusReason.TabFocusReason):
            return


def enter(pane: QWidget, reason: Qt.FocusReason) -> bool:
    """Put the focus on the pane, or on the first thing in it that takes it; False where nothing does."""
    for widget in (pane, *pane.findChildren(QWidget)):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None:
            # Who came by mouse needs no ring around what would take the keys.
            widget.setProperty(QUIET, reason is Qt.FocusReason.OtherFocusReason)
            widget.setFocus(reason)
            return True
    return False


def enter_page(panes: Sequence[QWidget]) -> None:
    """Put the focus where the work of a page is: into its list, else into its first pane."""
    lists = [pane for pane in panes if isinstance(pane, QAbstractItemView)]
    inner = [found for pane in panes for found in pane.findChildren(QAbstractItemView) if found.isVisible()]
    for pane in (*lists, *inner, *panes):
        if enter(pane, Qt.FocusReason.OtherFocusReason):
            return
