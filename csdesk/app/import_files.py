"""The files of an import: read in worker processes, their tables found, and found anew under another header row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from csdesk.intake.sandbox import Reading, start_reading
from csdesk.model.errors import CSDeskError, UnreadableFile
from csdesk.model.filenames import file_text
from csdesk.model.messages import Message
from csdesk.model.progress import Progress

if TYPE_CHECKING:
    from csdesk.intake.sheets import Table, Workbook


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file after reading: its workbook and tables, or why it was refused."""

    path: Path
    workbook: Workbook | None
    tables: tuple[Table, ...]
    refused: UnreadableFile | None = None


def require_headers(files: Sequence[ReadFile], forced: Mapping[str, str]) -> None:
    """See that every header somebody named stands in one of the files.

    Raises:
        CSDeskError: a header is in none of them.
    """
    from csdesk.intake.headers import header_key

    headers = list(dict.fromkeys(header for file in files for table in file.tables for header in table.headers))
    present = {header_key(header) for header in headers}
    for header in forced:
        if header_key(header) not in present:
            raise CSDeskError(
                Message("No column is called “{header}”.", header=header),
                Message(
                    "The columns are: {headers}.", headers=", ".join(headers[:30]) + (" …" if headers[30:] else "")
                ),
            )


def read_files(
    paths: Sequence[Path], progress: Progress, *, keep_going: bool = False, readings: Sequence[Reading] = ()
) -> tuple[ReadFile, ...]:
    """Read every file in a worker process and find its tables.

    ``readings``: the same files, where reading them was started earlier.

    Raises:
        UnreadableFile: a file cannot be read and ``keep_going`` is off.
        JobCancelled: the user asked to stop.
    """
    started = readings or tuple(start_reading(path) for path in paths)
    try:
        return tuple(_read_one(path, r, progress, keep_going) for path, r in zip(paths, started, strict=True))
    finally:
        for reading in started:
            reading.cancel()


def _read_one(path: Path, reading: Reading, progress: Progress, keep_going: bool) -> ReadFile:
    from csdesk.intake.workbook_tables import tables_of

    progress.report(0, None, Message("Reading {file}", file=file_text(path.name)))
    try:
        workbook = reading.result(progress)
    except UnreadableFile as error:
        if not keep_going:
            raise
        return ReadFile(path, None, (), error)
    return ReadFile(path, workbook, tuple(tables_of(workbook, file_text(path.name))))


def with_header_rows(
    files: Sequence[ReadFile], before: Mapping[tuple[str, str], int], said: Mapping[tuple[str, str], int]
) -> tuple[ReadFile, ...]:
    """The files with their tables found anew where another header row is said than before."""
    from csdesk.intake.workbook_tables import tables_of

    if before == said:
        return tuple(files)
    found = []
    for file in files:
        name = file_text(file.path)
        rows = {sheet: row for (path, sheet), row in said.items() if path == name}
        if file.workbook is not None and rows != {s: row for (path, s), row in before.items() if path == name}:
            file = replace(file, tables=tuple(tables_of(file.workbook, file_text(file.path.name), rows)))
        found.append(file)
    return tuple(found)
