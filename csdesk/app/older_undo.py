"""Taking an older import back although later edits exist: what they touched is shown, and kept or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from csdesk.app.workspace import Changed, Workspace
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.book.journal import Entry
    from csdesk.book.taking_back import Cell


@dataclass(frozen=True, slots=True)
class LaterTouch:
    """A field that a later entry changed, or by which a later record depends on one the older entry made.

    Attributes:
        name: what the record is called: its customer, or its own name where it is one.
        number: of a contract, "" elsewhere.
        now, before: the value now and before the older entry, plain Python; of a reference the key.
        entry, intention: the later entry that touched it last.
        made: the older entry made the record: keeping the field keeps the record.
        depends: the record refers to one the older entry made: keeping it keeps that one too.
        along: it was made later, and goes with what it refers to where it is not kept.
    """

    record: str
    key: int
    field: str
    name: str
    number: str
    now: object
    before: object
    entry: int
    intention: Message
    made: bool = False
    depends: bool = False
    along: bool = False

    @property
    def cell(self) -> Cell:
        """How it is named in ``keep``."""
        from csdesk.book.taking_back import Cell

        return Cell(self.record, self.key, self.field)


def later_touched(workspace: Workspace, entry: int) -> tuple[LaterTouch, ...]:
    """What later entries did to what an entry wrote, in the order of records; empty where nothing stands on it.

    Raises:
        BookError: there is no such entry, or it was taken back already.
    """
    touches = workspace.book.later_touched(entry)
    if not touches:
        return ()
    said = {made.id: made.intention for made in workspace.book.history()}
    names = _Names(workspace, {(t.cell.record, t.cell.key) for t in touches})
    return tuple(
        LaterTouch(
            *t.cell, *names.of(t.cell.record, t.cell.key), t.now, t.before, t.entry, said.get(t.entry, Message("")),
            t.made, t.depends, t.along,
        )
        for t in sorted(touches, key=lambda t: t.cell)
    )  # fmt: skip


def take_back(workspace: Workspace, entry: int, keep: frozenset[tuple[str, int, str]] = frozenset()) -> Entry | None:
    """Take an older entry back as a new entry, which can itself be undone.

    Fields nobody touched since become what they were before it, and records it made go. What later entries
    touched stays where it is in ``keep`` (record, key, field), with the records it needs. With everything kept no
    later edit is lost. With nothing kept what it wrote is as before it, what it made is gone with what still
    refers to that, and every other later edit stands.

    Raises:
        BookError: the book is read-only, there is no such entry, or it was taken back already.
        EditConflict: what it would bring back refers to a record that was deleted meanwhile; nothing was written.
    """
    from csdesk.book.taking_back import Cell

    workspace.require_writable()
    made = workspace.book.undo_entry(entry, {Cell(*place) for place in keep})
    if made is not None:
        workspace.announce(Changed(frozenset(made.counts), made.intention))
    return made


class _Names:
    """What records are called, looked up for many at once."""

    def __init__(self, workspace: Workspace, wanted: set[tuple[str, int]]) -> None:
        self._owner: dict[tuple[str, int], int] = {}
        self._number: dict[int, str] = {}
        frame = workspace.frame
        for record in {record for record, _ in wanted}:
            rows = frame(record)
            rows = rows[rows["key"].isin([key for of, key in wanted if of == record])]
            owner = "key" if record == "account" else "account_key"
            if owner in rows.columns:
                pairs = zip(rows["key"].tolist(), rows[owner].fillna(0).tolist(), strict=True)
                self._owner |= {(record, key): int(account) for key, account in pairs}
            if record == "contract":
                self._number = dict(zip(rows["key"].tolist(), rows["external_id"].fillna("").tolist(), strict=True))
        accounts = frame("account")
        named = accounts.loc[accounts["key"].isin(set(self._owner.values())), ["key", "name"]].dropna()
        self._name = dict(zip(named["key"].tolist(), named["name"].tolist(), strict=True))

    def of(self, record: str, key: int) -> tuple[str, str]:
        """The name of its customer and its own number."""
        number = self._number.get(key, "") if record == "contract" else ""
        return str(self._name.get(self._owner.get((record, key), 0), "")), str(number)
