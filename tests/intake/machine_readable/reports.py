"""Reports for tests, made in this process: a worker costs half a second a file."""

from __future__ import annotations

from pathlib import Path

from csdesk.intake.delimited import read_delimited
from csdesk.intake.extras.gathering import extras_of
from csdesk.intake.formats import recognise
from csdesk.intake.limits import Limits
from csdesk.intake.machine_readable.lint import lint
from csdesk.intake.machine_readable.report import LintReport
from csdesk.intake.sheets import Workbook
from csdesk.intake.workbook import read_sheets


def report_of(path: Path) -> LintReport:
    """The report of a file that can be read."""
    form = recognise(path, Limits())
    if form == "delimited":
        text = read_delimited(path.read_bytes(), path.stem, Limits())
        return lint(Workbook(str(path), form, (text.sheet,), "", text.encoding, text.delimiter, {}))
    return lint(Workbook(str(path), form, tuple(read_sheets(path, form, Limits())), "", extras=extras_of(path, form)))
