"""How the command line writes rows: a table for people, CSV or JSON for programs."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from io import StringIO

Row = Mapping[str, object]


def write_json(value: object) -> None:
    """One JSON value, UTF-8, readable by people too."""
    print(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))


def write_csv(rows: Sequence[Row], names: Sequence[str]) -> None:
    """Rows as CSV with a header; nested values as JSON text."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([[_cell(row.get(name)) for name in names] for row in rows])
    sys.stdout.write(text.getvalue())


def write_table(rows: Sequence[Row], names: Sequence[str]) -> None:
    """Rows as an aligned table; wide where the terminal is narrow rather than cut."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in names:
        numeric = any(isinstance(row.get(name), (int, float)) for row in rows)
        table.add_column(name, justify="right" if numeric else "left", no_wrap=True)
    for row in rows:
        table.add_row(*(_cell(row.get(name)) for name in names))
    width = None if sys.stdout.isatty() else 400
    Console(width=width, highlight=False, markup=False).print(table)


def write_lines(values: Mapping[str, object], indent: str = "") -> None:
    """One name and value a line, nested mappings indented."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            print(f"{indent}{name}")
            write_lines(value, indent + "  ")
        else:
            print(f"{indent}{name:<24} {_cell(value)}")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
