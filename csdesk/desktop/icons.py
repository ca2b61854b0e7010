"""Icons: Lucide drawings in any colour and size, sharp on any screen.

The package that holds the drawings takes 75 ms to import, so each drawing that was
used once is kept in the user's cache folder and the package is only asked for new ones.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from platformdirs import user_cache_path
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from csdesk.desktop.theme import current_theme
from csdesk.resources import resource_path

STROKE = 1.6


@cache
def _cache_file() -> Path:
    """The file of drawings for this version of the package, told apart by when it was installed."""
    spec = find_spec("lucide")
    installed = int(Path(spec.origin).stat().st_mtime) if spec and spec.origin else 0
    return user_cache_path("CSDesk", appauthor=False) / f"icons-{installed}.json"


@cache
def _kept() -> dict[str, str]:
    try:
        kept: dict[str, str] = json.loads(_cache_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept


def _template(name: str) -> str:
    """The drawing of that name, with ``currentColor`` for its strokes.

    Raises:
        KeyError: there is no such drawing.
    """
    kept = _kept()
    if name not in kept:
        from lucide import lucide_icon

        svg: str = lucide_icon(name)
        if "<path" not in svg and "<circle" not in svg and "<rect" not in svg and "<line" not in svg:
            raise KeyError(name)
        kept[name] = re.sub(r'stroke-width="[^"]*"', f'stroke-width="{STROKE * 24 / 18:.2f}"', svg)
        _keep(kept)
    return kept[name]


def _keep(kept: dict[str, str]) -> None:
    file = _cache_file()
    beside = file.with_suffix(".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(kept), encoding="utf-8")
        beside.replace(file)
    except OSError:
        return  # a cache folder that cannot be written only costs time


def _rendered(svg: str, width: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(width * ratio), round(width * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@cache
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    return _rendered(_template(name).replace("currentColor", colour), size, ratio)


def icon_pixmap(name: str, token: str = "ink_2", size: int = 16, ratio: float = 1.0) -> QPixmap:
    """A Lucide drawing in the colour of a design token, for painting."""
    return _pixmap(name, current_theme().tokens[token], size, ratio)


@cache
def _icon(name: str, colour: str, off: str, size: int, gap: int) -> QIcon:
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(_widened(_pixmap(name, colour, size, ratio), gap), QIcon.Mode.Normal)
        made.addPixmap(_widened(_pixmap(name, off, size, ratio), gap), QIcon.Mode.Disabled)
    return made


def _widened(drawing: QPixmap, gap: int) -> QPixmap:
    if not gap:
        return drawing
    ratio = drawing.devicePixelRatio()
    wider = QPixmap(drawing.width() + round(gap * ratio), drawing.height())
    wider.setDevicePixelRatio(ratio)
    wider.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wider)
    painter.drawPixmap(0, 0, drawing)
    painter.end()
    return wider


def icon(name: str, token: str = "ink_2", size: int = 16, gap: int = 0) -> QIcon:
    """A Lucide drawing for a button, in the colour of a design token; ``gap`` is empty room at its right."""
    tokens = current_theme().tokens
    return _icon(name, tokens[token], tokens["ink_dis"], size, gap)


def app_mark(size: int = 30, ratio: float = 2.0) -> QPixmap:
    """The program's own mark."""
    file = "csdesk-dark.svg" if current_theme().dark else "csdesk.svg"
    return _rendered(resource_path("icons", file).read_text(encoding="utf-8"), size, ratio)
