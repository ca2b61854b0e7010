"""The first tab of the account page: health, revenue with seats, plan, contracts, and what was said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from csdesk.desktop import account_forms
from csdesk.desktop.account_story import AccountStory
from csdesk.desktop.bridge import Announcement, Bridge
from csdesk.desktop.fonts import scaled
from csdesk.desktop.pages.account_health import HealthColumn
from csdesk.desktop.pages.account_middle import ContractsSection, PlanSection
from csdesk.desktop.pages.account_voices import VoicesColumn
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.theme import current_theme
from csdesk.desktop.translation import language
from csdesk.desktop.widgets.chart_tile import ChartTile, Wanted
from csdesk.desktop.widgets.labels import line
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.charts.style import Look
    from csdesk.rules.assessment import Assessment

GROWTH = "account_growth"
PICTURES = ((Message("PNG picture"), "*.png"), (Message("SVG drawing"), "*.svg"))


class Overview(QWidget):
    """Three columns, made anew for each account. ``source_asked(component)``; ``tab_asked(code)`` by "all" links."""

    source_asked = Signal(str)
    tab_asked = Signal(str)

    def __init__(self, bridge: Bridge, prompts: Prompts, story: AccountStory, assessment: Assessment) -> None:
        super().__init__()
        self._bridge, self._prompts, self._story, self._assessment = bridge, prompts, story, assessment
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        models, name = assessment.policies.health, story.details.row.get("health_model")
        health = HealthColumn(story, next((model for model in models if model.name == name), models[0]))
        health.source_asked.connect(self.source_asked)
        left = _scrolling(health)
        left.setFixedWidth(scaled(420))
        row.addWidget(left)
        row.addWidget(line(vertical=True))
        middle = _scrolling(self._middle())
        middle.setMinimumWidth(scaled(400))
        row.addWidget(middle, 1)
        row.addWidget(line(vertical=True))
        voices = VoicesColumn(story)
        voices.all_asked.connect(self.tab_asked)
        right = _scrolling(voices)
        right.setMinimumWidth(scaled(240))
        right.setMaximumWidth(scaled(358))
        row.addWidget(right, 1)

    def _middle(self) -> QWidget:
        story, currency = self._story, self._assessment.policies.revenue.currency
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        look: Look = "dark" if current_theme().dark else "light"
        self.chart = ChartTile(GROWTH, self._bridge.jobs)
        self.chart.setFixedHeight(scaled(272))
        self.chart.show_chart(Wanted(GROWTH, self._assessment, language(), look, story.details.key))
        self.chart.saved.connect(lambda _: self._save_chart())
        chart = QHBoxLayout()
        chart.setContentsMargins(4, 2, 4, 2)
        chart.addWidget(self.chart)
        column.addLayout(chart)
        column.addWidget(line())
        plan = PlanSection(story, self._assessment.as_of)
        plan.all_asked.connect(partial(self.tab_asked.emit, "plan"))
        column.addWidget(plan)
        column.addWidget(line())
        key = story.details.key
        contracts = ContractsSection(
            story, currency,
            lambda contract: account_forms.edit_contract(self._bridge, self._prompts, contract),
            lambda contract: account_forms.delete_contract(self._bridge, contract),
            lambda contract: account_forms.archive_contract(self._bridge, contract),
            lambda: account_forms.new_contract(self._bridge, self._prompts, key),
        )  # fmt: skip
        contracts.all_asked.connect(partial(self.tab_asked.emit, "contracts"))
        column.addWidget(contracts)
        column.addStretch(1)
        return pane

    def _save_chart(self) -> None:
        """Write the chart to a picture, in the look of paper on white."""
        workspace = self._bridge.workspace
        if workspace is None:
            return
        name = str(self._story.details.row.get("name") or "")
        suggested = f"{self._assessment.as_of.isoformat()}_{name}.png"
        path = self._prompts.save_as(Message("Save chart"), suggested, PICTURES)
        if path is None:
            return
        assessment, spoken, key = self._assessment, language(), self._story.details.key

        def work() -> None:
            from csdesk.charts.catalogue import DRAWING, draw

            with DRAWING:
                draw(GROWTH, assessment, spoken, account_key=key).savefig(path)

        said = Announcement(Message("Chart saved to {path}", path=str(path)))
        self._bridge.jobs.run(work, done=lambda _: self._bridge.announced.emit(said), title=Message("Drawing charts"))


def _scrolling(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    return area
