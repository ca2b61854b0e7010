"""Edits of the people at a customer."""

from __future__ import annotations

from csdesk.app.edits import EditableBook, account_name, check_value
from csdesk.model.changes import Change, ChangeSet, Values
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message


def create_contact(book: EditableBook, account_key: int, values: Values) -> ChangeSet:
    """Write down a person at an account.

    Raises:
        CSDeskError: the person has no name, or a value does not fit its field.
    """
    if not str(values.get("name") or "").strip():
        raise CSDeskError(Message("A contact needs a name."))
    kept = {name: check_value("contact", name, value) for name, value in values.items() if value is not None}
    change = Change("contact", book.next_key("contact"), None, {**kept, "account_key": account_key})
    return ChangeSet(Message("Add a contact to {account}", account=account_name(book, account_key)), (change,))
