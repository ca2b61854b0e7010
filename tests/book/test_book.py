from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from csdesk.book.batches import Batch
from csdesk.book.book import Book
from csdesk.model.errors import BookError, EditConflict
from csdesk.model.fields import record_types, stored_dtypes
from csdesk.model.messages import Message
from csdesk.model.policies import Calendar, Policies
from csdesk.rules.frames import frame_of
from tests.book.book_records import added, batch, changed, changes, deleted, new_book

IMPORT = Message("Import {file}", file="customers.xlsx")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    yield from new_book(tmp_path)


def names(book: Book) -> list[str]:
    return [str(name) for name in book.frames.frame("account")["name"]]


def test_a_new_book_is_empty_and_holds_its_policies(tmp_path: Path) -> None:
    path = tmp_path / "a.csdesk"
    policies = Policies(calendar=Calendar(fiscal_first_month=4, holiday_country="JP"))
    with Book.create(path, policies) as book:
        assert book.policies == policies
        assert book.history() == []
        assert {record: len(book.frames.frame(record)) for record in record_types()} == dict.fromkeys(record_types(), 0)
    with Book.open(path) as book:
        assert book.policies == policies


def test_empty_frames_have_the_form_the_catalogue_says(book: Book) -> None:
    for record in record_types():
        frame = book.frames.frame(record)
        assert list(frame.columns) == list(stored_dtypes(record))
        assert frame.dtypes.equals(frame_of(record).dtypes), record


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file modes")
def test_only_its_owner_may_read_a_book(book: Book) -> None:
    assert stat.S_IMODE(book.path.stat().st_mode) == 0o600


def test_a_book_is_never_made_over_a_file(tmp_path: Path) -> None:
    path = tmp_path / "renewals.csdesk"
    path.write_text("precious")
    with pytest.raises(BookError, match=r"There is already a file renewals\.csdesk"):
        Book.create(path)
    assert path.read_text() == "precious"


def test_a_book_in_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="could not be made"):
        Book.create(tmp_path / "nowhere" / "a.csdesk")


def test_what_an_edit_wrote_is_there_after_reopening(book: Book) -> None:
    book.apply(
        changes(
            added("account", 1, name="竜宮マリン", seats=400, strategic=True, signup=date(1968, 3, 31)),
            added(
                "contract", 1, account_key=1, amount=1_200_000, currency="JPY", discount=0.125, end=date(2027, 3, 31)
            ),
        )
    )
    book.close()
    with Book.open(book.path) as again:
        account = again.frames.frame("account").iloc[0]
        assert (account["key"], account["name"], account["seats"], account["strategic"]) == (1, "竜宮マリン", 400, True)
        assert account["signup"] == pd.Timestamp(1968, 3, 31)
        contract = again.frames.frame("contract").iloc[0]
        assert (contract["account_key"], contract["amount"], contract["discount"]) == (1, 1_200_000, 0.125)
        assert contract["end"] == pd.Timestamp(2027, 3, 31)
        assert pd.isna(contract["start"])


def test_an_edit_of_what_somebody_else_changed_writes_nothing(book: Book) -> None:
    book.apply(changes(added("account", 1, name="Kestrel", csm="Ann"), added("account", 2, name="Lark")))
    stale = changes(
        changed("account", 2, {"name": "Lark"}, {"name": "Lark Ltd"}),
        changed("account", 1, {"csm": "Bob"}, {"csm": "Eve"}),
    )
    with pytest.raises(EditConflict):
        book.apply(stale)
    assert names(book) == ["Kestrel", "Lark"]
    assert len(book.history()) == 1


def test_a_record_that_is_gone_cannot_be_changed_or_deleted(book: Book) -> None:
    with pytest.raises(EditConflict):
        book.apply(changes(changed("account", 7, {"name": "A"}, {"name": "B"})))
    with pytest.raises(EditConflict):
        book.apply(changes(deleted("account", 7, name="A")))


def test_a_record_that_changed_cannot_be_deleted_as_it_was(book: Book) -> None:
    book.apply(changes(added("account", 1, name="Kestrel")))
    with pytest.raises(EditConflict):
        book.apply(changes(deleted("account", 1, name="Kestrel", csm="Ann")))
    assert names(book) == ["Kestrel"]


def test_a_key_that_is_taken_cannot_be_added(book: Book) -> None:
    book.apply(changes(added("account", 1, name="Kestrel")))
    with pytest.raises(EditConflict):
        book.apply(changes(added("account", 1, name="Lark")))


def test_a_reference_must_find_its_record(book: Book) -> None:
    with pytest.raises(EditConflict):
        book.apply(changes(added("contract", 1, account_key=9)))
    book.apply(changes(added("contract", 1, account_key=9), added("account", 9, name="Kestrel")))
    with pytest.raises(EditConflict):
        book.apply(changes(deleted("account", 9, name="Kestrel")))
    book.apply(changes(deleted("account", 9, name="Kestrel"), deleted("contract", 1, account_key=9)))


def test_in_bulk_too_a_reference_must_find_its_record(book: Book) -> None:
    accounts = batch("account", *({"name": f"Account {n}"} for n in range(2_500)))
    astray = batch("contract", {"account_key": 2_501})
    with pytest.raises(EditConflict):
        book.write(IMPORT, [accounts, astray])
    book.write(IMPORT, [accounts, batch("contract", {"account_key": 2_500})])
    with pytest.raises(EditConflict):
        book.write(IMPORT, [Batch("account", deleted=range(1, 2_501))])
    assert len(book.frames.frame("account")) == 2_500


