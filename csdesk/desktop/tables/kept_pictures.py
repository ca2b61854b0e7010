"""Pictures that are kept to be laid down again: the ones used last, within a number of bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtGui import QPixmap


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and where its corner is, from the point at which it is laid down."""

    pixels: QPixmap
    left: int = 0
    top: int = 0

    @property
    def bytes(self) -> int:
        """What it takes in memory: four bytes a pixel."""
        return self.pixels.width() * self.pixels.height() * 4


class KeptPictures:
    """Pictures by key. When they take more than ``limit`` bytes, those not used for longest go."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.bytes = 0
        self._pictures: OrderedDict[Hashable, Picture] = OrderedDict()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._pictures

    def __len__(self) -> int:
        return len(self._pictures)

    def get(self, key: Hashable) -> Picture | None:
        """The picture, which is thereby the one used last; None if it is not kept."""
        picture = self._pictures.get(key)
        if picture is not None:
            self._pictures.move_to_end(key)
        return picture

    def keep(self, key: Hashable, picture: Picture) -> None:
        """Keep a picture under a key that has none; the newest stays even where it alone is too large."""
        self._pictures[key] = picture
        self.bytes += picture.bytes
        while self.bytes > self.limit and len(self._pictures) > 1:
            self.bytes -= self._pictures.popitem(last=False)[1].bytes

    def clear(self) -> None:
        """Let all of them go."""
        self._pictures.clear()
        self.bytes = 0
