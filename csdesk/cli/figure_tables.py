"""Key figures and cohorts as tables for people; where a figure comes from, as an indented list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from csdesk.app.listings import Row
from csdesk.cli.output import write_lines, write_table

# What a table with one row a part shows.
OF_PARTS = (
    "arr", "accounts", "nrr", "grr", "customer_churn", "revenue_churn", "upsell_rate_value", "renewal_rate", "arr_at_risk",
    "arr_due_90_days",
)  # fmt: skip
# What the tables of a listing with several say.
TITLES = {
    "accuracy": "What was forecast 30 days before, and what became of it",
    "without": "With each component left out in turn",
    "gains": "Losses among the first units, the lowest score first",
}
_DETAILS = ("value", "unit", "before", "change", "target", "n", "from", "to", "left_out")


def write_figures(listing: Mapping[str, Any]) -> None:
    """The key figures with what they were and should be, then the bridge."""
    write_lines({name: listing[name] for name in ("as_of", "from", "to", "period", "currency") if name in listing})
    rows = [{"figure": code, **row} for code, row in listing["details"].items()]
    write_table(rows, ["figure", *_DETAILS])
    write_lines({"bridge": listing["bridge"]})


def write_cohorts(listing: Mapping[str, Any], rows: Sequence[Row]) -> None:
    """Two triangles, by count and by value, in percent."""
    write_lines({name: listing[name] for name in ("as_of", "currency", "n", "left_out")})
    ages = sorted({int(str(row["quarters_later"])) for row in rows})
    for measure in ("by_count", "by_value"):
        lines: dict[object, Row] = {}
        for row in rows:
            head = {measure: row["cohort"], "accounts": row["accounts"], "arr": row["arr"]}
            line = lines.setdefault(row["cohort"], head)
            line[f"+{row['quarters_later']}"] = round(100 * float(str(row[measure])), 1)
        write_table(list(lines.values()), [measure, "accounts", "arr", *(f"+{age}" for age in ages)])


def write_explained(tree: Mapping[str, Any]) -> None:
    """A figure, its formula, and under each account the records and cells it was made from."""
    unit = tree["currency"] if tree["unit"] == "money" else ""
    print(f"{tree['figure']}: {tree['value']} {unit}".rstrip())
    print(f"  {tree['formula']}")
    print(f"  {tree['from']} to {tree['to']}, n = {tree['n']}")
    if tree["left_out"]:
        print(f"  {tree['left_out']}")
    for account in tree["accounts"]:
        print(f"    {account['account']} ({account['account_key']}): {account['opening']} to {account['closing']}")
        for record in account["records"]:
            value = "" if record["value"] is None else f": {record['value']}"
            print(f"        {record['role']}, {record['record']} {record['key']}{value}")
            for source in record["sources"]:
                print(f"          {_place(source)}: {source['text']}")


def _place(source: Mapping[str, Any]) -> str:
    """File, sheet, cell and the day of the import, or who typed it and when."""
    if source["typed_by"]:
        return f"typed by {source['typed_by']} {source['imported_at']}"
    place = ", ".join(str(source[name]) for name in ("file", "sheet", "cell") if source[name])
    return f"{place} (imported {source['imported_at']})"
