"""What a book remembers of earlier imports, so that next month's files need one click; also as a file of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csdesk.intake.decisions import Decisions
from csdesk.intake.file_names import name_pattern
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.import_options import ImportOptions
    from csdesk.app.workspace import Workspace
    from csdesk.intake.outcome import ImportPlan

MAPPINGS = "mappings"  # setting of the book: header fingerprint or name of the file → header → field code
WORDS = "words"  # field code → text in a file → the text that is read instead
POLICIES = "conflict_policies"  # field code → newer, mine or ask
WINNERS = ("newer", "mine", "ask")
_KIND = "csdesk import settings"


def settled_decisions(said: Decisions, policies: Mapping[str, str], settings: Mapping[str, Any]) -> Decisions:
    """What was said now, with what the book remembers of earlier imports behind it."""
    winners = {**settings.get(POLICIES, {}), **policies}
    earlier = {(code, text): read for code, texts in settings.get(WORDS, {}).items() for text, read in texts.items()}
    mine = frozenset(code for code, winner in winners.items() if winner != "newer")
    return replace(said, words={**earlier, **said.words}, mine=said.mine | mine)


def remembered(settings: Mapping[str, Any], plan: ImportPlan, options: ImportOptions) -> dict[str, object]:
    """The settings of the book that an import changes: columns, words and who wins."""
    changed: dict[str, object] = {}
    if options.forced:
        known = {name: dict(columns) for name, columns in settings.get(MAPPINGS, {}).items()}
        for table in plan.tables:
            said = {c.header: options.forced[c.header] for c in table.columns if c.header in options.forced}
            if said:
                known.setdefault(table.fingerprint, {}).update(said)
                known.setdefault(name_pattern(table.source.file_name), {}).update(said)
        changed[MAPPINGS] = known
    if options.decisions.words:
        words = {code: dict(texts) for code, texts in settings.get(WORDS, {}).items()}
        for (code, text), read in options.decisions.words.items():
            words.setdefault(code, {})[text] = read
        changed[WORDS] = words
    if options.policies:
        changed[POLICIES] = {**settings.get(POLICIES, {}), **options.policies}
    return changed


def write_import_settings(workspace: Workspace, path: Path) -> None:
    """Write what the book remembers of imports to a file that another book can take.

    Raises:
        CSDeskError: it cannot be written.
    """
    from csdesk.publish.atomic import replacing

    settings = workspace.book.settings
    data = {"kind": _KIND, "version": 1} | {name: settings.get(name, {}) for name in (MAPPINGS, WORDS, POLICIES)}
    with replacing(path) as unfinished:
        unfinished.write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def read_import_settings(path: Path) -> dict[str, Any]:
    """The settings of such a file, by name.

    Raises:
        CSDeskError: it is missing or something else.
    """
    wrong = CSDeskError(
        Message("{file} holds no import settings.", file=path.name),
        Message("Choose a file that CSDesk wrote with “Export import settings”."),
    )
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise wrong from error
    if not isinstance(data, dict) or data.get("kind") != _KIND or not _sound(data):
        raise wrong
    return {name: data[name] for name in (MAPPINGS, WORDS, POLICIES)}


def _sound(data: Mapping[str, Any]) -> bool:
    nested = [data.get(MAPPINGS), data.get(WORDS)]
    texts = all(
        isinstance(part, dict)
        and all(isinstance(v, dict) and all(isinstance(t, str) for t in v.values()) for v in part.values())
        for part in nested
    )
    policies = data.get(POLICIES)
    return texts and isinstance(policies, dict) and all(winner in WINNERS for winner in policies.values())


def take_import_settings(workspace: Workspace, path: Path) -> None:
    """Take the settings of a file over what the book remembers; one entry, which can be undone.

    Raises:
        CSDeskError: the file holds none, or the book is open for reading only.
    """
    workspace.require_writable()
    settings = workspace.book.settings
    taken: dict[str, object] = {}
    for name, value in read_import_settings(path).items():
        now = settings.get(name, {})
        if name == POLICIES:
            taken[name] = {**now, **value}
        else:
            taken[name] = {**now, **{part: {**now.get(part, {}), **texts} for part, texts in value.items()}}
    workspace.book.write(Message("Take import settings from {file}", file=path.name), (), settings=taken)
