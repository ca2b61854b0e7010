"""Settings: what this computer prefers, and every value of the book that changes a result."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListWidget, QScrollArea, QVBoxLayout, QWidget

from csdesk.app.preferences import Preferences
from csdesk.desktop.bridge import Bridge
from csdesk.desktop.fonts import font, scaled
from csdesk.desktop.pages.page import Page, StatusPart
from csdesk.desktop.pages.settings_desk import SettingsDesk
from csdesk.desktop.pages.settings_fields import SettingRow, ValueField, error_text
from csdesk.desktop.pages.settings_rows import SectionRows
from csdesk.desktop.pages.settings_section import Section
from csdesk.desktop.pages.settings_sections import SECTIONS, SectionEntry, section_of
from csdesk.desktop.pages.settings_values import effects_text
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.shell.palette import folded
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.labels import label, line
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.policy_effects import Effect
    from csdesk.app.workspace import Workspace
    from csdesk.desktop.jobs import Job
    from csdesk.model.policy_settings import SettingValue
    from csdesk.rules.assessment import Assessment

WIDE = 860  # pixels: longer lines are hard to read


@runtime_checkable
class PreferencesWindow(Protocol):
    """What the section of this computer needs of the window."""

    preferences: Preferences

    def use_preferences(self, preferences: Preferences) -> None:
        """Put other preferences into force and keep them."""


class SettingsPage(Page):
    """One section at a time, or what a search finds in all of them."""

    code: ClassVar[str] = "settings"
    title: ClassVar[Message] = Message("Settings")

    def __init__(self, bridge: Bridge, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(bridge, prompts, parent)
        self.desk = SettingsDesk(bridge)
        self._trial: Job[tuple[Effect, ...]] | None = None
        self._made = SectionRows(self.desk, self)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.body.addLayout(row)
        row.addWidget(self._side())
        row.addWidget(line(vertical=True))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.addWidget(self.area, 1)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(28, 18, 28, 18)
        column.setSpacing(0)
        self.locked = label(Message("This book is open for reading only; its settings cannot be changed."), 12.5, tone="watch")  # fmt: skip
        self.locked.hide()
        column.addWidget(self.locked)
        self.sections = {entry.code: Section(entry, self._rows) for entry in SECTIONS}
        for section in self.sections.values():
            section.setMaximumWidth(scaled(WIDE))
            section.hide()
            column.addWidget(section)
        self.nothing = label("", 12.5, tone="ink2")
        self.nothing.hide()
        column.addWidget(self.nothing)
        column.addStretch(1)
        self.area.setWidget(holder)
        self.names.currentRowChanged.connect(self._choose)
        self.names.setCurrentRow(1)

    def _side(self) -> QWidget:
        side = QFrame()
        side.setObjectName("SubPane")
        side.setFixedWidth(scaled(220))
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 14, 12, 12)
        column.setSpacing(10)
        self.finder = QLineEdit()
        self.finder.setFont(font(12.5))
        self.finder.setPlaceholderText(tr(Message("Search in settings")))
        self.finder.setAccessibleName(tr(Message("Search in settings")))
        self.finder.setClearButtonEnabled(True)
        self.finder.textChanged.connect(self._show_sections)
        column.addWidget(self.finder)
        self.names = QListWidget()
        self.names.setAccessibleName(tr(Message("Sections")))
        self.names.setFont(font(13))
        self.names.setStyleSheet("background: transparent;")
        self.names.addItems([tr(entry.title) for entry in SECTIONS])
        column.addWidget(self.names, 1)
        return side

    def _rows(self, entry: SectionEntry) -> Sequence[QWidget]:
        rows = self._made.rows(entry)
        for row in rows:
            if isinstance(row, SettingRow):
                row.wanted.connect(partial(self._want, row))
                row.tried.connect(partial(self._try, row))
                row.forgotten.connect(self._forget)
        return rows

    # What is on screen.

    @staticmethod
    def prepare(assessment: Assessment) -> None:
        """The figures that effects are told in, the small tables, and the lists there are to choose from."""
        from csdesk.app.policy_edits import known_countries, known_zones
        from csdesk.app.policy_effects import PARTS, measured

        known_countries(language().code)
        known_zones()
        for record in ("rate", "person", "target"):
            assessment.frames.frame(record)
        with suppress(CSDeskError):  # without an exchange rate there are no figures yet, and here it is entered
            for part in PARTS:
                measured(assessment, part)

    def show_assessment(self, workspace: Workspace, assessment: Assessment) -> None:
        """Show the values of the book."""
        self.locked.setVisible(workspace.read_only)
        self._made.take(workspace, assessment)
        self._show_sections()
        self.status_shown.emit((StatusPart(tr(Message("Each change is one step to undo"))),))

    def _choose(self, _: int) -> None:
        if self.finder.text():
            self.finder.clear()  # shows the sections anew
        else:
            self._show_sections()
        self.area.verticalScrollBar().setValue(0)

    def _show_sections(self) -> None:
        wanted = folded(self.finder.text().strip())
        current = SECTIONS[max(0, self.names.currentRow())].code
        found = 0
        for code, section in self.sections.items():
            here = section.holds(wanted) if wanted else code == current
            if here and self._made.ready:
                section.fill()
                here = section.show_found(wanted) > 0
                self._made.show_rows(section.rows)
            section.setVisible(here)
            found += here
        self.nothing.setText("" if found else tr(Message("No setting is called “{text}”.", text=self.finder.text())))
        self.nothing.setVisible(not found)

    def go_to(self, target: object) -> None:
        """To a section, or to the field of a setting."""
        entry = section_of(str(target))
        if entry is None:
            return
        self.finder.clear()
        self.names.setCurrentRow(SECTIONS.index(entry))
        if target != entry.code:
            QTimer.singleShot(0, partial(self._focus, str(target)))

    def row(self, code: str) -> SettingRow | None:
        """The row of a setting, once its section was shown."""
        rows = (row for section in self.sections.values() for row in section.settings)
        return next((row for row in rows if row.setting.code == code), None)

    def _focus(self, code: str) -> None:
        row = self.row(code)
        if row is not None:
            self.area.ensureWidgetVisible(row)
            row.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> Sequence[QWidget]:
        """Sections, then their fields."""
        return (self.names, self.area)

    def focus_filter(self) -> None:
        """Ctrl+F: search."""
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finder.selectAll()

    def view_state(self) -> object:
        """The section and what was searched."""
        return self.names.currentRow(), self.finder.text()

    def restore_view_state(self, state: object) -> None:
        """Back to that section."""
        if isinstance(state, tuple) and len(state) == 2:
            self.names.setCurrentRow(int(state[0]))
            self.finder.setText(str(state[1]))

    # What somebody does.

    def _want(self, row: SettingRow, value: SettingValue) -> None:
        from csdesk.app.policy_edits import changed_policies, set_setting

        workspace, code = self.bridge.workspace, row.setting.code
        if workspace is None:
            return
        try:
            changed_policies(workspace.policies, code, value)
        except CSDeskError as error:
            row.refuse(error)
            return
        if not isinstance(row.editor, ValueField) or value == row.default:
            self._try(row, value)
        self.desk.write(lambda book: set_setting(book, code, value), row.refuse)

    def _try(self, row: SettingRow, value: SettingValue) -> None:
        """Work out what would follow, off the GUI thread."""
        from csdesk.app.policy_edits import changed_policies
        from csdesk.app.policy_effects import effects

        workspace, assessment = self.bridge.workspace, self.bridge.assessment
        if workspace is None or assessment is None:
            return
        try:
            policies = changed_policies(workspace.policies, row.setting.code, value)
        except CSDeskError:
            return  # said when the field is left
        if policies == workspace.policies:
            self._forget()
            row.show_effect("")
            return
        currency = policies.revenue.currency

        def show(found: tuple[Effect, ...]) -> None:
            self._clear_effects(row)
            row.show_effect(effects_text(found, currency))

        self._trial = self.bridge.jobs.run(
            lambda: effects(assessment, policies, row.setting.part),
            done=show, failed=lambda error: row.show_effect(error_text(error)), key="setting effect",
        )  # fmt: skip

    def _forget(self) -> None:
        """What was being worked out is not wanted any more."""
        if self._trial is not None:
            self._trial.cancel()
            self._trial = None

    def _clear_effects(self, but: SettingRow) -> None:
        for section in self.sections.values():
            for row in section.settings:
                if row is not but and not row.is_wrong:
                    row.show_effect("")

    def use_preferences(self, preferences: Preferences) -> None:
        """Put other preferences into force; the page is built anew by it, so not before its buttons are done."""
        window = self.window()
        if isinstance(window, PreferencesWindow):
            QTimer.singleShot(0, partial(window.use_preferences, preferences))

    @property
    def preferences(self) -> Preferences:
        """Those in force."""
        window = self.window()
        return window.preferences if isinstance(window, PreferencesWindow) else Preferences()
