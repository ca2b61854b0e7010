"""Cells as tab-separated text, as spreadsheets take it."""

from __future__ import annotations

from collections.abc import Sequence

from csdesk.desktop.tables.frame_model import FrameTableModel
from csdesk.i18n import MINUS


def tab_separated(model: FrameTableModel, rows: Sequence[int], *, headers: bool = True) -> str:
    """The shown columns of those rows; a tab or line break in a text becomes a space."""
    lines = ["\t".join(_clean(column.header) for column in model.columns)] if headers else []
    lines += ["\t".join(_clean(model.text(row, column)) for column in range(len(model.columns))) for row in rows]
    return "\n".join(lines)


def _clean(text: str) -> str:
    return " ".join(text.split()).replace(MINUS, "-")
