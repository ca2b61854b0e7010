"""The Excel summary of a book: portfolio, accounts, renewals by month, at risk, definitions."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from csdesk.i18n import Language
from csdesk.model.messages import Message
from csdesk.model.periods import add_months
from csdesk.model.progress import Progress, Unwatched
from csdesk.publish.atomic import replacing
from csdesk.publish.sheets.accounts import write_accounts
from csdesk.publish.sheets.at_risk import write_at_risk
from csdesk.publish.sheets.definitions import write_definitions
from csdesk.publish.sheets.formats import make_formats
from csdesk.publish.sheets.former import former_table, write_former
from csdesk.publish.sheets.portfolio import write_portfolio
from csdesk.publish.sheets.renewals import write_renewals

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

SHEETS = (
    Message("Portfolio"), Message("Accounts"), Message("Renewals by month"), Message("At risk"), Message("Definitions"),
)  # fmt: skip
# A sheet of its own between the last two, where there are any.
FORMER = Message("Former customers")
# From so many accounts on rows are streamed to disk instead of held in memory.
_STREAMED_FROM = 20_000


def write_summary(
    assessment: Assessment,
    path: Path,
    language: Language,
    progress: Progress | None = None,
    since: date | None = None,
) -> None:
    """Write the summary as of the assessment's date, compared with ``since`` (default: a year before).

    Totals are formulas over the sheets, with their values cached; amounts are major units,
    dates are dates, and text is never taken for a formula. The headline cells have the
    names ``arr_total``, ``accounts_total``, ``nrr`` and ``grr``.

    Raises:
        CSDeskError: the file cannot be written.
        JobCancelled: the user asked to stop; nothing was written.
    """
    progress = progress or Unwatched()
    progress.report(0, len(SHEETS), Message("Working out the figures"))
    start = since or add_months(assessment.as_of, -12)
    with replacing(path) as beside:
        _write(assessment, beside, language, progress, start)


def _write(assessment: Assessment, path: Path, language: Language, progress: Progress, since: date) -> None:
    figures = assessment.figures(since)
    names = [language.text(message) for message in SHEETS]
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": len(assessment.accounts) >= _STREAMED_FROM,
    }
    with xlsxwriter.Workbook(str(path), options) as workbook:
        title = language.text(Message("Customer success summary"))
        # The date of the figures, not the clock: the same book gives the same file.
        workbook.set_properties(
            {"title": title, "author": "CSDesk", "created": datetime.combine(assessment.as_of, time())}
        )
        workbook.set_calc_mode("auto")
        portfolio, accounts, renewals, at_risk = (workbook.add_worksheet(name) for name in names[:-1])
        former = former_table(assessment, language, since, language.text(FORMER))
        formats = make_formats(workbook, figures.currency, language)
        progress.report(1, len(SHEETS), SHEETS[1])
        listed = write_accounts(accounts, names[1], assessment, language, formats, since)
        progress.report(2, len(SHEETS), SHEETS[2])
        due = write_renewals(renewals, workbook, names[2], assessment, language, formats)
        progress.report(3, len(SHEETS), SHEETS[3])
        write_at_risk(at_risk, names[3], assessment, language, formats)
        if former.rows:
            write_former(workbook.add_worksheet(former.sheet), former, language, formats)
        write_definitions(workbook.add_worksheet(names[4]), names[4], assessment, figures, language, formats)
        write_portfolio(portfolio, workbook, names[0], assessment, figures, (listed, former), due, language, formats)
        progress.report(4, len(SHEETS), Message("Writing the file"))
    progress.report(len(SHEETS), len(SHEETS))
