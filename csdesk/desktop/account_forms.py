"""Forms that more than one page offers: account, contract, touchpoint. They ask, then edit the book."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from csdesk.app import edits
from csdesk.app.contact_edits import create_contact
from csdesk.app.own_person import own_name
from csdesk.desktop.bridge import Bridge
from csdesk.desktop.prompts import Form, Prompts
from csdesk.model.fields import Field, record_type
from csdesk.model.messages import Message

ACCOUNT_FIELDS = (
    "name", "kana", "external_id", "csm", "industry", "region", "language", "lifecycle", "strategic", "signup", "parent",
    "domain", "corporate_number", "sales_owner", "onboarding_due", "onboarded_on", "sentiment", "sentiment_until", "tags", "notes",
)  # fmt: skip
CONTRACT_FIELDS = (
    "external_id", "product", "start", "end", "amount", "basis", "currency", "seats", "auto_renew", "notice",
    "notice_n", "notice_unit", "notice_written", "notice_received", "status",
)  # fmt: skip
TOUCHPOINT_FIELDS = ("date", "kind", "text", "by", "executive", "sentiment")


def fields_of(record: str, names: Sequence[str]) -> tuple[Field, ...]:
    """Fields of the catalogue by name."""
    return tuple(record_type(record).field(name) for name in names)


def _changed(form: Form, answer: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in answer.items() if value != form.values.get(name)}


def new_account(bridge: Bridge, prompts: Prompts, made: Callable[[int], object]) -> None:
    """Ask for the fields of an account, and make it; ``made`` is told its key."""
    if bridge.workspace is None:
        return
    names = ACCOUNT_FIELDS[:9]
    answer = prompts.fill_in(Form(Message("New account"), fields_of("account", names), {}, ("name",), accept=Message("Create account")))  # fmt: skip
    if answer is not None:
        bridge.edit(partial(edits.create_account, values=answer), then=lambda written: made(written.changes[0].key))


def edit_account(bridge: Bridge, prompts: Prompts, key: int) -> None:
    """Ask for changed fields of an account."""
    workspace = bridge.workspace
    if workspace is None:
        return
    old = edits.stored_values(workspace, "account", [key]).get(key)
    if old is None:
        return
    form = Form(
        Message("Edit {name}", name=str(old["name"] or "")), fields_of("account", ACCOUNT_FIELDS), old, ("name",)
    )
    answer = prompts.fill_in(form)
    if answer is not None and (changed := _changed(form, answer)):
        bridge.edit(lambda book: edits.edit_records(book, "account", [key], changed))


def archive_accounts(bridge: Bridge, keys: Sequence[int]) -> None:
    """Put accounts away; the toast offers Undo."""
    bridge.edit(lambda book: edits.archive_accounts(book, keys))


def delete_accounts(bridge: Bridge, keys: Sequence[int]) -> None:
    """Take accounts out with everything that hangs on them; the toast offers Undo."""
    bridge.edit(lambda book: edits.delete_accounts(book, keys))


def new_contract(bridge: Bridge, prompts: Prompts, account_key: int) -> None:
    """Ask for the fields of a contract of an account, and make it."""
    workspace = bridge.workspace
    if workspace is None:
        return
    currency = workspace.policies.revenue.currency
    values = {"currency": currency, "basis": "annual", "auto_renew": True}
    form = Form(Message("New contract"), fields_of("contract", CONTRACT_FIELDS[:10]), values, ("start",), currency, Message("Create contract"))  # fmt: skip
    answer = prompts.fill_in(form)
    if answer is not None:
        bridge.edit(lambda book: edits.create_contract(book, account_key, answer))


def edit_contract(bridge: Bridge, prompts: Prompts, key: int) -> None:
    """Ask for changed fields of a contract."""
    workspace = bridge.workspace
    if workspace is None:
        return
    old = edits.stored_values(workspace, "contract", [key]).get(key)
    if old is None:
        return
    currency = str(old["currency"] or workspace.policies.revenue.currency)
    name = str(old["external_id"] or old["product"] or "")
    form = Form(Message("Edit contract {name}", name=name), fields_of("contract", CONTRACT_FIELDS), old, (), currency)
    answer = prompts.fill_in(form)
    if answer is not None and (changed := _changed(form, answer)):
        bridge.edit(lambda book: edits.edit_records(book, "contract", [key], changed))


def archive_contract(bridge: Bridge, key: int) -> None:
    """Put a contract away: it counts nowhere any more; the toast offers Undo."""
    workspace = bridge.workspace
    if workspace is None:
        return
    stored = edits.stored_values(workspace, "contract", [key]).get(key, {})
    name = str(stored.get("external_id") or stored.get("product") or "")
    said = Message("Archive contract {name}", name=name) if name else None
    bridge.edit(lambda book: edits.archive_contract(book, key), said)


def delete_contract(bridge: Bridge, key: int) -> None:
    """Take a contract out of the book; the toast offers Undo."""
    bridge.edit(lambda book: edits.delete_records(book, "contract", [key]))


def new_contact(bridge: Bridge, prompts: Prompts, account_key: int) -> None:
    """Ask for the fields of a person at the customer, and write her down."""
    names = ("name", "title", "role", "email")
    form = Form(Message("New contact"), fields_of("contact", names), {}, ("name",), accept=Message("Add contact"))
    answer = prompts.fill_in(form)
    if answer is not None:
        bridge.edit(lambda book: create_contact(book, account_key, answer))


def log_touchpoint(bridge: Bridge, prompts: Prompts, account_key: int) -> None:
    """Ask what was said, when and how, and write it down."""
    workspace = bridge.workspace
    if workspace is None:
        return
    values = {"date": workspace.as_of, "kind": "call", "by": own_name(workspace)}
    form = Form(Message("Log touchpoint"), fields_of("touchpoint", TOUCHPOINT_FIELDS), values, ("date", "kind"), accept=Message("Log touchpoint"))  # fmt: skip
    answer = prompts.fill_in(form)
    if answer is not None:
        bridge.edit(lambda book: edits.log_touchpoint(book, account_key, answer))
