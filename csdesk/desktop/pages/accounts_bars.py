"""The two bars above the list: views with counts, and the filter with its chips."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from csdesk.desktop.fonts import scaled
from csdesk.desktop.icons import icon
from csdesk.desktop.pages.accounts_filter import CHOICE_NAMES, AccountsFilter, AccountsView
from csdesk.desktop.pages.accounts_groups import GROUPS, group_name
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.chips import Chip, ViewTabs, adding_chip
from csdesk.desktop.widgets.labels import line
from csdesk.desktop.wording import choice_text
from csdesk.model.messages import Message

_DAYS = (30, 60, 90, 120, 180, 365)


class AccountsBars(QWidget):
    """``view_chosen(code)``, ``filter_changed(AccountsFilter)``, ``typed(text)``, and the buttons at the right."""

    view_chosen = Signal(str)
    filter_changed = Signal(object)
    typed = Signal(str)
    columns_asked = Signal()
    group_chosen = Signal(str)
    save_asked = Signal()
    forget_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._filter = AccountsFilter()
        self._values: dict[str, Sequence[str]] = {}
        self._group = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.tabs = ViewTabs()
        self.tabs.chosen.connect(self.view_chosen)
        views = QFrame()
        views.setFixedHeight(scaled(38))
        row = QHBoxLayout(views)
        row.setContentsMargins(11, 0, 16, 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        self.forget = button(Message("Remove view"), "quiet", small=True, clicked=self.forget_asked.emit)
        row.addWidget(self.forget)
        self.new_view = button(Message("New view"), "quiet", "plus", self.save_asked.emit)
        row.addWidget(self.new_view)
        column.addWidget(views)
        column.addWidget(line())
        self.filter_bar = self._filter_bar()

    def _filter_bar(self) -> QWidget:
        bar = QFrame()
        bar.setFixedHeight(scaled(42))
        row = QHBoxLayout(bar)
        row.setContentsMargins(20, 0, 16, 0)
        row.setSpacing(8)
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr(Message("Filter by name or tag")))
        self.field.setAccessibleName(self.field.placeholderText())
        self.field.setClearButtonEnabled(True)
        self.field.addAction(icon("list-filter", "ink_3", 14), QLineEdit.ActionPosition.LeadingPosition)
        self.field.setMinimumWidth(scaled(100))
        self.field.setMaximumWidth(scaled(190))
        self.field.textChanged.connect(self.typed)
        row.addWidget(self.field, 100)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(8)
        row.addLayout(self._chips)
        self._add = adding_chip(lambda: self._open_menu(self._add))
        row.addWidget(self._add)
        self._clear = button(Message("Clear"), "link", small=True, clicked=self.clear)
        row.addWidget(self._clear)
        row.addStretch(1)
        self.group = button(Message("Group"), "quiet", "rows-3", self._open_groups)
        row.addWidget(self.group)
        self.columns = button(Message("Columns"), "quiet", "columns-3", self.columns_asked.emit)
        self.save = button(Message("Save view"), "quiet", "save", self.save_asked.emit)
        row.addWidget(self.columns)
        row.addWidget(self.save)
        return bar

    def clear(self) -> None:
        """Take every condition and the search text away."""
        self.field.clear()
        self.filter_changed.emit(AccountsFilter())

    def show_views(self, views: Sequence[AccountsView], current: str) -> None:
        """Tabs for these views."""
        self.tabs.set_tabs([(view.code, tr(view.title)) for view in views], current)

    def show_filter(
        self, chosen: AccountsFilter, values: dict[str, Sequence[str]], *, changed: bool, own: bool
    ) -> None:
        """Chips for a filter; ``values`` are what each condition may take; ``changed``: differs from the view."""
        self._filter, self._values = chosen, values
        while (item := self._chips.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for name, (caption, value) in chosen.conditions().items():
            chip = Chip(caption, value)
            chip.removed.connect(lambda name=name: self.filter_changed.emit(self._filter.without(name)))
            chip.clicked.connect(lambda _=False, chip=chip, name=name: self._open_menu(chip, name))
            self._chips.addWidget(chip)
        self._clear.setVisible(bool(chosen.conditions()) or bool(self.field.text()))
        self.save.setVisible(changed)
        self.forget.setVisible(own and not changed)

    def show_group(self, name: str) -> None:
        """Group, or Group: CSM."""
        self._group = name
        self.group.setText(tr(Message("Group: {field}", field=group_name(name))) if name else tr(Message("Group")))

    def _open_groups(self) -> None:
        self.group_menu().popup(self.group.mapToGlobal(self.group.rect().bottomLeft()))

    def group_menu(self) -> QMenu:
        """What the list can be grouped by."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in ("", *GROUPS):
            action = menu.addAction(group_name(name) if name else tr(Message("No groups")))
            action.setCheckable(True)
            action.setChecked(name == self._group)
            action.triggered.connect(lambda _=False, name=name: self.group_chosen.emit(name))
        return menu

    def show_column_count(self, shown: int, offered: int) -> None:
        """Columns 10/24."""
        self.columns.setText(f"{tr(Message('Columns'))}  {shown}/{offered}")

    def _open_menu(self, anchor: QWidget, only: str = "") -> None:
        menu = QMenu(self)
        if only in ("", "renews_within", "notice_within"):
            for name, text in (("renews_within", Message("Renews in")), ("notice_within", Message("Notice in"))):
                if only in ("", name):
                    self._add_days(menu if only else menu.addMenu(tr(text)), name)
        for name, text in CHOICE_NAMES.items():
            if only in ("", name) and self._values.get(name):
                self._add_choices(menu if only else menu.addMenu(tr(text)), name)
        if not menu.isEmpty():
            # Deferred: the click that asked for it is still being delivered.
            QTimer.singleShot(0, lambda: menu.popup(anchor.mapToGlobal(anchor.rect().bottomLeft())))

    def _add_days(self, menu: QMenu, name: str) -> None:
        from dataclasses import replace

        for days in _DAYS:
            action = menu.addAction(tr(Message("{n} days", n=days)))
            action.setCheckable(True)
            action.setChecked(getattr(self._filter, name) == days)
            action.triggered.connect(
                lambda _=False, days=days: self.filter_changed.emit(replace(self._filter, **{name: days}))
            )

    def _add_choices(self, menu: QMenu, name: str) -> None:
        held: tuple[str, ...] = getattr(self._filter, name)
        for value in self._values[name]:
            action = QAction(choice_text(value), menu)
            action.setCheckable(True)
            action.setChecked(value in held)
            action.triggered.connect(
                lambda _=False, value=value: self.filter_changed.emit(self._filter.toggled(name, value))
            )
            menu.addAction(action)
