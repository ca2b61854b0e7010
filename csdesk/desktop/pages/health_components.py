"""The components of a health model, one row each: weight, marks, how many accounts have data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from csdesk.app.health_draft import HealthDraft
from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.icons import icon, icon_pixmap
from csdesk.desktop.pages.health_fields import MarkField, NumberField, WeightSlider, set_marked
from csdesk.desktop.pages.health_values import ICONS, metric_help, metric_text
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button, icon_button
from csdesk.desktop.widgets.figures import Bar
from csdesk.desktop.widgets.labels import label, set_tone
from csdesk.model.messages import Message
from csdesk.model.policies import HealthComponent

_NAME, _SLIDER, _WEIGHT, _MARK, _DATA = 156, 108, 38, 62, 82
WAS = 66  # what a narrow window does without
_LITTLE_DATA = 0.75
_METHODS = {
    "bands": Message("Points by steps"),
    "manual": Message("1 to 5"),
    "age_bands": Message("Points by age of the customer"),
}


class ComponentRow(QFrame):
    """One component. ``weight_moved(value)``, ``mark_moved(name, value)``, ``lock_turned(on)``, ``edit_asked``, ``remove_asked``."""

    weight_moved = Signal(float)
    mark_moved = Signal(str, float)
    lock_turned = Signal(bool)
    edit_asked = Signal()
    remove_asked = Signal()

    def __init__(self, component: HealthComponent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code, self.method = component.metric, component.method
        self._changed = False
        self.setFixedHeight(scaled(40))
        name = metric_text(component.metric)
        self.slider = WeightSlider(tr(Message("Weight of {component}", component=name)), self)  # takes the focus first
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 10, 1)
        row.setSpacing(0)
        mark = QLabel()
        mark.setPixmap(icon_pixmap(ICONS.get(self.code, "activity"), "ink_2", scaled(15), self.devicePixelRatioF()))
        row.addWidget(mark)
        row.addSpacing(3)
        self.name = button(name, "name", clicked=self.edit_asked.emit)
        self.name.setFixedWidth(scaled(_NAME - 18))
        self.name.setToolTip(metric_help(component.metric))
        self.name.setAccessibleDescription(metric_help(component.metric))
        row.addWidget(self.name)
        self.lock = _lock_button(name)
        self.lock.toggled.connect(self._turn_lock)
        row.addWidget(self.lock)
        self.slider.setFixedWidth(scaled(_SLIDER))
        self.slider.valueChanged.connect(lambda value: self.weight_moved.emit(float(value)))
        row.addWidget(self.slider)
        row.addSpacing(6)
        self.weight = NumberField(tr(Message("Weight of {component}", component=name)), _WEIGHT)
        self.weight.changed.connect(self.weight_moved)
        row.addWidget(self.weight)
        self.was = label("", 12, tone="ink2")
        self.was.setFixedWidth(scaled(WAS))
        self.was.setContentsMargins(7, 0, 0, 0)
        row.addWidget(self.was)
        row.addStretch(1)
        self.zero, self.full, self.steps = self._marks(row, name)
        row.addSpacing(14)
        self.bar = Bar(34, 5)
        row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        self.share = label("", 12.5, tone="ink2")
        self.share.setFixedWidth(scaled(_DATA - 34))
        self.share.setContentsMargins(8, 0, 0, 0)
        row.addWidget(self.share)
        self.more = icon_button("ellipsis", Message("More about {component}", component=name), self._menu)
        row.addWidget(self.more)
        for before, after in ((self.name, self.lock), (self.lock, self.slider), (self.slider, self.weight)):
            QWidget.setTabOrder(before, after)

    def _marks(self, row: QHBoxLayout, name: str) -> tuple[MarkField | None, MarkField | None, QPushButton | None]:
        if self.method in _METHODS:
            steps = button(_METHODS[self.method], "link", clicked=self.edit_asked.emit, small=True)
            steps.setFixedWidth(scaled(_MARK * 2 + 12))
            row.addWidget(steps)
            return None, None, steps
        zero = MarkField(tr(Message("Zero mark of {component}", component=name)), self.code)
        full = MarkField(tr(Message("Full mark of {component}", component=name)), self.code)
        for field, mark in ((zero, "zero"), (full, "full")):
            field.changed.connect(partial(self.mark_moved.emit, mark))
            row.addWidget(field)
            if mark == "zero":
                row.addSpacing(12)
        return zero, full, None

    def set_narrow(self, narrow: bool) -> None:
        """A shorter slider, and no word on what the weight was: the mark on the track says it."""
        self.was.setVisible(not narrow)
        self.slider.setFixedWidth(scaled(_SLIDER - 24 if narrow else _SLIDER))

    def _turn_lock(self, on: bool) -> None:
        self.lock.setIcon(icon("lock" if on else "lock-open", "ink" if on else "ink_3", scaled(13)))
        self.lock_turned.emit(on)

    def _menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr(Message("Edit component…")), self.edit_asked.emit)
        text = Message("Unlock the weight") if self.lock.isChecked() else Message("Lock the weight")
        menu.addAction(tr(text), self.lock.toggle)
        menu.addAction(tr(Message("Remove component")), self.remove_asked.emit)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def show_component(
        self, component: HealthComponent, was: HealthComponent | None, scale: int, share: float | None, *, locked: bool
    ) -> None:  # fmt: skip
        """Show the component beside its live form; ``share`` of the accounts it concerns have data."""
        moved = was is None or round(was.weight) != round(component.weight)
        marks = was is None or (was.zero, was.full, was.bands) != (component.zero, component.full, component.bands)
        self.slider.show_weight(component.weight, was.weight if was is not None else None, scale)
        self.weight.show_value(component.weight)
        self.was.setText("" if was is None or not moved else tr(Message("was {n}", n=round(was.weight))))
        for field, value in ((self.zero, component.zero), (self.full, component.full)):
            if field is not None:
                field.show_value(value)
        set_marked(self.weight, moved)
        for field, name in ((self.zero, "zero"), (self.full, "full")):
            if field is not None:
                set_marked(field, was is None or getattr(was, name) != getattr(component, name))
        self.lock.blockSignals(True)
        self.lock.setChecked(locked)
        self.lock.setIcon(icon("lock" if locked else "lock-open", "ink" if locked else "ink_3", scaled(13)))
        self.lock.blockSignals(False)
        little = share is not None and share < _LITTLE_DATA
        self.bar.set_share(share or 0.0, "watch_fill" if little else "c6")
        self.share.setText("" if share is None else language().percent(share))
        set_tone(self.share, "watch" if little else "ink2")
        self.share.setToolTip(tr(Message("No account has data: the component is left out, it never counts as zero.")) if share == 0 else "")  # fmt: skip
        if self._changed != (moved or marks):
            self._changed = moved or marks
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground of a changed row, and the line below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("sel" if self._changed else "bg"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour("sel_line" if self._changed else "line"))


def _lock_button(name: str) -> QPushButton:
    made = icon_button("lock-open", Message("Lock the weight of {component}", component=name))
    made.setCheckable(True)
    made.setFixedWidth(scaled(20))
    return made


class ComponentHead(QFrame):
    """The names of the columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("SubPane")
        self.setFixedHeight(scaled(30))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 10, 0)
        row.setSpacing(0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for text, width in ((Message("Metric"), _NAME + 20), (Message("Weight"), _SLIDER)):
            head = label(text, 12, tone="ink2")
            head.setFixedWidth(scaled(width))
            row.addWidget(head)
        row.addStretch(1)
        for text, width, alignment in (
            (Message("Zero marks"), _MARK + 12, right),
            (Message("Full marks"), _MARK + 12, right),
            (Message("Data present"), _DATA + 14 + 28, None),
        ):
            head = label(text, 12, tone="ink2")
            head.setFixedWidth(scaled(width))
            if alignment is not None:
                head.setAlignment(alignment)
            else:
                head.setContentsMargins(14, 0, 0, 0)
            row.addWidget(head)


class ComponentList(QWidget):
    """All rows. Signals carry the position of the component first."""

    weight_moved = Signal(int, float)
    mark_moved = Signal(int, str, float)
    lock_turned = Signal(int, bool)
    edit_asked = Signal(int)
    remove_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ComponentRow] = []
        self._narrow = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(ComponentHead())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_draft(self, draft: HealthDraft, shares: Mapping[int, float], *, editable: bool) -> None:
        """Show the components; rows are made anew only where there are others than before."""
        components = draft.model.components
        if [(row.code, row.method) for row in self.rows] != [(c.metric, c.method) for c in components]:
            self._make(components)
        scale = 40 if max((c.weight for c in components), default=0) <= 40 else 100
        for at, (row, component) in enumerate(zip(self.rows, components, strict=True)):
            row.show_component(component, draft.was(at), scale, shares.get(at), locked=at in draft.locked)
            for widget in (row.slider, row.weight, row.zero, row.full, row.lock, row.more, row.steps):
                if widget is not None:
                    widget.setEnabled(editable)

    def set_narrow(self, narrow: bool) -> None:
        """Leave out what the weights were, or show it again."""
        self._narrow = narrow
        for row in self.rows:
            row.set_narrow(narrow)

    def _make(self, components: tuple[HealthComponent, ...]) -> None:
        for row in self.rows:
            row.hide()
            self._column.removeWidget(row)
            row.deleteLater()
        self.rows = []
        for at, component in enumerate(components):
            row = ComponentRow(component)
            row.set_narrow(self._narrow)
            row.weight_moved.connect(partial(self.weight_moved.emit, at))
            row.mark_moved.connect(partial(self.mark_moved.emit, at))
            row.lock_turned.connect(partial(self.lock_turned.emit, at))
            row.edit_asked.connect(partial(self.edit_asked.emit, at))
            row.remove_asked.connect(partial(self.remove_asked.emit, at))
            self._column.addWidget(row)
            self.rows.append(row)


class WeightSum(QLabel):
    """What the weights add up to, on a tint."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(label("", 12, SEMIBOLD).font())
        self.setContentsMargins(8, 2, 8, 2)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def show_sum(self, total: float) -> None:
        """Green at 100, else red."""
        good = round(total) == 100
        self.setText(language().number(total))
        set_tone(self, "ok" if good else "risk")
        self.setProperty("good", good)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tint under the number."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("ok_tint" if self.property("good") else "risk_tint"))
        painter.drawRoundedRect(self.rect(), 4, 4)
        painter.end()
        super().paintEvent(event)
