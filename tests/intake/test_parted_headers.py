"""Two header rows, the upper of which says of whom the lower speaks."""

from __future__ import annotations

import pytest

from csdesk.intake.headers import candidates
from csdesk.intake.parted_headers import whole_header


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("顧客 / 名称", "account.name"),
        ("顧客情報 / コード", "account.external_id"),
        ("契約期間 / 自", "contract.start"),
        ("契約期間 / 至", "contract.end"),
        ("契約内容 / 終了", "contract.end"),
        ("Subscription / Start", "contract.start"),
        ("Contract details / To", "contract.end"),
        ("担当 / 営業", "account.sales_owner"),
        ("担当 / CS", "account.csm"),
        ("2026年度 / 契約 / 開始", "contract.start"),
        ("契約開始", "contract.start"),
        ("顧客名称", "account.name"),
        ("Customer No", "account.external_id"),
    ],
)
def test_parent_and_child_together_name_the_field(header: str, code: str) -> None:
    assert code in {field.code for field in candidates(header).explicit}


@pytest.mark.parametrize("header", ["4月 / 開始", "From", "自", "No", "名称", "開始 / 顧客"])
def test_a_child_alone_or_under_another_parent_names_none(header: str) -> None:
    assert whole_header(header) is None
