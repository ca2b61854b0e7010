"""The Definitions sheet: for every figure its formula, period, count, and what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csdesk.charts.text_width import wrapped
from csdesk.charts.words import FIGURES
from csdesk.i18n import Language
from csdesk.model.messages import Message
from csdesk.model.money import to_major
from csdesk.publish.sheets.formats import Formats, Kind
from csdesk.publish.sheets.grid import print_setup, serial

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment
    from csdesk.rules.figure import Figure, Figures

_HEADS = (
    Message("Figure"), Message("Value"), Message("Unit"), Message("Definition"), Message("From"), Message("To"),
    Message("Counted"), Message("Left out"),
)  # fmt: skip
_WIDTHS = (28, 16, 10, 70, 12, 12, 10, 50)
_KINDS: dict[str, Kind] = {
    "money": "money",
    "ratio": "percent1",
    "count": "whole",
    "days": "number",
    "points": "number",
    "number": "number",
}
_UNITS = {"days": Message("days"), "points": Message("points")}


def figure_name(code: str, language: Language) -> str:
    """What a figure is called; its code where it has no name yet."""
    return language.text(FIGURES[code]) if code in FIGURES else code


def write_definitions(
    sheet: Any, name: str, assessment: Assessment, figures: Figures, language: Language, formats: Formats
) -> None:
    """Write the sheet, then what the columns of the other sheets mean."""
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, name, formats.title)
    for column, head in enumerate(_HEADS):
        sheet.write_string(2, column, language.text(head), formats.heads["text"])
    row = 3
    for code, figure in figures.numbers.items():
        _write_figure(sheet, row, figure_name(code, language), figure, figures.currency, language, formats)
        row += 1
    sheet.write_string(row + 1, 0, language.text(Message("Columns")), formats.section)
    for number, (title, text) in enumerate(_columns(assessment), row + 2):
        sheet.set_row(number, _height(language.text(text)))
        sheet.write_string(number, 0, language.text(title), formats.wrapped)
        sheet.write_string(number, 3, language.text(text), formats.wrapped)
    sheet.freeze_panes(3, 1)
    print_setup(sheet, 2, name)


def _write_figure(
    sheet: Any, row: int, name: str, figure: Figure, currency: str, language: Language, formats: Formats
) -> None:
    kind = _KINDS[figure.unit]
    left_out = language.text(figure.left_out) if figure.left_out else ""
    sheet.set_row(row, max(_height(language.text(figure.definition)), _height(left_out, _WIDTHS[7])))
    sheet.write_string(row, 0, name, formats.wrapped)
    if figure.value is None:
        sheet.write_string(row, 1, language.text(Message("not measured")), formats.cells["text"])
    else:
        money = figure.unit == "money"
        value = float(to_major(int(figure.value), currency)) if money else float(figure.value)
        sheet.write_number(row, 1, value, formats.cells[kind])
    unit = currency if figure.unit == "money" else language.text(_UNITS[figure.unit]) if figure.unit in _UNITS else ""
    sheet.write_string(row, 2, unit, formats.cells["text"])
    sheet.write_string(row, 3, language.text(figure.definition), formats.wrapped)
    for column, day in zip((4, 5), figure.period, strict=True):
        sheet.write_number(row, column, serial(day), formats.cells["date"])
    sheet.write_number(row, 6, figure.n, formats.cells["whole"])
    sheet.write_string(row, 7, left_out, formats.wrapped)


def _height(text: str, width: int = _WIDTHS[3]) -> float:
    """The height in points of a row whose text wraps in a column of that many characters."""
    return 15.0 * max(1, len(wrapped(text, width * 5.0, 10)))


def _columns(assessment: Assessment) -> list[tuple[Message, Message]]:
    model = assessment.policies.health[0]
    return [
        (
            Message("Health score"),
            Message(
                "Weighted mean of the components with data, 0 to 100, model {model}. Healthy from {healthy}, watch from {watch}, below that at risk; under {coverage}% of the weight with data there is no band.",
                model=f"{model.name} {model.version}",
                healthy=model.healthy_from,
                watch=model.watch_from,
                coverage=round(model.minimum_coverage * 100),
            ),
        ),
        (Message("Notice deadline"), Message("The last day on which the contract can still be cancelled in time: the day after its end, minus the notice period, minus one day.")),
        (Message("Renewal date"), Message("The last day of the current term of the earliest contract.")),
        (Message("Movements"), Message("ARR at the start plus new, reactivation, upsell and cross-sell, less contraction and churn, is ARR now, for every account.")),
        (Message("In NRR and GRR"), Message("1 for the accounts that had ARR at the start; only they count in the two rates.")),
    ]  # fmt: skip
