"""Rule 1-1: the file is what it is called, Excel, OpenDocument or CSV, and all of it can be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from csdesk.intake.machine_readable.report import Finding
from csdesk.intake.sheets import Workbook
from csdesk.model.messages import Message

_EXTENSIONS = {
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "xls": (".xls", ".xlt"),
    "xlsb": (".xlsb",),
    "ods": (".ods", ".ots"),
    "delimited": (".csv", ".tsv", ".tab", ".txt"),
    "zip": (".zip",),
}
_NAMES = {
    "xlsx": Message("an Excel workbook (.xlsx)"),
    "xls": Message("an old Excel workbook (.xls)"),
    "xlsb": Message("a binary Excel workbook (.xlsb)"),
    "ods": Message("an OpenDocument workbook (.ods)"),
    "delimited": Message("delimited text (.csv)"),
    "zip": Message("a zip of delimited texts (.zip)"),
}
_DELIMITERS = {"\t": Message("tabs"), ";": Message("semicolons"), "|": Message("vertical bars")}


def excel_or_csv(workbook: Workbook) -> Iterator[Finding]:
    """1-1."""
    extension = PurePath(workbook.path).suffix.lower()
    if workbook.format in _EXTENSIONS and extension not in _EXTENSIONS[workbook.format]:
        yield Finding(
            "", (), PurePath(workbook.path).name,
            Message("The file is {what}, which its name does not say.", what=_NAMES[workbook.format]),
            Message("Save it as .xlsx or .csv; renaming does not change what a file is."),
        )  # fmt: skip
    if workbook.format == "delimited" and workbook.delimiter in _DELIMITERS:
        yield Finding(
            "", (), PurePath(workbook.path).name,
            Message("The cells are separated by {what}, not by commas.", what=_DELIMITERS[workbook.delimiter]),
            Message("Save it as .csv (comma separated) or .xlsx."),
        )  # fmt: skip
    if workbook.format == "zip":
        yield Finding(
            "", (), PurePath(workbook.path).name, Message("The texts are packed into a zip."),
            Message("Unpack it and hand on the .csv files themselves."), len(workbook.sheets),
        )  # fmt: skip
    for sheet in workbook.sheets:
        if sheet.trouble is not None:
            yield Finding(
                sheet.name, (), "", sheet.trouble, Message("Open the file in Excel and save it again as .xlsx.")
            )
