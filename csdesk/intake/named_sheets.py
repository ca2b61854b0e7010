"""One sheet a customer or a month: what the sheet's name or the title says becomes a column of its rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from csdesk.intake.added_columns import constant_column, is_japanese, names_customers, with_column
from csdesk.intake.header_texts import BORDER, is_known
from csdesk.intake.headers import candidates, header_key
from csdesk.intake.months import month_of
from csdesk.intake.sheets import Table
from csdesk.model.fields import field

# Names that say nothing about their rows.
_GENERIC = re.compile(
    r"(sheet|シート|ｼｰﾄ|tabelle|feuil|data|データ|list|一覧|リスト|result|export|s|table)?\s*[\d_\-() ]*", re.IGNORECASE
)
_HONORIFIC = re.compile(r"[\s　]*(様|御中|殿)$")
_LABELLED = re.compile(r"[\s　]*([^:：#]{0,29}[^:：\d\s])[\s　]*[:：][\s　]*(\S.*)")
_BESIDE = re.compile(r"[\s　]*([^:：\s]{1,20})[\s　]+(\S.*)")
# Where a further label may begin in the same cell: up to three words before a colon.
_FURTHER = re.compile(
    r"(?<![\s　])(?:[\s　]*+[／/|｜、，][\s　]*+|[\s　]++)(?=([^\s:：]{1,20}(?:\s[^\s:：]{1,20}){0,2})[\s　]*[:：])"
)
# Words before a colon for which there is no field; the first name customers above a table, not above a column.
_CUSTOMER_LABELS = ("契約者", "ご契約者")
_OTHER_LABELS = frozenset(
    ["作成日", "作成者", "出力日", "印刷日", "日付", "住所", "所在地", "電話", "電話番号", "tel", "fax"]
)
CUSTOMER_HEADERS = ("Account Name", "顧客名")
_COLONS = ":： 　"
_SHEET_HEADERS = ("Sheet", "シート名")


def with_names(tables: Sequence[Table], width_of: dict[str, int]) -> list[Table]:
    """The tables, each with what its title and its sheet's name say about all of its rows.

    A customer named in the title counts for a table whose columns name none. Where two sheets or
    more have the same headers their names tell their rows apart: as customers where no column
    names any, else as a column of their own. Months are read elsewhere, see ``periods``.
    """
    titled = [_with_titled_customer(table, width_of.get(table.sheet, 0)) for table in tables]
    together: dict[tuple[str, ...], list[Table]] = {}
    for table in titled:
        together.setdefault(tuple(header_key(header) for header in table.headers), []).append(table)
    named = {id(t) for group in together.values() if _tells(group) for t in group}
    return [_with_sheet_name(t, width_of.get(t.sheet, 0)) if id(t) in named else t for t in titled]


def _tells(group: Sequence[Table]) -> bool:
    """Whether the names of these sheets tell their rows apart."""
    sheets = {table.sheet for table in group}
    if len(sheets) < 2 or len(group[0].headers) < 2 or all(month_of(name) for name in sheets):
        return False
    return not any(_GENERIC.fullmatch(unicodedata.normalize("NFKC", name)) for name in sheets)


def _with_sheet_name(table: Table, width: int) -> Table:
    language = int(is_japanese(table))
    name = without_honorific(table.sheet)
    headers = _SHEET_HEADERS if names_customers(table) else CUSTOMER_HEADERS
    return with_column(table, headers[language], constant_column(name, table.rows), width)


@cache
def _customer_labels() -> frozenset[str]:
    own = field("account.name")
    return frozenset(header_key(text) for text in (own.label, own.label_ja, *own.synonyms, *_CUSTOMER_LABELS))


def is_customer_label(label: str) -> bool:
    """Whether a word before a colon says that a customer's name follows."""
    return header_key(label) in _customer_labels()


def without_honorific(name: str) -> str:
    """The name without 様, 御中."""
    return _HONORIFIC.sub("", name.strip())


def labelled_line(line: str) -> tuple[str, str] | None:
    """What stands before and after the colon of a line such as 顧客名：青空商事; None where there is none.

    Blanks or the border of a cell do for a colon after a word that says a customer's name follows.
    """
    return next(iter(_labelled(line)), None)


def _labelled(line: str) -> list[tuple[str, str]]:
    """The labels of a line, each with the rest of its cell up to a further label, or with the next cell."""
    found: list[tuple[str, str]] = []
    cells = [cell for part in line.split(BORDER) if (cell := part.strip())]
    while cells:
        cell = cells.pop(0)
        label = cell.rstrip(_COLONS)
        ends = label != cell or (bool(cells) and not cells[0].strip(_COLONS))
        if cells and not cells[0].strip(_COLONS):
            del cells[0]
        if cells and label and (ends or is_customer_label(label)):
            if not _is_label(cells[0]):
                found.append((label, cells.pop(0)))
            continue  # else its value was left blank
        said = _LABELLED.fullmatch(cell)
        if said is None and (beside := _BESIDE.fullmatch(cell)) and is_customer_label(beside[1]):
            said = None if _GENERIC.fullmatch(beside[2]) else beside
        if said is not None:
            value, rest = _up_to_label(said[2])
            found.append((said[1], value))
            cells[:0] = [rest] if rest else []
    return found


def _is_label(cell: str) -> bool:
    """Whether a cell is a word with nothing behind it that says what stands beside it."""
    word = cell.rstrip(_COLONS)
    return is_known(word) or word != cell or word.casefold() in _OTHER_LABELS


def _up_to_label(text: str) -> tuple[str, str]:
    """The text up to a further label, and from there on: 株式会社ミドリ 担当：高橋."""
    for found in _FURTHER.finditer(text):
        if found.start() and (is_known(found[1]) or found[1].casefold() in _OTHER_LABELS):
            return text[: found.start()].strip(), text[found.end() :]
    return text.strip(), ""


def _with_titled_customer(table: Table, width: int) -> Table:
    """A line such as 顧客名：青空商事株式会社 様 above a table whose columns name no customer."""
    if not table.title or names_customers(table) or not _is_worth_it(table):
        return table
    for line in reversed(table.title.split("\n")):
        text = next((text for label, text in _labelled(line) if is_customer_label(label)), "")
        if name := without_honorific(text):
            header = CUSTOMER_HEADERS[int(is_japanese(table))]
            return with_column(table, header, constant_column(name, table.rows), width)
    return table


def _is_worth_it(table: Table) -> bool:
    return any(candidates(header).explicit or candidates(header).general for header in table.headers)
