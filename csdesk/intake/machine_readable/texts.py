"""Rules 1-5, 1-10 and 1-11 about what texts are written with: blanks, odd characters, eras. All cells of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import pyarrow.compute as pc

from csdesk.intake.machine_readable.examined import Searched, found_on_sheet
from csdesk.intake.machine_readable.report import Finding
from csdesk.intake.sheets import Sheet, Table
from csdesk.model.messages import Message

Columns = Sequence[tuple[int, Searched]]  # the columns that hold texts, as ``searched_columns`` gives them

# Sentences may have line breaks of their own; labels, names and values may not.
_PROSE = r"[。！？!?]|[.:]\s|^.{60}|^[^\n]{40}"
_VALUES_BY_LINE = r"^[\s　]*[¥￥$€£▲△−-]?[0-9０-９][0-9０-９,，.．/年月日:~～〜－-]*[^\s]{0,3}[\s　]*(?:\n|$)"
_SPACINGS = (
    (
        r"^[ 　\t\x{00A0}]+[^ 　\t]|[^ 　\t][ 　\t\x{00A0}]+$|^[ 　\t\x{00A0}]+$",
        Message("Blanks before or after the text."),
        Message("Delete them; an indent belongs into the cell format."),
    ),
    (
        r"[^ 　\t\n][ 　\t]{2,}[^ 　\t\n]",
        Message("Several blanks in a row inside the text."),
        Message("Leave one blank or none; what they part belongs into cells of its own."),
    ),
    (
        r"^[\p{Han}\p{Hiragana}\p{Katakana}](?:[ 　]+[\p{Han}\p{Hiragana}\p{Katakana}])+$",
        Message("Single characters are spaced out: 合　計 for 合計."),
        Message("Delete the blanks; “distributed” alignment looks the same."),
    ),
)


def no_layout_blanks(sheet: Sheet, columns: Columns) -> Iterator[Finding]:
    """1-5."""
    for number, texts in columns:
        taken: Any = None
        for pattern, message, hint in _SPACINGS:
            mask = texts.matching(pattern)
            mask = mask if taken is None else pc.and_not(mask, taken)
            taken = mask if taken is None else pc.or_(taken, mask)
            yield from found_on_sheet(sheet, number, mask, message, hint)
        breaks = pc.and_not(texts.matching(r"\n"), taken)
        if pc.any(breaks).as_py():
            for pattern in (_PROSE, _VALUES_BY_LINE):
                breaks = pc.and_not(breaks, texts.matching(pattern))
            yield from found_on_sheet(
                sheet, number, breaks, Message("Line breaks inside the cell."),
                Message("Write the text in one line; the cell format can wrap it."),
            )  # fmt: skip


# NEC and IBM extensions of code page 932, which are not in JIS X 0208.
_EXTENSION_ROWS = (range(0x8740, 0x879D), range(0xED40, 0xEEFD), range(0xFA40, 0xFC4C))
# Enclosed and squared characters, compatibility ideographs, private use, lost characters, pictures.
_BLOCKS = (
    r"\x{2160}-\x{2188}\x{2460}-\x{24FF}\x{3200}-\x{33FF}\x{F900}-\x{FAFF}\x{E000}-\x{F8FF}\x{FFFD}"
    r"\x{1F100}-\x{1FAFF}\x{2700}-\x{27BF}\x{F0000}-\x{10FFFD}"
)


@cache
def machine_dependent() -> str:
    """A character class, for RE2, of what computers show differently or not at all."""
    found = set()
    for row in _EXTENSION_ROWS:
        for code in row:
            try:
                sign = code.to_bytes(2, "big").decode("cp932")
            except UnicodeDecodeError:
                continue
            try:
                sign.encode("shift_jis")
            except UnicodeEncodeError:
                found.add(sign)
    return "[" + "".join(f"\\x{{{ord(sign):X}}}" for sign in sorted(found)) + _BLOCKS + "]"


@cache
def _machine_dependent() -> re.Pattern[str]:
    return re.compile(re.sub(r"\\x\{([0-9A-F]+)\}", lambda code: re.escape(chr(int(code[1], 16))), machine_dependent()))


def plain_characters(sheet: Sheet, columns: Columns) -> Iterator[Finding]:
    """1-10."""
    hint = Message("Write it out: (1) for ①, (株) for ㈱, kg for ㎏.")
    for number, texts in columns:
        mask = texts.matching(machine_dependent())
        rows = pc.indices_nonzero(mask)
        if not len(rows):
            continue
        said = "".join(sheet.columns[number].texts.take(rows[:500]).to_pylist())
        signs = "".join(dict.fromkeys(_machine_dependent().findall(said)))
        message = Message("Characters that not every computer shows alike: {signs}", signs=" ".join(signs[:12]))
        yield from found_on_sheet(sheet, number, mask, message, hint)


_ERA = (
    r"(?:明治|大正|昭和|平成|令和|㍾|㍽|㍼|㍻|㋿)[\s　]*(?:[0-9０-９]{1,2}|元|[一二三四五六七八九十]{1,3})[\s　]*(?:年|[./．・-])"
    r"|(?:^|[^A-Za-z0-9])[MTSHRＭＴＳＨＲ][0-9０-９元]{1,2}(?:[./．-][0-9０-９]{1,2}[./．-][0-9０-９]{1,2}|年)"
)
_ERA_ALONE = r"^[\s　]*(?:(?:明治|大正|昭和|平成|令和)[0-9０-９元]{1,2}|[MTSHR][0-9元]{1,2}(?:[./][0-9]{1,2})?)[\s　]*$"
_WESTERN = r"(?:19|20|１９|２０)[0-9０-９]{2}"
_YEAR_HEADER = re.compile(r"年|日付|時期|和暦")


def western_years(sheet: Sheet, columns: Columns, tables: Sequence[Table]) -> Iterator[Finding]:
    """1-11."""
    hint = Message("Write 2026-03-31, or both: 令和8年（2026年）.")
    dated = {
        number
        for table in tables
        for header, number in zip(table.headers, table.column_numbers, strict=True)
        if _YEAR_HEADER.search(header)
    }
    for number, texts in columns:
        mask = texts.matching(_ERA)
        if number in dated:
            mask = pc.or_(mask, texts.matching(_ERA_ALONE))
        if pc.any(mask).as_py():
            mask = pc.and_not(mask, texts.matching(_WESTERN))
            message = Message("Years of a Japanese era without the western year.")
            yield from found_on_sheet(sheet, number, mask, message, hint)
