"""Delimited text → one sheet of text cells: csv, tsv, txt, whatever the encoding and the delimiter."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Literal

import pyarrow as pa
import pyarrow.csv as pacsv

from csdesk.intake.calendar_text import calendar_columns, is_calendar, unfolded
from csdesk.intake.cells import blank_column, joined, text_column
from csdesk.intake.limits import Limits
from csdesk.intake.refusals import Refused
from csdesk.intake.sheets import RawColumn, Sheet
from csdesk.intake.text_encoding import decoded, is_guess

_DELIMITERS = (",", "\t", ";", "|")
_RARE = ("^", "~", "\x1f", "\x1e", "¦", ":", " ")  # tried where none of the usual ones cuts anything
_SAMPLE_LINES = 400
_CHUNK = 8_192
_MOST_COLUMNS = 16_384
_SURE = 1.05  # of a rare delimiter: all rows, or all but a few
_VALUE = re.compile(r"[^\w\s]*\d[\d\W]*[kKmM%円]?")  # a number, an amount or a date of digits
_STRAY = 30  # line breaks in a cell of a file whose quotes do not pair


@dataclass(frozen=True, slots=True)
class DelimitedText:
    """A text file that was read: its sheet, encoding (``guessed``: another may be meant) and delimiter."""

    sheet: Sheet
    encoding: str
    delimiter: str
    guessed: bool = False


def read_delimited(data: bytes, name: str, limits: Limits, encoding: str = "") -> DelimitedText:
    """The cells of a delimited file; every cell is text, short rows are padded, nothing is lost.

    Args:
        name: what the sheet is called: the file's name without its extension.
        encoding: one of ``text_encoding.ENCODINGS`` where a person chose it; "" to find it.

    Raises:
        Refused: nothing stands in it, or more cells than allowed.
    """
    csv.field_size_limit(2**31 - 1)  # a cell may be as long as its file
    if is_calendar(data):
        text, found = decoded(unfolded(data), encoding)
        return DelimitedText(_sheet(name, calendar_columns(text), limits), found, "", is_guess(found, encoding))
    text, found = decoded(data, encoding)
    text = text.replace("\x00", "").lstrip("\ufeff")
    if text.endswith("\x1a"):
        text = text[:-1]
    if not text.strip():
        raise Refused("empty")
    if "\r" in text:
        text = _with_newlines(text)
    told = re.match(r"sep=(.)\n", text)
    if told:  # Excel's own line for the delimiter, which it does not show as a row either
        text = text[told.end() :]
    delimiter = told.group(1) if told else find_delimiter(text)
    sheet = _sheet(name, _fast(text, delimiter) or _careful(text, delimiter, limits), limits)
    return DelimitedText(sheet, found, delimiter, is_guess(found, encoding))


def _sheet(name: str, columns: tuple[RawColumn, ...], limits: Limits) -> Sheet:
    rows = len(columns[0]) if columns else 0
    if rows * len(columns) > limits.cells:
        raise Refused("too_large")
    return Sheet(name, rows, columns)


def _with_newlines(text: str) -> str:
    """CR and CRLF line ends as LF; inside quotes too, where nobody means a carriage return."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def find_delimiter(text: str) -> str:
    """The delimiter that cuts the sample into rows of the same, largest width; comma where none does."""
    sample = _sample(text)
    for delimiters in (_DELIMITERS, _RARE):
        tried = [delimiter for delimiter in delimiters if delimiter in sample]
        scores = {
            delimiter: _agreement(sample, delimiter) for delimiter in tried if delimiter != " " or _aligned(sample)
        }
        best = max(scores, key=scores.__getitem__, default=",")
        if scores.get(best, 0.0) > (_SURE if delimiters is _RARE else 0.0):
            return best
    return ","


def _aligned(sample: str) -> bool:
    """Whether blanks part columns rather than the words of names: many of them, runs, or values in one column."""
    if re.search(r"\S {2,}\S", sample):
        return True
    rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=" ") if row]
    width = Counter(map(len, rows)).most_common(1)[0][0]
    below = zip_longest(*rows[1:], fillvalue="")
    return width > 2 or any(sum(map(bool, map(_VALUE.fullmatch, column))) * 2 > len(column) for column in below)


