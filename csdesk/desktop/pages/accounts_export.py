"""Writing the list as it is shown to a file that spreadsheets open."""

from __future__ import annotations

from pathlib import Path

from csdesk.desktop.bridge import Announcement, Bridge
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.tables.frame_model import FrameTableModel
from csdesk.desktop.translation import tr
from csdesk.i18n import MINUS
from csdesk.model.keys import written_key
from csdesk.model.messages import Message
from csdesk.publish.csv_text import write_csv_file

_RECORDS = {"accounts": "account", "renewals": "contract"}


def export_list(bridge: Bridge, prompts: Prompts, model: FrameTableModel, name: str = "accounts") -> None:
    """Ask where, and write rows and columns as they are shown, as CSV that Excel reads as UTF-8."""
    if bridge.assessment is None:
        return
    suggested = f"{bridge.assessment.as_of.isoformat()}_{name}.csv"
    path = prompts.save_as(Message("Export the list"), suggested, [(Message("CSV"), "*.csv")])
    if path is not None:
        write_list(path, model, _RECORDS[name])
        said = (
            Message("{n} accounts written to {file}") if name == "accounts" else Message("{n} rows written to {file}")
        )
        bridge.announced.emit(Announcement(Message(said.text, n=len(_records(model)), file=path.name)))


def write_list(path: Path, model: FrameTableModel, record: str = "account") -> None:
    """Write the file; behind the columns stands the key of each row, by which an import knows whose list it is.

    Raises:
        CSDeskError: the file cannot be written there.
    """
    rows = (
        [
            *(_plain(model.text(row, column)) for column in range(len(model.columns))),
            written_key(record, model.key_at(row)),
        ]
        for row in _records(model)
    )
    write_csv_file(path, [*(column.header for column in model.columns), tr(Message("Key"))], rows)


def _records(model: FrameTableModel) -> list[int]:
    """The rows that are records, without the headings of groups (their key is negative)."""
    return [row for row in range(model.rowCount()) if model.key_at(row) >= 0]


def _plain(text: str) -> str:
    """The text with minus signs that spreadsheets count with."""
    return text.replace(MINUS, "-") if text else ""
