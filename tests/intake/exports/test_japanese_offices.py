from __future__ import annotations

from datetime import date
from pathlib import Path

from csdesk.intake.sources import unpacked_cells
from tests.intake.exports.made_exports import customers, dropped, imported, reasons, undisturbed, whole
from tests.intake.made_tables import updates

KNOWN = (("北野食品株式会社", "T-1", "kitano.example"), ("みなと印刷株式会社", "T-2"))


def test_eight_cards_stand_below_a_preamble(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "eight.csv",
        "04月04日にEightで生成された名刺リストです。\n合計 2 件\n*注意 このファイルの形式は変わることがあります。\n\n"
        "会社名,部署名,役職,氏名,e-mail,郵便番号,住所,TEL会社,TEL部門,TEL直通,FAX,携帯電話,URL,名刺交換日,"
        "Eightでつながっている人,再データ化中の名刺,'?'を含んだデータ\n"
        "北野食品株式会社,商品開発部,部長,前田 葵,aoi@kitano.example,060-0001,札幌市中央区1-2,011-000-0001,,,011-000-0002,,"
        "https://kitano.example/,2026/03/10,1,,\n"
        "株式会社未知,,,名 無,na@michi.example,,,,,,,,,2026/03/11,,,\n",
        book=customers(*KNOWN),
    )
    assert plan.tables[0].header_row == 5
    assert [(p.cell, p.code) for p in plan.tables[0].problems] == [("A7", "no_such_account")]  # no customer of ours
    assert whole(plan, "contact") == {
        "contact": [
            {
                "account_key": 1, "name": "前田 葵", "email": "aoi@kitano.example", "title": "部長",
                "custom": {
                    "部署名": "商品開発部", "郵便番号": "060-0001", "住所": "札幌市中央区1-2", "TEL会社": "011-000-0001",
                    "FAX": "011-000-0002", "URL": "https://kitano.example/", "名刺交換日": "2026/03/10",
                    "Eightでつながっている人": "1",
                },
            }
        ]
    }  # fmt: skip


FREEE = (
    "収支区分,管理番号,発生日,決済期日,取引先コード,取引先,勘定科目,税区分,金額,税計算区分,税額,備考,品目,部門,"
    "メモタグ（複数指定可、カンマ区切り）,セグメント1,セグメント2,セグメント3,決済日,決済口座,決済金額\n"
)


def test_freee_deals_are_invoices_where_they_are_income(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "deals.csv",
        FREEE
        + '収入,R-101,2026/09/30,2026/10/31,T-1,北野食品株式会社,売上高,課税売上10%,"132,000",内税,"12,000",9月分,利用料,CS部,'
        '"SaaS,月額",,,,2026/10/30,普通預金,"132,000"\n'
        "支出,P-7,2026/09/30,2026/10/31,T-1,北野食品株式会社,会議費,課対仕入10%,5500,内税,500,,,,,,,,2026/10/01,普通預金,5500\n"
        "収入,R-102,2026/10/31,2026/11/30,,みなと印刷株式会社,売上高,課税売上10%,33000,内税,3000,,,,,,,,,,\n",
        encoding="utf-8-sig",
        book=customers(*KNOWN),
        currency="JPY",
    )
    assert undisturbed(plan)
    assert dropped(plan) == [(3, "detail")]
    assert whole(plan, "invoice") == {
        "invoice": [
            {
                "account_key": 1, "external_id": "R-101", "issued": date(2026, 9, 30), "due": date(2026, 10, 31),
                "paid": date(2026, 10, 30), "amount": 132_000, "currency": "JPY",
                "custom": {
                    "収支区分": "収入", "勘定科目": "売上高", "税区分": "課税売上10%", "税計算区分": "内税", "税額": "12,000",
                    "備考": "9月分", "品目": "利用料", "部門": "CS部", "メモタグ（複数指定可、カンマ区切り）": "SaaS,月額",
                    "決済口座": "普通預金", "決済金額": "132,000",
                },
            },
            {
                "account_key": 2, "external_id": "R-102", "issued": date(2026, 10, 31), "due": date(2026, 11, 30),
                "amount": 33_000, "currency": "JPY",
                "custom": {
                    "収支区分": "収入", "勘定科目": "売上高", "税区分": "課税売上10%", "税計算区分": "内税", "税額": "3000",
                },
            },
        ]
    }  # fmt: skip


