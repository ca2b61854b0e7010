"""What comments, lines through texts and fills say beside the rows that carry them."""

from __future__ import annotations

from csdesk.intake.cell_marks import with_marks
from csdesk.intake.sheets import CellMark, Sheet, Table
from tests.intake.made_sheets import Value
from tests.intake.made_tables import table_of

_ROWS: tuple[tuple[Value, ...], ...] = (
    ("Aoba", 100),
    ("Blue Fern", 200),
    ("Rota", 300),
    ("Tsukimi", 400),
    ("Yama", 500),
)


def added(*marks: CellMark, rows: tuple[tuple[Value, ...], ...] = _ROWS, headers: tuple[str, str] = ("Customer", "ARR")) -> dict[str, list[str | None]]:  # fmt: skip
    """The columns that a table with these marks gains; the first row of cells stands in row 1 of the sheet."""
    table = table_of(headers, *rows)
    marked = with_marks(table, Sheet("S", len(rows) + 1, table.columns, (), marks=marks))
    return _beyond(table, marked)


def _beyond(table: Table, marked: Table) -> dict[str, list[str | None]]:
    places = range(len(table.headers), len(marked.headers))
    return {marked.headers[place]: marked.columns[place].texts.to_pylist() for place in places}


def fill(row: int, column: int, colour: str) -> CellMark:
    return CellMark(row, column, "fill", colour)


def test_a_table_without_marks_stays_as_it_is() -> None:
    assert added() == {}
    assert added(fill(0, 0, "FF0000"), fill(9, 0, "FF0000"), fill(1, 7, "FF0000")) == {}, "header, below, beside"


def test_one_comment_is_its_text_and_several_of_a_row_name_their_columns() -> None:
    assert added(
        CellMark(2, 1, "comment", "asked for 5% off"), CellMark(3, 1, "comment", "late"),
        CellMark(3, 0, "comment", "new name from May"),
    ) == {"Notes": [None, "asked for 5% off", "Customer: new name from May\nARR: late", None, None]}  # fmt: skip


def test_where_a_customer_has_two_rows_comments_are_not_its_notes() -> None:
    twice = (("Aoba", 100), ("Aoba", 200))
    assert added(CellMark(1, 0, "comment", "x"), rows=twice) == {"Cell comments": ["x", None]}
    assert added(CellMark(1, 0, "comment", "x"), rows=twice, headers=("顧客名", "備考")) == {"セルの注記": ["x", None]}
    assert added(CellMark(1, 0, "comment", "x"), rows=(("Aoba", "y"),), headers=("Customer", "Notes")) == {
        "Cell comments": ["x"]
    }


def test_struck_cells_are_named_and_a_blank_one_says_nothing() -> None:
    rows = (("Aoba", 100), ("Blue Fern", None), ("Rota", 300), (None, None))
    marks = [CellMark(row, column, "struck") for row, column in ((1, 1), (2, 0), (2, 1), (3, 0), (3, 1), (4, 0))]
    assert added(*marks, rows=rows) == {"Struck out": ["ARR", "whole row", "whole row", None]}


def test_a_row_in_one_colour_says_the_colour_and_in_several_which_cell_is_which() -> None:
    assert added(fill(1, 0, "FF0000"), fill(1, 1, "FF0000"), fill(2, 1, "00B050"), fill(2, 0, "FFFF00")) == {
        "Fill colour": ["red", "Customer: yellow, ARR: green", None, None, None]
    }
    assert added(fill(1, 0, "FF0000"), headers=("顧客名", "年額")) == {"塗りつぶし": ["赤", None, None, None, None]}


def test_colours_have_the_names_that_people_give_them() -> None:
    painted = {
        "C00000": "red", "FFC000": "orange", "00B050": "green", "0070C0": "blue", "7030A0": "purple",
        "FF0066": "red", "808080": "grey", "FFFFFE": "grey", "theme4": "theme colour 4",
    }  # fmt: skip
    for colour, name in painted.items():
        assert added(fill(2, 0, colour)) == {"Fill colour": [None, name, None, None, None]}, colour


def test_paint_that_decorates_says_nothing() -> None:
    banded = [fill(row, column, "DDEBF7") for row in (1, 3, 5) for column in (0, 1)]
    assert added(*banded) == {}, "every second row"
    assert added(*(fill(row, 0, "DDEBF7") for row in (1, 2, 3, 4))) == {}, "most rows"
    rainbow = tuple((f"Customer {n}", n) for n in range(12))
    assert added(*(fill(n + 1, 0, f"{n * 20:02X}4080") for n in range(9)), rows=rainbow) == {}, "nine colours"
    both = [*banded, fill(2, 0, "FF0000")]
    assert added(*both) == {"Fill colour": [None, "red", None, None, None]}, "what was put there on purpose stays"
