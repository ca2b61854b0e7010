"""``csdesk lint``: how well machines can read a spreadsheet, rule by rule."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from csdesk.app.lint_files import LintedFile, lint_files
from csdesk.app.progress import terminal_progress
from csdesk.cli.output import write_json
from csdesk.i18n import LANGUAGES, Language
from csdesk.model.errors import CSDeskError
from csdesk.model.filenames import file_text
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.intake.machine_readable.report import LintReport

_UNREADABLE = 2
_PIPE_WIDTH = 400  # rather long lines than broken ones where a program reads


def lint_spreadsheets(files: Sequence[Path], as_json: bool, language_code: str) -> int:
    """Report on every file; 0 when all could be read, whatever was found, else 2.

    Raises:
        CSDeskError: there is no such language.
    """
    if language_code not in LANGUAGES:
        raise CSDeskError(
            Message("{text} is not possible here.", text=language_code),
            Message("Choose one of: {choices}.", choices=", ".join(LANGUAGES)),
        )
    language = Language(language_code)
    told: list[LintedFile] = []
    with terminal_progress(language) as progress:
        told.extend(lint_files(files, progress))
    if as_json:
        write_json([file.as_data(language.text) for file in told])
    refused = False
    for file in told:
        if file.refused is not None:
            refused = True
            sentence = file.as_data(language.text)["refused"]
            print(" ".join(str(sentence).split()), file=sys.stderr)
        elif not as_json and file.report is not None:
            _print_report(file_text(file.path.name), file.report, language)
    return _UNREADABLE if refused else 0


def _print_report(name: str, report: LintReport, language: Language) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    text = language.text
    summary = Message(
        "{name}: {broken} of {all} rules are broken.", name=name, broken=report.broken, all=len(report.rules)
    )
    print(text(summary))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title in (
        Message("Rule"),
        Message("Place"),
        Message("Count"),
        Message("What is wrong"),
        Message("How to mend it"),
    ):
        table.add_column(text(title), overflow="fold", justify="right" if title.text == "Count" else "left")
    for rule in report.rules:
        for finding in rule.findings:
            what = text(finding.message) + (f" ({finding.value})" if finding.value else "")
            heading = f"{rule.rule} {text(rule.title)}" if finding is rule.findings[0] else ""
            table.add_row(heading, finding.place, f"{finding.count:,}", what, text(finding.hint))
    if table.row_count:
        width = None if sys.stdout.isatty() else _PIPE_WIDTH
        Console(width=width, highlight=False, markup=False).print(table)
    for reason in dict.fromkeys(rule.unchecked for rule in report.rules if rule.unchecked is not None):
        rules = ", ".join(rule.rule for rule in report.rules if rule.unchecked == reason)
        print(f"{rules}: {text(reason)}")
    print()
