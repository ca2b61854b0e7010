"""A painter that knows the colour it paints on, and lays down as pictures what repeats from row to row.

To shape and draw a text takes ten times as long as to lay down its picture, and most
cells of a page say what others said before: dates, names of colleagues, scores, dashes.
A picture contains its ground and is laid on whole pixels of the screen only, so that a
text looks exactly as if it had been drawn there, however the platform smooths it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPaintDevice, QPainter, QPixmap

from csdesk.desktop.fonts import scale
from csdesk.desktop.tables.kept_pictures import KeptPictures, Picture
from csdesk.desktop.theme import colour, current_theme

_PIECES = KeptPictures(12_000_000)
# To make a picture takes longer than to draw once, so a piece gets one when it is drawn for the second time.
_drawn_once: set[Hashable] = set()
_MOST_DRAWN_ONCE = 5_000


class RowPainter(QPainter):
    """Paints on ``ground`` (the token of a colour), with ``ratio`` pixels of the screen to one of the layout."""

    def __init__(self, device: QPaintDevice, ratio: float) -> None:
        super().__init__(device)
        self.ground = "bg"
        self._ratio = ratio
        self._aligned = ratio == int(ratio)
        self._look = (current_theme().name, scale(), ratio)

    def lay(self, what: Hashable, rect: QRectF, ground: str = "") -> bool:
        """Lay down the picture of a piece; False where there is none, and the caller is to draw.

        Args:
            what: two pieces that say the same here look the same in a rectangle of the same size.
            rect: the room of the piece.
            ground: the token of the colour under all of it, where that is not the painter's.
        """
        x, y = rect.x(), rect.y()
        left, top = int(x), int(y)
        picture = _PIECES.get((what, ground or self.ground, rect.width(), rect.height(), self._look))
        if picture is None or left != x or top != y:
            return False
        self.drawPixmap(left + picture.left, top + picture.top, picture.pixels)
        return True

    def drawn(
        self, what: Hashable, rect: QRectF, ink: Callable[[], QRectF], draw: Callable[[QPainter], object], ground: str = ""
    ) -> None:  # fmt: skip
        """After a piece was drawn because it could not be laid: take its picture if it was drawn before.

        Args:
            what, rect, ground: as for ``lay``.
            ink: gives what the piece covers.
            draw: draws it once more.
        """
        left, top = int(rect.x()), int(rect.y())
        if not self._aligned or left != rect.x() or top != rect.y():
            return
        key = (what, ground or self.ground, rect.width(), rect.height(), self._look)
        if _drawn_before(key):
            box = ink().adjusted(-1, -1, 1, 1).toAlignedRect()
            _PIECES.keep(key, _pictured(box, left, top, ground or self.ground, self._ratio, draw))


def _drawn_before(key: Hashable) -> bool:
    if key in _drawn_once:
        _drawn_once.discard(key)
        return True
    if len(_drawn_once) >= _MOST_DRAWN_ONCE:
        _drawn_once.clear()
    _drawn_once.add(key)
    return False


def _pictured(
    box: QRect, left: int, top: int, ground: str, ratio: float, draw: Callable[[QPainter], object]
) -> Picture:
    pixels = QPixmap(box.size() * ratio)
    pixels.setDevicePixelRatio(ratio)
    pixels.fill(colour(ground))
    with QPainter(pixels) as painter:
        painter.translate(-box.x(), -box.y())
        draw(painter)
    return Picture(pixels, box.x() - left, box.y() - top)
