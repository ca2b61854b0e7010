"""Charts: nine findings about the portfolio, by the renderer of the exports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from csdesk.app import exports
from csdesk.desktop.bridge import Announcement, Bridge
from csdesk.desktop.fonts import scaled
from csdesk.desktop.pages.page import Page, StatusPart
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.theme import current_theme
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import SegmentedControl, button
from csdesk.desktop.widgets.chart_tile import ChartTile, Wanted
from csdesk.desktop.widgets.labels import label, line
from csdesk.i18n import Language
from csdesk.model.messages import Message
from csdesk.model.progress import Progress

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.publish.images import WrittenCharts
    from csdesk.rules.assessment import Assessment

# The order of the design; the codes are those of csdesk.charts.catalogue.
SHOWN = (
    "arr_bridge", "nrr_grr", "renewals_by_month", "health_against_arr", "touch_tiers", "cohorts", "seats_used", "nps",
    "onboarding",
)  # fmt: skip
COLUMNS = 3
FORMATS = (
    (Message("PNG picture"), "*.png"),
    (Message("SVG drawing"), "*.svg"),
    (Message("PDF page"), "*.pdf"),
    (Message("PowerPoint"), "*.pptx"),
    (Message("Excel workbook"), "*.xlsx"),
)


class ChartsPage(Page):
    """Three by three tiles; a click shows one alone."""

    code: ClassVar[str] = "charts"
    title: ClassVar[Message] = Message("Charts")

    def __init__(self, bridge: Bridge, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(bridge, prompts, parent)
        self._workspace: Workspace | None = None
        self._assessment: Assessment | None = None
        self.top.add_action(button(Message("Export all"), "primary", "download", self.export))
        self.body.addWidget(self._choices())
        self.body.addWidget(line())
        self.stack = QStackedWidget()
        self.tiles = {code: self._tile(code) for code in SHOWN}
        self.stack.addWidget(self._grid())
        self.alone = QFrame()
        self._alone_column = QVBoxLayout(self.alone)
        self._alone_column.setContentsMargins(20, 12, 20, 12)
        back = button(Message("All charts"), "link", "arrow-left", self.show_all)
        self._alone_column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        self._large: ChartTile | None = None
        self.stack.addWidget(self.alone)
        self.body.addWidget(self.stack, 1)

    def _choices(self) -> QWidget:
        bar = QFrame()
        bar.setFixedHeight(scaled(42))
        row = QHBoxLayout(bar)
        row.setContentsMargins(20, 0, 16, 0)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(label(Message("Language"), 12, tone="ink2"))
        self.spoken = SegmentedControl((("en", "English"), ("ja", "日本語")), language().code, Message("Language"))
        self.spoken.chosen.connect(lambda _: self._refresh())
        row.addWidget(self.spoken, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(12)
        row.addWidget(label(Message("Look"), 12, tone="ink2"))
        looks = (("light", Message("Light")), ("dark", Message("Dark")), ("print", Message("Print, greys")))
        self.look = SegmentedControl(looks, "dark" if current_theme().dark else "light", Message("Look"))
        self.look.chosen.connect(lambda _: self._refresh())
        row.addWidget(self.look, 0, Qt.AlignmentFlag.AlignVCenter)
        return bar

    def _tile(self, code: str) -> ChartTile:
        tile = ChartTile(code, self.bridge.jobs, native=True)
        tile.opened.connect(self.show_alone)
        tile.saved.connect(self.save)
        tile.native_asked.connect(self.save)
        return tile

    def _grid(self) -> QWidget:
        pane = QFrame()
        pane.setObjectName("ChartGrid")
        grid = QGridLayout(pane)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(1)
        for position, tile in enumerate(self.tiles.values()):
            grid.addWidget(tile, position // COLUMNS, position % COLUMNS)
        for step in range(COLUMNS):
            grid.setColumnStretch(step, 1)
            grid.setRowStretch(step, 1)
        return pane

    @staticmethod
    def prepare(assessment: Assessment) -> None:
        """What nearly every chart reads."""
        _ = (assessment.accounts, assessment.renewals)

    def show_assessment(self, workspace: Workspace, assessment: Assessment) -> None:
        """Draw the tiles of the new figures."""
        self._workspace, self._assessment = workspace, assessment
        self.top.set_meta(tr(Message("Portfolio, 12 months to {day}", day=assessment.as_of)))
        self.status_shown.emit(
            (
                StatusPart(tr(Message("{n} charts", n=len(SHOWN)))),
                StatusPart(tr(Message("Exports carry the source and the as-of date")), divided=True),
            )
        )
        self._refresh()

    def _wanted(self, code: str) -> Wanted | None:
        if self._assessment is None:
            return None
        look = self.look.current
        return Wanted(code, self._assessment, Language(self.spoken.current), "dark" if look == "dark" else "print" if look == "print" else "light")  # fmt: skip

    def _refresh(self) -> None:
        tiles = [*self.tiles.values(), *([self._large] if self._large else [])]
        for tile in tiles:
            wanted = self._wanted(tile.code)
            if wanted is not None:
                tile.show_chart(wanted)

    def show_alone(self, code: str) -> None:
        """Show one chart as large as the page."""
        if self.stack.currentWidget() is self.alone:
            return
        if self._large is not None:
            self._large.deleteLater()
        self._large = self._tile(code)
        self._alone_column.addWidget(self._large, 1)
        self.stack.setCurrentWidget(self.alone)
        wanted = self._wanted(code)
        if wanted is not None:
            self._large.show_chart(wanted)

    def show_all(self) -> None:
        """Back to the grid."""
        self.stack.setCurrentIndex(0)

    def save(self, code: str, form: str = "png") -> None:
        """Write one chart: as a picture, or as a slide or workbook with a native chart."""
        wanted, workspace = self._wanted(code), self._workspace
        if wanted is None or workspace is None:
            return
        suggested = exports.chart_file_name(code, wanted.assessment.as_of, form)
        path = self.prompts.save_as(
            Message("Save chart"), suggested, sorted(FORMATS, key=lambda kind: kind[1] != f"*.{form}")
        )
        if path is not None:
            self.bridge.jobs.run(
                lambda: exports.write_chart(workspace, code, path, wanted.language, wanted.look),
                done=lambda _: self.bridge.announced.emit(Announcement(Message("Chart saved to {path}", path=str(path)))),
                title=Message("Saving chart"),
            )  # fmt: skip

    def export(self) -> None:
        """Write all charts into a folder, as pictures."""
        workspace = self._workspace
        folder = self.prompts.choose_folder(Message("Export all charts"))
        if folder is None or workspace is None:
            return
        spoken = Language(self.spoken.current)

        def work(progress: Progress) -> WrittenCharts:
            return exports.write_charts(workspace, folder, "png", spoken, progress)

        self.bridge.jobs.run(work, done=self._exported, title=Message("Saving charts"), watched=True)

    def _exported(self, written: WrittenCharts) -> None:
        folder = str(written.paths[0].parent) if written.paths else ""
        self.bridge.announced.emit(
            Announcement(Message("{n} charts saved in {folder}", n=len(written.paths), folder=folder))
        )

    def panes(self) -> Sequence[QWidget]:
        """The tiles."""
        return tuple(self.tiles.values())
