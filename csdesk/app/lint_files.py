"""The lint report of spreadsheets, for the window and the command line alike; no book is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csdesk.intake.sandbox import Reading, start_reading
from csdesk.model.errors import UnreadableFile
from csdesk.model.filenames import file_text
from csdesk.model.messages import Message
from csdesk.model.progress import Progress

if TYPE_CHECKING:
    from csdesk.intake.machine_readable.report import LintReport

_AHEAD = 2  # files whose reading has begun; what is read waits in memory


@dataclass(frozen=True, slots=True)
class LintedFile:
    """A file and its report, or why it could not be read."""

    path: Path
    report: LintReport | None
    refused: UnreadableFile | None = None

    def as_data(self, text: Callable[[Message], str]) -> dict[str, Any]:
        """For JSON: ``path``, ``refused`` (a sentence or None), ``rules`` as ``LintReport.as_data`` gives them."""
        refused = None
        if self.refused is not None:
            refused = " ".join(text(part) for part in (self.refused.message, self.refused.hint) if part is not None)
        rules = [] if self.report is None else self.report.as_data(text)
        return {"path": file_text(self.path), "refused": refused, "rules": rules}


def lint_files(paths: Sequence[Path], progress: Progress) -> Iterator[LintedFile]:
    """Each file read in a worker process and checked against the fifteen rules, one after the other.

    Raises:
        JobCancelled: the user asked to stop; no worker is left behind.
    """
    readings: dict[int, Reading] = {}
    try:
        for place, path in enumerate(paths):
            for ahead in range(place, min(place + _AHEAD, len(paths))):
                if ahead not in readings:
                    readings[ahead] = start_reading(paths[ahead], extras=True)
            progress.report(float(place), float(len(paths)), Message("Checking {file}", file=file_text(path.name)))
            yield _linted(path, readings[place], progress)
            readings[place].cancel()
    finally:
        for reading in readings.values():
            reading.cancel()


def _linted(path: Path, reading: Reading, progress: Progress) -> LintedFile:
    try:
        workbook = reading.result(progress)
    except UnreadableFile as error:
        return LintedFile(path, None, error)
    from csdesk.intake.machine_readable.lint import lint

    return LintedFile(path, lint(workbook, progress))
