"""Pictures are kept within a number of bytes; those used last stay."""

from __future__ import annotations

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from csdesk.desktop.tables.kept_pictures import KeptPictures, Picture


def picture(width: int = 10) -> Picture:
    return Picture(QPixmap(width, 10))


def test_those_not_used_for_longest_go(qapp: QApplication) -> None:
    kept = KeptPictures(1_200)  # three of 400 bytes
    for key in "abc":
        kept.keep(key, picture())
    kept.get("a")
    kept.keep("d", picture())
    assert ["b" in kept, "a" in kept, "c" in kept, "d" in kept] == [False, True, True, True]
    assert kept.bytes == 1_200


def test_one_that_is_larger_than_the_limit_stays_until_the_next(qapp: QApplication) -> None:
    kept = KeptPictures(1_000)
    kept.keep("large", picture(100))
    assert "large" in kept
    kept.keep("small", picture())
    assert (len(kept), kept.bytes) == (1, 400)


def test_cleared_pictures_take_nothing(qapp: QApplication) -> None:
    kept = KeptPictures(1_000)
    kept.keep("a", picture())
    kept.clear()
    assert (len(kept), kept.bytes, kept.get("a")) == (0, 0, None)
