"""Finds what calamine leaves out: error cells, which it gives as blanks, and number formats."""

from __future__ import annotations

from pathlib import Path

from csdesk.intake.sheet_facts import SheetFacts


def lost_cells(path: Path, form: str) -> dict[str, SheetFacts]:
    """Sheet name → what was lost on it; sheets that lost nothing may be missing."""
    if form == "xlsx":
        from csdesk.intake.lost_in_xlsx import facts_of_xlsx

        return facts_of_xlsx(path)
    if form == "xlsb":
        from csdesk.intake.lost_in_binary import facts_of_xlsb

        return facts_of_xlsb(path)
    if form == "xls":
        from csdesk.intake.lost_in_binary import facts_of_xls

        return facts_of_xls(path)
    from csdesk.intake.lost_in_ods import facts_of_ods

    return facts_of_ods(path)