def test_freee_deals_of_several_lines_with_tax_on_top_are_one_invoice_each(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "deals.csv",
        FREEE
        + '収入,R-201,2026/10/31,2026/11/30,T-1,北野食品株式会社,売上高,課税売上10%,"100,000",外税,"10,000",10月分,利用料,,,,,,,,\n'
        ',,2026/10/31,2026/11/30,T-1,北野食品株式会社,売上高,課税売上10%,"20,000",外税,"2,000",,追加席,,,,,,,,\n'
        ",,,,,,売上値引高,課税売上10%,-5000,外税,-500,,値引,,,,,,,,\n"
        "支出,P-8,2026/10/31,2026/11/30,T-1,北野食品株式会社,会議費,課対仕入10%,5500,内税,500,,,,,,,,,,\n"
        ",,,,,,会議費,課対仕入10%,1100,内税,100,,,,,,,,,,\n"
        "収入,R-202,2026/10/31,2026/11/30,,みなと印刷株式会社,売上高,課税売上10%,33000,内税,3000,,,,,,,,2026/11/28,普通預金,33000\n",
        encoding="utf-8-sig",
        book=customers(*KNOWN),
        currency="JPY",
    )
    assert undisturbed(plan)
    assert dropped(plan) == [(3, "detail"), (4, "detail"), (5, "detail"), (6, "detail")]
    assert whole(plan, "invoice") == {
        "invoice": [
            {  # 100,000 + 10,000 + 20,000 + 2,000 − 5,000 − 500
                "account_key": 1, "external_id": "R-201", "issued": date(2026, 10, 31), "due": date(2026, 11, 30),
                "amount": 126_500, "currency": "JPY",
                "custom": {
                    "収支区分": "収入", "勘定科目": "売上高", "税区分": "課税売上10%", "金額": "100,000",
                    "税計算区分": "外税", "税額": "10,000", "備考": "10月分", "品目": "利用料",
                },
            },
            {
                "account_key": 2, "external_id": "R-202", "issued": date(2026, 10, 31), "due": date(2026, 11, 30),
                "paid": date(2026, 11, 28), "amount": 33_000, "currency": "JPY",
                "custom": {
                    "収支区分": "収入", "勘定科目": "売上高", "税区分": "課税売上10%", "金額": "33000",
                    "税計算区分": "内税", "税額": "3000", "決済口座": "普通預金", "決済金額": "33000",
                },
            },
        ]
    }  # fmt: skip
    assert reasons(plan)["合計金額"] == "The lines of a deal are added up, with the tax that comes on top of them."


def test_freee_deals_without_a_number_are_known_again(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "deals.csv",
        FREEE
        + "収入,,2026/10/31,2026/11/30,T-1,北野食品株式会社,売上高,課税売上10%,100000,外税,10000,,,,,,,,,,\n"
        + "収入,,2026/10/31,2026/11/30,T-1,北野食品株式会社,売上高,課税売上10%,100000,外税,10000,,,,,,,,,,\n",
        book=customers(*KNOWN),
        currency="JPY",
    )
    assert [i["amount"] for i in whole(plan, "invoice")["invoice"]] == [110_000, 110_000]


