"""People whose name stands in two columns, First Name and Last Name or 姓 and 名: joined in one more column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc

from csdesk.intake.added_columns import is_japanese, with_column
from csdesk.intake.cells import text_column
from csdesk.intake.headers import candidates, header_key
from csdesk.intake.recipes import recognised
from csdesk.intake.sheets import Table
from csdesk.intake.subjects import subject_of

FULL_NAME, FULL_NAME_JA = "Full name", "氏名"
_FIRST = ("firstname", "givenname", "forename", "fname")
_MIDDLE = ("middlename", "additionalname")
_LAST = ("lastname", "familyname", "surname", "lname")
_FIRST_JA, _LAST_JA = ("名前", "名"), ("名字", "苗字", "姓")
# How a name is read aloud or written in Latin letters is no other name; an address has its own addressee.
_READINGS = re.compile(r"カナ|かな|フリガナ|ふりがな|よみ|読み|ローマ字|英字|phonetic|address|shipping|住所|送付先")
_WHOLE = frozenset(("fullname", "displayname", "contactname", "氏名"))
_PEOPLE = ("account", "contract", "contact")
_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class NameParts:
    """The columns a person's name stands in."""

    first: int
    last: int
    middle: int | None = None

    @property
    def columns(self) -> frozenset[int]:
        """All of them."""
        return frozenset((self.first, self.last)) | (frozenset() if self.middle is None else {self.middle})


def name_parts(headers: Sequence[str]) -> NameParts | None:
    """The columns of the first and the last name, where both stand side by side; of several pairs the plainest."""
    keys = [header_key(header) for header in headers]
    pairs = []
    for last, key in enumerate(keys):
        for ends, firsts in ((_LAST, _FIRST), (_LAST_JA, _FIRST_JA)):
            end = next((end for end in ends if key.endswith(end)), None)
            around = None if end is None else key.removesuffix(end)
            if around is None or _READINGS.search(around):
                continue
            first = next((keys.index(around + word) for word in firsts if around + word in keys), None)
            if first is not None:
                middle = next((keys.index(around + word) for word in _MIDDLE if around + word in keys), None)
                pairs.append((len(around), NameParts(first, last, middle)))
    return min(pairs, key=lambda pair: pair[0])[1] if pairs else None


def joined_names(headers: Sequence[str]) -> int | None:
    """The column in which the parts of names were joined, or None where none was added."""
    if headers and headers[-1] in (FULL_NAME, FULL_NAME_JA) and name_parts(headers) is not None:
        return len(headers) - 1
    return None


def with_full_names(table: Table, width: int = 0) -> Table:
    """The table with one more column of whole names, where it lists people and has their names only in parts.

    Args:
        width: how many columns the sheet has.
    """
    parts = name_parts(table.headers)
    if parts is None or not table.rows or _named_already(table, parts):
        return table
    japanese = is_japanese(table)
    wide = with_column(
        table, FULL_NAME_JA if japanese else FULL_NAME, text_column(_joined(table, parts, japanese)), width
    )
    return wide if _lists_people(wide) else table


def _joined(table: Table, parts: NameParts, japanese: bool) -> Any:
    """前田 葵, Mei Kitano: as people of the language write them; one part alone is the name."""
    order = [parts.first, parts.middle, parts.last]
    if japanese or header_key(table.headers[parts.last]).endswith(_LAST_JA):
        order = [parts.last, parts.middle, parts.first]
    texts = [pc.fill_null(table.columns[place].texts, "") for place in order if place is not None]
    whole = pc.utf8_trim_whitespace(pc.binary_join_element_wise(*texts, " "))
    return pc.replace_substring_regex(whole, "[ \u3000]{2,}", " ")


def _named_already(table: Table, parts: NameParts) -> bool:
    """Whether another column holds whole names of people."""
    for place, header in enumerate(table.headers):
        if place in parts.columns:
            continue
        key = header_key(header)
        fields = candidates(header).explicit
        says = key in _WHOLE or any(field.code == "contact.name" for field in fields)
        if says and not any(field.record == "account" for field in fields) and _holds(table, place, parts.last):
            return True
    return False


def _holds(table: Table, whole: int, last: int) -> bool:
    """Whether the cells of a column contain those of another, in most rows that fill both."""
    pairs = zip(
        table.columns[whole].texts[:_SAMPLE].to_pylist(), table.columns[last].texts[:_SAMPLE].to_pylist(), strict=True
    )
    said = [(name, part) for name, part in pairs if name and part]
    filled = table.columns[whole].texts.null_count < table.rows
    return filled if not said else 2 * sum(part.strip() in name for name, part in said) > len(said)


def _lists_people(table: Table) -> bool:
    """Whether contacts may come of the table: no list of answers, tickets or invoices, and no calendar."""
    recipe = next(iter(recognised(table.headers)), None)
    if recipe is not None:
        return recipe.record in _PEOPLE
    return subject_of(table.headers, [candidates(header) for header in table.headers], wide_months=False) in _PEOPLE
