"""The report of real and hostile files that nobody here wrote, as it should be by looking at them."""

from __future__ import annotations

from pathlib import Path

import pytest

from csdesk.app.lint_files import lint_files
from csdesk.model.progress import Unwatched
from tests.intake.machine_readable.reports import report_of

pytestmark = pytest.mark.shared_data

REFUSED = [
    "calamine/issue252.xlsx", "calamine/issue_594_dos.ods", "calamine/pass_protected.ods",
    "calamine/pass_protected.xlsb", "calamine/pass_protected.xlsx", "calamine/too_small.xls", "csvkit/empty.csv",
]  # fmt: skip
# File → rule → first cell and number of all its findings, seen in the file.
EXPECTED: dict[str, dict[str, tuple[str, int]]] = {
    "B/frictionless/merged-cells.xlsx": {"1-4": ("A1:B3", 1)},
    "B/frictionless/merged-cells.xls": {"1-4": ("A1:B3", 1)},
    "B/frictionless/multiline-headers.xlsx": {"1-4": ("A1:A5", 5)},
    "B/frictionless/blank-headers.csv": {"1-6": ("B1", 1)},
    "B/frictionless/duplicate-headers.csv": {"1-6": ("C1", 2)},
    "B/frictionless/issue-1009-semicolon.csv": {"1-1": ("", 1)},
    "B/frictionless/leading-zeros.csv": {},
    "B/calamine/errors.xlsx": {"1-7": ("A1", 7)},
    "B/openrefine/main__tests__data__example-utf16le-bom.tsv": {"1-1": ("", 1), "1-9": ("H1", 2)},
    "B/csv-spectrum/json.csv": {},
    "B/csvkit/test_locale.csv": {"1-3": ("A2", 1), "1-9": ("A1", 1)},
    "A/ja-r-samples/from-index/keiyaku.csv": {"1-9": ("C1", 1), "1-11": ("B2", 4)},
    "A/ja-r-samples/stores.csv": {"1-12": ("B2", 3)},
    "A/ja-soumu-opendata/FY2020-population_dynamics_municipal.xls": {"1-4": ("A2:A4", 15), "1-11": ("A1", 3)},
    "A/ibm-telco-5files/Telco_customer_churn_location.xlsx": {"1-2": ("F2", 7043)},
    "A/ibm-telco-5files/Telco_customer_churn_services.xlsx": {"1-7": ("AC2", 7043), "1-9": ("H1", 8)},
}


def test_each_file_is_reported_as_one_sees_it(shared_data: Path) -> None:
    found = {}
    for name in EXPECTED:
        rules = report_of(shared_data / name).rules
        found[name] = {rule.rule: (rule.findings[0].cell, rule.count) for rule in rules if rule.findings}
    assert found == EXPECTED


def test_every_hostile_file_that_can_be_read_is_reported(shared_data: Path) -> None:
    folder = shared_data / "B"
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.relative_to(folder).as_posix() not in REFUSED:
            assert len(report_of(path).rules) == 15


def test_the_others_are_refused_with_a_sentence(shared_data: Path) -> None:
    paths = [shared_data / "B" / name for name in REFUSED[:3]]
    assert [str(file.refused).startswith(file.path.name) for file in lint_files(paths, Unwatched())] == [True] * 3