HEAD = (
    "csv_type(変更不可),行形式,取引先名称,件名,請求日,お支払期限,請求書番号,売上計上日,メモ,タグ,小計,消費税,合計金額,取引先敬称,"
    "取引先郵便番号,取引先都道府県,取引先住所1,取引先住所2,取引先部署,取引先担当者役職,取引先担当者氏名,自社担当者氏名,備考,振込先,"
    "入金ステータス,メール送信ステータス,郵送ステータス,ダウンロードステータス,納品日"
)
ITEM = ",品名,品目コード,単価,数量,単位,納品書番号,詳細,金額,品目消費税率"
INVOICE = (
    "{kind},請求書,北野食品株式会社,利用料 2026年8月分,2026/7/10,2026/8/31,INV-0801,2026/8/31,,SaaS,120000,12000,132000,御中,"
    "060-0001,北海道,札幌市中央区1-2,,商品開発部,部長,前田 葵,佐伯 悠,お振込みください,青空銀行 本店 普通 1234567,未入金,送信済み,"
    "未郵送,未ダウンロード,"
)
HELD = {
    "行形式": "請求書", "件名": "利用料 2026年8月分", "売上計上日": "2026/8/31", "タグ": "SaaS", "小計": "120000",
    "消費税": "12000", "取引先敬称": "御中", "取引先郵便番号": "060-0001", "取引先都道府県": "北海道",
    "取引先住所1": "札幌市中央区1-2", "取引先部署": "商品開発部", "取引先担当者役職": "部長", "取引先担当者氏名": "前田 葵",
    "自社担当者氏名": "佐伯 悠", "備考": "お振込みください", "振込先": "青空銀行 本店 普通 1234567", "入金ステータス": "未入金",
    "メール送信ステータス": "送信済み", "郵送ステータス": "未郵送", "ダウンロードステータス": "未ダウンロード",
}  # fmt: skip
TAKEN = {
    "account_key": 1, "external_id": "INV-0801", "issued": date(2026, 7, 10), "due": date(2026, 8, 31), "amount": 132_000,
    "currency": "JPY",
}  # fmt: skip


def test_money_forward_vertical_has_a_row_for_the_invoice_and_one_for_each_item(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "invoices.csv",
        HEAD + ITEM + "\n" + INVOICE.format(kind="40101") + ",,,,,,,,\n"
        "40101,品目" + "," * 27 + ",基本料,A-1,100000,1,式,,8月,100000,10%\n"
        "40101,品目" + "," * 27 + ",追加席,A-2,2000,10,席,,,20000,10%\n",
        encoding="cp932",
        book=customers(*KNOWN),
        currency="JPY",
    )
    assert undisturbed(plan)
    assert dropped(plan) == [(3, "detail"), (4, "detail")]
    assert whole(plan, "invoice") == {"invoice": [TAKEN | {"custom": {"csv_type(変更不可)": "40101"} | HELD}]}


def test_money_forward_horizontal_repeats_the_columns_of_an_item(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "invoices.csv",
        HEAD + ITEM * 7 + "\n" + INVOICE.format(kind="40102")
        + ",基本料,A-1,100000,1,式,,8月,100000,10%,追加席,A-2,2000,10,席,,,20000,10%" + "," * 45 + "\n",
        encoding="utf-8-sig",
        book=customers(*KNOWN),
        currency="JPY",
    )  # fmt: skip
    assert undisturbed(plan)
    assert whole(plan, "invoice") == {
        "invoice": [
            TAKEN | {
                "custom": {"csv_type(変更不可)": "40102"} | HELD | {
                    "品名": "基本料", "品目コード": "A-1", "単価": "100000", "数量": "1", "単位": "式", "詳細": "8月",
                    "金額": "100000", "品目消費税率": "10%", "品名 (2)": "追加席", "品目コード (2)": "A-2",
                    "単価 (2)": "2000", "数量 (2)": "10", "単位 (2)": "席", "金額 (2)": "20000", "品目消費税率 (2)": "10%",
                }
            }
        ]
    }  # fmt: skip


def test_money_forward_journal_is_kept_as_source(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "journal.csv",
        "取引No,取引日,借方勘定科目,借方補助科目,借方部門,借方取引先,借方税区分,借方インボイス,借方金額(円),借方税額,貸方勘定科目,"
        "貸方補助科目,貸方部門,貸方取引先,貸方税区分,貸方インボイス,貸方金額(円),貸方税額,摘要,仕訳メモ,タグ,MF仕訳タイプ,決算整理仕訳\n"
        '1,2025/6/6,売掛金,北野食品,,北野食品株式会社,対象外,,"11,000",0,売上高,,,北野食品株式会社,課税売上 10%,,"11,000","1,000",'
        "利用料,,,インポート,\n",
        book=customers(*KNOWN),
        currency="JPY",
    )
    assert undisturbed(plan)
    assert whole(plan) == {}
    cells = unpacked_cells(plan.tables[0].source.cells).to_pylist()
    assert list(cells[0].values()) == [
        2, "1", "2025/6/6", "売掛金", "北野食品", None, "北野食品株式会社", "対象外", None, "11,000", "0", "売上高", None, None,
        "北野食品株式会社", "課税売上 10%", None, "11,000", "1,000", "利用料", None, None, "インポート", None,
    ]  # fmt: skip
    assert reasons(plan)["借方取引先"].startswith("A journal books both sides")


