"""Colours of the window, light and dark, by the names of the design tokens."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from string import Template
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from csdesk.desktop.fonts import base_font, scale, set_scale
from csdesk.desktop.stylesheet import STYLESHEET
from csdesk.resources import resource_path

ThemeChoice = Literal["system", "light", "dark"]
_TEXT_SIZES = (10, 11, 12, 13, 14, 16, 22, 32)


@dataclass(frozen=True, slots=True)
class Theme:
    """A set of colours: token → ``#RRGGBB``."""

    name: str
    tokens: Mapping[str, str]

    @property
    def dark(self) -> bool:
        """Whether this is the dark one."""
        return self.name == "dark"


@cache
def load_theme(name: str) -> Theme:
    """The light or dark theme that ships with the program."""
    tokens = json.loads(resource_path("theme", f"{name}.json").read_text(encoding="utf-8"))
    return Theme(name, MappingProxyType(tokens))


_installed: list[Theme] = []


def current_theme() -> Theme:
    """The theme on screen."""
    return _installed[0] if _installed else load_theme("light")


@cache
def _colour(theme: str, token: str) -> QColor:
    return QColor(load_theme(theme).tokens[token])


def colour(token: str) -> QColor:
    """The colour of a token in the theme on screen. Treat it as read-only; it is shared."""
    return _colour(current_theme().name, token)


def system_theme() -> str:
    """What the desktop of the computer asks for: ``light`` or ``dark``."""
    return "dark" if QApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else "light"


def install_theme(app: QApplication, choice: ThemeChoice = "system", text_scale: float = 1.0) -> Theme:
    """Colours, fonts and style sheet for the whole application."""
    theme = load_theme(system_theme() if choice == "system" else choice)
    _installed[:] = [theme]
    set_scale(text_scale)
    app.setFont(base_font())
    app.setPalette(_palette(theme))
    sheet = filled_stylesheet(theme)
    if sheet != app.styleSheet():  # Qt goes through every widget again even where nothing differs
        app.setStyleSheet(sheet)
    return theme


def filled_stylesheet(theme: Theme) -> str:
    """The style sheet with the theme's colours and the scaled sizes filled in."""
    check = resource_path("icons", f"check-{theme.name}.svg").as_posix()
    dash = resource_path("icons", f"dash-{theme.name}.svg").as_posix()
    chevron = resource_path("icons", f"chevron-{theme.name}.svg").as_posix()
    sizes = {f"px{size}": f"{round(size * scale(), 1):g}px" for size in _TEXT_SIZES}
    heights = {f"h{size}": f"{round(size * scale())}px" for size in (20, 24, 26, 28, 30)}
    return Template(STYLESHEET).substitute(theme.tokens, check=check, dash=dash, chevron=chevron, **sizes, **heights)


def _palette(theme: Theme) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: "bg",
        QPalette.ColorRole.Base: "bg",
        QPalette.ColorRole.AlternateBase: "bg_sub",
        QPalette.ColorRole.Button: "bg",
        QPalette.ColorRole.Text: "ink",
        QPalette.ColorRole.WindowText: "ink",
        QPalette.ColorRole.ButtonText: "ink",
        QPalette.ColorRole.PlaceholderText: "ink_3",
        QPalette.ColorRole.Highlight: "sel",
        QPalette.ColorRole.HighlightedText: "ink",
        QPalette.ColorRole.Link: "accent_ink",
        QPalette.ColorRole.ToolTipBase: "tip_bg",
        QPalette.ColorRole.ToolTipText: "tip_ink",
        QPalette.ColorRole.Mid: "line_2",
        QPalette.ColorRole.Light: "bg",
        QPalette.ColorRole.Dark: "line_ctl",
    }
    palette = QPalette()
    for role, token in roles.items():
        palette.setColor(role, QColor(theme.tokens[token]))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.tokens["ink_dis"]))
    return palette


def weight_of(semibold: bool) -> QFont.Weight:
    """DemiBold for what stands out, else normal."""
    return QFont.Weight.DemiBold if semibold else QFont.Weight.Normal
