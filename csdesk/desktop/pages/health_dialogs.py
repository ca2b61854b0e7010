"""What a row of the page has no room for: a component's method and condition, a model's own settings."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.pages.health_fields import MarkField
from csdesk.desktop.pages.health_values import mark_text, metric_help, metric_text, read_mark
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
from csdesk.desktop.wording import choice_text
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.policies import HealthComponent, HealthModel

METHODS = (
    ("linear", Message("A straight line between two marks")),
    ("recency", Message("Full until a day, nothing from another")),
    ("trend", Message("Change against the three periods before")),
    ("bands", Message("Points by steps")),
    ("manual", Message("A view from 1 to 5")),
    ("age_bands", Message("Seat use by the age of the customer")),
)
MISSING = (
    ("drop", Message("Leave it out and share its weight")),
    ("neutral", Message("Count 50 points")),
    ("zero", Message("Count 0 points")),
)
EVENTS = (
    ("notice_received", Message("Notice received")),
    ("payment_overdue", Message("Payment overdue")),
    ("champion_left", Message("Champion left")),
    ("escalation", Message("Escalation open")),
)
TIERS = ("high", "low", "tech")
_ANY = -1  # no limit, in a spin box


class _Dialog(QDialog):
    """Title, rows, Cancel and Save; what does not fit is said above the buttons and keeps it open."""

    def __init__(self, title: Message, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(title))
        self.setMinimumWidth(scaled(480))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(title, 16, SEMIBOLD))
        self.hint = label("", 12, tone="ink2", wrap=True)
        column.addWidget(self.hint)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(8)
        column.addLayout(self.form)
        self.error: QLabel = label("", 12, tone="risk", wrap=True)
        self.error.setVisible(False)
        column.addWidget(self.error)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(button(Message("Cancel"), clicked=self.reject))
        save = button(Message("Apply to the draft"), "primary", clicked=self.accept)
        save.setDefault(True)
        buttons.addWidget(save)
        column.addLayout(buttons)

    def row(self, caption: Message, widget: QWidget) -> None:
        """Add a line."""
        widget.setAccessibleName(tr(caption))
        self.form.addRow(label(caption, 12.5, tone="ink2"), widget)

    def check(self) -> None:
        """Raise CSDeskError where something does not fit."""

    def accept(self) -> None:
        """Close if everything fits."""
        try:
            self.check()
        except CSDeskError as found:
            self.error.setText(" ".join(tr(part) for part in (found.message, found.hint) if part is not None))
            self.error.setVisible(True)
            return
        super().accept()


def _combo(choices: tuple[tuple[str, Message], ...], current: str) -> QComboBox:
    made = QComboBox()
    for code, text in choices:
        made.addItem(tr(text), code)
    made.setCurrentIndex(max(0, made.findData(current)))
    return made


def _spin(value: int | None, first: int, last: int, nothing: Message | None = None) -> QSpinBox:
    made = QSpinBox()
    made.setRange(first if nothing is None else _ANY, last)
    if nothing is not None:
        made.setSpecialValueText(tr(nothing))
    made.setValue(_ANY if value is None else value)
    made.setFixedWidth(scaled(110))
    return made


class TierBoxes(QWidget):
    """One box a tier; none ticked means all of them."""

    def __init__(self, chosen: tuple[str, ...]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.boxes = {tier: QCheckBox(choice_text(tier)) for tier in TIERS}
        for tier, box in self.boxes.items():
            box.setChecked(tier in chosen)
            row.addWidget(box)
        row.addWidget(label(Message("none: every account"), 12, tone="ink3"))
        row.addStretch(1)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The tiers that are ticked; all three are the same as none."""
        ticked = tuple(tier for tier, box in self.boxes.items() if box.isChecked())
        return () if len(ticked) == len(TIERS) else ticked


def bands_text(component: HealthComponent) -> str:
    """Steps as they are typed: 0 → 20; 3 → 60."""
    return "; ".join(f"{mark_text(component.metric, cut)} → {points:g}" for cut, points in component.bands)


def read_bands(metric: str, text: str) -> tuple[tuple[float, float], ...]:
    """Steps that were typed.

    Raises:
        CSDeskError: a step is no pair of numbers, or they do not rise.
    """
    wrong = Message("Steps are pairs of a value and points from 0 to 100, in rising order.")
    hint = Message("Type them like 0 → 20; 3 → 60; 5 → 100.")
    found = []
    for part in unicodedata.normalize("NFKC", text).split(";"):
        sides = re.split(r"→|=>|->|:", part)
        if len(sides) != 2:
            raise CSDeskError(wrong, hint)
        found.append((read_mark(metric, sides[0]), read_mark("", sides[1])))
    cuts = [cut for cut, _ in found]
    if cuts != sorted(set(cuts)) or not all(0 <= points <= 100 for _, points in found):
        raise CSDeskError(wrong, hint)
    return tuple(found)


