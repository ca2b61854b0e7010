"""Questions over columns of answers."""

from __future__ import annotations

import pytest

from csdesk.intake.survey_questions import asks_score, asks_words
from tests.intake.made_tables import mapped, plan_of, problems, records_of, table_of


@pytest.mark.parametrize(
    "question",
    [
        "当社サービスを同僚に薦める可能性はどのくらいですか？（0〜10）",
        "本製品を他社の方に勧めたいと思いますか（0-10）",
        "How likely are you to recommend us to a colleague?",
        "On a scale of 0 to 10, would you recommend Desk?",
    ],
)
def test_a_question_may_ask_how_likely_one_is_to_recommend(question: str) -> None:
    assert asks_score(question)


@pytest.mark.parametrize(
    "question", ["お薦めの理由をお聞かせください", "Why would you recommend us?", "推奨度の理由", "推奨環境"]
)
def test_a_question_for_the_reason_or_another_header_does_not_ask_for_the_score(question: str) -> None:
    assert not asks_score(question)


def test_a_question_may_ask_for_words() -> None:
    assert asks_words("その理由をお聞かせください")
    assert asks_words("What is the main reason for your score?")
    assert not asks_words("解約理由")


def test_answers_of_a_form_are_survey_answers_and_one_without_a_company_is_nobodys() -> None:
    customers = table_of(["会社名"], ["株式会社イロハ"], ["ニホヘ"], sheet="顧客")
    answers = table_of(
        [
            "タイムスタンプ",
            "貴社名",
            "お名前",
            "当社を同僚に薦める可能性はどのくらいですか？",
            "その理由をお聞かせください",
        ],
        ["2026/10/05 10:12:33", "株式会社イロハ", "山本 花子", 9, "サポートが速い"],
        ["2026/10/06 18:40:02", "ニホヘ", "田口", 6, None],
        ["2026/10/07 9:01:10", None, "匿名", 10, None],
        sheet="回答",
    )
    plan = plan_of(customers, answers)
    assert [
        (r["account_key"], r["respondent"], r["date"].isoformat(), r["score"]) for r in records_of(plan, "response")
    ] == [
        (1, "山本 花子", "2026-10-05", 9.0),
        (2, "田口", "2026-10-06", 6.0),
    ]
    assert records_of(plan, "response")[0]["comment"] == "サポートが速い"
    assert problems(plan) == [("B4", "no_account_key")]
    assert mapped(plan) == {"会社名": "account.name"}
