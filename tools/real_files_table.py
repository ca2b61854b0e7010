"""Write docs/real-files.md: what an import makes of the files of other people's systems.

    python tools/real_files_table.py FOLDER [OUTPUT]

FOLDER holds the folder ``A`` of real files; each folder in it is imported into an empty book. The
sentence on what was left out was written from looking at the file and stands in
``tests/data/expected_files.csv``.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd

from csdesk.intake.outcome import ImportPlan, PlanOptions, TablePlan
from csdesk.intake.plan import make_plan
from csdesk.intake.sandbox import read_workbook
from csdesk.intake.workbook_tables import tables_of
from csdesk.rules.frames import frame_of

_ROOT = Path(__file__).resolve().parent.parent
_SENTENCES = _ROOT / "tests" / "data" / "expected_files.csv"
_MOST_NAMED = 6
_AS_OF = date(2026, 11, 22)
_HEAD = """# What becomes of real files

Files of other people's systems, which nobody made for CSDesk, each folder imported into an empty book without
a word from a person. Made by `tools/real_files_table.py`; `tests/intake/test_expected_files.py` holds rows,
rows left out and records against a table that was written from looking at the files.

*Mapped*: the column fills a field. *Kept*: it stays with the record under its own name. *Ignored*: it is left in
the file (it can still be chosen). Columns in *italics* are asked in the review. The Japanese tables of inhabitants
are publications of 総務省.
"""


class _EmptyBook:
    """Nothing is known yet."""

    def frame(self, record: str) -> pd.DataFrame:
        """No records."""
        return frame_of(record)

    def next_key(self, record: str) -> int:
        """The first key."""
        return 1


def _plan(folder: Path) -> ImportPlan:
    files = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        workbook = read_workbook(path)
        files.append((path.relative_to(folder).as_posix(), workbook, tables_of(workbook, path.name)))
    return make_plan(files, _EmptyBook(), PlanOptions(_AS_OF, "JPY" if folder.name.startswith("ja-") else "USD"))


def _sentences() -> dict[str, str]:
    with _SENTENCES.open(encoding="utf-8", newline="") as stream:
        return {line["file"]: line["why"] for line in csv.DictReader(stream) if line["why"]}


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _named(headers: list[str]) -> str:
    """The number of columns and the first of their names."""
    if not headers:
        return "–"
    more = f" … {len(headers) - _MOST_NAMED} more" if len(headers) > _MOST_NAMED else ""
    return f"{len(headers)}: {', '.join(headers[:_MOST_NAMED])}{more}"


def _columns(table: TablePlan) -> tuple[str, str, str]:
    """Mapped, kept and ignored columns."""
    mapped: list[str] = []
    kept: list[str] = []
    ignored: list[str] = []
    for column in table.columns:
        name = f"*{_cell(column.header)}*" if column.choices else _cell(column.header)
        if column.field is None:
            ignored.append(name)
        elif column.field.endswith(".custom"):
            kept.append(name)
        else:
            mapped.append(f"{name} → `{column.field}`")
    said = f"{len(mapped)}: {', '.join(mapped)}" if mapped else "–"
    return said, _named(kept), _named(ignored)


def _left_out(table: TablePlan) -> str:
    """Rows left out by reason, and rows rejected."""
    reasons = Counter(drop.reason for drop in table.dropped)
    parts = [f"{n} {reason.replace('_', ' ')}" for reason, n in reasons.items()]
    rejected = sum(counts.rejected for counts in table.records.values())
    parts += [f"{rejected} rejected"] if rejected else []
    return ", ".join(parts) or "–"


def _records(table: TablePlan) -> str:
    parts = []
    for record, counts in table.records.items():
        said = [f"{counts.new} new"] if counts.new else []
        said += [f"{counts.changed} completed"] if counts.changed else []
        parts += [f"{record} {' and '.join(said)}"] if said else []
    return ", ".join(parts) or "–"


def _section(folder: Path, sentences: dict[str, str]) -> list[str]:
    lines = [f"## {folder.name}", ""]
    lines += ["| file | rows read | rows left out | records | mapped | kept | ignored | what was left out, and why |"]
    lines += ["|---|--:|---|---|---|---|---|---|"]
    for file in _plan(folder).files:
        for place, table in enumerate(file.tables):
            name = file.path if len(file.tables) == 1 else f"{file.path} · {table.sheet}"
            why = sentences[f"A/{folder.name}/{file.path}"] if place == 0 else ""
            cells = [name, f"{table.rows:,}", _left_out(table), _records(table), *_columns(table), why]
            lines.append(f"| {' | '.join(cells)} |")
    return [*lines, ""]


def main() -> int:
    """Write the page; the folder of files is the first argument."""
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    folders = sorted(path for path in (Path(sys.argv[1]) / "A").iterdir() if path.is_dir())
    sentences = _sentences()
    lines = [_HEAD, *(line for folder in folders for line in _section(folder, sentences))]
    output = Path(sys.argv[2]) if len(sys.argv) > 2 else _ROOT / "docs" / "real-files.md"
    output.write_text("\n".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