class ComponentDialog(_Dialog):
    """Method, marks or steps, and for whom the component counts."""

    def __init__(self, component: HealthComponent, parent: QWidget | None = None) -> None:
        super().__init__(Message("Component {component}", component=metric_text(component.metric)), parent)
        self._component = component
        self.hint.setText(metric_help(component.metric))
        self.method = _combo(METHODS, component.method)
        self.row(Message("Method"), self.method)
        self.zero = MarkField(tr(Message("Zero marks")), component.metric)
        self.full = MarkField(tr(Message("Full marks")), component.metric)
        self.zero.show_value(component.zero)
        self.full.show_value(component.full)
        for caption, field in ((Message("Zero marks"), self.zero), (Message("Full marks"), self.full)):
            field.setFixedWidth(scaled(90))
            self.row(caption, field)
        self.steps = QLineEdit(bands_text(component))
        self.steps.setPlaceholderText("0 → 20; 3 → 60; 5 → 100")
        self.row(Message("Steps"), self.steps)
        self.tiers = TierBoxes(component.touch)
        self.row(Message("Only for"), self.tiers)
        any_month = Message("any")
        self.months_from = _spin(component.months_from, 0, 120, any_month)
        self.months_to = _spin(component.months_to, 0, 120, any_month)
        self.row(Message("From month since start"), self.months_from)
        self.row(Message("Until month since start"), self.months_to)
        self.method.currentIndexChanged.connect(lambda _: self._show_fields())
        self._show_fields()

    def _show_fields(self) -> None:
        method = self.method.currentData()
        for field in (self.zero, self.full):
            field.setEnabled(method in ("linear", "recency", "trend"))
        self.steps.setEnabled(method == "bands")

    def check(self) -> None:
        """The steps must be steps, the marks two different ones."""
        made = self.component()
        if made.method in ("linear", "recency", "trend") and made.zero == made.full:
            raise CSDeskError(
                Message("The two marks are the same."), Message("Give zero and full marks at two values.")
            )

    def component(self) -> HealthComponent:
        """The component as it is edited.

        Raises:
            CSDeskError: the steps cannot be read.
        """
        method = self.method.currentData()
        first, last = self.months_from.value(), self.months_to.value()
        return replace(
            self._component, method=method, zero=self.zero.value, full=self.full.value,
            bands=read_bands(self._component.metric, self.steps.text()) if method == "bands" else self._component.bands,
            touch=self.tiers.chosen, months_from=None if first == _ANY else first,
            months_to=None if last == _ANY else last,
        )  # fmt: skip


class ModelDialog(_Dialog):
    """Name, accounts, missing data, windows and what open events do."""

    def __init__(self, model: HealthModel, parent: QWidget | None = None) -> None:
        super().__init__(Message("Model settings"), parent)
        self._model = model
        self.hint.setText(tr(Message("Of several models the first whose tiers fit scores an account.")))
        self.name = QLineEdit(model.name)
        self.row(Message("Name"), self.name)
        self.tiers = TierBoxes(model.touch)
        self.row(Message("Only for"), self.tiers)
        self.missing = _combo(MISSING, model.missing)
        self.row(Message("A missing value"), self.missing)
        self.numbers = {
            "minimum_coverage": _spin(round(model.minimum_coverage * 100), 0, 100),
            "nps_days": _spin(model.nps_days, 1, 1000),
            "ticket_days": _spin(model.ticket_days, 1, 1000),
            "view_days": _spin(model.view_days, 1, 1000),
            "overdue_cap_days": _spin(model.overdue_cap_days, 0, 1000),
            "event_days": _spin(model.event_days, 1, 1000),
        }
        captions = (
            Message("Data needed for a band, %"), Message("Days of survey answers"),
            Message("Days of tickets and features"), Message("Days a CSM's view counts"),
            Message("Days a payment may be overdue"), Message("Days an event stays open"),
        )  # fmt: skip
        for caption, spin in zip(captions, self.numbers.values(), strict=True):
            self.row(caption, spin)
        limits = (("", Message("changes nothing")), ("watch", Message("at best Watch")), ("at_risk", Message("At risk")))  # fmt: skip
        self.caps = {event: _combo(limits, dict(model.caps).get(event, "")) for event, _ in EVENTS}
        for event, text in EVENTS:
            self.row(text, self.caps[event])

    def check(self) -> None:
        """A model needs a name."""
        if not self.name.text().strip():
            raise CSDeskError(Message("A model needs a name."))

    def model(self) -> HealthModel:
        """The model as it is edited."""
        numbers: dict[str, Any] = {name: spin.value() for name, spin in self.numbers.items()}
        caps = tuple((event, box.currentData()) for event, box in self.caps.items() if box.currentData())
        return replace(
            self._model, name=self.name.text().strip(), touch=self.tiers.chosen, missing=self.missing.currentData(),
            minimum_coverage=numbers.pop("minimum_coverage") / 100, caps=caps, **numbers,
        )  # fmt: skip
