"""A column of cells read as the values of a field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.sheets import CellKind, RawColumn
from csdesk.intake.values.amounts import parse_currency, read_amounts
from csdesk.intake.values.cells import ERROR_CELL, ERROR_WORDS, NOTHING, Cells, Fault, Reading, cells_of, plain, reading
from csdesk.intake.values.dates import NOT_A_DATE, DateStyle, read_dates
from csdesk.intake.values.identifiers import read_ids, unguarded
from csdesk.intake.values.numbers import read_durations, read_numbers, read_ratios
from csdesk.intake.values.sizes import within_sizes
from csdesk.intake.values.storage import read_storage
from csdesk.intake.values.terms import parse_months, parse_term
from csdesk.intake.values.words import NO, YES, folded, sentiments, vocabulary
from csdesk.model.fields import Field, Kind
from csdesk.model.messages import Message
from csdesk.model.notice import NoticeUnit, parse_notice

NOT_A_FLAG = Fault(
    "not_yes_or_no",
    Message("This is neither yes nor no."),
    Message("Write yes or no."),
    "yes",
)
NOT_A_CURRENCY = Fault(
    "not_a_currency",
    Message("This is not a currency CSDesk knows."),
    Message("Write its three-letter code, for example JPY."),
    "JPY",
)
NOT_A_TERM = Fault(
    "not_a_term",
    Message("This is neither a term from and to nor a length."),
    Message("Write it as 2026-04-01 - 2027-03-31, or as 12 months."),
    "2026-04-01 - 2027-03-31",
)
NOT_A_NOTICE = Fault(
    "not_a_notice",
    Message("This names no notice period."),
    Message("Write it as 60 days or 3 months."),
    "3 months",
)
_NOTHING = pa.array(sorted({word for w in NOTHING for word in (w, w.upper(), w.capitalize())}), pa.string())


@dataclass(frozen=True, slots=True)
class ColumnStyle:
    """What the header and the table say about how a column is written.

    Attributes:
        scale: what a bare amount is multiplied with: 1000 under 千円, 0.01 under cents.
        percent: the header says percent.
        formatted: the number format shows percentages, so that 1.2 is 120%.
        seconds: how many seconds a bare number of a duration counts.
        gigabytes: how many gigabytes a bare number of stored data counts.
        years: a bare length counts years.
        notice_unit: what a bare number in a notice column counts; None: days from 15 upwards, else months.
    """

    dates: DateStyle = field(default_factory=DateStyle)
    scale: float = 1.0
    percent: bool = False
    formatted: bool = False
    seconds: float = 1.0
    gigabytes: float = 1.0
    years: bool = False
    notice_unit: NoticeUnit | None = None


def all_texts(column: RawColumn) -> Cells:
    """The column taken apart by what its cells say, whatever their kind; error cells say nothing."""
    kinds = np.asarray(column.kinds)
    texts = column.texts
    if (kinds == CellKind.ERROR).any():
        texts = pc.if_else(pa.array(kinds != CellKind.ERROR), texts, pa.scalar(None, pa.string()))
    encoded = pc.utf8_trim_whitespace(texts).dictionary_encode()
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    return Cells(
        kinds,
        pc.fill_null(column.numbers, np.nan).to_numpy(zero_copy_only=False),
        codes,
        tuple(encoded.dictionary.to_pylist()),
        encoded.dictionary,
    )


def read_texts(column: RawColumn) -> Reading:
    """Trimmed texts; words for nothing are absent."""
    texts = unguarded(pc.utf8_trim_whitespace(column.texts))
    kinds = np.asarray(column.kinds)
    errors = kinds == CellKind.ERROR
    nothing = pc.is_in(texts, value_set=_NOTHING)
    if errors.any():
        nothing = pc.or_(nothing, pa.array(errors))
    if pc.any(nothing).as_py():
        texts = pc.if_else(nothing, pa.scalar(None, pa.string()), texts)
    positions = np.flatnonzero(errors)
    return Reading(texts, positions, (ERROR_CELL,) * len(positions))


def _by_word(cells: Cells, words: Callable[[str], str | None], fault: Fault) -> Reading:
    """A string array of what ``words`` finds for each distinct text."""
    found: list[str | None] = []
    bad: dict[int, Fault] = {}
    for code, text in enumerate(cells.distinct):
        word = words(plain(text))
        found.append(word)
        if word is None and plain(text) not in NOTHING:
            bad[code] = ERROR_CELL if plain(text) in ERROR_WORDS else fault
    lookup = pa.array([*found, None], pa.string())
    codes = np.where(cells.codes < 0, len(found), cells.codes)
    return reading(cells, lookup.take(pa.array(codes)), bad)


def read_choices(column: RawColumn, code: str, choices: tuple[str, ...]) -> Reading:
    """The codes of a choice field."""
    words: Mapping[str, str] = vocabulary(code)
    fault = Fault(
        "not_a_choice",
        Message("CSDesk has no such value for this column."),
        Message("Use one of: {choices}.", choices=", ".join(choices)),
        choices[0] if choices else None,
    )
    return _by_word(all_texts(column), lambda word: words.get(folded(word)), fault)


def read_currencies(column: RawColumn) -> Reading:
    """ISO 4217 codes."""
    return _by_word(all_texts(column), parse_currency, NOT_A_CURRENCY)


def read_flags(column: RawColumn) -> Reading:
    """Yes 1, no 0, absent -1."""
    cells = all_texts(column)
    found = np.full(len(cells.distinct), -1, dtype=np.int8)
    bad: dict[int, Fault] = {}
    words = [_without_remark(plain(text).replace("\ufe0f", "")) for text in cells.distinct]
    crosses = set(words) - NOTHING == {"x"}  # a list of crosses marks what is there; beside ○ a cross says no
    for code, word in enumerate(words):
        if word in YES or word in NO:
            found[code] = word in YES or crosses
        elif word in ERROR_WORDS:
            bad[code] = ERROR_CELL
        elif word not in NOTHING:
            bad[code] = NOT_A_FLAG
    return reading(cells, cells.spread(found, -1, np.int8), bad)


def _without_remark(word: str) -> str:
    """Yes or no without the remark in brackets behind it, unless that says the opposite: あり（1年）, 無（都度）."""
    parted = re.fullmatch(r"(.+?)\s*[(\[]([^()\[\]]*)[)\]]", word)
    if word in YES or word in NO or parted is None:
        return word
    answer, remark = parted.groups()
    return word if remark in (NO if answer in YES else YES) else answer


def read_sentiments(column: RawColumn) -> Reading:
    """1 (worst) to 5 from numbers, ◎○△× and words."""
    marks = sentiments()
    fault = Fault("not_a_mark", Message("This is no mark from 1 to 5."), Message("Write 1 (worst) to 5 (best)."), "3")
    found = _by_word(all_texts(column), lambda word: marks.get(folded(word)) or marks.get(word), fault)
    values = pc.fill_null(pc.cast(found.values, pa.float64()), np.nan).to_numpy(zero_copy_only=False)
    return Reading(values, found.positions, found.faults)


def read_lengths(column: RawColumn, years: bool) -> Reading:
    """Months of 1年, 12ヶ月, 36."""
    cells = all_texts(column)
    months = np.full(len(cells.distinct), np.nan)
    bad: dict[int, Fault] = {}
    for code, text in enumerate(cells.distinct):
        found = parse_months(text, years)
        months[code] = np.nan if found is None else found
        if found is None and plain(text) not in NOTHING:
            bad[code] = ERROR_CELL if plain(text) in ERROR_WORDS else NOT_A_TERM
    return reading(cells, cells.spread(months, np.nan, np.float64), bad)


def read_terms(column: RawColumn, style: DateStyle) -> tuple[Reading, Reading, Reading]:
    """Starts, ends (``datetime64[D]``) and months of a column such as 2026/4/1～2027/3/31 or 1年."""
    cells = all_texts(column)
    days = np.full((2, len(cells.distinct)), "NaT", dtype="datetime64[D]")
    months = np.full(len(cells.distinct), np.nan)
    bad: dict[int, Fault] = {}
    for code, text in enumerate(cells.distinct):
        term = parse_term(text, style)
        length = None if term else parse_months(text)
        if term:
            days[:, code] = [np.datetime64(day, "D") for day in term]
        elif length:
            months[code] = length
        elif plain(text) not in NOTHING:
            bad[code] = ERROR_CELL if plain(text) in ERROR_WORDS else NOT_A_TERM
    nat = np.datetime64("NaT", "D")
    starts = reading(cells, cells.spread(days[0], nat, "datetime64[D]"), bad)
    ends = Reading(cells.spread(days[1], nat, "datetime64[D]"), np.empty(0, np.int64))
    return starts, ends, Reading(cells.spread(months, np.nan, np.float64), np.empty(0, np.int64))


def read_notices(column: RawColumn, unit: NoticeUnit | None) -> tuple[Reading, Reading, Reading]:
    """Numbers (float64), units (string) and written flags (int8) of notice clauses."""
    cells = all_texts(column)
    size = len(cells.distinct)
    numbers, written = np.full(size, np.nan), np.full(size, -1, dtype=np.int8)
    units: list[str | None] = [None] * size
    bad: dict[int, Fault] = {}
    for code, text in enumerate(cells.distinct):
        clause = parse_notice(text, unit or "days")
        if clause is None:
            if plain(text) not in NOTHING:
                bad[code] = ERROR_CELL if plain(text) in ERROR_WORDS else NOT_A_NOTICE
            continue
        bare = plain(text).replace(".", "", 1).isdecimal()
        numbers[code], units[code] = clause.n, clause.unit
        if bare and unit is None and clause.n < 15:
            units[code] = "months"
        written[code] = 1 if clause.written else -1
    nothing = np.empty(0, np.int64)
    of_unit = pa.array([*units, None], pa.string()).take(pa.array(np.where(cells.codes < 0, size, cells.codes)))
    return (
        reading(cells, cells.spread(numbers, np.nan, np.float64), bad),
        Reading(of_unit, nothing),
        Reading(cells.spread(written, -1, np.int8), nothing),
    )


def read_column(column: RawColumn, wanted: Field, style: ColumnStyle = ColumnStyle()) -> Reading:
    """The column's cells as values of the field; for the form of ``values`` see ``Reading``."""
    if wanted.code in ("account.sentiment", "touchpoint.sentiment"):
        return read_sentiments(column)
    if wanted.name in ("term_months", "renewal_term_months"):
        return read_lengths(column, style.years)
    if wanted.name == "currency":
        return read_currencies(column)
    if wanted.code == "measurement.usage_seconds":
        return within_sizes(read_durations(cells_of(column), style.seconds), wanted.kind)
    if wanted.code in ("measurement.storage", "measurement.value"):
        own = wanted.name == "storage"
        return _between(within_sizes(read_storage(cells_of(column), style.gigabytes, letters=own), wanted.kind), wanted)
    readers: dict[Kind, Callable[[], Reading]] = {
        Kind.DATE: lambda: read_dates(cells_of(column), style.dates),
        Kind.MONEY: lambda: within_sizes(read_amounts(cells_of(column), style.scale), wanted.kind),
        Kind.INTEGER: lambda: _between(within_sizes(read_numbers(cells_of(column), whole=True), wanted.kind), wanted),
        Kind.NUMBER: lambda: _between(within_sizes(read_numbers(cells_of(column)), wanted.kind), wanted),
        Kind.RATIO: lambda: within_sizes(read_ratios(cells_of(column), style.percent, style.formatted), wanted.kind),
        Kind.FLAG: lambda: read_flags(column),
        Kind.CHOICE: lambda: read_choices(column, wanted.code, wanted.choices),
        Kind.ID: lambda: read_ids(column, read_texts(column)),
    }
    reader = readers.get(wanted.kind)
    return read_texts(column) if reader is None else reader()


def _between(found: Reading, wanted: Field) -> Reading:
    """The numbers without those below the least or above the most that the field may hold."""
    least = -np.inf if wanted.least is None else wanted.least
    most = np.inf if wanted.most is None else wanted.most
    with np.errstate(invalid="ignore"):
        outside = np.flatnonzero((found.values < least) | (found.values > most))
    if not len(outside):
        return found
    faults = tuple(_outside(value, wanted) for value in found.values[outside].tolist())
    values = found.values.copy()
    values[outside] = np.nan
    return replace(
        found, values=values, positions=np.concatenate([found.positions, outside]), faults=(*found.faults, *faults)
    )


def _outside(value: float, wanted: Field) -> Fault:
    if wanted.most is not None:
        message = Message("This must be between {least} and {most}.", least=wanted.least or 0, most=wanted.most)
        return Fault("out_of_range", message, Message("Correct the number, or keep the column as a custom field."))
    return Fault(
        "too_small",
        Message("This cannot be less than {least}.", least=wanted.least or 0),
        Message("Write the number without a minus sign, or leave the cell empty."),
        f"{abs(value):g}",
    )


__all__ = ["NOT_A_DATE", "ColumnStyle", "read_column", "read_notices", "read_terms"]
