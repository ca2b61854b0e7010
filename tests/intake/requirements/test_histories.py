"""Contract history from logs of events and from lists that follow each other (part 4 of what a file may be)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from csdesk.intake.outcome import ImportPlan
from tests.intake.made_tables import Book, counts, records_of, updates
from tests.intake.requirements.files import book_file, imported, problems, text_file, values

LOG = (
    "顧客名,イベント種別,日付,MRR\n"
    "青空商事,新規,2025-04-01,10000\n"
    "青空商事,増額,2025-10-01,15000\n"
    "青空商事,減額,2026-02-01,12000\n"
    "青空商事,解約,2026-06-01,0\n"
    "青空商事,再契約,2026-09-01,8000\n"
    "さくら工業,新規,2026-01-15,20000\n"
)


def terms(plan: ImportPlan) -> list[tuple[object, ...]]:
    """Account, start, end, amount and status of the new contracts."""
    return values(plan, "contract", "account_key", "start", "end", "amount", "status")


def test_a_log_of_events_is_the_history_of_the_contracts(tmp_path: Path) -> None:
    plan = imported(text_file(tmp_path / "log.csv", LOG))
    assert terms(plan) == [
        (1, date(2025, 4, 1), date(2025, 9, 30), 10_000, None),
        (1, date(2025, 10, 1), date(2026, 1, 31), 15_000, None),
        (1, date(2026, 2, 1), date(2026, 5, 31), 12_000, "ended"),  # its churn is dated the day after its end
        (1, date(2026, 9, 1), None, 8_000, None),
        (2, date(2026, 1, 15), None, 20_000, None),
    ]
    assert {row["basis"] for row in records_of(plan, "contract")} == {"monthly"}
    assert values(plan, "event", "kind", "date")[3:5] == [
        ("churn", date(2026, 6, 1)),
        ("reactivation", date(2026, 9, 1)),
    ]


def test_the_same_log_again_changes_nothing_and_a_longer_one_goes_on(tmp_path: Path) -> None:
    plan = imported(text_file(tmp_path / "log.csv", LOG))
    book = Book(plan)
    assert imported(text_file(tmp_path / "log.csv", LOG), book).changes_nothing
    later = "顧客名,イベント種別,日付,MRR\n青空商事,増額,2026-11-01,9000\nさくら工業,解約,2026-10-01,\n"
    again = imported(text_file(tmp_path / "later.csv", later), book)
    assert terms(again) == [(1, date(2026, 11, 1), None, 9_000, None)]
    assert updates(again, "contract") == [
        (4, "end", None, date(2026, 10, 31)),
        (5, "end", None, date(2026, 9, 30)),
        (5, "status", None, "ended"),
    ]


def test_an_upgrade_without_an_amount_keeps_the_one_before(tmp_path: Path) -> None:
    log = "Account Name,Event type,Date,Plan,MRR\nAozora,Signup,2026-01-01,Basic,100\nAozora,Upgrade,2026-03-01,Pro,\n"
    plan = imported(text_file(tmp_path / "log.csv", log), currency="USD")
    assert values(plan, "contract", "start", "end", "plan", "amount") == [
        (date(2026, 1, 1), date(2026, 2, 28), "Basic", 10_000),
        (date(2026, 3, 1), None, "Pro", 10_000),
    ]


def test_events_without_amounts_never_move_contracts(tmp_path: Path) -> None:
    contracts = "契約番号,顧客名,年額,契約開始日,契約終了日\nK-1,青空商事,100,2026-04-01,2027-03-31\n"
    book = Book(imported(text_file(tmp_path / "k.csv", contracts)))
    events = "顧客名,churn_date,解約理由\n青空商事,2026-10-01,価格\n"
    plan = imported(text_file(tmp_path / "e.csv", events), book)
    assert values(plan, "event", "kind", "date", "reason") == [("churn", date(2026, 10, 1), "価格")]
    assert "contract" not in plan.records


def snapshot(tmp_path: Path, day: date, *rows: tuple[str, str, int], book: Book | None = None) -> ImportPlan:
    lines = "".join(f"{name},{product},{amount}\n" for name, product, amount in rows)
    return imported(text_file(tmp_path / "list.csv", f"顧客名,製品,年額\n{lines}"), book, as_of=day)


def test_a_list_without_dates_is_a_snapshot_of_its_day(tmp_path: Path) -> None:
    plan = snapshot(tmp_path, date(2026, 4, 30), ("青空商事", "Base", 100), ("さくら工業", "Base", 200))
    assert values(plan, "contract", "start", "seen_on", "end", "amount") == [
        (None, date(2026, 4, 30), None, 100),
        (None, date(2026, 4, 30), None, 200),
    ]


def test_lists_that_follow_each_other_give_the_history(tmp_path: Path) -> None:
    first = snapshot(tmp_path, date(2026, 4, 30), ("青空商事", "Base", 100), ("さくら工業", "Base", 200))
    book = Book(first)
    second = snapshot(
        tmp_path,
        date(2026, 5, 31),
        ("青空商事", "Base", 150),
        ("さくら工業", "Base", 200),
        ("ミナト運輸", "Base", 50),
        book=book,
    )
    assert terms(second) == [(1, date(2026, 5, 31), None, 150, None), (3, None, None, 50, None)]
    assert updates(second, "contract") == [(1, "end", None, date(2026, 5, 30))]
    assert counts(second, "contract") == (2, 1, 1, 0, 0)
    book = Book(first, second)
    third = snapshot(tmp_path, date(2026, 6, 30), ("青空商事", "Base", 150), ("さくら工業", "Base", 200), book=book)
    assert third.changes_nothing
    again = snapshot(
        tmp_path,
        date(2026, 5, 31),
        ("青空商事", "Base", 150),
        ("さくら工業", "Base", 200),
        ("ミナト運輸", "Base", 50),
        book=book,
    )
    assert again.changes_nothing


def test_a_second_list_of_the_same_day_corrects_the_first(tmp_path: Path) -> None:
    book = Book(snapshot(tmp_path, date(2026, 4, 30), ("青空商事", "Base", 100)))
    corrected = snapshot(tmp_path, date(2026, 4, 30), ("青空商事", "Base", 110), book=book)
    assert updates(corrected, "contract") == [(1, "amount", 100, 110)]


def test_an_older_list_does_not_change_what_a_later_one_says(tmp_path: Path) -> None:
    book = Book(snapshot(tmp_path, date(2026, 6, 30), ("青空商事", "Base", 150)))
    older = snapshot(tmp_path, date(2026, 4, 30), ("青空商事", "Base", 100), book=book)
    assert older.changes_nothing
    assert problems(older) == {"A2": "older_list"}


def test_a_contract_that_ended_and_stands_in_a_later_list_begins_again(tmp_path: Path) -> None:
    first = snapshot(tmp_path, date(2026, 4, 30), ("青空商事", "Base", 100))
    book = Book(first)
    frame = book.frames["contract"]
    book.frames["contract"] = frame.assign(end=frame["end"].fillna(__import__("pandas").Timestamp("2026-05-31")))
    again = snapshot(tmp_path, date(2026, 9, 30), ("青空商事", "Base", 100), book=book)
    assert terms(again) == [(1, date(2026, 9, 30), None, 100, None)]


def test_lists_of_several_months_in_one_workbook_give_the_history_at_once(tmp_path: Path) -> None:
    header = ["顧客名", "製品", "年額"]
    file = book_file(
        tmp_path / "契約一覧.xlsx",
        {
            "2026年4月": [header, ["青空商事", "Base", 100], ["さくら工業", "Base", 200]],
            "2026年5月": [header, ["青空商事", "Base", 150], ["さくら工業", "Base", 200]],
            "2026年6月": [header, ["青空商事", "Base", 150], ["さくら工業", "Base", 180]],
        },
    )
    plan = imported(file)
    found = sorted(values(plan, "contract", "account_key", "start", "seen_on", "end", "amount"), key=str)
    assert found == sorted(
        [
            (1, None, date(2026, 4, 30), date(2026, 5, 30), 100),
            (1, date(2026, 5, 31), date(2026, 5, 31), None, 150),
            (2, None, date(2026, 4, 30), date(2026, 6, 29), 200),
            (2, date(2026, 6, 30), date(2026, 6, 30), None, 180),
        ],
        key=str,
    )
    assert imported(file, Book(plan)).changes_nothing


def test_several_contracts_of_a_customer_stay_several(tmp_path: Path) -> None:
    plan = snapshot(tmp_path, date(2026, 4, 30), ("青空商事", "Base", 100), ("青空商事", "Plus", 50))
    assert values(plan, "contract", "account_key", "product", "amount") == [(1, "Base", 100), (1, "Plus", 50)]


def test_the_same_row_twice_is_one_contract_and_a_different_one_is_told(tmp_path: Path) -> None:
    same = snapshot(tmp_path, date(2026, 4, 30), ("青空商事", "Base", 100), ("青空商事", "Base", 100))
    assert (len(values(same, "contract", "amount")), problems(same)) == (1, {})
    other = snapshot(tmp_path, date(2026, 4, 30), ("青空商事", "Base", 100), ("青空商事", "Base", 120))
    assert values(other, "contract", "amount") == [(120,)]
    assert list(problems(other).values()) == ["conflicting_rows"]


def test_products_under_one_contract_number_are_contracts_of_their_own(tmp_path: Path) -> None:
    lines = text_file(
        tmp_path / "kintone.csv",
        "レコードの開始行,契約番号,会社名,製品,契約開始日,契約終了日,年額\n"
        "*,K-1,青空商事,Base,2026-04-01,2027-03-31,100\n,,,Plus,2026-05-01,2027-03-31,50\n"
        "*,K-2,さくら工業,Base,2026-04-01,2027-03-31,70\n",
    )
    plan = imported(lines)
    assert values(plan, "contract", "external_id", "account_key", "product", "amount") == [
        ("K-1 / Base", 1, "Base", 100),
        ("K-1 / Plus", 1, "Plus", 50),
        ("K-2", 2, "Base", 70),
    ]
    assert problems(plan) == {"A2": "record_marks"}
    book = Book(plan)
    assert imported(lines, book).changes_nothing
    usage = text_file(tmp_path / "usage.csv", "契約番号,利用日,ログイン回数\nK-1,2026-10-01,5\n")
    assert values(imported(usage, book), "measurement", "account_key", "value") == [(1, 5)]
    alone = text_file(tmp_path / "alone.csv", "契約番号,会社名,製品,年額\nK-1,青空商事,Plus,60\n")
    again = imported(alone, book)  # the other line is gone from the list; this one is still known
    assert updates(again, "contract") == [(2, "amount", 50, 60)]
    assert counts(again, "contract") == (0, 1, 0, 0, 0)