def test_many_records_go_only_with_what_points_to_them(book: Book) -> None:
    accounts = range(1, 61, 2)  # with gaps
    book.apply(changes(*(added("account", key, name=f"A{key}") for key in range(1, 61))))
    book.apply(changes(added("contract", 1, account_key=31), added("contract", 2, account_key=2)))
    gone = [deleted("account", key, name=f"A{key}") for key in accounts]
    with pytest.raises(EditConflict):
        book.apply(changes(*gone))
    assert len(book.frames.frame("account")) == 60
    book.apply(changes(*gone, deleted("contract", 1, account_key=31)))
    assert (len(book.frames.frame("account")), len(book.frames.frame("contract"))) == (30, 1)
    book.undo()
    assert (len(book.frames.frame("account")), len(book.frames.frame("contract"))) == (60, 2)


def test_one_record_may_change_twice_in_one_edit(book: Book) -> None:
    book.apply(
        changes(added("account", 1, name="Kestrel"), changed("account", 1, {"name": "Kestrel"}, {"name": "Lark"}))
    )
    assert names(book) == ["Lark"]
    book.undo()
    assert names(book) == []
    book.redo()
    assert names(book) == ["Lark"]


def test_writing_what_is_there_already_writes_no_entry(book: Book) -> None:
    book.write(IMPORT, [batch("account", {"name": "Kestrel", "seats": 5})])
    version = book.version
    same = pd.DataFrame(
        {"key": [1, 1], "field": ["seats", "csm"], "before": [5, None], "after": [5, None]}, dtype=object
    )
    assert book.write(IMPORT, [Batch("account", updated=same)]) is None
    assert book.write(IMPORT, []) is None
    assert book.apply(changes()) is None
    assert (book.version, len(book.history())) == (version, 1)


def test_updates_of_an_import_change_fields_and_empty_them(book: Book) -> None:
    rows: list[dict[str, object]] = [{"name": "A", "seats": 5, "signup": date(2020, 1, 1)}, {"name": "B", "csm": "Ann"}]
    book.write(IMPORT, [batch("account", *rows)])
    updated = pd.DataFrame(
        [
            (1, "seats", 5, 6),
            (2, "csm", "Ann", None),
            (1, "signup", date(2020, 1, 1), date(2020, 2, 1)),
            (2, "strategic", None, True),
        ],
        columns=["key", "field", "before", "after"],
        dtype=object,
    )
    entry = book.write(IMPORT, [Batch("account", updated=updated)])
    assert entry is not None
    assert entry.counts == {"account": 4}
    frame = book.frames.frame("account")
    assert frame["seats"].tolist() == [6, pd.NA]
    assert frame["csm"].isna().all()
    assert frame["signup"].tolist() == [pd.Timestamp(2020, 2, 1), pd.NaT]
    assert frame["strategic"].tolist() == [pd.NA, True]


def test_a_field_the_book_does_not_keep_is_a_mistake_of_ours(book: Book) -> None:
    book.apply(changes(added("account", 1, name="Kestrel")))
    with pytest.raises(KeyError, match="health"):
        book.apply(changes(changed("account", 1, {"health": None}, {"health": 70})))


def test_keys_are_never_used_twice(book: Book) -> None:
    assert book.next_key("account") == 1
    book.apply(changes(added("account", 4, name="Kestrel")))
    assert book.next_key("account") == 5
    book.undo()
    assert book.next_key("account") == 5
    book.apply(changes(added("account", 5, name="Lark")))
    book.apply(changes(deleted("account", 5, name="Lark")))
    book.close()
    with Book.open(book.path) as again:
        assert again.next_key("account") == 6


def test_versions_rise_for_what_changed_alone(book: Book) -> None:
    before = {record: book.frames.version(record) for record in record_types()}
    book.apply(changes(added("account", 1, name="Kestrel")))
    after = {record: book.frames.version(record) for record in record_types()}
    assert {record for record in after if after[record] != before[record]} == {"account"}
    assert after["account"] > before["account"]
    book.undo()
    assert book.frames.version("account") > after["account"]


def test_settings_are_kept_and_are_no_history(book: Book) -> None:
    book.settings["views"] = {"accounts": ["name", "arr"], "狭い": True}
    book.settings["as_of"] = "2026-11-22"
    del book.settings["as_of"]
    assert book.history() == []
    book.close()
    with Book.open(book.path) as again:
        assert dict(again.settings) == {"views": {"accounts": ["name", "arr"], "狭い": True}}
        assert again.policies == Policies()


def test_policies_are_not_changed_as_a_setting(book: Book) -> None:
    with pytest.raises(ValueError, match="policies"):
        book.settings["policies"] = {}


def test_policies_changed_by_an_entry_are_undone_with_it(book: Book) -> None:
    touch = replace(book.policies.touch, high_from=6_000_000, low_from=1_200_000)
    frozen = replace(book.policies, touch=touch)
    entry = book.write(IMPORT, [batch("account", {"name": "Kestrel"})], policies=frozen, settings={"mapping": [1]})
    assert entry is not None
    assert entry.settings == ("mapping", "policies")
    assert (book.policies, book.settings["mapping"]) == (frozen, [1])
    book.undo()
    assert (book.policies, dict(book.settings)) == (Policies(), {})
    book.redo()
    assert (book.policies, book.settings["mapping"]) == (frozen, [1])


def test_a_book_that_is_not_there_or_is_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="There is no book"):
        Book.open(tmp_path / "a.csdesk")
    other = tmp_path / "list.csdesk"
    other.write_text("name;arr\n" * 500)
    with pytest.raises(BookError, match="is not a CSDesk book, or its beginning is damaged"):
        Book.open(other)
    other.write_bytes(b"")
    with pytest.raises(BookError, match="is not a CSDesk book"):
        Book.open(other)


def test_a_closed_book_is_closed(book: Book) -> None:
    book.close()
    book.close()
    with pytest.raises(ValueError, match="is closed"):
        book.history()
