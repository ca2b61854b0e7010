"""What is written is read back the same: values of every kind, as text, workbook and OpenDocument, in both languages."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from csdesk.app.listings import account_names, record_rows
from csdesk.cli.output import write_csv
from csdesk.intake.outcome import ImportPlan
from csdesk.intake.sheets import Table
from csdesk.model.fields import Field, Kind, Origin, record_type
from csdesk.model.money import to_major
from tests.intake.made_files import make_ods
from tests.intake.made_tables import Book, plan_of, records_of, table_of
from tests.intake.requirements.files import imported

NOTHING_SAID = {
    "",
    "-",
    "--",
    "---",
    "なし",
    "無し",
    "無",
    "未定",
    "n/a",
    "na",
    "none",
    "null",
    "nil",
    "tbd",
    "空白",
    "不明",
}
# What a cell of a spreadsheet can hold; a text that begins with ' or = or # has a meaning of its own there.
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp"))
WORDS = st.one_of(
    st.text(LETTERS, min_size=1, max_size=15),
    st.sampled_from(['He said "no"', "a,b;c\td", "一行目\n二行目", "ＡＢＣ １２３", "007", "1,234", "🏢 本社", "2026/4/1", "50%", "髙島㈱", "x" * 300]),
).map(str.strip).filter(lambda text: text[:1] not in "'=#@+" and text.casefold() not in NOTHING_SAID and any(c.isalnum() for c in text))  # fmt: skip
IDS = st.one_of(st.from_regex(r"\A0[0-9]{0,12}[1-9]\Z"), st.from_regex(r"\A[A-Z]{1,3}-[0-9]{1,5}\Z"), st.from_regex(r"\A[1-9][0-9]{15,19}\Z"))  # fmt: skip
TAGS = st.lists(st.from_regex(r"\A[a-zぁ-ん0-9]{1,6}[a-z]\Z"), min_size=1, max_size=3, unique=True).map("; ".join)
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
CURRENCIES = ("JPY", "USD", "KWD")
CONTRACT = ("external_id", "product", "plan", "start", "end", "amount", "basis", "billing", "currency", "seats", "auto_renew", "trial", "discount", "notice_received")  # fmt: skip
ACCOUNT = ("external_id", "name", "language", "signup", "industry", "csm", "lifecycle", "strategic", "onboarded_on", "next_step", "next_step_date", "tags", "notes")  # fmt: skip
INVOICE = ("external_id", "issued", "due", "paid", "amount")
TICKET = ("external_id", "opened", "closed", "severity", "escalated", "csat", "subject")
Record = dict[str, Any]


def values_of(one: Field) -> st.SearchStrategy[Any]:
    """What a field can hold, as its frame holds it; currency stands for itself."""
    if one.name == "currency":
        return st.sampled_from(CURRENCIES)
    return {
        Kind.TEXT: WORDS, Kind.TAGS: TAGS, Kind.ID: IDS, Kind.DATE: DAYS, Kind.FLAG: st.booleans(),
        Kind.MONEY: st.integers(-(10**9), 10**12), Kind.INTEGER: st.integers(0, 10**6),
        Kind.NUMBER: st.decimals(-1000, 1000, places=2).map(float), Kind.RATIO: st.integers(0, 1000).map(lambda n: n / 1000),
        Kind.CHOICE: st.sampled_from(one.choices or ("",)),
    }[one.kind]  # fmt: skip


def records(record: str, names: Sequence[str]) -> st.SearchStrategy[list[Record]]:
    """Some records of that type, each with an id of its own and some of the other fields."""
    kind = record_type(record)
    fixed = {n: values_of(kind.field(n)) for n in names if n in ("external_id", "currency", "amount", "basis", "name", "opened", "issued", "start")}  # fmt: skip
    some = {n: st.one_of(st.none(), values_of(kind.field(n))) for n in names if n not in fixed}
    rows = st.lists(
        st.fixed_dictionaries({**fixed, **some}), min_size=1, max_size=5, unique_by=lambda row: row["external_id"]
    )
    return rows.filter(lambda made: len({row.get("name", row["external_id"]) for row in made}) == len(made))


def cell_of(one: Field, value: Any, currency: str) -> Any:
    """The value as a person has it in a cell: money in major units."""
    return to_major(value, currency) if one.kind is Kind.MONEY and value is not None else value


def as_text(value: Any) -> str:
    """A cell of a text file."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "" if value is None else value.isoformat() if isinstance(value, date) else f"{value:f}" if isinstance(value, Decimal) else str(value)  # fmt: skip


