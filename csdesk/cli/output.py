"""How the command line writes rows: a table for people, CSV or JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from types import MappingProxyType

Row = Mapping[str, object]


def write_json(value: object) -> None:
    """One JSON value, UTF-8, readable by people too."""
    print(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))


def write_csv(rows: Sequence[Row], names: Sequence[str], encoding: str = "utf-8") -> None:
    """Rows as CSV with a header; nested values as JSON text. What the encoding lacks is told on stderr.

    ``encoding``: one of ``csv_text.ENCODINGS``; ``utf-8-sig`` and ``cp932`` are for Excel.
    """
    from csdesk.publish.csv_text import csv_text

    made = csv_text(names, [[_cell(row.get(name)) for name in names] for row in rows], encoding, "\n")
    if encoding == "utf-8":
        sys.stdout.write(made.data.decode())
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(made.data)
    if made.lacking:
        print(f"CP932 has no {' '.join(made.lacking)}; 〓 stands in their place.", file=sys.stderr)


def write_table(rows: Sequence[Row], names: Sequence[str]) -> None:
    """Rows as an aligned table, fractions to four digits; wide where the terminal is narrow rather than cut."""
    from rich.console import Console
    from rich.table import Table

    if not rows:
        print("Nothing.")
        return
    table = Table(box=None, pad_edge=False)
    for name in names:
        numeric = any(isinstance(row.get(name), (int, float)) for row in rows)
        table.add_column(name, justify="right" if numeric else "left", no_wrap=True)
    for row in rows:
        table.add_row(*(_cell(_short(row.get(name))) for name in names))
    width = None if sys.stdout.isatty() else 400
    Console(width=width, highlight=False, markup=False).print(table)


def _short(value: object) -> object:
    """A fraction as a person reads it; CSV and JSON hold all of it."""
    return round(value, 4) if isinstance(value, float) else value


def write_listing(values: Mapping[str, object], titles: Mapping[str, str] = MappingProxyType({})) -> None:
    """Names and values a line, then each list of rows as a table; ``titles`` say what a table is."""
    tables = {name: value for name, value in values.items() if _is_table(value)}
    write_lines({name: _short(value) for name, value in values.items() if name not in tables})
    for name, rows in tables.items():
        flat = [{column: cell for column, cell in row.items() if not _is_table(cell)} for row in rows]  # type: ignore[attr-defined]
        print(f"\n{titles.get(name, name)}")
        write_table(flat, list(flat[0]))


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, Mapping) for row in value)


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
