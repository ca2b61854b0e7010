"""``csdesk explain``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from csdesk.app.asked import Asked, part_of
from csdesk.app.explanations import explained
from csdesk.app.figure_explaining import explained_figure, figure_codes
from csdesk.app.finding import find_account, is_account
from csdesk.cli.figure_tables import write_explained
from csdesk.cli.opening import opened
from csdesk.cli.output import write_json


def show_explanation(
    book: Path, subject: str, field: str | None, as_of: date | None, since: date | None, until: date | None,
    period: str | None, only: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Write where a field of an account, or a key figure of the book, comes from.

    Raises:
        CSDeskError: there is no such account or field, figure, period or part.
    """
    with opened(book, as_of) as workspace:
        tree: Mapping[str, Any]
        if field is None and subject in figure_codes() and not is_account(workspace, subject):
            asked = Asked(workspace.as_of, since, until, period=period, part=part_of(only))
            tree, write = explained_figure(workspace, subject, asked), write_explained
        else:
            tree, write = explained(workspace, find_account(workspace, subject), field), _write_tree
    if as_json:
        write_json(tree)
    else:
        write(tree)


def _write_tree(tree: Mapping[str, Any], indent: str = "") -> None:
    print(f"{indent}{tree['field'] or tree['account']}: {tree['value']}")
    if tree["definition"]:
        print(f"{indent}  {tree['definition']}")
    sources = tree["sources"]
    for source in sources if isinstance(sources, list) else ():
        place = ", ".join(str(source[name]) for name in ("file", "sheet", "cell") if source[name])
        print(f"{indent}  {place}: {source['text']} (imported {source['imported_at']})")
    parts = tree["parts"]
    for part in parts if isinstance(parts, list) else ():
        _write_tree(part, indent + "    ")
