"""Makes the sample workbooks from the invented book: ``python sample_workbooks/make_samples.py [--to DIR]``.

Nothing is read but the two lists in ``making/``, no clock and no chance without a seed:
the same script always makes the same workbooks.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from making import activity_files, contract_file, customer_files, plan_files  # noqa: E402
from making.book import accounts, former_customers  # noqa: E402
from making.choosing import Missing, missing_data  # noqa: E402
from making.everyday import facts_of  # noqa: E402


def make(folder: Path) -> None:
    """Write all sample workbooks into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    customers, former = accounts(), former_customers()
    missing = missing_data(customers)
    everybody = [facts_of(account, missing.get(account.name, Missing())) for account in customers]
    customer_files.write_customers(folder, customers, former)
    customer_files.write_contacts(folder, customers)
    customer_files.write_touch_overrides(folder)
    contract_file.write_contracts(folder, customers, former)
    activity_files.write_usage(folder, everybody)
    activity_files.write_monthly_users(folder, everybody, former)
    activity_files.write_tickets(folder, everybody)
    activity_files.write_answers(folder, everybody)
    activity_files.write_invoices(folder, everybody)
    activity_files.write_touchpoints(folder, everybody, former)
    activity_files.write_events(folder, everybody, former)
    plan_files.write_forecast(folder, customers)
    plan_files.write_plans(folder, customers)
    plan_files.write_feedback(folder, customers)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Make the sample workbooks.")
    parser.add_argument("--to", type=Path, default=HERE, help="folder to write into (default: beside this script)")
    make(parser.parse_args().to)


if __name__ == "__main__":
    main()
