"""What needs the CSM now: which accounts come up, in which words, in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from csdesk.model.policies import HealthComponent, HealthModel, Policies, RevenuePolicy, TouchPolicy
from csdesk.model.renewal_tasks import task_number
from csdesk.rules.agenda import rank_of
from csdesk.rules.agenda_words import PLAYS
from csdesk.rules.assessment import Assessment, assess
from tests.rules.worked_books import TODAY, Records, book, logins, ryugu, scores, tsukimi

JUDGED = Policies(revenue=RevenuePolicy(currency="JPY"), touch=TouchPolicy(high_from=6_000_000, low_from=1_200_000))
# Health by the seats alone, so that an invoice or a ticket calls for itself only.
POLICIES = replace(JUDGED, health=(HealthModel(components=(HealthComponent("seat_use", 25, zero=0.3, full=0.9),)),))


def customer(name: str = "A", amount: int = 10_000_000, **records: Any) -> Records:
    """A customer in the middle of a long term: nothing is due."""
    contract = {"start": date(2025, 12, 1), "end": date(2027, 11, 30), "amount": amount, "basis": "annual", "currency": "JPY", "seats": 100}  # fmt: skip
    contract |= records.pop("terms", {})
    account = {"name": name, "csm": "Mika", **records.pop("account", {})}
    return {"account": [account], "contract": [contract], **records}


def assessed(*accounts: Records, policies: Policies = POLICIES) -> Assessment:
    return assess(book(*accounts), policies, TODAY)


def lines(assessment: Assessment) -> list[tuple[str, str, str, str]]:
    """Account, rule, what is asked and why, best first."""
    table = assessment.agenda
    return [
        (account, rule, str(ask), str(why))
        for account, rule, ask, why in zip(table["account"], table["rule"], table["ask"], table["why"], strict=True)
    ]


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_nothing_calls_where_nothing_is_due() -> None:
    assert lines(assessed(customer())) == []


def test_the_notice_deadline_is_told_with_both_dates() -> None:
    terms = {"end": date(2026, 12, 28), "auto_renew": True, "notice_n": 30, "notice_unit": "days"}
    assert lines(assessed(customer("Marrowgate Bank", 18_600_000, terms=terms))) == [
        (
            "Marrowgate Bank",
            "notice_deadline",
            "Notice deadline in 6 days",
            "They can cancel until 2026-11-28; renews 2026-12-28.",
        )
    ]


def test_rank_is_stake_times_weight_times_urgency() -> None:
    assert rank_of(18_600_000, 1.0, date(2026, 11, 28), TODAY) == pytest.approx(18_600_000 * (1 - 6 / 90))
    assert rank_of(1_000, 0.5, date(2027, 6, 1), TODAY) == pytest.approx(50)
    assert rank_of(1_000, 0.2, None, TODAY) == pytest.approx(20)
    terms = {"end": date(2026, 12, 28), "auto_renew": True, "notice_n": 30, "notice_unit": "days"}
    row = assessed(customer(amount=18_600_000, terms=terms)).agenda.iloc[0]
    assert row["rank"] == pytest.approx(17_360_000)
    assert (row["stake"], row["category"], row["play"]) == (18_600_000, "renewal", "intent_mail")


def test_committed_renewals_of_healthy_accounts_do_not_call() -> None:
    records = tsukimi()
    for contract in records["contract"]:
        contract["currency"] = "JPY"
    assert "notice_deadline" in set(assessed(records).agenda["rule"])
    records["decision"] = [{"contract_key": 1, "forecast": "commit"}, {"contract_key": 2, "forecast": "commit"}]
    assert "notice_deadline" not in set(assessed(records).agenda["rule"])


def test_a_renewal_without_plan_calls_120_days_before() -> None:
    terms = {"end": TODAY + timedelta(days=120)}
    found = lines(assessed(customer(terms=terms)))
    assert [(rule, ask) for _, rule, ask, _ in found] == [("renewal_without_plan", "Renews in 120 days without a plan")]
    assert lines(assessed(customer(terms={"end": TODAY + timedelta(days=121)}))) == []
    assert lines(assessed(customer(terms=terms, decision=[{"contract_key": 1, "forecast": "likely"}]))) == []
    assert lines(assessed(customer(terms=terms, account={"next_step": "Send the offer"}))) == []
    assert lines(assessed(customer(amount=100, terms=terms))) == []  # tech touch: the mail goes by itself
    number = task_number(1, TODAY + timedelta(days=120), "facts")
    tasks = [{"external_id": number, "text": "Check the facts", "due": TODAY + timedelta(days=10)}]
    assert lines(assessed(customer(terms=terms, task=tasks))) == []
    done = [{**tasks[0], "done_on": TODAY}]
    assert [rule for _, rule, _, _ in lines(assessed(customer(terms=terms, task=done)))] == ["renewal_without_plan"]


def test_an_ended_contract_without_a_word_calls_whoever_the_customer_is() -> None:
    found = lines(assessed(customer(amount=100, terms={"end": ago(10)})))
    assert found == [("A", "renewal_without_plan", "Renewal overdue 10 days", "JPY 100 ended 2026-11-12 and nobody has written what became of it.")]  # fmt: skip


def falling() -> Records:
    records = ryugu()
    records["contract"][0] |= {"currency": "JPY", "amount": 14_400_000, "end": date(2027, 11, 15)}
    for ticket in records["ticket"]:
        ticket["closed"] = date(2026, 11, 1)
    records["measurement"] = [
        {"metric": "active_users", "date": date(2026, 10, 20), "value": 190.0},
        {"metric": "active_users", "date": date(2026, 11, 20), "value": 152.0},
        *[{"metric": "logins", "date": ago(back), "value": 100.0} for back in range(30, 150)],
        *logins(-0.40)[90:],
    ]
    return records


def test_a_fall_of_health_names_what_moved_it() -> None:
    assessment = assessed(falling(), policies=JUDGED)
    account, rule, ask, why = lines(assessment)[0]
    before = assessment.scored(assessment.compared_to).scores.shown[0]
    now = assessment.accounts["health"].iloc[0]
    assert (account, rule) == ("竜宮マリン", "health_fall")
    assert ask == f"Health {int(before)} → {now}: logins -40%"
    assert why == "152 of 240 seats active, was 190. Renews 2027-11-15."
    assert before - now >= 10


def test_a_champion_who_left_is_named() -> None:
    contact = [{"name": "K. Hashimoto", "title": "IT lead", "role": "champion", "left_on": date(2026, 11, 14)}]
    found = lines(assessed(customer(contact=contact)))
    assert found == [
        ("A", "event_cap", "Champion left", "K. Hashimoto, IT lead, left on 2026-11-14. Renews 2027-11-30.")
    ]


def test_two_urgent_tickets_open_for_five_days_call() -> None:
    tickets = [{"opened": ago(5), "severity": "urgent"} for _ in range(3)]
    assert lines(assessed(customer(ticket=tickets)))[0][2] == "3 urgent tickets open 5 days or more"
    assert lines(assessed(customer(ticket=tickets[:1]))) == []
    closed = [ticket | {"closed": TODAY} for ticket in tickets]
    assert lines(assessed(customer(ticket=closed))) == []


def test_contact_is_missed_after_30_days_for_high_and_90_for_low() -> None:
    call = [{"date": ago(94), "kind": "call"}]
    high, low = customer("High", touchpoint=call), customer("Low", 2_000_000, touchpoint=call)
    assert [(a, ask) for a, _, ask, _ in lines(assessed(high, low))] == [
        ("High", "No contact for 94 days"),
        ("Low", "No contact for 94 days"),
    ]
    call[0]["date"] = ago(90)
    assert [a for a, *_ in lines(assessed(high, low))] == ["High"]
    call[0]["date"] = ago(30)
    assert lines(assessed(high, low)) == []


def test_overdue_onboarding_calls() -> None:
    late = customer(account={"onboarding_due": date(2026, 11, 10)}, measurement=[{"metric": "active_users", "date": TODAY, "value": 31.0}])  # fmt: skip
    assert [line[1:] for line in lines(assessed(late))] == [
        ("onboarding", "Onboarding overdue 12 days", "It was due 2026-11-10. 31 of 100 seats active.")
    ]
    late["account"][0]["onboarded_on"] = date(2026, 11, 20)
    assert lines(assessed(late)) == []


def test_a_detractor_calls_until_somebody_speaks_to_the_customer() -> None:
    answer = [
        {
            "respondent": "Admin",
            "date": date(2026, 11, 19),
            "score": 4.0,
            "comment": "Exports take minutes since October.",
        }
    ]
    found = lines(assessed(customer(response=answer)))
    assert found[0][1:] == (
        "detractor",
        "NPS answer of 4 from Admin",
        "“Exports take minutes since October.” Answered 2026-11-19; no contact since.",
    )
    assert lines(assessed(customer(response=answer, touchpoint=[{"date": date(2026, 11, 20), "kind": "call"}]))) == []
    assert lines(assessed(customer(response=scores(9, 7)))) == []


def test_an_unpaid_invoice_calls_with_number_and_amount() -> None:
    invoice = [{"external_id": "26-311", "due": date(2026, 11, 1), "amount": 2_400_000, "currency": "JPY"}]
    found = lines(assessed(customer(invoice=invoice)))
    assert found == [("A", "overdue_payment", "Invoice 26-311 overdue 21 days", "JPY 2400000 was due 2026-11-01.")]
    assert lines(assessed(customer(amount=100, invoice=invoice))) == []  # one to all: from 31 days
    invoice[0]["due"] = ago(31)
    assert len(lines(assessed(customer(amount=100, invoice=invoice)))) == 1


def test_dormant_customers_call_while_others_log_in() -> None:
    def visits(*back: int) -> list[dict[str, Any]]:
        return [{"metric": "logins", "date": ago(n), "value": 5.0} for n in back]

    quiet, busy = customer("Quiet", measurement=visits(61, 80)), customer("Busy", measurement=visits(1, 70))
    assert ("Quiet", "dormant", "No login for 61 days") in [line[:3] for line in lines(assessed(quiet, busy))]
    assert lines(assessed(quiet)) == []  # nobody's logins are known: the import is old, not the customer


def test_full_seats_with_good_health_are_room_to_grow() -> None:
    full = customer("雪うさぎ冷機", measurement=[{"metric": "active_users", "date": TODAY, "value": 96.0}])
    found = assessed(full).agenda.iloc[0]
    assert str(found["ask"]) == "Ready for upsell: 96% seats used"
    assert str(found["why"]) == "96 of 100 seats, health 100."
    assert (found["category"], found["due_on"]) == ("growth", pd.Timestamp(2027, 11, 30))


def test_late_tasks_and_missing_reviews_call() -> None:
    task = [
        {"text": "Single sign-on", "due": ago(3), "status": "open"},
        {"text": "Done", "due": ago(9), "status": "done"},
    ]
    assert lines(assessed(customer(task=task))) == [
        ("A", "task_overdue", "Task overdue 3 days", "“Single sign-on” was due 2026-11-19.")
    ]
    review = [{"date": ago(91), "kind": "qbr"}, {"date": ago(1), "kind": "call"}]
    assert [line[1:3] for line in lines(assessed(customer(touchpoint=review)))] == [("qbr_due", "QBR due")]
    review[0]["date"] = ago(90)
    assert lines(assessed(customer(touchpoint=review))) == []


def test_a_planned_review_calls_two_weeks_ahead() -> None:
    milestone = [{"text": "QBR with the COO", "due": date(2026, 11, 27)}]
    assert lines(assessed(customer(milestone=milestone))) == [
        ("A", "qbr_due", "QBR in 5 days", "It is planned for 2026-11-27. Renews 2027-11-30.")
    ]
    milestone[0]["due"] = date(2026, 12, 7)
    assert lines(assessed(customer(milestone=milestone))) == []


def test_a_missing_end_is_a_data_problem() -> None:
    # beside a contract that has its end; a book where none has lacks nothing
    found = lines(assessed(customer("A", terms={"end": None, "auto_renew": True}), customer("B")))
    assert [line[:3] for line in found] == [("A", "data_problem", "Renewal date missing")]


def test_each_account_shows_its_most_pressing_item_and_keeps_the_others() -> None:
    terms = {"end": date(2026, 12, 28), "auto_renew": True, "notice_n": 30, "notice_unit": "days"}
    invoice = [{"due": date(2026, 11, 1)}]
    assessment = assessed(customer(terms=terms, invoice=invoice), customer("B", 9_000_000, invoice=[{"due": ago(1)}]))
    assert [line[:2] for line in lines(assessment)] == [("A", "notice_deadline"), ("B", "overdue_payment")]
    assert assessment.agenda_of(1)["rule"].tolist() == ["notice_deadline", "overdue_payment", "renewal_without_plan"]
    assert np.all(np.diff(assessment.agenda["rank"]) <= 0)


def test_equal_ranks_stand_in_the_order_of_the_names() -> None:
    invoice = [{"due": ago(1)}]
    assessment = assessed(*(customer(name, invoice=invoice) for name in ("Cedar", "Ash", "Birch")))
    assert assessment.agenda["account"].tolist() == ["Ash", "Birch", "Cedar"]


@pytest.mark.parametrize(
    ("mark", "until", "shown"),
    [
        ("done", None, False),
        ("dismissed", None, False),
        ("snoozed", date(2026, 11, 23), False),
        ("snoozed", TODAY, True),
    ],
)
def test_an_item_put_aside_stays_away(mark: str, until: date | None, shown: bool) -> None:
    late = customer(invoice=[{"due": ago(5)}])
    facts = assessed(late).agenda["facts"].iloc[0]
    late["agenda_mark"] = [{"rule": "overdue_payment", "facts": facts, "mark": mark, "until": until}]
    assert (len(assessed(late).agenda) == 1) is shown


def test_an_item_put_aside_returns_when_its_facts_change() -> None:
    late = customer(invoice=[{"due": ago(5)}])
    facts = assessed(late).agenda["facts"].iloc[0]
    late["agenda_mark"] = [{"rule": "overdue_payment", "facts": facts, "mark": "dismissed"}]
    late["invoice"].append({"due": ago(12)})
    assert lines(assessed(late))[0][2] == "Invoice overdue 12 days"


def test_customers_that_are_gone_never_call() -> None:
    gone = customer(terms={"end": ago(20), "status": "ended"}, invoice=[{"due": ago(40)}])
    assert lines(assessed(gone)) == []


def test_every_play_has_a_name_on_its_button() -> None:
    from csdesk.rules.agenda import CATEGORIES, KINDS

    assert {play for _, play in KINDS.values()} <= set(PLAYS)
    assert {category for category, _ in KINDS.values()} == set(CATEGORIES)


def test_every_rule_has_a_weight() -> None:
    from csdesk.rules.agenda import KINDS

    assert {rule for rule, _ in KINDS} == set(POLICIES.agenda.weights)