def write_text(path: Path, headers: Sequence[str], rows: Sequence[Sequence[Any]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(headers)
        writer.writerows([[as_text(cell) for cell in row] for row in rows])
    return path


def write_tabs(path: Path, headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> Path:
    return write_text(path.with_suffix(".tsv"), headers, rows, "\t")


def write_xlsx(path: Path, headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in ([*headers], *rows):
        sheet.append([float(cell) if isinstance(cell, Decimal) else cell for cell in row])
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


def write_ods(path: Path, headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> Path:
    lines = ("".join(_ods_cell(cell) for cell in row) for row in ([*headers], *rows))
    return make_ods(path.with_suffix(".ods"), "".join(f"<table:table-row>{line}</table:table-row>" for line in lines))


def _ods_cell(cell: Any) -> str:
    if cell is None:
        return "<table:table-cell/>"
    kind, said = "string", ""
    if isinstance(cell, bool):
        kind, said = "boolean", f' office:boolean-value="{as_text(cell).lower()}"'
    elif isinstance(cell, date):
        kind, said = "date", f' office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, (int, float, Decimal)):
        kind, said = "float", f" office:value={quoteattr(as_text(cell))}"
    paragraphs = "".join(f"<text:p>{_ods_text(line)}</text:p>" for line in as_text(cell).split("\n"))
    return f'<table:table-cell office:value-type="{kind}"{said}>{paragraphs}</table:table-cell>'


def _ods_text(line: str) -> str:
    return escape(line).replace("  ", " <text:s/>")


def written(
    record: str, names: Sequence[str], rows: Sequence[Record], japanese: bool
) -> tuple[list[str], list[list[Any]]]:
    """Headers and cells, the customer first."""
    kind = record_type(record)
    own = [] if record == "account" else ["顧客ID" if japanese else "Account ID"]
    headers = [*own, *((kind.field(n).label_ja if japanese else kind.field(n).label) for n in names)]
    cells = [
        [*("A-1" for _ in own), *(cell_of(kind.field(n), row[n], row.get("currency", "JPY")) for n in names)] for row in rows
    ]  # fmt: skip
    return headers, cells


def held(plan: ImportPlan, record: str, names: Sequence[str]) -> list[Record]:
    """The new records of the plan in the form of what was written, by their id."""
    rows = sorted(records_of(plan, record), key=lambda row: str(row["external_id"]))
    return [{name: row.get(name) for name in names} for row in rows]


FORMS: dict[str, Callable[[Path, Sequence[str], Sequence[Sequence[Any]]], Path]] = {
    "csv": write_text, "tsv": write_tabs, "xlsx": write_xlsx, "ods": write_ods,
}  # fmt: skip
CUSTOMER = Book(plan_of(table_of(["Account ID", "Account Name"], ["A-1", "Aozora"])))


def read_back(
    folder: Path, form: str, record: str, names: Sequence[str], rows: Sequence[Record], japanese: bool
) -> None:
    if form == "ods":  # the reader of OpenDocument knows no tabs
        rows = [{n: v.replace("\t", " ") if isinstance(v, str) else v for n, v in row.items()} for row in rows]
    headers, cells = written(record, names, rows, japanese)
    path = FORMS[form](folder / "list.csv", headers, cells)
    codes = [] if record == "account" else ["account.external_id"]
    said = dict(zip(headers, [*codes, *(f"{record}.{name}" for name in names)], strict=True))
    plan = imported(path, Book() if record == "account" else CUSTOMER, forced=said)
    assert [(p.cell, p.code, p.value) for table in plan.tables for p in table.problems] == []
    assert held(plan, record, names) == sorted(rows, key=lambda row: str(row["external_id"]))


@pytest.mark.parametrize("form", list(FORMS))
@settings(max_examples=6, deadline=None)
@given(st.data(), st.booleans())
def test_contracts_in_three_currencies(tmp_path_factory: pytest.TempPathFactory, form: str, data: st.DataObject, japanese: bool) -> None:  # fmt: skip
    rows = data.draw(records("contract", CONTRACT))
    for row in rows:
        assume(row["end"] is None or row["start"] <= row["end"])
    read_back(tmp_path_factory.getbasetemp(), form, "contract", CONTRACT, rows, japanese)


@pytest.mark.parametrize("form", list(FORMS))
@pytest.mark.parametrize(("record", "names"), [("account", ACCOUNT), ("ticket", TICKET)])
@settings(max_examples=4, deadline=None)
@given(st.data(), st.booleans())
def test_accounts_and_tickets(
    tmp_path_factory: pytest.TempPathFactory, form: str, record: str, names: Sequence[str], data: st.DataObject, japanese: bool
) -> None:  # fmt: skip
    read_back(tmp_path_factory.getbasetemp(), form, record, names, data.draw(records(record, names)), japanese)


@settings(max_examples=4, deadline=None)
@given(records("contract", CONTRACT), records("account", ACCOUNT))
def test_our_own_listings_of_any_records_come_back_as_nothing(
    tmp_path_factory: pytest.TempPathFactory, contracts: list[Record], accounts: list[Record]
) -> None:
    book = Book(_plan("account", ACCOUNT, accounts))
    number = accounts[0]["external_id"]
    book = Book(_plan("account", ACCOUNT, accounts), _plan("contract", CONTRACT, contracts, book, number))
    for record in ("account", "contract"):
        frame = book.frame(record)
        stored = [f.name for f in record_type(record).fields if f.origin is Origin.STORED]
        if record == "account":
            frame, stored = (
                frame.assign(touch_reason="x", renewal_state="ended"),
                [*stored, "touch_reason", "renewal_state"],
            )
        rows = record_rows(frame, record, stored, "JPY", account_names(book.frame("account")))
        path = tmp_path_factory.getbasetemp() / "own.csv"
        path.write_text(_printed(rows), "utf-8", newline="")
        plan = imported(path, book)
        assert _changes(plan) == []


def _plan(
    record: str, names: Sequence[str], rows: Sequence[Record], book: Book | None = None, number: str = ""
) -> ImportPlan:
    headers, cells = written(record, names, rows, japanese=False)
    if record != "account":
        cells = [[number, *row[1:]] for row in cells]
    said = dict(zip(headers, [*([] if record == "account" else ["account.external_id"]), *(f"{record}.{n}" for n in names)], strict=True))  # fmt: skip
    return plan_of(_table(headers, cells), book=book, forced=said)


def _table(headers: Sequence[str], cells: Sequence[Sequence[Any]]) -> Table:
    return table_of(headers, *([float(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in cells))


def _printed(rows: Sequence[Mapping[str, object]]) -> str:
    said = io.StringIO()
    with redirect_stdout(said):
        write_csv(rows, list(rows[0]))
    return said.getvalue()


def _changes(plan: ImportPlan) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for record, change in plan.records.items():
        found += [(record, "new", *row) for row in change.inserted[["key"]].itertuples(index=False)]
        found += [(record, *row) for row in pd.DataFrame(change.updated).itertuples(index=False)]
    return found


@pytest.mark.parametrize("japanese", [False, True])
@pytest.mark.parametrize(
    ("record", "names"),
    [("contract", CONTRACT), ("account", ACCOUNT), ("invoice", INVOICE), ("ticket", TICKET)],
)
def test_labels_of_fields_are_understood_without_a_word(record: str, names: Sequence[str], japanese: bool) -> None:
    kind = record_type(record)
    example = {
        Kind.TEXT: "Blue", Kind.TAGS: "Blue", Kind.ID: "X-7", Kind.DATE: date(2026, 4, 1), Kind.FLAG: True, Kind.MONEY: 1200,
        Kind.INTEGER: 3, Kind.NUMBER: 3, Kind.RATIO: 0.5,
    }  # fmt: skip
    row = {n: "JPY" if n == "currency" else example.get(kind.field(n).kind) or kind.field(n).choices[0] for n in names}
    headers, cells = written(record, names, [row], japanese)
    plan = plan_of(_table(headers, cells), book=Book() if record == "account" else CUSTOMER)
    asked = {question.header for question in plan.questions}
    found = {choice.header: choice.field for choice in plan.tables[0].columns}
    for header, name in zip(headers[-len(names) :], names, strict=True):
        assert found[header] == f"{record}.{name}" or header in asked, header
