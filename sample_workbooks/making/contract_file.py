"""The contract list as a Japanese accounts department keeps it: titles, a merged header, thousands, eras."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from xlsxwriter.workbook import Workbook

from making.book import Account, Former
from making.contracts import Line, lines_of
from making.sheets import Cell, Column, header_format, new_workbook, write_rows

_COLUMNS = (
    Column("取引先名", 26), Column("契約番号", 14), Column("製品", 18), Column("開始日", 18), Column("終了日", 18), Column("年額（税抜）", 14, "#,##0"),
    Column("席数", 8, "#,##0"), Column("通知期限(日)", 12), Column("自動更新", 10), Column("契約状況", 10), Column("備考", 22),
)  # fmt: skip
_FIRST = (
    "竜宮マリン", "Marrowgate Bank", "Tsukimi Robotics", "鶴亀保険", "Otterline Ferries", "雪うさぎ冷機", "流氷フローズン", "Kestrel & Rook",
    "Pebble & Thrush", "Copperfinch Audio", "花咲農園", "金太郎鉄工", "Saltmarsh Energy", "天狗運輸", "夕凪ホールディングス", "三日月製薬",
)  # fmt: skip
_FULL_WIDTH = str.maketrans("0123456789,", "０１２３４５６７８９，")
_AS_TYPED = {"Saltmarsh Energy": "Saltmarsh Energy ", "三日月製薬": "三日月製薬　"}
_NOTES = (
    "・年額は税抜、千円単位です。", "・通知期限は満了日の何日前までに解約を申し出るかを示します。",
    "・枝番付きの契約番号は更新前の契約です。", "・不明点は経理部まで。",
)  # fmt: skip


def era(day: date) -> str:
    """A date in the era of Reiwa: 令和8年2月16日."""
    year = day.year - 2018
    return f"令和{'元' if year == 1 else year}年{day.month}月{day.day}日"


def _row(line: Line) -> list[Cell]:
    amount: Cell = line.arr
    if line.name == "流氷フローズン" and line.state == "契約中":
        amount = f"{line.arr:,}".translate(_FULL_WIDTH)
    name = _AS_TYPED.get(line.name, line.name) if line.state == "契約中" else line.name
    seats: Cell = str(line.seats).translate(_FULL_WIDTH) if line.number == "C-1017" else line.seats
    automatic = "有" if line.auto_renew else "無"
    return [
        name, line.number, line.product, era(line.start), era(line.end), amount, seats, line.notice_days, automatic, line.state, line.remark,
    ]  # fmt: skip


def _write_list(book: Workbook, name: str, title: str, lines: Sequence[Line]) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, "（単位：千円）")
    head = header_format(book)
    head.set_align("center")
    for at, column in enumerate(_COLUMNS):
        if column.header not in ("開始日", "終了日"):
            sheet.merge_range(2, at, 3, at, column.header, head)
    sheet.merge_range(2, 3, 2, 4, "契約期間", head)
    sheet.write_string(3, 3, "開始日", head)
    sheet.write_string(3, 4, "終了日", head)
    sheet.freeze_panes(4, 1)
    count = write_rows(book, sheet, 4, _COLUMNS, map(_row, lines))
    bold = book.add_format({"bold": True, "top": 1, "num_format": "#,##0"})
    sheet.write_string(4 + count, 0, "合計", bold)
    total = sum(line.arr for line in lines)
    numbers = [line for line in lines if not isinstance(_row(line)[5], str)]
    formula = f"=SUM(F5:F{4 + count})" + (f"+{total - sum(n.arr for n in numbers)}" if len(numbers) < count else "")
    sheet.write_formula(4 + count, 5, formula, bold, total)


def write_contracts(folder: Path, accounts: Sequence[Account], former: Sequence[Former]) -> None:
    """The current contracts, the earlier ones on a sheet of their own, and a sheet of notes."""
    customers: list[Account | Former] = [*accounts, *former]
    lines = [line for customer in customers for line in lines_of(customer)]
    order = {name: place for place, name in enumerate(_FIRST)}
    current = sorted(
        (line for line in lines if line.state == "契約中"), key=lambda n: (order.get(n.name, len(order)), n.number)
    )
    earlier = sorted((line for line in lines if line.state != "契約中"), key=lambda n: (n.end, n.number), reverse=True)
    book = new_workbook(folder / "contracts_2026-11.xlsx", "契約一覧 2026年11月", "経理部", "Yu Gothic")
    _write_list(book, "契約", "契約一覧　2026年11月　　作成：経理部", current)
    _write_list(book, "終了・更新済", "終了・更新済の契約　2026年11月　　作成：経理部", earlier)
    notes = book.add_worksheet("メモ")
    notes.set_column(0, 0, 80)
    for at, text in enumerate(_NOTES):
        notes.write_string(at, 0, text)
    book.close()
