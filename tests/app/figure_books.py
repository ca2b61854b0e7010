"""A book from two sheets whose every cell is known, for the tests of where figures come from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from csdesk.cli.main import main

AS_OF = date(2026, 11, 22)
CONTRACTS = """\
Account ID,Account name,CSM,Contract ID,Product,Start Date,End Date,MRR,Auto Renew,Seats,Contract status
A-1,Kestrel & Rook,Mika Sato,C-1,Core,2024-06-01,2027-05-31,30000,TRUE,100,active
A-2,雪うさぎ冷機,Ken Tanaka,C-2,Core,2025-01-01,2026-12-31,90000,FALSE,100,active
A-3,Otterline Ferries,Mika Sato,C-3,Core,2025-06-01,2026-05-31,10000,TRUE,50,churned
A-4,Fennel Foods,Mika Sato,C-4,Core,2026-03-01,2027-02-28,40000,TRUE,100,active
A-1,Kestrel & Rook,Mika Sato,C-5,Plus,2026-07-01,2027-05-31,20000,TRUE,,active
A-5,Wren Optics,Ken Tanaka,C-6,Core,2023-01-01,2024-12-31,5000,FALSE,,churned
A-5,Wren Optics,Ken Tanaka,C-7,Core,2026-02-01,2027-01-31,15000,FALSE,100,active
A-6,Larkspur,,C-8,Core,2026-11-01,2027-10-31,25000,TRUE,100,active
"""
USERS = """\
Account ID,Usage date,Active users
A-1,2026-11-20,90
A-2,2026-11-20,10
A-4,2026-11-20,85
"""


def make_book(folder: Path) -> Path:
    """The book, imported as of ``AS_OF``, in yen."""
    (folder / "contracts.csv").write_text(CONTRACTS, "utf-8")
    (folder / "users.csv").write_text(USERS, "utf-8")
    book = folder / "book.csdesk"
    files = [str(folder / name) for name in ("contracts.csv", "users.csv")]
    assert main(["import", str(book), *files, "--as-of", AS_OF.isoformat(), "--currency", "JPY"]) == 0
    return book
