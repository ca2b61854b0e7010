"""Inside the worker: one file → frames on the pipe, sheet by sheet."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, BinaryIO

from csdesk.intake.formats import recognise
from csdesk.intake.limits import Limits
from csdesk.intake.transport import write_facts, write_sheet
from csdesk.model.filenames import file_text


def send_workbook(path: str, limits: dict[str, Any], out: BinaryIO, extras: bool = False, encoding: str = "") -> None:
    """Read the file and write it to the pipe; with ``extras`` also what stands beside its values.

    ``encoding``: of texts, where a person chose it.

    Raises:
        Refused: it cannot or should not be read.
    """
    file = Path(path)
    allowed = Limits(**limits)
    form = recognise(file, allowed)
    if form == "delimited":
        from csdesk.intake.delimited import read_delimited

        data = file.read_bytes()
        found = read_delimited(data, file_text(file.stem), allowed, encoding)
        write_facts(out, file={
            "format": form, "sha256": hashlib.sha256(data).hexdigest(),
            "encoding": found.encoding, "delimiter": found.delimiter, "guessed": found.guessed,
        })  # fmt: skip
        write_sheet(out, found.sheet)
        if extras:
            write_facts(out, extras={})
        return
    if form == "zip":
        _send_zipped(file, allowed, out, encoding)
        if extras:
            write_facts(out, extras={})
        return
    from csdesk.intake.date_system import counts_from_1904
    from csdesk.intake.extras.gathering import Gathering
    from csdesk.intake.workbook import read_sheets

    gathering = Gathering(file, form) if extras else None
    sheets = read_sheets(file, form, allowed)
    first = next(sheets)
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    write_facts(out, file={"format": form, "sha256": digest, "from_1904": counts_from_1904(file, form)})
    write_sheet(out, first)
    del first
    for sheet in sheets:
        write_sheet(out, sheet)
    if gathering is not None:
        write_facts(out, extras=gathering.found())


def _send_zipped(file: Path, limits: Limits, out: BinaryIO, encoding: str) -> None:
    """The texts of a zip, a sheet each; encoding and delimiter are those of the first."""
    from csdesk.intake.zipped_texts import read_zipped

    found = list(read_zipped(file, limits, encoding))
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    first = next(text for text in found if text.sheet.rows)
    write_facts(out, file={
        "format": "zip", "sha256": digest, "encoding": first.encoding, "delimiter": first.delimiter,
        "guessed": any(text.guessed for text in found),
    })  # fmt: skip
    for text in found:
        write_sheet(out, text.sheet)
