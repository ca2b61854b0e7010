"""How wide a text will be, measured with the fonts charts are drawn in."""

from __future__ import annotations

from functools import cache, lru_cache

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from csdesk.charts.style import families

_SIZE = 100.0  # points at which glyphs are measured; widths scale with the size


@cache
def _fonts(bold: bool, widest: bool) -> tuple[FT2Font, ...]:
    weight = "semibold" if bold else "normal"
    # DejaVu comes with matplotlib and is wider than any font a reader's program would take instead.
    names = ("DejaVu Sans", *families()) if widest else families()
    paths = [font_manager.findfont(font_manager.FontProperties(family=name, weight=weight)) for name in names]
    fonts = tuple(FT2Font(str(path)) for path in paths)
    for font in fonts:
        font.set_size(_SIZE, 72)
    return fonts


@lru_cache(maxsize=20_000)
def _glyph(character: str, bold: bool, widest: bool) -> float:
    code = ord(character)
    for font in _fonts(bold, widest):
        if font.get_char_index(code):
            return float(font.load_char(code).linearHoriAdvance) / 65536
    return _SIZE


def text_width(text: str, size: float, *, bold: bool = False, widest: bool = False) -> float:
    """The width of one line in points at that size in points.

    ``widest`` measures for readers whose fonts are not known: the same on every machine.
    """
    return sum(_glyph(character, bold, widest) for character in text) * size / _SIZE


def wrapped(text: str, width: float, size: float, *, bold: bool = False, widest: bool = False) -> list[str]:
    """The text as lines no wider than ``width`` points where that is possible.

    Lines break at spaces; text without spaces, as Japanese is, breaks between characters
    but never before a closing mark.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and text_width(line + piece.rstrip(), size, bold=bold, widest=widest) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


_CLOSING = "、。，．）」』】〉》！？：；ー々％%,.)!?:;…"


def _pieces(text: str) -> list[str]:
    """The smallest parts a line may break between."""
    pieces: list[str] = []
    for character in text:
        wide = ord(character) > 0x2E7F
        if not pieces or character in _CLOSING or (pieces[-1][-1] in "（「『【〈《(\u00a0" or character == "\u00a0"):
            pieces[-1:] = [(pieces[-1] if pieces else "") + character]
        elif wide or pieces[-1][-1] == " " or ord(pieces[-1][-1]) > 0x2E7F:
            pieces.append(character)
        else:
            pieces[-1] += character
    return pieces
