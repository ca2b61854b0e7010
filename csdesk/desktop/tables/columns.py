"""What a column of a table is: its field, how it is drawn, how wide it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from csdesk.desktop.tables.units import money_header
from csdesk.desktop.translation import language
from csdesk.model.fields import Field, Kind

_STYLES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.DATE: "date",
        Kind.MONEY: "money",
        Kind.INTEGER: "number",
        Kind.NUMBER: "number",
        Kind.RATIO: "percent",
        Kind.FLAG: "flag",
        Kind.CHOICE: "choice",
    }
)
_WIDTHS = {"date": 100, "money": 90, "number": 80, "percent": 80, "flag": 80, "choice": 100}
RIGHT = frozenset({"money", "number", "percent", "signed"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        code: the frame's column, unique in the table.
        header: as shown, translated.
        style: which painter draws it (``csdesk.desktop.tables.painters.PAINTERS``).
        field: the catalogue's field behind it, for text and editing; None for columns a page adds.
        editable: F2 and typing open an editor.
        sort: the frame's column to sort by, where it is another one.
    """

    code: str
    header: str
    style: str = "text"
    width: int = 120
    field: Field | None = None
    editable: bool = False
    sort: str = ""

    @property
    def right(self) -> bool:
        """Whether numbers line up at the right."""
        return self.style in RIGHT

    @property
    def sort_code(self) -> str:
        """The frame's column to sort by."""
        return self.sort or self.code


def field_column(
    field: Field, currency: str, *, width: int = 0, editable: bool = False, style: str = "", header: str = "", sort: str = ""
) -> Column:  # fmt: skip
    """The column of a catalogue field; money says its unit in the header."""
    chosen = style or _STYLES.get(field.kind, "text")
    text = header or language().label(field)
    if chosen == "money":
        text = money_header(text, currency)
    return Column(field.name, text, chosen, width or _WIDTHS.get(chosen, 150), field, editable, sort)