def _agreement(sample: str, delimiter: str) -> float:
    """How evenly the delimiter cuts the rows, 0 to 4; agreement counts more than width: a comma in prose cuts unevenly."""
    widths = Counter(len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row)
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0
    width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
    return float((count / widths.total()) ** 2 * (1 + min(width, 30) / 30))


def _sample(text: str) -> str:
    end = 0
    for _ in range(_SAMPLE_LINES):
        found = text.find("\n", end)
        if found < 0:
            return text
        end = found + 1
    # A cut inside a quoted cell would join the rest into one; leave the half row out.
    sample = text[:end]
    while sample.count('"') % 2 and end < len(text) and len(sample) < 1_000_000:
        found = text.find("\n", end)
        end = len(text) if found < 0 else found + 1
        sample = text[:end]
    return sample


def _fast(text: str, delimiter: str) -> tuple[RawColumn, ...]:
    """Arrow's reader for regular files; empty where the file is not regular."""
    body = text.encode("utf-8", errors="replace")
    first = next(csv.reader(io.StringIO(_sample(text), newline=""), delimiter=delimiter), [])
    names = [str(place) for place in range(len(first))]
    if not names or len(names) > _MOST_COLUMNS or _quotes_inside(text, delimiter):
        return ()
    try:
        table = pacsv.read_csv(
            io.BytesIO(body),
            read_options=pacsv.ReadOptions(column_names=names, block_size=1 << 24, use_threads=False),
            parse_options=pacsv.ParseOptions(delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False),
            convert_options=pacsv.ConvertOptions(
                column_types={name: pa.string() for name in names},
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
                null_values=[""],
            ),
        )
    except pa.ArrowInvalid:
        return ()
    return tuple(text_column(_whole(column)) for column in table.columns)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks)


def _quotes_inside(text: str, delimiter: str) -> bool:
    """Whether a quote stands where the two readers would differ: in the middle of an unquoted cell."""
    if '"' not in text:
        return False
    if text.count('"') % 2:
        return True
    mark = re.escape(delimiter)
    return re.search(rf'[^"{mark}\n]"(?=[^"{mark}\n])|^[^"{mark}\n]+"', text, re.MULTILINE) is not None


def _careful(text: str, delimiter: str, limits: Limits) -> tuple[RawColumn, ...]:
    """Python's reader for ragged and odd files; as many columns as the longest row needs."""
    quoting: Literal[0, 3] = csv.QUOTE_NONE if _swallows_the_rest(text, delimiter) else csv.QUOTE_MINIMAL
    reader = csv.reader(_lines(text), delimiter=delimiter, quoting=quoting)
    chunks: list[tuple[int, list[RawColumn]]] = []
    width = total = 0
    while rows := list(islice(reader, _CHUNK)):
        chunks.append((len(rows), _columns(rows)))
        width, total = max(width, len(chunks[-1][1])), total + len(rows)
        if width * total > limits.cells:
            raise Refused("too_large")
    found = []
    for place in range(width):
        parts = [columns[place] if place < len(columns) else blank_column(count) for count, columns in chunks]
        found.append(joined(parts))
    return tuple(found)


def _columns(rows: list[list[str]]) -> list[RawColumn]:
    width = max(map(len, rows))
    for row in rows:
        if len(row) < width:
            row.extend([""] * (width - len(row)))
    return [text_column(pa.array(column, pa.string())) for column in zip(*rows, strict=True)]


def _swallows_the_rest(text: str, delimiter: str) -> bool:
    """Whether a stray quote makes one cell of the rest of the file: quotes are ordinary signs there."""
    if text.count('"') % 2 == 0:
        return False
    last: list[str] = []
    for row in csv.reader(_lines(text), delimiter=delimiter):
        last = row
    return any(cell.count("\n") > _STRAY for cell in last)


def _lines(text: str) -> Iterator[str]:
    """The lines one at a time: a file object over the text would hold it again, four bytes a character."""
    start = 0
    while (end := text.find("\n", start) + 1) > 0:
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]
