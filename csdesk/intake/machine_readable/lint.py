"""The lint report of a workbook against the fifteen rules for machine-readable tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from csdesk.intake.layout import find_tables
from csdesk.intake.machine_readable.beside_values import (
    UNKNOWN,
    formulas_unchecked,
    nothing_drawn,
    values_not_formulas,
)
from csdesk.intake.machine_readable.examined import ExaminedTable, searched_columns
from csdesk.intake.machine_readable.file_form import excel_or_csv
from csdesk.intake.machine_readable.names import nothing_left_out
from csdesk.intake.machine_readable.numbers import agreed_signs, numbers_without_text
from csdesk.intake.machine_readable.one_datum import one_datum
from csdesk.intake.machine_readable.regions import regions_in_full
from csdesk.intake.machine_readable.report import Finding, LintReport, reported
from csdesk.intake.machine_readable.shape import in_one_piece, no_merges, no_table, one_table
from csdesk.intake.machine_readable.texts import no_layout_blanks, plain_characters, western_years
from csdesk.intake.machine_readable.units import units_stated
from csdesk.intake.sheets import Sheet, Workbook
from csdesk.model.messages import Message
from csdesk.model.progress import Progress, Unwatched

_OF_TABLES = {
    "1-2": one_datum, "1-3": numbers_without_text, "1-6": nothing_left_out, "1-9": units_stated,
    "1-12": regions_in_full, "1-13": agreed_signs, "2-1": in_one_piece,
}  # fmt: skip
_OF_FILES = {"1-1": excel_or_csv, "1-7": values_not_formulas, "1-8": nothing_drawn}

_NO_TABLE = Message("Not checked where no table was found: {sheets}.")


def lint(workbook: Workbook, progress: Progress | None = None) -> LintReport:
    """What of the workbook machines cannot read well, rule by rule.

    Args:
        workbook: read with ``extras``; without them rules 1-7 and 1-8 are reported as not checked.

    Raises:
        JobCancelled: ``progress`` said so.
    """
    watched = progress or Unwatched()
    findings = [(rule, finding) for rule, check in _OF_FILES.items() for finding in check(workbook)]
    formless: list[str] = []
    for place, sheet in enumerate(workbook.sheets):
        tick = partial(watched.report, float(place), float(len(workbook.sheets)))
        findings += _of_sheet(sheet, workbook, formless, tick)
    unchecked, nowhere = _unchecked(workbook, formless)
    return LintReport(workbook.path, reported(findings, unchecked, nowhere))


def _of_sheet(
    sheet: Sheet, workbook: Workbook, formless: list[str], tick: Callable[[], object]
) -> Iterator[tuple[str, Finding]]:
    tick()
    tables = find_tables(sheet, workbook.path)
    columns = searched_columns(sheet, tick)
    yield from _of_rule("1-4", no_merges(sheet))
    for rule, check in (("1-5", no_layout_blanks), ("1-10", plain_characters)):
        tick()
        yield from _of_rule(rule, check(sheet, columns))
    tick()
    yield from _of_rule("1-11", western_years(sheet, columns, tables))
    yield from _of_rule("2-1", no_table(sheet, tables))
    yield from _of_rule("2-2", one_table(sheet, tables))
    if sheet.rows and not tables:
        formless.append(sheet.name)
    for table in tables:
        examined = ExaminedTable(table, sheet, workbook.format not in ("delimited", "zip"), tick)
        for rule, check_table in _OF_TABLES.items():
            tick()
            yield from _of_rule(rule, check_table(examined))


def _of_rule(rule: str, found: Iterable[Finding]) -> Iterator[tuple[str, Finding]]:
    return ((rule, finding) for finding in found)


def _unchecked(workbook: Workbook, formless: list[str]) -> tuple[dict[str, Message], set[str]]:
    """Rules that could not be checked everywhere, with the reason, and those that could not be checked at all."""
    unchecked: dict[str, Message] = {}
    nowhere: set[str] = set()
    if formless:
        names = ", ".join(formless[:5]) + (" …" if len(formless) > 5 else "")
        unchecked = {rule: Message(_NO_TABLE.text, sheets=names) for rule in _OF_TABLES if rule != "2-1"}
        if len(formless) == sum(1 for sheet in workbook.sheets if sheet.rows):
            nowhere = set(unchecked)
    if (formulas := formulas_unchecked(workbook)) is not None:
        unchecked["1-7"] = formulas
    if workbook.extras is None:
        unchecked["1-8"] = UNKNOWN
        nowhere |= {"1-7", "1-8"}
    return unchecked, nowhere
