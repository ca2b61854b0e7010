"""Fonts by platform, with figures of equal width, at the reader's text scale."""

from __future__ import annotations

import sys
from functools import cache

from PySide6.QtGui import QFont, QFontMetrics

_FAMILIES = {
    "win32": ["Segoe UI", "Yu Gothic UI"],
    "darwin": [".AppleSystemUIFont", "Hiragino Sans"],
}
_LINUX = ["Inter", "Noto Sans", "Noto Sans CJK JP"]
NORMAL, MEDIUM, SEMIBOLD = QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold
_scale = [1.0]


def set_scale(value: float) -> None:
    """Set the text scale, 0.9 to 1.5; fonts made before keep their size."""
    _scale[0] = min(1.5, max(0.9, value))
    font.cache_clear()
    metrics.cache_clear()


def scale() -> float:
    """The text scale."""
    return _scale[0]


def scaled(pixels: float) -> int:
    """A length of the drawings at the reader's scale."""
    return round(pixels * _scale[0])


@cache
def font(pixels: float = 13, weight: QFont.Weight = NORMAL) -> QFont:
    """The font of that size (pixels at 100%) and weight. Shared: do not change it."""
    made = QFont()
    made.setFamilies(_FAMILIES.get(sys.platform, _LINUX))
    # Qt takes whole pixels only; half sizes go through points at 96 dpi where they make a difference.
    made.setPixelSize(max(10, round(pixels * _scale[0])))
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


@cache
def metrics(pixels: float = 13, weight: QFont.Weight = NORMAL) -> QFontMetrics:
    """The metrics of that font."""
    return QFontMetrics(font(pixels, weight))


def base_font() -> QFont:
    """The font of the application."""
    return font(13)
