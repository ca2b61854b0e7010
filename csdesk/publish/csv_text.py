"""Rows as CSV that Excel opens as they are meant: no formula runs, numbers stay numbers, and the encoding is known."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from csdesk.publish.atomic import replacing

ENCODINGS = ("utf-8", "utf-8-sig", "cp932")
_NUMBER = re.compile(r"[+-]|[+-]?\s?[$€£¥￥]?(?:\d[\d,]*)?\.?\d+(?:[eE][+-]?\d+)?\s?%?")  # or a dash for nothing
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What CP932 has under another code, or has not; what is left becomes 〓, as printers do with signs they lack.
_IN_CP932 = str.maketrans({
    "\u2212": "－", "\u301c": "～", "\u2014": "―", "\u2016": "∥", "\u00a5": "￥", "\u00a0": " ", "\u2013": "-", "\u2022": "・",
    "\u00a2": "￠", "\u00a3": "￡", "\u00ac": "￢",
})  # fmt: skip
_LACKING = "〓"


@dataclass(frozen=True, slots=True)
class CsvText:
    """A CSV file as bytes.

    Attributes:
        lacking: the signs the encoding does not have, each once, in order; each stands as 〓.
    """

    data: bytes
    lacking: str = ""


def guarded(text: str) -> str:
    """A text no spreadsheet takes for a formula; a plain number stays one. An import takes the apostrophe off again."""
    bare = text.lstrip(" \u3000")
    return f"'{text}" if bare.startswith(_STARTS) and _NUMBER.fullmatch(text) is None else text


def csv_text(
    names: Sequence[str], rows: Iterable[Sequence[str]], encoding: str = "utf-8-sig", line_end: str = "\r\n"
) -> CsvText:
    """The header and the rows; ``encoding``: one of ``ENCODINGS``, ``utf-8-sig`` being UTF-8 that Excel knows as such."""
    out = StringIO()
    writer = csv.writer(out, lineterminator=line_end)
    writer.writerow([guarded(name) for name in names])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    text = out.getvalue()
    if encoding != "cp932":
        return CsvText(text.encode(encoding, errors="surrogatepass"))
    text = text.translate(_IN_CP932)
    lacking = "".join(sign for sign in dict.fromkeys(text) if not _has(sign))
    return CsvText(text.translate(dict.fromkeys(map(ord, lacking), _LACKING)).encode("cp932"), lacking)


def _has(sign: str) -> bool:
    try:
        sign.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def write_csv_file(path: Path, names: Sequence[str], rows: Iterable[Sequence[str]], encoding: str = "utf-8-sig") -> str:
    """Write the file; the signs the encoding lacks (see ``CsvText``).

    Raises:
        CSDeskError: it cannot be written there.
    """
    made = csv_text(names, rows, encoding)
    with replacing(path) as beside:
        beside.write_bytes(made.data)
    return made.lacking
