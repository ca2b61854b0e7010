"""Cell formats of the summary: fonts, number formats, colours of the light theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from csdesk.charts.style import tokens
from csdesk.i18n import Language
from csdesk.model.money import minor_digits

Kind = Literal["text", "date", "money", "whole", "number", "percent", "percent1"]


@dataclass(frozen=True, slots=True)
class Formats:
    """Formats by name, made once a workbook.

    Attributes:
        cells: what the body of a table is written in, by kind of value.
        heads: their column headers.
        strong: the same kinds for headline cells.
    """

    cells: dict[Kind, Any]
    heads: dict[Kind, Any]
    strong: dict[Kind, Any]
    title: Any
    note: Any
    section: Any
    wrapped: Any
    bands: dict[str, Any]
    soon: Any


def make_formats(workbook: Any, currency: str, language: Language) -> Formats:
    """All formats of one workbook; amounts carry the decimals of the currency."""
    t = tokens("light")
    decimals = minor_digits(currency)
    # Two sections would drop the sign of negative amounts: one is enough.
    money = "#,##0" + ("." + "0" * decimals if decimals else "")
    numbers: dict[Kind, str] = {
        "text": "@",
        "date": "yyyy/m/d" if language.japanese else "yyyy-mm-dd",
        "money": money,
        "whole": "#,##0",
        "number": "#,##0.0",
        "percent": "0%",
        "percent1": "0.0%",
    }
    base = {
        "font_name": "Yu Gothic" if language.japanese else "Segoe UI",
        "font_size": 10,
        "font_color": t["ink"],
        "valign": "vcenter",
    }

    def made(**more: Any) -> Any:
        return workbook.add_format({**base, **more})

    # Left-aligned cells stand off from the right-aligned numbers before them.
    aligned: dict[Kind, dict[str, Any]] = {
        kind: {"align": "left", "indent": 1} if kind in ("text", "date") else {"align": "right"} for kind in numbers
    }
    head = {
        "bold": True,
        "bg_color": t["bg_sub"],
        "bottom": 2,
        "bottom_color": t["ink"],
        "text_wrap": True,
        "valign": "bottom",
    }
    return Formats(
        cells={k: made(num_format=f, bottom=4, bottom_color=t["line"], **aligned[k]) for k, f in numbers.items()},
        heads={k: made(num_format=f, **aligned[k], **head) for k, f in numbers.items()},
        strong={k: made(num_format=f, bold=True, font_size=14, align="right") for k, f in numbers.items()},
        title=made(bold=True, font_size=16),
        note=made(font_color=t["ink_2"]),
        section=made(bold=True, font_size=12, bottom=1, bottom_color=t["ink"]),
        wrapped=made(text_wrap=True, valign="top", bottom=4, bottom_color=t["line"]),
        bands={
            band: workbook.add_format({"font_color": t[ink], "bg_color": t[f"{ink}_tint"]})
            for band, ink in (("healthy", "ok"), ("watch", "watch"), ("at_risk", "risk"))
        },
        soon=workbook.add_format({"font_color": t["risk"], "bold": True}),
    )
