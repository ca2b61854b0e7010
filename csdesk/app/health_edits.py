"""What a person does about health: a draft of the models, made live or discarded; a score set by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from csdesk.app.edits import EditableBook, account_name, check_value, stored_values
from csdesk.model.changes import Change, ChangeSet, change_of, collected
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.policies import HealthModel, as_data, from_data

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.book.journal import Entry

DRAFT = "health_draft"  # the name of the setting


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft as the book keeps it: the models, who changed it last, and when."""

    models: tuple[HealthModel, ...]
    by: str
    at: datetime


def kept_draft(workspace: Workspace) -> KeptDraft | None:
    """The draft of the book's health models; None where there is none."""
    data = workspace.book.settings.get(DRAFT)
    if not isinstance(data, Mapping):
        return None
    models = tuple(from_data(HealthModel, model) for model in data["models"])
    return KeptDraft(models, str(data["by"]), datetime.fromisoformat(str(data["at"])))


def keep_draft(workspace: Workspace, models: tuple[HealthModel, ...], by: str, at: datetime) -> KeptDraft | None:
    """Keep the draft in the book; models that are live already leave none. It is no entry of the history.

    Raises:
        BookError: the book is open for reading only.
    """
    workspace.require_writable()
    if models == workspace.policies.health:
        workspace.book.settings.pop(DRAFT, None)
        return None
    workspace.book.settings[DRAFT] = _data(models, by, at)
    return KeptDraft(models, by, at)


def _data(models: tuple[HealthModel, ...], by: str, at: datetime) -> dict[str, Any]:
    return {"models": [as_data(model) for model in models], "by": by, "at": at.isoformat()}


def make_live(workspace: Workspace, models: tuple[HealthModel, ...]) -> Entry | None:
    """Let other models score from the as-of date on, as new versions; the draft is gone with it. One step to undo.

    Raises:
        CSDeskError: a model is not complete, or the book is open for reading only.
    """
    for model in models:
        check_model(model)
    if len({model.name for model in models}) < len(models):
        raise CSDeskError(Message("Two models have the same name."), Message("Give each model a name of its own."))
    policies = workspace.policies.with_health(models, workspace.as_of)
    changed = [model for model in policies.health if model not in workspace.policies.health]
    if len(changed) == 1:
        said = Message("Make health model {name} version {n} live", name=changed[0].name, n=changed[0].version)
    else:
        said = Message("Make the health models live")
    return workspace.apply(ChangeSet(said, ()), policies=policies, settings={DRAFT: None})


def discard_draft(workspace: Workspace) -> Entry | None:
    """Throw the draft away, as a step that can be undone."""
    return workspace.apply(ChangeSet(Message("Discard the draft of the health model"), ()), settings={DRAFT: None})


def check_model(model: HealthModel) -> None:
    """Refuse a model that cannot score.

    Raises:
        CSDeskError: it has no weight, its bands are out of order, or a component's marks are equal.
    """
    if not any(component.weight > 0 for component in model.components):
        raise CSDeskError(Message("The model {name} has no weights.", name=model.name), Message("Add a component."))
    if not 0 < model.watch_from < model.healthy_from <= 100:
        raise CSDeskError(
            Message("Watch must begin below Healthy."), Message("Choose two scores from 1 to 100, the lower for Watch.")
        )


def set_override(
    book: EditableBook, account_key: int, score: float, reason: str, expires_on: date | None, author: str
) -> ChangeSet:  # fmt: skip
    """Set an account's score by hand until a day; the computed one stays visible.

    Raises:
        CSDeskError: the score is not from 0 to 100, there is no reason, or the day has passed.
    """
    if not 0 <= score <= 100:
        raise CSDeskError(Message("A score is a number from 0 to 100."))
    if not reason.strip():
        raise CSDeskError(Message("A score set by hand needs a reason."))
    if expires_on is None or expires_on < book.as_of:
        raise CSDeskError(Message("A score set by hand needs a day until which it counts."), Message("Choose a day from today on."))  # fmt: skip
    wanted = {
        "score": float(score), "reason": reason.strip(), "author": author or None, "set_on": book.as_of,
        "expires_on": expires_on,
    }  # fmt: skip
    values = {name: check_value("health_override", name, value) for name, value in wanted.items()}
    said = Message("Set health of {account} to {score}", account=account_name(book, account_key), score=round(score))
    held = _overrides(book, account_key)
    if held:
        key, old = next(iter(held.items()))
        return collected(said, [change_of("health_override", key, old, values)])
    new = {"account_key": account_key, **{name: value for name, value in values.items() if value is not None}}
    return ChangeSet(said, (Change("health_override", book.next_key("health_override"), None, new),))


def lift_override(book: EditableBook, account_key: int) -> ChangeSet:
    """Let the model score the account again from today on; until yesterday the score set by hand stays on record."""
    said = Message("Lift the score set by hand for {account}", account=account_name(book, account_key))
    yesterday = book.as_of - timedelta(days=1)
    changes: list[Change | None] = []
    for key, old in _overrides(book, account_key).items():
        until = old["expires_on"]
        if isinstance(until, date) and until <= yesterday:
            continue
        since = old["set_on"]
        if isinstance(since, date) and since <= yesterday:
            changes.append(change_of("health_override", key, old, {"expires_on": yesterday}))
        else:
            changes.append(Change("health_override", key, {n: v for n, v in old.items() if v is not None}, None))
    return collected(said, changes)


def override_of(book: EditableBook, account_key: int) -> dict[str, object] | None:
    """The score set by hand that counts on the as-of date, as plain values; None where there is none."""
    for row in _overrides(book, account_key).values():
        since, until = row["set_on"], row["expires_on"]
        begun = not isinstance(since, date) or since <= book.as_of
        if begun and (not isinstance(until, date) or until >= book.as_of):
            return row
    return None


def _overrides(book: EditableBook, account_key: int) -> dict[int, dict[str, object]]:
    frame = book.frame("health_override")
    keys = frame.loc[(frame["account_key"] == account_key).fillna(value=False).to_numpy(dtype=bool), "key"]
    return stored_values(book, "health_override", [int(key) for key in keys])
