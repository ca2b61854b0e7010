"""A chart on the screen: drawn off the GUI thread by the renderer of the exports, shown as sharp pixels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSizePolicy, QWidget

from csdesk.desktop.fonts import font
from csdesk.desktop.jobs import JobRunner
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import icon_button
from csdesk.i18n import Language
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.charts.style import Look
    from csdesk.rules.assessment import Assessment

DPI = 96
NATIVE = (
    ("pptx", "presentation", Message("Save as a PowerPoint slide")), ("xlsx", "table", Message("Save as an Excel workbook")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a tile is to show."""

    code: str
    assessment: Assessment
    language: Language
    look: Look
    account_key: int | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """Pixels of a chart, and its numbers as text for people who cannot see it."""

    pixels: bytes
    width: int
    height: int
    spoken: str


def draw_pixels(wanted: Wanted, width: int, height: int, ratio: float) -> Drawn:
    """Draw a chart; runs off the GUI thread."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from csdesk.charts.canvas import Picture
    from csdesk.charts.catalogue import CHARTS, DRAWING, draw, picture

    no_source = Message("")  # the status bar names the as-of date; exports carry the source
    with DRAWING:
        size = (width / DPI, height / DPI)
        figure = draw(
            wanted.code, wanted.assessment, wanted.language, wanted.look, size,
            account_key=wanted.account_key, source=no_source,
        )  # fmt: skip
        figure.set_dpi(DPI * ratio)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()  # type: ignore[no-untyped-call]
        columns, rows = canvas.get_width_height()
        pixels = bytes(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    found = picture(wanted.code, wanted.assessment, wanted.account_key)
    title = found.title if isinstance(found, Picture) else found
    return Drawn(pixels, columns, rows, f"{wanted.language.text(CHARTS[wanted.code].name)}: {wanted.language.text(title)}")  # fmt: skip


class ChartTile(QFrame):
    """One chart; under the pointer or the focus it offers Copy and Save.

    A ``native`` one can be asked for as a slide or a workbook, too: ``native_asked(code, form)``.
    """

    opened = Signal(str)
    saved = Signal(str)
    native_asked = Signal(str, str)

    def __init__(self, code: str, jobs: JobRunner, parent: QWidget | None = None, *, native: bool = False) -> None:
        super().__init__(parent)
        self.code = code
        self._jobs = jobs
        self._wanted: Wanted | None = None
        self._image: QImage | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 170)
        self._later = QTimer(self, singleShot=True, interval=80)
        self._later.timeout.connect(self._draw)
        self._tools = QFrame(self)
        self._tools.setObjectName("TileTools")
        # A long title ends below the tools rather than shining through them.
        self._tools.setStyleSheet(f"#TileTools {{ background: {colour('bg').name()}; border-radius: 6px; }}")
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(icon_button("copy", Message("Copy as a picture"), self.copy))
        row.addWidget(icon_button("download", Message("Save chart"), lambda: self.saved.emit(self.code)))
        if native:
            for form, icon_name, name in NATIVE:
                row.addWidget(icon_button(icon_name, name, partial(self.native_asked.emit, self.code, form)))
        self._tools.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)

    def sizeHint(self) -> QSize:
        """The size of a tile in the grid."""
        return QSize(440, 260)

    def show_chart(self, wanted: Wanted) -> None:
        """Show another chart, or the same of newer figures; what is on screen stays until it is drawn."""
        self._wanted = wanted
        self._later.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw again at the new size, once it has settled."""
        self._tools.adjustSize()
        self._tools.move(self.width() - self._tools.width() - 8, 6)
        if self._wanted is not None:
            self._later.start()

    def _draw(self) -> None:
        if self._wanted is None or not self.isVisible():
            return
        ratio = self.devicePixelRatioF()
        work = partial(draw_pixels, self._wanted, max(200, self.width() - 8), max(140, self.height() - 6), ratio)
        self._jobs.run(work, done=self._drawn, key=f"chart {id(self)}", title=Message("Drawing charts"))

    def showEvent(self, event: object) -> None:
        """Draw once it can be seen."""
        if self._wanted is not None and self._image is None:
            self._later.start()

    def _drawn(self, drawn: Drawn) -> None:
        image = QImage(drawn.pixels, drawn.width, drawn.height, drawn.width * 4, QImage.Format.Format_RGBA8888).copy()
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._image = image
        self.setAccessibleName(drawn.spoken)
        self.update()

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        if self._image is not None:
            QApplication.clipboard().setImage(self._image)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the pixels, or say that they are coming."""
        painter = QPainter(self)
        if self._image is not None:
            painter.drawImage(4, 3, self._image)
        else:
            painter.setPen(colour("ink_3"))
            painter.setFont(font(12))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), tr(Message("Drawing…")))
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _focus_moved(self, _: QWidget | None, to: QWidget | None) -> None:
        """The tools are there for the keyboard, too, while the focus is on the tile or on one of them."""
        inside = to is not None and (to is self or self.isAncestorOf(to))
        self._tools.setVisible(inside or self.underMouse())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Offer the tools."""
        self._tools.show()

    def leaveEvent(self, event: QEvent) -> None:
        """Put the tools away."""
        self._tools.hide()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click enlarges."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(self.code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter enlarges."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.code)
        else:
            super().keyPressEvent(event)
