"""What stands in each section of the settings page, and how it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from csdesk.app.preferences import Preferences
from csdesk.desktop.pages.settings_computer import ComputerSettings
from csdesk.desktop.pages.settings_desk import SettingsDesk
from csdesk.desktop.pages.settings_fields import NamedCodes, SettingRow
from csdesk.desktop.pages.settings_people import HoursTable
from csdesk.desktop.pages.settings_plays import CurrencyRow, LinkRow, PlaysRow
from csdesk.desktop.pages.settings_rates import RatesTable
from csdesk.desktop.pages.settings_sections import SectionEntry
from csdesk.desktop.pages.settings_targets import TargetsTable
from csdesk.desktop.translation import language
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from csdesk.app.workspace import Workspace
    from csdesk.rules.assessment import Assessment

_TIERS = (("high", Message("High touch")), ("low", Message("Low touch")), ("tech", Message("Tech touch")))


class SettingsHost(Protocol):
    """What the rows need of the page."""

    page_opened: SignalInstance
    command_run: SignalInstance

    @property
    def preferences(self) -> Preferences:
        """Those in force."""

    def use_preferences(self, preferences: Preferences) -> None:
        """Put other preferences into force."""


class SectionRows:
    """Makes the rows of a section, and gives them the values of the book."""

    def __init__(self, desk: SettingsDesk, host: SettingsHost) -> None:
        self._desk, self._host = desk, host
        self._workspace: Workspace | None = None
        self._assessment: Assessment | None = None

    @property
    def ready(self) -> bool:
        """Whether there is something to show."""
        return self._workspace is not None

    def take(self, workspace: Workspace, assessment: Assessment) -> None:
        """Show this book from now on."""
        self._workspace, self._assessment = workspace, assessment

    def rows(self, entry: SectionEntry) -> Sequence[QWidget]:
        """The rows of a section, in reading order."""
        from csdesk.app.policy_edits import default_value, has_default

        rows: list[QWidget] = []
        said: Message | None = None
        for one in entry.settings:
            default, known = default_value(one.code, language().code), has_default(one.code)
            rows.append(SettingRow(one, default, has_default=known, has_note=one.note != said))
            said = one.note
        if entry.code == "computer":
            computer = ComputerSettings(self._host.preferences)
            computer.chosen.connect(self._host.use_preferences)
            rows.append(computer)
        elif entry.code == "revenue":
            rows += [CurrencyRow(), RatesTable(self._desk)]
        elif entry.code == "touch":
            rows.append(HoursTable(self._desk))
        elif entry.code == "plays":
            rows += [PlaysRow(tier, name, self._desk) for tier, name in _TIERS]
        elif entry.code == "renewals":
            rows.append(LinkRow(Message("Timeline of renewals…"), "calendar-clock", partial(self._host.command_run.emit, "timeline")))  # fmt: skip
        elif entry.code == "health":
            rows.append(LinkRow(Message("Open the health model"), "activity", partial(self._host.page_opened.emit, "health")))  # fmt: skip
        elif entry.code == "targets":
            rows.append(TargetsTable(self._desk))
        return rows

    def show_rows(self, rows: Sequence[QWidget]) -> None:
        """Give rows the values of the book."""
        from csdesk.app.policy_edits import known_countries, known_zones

        workspace, assessment = self._workspace, self._assessment
        if workspace is None or assessment is None:
            return
        enabled = not workspace.read_only
        for row in rows:
            if isinstance(row, SettingRow):
                if isinstance(row.editor, NamedCodes):
                    country = row.setting.code.endswith("country")
                    names = known_countries(language().code) if country else {zone: zone for zone in known_zones()}
                    row.editor.set_names(names)
                row.show_policies(workspace.policies, enabled=enabled)
            elif isinstance(row, (RatesTable, PlaysRow, HoursTable)):
                row.show_book(workspace, enabled=enabled)
            elif isinstance(row, TargetsTable):
                row.show_book(workspace, assessment, enabled=enabled)
            elif isinstance(row, CurrencyRow):
                row.value.setText(workspace.policies.revenue.currency)
