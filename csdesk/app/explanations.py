"""From a figure of an account to the rule, the inputs and the cells they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csdesk.app.edits import account_name, plain_value
from csdesk.app.listings import json_value, major_number
from csdesk.i18n import Language
from csdesk.model.errors import CSDeskError
from csdesk.model.fields import Kind, Origin, record_type
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.rules.explain import Explanation, Input

Tree = dict[str, object]

# Without a field: what a CSM asks about first.
_FIRST = ("arr", "touch", "health", "renewal_on", "notice_by")


def explained(workspace: Workspace, account_key: int, field: str | None, language: Language | None = None) -> Tree:
    """The tree ``{account, field, value, definition, sources, parts}`` of a field, or of the main ones.

    Raises:
        CSDeskError: accounts have no such field.
    """
    speaks = language or Language("en")
    name = account_name(workspace, account_key)
    if field is None:
        parts = [explained(workspace, account_key, first, speaks) for first in _FIRST]
        return {"account": name, "field": None, "value": name, "definition": None, "sources": [], "parts": parts}
    known = {f.name for f in record_type("account").fields if f.origin is not Origin.INPUT}
    field = field.removeprefix("account.")
    if field not in known:
        raise CSDeskError(
            Message("Accounts have no field {field}.", field=field),
            Message("Choose one of: {choices}.", choices=", ".join(sorted(known))),
        )
    return _tree(workspace, name, workspace.assessment().explain(account_key, field), speaks)


def _tree(workspace: Workspace, account: str, found: Explanation, language: Language) -> Tree:
    sources: list[Tree] = []
    for read in found.inputs:
        sources += [cell for cell in _cells(workspace, read) if cell not in sources]  # 30 days: a number and a unit
    return {
        "account": account,
        "field": found.field,
        "value": _value(workspace, found, language),
        "definition": language.text(found.definition),
        "sources": sources,
        "parts": [_tree(workspace, account, part, language) for part in found.parts],
    }


def _value(workspace: Workspace, found: Explanation, language: Language) -> object:
    field = next((f for f in record_type("account").fields if f.name == found.field), None)
    if field is not None and field.kind is Kind.MONEY and plain_value(found.value) is not None:
        return major_number(found.value, workspace.policies.revenue.currency)
    return json_value(found.value, language)


def _cells(workspace: Workspace, read: Input) -> list[Tree]:
    # The latest is the one that counts; what it replaced is history.
    return [
        {
            "file": cell.file,
            "sheet": cell.sheet,
            "cell": cell.cell,
            "text": cell.text,
            "imported_at": cell.imported_at.isoformat(),
        }
        for cell in workspace.book.trace(read.record, read.key, read.field)[:1]
    ]
