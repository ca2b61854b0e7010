"""The headline figures as formulas over the tables of accounts and contracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from csdesk.charts import words
from csdesk.i18n import Language
from csdesk.publish.sheets.grid import Table, over, serial


@dataclass(frozen=True, slots=True)
class Sum:
    """A formula and what it gives, worked out from the same cells."""

    formula: str
    value: float | None


def headline_sums(tables: Sequence[Table], renewals: Table, as_of: date, language: Language) -> Mapping[str, Sum]:
    """Figure code → formula over the tables of accounts; ratios are empty without an opening ARR."""
    arr, opening, counted = (_values(tables, code) for code in ("arr", "opening", "counted"))
    rows = list(zip(arr, opening, counted, strict=True))
    start = sum(o for _, o, c in rows if c)
    base = over(tables, "SUMIFS({opening},{counted},1)")
    members = over(tables, "SUM({counted})")
    least = "SUMPRODUCT(({counted}=1)*(({opening}<{arr})*{opening}+({opening}>={arr})*{arr}))"

    def ratio(top: str, part: float, whole: float, bottom: str = base) -> Sum:
        return Sum(f'=IF({bottom}=0,"",{over(tables, top)}/{bottom})', part / whole if whole else None)

    return {
        "arr": Sum(f"={over(tables, 'SUM({arr})')}", sum(arr)),
        "accounts": Sum(f"={over(tables, _COUNT)}", sum(1 for a in arr if a > 0)),
        "nrr": ratio("SUMIFS({arr},{counted},1)", sum(a for a, _, c in rows if c), start),
        "grr": ratio(least, sum(min(a, o) for a, o, c in rows if c), start),
        "customer_churn": ratio(
            "SUMPRODUCT(({counted}=1)*({arr}=0))", sum(1 for a, _, c in rows if c and not a), sum(counted), members
        ),
        "arr_at_risk": _at_risk(tables[0], language),
        "arr_due_90_days": _due(renewals, serial(as_of)),
    }


_COUNT = 'COUNTIF({arr},">0")'


def _values(tables: Sequence[Table], code: str) -> list[float]:
    return [value for table in tables for value in table.values(code)]


def _at_risk(accounts: Table, language: Language) -> Sum:
    word = language.text(words.BANDS["at_risk"])
    bands = accounts.columns[accounts.column("band")].values
    total = sum(a for a, band in zip(accounts.values("arr"), bands, strict=True) if band == word)
    return Sum(f'=SUMIFS({accounts.cells("arr")},{accounts.cells("band")},"{word}")', total)


def _due(renewals: Table, day: int) -> Sum:
    dates, until = renewals.cells("renewal_on"), day + 90
    due = renewals.columns[renewals.column("renewal_on")].values
    total = sum(v for v, d in zip(renewals.values("annual"), due, strict=True) if d is not None and day <= d <= until)
    return Sum(f'=SUMIFS({renewals.cells("annual")},{dates},">={day}",{dates},"<={until}")', total)
