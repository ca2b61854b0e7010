"""An older entry is taken back although later ones stand on it: what they touched stays or goes, as one is told."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csdesk.book.book import Book
from csdesk.book.taking_back import Cell
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.errors import BookError
from csdesk.model.messages import Message
from tests.book.book_records import added, changed, changes, deleted, new_book

Rows = dict[tuple[str, int], dict[str, Any]]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    yield from new_book(tmp_path)


def held(book: Book) -> Rows:
    rows: Rows = {}
    for record in ("account", "contract"):
        for row in book.frames.frame(record).to_dict("records"):
            key = int(row.pop("key"))
            rows[record, key] = {str(n): v for n, v in row.items() if not pd.isna(v)}
    return rows


def imported(book: Book) -> int:
    """An account that was there gets another CSM, and one more account comes with a contract."""
    book.apply(changes(added("account", 1, name="Otterline", csm="Sato"), text="Create"))
    entry = book.apply(
        ChangeSet(
            Message("Import {file}", file="contracts.xlsx"),
            (
                changed("account", 1, {"csm": "Sato", "industry": None}, {"csm": "Reyes", "industry": "Ferries"}),
                added("account", 2, name="Kestrel", csm="Sato"),
                added("contract", 1, account_key=2, amount=100),
            ),
        )
    )
    assert entry is not None
    return entry.id


def test_without_later_edits_the_book_is_as_before_and_says_so(book: Book) -> None:
    number = imported(book)
    assert book.later_touched(number) == []
    entry = book.undo_entry(number)
    assert entry is not None
    assert str(entry.intention) == "Take back: Import contracts.xlsx"
    assert held(book) == {("account", 1): {"name": "Otterline", "csm": "Sato"}}
    assert [e.taken_back for e in book.history()] == [False, True, False]
    assert book.check() == []


def test_what_was_touched_later_is_kept_or_not_field_by_field(book: Book) -> None:
    number = imported(book)
    book.apply(changes(changed("account", 1, {"csm": "Reyes"}, {"csm": "Tanaka"}), text="Set CSM"))
    book.apply(changes(changed("contract", 1, {"amount": 100}, {"amount": 120}), text="Set amount"))
    first, second = sorted(book.later_touched(number), key=lambda t: t.cell)
    assert (first.cell, first.now, first.before, first.entry, first.made) == (
        Cell("account", 1, "csm"), "Tanaka", "Sato", 3, False
    )  # fmt: skip
    assert (second.cell, second.now, second.before, second.entry, second.made) == (
        Cell("contract", 1, "amount"), 120, None, 4, True
    )  # fmt: skip
    book.undo_entry(number, {first.cell})
    assert held(book) == {("account", 1): {"name": "Otterline", "csm": "Tanaka"}}
    book.undo()
    book.undo_entry(number, {second.cell})
    assert held(book) == {
        ("account", 1): {"name": "Otterline", "csm": "Sato"},
        ("account", 2): {"name": "Kestrel", "csm": "Sato"},
        ("contract", 1): {"account_key": 2, "amount": 120},
    }


def test_later_records_go_along_or_keep_what_they_need(book: Book) -> None:
    number = imported(book)
    book.apply(changes(added("contract", 2, account_key=2, amount=7), text="Create contract"))
    book.apply(changes(added("decision", 1, contract_key=2, forecast="commit"), text="Decide"))
    contract, decision = sorted(book.later_touched(number), key=lambda t: t.cell)
    assert (contract.cell, contract.now, contract.depends, contract.along) == (
        Cell("contract", 2, "account_key"),
        2,
        True,
        True,
    )
    assert (decision.cell, decision.entry) == (Cell("decision", 1, "contract_key"), 4)
    book.undo_entry(number)
    assert set(held(book)) == {("account", 1)}
    assert not len(book.frames.frame("decision"))
    book.undo()
    book.undo_entry(number, {decision.cell})
    assert set(held(book)) == {("account", 1), ("account", 2), ("contract", 2)}
    assert len(book.frames.frame("decision")) == 1
    assert book.check() == []


def test_an_older_record_that_was_moved_to_a_new_one_goes_back(book: Book) -> None:
    book.apply(changes(added("account", 8, name="Fox"), added("contract", 8, account_key=8, amount=5)))
    number = imported(book)
    book.apply(changes(changed("contract", 8, {"account_key": 8}, {"account_key": 2}), text="Move"))
    (moved,) = book.later_touched(number)
    assert (moved.now, moved.before, moved.depends, moved.along) == (2, 8, True, False)
    book.undo_entry(number)
    assert held(book)["contract", 8]["account_key"] == 8
    book.undo()
    book.undo_entry(number, {moved.cell})
    assert held(book)["contract", 8]["account_key"] == 2
    assert ("account", 2) in held(book)


def test_taking_back_is_an_entry_that_is_undone_and_redone(book: Book) -> None:
    number = imported(book)
    book.apply(changes(changed("account", 1, {"csm": "Reyes"}, {"csm": "Tanaka"})))
    before = held(book)
    book.undo_entry(number)
    after = held(book)
    with pytest.raises(BookError):
        book.undo_entry(number)
    book.undo()
    assert held(book) == before
    assert not any(e.taken_back for e in book.history())
    book.redo()
    assert held(book) == after
    assert book.history()[2].taken_back
    for _ in range(4):
        book.undo()
    assert held(book) == {}
    assert book.check() == []


def test_a_record_that_was_deleted_later_stays_deleted(book: Book) -> None:
    number = imported(book)
    book.apply(changes(deleted("contract", 1, account_key=2, amount=100)))
    book.apply(changes(deleted("account", 1, name="Otterline", csm="Reyes", industry="Ferries")))
    assert book.later_touched(number) == []
    book.undo_entry(number)
    assert held(book) == {}


def test_a_deletion_is_taken_back_with_the_same_rows(book: Book) -> None:
    book.apply(changes(added("account", 1, name="Otterline", csm="Sato"), added("account", 2, name="Kestrel")))
    entry = book.apply(changes(deleted("account", 1, name="Otterline", csm="Sato"), text="Delete"))
    assert entry is not None
    book.apply(changes(changed("account", 2, {"name": "Kestrel"}, {"name": "Rook"})))
    book.undo_entry(entry.id)
    assert held(book) == {
        ("account", 1): {"name": "Otterline", "csm": "Sato"}, ("account", 2): {"name": "Rook"}
    }  # fmt: skip


def test_settings_of_the_import_go_back_unless_they_were_changed_since(book: Book) -> None:
    book.settings["mappings"] = {"a": 1}
    entry = book.apply(changes(added("account", 1, name="A")), settings={"mappings": {"a": 2}, "words": {"b": 1}})
    assert entry is not None
    book.settings["words"] = {"b": 2}
    book.undo_entry(entry.id)
    assert (book.settings["mappings"], book.settings["words"]) == ({"a": 1}, {"b": 2})


def test_there_must_be_such_an_entry(book: Book) -> None:
    with pytest.raises(BookError):
        book.undo_entry(7)


# Whatever was done: accounts 1–2 and contracts 1–2 stand before the import, which changes some of them and makes
# accounts 3–4 and contracts 3–4; later edits change any of them, make contracts 5–6, delete.
BASE: Rows = {
    ("account", 1): {"name": "A1", "csm": "x"},
    ("account", 2): {"name": "A2", "csm": "y"},
    ("contract", 1): {"account_key": 1, "amount": 1},
    ("contract", 2): {"account_key": 2, "amount": 2},
}
_ACCOUNT_EDIT = st.tuples(
    st.just("account"), st.integers(1, 4), st.sampled_from(["csm", "industry"]), st.sampled_from(["x", "y", "z", None])
)
_CONTRACT_EDIT = st.tuples(
    st.just("contract"), st.integers(1, 6), st.just("amount"), st.sampled_from([1, 2, 3, None])
) | st.tuples(st.just("contract"), st.integers(1, 6), st.just("account_key"), st.integers(1, 4))
_MAKE = st.tuples(st.just("make"), st.integers(5, 6), st.just("account_key"), st.integers(1, 4))
_EDITS = st.lists(_ACCOUNT_EDIT | _CONTRACT_EDIT | _MAKE, max_size=8)
_IMPORTED = st.lists(
    st.tuples(st.just("account"), st.integers(1, 2), st.sampled_from(["csm", "industry"]), st.sampled_from(["x", "z"]))
    | st.tuples(st.just("contract"), st.integers(1, 2), st.just("amount"), st.sampled_from([5, 6])),
    max_size=4,
)
_NEW = st.fixed_dictionaries({3: st.integers(1, 4), 4: st.integers(1, 4)})  # contract → its account


def _changes(state: Rows, edit: tuple[str, int, str, Any]) -> list[Change]:
    """The change an edit makes of the state, which follows; none where there is no such record."""
    kind, key, name, value = edit
    if kind == "make":
        if ("contract", key) in state or ("account", value) not in state:
            return []
        state["contract", key] = {"account_key": value, "amount": 9}
        return [Change("contract", key, None, dict(state["contract", key]))]
    row = state.get((kind, key))
    if row is None or row.get(name) == value or (name == "account_key" and ("account", value) not in state):
        return []
    before = row.get(name)
    _put(row, name, value)
    return [Change(kind, key, {name: before}, {name: value})]


def _put(row: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        row.pop(name, None)
    else:
        row[name] = value


def _copy(state: Rows) -> Rows:
    return {place: dict(row) for place, row in state.items()}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_IMPORTED, _NEW, _EDITS)
def test_with_nothing_kept_its_work_is_gone_with_what_still_refers_to_it_and_every_other_edit_stands(
    wrote: list[Any], new: dict[int, int], edits: list[Any]
) -> None:
    with tempfile.TemporaryDirectory() as folder, Book.create(Path(folder) / "a.csdesk") as book:
        number, work = _history(book, wrote, new, edits)
        whole = held(book)
        expected = {place: row for place, row in _copy(whole).items() if place not in work}
        for record, key, name in (cell for cell in work if len(cell) == 3):
            _put(expected[record, key], name, BASE[record, key].get(name))
        for place, row in list(expected.items()):
            if ("account", row.get("account_key")) in work:  # it still refers to what the import made
                if place in BASE:
                    moves = [value for kind, key, name, value in edits if (kind, key, name) == (*place, "account_key")]
                    own = [value for value in moves if ("account", value) not in work]
                    row["account_key"] = own[-1] if own else BASE[place]["account_key"]
                else:
                    del expected[place]
        book.undo_entry(number)
        assert held(book) == expected
        assert book.check() == []
        book.undo()
        assert held(book) == whole


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_IMPORTED, _NEW, _EDITS)
def test_with_everything_kept_no_later_edit_is_lost(wrote: list[Any], new: dict[int, int], edits: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder, Book.create(Path(folder) / "a.csdesk") as book:
        number, work = _history(book, wrote, new, edits)
        whole = held(book)
        touched = book.later_touched(number)
        book.undo_entry(number, {touch.cell for touch in touched})
        after = held(book)
        for touch in touched:
            assert after[touch.cell.record, touch.cell.key].get(touch.cell.field) == touch.now
        cells = {touch.cell for touch in touched}
        for (record, key), row in after.items():
            for name in {*row, *whole[record, key]}:
                if (record, key, name) in work and (record, key, name) not in cells:
                    assert row.get(name) == BASE[record, key].get(name)
                else:
                    assert row.get(name) == whole[record, key].get(name)
        gone = whole.keys() - after.keys()
        assert gone <= work  # nothing that was there before or was made later
        assert not any((touch.cell.record, touch.cell.key) in gone for touch in touched)
        assert book.check() == []


def _history(book: Book, wrote: list[Any], new: dict[int, int], edits: list[Any]) -> tuple[int, set[Any]]:
    """The base, the import and the edits, an entry each; the import's number, and the cells and records it wrote."""
    book.apply(changes(*(Change(r, k, None, dict(row)) for (r, k), row in BASE.items())))
    state = _copy(BASE)
    work: set[Any] = {("account", 3), ("account", 4), ("contract", 3), ("contract", 4)}
    made = [added("account", 3, name="A3", csm="x"), added("account", 4, name="A4", csm="y")]
    made += [added("contract", key, account_key=account, amount=8) for key, account in new.items()]
    for change in made:
        state[change.record, change.key] = dict(change.after or {})
    net: dict[tuple[str, int, str], Any] = {(r, k, n): v for r, k, n, v in wrote}
    for (record, key, name), value in net.items():
        found = _changes(state, (record, key, name, value))
        work |= {(record, key, name)} if found else set()
        made += found
    entry = book.apply(changes(*made, text="Import"))
    assert entry is not None
    for edit in edits:
        book.apply(changes(*_changes(state, edit), text="Later"))
    assert held(book) == state
    return entry.id, work
