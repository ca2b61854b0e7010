"""How charts look: colours of the theme, fonts that are installed, matplotlib settings."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from cycler import cycler
from matplotlib import font_manager

from csdesk.resources import resource_path

Look = Literal["light", "dark", "print"]
LOOKS: tuple[Look, ...] = ("light", "dark", "print")

_FAMILIES = (
    "Segoe UI",
    "Inter",
    "Yu Gothic UI",
    "Yu Gothic",
    "Hiragino Sans",
    "Noto Sans CJK JP",
    "Noto Sans JP",
    "IPAexGothic",
    "DejaVu Sans",
)

# Greys that stay apart on paper; where greys run out, hatches take over.
_PRINT = {
    "accent": "#33353A",
    "accent_ink": "#1B1C20",
    "accent_tint": "#EDEDEA",
    "ok": "#1B1C20",
    "ok_fill": "#A4A7AC",
    "ok_tint": "#DADBDD",
    "watch": "#1B1C20",
    "watch_fill": "#D5D6D9",
    "watch_tint": "#EDEDEA",
    "risk": "#1B1C20",
    "risk_fill": "#FFFFFF",
    "risk_tint": "#E6E6E3",
    "high": "#33353A",
    "low": "#85888E",
    "tech": "#C4C6CA",
    "f_commit": "#33353A",
    "f_likely": "#85888E",
    "f_risk": "#D5D6D9",
    "f_churn": "#FFFFFF",
    "c1": "#33353A",
    "c2": "#6A6D73",
    "c3": "#85888E",
    "c4": "#A4A7AC",
    "c5": "#85888E",
    "c6": "#A4A7AC",
    "muted_fill": "#DADBDD",
}
_HATCHES: Mapping[str, str] = MappingProxyType(
    {"watch_fill": "....", "risk_fill": "////", "f_risk": "....", "f_churn": "////"}
)


@cache
def tokens(look: Look) -> Mapping[str, str]:
    """The colours of a look, by token name (``ink_2``), as ``#RRGGBB``."""
    name = "dark" if look == "dark" else "light"
    colours = json.loads(resource_path("theme", f"{name}.json").read_text(encoding="utf-8"))
    return MappingProxyType({**colours, **(_PRINT if look == "print" else {})})


def hatch(look: Look, token: str) -> str | None:
    """The hatch that tells this fill from its neighbours in the print look; None elsewhere."""
    return _HATCHES.get(token) if look == "print" else None


@cache
def families() -> tuple[str, ...]:
    """The installed font families to use, best first; the last can draw Japanese on any machine.

    The IPAex font that matplotlib-fontja carries is registered by its file: importing
    that package would change matplotlib's settings for the whole process.
    """
    found = find_spec("matplotlib_fontja")
    if found is not None and found.origin is not None:
        font = Path(found.origin).parent / "fonts" / "ipaexg.ttf"
        if font.is_file():
            font_manager.fontManager.addfont(str(font))
    # The fallbacks have fewer weights than the chart asks for; matplotlib would say so each time.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    installed = set(font_manager.get_font_names())
    return tuple(name for name in _FAMILIES if name in installed)


def rc(look: Look, scale: float = 1.0) -> Any:
    """matplotlib settings of a look (a dict for ``rc_context``); ``scale`` multiplies every text size."""
    t = tokens(look)
    return {
        "figure.dpi": 110,
        "savefig.dpi": 220,
        "figure.facecolor": t["bg"],
        "axes.facecolor": t["bg"],
        "savefig.facecolor": t["bg"],
        "font.family": list(families()),
        "font.size": 10 * scale,
        "text.color": t["ink"],
        "axes.unicode_minus": True,
        "axes.labelsize": 10 * scale,
        "axes.labelcolor": t["ink_2"],
        "axes.edgecolor": t["axis"],
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.spines.bottom": True,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "grid.color": t["grid"],
        "grid.linewidth": 0.8,
        "axes.axisbelow": True,
        "xtick.color": t["ink_2"],
        "ytick.color": t["ink_3"],
        "xtick.labelsize": 10 * scale,
        "ytick.labelsize": 9.5 * scale,
        "ytick.major.size": 0,
        "xtick.major.size": 0,
        "lines.linewidth": 2.0,
        "lines.solid_capstyle": "round",
        "lines.markersize": 5,
        "patch.linewidth": 0,
        "hatch.linewidth": 0.7,
        "hatch.color": t["ink"],
        "legend.frameon": False,
        "legend.fontsize": 10 * scale,
        "axes.prop_cycle": cycler(color=[t[f"c{n}"] for n in range(1, 7)]),
        "svg.fonttype": "none",
        "svg.hashsalt": "csdesk",
        "pdf.fonttype": 42,
    }
