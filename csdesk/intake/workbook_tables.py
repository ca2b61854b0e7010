"""The tables of a workbook, ready for columns to be named: found, made whole, parted, and told what their sheet says."""

from __future__ import annotations

from collections.abc import Mapping

from csdesk.intake.block_titles import with_block_titles
from csdesk.intake.cell_marks import with_marks
from csdesk.intake.deal_titles import with_deal_customers
from csdesk.intake.deleted_rows import without_deleted
from csdesk.intake.layout import find_tables
from csdesk.intake.named_sheets import with_names
from csdesk.intake.omitted_repeats import filled_down
from csdesk.intake.person_names import with_full_names
from csdesk.intake.recipe_lines import with_line_sums
from csdesk.intake.recipe_tables import rows_that_count
from csdesk.intake.record_lines import with_whole_lines
from csdesk.intake.repeated_groups import parted
from csdesk.intake.sheet_notes import with_notes
from csdesk.intake.sheets import Sheet, Table, Workbook
from csdesk.intake.shown_numbers import as_shown
from csdesk.intake.years_and_months import with_whole_months


def tables_of(workbook: Workbook, file_name: str = "", header_rows: Mapping[str, int] | None = None) -> list[Table]:
    """The tables of all sheets in order; every row of a sheet is in one of them or among their dropped rows.

    Args:
        header_rows: sheet → the last row of its header, from 1, as a person says it.
    """
    said = header_rows or {}
    found = [part for sheet in workbook.sheets for part in _of_sheet(sheet, file_name, said.get(sheet.name))]
    return with_names(found, {sheet.name: len(sheet.columns) for sheet in workbook.sheets})


def _of_sheet(sheet: Sheet, file_name: str, header_row: int | None) -> list[Table]:
    parts: list[Table] = []
    for table in find_tables(sheet, file_name, header_row):
        whole = with_block_titles(with_notes(table, sheet), len(sheet.columns))
        whole = with_marks(as_shown(whole), sheet)
        whole = with_line_sums(whole, len(sheet.columns))
        whole = with_deal_customers(filled_down(with_whole_lines(whole)), len(sheet.columns))
        whole = with_full_names(whole, len(sheet.columns))
        whole = with_whole_months(whole, len(sheet.columns))
        parts += [without_deleted(rows_that_count(part)) for part in parted(whole)]
    return parts
