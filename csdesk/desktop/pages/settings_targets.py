"""Targets of key figures on the settings page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from csdesk.charts.words import FIGURES
from csdesk.desktop.fonts import font, scaled
from csdesk.desktop.pages.settings_desk import SettingsDesk
from csdesk.desktop.pages.settings_fields import ChoiceList, ValueField
from csdesk.desktop.pages.settings_grid import LineGrid
from csdesk.desktop.pages.settings_values import read_value
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button, icon_button
from csdesk.desktop.widgets.labels import label
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.periods import parse_period
from csdesk.model.policy_settings import Setting

if TYPE_CHECKING:
    from collections.abc import Callable

    from csdesk.app.workspace import Workspace
    from csdesk.rules.assessment import Assessment

_VALUE, _NOTE = Message("target"), Message("Targets")


class TargetsTable(LineGrid):
    """One line a figure and fiscal period."""

    def __init__(self, desk: SettingsDesk) -> None:
        super().__init__(
            Message("Targets of key figures"),
            Message("A period is written like 2026Q3, 2026H1, 2026 or 2026-10, by the fiscal year of the book."),
            (Message("Figure"), Message("Period"), Message("Target")),
        )
        self._desk = desk
        self._units: dict[str, str] = {}
        self._currency = ""
        self._unable = False  # to work figures out, and says so
        self.figure = ChoiceList(tr(Message("Figure of a new target")), 200)
        self.period, self.value = QLineEdit(), QLineEdit()
        for field, name, example in ((self.period, Message("Period of a new target"), "2026Q3"), (self.value, Message("New target"), "")):  # fmt: skip
            field.setFont(font(12.5))
            field.setAccessibleName(tr(name))
            field.setPlaceholderText(example)
            field.setFixedWidth(scaled(100))
            field.returnPressed.connect(self.add_target)
        self.unit = label("", 12.5, tone="ink2")
        self.add = button(Message("Add target"), icon_name="plus", small=True, clicked=self.add_target)
        self.figure.currentIndexChanged.connect(lambda _: self.unit.setText(self._unit_text(self.figure.currentData())))
        for widget in (self.figure, self.period, self.value, self.unit, self.add):
            self.below.addWidget(widget)
        self.below.addStretch(1)

    def show_book(self, workspace: Workspace, assessment: Assessment, *, enabled: bool) -> None:
        """Show the targets of the book."""
        self._currency = workspace.policies.revenue.currency
        try:
            self._units = {code: figure.unit for code, figure in assessment.figures().numbers.items()}
        except CSDeskError as error:
            self.say(error)
            self._unable = True
            self.enable((self.figure, self.period, self.value, self.add), enabled=False)
            return
        if self._unable:
            self.say(None)
            self._unable = False
        if self.figure.count() == 0:
            for code, name in FIGURES.items():
                if code in self._units:
                    self.figure.addItem(tr(name), code)
        frame = workspace.frame("target").dropna(subset=["figure", "period", "value"])
        values = {
            (str(figure), str(period)): float(value)
            for figure, period, value in frame[["figure", "period", "value"]].itertuples(index=False, name=None)
        }
        if tuple(sorted(values)) != tuple(self.lines):
            self.set_lines({key: self._line(*key, workspace) for key in sorted(values)})
        for key, value in values.items():
            field = self.lines[key][2]
            if isinstance(field, ValueField):
                field.show_text(f"{value * (100 if self._is_ratio(key[0]) else 1):.10g}")
        self.enable((self.figure, self.period, self.value, self.add), enabled=enabled)

    def _line(self, figure: str, period: str, workspace: Workspace) -> tuple[QWidget, ...]:
        name = tr(FIGURES[figure]) if figure in FIGURES else figure
        try:
            spoken = tr(parse_period(period, workspace.policies.calendar).label)
        except CSDeskError:
            spoken = period  # imported, and written in a way of its own
        field = ValueField(tr(Message("Target of {figure}, {period}", figure=name, period=spoken)), lambda text: self._read(figure, text))  # fmt: skip
        field.taken.connect(lambda value: self._write(figure, period, value, field.refuse))
        field.refused.connect(self.say)
        away = icon_button("x", Message("Remove the target of {figure}, {period}", figure=name, period=spoken))
        away.clicked.connect(lambda: self._write(figure, period, None, self.say))
        return label(name, 12.5), label(spoken, 12.5), field, label(self._unit_text(figure), 12.5, tone="ink2"), away

    def _is_ratio(self, figure: str) -> bool:
        return self._units.get(figure) == "ratio"

    def _unit_text(self, figure: str | None) -> str:
        unit = self._units.get(figure or "", "")
        return "%" if self._is_ratio(figure or "") else self._currency if unit == "money" else ""

    def _read(self, figure: str, text: str) -> float:
        kind = "share" if self._is_ratio(figure) else "number"
        setting = Setting("target.value", _VALUE, _NOTE, kind, low=-1e15, high=1e15)  # type: ignore[arg-type]
        value = read_value(setting, text, self._currency)
        return float(value or 0.0)

    def add_target(self) -> None:
        """Aim at what the fields say."""
        figure = str(self.figure.currentData())
        try:
            value = self._read(figure, self.value.text())
        except CSDeskError as error:
            self.say(error)
            return
        self._write(figure, self.period.text(), value, self.say, self._emptied)

    def _emptied(self) -> None:
        self.period.clear()
        self.value.clear()
        self.figure.setFocus()

    def _write(
        self, figure: str, period: str, value: float | None, failed: Callable[[CSDeskError], object],
        then: Callable[[], object] | None = None,
    ) -> None:  # fmt: skip
        from csdesk.app.target_edits import set_target

        self.say(None)
        self._desk.write(
            lambda book: book.apply(set_target(book, book.policies.calendar, figure, period, value)), failed, then
        )
