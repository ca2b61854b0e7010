"""Work on the window cut into pieces, one a turn of the event loop, so that it answers between them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

Piece = Callable[[], object]


class Turns(QObject):
    """Does one piece after the other; ``ended`` when the last is done."""

    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pieces: deque[Piece] = deque()
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._next)

    @property
    def busy(self) -> bool:
        """Whether pieces are left."""
        return bool(self._pieces)

    def start(self, pieces: Iterable[Piece]) -> None:
        """Do the first piece now and each of the others in a turn of its own; what was left of earlier ones is dropped."""
        self._pieces = deque(pieces)
        self._next()

    def _next(self) -> None:
        if self._pieces:
            mine = self._pieces
            mine[0]()
            if mine is not self._pieces:
                return  # the piece began something else
            mine.popleft()
        if self._pieces:
            self._timer.start()
        else:
            self.ended.emit()
