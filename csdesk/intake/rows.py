"""A table's cells read by its mapping: typed columns by field, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.date_habits import fallback_order, note_order, note_serials, note_years, table_order, without_years
from csdesk.intake.headers import HeaderUnit, tidy, unit_of
from csdesk.intake.mapping import CUSTOM, ColumnChoice, Mapping
from csdesk.intake.names import valid_corporate_number
from csdesk.intake.recipe_values import in_other_words
from csdesk.intake.recipes import RecipeColumn
from csdesk.intake.relative_dates import bases_first, with_relative
from csdesk.intake.shared_hosts import bare_hosts
from csdesk.intake.sheets import CellKind, RawColumn, Table
from csdesk.intake.shown_numbers import unit_shown
from csdesk.intake.subjects import ACCOUNT_IDS
from csdesk.intake.unit_reasons import scale_reason, seconds_of
from csdesk.intake.values.cells import ERROR_CELL, NO_VALUE, Fault, Reading
from csdesk.intake.values.dates import DateStyle, Order
from csdesk.intake.values.partial_dates import YearHint
from csdesk.intake.values.read import ColumnStyle, all_texts, read_column, read_notices, read_terms
from csdesk.intake.values.storage import gigabytes_of
from csdesk.intake.values.words import YES
from csdesk.intake.values_beside import add_by_recipe, note_currency_above
from csdesk.model.fields import Kind
from csdesk.model.fields import field as field_of
from csdesk.model.messages import Message
from csdesk.model.problems import CellProblem, Severity

# Without these a row means nothing (DOMAIN section 11), so a cell that cannot be read rejects it.
_NEEDED = frozenset(
    f"contract.{n}"
    for n in (
        "start",
        "end",
        "term",
        "renewal_date",
        "amount",
        "mrr",
        "arr",
        "quarterly_amount",
        "total_value",
        "one_off",
        "currency",
    )
) | {"measurement.date", "event.date", "touchpoint.date", "rate.month", "rate.rate", "rate.currency"}
_LOOKED_AT = 200
_ENDS = ("end", "paid", "closed", "due")


@dataclass(slots=True)
class Rows:
    """A table read: one entry a data row in every array.

    Attributes:
        values: field code → array as in ``Reading``; ``contract.term`` and ``contract.notice`` are
            already taken apart (``term_start``, ``term_end``, ``term_length``; ``notice_n`` …).
        months: for wide months, column → numbers.
        marks: field code → currencies named in the cells.
        units: field code → what the header and the title say.
        rejected: rows that give no record at all.
        reasons: field code → what was done to the amounts of its column.
        nothing: column → cells that hold a word for nothing and were taken as blank.
        also: number on the sheet, header and field of columns that give a second field.
        above: field code → the words above the table that give it to every row, and what stands behind them.
    """

    table: Table
    mapping: Mapping
    values: dict[str, Any] = field(default_factory=dict)
    months: dict[int, Any] = field(default_factory=dict)
    marks: dict[str, Any] = field(default_factory=dict)
    units: dict[str, HeaderUnit] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    rejected: Any = None
    reasons: dict[str, Message] = field(default_factory=dict)
    nothing: dict[int, int] = field(default_factory=dict)
    also: list[tuple[int, str, str]] = field(default_factory=list)
    above: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.table.rows

    def text(self, code: str) -> Any:
        """The string array of a field, all null where no column holds it."""
        found = self.values.get(code)
        return pa.nulls(len(self), pa.string()) if found is None else found

    def has(self, *codes: str) -> bool:
        """Whether a column holds one of the fields."""
        return any(code in self.values for code in codes)

    def problem(self, row: int, column: int, fault: Fault, severity: Severity, code: str | None = None) -> None:
        """Note what is wrong with a cell; row and column by position in the table."""
        text = self.table.columns[column].texts[row].as_py() if len(self) else None
        if fault is ERROR_CELL and text and text.startswith("="):
            fault = NO_VALUE
        self.problems.append(
            CellProblem(
                code=fault.code, severity=severity, sheet=self.table.sheet, row=self.table.row_numbers[row].as_py(),
                column=self.table.column_numbers[column], value=text or "", message=fault.message, hint=fault.hint,
                field=code, suggestion=fault.suggestion,
            )
        )  # fmt: skip


def read_rows(
    table: Table,
    mapping: Mapping,
    said: DateStyle,
    month: date | None = None,
    years: MappingType[int, YearHint] = MappingProxyType({}),
) -> Rows:
    """Every mapped column of the table, read by column; nothing about other records yet.

    Args:
        said: the book's zone, the year that sheet, title or file state, and whether serial numbers count from 1904.
        month: the month they state, from which 翌月末 may count.
        years: column → the year a person decided for its dates without one.
    """
    rows = Rows(table, mapping, rejected=np.zeros(table.rows, dtype=bool), problems=list(table.notes))
    order = table_order(rows)
    of_title = unit_of(table.title) if table.title else HeaderUnit()
    identity_faults: list[tuple[int, int, Fault, str]] = []
    for column, choice in bases_first(mapping.columns):
        if choice.field is None or choice.field.endswith(f".{CUSTOM}"):
            _note_errors(rows, column)
            continue
        own = mapping.by_recipe.get(column, RecipeColumn(choice.field))
        number_format = table.number_formats[column] if table.number_formats else ""
        unit = _with_tax(_unit(choice, of_title, own, number_format), table.columns[column])
        style = _style(table, column, choice, unit, own.order or order, _with_year(said, years.get(column)))
        found = _read(rows, column, choice, style, own)
        if choice.month is None and field_of(choice.field).kind is Kind.DATE:
            found = with_relative(rows, column, choice.field, found, style.dates, month)
            note_serials(rows, column, choice.field, said.from_1904)
        _explain(rows, column, choice, unit, found)
        if style.dates.year is not None:
            note_years(rows, column, choice.field, decided=column in years)
        if order is None and own.order is None and field_of(choice.field).kind is Kind.DATE:
            note_order(rows, column, choice.field, style.dates.order)
        if choice.field in ACCOUNT_IDS:
            identity_faults += [
                (p, column, f, choice.field) for p, f in zip(found.positions.tolist(), found.faults, strict=True)
            ]
        else:
            _report(rows, column, choice, without_years(rows, column, choice.field, found, style.dates))
        if choice.month is None or field_of(choice.field).kind is Kind.MONEY:
            rows.units.setdefault(choice.field, unit)
            if found.marks is not None:
                rows.marks.setdefault(choice.field, found.marks)
    add_by_recipe(rows)
    note_currency_above(rows, of_title)
    _settle_identity(rows, identity_faults)
    return rows


def _with_year(said: DateStyle, decided: YearHint | None) -> DateStyle:
    return said if decided is None else replace(said, year=decided)


def _unit(choice: ColumnChoice, of_title: HeaderUnit, own: RecipeColumn, number_format: str) -> HeaderUnit:
    """What the header says, then what the number format shows, then what the title says of all amounts."""
    unit, shown = unit_of(choice.header), unit_shown(number_format) if number_format else HeaderUnit()
    stated = next((u.scale for u in (unit, shown) if u.scale != 1.0), 1.0)
    return HeaderUnit(
        scale=stated if stated != 1.0 else of_title.scale if not unit.currency and not own.minor else 1.0,
        currency=unit.currency or shown.currency or of_title.currency, tax=unit.tax or shown.tax or of_title.tax,
        utc=unit.utc or own.utc, percent=unit.percent, counts=unit.counts,
    )  # fmt: skip


def _with_tax(unit: HeaderUnit, column: RawColumn) -> HeaderUnit:
    """The unit with what most of the first cells say about tax, where neither header nor title does: 1,100円（税込）."""
    if unit.tax is not None:
        return unit
    texts = column.texts[:_LOOKED_AT].drop_null()
    if len(texts) and 2 * pc.sum(pc.match_substring(texts, "税込")).as_py() > len(texts):
        return replace(unit, tax="included")
    if len(texts) and 2 * pc.sum(pc.match_substring_regex(texts, "税[抜別]")).as_py() > len(texts):
        return replace(unit, tax="excluded")
    return unit


def _style(
    table: Table, column: int, choice: ColumnChoice, unit: HeaderUnit, order: Order | None, said: DateStyle
) -> ColumnStyle:
    wanted = field_of(choice.field or "")
    dates = DateStyle("mdy")
    if wanted.kind is Kind.DATE or wanted.name == "term":
        own = order or fallback_order(table.columns[column], table)
        ends = (wanted.record in ("contract", "invoice") and wanted.name in _ENDS) or wanted.code == "measurement.date"
        dates = replace(said, order=own, month_end=ends, from_utc=unit.utc)
    return ColumnStyle(
        dates, unit.scale, unit.percent, years=unit.counts == "years",
        notice_unit=unit.counts if unit.counts in ("days", "months") else None,
        formatted=bool(table.number_formats) and "%" in table.number_formats[column],
        seconds=seconds_of(choice.header),
        gigabytes=gigabytes_of(choice.header) if wanted.code == "measurement.storage" else 1.0,
    )  # fmt: skip


def _explain(rows: Rows, column: int, choice: ColumnChoice, unit: HeaderUnit, found: Reading) -> None:
    """Keep what a person should know of how the column was read: its unit, words for nothing, doubtful cells."""
    if choice.field and field_of(choice.field).kind is Kind.MONEY and unit.scale != 1.0:
        number_format = rows.table.number_formats[column] if rows.table.number_formats else ""
        said = {"header": unit_of(choice.header).scale, "format": unit_shown(number_format).scale}
        by = next((where for where, scale in said.items() if scale == unit.scale), "title")
        rows.reasons[choice.field] = scale_reason(unit.scale, by)
    for row, fault in found.doubts:
        rows.problem(row, column, fault, Severity.NOTE, choice.field)
    absent = len(rows) - rows.table.columns[column].texts.null_count - _count(found.values) - len(found.positions)
    if absent > 0 and choice.field not in ("contract.term", "contract.notice"):
        rows.nothing[column] = absent


def _count(values: Any) -> int:
    """How many rows of a reading have a value."""
    if isinstance(values, (pa.Array, pa.ChunkedArray)):
        return len(values) - int(values.null_count)
    if values.dtype.kind == "M":
        return int((~np.isnat(values)).sum())
    return int((values >= 0).sum() if values.dtype.kind == "i" else np.isfinite(values).sum())


def _read(rows: Rows, column: int, choice: ColumnChoice, style: ColumnStyle, own: RecipeColumn) -> Reading:
    code = choice.field or ""
    cells = in_other_words(rows.table.columns[column], own.words)
    if code == "contract.term":
        start, end, length = read_terms(cells, style.dates)
        rows.values |= {"term_start": start.values, "term_end": end.values, "term_length": length.values}
        return start
    if code == "contract.notice":
        number, unit, written = read_notices(cells, style.notice_unit)
        rows.values |= {
            "contract.notice_n": number.values,
            "contract.notice_unit": unit.values,
            "contract.notice_written": written.values,
        }
        return number
    found = read_column(cells, field_of(code), style)
    if choice.month is not None:
        money = field_of(code).kind is Kind.MONEY
        as_found = money or code == "measurement.storage"
        rows.months[column] = (found if as_found else read_column(cells, field_of("measurement.value"))).values
        return found
    rows.values[code] = _tidied(rows, code, choice, column, found.values)
    return found


def _tidied(rows: Rows, code: str, choice: ColumnChoice, column: int, values: Any) -> Any:
    """Domains without scheme and path; tags parted alike; a churn flag as the status it means."""
    if code == "account.domain":
        return bare_hosts(values)
    if field_of(code).kind is Kind.TAGS:
        return pc.replace_substring_regex(pc.utf8_trim(values, ";,、 "), r"\s*[;,、]\s*", "; ")
    if code == "account.name":  # 様 and 御中 address a company; they are no part of its name
        return pc.replace_substring_regex(values, r"(?:[\s　]+様|[\s　]*御中)$", "")
    if code == "account.status" and "flag" in tidy(choice.header):
        cells = all_texts(rows.table.columns[column])
        words = pa.array([*("churned" if t.casefold() in YES else "active" for t in cells.distinct), None], pa.string())
        return words.take(pa.array(np.where(cells.codes < 0, len(cells.distinct), cells.codes)))
    return values


def _report(rows: Rows, column: int, choice: ColumnChoice, found: Reading) -> None:
    needed = choice.field in _NEEDED and choice.month is None and not _beside(rows, choice.field or "")
    severity = Severity.REJECTED if needed else Severity.LEFT_EMPTY
    for position, fault in zip(found.positions.tolist(), found.faults, strict=True):
        rows.problem(position, column, fault, severity, choice.field)
    if severity is Severity.REJECTED:
        rows.rejected[found.positions] = True


def _beside(rows: Rows, code: str) -> bool:
    """Whether the column only tells one more fact of a customer: without it the row is still who it is."""
    record = code.split(".")[0]
    return record in ("touchpoint", "measurement", "event") and rows.mapping.subject in ("account", "contract")


def _note_errors(rows: Rows, column: int) -> None:
    for position in np.flatnonzero(np.asarray(rows.table.columns[column].kinds) == CellKind.ERROR).tolist():
        rows.problem(position, column, ERROR_CELL, Severity.LEFT_EMPTY, None)


_BAD_CORPORATE_NUMBER = Fault(
    "not_a_corporate_number",
    Message("The check digit of this corporate number is wrong."),
    Message("Compare it with the register; 13 digits belong here."),
)


def _settle_identity(rows: Rows, faults: Sequence[tuple[int, int, Fault, str]]) -> None:
    """Unreadable identities reject a row only where nothing else says who it is."""
    _check_corporate_numbers(rows)
    held = [rows.values[code] for code in ACCOUNT_IDS if code in rows.values]
    known = np.zeros(len(rows), dtype=bool)
    for values in held:
        known |= pc.is_valid(values).to_numpy(zero_copy_only=False)
    for position, column, fault, code in faults:
        lost = not known[position] and not rows.has("contract.external_id")
        rows.problem(position, column, fault, Severity.REJECTED if lost else Severity.LEFT_EMPTY, code)
        rows.rejected[position] |= lost


def _check_corporate_numbers(rows: Rows) -> None:
    code = "account.corporate_number"
    if code not in rows.values:
        return
    column = rows.mapping.column_of(code) or 0
    encoded = rows.values[code].dictionary_encode()
    valid = [valid_corporate_number(text) for text in encoded.dictionary.to_pylist()]
    lookup = pa.array([*valid, None], pa.string())
    codes = encoded.indices.fill_null(len(valid))
    values = lookup.take(codes)
    for position in np.flatnonzero(
        (pc.is_valid(rows.values[code]).to_numpy(zero_copy_only=False))
        & pc.is_null(values).to_numpy(zero_copy_only=False)
    ).tolist():
        rows.problem(position, column, _BAD_CORPORATE_NUMBER, Severity.LEFT_EMPTY, code)
    rows.values[code] = values