def test_money_forward_journal_of_an_older_form_with_formulas_made_harmless_is_known_as_well(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "journal.csv",
        "取引No,取引日,借方勘定科目,借方補助科目,借方部門,借方取引先,借方税区分,借方金額,借方税額,貸方勘定科目,貸方補助科目,貸方部門,"
        "貸方取引先,貸方税区分,貸方金額,貸方税額,摘要,仕訳メモ,タグ,MF仕訳タイプ,決算整理仕訳\n"
        "1,2025/6/6,売掛金,,,北野食品株式会社,対象外,11000,0,売上高,,,北野食品株式会社,課税売上 10%,11000,1000,'=利用料,,,,\n",
        book=customers(*KNOWN),
        currency="JPY",
    )
    assert whole(plan) == {}
    assert plan.tables[0].system == "Money Forward"


def test_kintone_records_begin_at_a_star(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "顧客管理.csv",
        "レコードの開始行,レコード番号,会社名,契約開始日,契約終了日,月額,契約ID数,自動更新,担当CSM,対応日,対応内容\n"
        '*,17,北野食品株式会社,2026/04/01,2027/03/31,"50,000",20,あり,佐伯 悠,2026/09/01,定例\n'
        ",,,,,,,,,2026/10/01,障害の説明\n"
        "*,18,みなと印刷株式会社,2026/10/01,2027/09/30,30000,5,なし,堀 千夏,,\n",
        encoding="cp932",
        book=customers(*KNOWN),
        currency="JPY",
    )
    assert [(p.cell, p.code) for p in plan.tables[0].problems] == [("A2", "record_marks")]
    assert sorted(updates(plan, "account")) == [(1, "csm", None, "佐伯 悠"), (2, "csm", None, "堀 千夏")]
    assert whole(plan, "account", "contract") == {
        "account": [],
        "contract": [
            {
                "account_key": 1, "external_id": "17", "start": date(2026, 4, 1), "end": date(2027, 3, 31), "amount": 50_000,
                "basis": "monthly", "currency": "JPY", "seats": 20, "auto_renew": True,
                "custom": {"対応日": "2026/09/01\n2026/10/01", "対応内容": "定例\n障害の説明"},
            },
            {
                "account_key": 2, "external_id": "18", "start": date(2026, 10, 1), "end": date(2027, 9, 30), "amount": 30_000,
                "basis": "monthly", "currency": "JPY", "seats": 5, "auto_renew": False,
            },
        ],
    }  # fmt: skip


def test_a_japanese_company_database(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "companies.csv",
        "商号,フリガナ,法人番号,業種-大,都道府県,社員数,直近売上,上場区分,決算月,取引ステータス,営業メモ\n"
        "北野食品株式会社,キタノショクヒン,7123456789012,食品,北海道,250名,1200百万円,非上場,3月,取引中,展示会で面談\n"
        "みなと印刷株式会社,ミナトインサツ,9000000000000,印刷,神奈川県,40,,,,見込,\n",
        currency="JPY",
    )
    assert [(p.cell, p.code) for p in plan.tables[0].problems] == [("C3", "not_a_corporate_number")]  # a placeholder
    assert not plan.questions
    assert whole(plan, "account") == {
        "account": [
            {
                "name": "北野食品株式会社", "kana": "キタノショクヒン", "corporate_number": "7123456789012", "industry": "食品",
                "region": "北海道", "employees": "250名", "budget_month": 3, "status": "取引中", "notes": "展示会で面談",
                "custom": {"直近売上": "1200百万円", "上場区分": "非上場"},
            },
            {
                "name": "みなと印刷株式会社", "kana": "ミナトインサツ", "industry": "印刷", "region": "神奈川県",
                "employees": "40", "status": "見込",
            },
        ]
    }  # fmt: skip
