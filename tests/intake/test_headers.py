from __future__ import annotations

import pytest

from csdesk.intake.headers import candidates, fingerprint, header_key, overlapping, unit_of, without_unit


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("account_id", "account.external_id"),
        ("ACCOUNT ID", "account.external_id"),
        ("Ａｃｃｏｕｎｔ　ＩＤ", "account.external_id"),
        ("Supplier ", ""),
        ("取引先名", "account.name"),
        ("商談 所有者", "account.sales_owner"),
        ("MRR（円）", "contract.mrr"),
        ("月額（税抜・千円）", "contract.mrr"),
        ("ARR (USD)", "contract.arr"),
        ("契約期間 / 開始日", "contract.start"),
        ("契約期間（至）", "contract.end"),
        ("確度(%)", "decision.probability"),
        ("確度", "decision.forecast"),
        ("contract.notice_n", "contract.notice_n"),
        ("ACCOUT_COUNT", "contract.seats"),
    ],
)
def test_headers_find_their_field_whatever_their_width_case_blanks_and_unit(header: str, code: str) -> None:
    assert (code in {f.code for f in candidates(header).explicit}) is bool(code)


def test_the_unit_of_a_header() -> None:
    assert unit_of("金額（千円・税込）").scale == 1000
    assert unit_of("金額（千円・税込）").currency == "JPY"
    assert unit_of("金額（千円・税込）").tax == "included"
    assert unit_of("契約一覧（単位：万円）").scale == 10_000
    assert unit_of("ARR (in thousands)").scale == 1000
    assert unit_of("MRR (cents)").scale == 0.01
    assert unit_of("refund_amount_usd").currency == "USD"
    assert unit_of("Amount (EUR)").currency == "EUR"
    assert unit_of("年額（税抜）").tax == "excluded"
    assert unit_of("Start (UTC)").utc
    assert unit_of("通知期限(日)").counts == "days"
    assert unit_of("Notice, days").counts == "days"
    assert unit_of("契約年数").counts == "years"
    assert unit_of("Account Name") == unit_of("顧客名")


def test_a_bracket_that_is_no_unit_stays_part_of_the_header() -> None:
    assert header_key(without_unit("契約期間（自）")) == "契約期間自"
    assert header_key(without_unit("金額（千円）")) == "金額"
    assert header_key(without_unit("Plan (new)")) == "plannew"


def test_a_name_within_the_header_is_taken_only_among_words_that_change_nothing() -> None:
    found = overlapping("現在の契約開始日")
    assert found is not None
    assert (found[0].code, found[1]) == ("contract.start", True)
    found = overlapping("Previous contract end date")
    assert found is not None
    assert (found[0].code, found[1]) == ("contract.end", False)
    assert overlapping("resolution_time_hours") is None


def test_the_fingerprint_of_headers_ignores_what_does_not_matter() -> None:
    assert fingerprint(["Account ID", "MRR"]) == fingerprint(["account_id", "ＭＲＲ"])
    assert fingerprint(["Account ID", "MRR"]) != fingerprint(["MRR", "Account ID"])


def test_the_number_of_something_is_not_its_name() -> None:
    assert overlapping("bill_to_contact_id") is None


def test_a_bracket_may_state_several_units() -> None:
    assert [f.code for f in candidates("Monthly recurring revenue (JPY, excl. tax)").explicit] == ["contract.mrr"]
    assert [f.code for f in candidates("MRR (USD, incl. VAT)").explicit] == ["contract.mrr"]
    stated = unit_of("MRR (JPY, excl. tax)")
    assert (stated.currency, stated.tax) == ("JPY", "excluded")
    assert candidates("MRR (JPY, old list)").explicit == (), "a list of its own is no unit"


def test_the_last_word_of_a_japanese_header_says_what_it_is() -> None:
    found = overlapping("請求先メール")
    assert found is not None
    assert (found[0].code, found[1]) == ("contact.email", False)
    assert overlapping("取引先住所") is None
