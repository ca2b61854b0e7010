"""The same ten customers and contracts as three people keep them: what lands is the same, whoever's file comes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from csdesk.intake.outcome import ImportPlan
from tests.intake.exports.made_exports import imported, undisturbed, whole
from tests.intake.made_tables import Book, applied

# name, contract, product, start, last day, yen a month, seats, renews by itself, CSM, industry
FACTS: list[tuple[str, str, str, date, date, int, int, bool, str, str]] = [
    (
        f"得意先{letter}株式会社", f"K-{n:03}", ("基本", "拡張")[n % 2], date(2026, 4, 1), date(2027, 3, 31), 25_000 * n, 5 * n,
        n % 3 > 0, ("佐伯 悠", "堀 千夏")[n % 2], ("食品", "印刷", "物流")[n % 3],
    )
    for n, letter in enumerate("あいうえおかきくけこ", 1)
]  # fmt: skip


def _lines(header: str, rows: list[list[str]]) -> str:
    return "\n".join([header, *(",".join(row) for row in rows), ""])


JAPANESE = _lines(
    "得意先名,契約番号,製品名,契約開始日,契約満了日,月額（円）,契約ID数,自動更新,担当CSM,業種",
    [
        [name, no, what, f"{start:%Y年%-m月%-d日}", f"{end:%Y年%-m月%-d日}", f'"{fee:,}"', str(seats), "○" if auto else "×", csm, trade]
        for name, no, what, start, end, fee, seats, auto, csm, trade in FACTS
    ],
)  # fmt: skip
ENGLISH = _lines(  # whose renewal date is the first day of the next term
    "Industry,Customer,CSM,Product Name,MRR (JPY),Licenses,Auto Renew,Contract Start,Renewal Date,Contract ID",
    [
        [trade, name, csm, what, f"{fee}.00", str(seats), "Yes" if auto else "No", f"{start}", f"{date(end.year, 4, 1)}", no]
        for name, no, what, start, end, fee, seats, auto, csm, trade in FACTS
    ],
)  # fmt: skip
TERSE = _lines(
    "顧客,満了,月額(千円)",
    [[name, f"{end:%Y/%m/%d}", f"{fee // 1000}"] for name, _, _, _, end, fee, *_ in FACTS],
)


def _into(book: Book, plan: ImportPlan) -> Book:
    after = Book()
    after.frames = dict(book.frames)
    for record, change in plan.records.items():
        after.frames[record] = applied(after.frame(record), change.inserted, change.updated)
    return after


def _expected() -> dict[str, list[dict[str, Any]]]:
    accounts = [{"name": f[0], "csm": f[8], "industry": f[9]} for f in FACTS]
    contracts = [
        {
            "account_key": key, "external_id": no, "product": what, "start": start, "end": end, "amount": fee,
            "basis": "monthly", "currency": "JPY", "seats": seats, "auto_renew": auto,
        }
        for key, (_, no, what, start, end, fee, seats, auto, _, _) in enumerate(FACTS, 1)
    ]  # fmt: skip
    return {"account": accounts, "contract": contracts}


@pytest.mark.parametrize(("text", "encoding"), [(JAPANESE, "cp932"), (ENGLISH, "utf-8")])
def test_whoevers_full_list_comes_first_gives_the_same_values(tmp_path: Path, text: str, encoding: str) -> None:
    plan = imported(tmp_path / "list.csv", text, encoding, currency="JPY")
    assert undisturbed(plan)
    assert whole(plan, "account", "contract") == _expected()


@pytest.mark.parametrize("first", [JAPANESE, ENGLISH])
def test_the_lists_of_the_others_change_nothing(tmp_path: Path, first: str) -> None:
    book = _into(Book(), imported(tmp_path / "first.csv", first, currency="JPY"))
    for name, text in (("japanese", JAPANESE), ("english", ENGLISH), ("terse", TERSE)):
        plan = imported(tmp_path / f"{name}.csv", text, book=book, currency="JPY")
        assert undisturbed(plan), name
        assert plan.changes_nothing, name


def test_the_terse_list_alone_gives_what_it_says(tmp_path: Path) -> None:
    plan = imported(tmp_path / "terse.csv", TERSE, "cp932", currency="JPY")
    assert undisturbed(plan)
    assert whole(plan, "account", "contract") == {
        "account": [{"name": f[0]} for f in FACTS],
        "contract": [
            {
                "account_key": key, "end": f[4], "amount": f[5], "basis": "monthly", "currency": "JPY",
                "seen_on": date(2026, 11, 22),
            }
            for key, f in enumerate(FACTS, 1)
        ],
    }  # fmt: skip


def test_another_amount_in_the_terse_list_is_a_change_of_the_contract_that_is_there(tmp_path: Path) -> None:
    book = _into(Book(), imported(tmp_path / "first.csv", JAPANESE, currency="JPY"))
    plan = imported(tmp_path / "terse.csv", TERSE.replace(",25\n", ",30\n"), book=book, currency="JPY")
    assert plan.records["contract"].updated[["key", "field", "before", "after"]].to_numpy().tolist() == [
        [1, "amount", 25_000, 30_000]
    ]
    assert not len(plan.records["contract"].inserted)


def test_where_two_contracts_of_a_customer_have_the_same_end_a_terse_row_is_neither(tmp_path: Path) -> None:
    two = "得意先名,契約番号,製品名,契約開始日,契約満了日,月額\nあ,K-1,基本,2026/4/1,2027/3/31,100\nあ,K-2,拡張,2026/4/1,2027/3/31,50\n"
    book = _into(Book(), imported(tmp_path / "first.csv", two, currency="JPY"))
    plan = imported(tmp_path / "terse.csv", "顧客,満了,月額\nあ,2027/3/31,150\n", book=book, currency="JPY")
    assert [c["amount"] for c in whole(plan, "contract")["contract"]] == [150]


def test_two_terse_rows_are_not_both_the_same_contract(tmp_path: Path) -> None:
    one = "得意先名,契約番号,製品名,契約開始日,契約満了日,月額\nあ,K-1,基本,2026/4/1,2027/3/31,100\n"
    book = _into(Book(), imported(tmp_path / "first.csv", one, currency="JPY"))
    plan = imported(
        tmp_path / "terse.csv",
        "顧客,製品名,満了,月額\nあ,,2027/3/31,100\nあ,追加,2027/3/31,50\n",
        book=book,
        currency="JPY",
    )
    assert [c.get("product") for c in whole(plan, "contract")["contract"]] == ["追加"]


def test_rows_of_one_list_are_never_taken_for_each_other(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "terse.csv", "顧客,製品名,満了,月額\nあ,,2027/3/31,100\nあ,追加,2027/3/31,50\n", currency="JPY"
    )
    assert [(c.get("product"), c["amount"]) for c in whole(plan, "account", "contract")["contract"]] == [
        (None, 100), ("追加", 50),
    ]  # fmt: skip
