"""The hours of each CSM on the settings page, and who the person at this computer is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QRadioButton, QWidget

from csdesk.desktop.own_person import say_who_i_am
from csdesk.desktop.pages.settings_desk import SettingsDesk
from csdesk.desktop.pages.settings_fields import ValueField
from csdesk.desktop.pages.settings_grid import LineGrid
from csdesk.desktop.pages.settings_values import read_value
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.labels import ElidedLabel
from csdesk.model.fields import record_type
from csdesk.model.messages import Message
from csdesk.model.policy_catalogue import HOURS
from csdesk.model.policy_settings import Setting

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace

FIELDS = ("hours", "programme_hours")
_NOTE = Message("Hours a month")


def _setting(name: str) -> Setting:
    label = Message(record_type("person").field(name).label)
    return Setting(f"person.{name}", label, _NOTE, "number", HOURS, high=744, open_ended=True)


class HoursTable(LineGrid):
    """One line a CSM: hours a month, hours of one-to-many work, and whether that is oneself."""

    def __init__(self, desk: SettingsDesk) -> None:
        super().__init__(
            Message("Hours of each CSM"),
            Message("Hours a month; empty counts as full-time. Programme hours go into one-to-many work."),
            (Message("CSM"), Message("Hours"), Message("Programme hours"), Message("Me")),
        )
        self._desk = desk

    def show_book(self, workspace: Workspace, *, enabled: bool) -> None:
        """Show the CSMs of the accounts and those whose hours are known."""
        from csdesk.app.edits import plain_value
        from csdesk.app.own_person import own_name

        people = workspace.frame("person").dropna(subset=["name"])
        known = {
            str(name): (hours, programme)
            for name, hours, programme in people[["name", *FIELDS]].itertuples(index=False, name=None)
        }
        accounts = workspace.frame("account")
        served = accounts.loc[~accounts["archived"].fillna(value=False).astype(bool), "csm"]
        names = sorted({*known, *(str(name) for name in served.dropna().unique())})
        if tuple(names) != tuple(self.lines):
            self.set_lines({name: self._line(name) for name in names})
        me = own_name(workspace)
        full = f"{workspace.policies.touch.full_time_hours:g}"
        for name in names:
            _, hours, programme, mine = self.lines[name]
            for field, held in zip((hours, programme), known.get(name, (None, None)), strict=True):
                value = plain_value(held)
                if isinstance(field, ValueField):
                    field.show_text(f"{value:.10g}" if isinstance(value, float) else "")
            if isinstance(hours, ValueField):
                hours.setPlaceholderText(full)
            if isinstance(mine, QRadioButton):
                mine.setChecked(name == me)
            for widget in (hours, programme, mine):
                widget.setEnabled(enabled)

    def _line(self, name: str) -> tuple[QWidget, ...]:
        shown = ElidedLabel(name, 12.5, grow=False)
        fields = []
        for part, text in zip(FIELDS, (Message("Hours of {csm}", csm=name), Message("Programme hours of {csm}", csm=name)), strict=True):  # fmt: skip
            setting = _setting(part)
            field = ValueField(tr(text), lambda typed, setting=setting: read_value(setting, typed, ""))  # type: ignore[misc]
            field.refused.connect(self.say)
            fields.append(field)
        for position, field in enumerate(fields):
            field.taken.connect(lambda value, position=position, field=field: self._write(name, position, value, field))
        mine = QRadioButton()
        mine.setAccessibleName(tr(Message("I am {name}", name=name)))
        mine.setMinimumSize(26, 26)
        mine.clicked.connect(lambda: say_who_i_am(self._desk.bridge, name))
        return shown, *fields, mine

    def _write(self, name: str, position: int, value: float | None, field: ValueField) -> None:
        from csdesk.app.touch_edits import set_hours

        def work(workspace: Workspace) -> object:
            people = workspace.frame("person")
            held = people.loc[(people["name"] == name).fillna(value=False).astype(bool), list(FIELDS)]
            now = [
                None if len(held) == 0 or held[part].isna().iloc[0] else float(held[part].iloc[0]) for part in FIELDS
            ]
            now[position] = value
            return workspace.apply(set_hours(workspace, name, *now))

        self.say(None)
        self._desk.write(work, field.refuse)  # type: ignore[arg-type]
