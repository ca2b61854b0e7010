"""The middle of the QBR page: one slide large, all of them small, the speaker notes, and what has no slide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from csdesk.desktop.fonts import SEMIBOLD, font, scaled
from csdesk.desktop.pages.qbr_sections import INTERNAL, section_name
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button, icon_button
from csdesk.desktop.widgets.labels import ElidedLabel, label, line
from csdesk.desktop.widgets.slide_painting import draw_slide
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.publish.preview import Preview, PreviewedSlide

_ACROSS, _GAP = 4, 14
_TYPING_ENDED = 700  # milliseconds without a key


class SlideView(QWidget):
    """A slide at whatever size it is given."""

    chosen = Signal(str)

    def __init__(self, *, small: bool = False) -> None:
        super().__init__()
        self._small = small
        self._slide: PreviewedSlide | None = None
        self._inches = 13.333
        self._picture = QPixmap()  # the slide as drawn: laying its texts out takes longer than a frame
        self.current = False
        if small:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_slide(self, slide: PreviewedSlide, inches: float) -> None:
        """Show another slide."""
        self._slide, self._inches, self._picture = slide, inches, QPixmap()
        self.setAccessibleName(f"{section_name(slide.code)}: {slide.title}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet and its edge."""
        painter = QPainter(self)
        sheet = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._slide is not None:
            painter.drawPixmap(0, 0, self._drawn(self._slide, sheet))
        chosen = self.current or (self._small and self.hasFocus())
        painter.setPen(QPen(colour("accent" if chosen else "line_2"), 2 if chosen else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(sheet.adjusted(0.5, 0.5, -0.5, -0.5) if chosen else sheet)

    def _drawn(self, slide: PreviewedSlide, sheet: QRectF) -> QPixmap:
        ratio = self.devicePixelRatioF()
        size = (QSizeF(self.size()) * ratio).toSize()
        if self._picture.size() != size:
            self._picture = QPixmap(size)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._picture)
            draw_slide(painter, slide.marks, sheet, self._inches)
            painter.end()
        return self._picture

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a small one shows it large."""
        if self._slide is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(self._slide.code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """So does Enter."""
        if self._slide is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._slide.code)
        else:
            super().keyPressEvent(event)


class NotesField(QPlainTextEdit):
    """``written`` when typing pauses or the focus leaves."""

    written = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr(Message("Speaker notes")))
        self.setPlaceholderText(tr(Message("What to say with this slide")))
        self.setTabChangesFocus(True)
        self.setFont(font(13))
        self.setFixedHeight(scaled(72))
        self._kept = ""
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_ENDED)
        self._pause.timeout.connect(self.keep)
        self.textChanged.connect(self._pause.start)

    def show_notes(self, text: str) -> None:
        """Show the notes of another slide; what was typed for the last one is kept first."""
        self.keep()
        self._kept = text
        self.setPlainText(text)
        self._pause.stop()

    def keep(self) -> None:
        """Say what was typed, if it is something else than before."""
        self._pause.stop()
        if self.toPlainText() != self._kept:
            self._kept = self.toPlainText()
            self.written.emit(self._kept)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field keeps what was typed."""
        super().focusOutEvent(event)
        self.keep()


class SlideStage(QFrame):
    """``slide_shown(code)``, ``title_asked(code)`` and ``notes_written(code, text)`` say what the user does."""

    slide_shown = Signal(str)
    title_asked = Signal(str)
    notes_written = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("SubPane")
        self.shown: tuple[PreviewedSlide, ...] = ()
        self.current = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        self._area = QScrollArea(widgetResizable=True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._content())
        self._area.viewport().installEventFilter(self)
        column.addWidget(self._area, 1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(24, 10, 24, 8)
        row.setSpacing(8)
        self.account, self.place = ElidedLabel("", 13.5, SEMIBOLD, grow=False), label("", 12, tone="ink3")
        self.back = icon_button("chevron-left", Message("Previous slide"), lambda: self.step(-1), kind="normal")
        self.on = icon_button("chevron-right", Message("Next slide"), lambda: self.step(1), kind="normal")
        self.rename = button(Message("Edit title"), icon_name="pencil", clicked=self._ask_title, small=True)
        row.addWidget(self.account)
        row.addWidget(self.place)
        row.addStretch(1)
        for made in (self.back, self.on, self.rename):
            row.addWidget(made)
        return row

    def _content(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(24, 0, 24, 16)
        column.setSpacing(0)
        self.sentence = label("", 13, tone="ink2", wrap=True)
        column.addWidget(self.sentence)
        self.large = SlideView()
        column.addWidget(self.large)
        column.addSpacing(_GAP)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(scaled(8))
        self._grid.setColumnStretch(_ACROSS, 1)
        column.addLayout(self._grid)
        self.left_out = QVBoxLayout()
        self.left_out.setContentsMargins(0, 10, 0, 0)
        self.left_out.setSpacing(4)
        column.addLayout(self.left_out)
        column.addSpacing(12)
        self._rule = line()
        column.addWidget(self._rule)
        column.addSpacing(10)
        self._notes_head = QWidget()
        row = QHBoxLayout(self._notes_head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(Message("Speaker notes"), 12.5, tone="ink2"))
        row.addStretch(1)
        row.addWidget(label(Message("not on the slide; whoever gets the file can read them"), 12, tone="ink3"))
        column.addWidget(self._notes_head)
        column.addSpacing(6)
        self.notes = NotesField()
        self.notes.written.connect(lambda text: self.notes_written.emit(self.current, text))
        column.addWidget(self.notes)
        column.addStretch(1)
        self.thumbs: dict[str, SlideView] = {}
        return holder

    def show_preview(self, account: str, preview: Preview) -> None:
        """Show an account's deck; the slide on screen stays the one of its section."""
        self.notes.keep()
        self._clear()
        self._inches = preview.width
        self.shown = preview.slides
        self.account.setText(account)
        there = self._there
        for place, slide in enumerate(there):
            self._add_thumb(slide, place)
        for slide in preview.slides:
            if slide.left_out is not None:
                self.left_out.addWidget(label(slide.left_out, 12.5, tone="watch", wrap=True))
        self._set_visible(bool(there))
        self._fit()
        codes = [slide.code for slide in there]
        self.show_slide(self.current if self.current in codes else codes[min(1, len(codes) - 1)])

    @property
    def _there(self) -> list[PreviewedSlide]:
        return [slide for slide in self.shown if slide.left_out is None]

    def _add_thumb(self, slide: PreviewedSlide, place: int) -> None:
        cell = QVBoxLayout()
        cell.setSpacing(3)
        thumb = SlideView(small=True)
        thumb.show_slide(slide, self._inches)
        thumb.chosen.connect(self.show_slide)
        self.thumbs[slide.code] = thumb
        cell.addWidget(thumb)
        name = section_name(slide.code)
        said = tr(Message("{section} (internal)", section=name)) if slide.code in INTERNAL else name
        cell.addWidget(ElidedLabel(f"{place + 1}  {said}", 12.5))
        self._grid.addLayout(cell, place // _ACROSS, place % _ACROSS)

    def show_slide(self, code: str) -> None:
        """Show one slide large."""
        found = next((place for place, slide in enumerate(self._there) if slide.code == code), None)
        if found is None:
            return
        self.notes.keep()
        self.current = code
        slide, total = self._there[found], len(self._there)
        self.large.show_slide(slide, self._inches)
        self.place.setText(tr(Message("preview, slide {n} of {total}", n=found + 1, total=total)))
        for other, thumb in self.thumbs.items():
            thumb.current = other == code
            thumb.update()
        self.back.setEnabled(found > 0)
        self.on.setEnabled(found + 1 < total)
        self.rename.setEnabled(code != "cover")
        self.slide_shown.emit(code)

    def step(self, by: int) -> None:
        """Show the slide before or after."""
        codes = [slide.code for slide in self._there]
        if self.current in codes and 0 <= codes.index(self.current) + by < len(codes):
            self.show_slide(codes[codes.index(self.current) + by])

    def _ask_title(self) -> None:
        self.title_asked.emit(self.current)

    def show_sentence(self, account: str, sentence: str) -> None:
        """Say why there is nothing to show."""
        self.notes.keep()
        self._clear()
        self.shown = ()
        self.account.setText(account)
        self.place.setText("")
        self.sentence.setText(sentence)
        self._set_visible(False)

    def _set_visible(self, there: bool) -> None:
        self.sentence.setVisible(not there)
        for part in (self.large, self._rule, self._notes_head, self.notes, self.back, self.on, self.rename):
            part.setVisible(there)

    def _clear(self) -> None:
        self.thumbs = {}
        for layout in (self._grid, self.left_out):
            _empty(layout)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """The slides follow the room there is."""
        if event.type() is QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The slides follow the room there is."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As wide as the pane, but no higher than leaves room for the small ones."""
        room = self._area.viewport().size()
        width = min(room.width() - 48, round(max(room.height() * 0.5, 200) * 16 / 9))
        self.large.setFixedSize(width, round(width * 9 / 16))
        small = (width - _GAP * (_ACROSS - 1)) // _ACROSS
        for thumb in self.thumbs.values():
            thumb.setFixedSize(small, round(small * 9 / 16))


def _empty(layout: QGridLayout | QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if isinstance(inner, QVBoxLayout):
            _empty(inner)
            inner.deleteLater()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
