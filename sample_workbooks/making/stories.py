"""What the pictures of the program tell about single customers: facts that are set, not chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from making.choosing import Wish
from making.facts import Answer, Invoice, Ticket, Touchpoint

TSUKIMI, RYUGU, QUILLFERN = "Tsukimi Robotics", "竜宮マリン", "Quillfern Publishing"

WISHES = {
    "鶴亀保険": Wish(contact=94, urgent=0),
    "Saltmarsh Energy": Wish(urgent=3, urgent_before=0, contact=25),
    "Marrowgate Bank": Wish(contact=24),
    "天狗運輸": Wish(contact=58),
    "Quillfern Publishing": Wish(contact=44, urgent=0, urgent_before=1),
    "Otterline Ferries": Wish(contact=19, overdue=0),
    "Pebble & Thrush": Wish(contact=2, overdue=0),
    "雪うさぎ冷機": Wish(contact=17),
}

USERS = {
    TSUKIMI: [
        (date(2024, 2, 1), 60), (date(2024, 6, 1), 139), (date(2024, 10, 1), 172), (date(2025, 2, 1), 192), (date(2025, 6, 1), 220),
        (date(2025, 11, 22), 259), (date(2026, 2, 1), 270), (date(2026, 6, 1), 293), (date(2026, 9, 6), 304), (date(2026, 10, 23), 311),
        (date(2026, 11, 22), 331),
    ],
    RYUGU: [
        (date(2023, 2, 16), 48), (date(2024, 2, 16), 121), (date(2025, 2, 16), 160), (date(2026, 5, 1), 188), (date(2026, 9, 6), 192),
        (date(2026, 10, 23), 190), (date(2026, 11, 22), 152),
    ],
}  # fmt: skip
FEATURES = {
    TSUKIMI: [(date(2026, 5, 1), 4), (date(2026, 10, 27), 5)],
    RYUGU: [(date(2026, 5, 1), 5), (date(2026, 11, 5), 4)],
}
FINAL_TREND = {TSUKIMI: -0.04, RYUGU: -0.40}
LOGINS_OF_NINETY_DAYS = {RYUGU: 5715}  # 1,905 in thirty days; 1,143 in the last thirty

ANSWERS = {
    TSUKIMI: [
        Answer(date(2026, 11, 14), "J. Usui", 10, "We close the monthly plan in 2 days, not 5."),
        Answer(date(2026, 11, 13), "R. Mochida", 9, "Plan compare is what we had asked for."),
        Answer(date(2026, 11, 13), "K. Inaba", 9),
        Answer(date(2026, 11, 12), "M. Kogure", 9, "Osaka closes every month on time."),
        Answer(date(2026, 11, 12), "Y. Sekine", 8),
        Answer(date(2026, 11, 11), "Nagoya shift lead", 3, "Sync is slow on the plant network."),
        Answer(date(2026, 11, 10), "T. Hoshi", 7, "Good, once you know where things are."),
        Answer(date(2026, 11, 10), "A. Minowa", 7),
        Answer(date(2026, 11, 9), "S. Dohi", 5, "Two systems until Nagoya is live."),
        Answer(date(2025, 11, 14), "J. Usui", 8),
        Answer(date(2025, 11, 13), "R. Mochida", 7),
        Answer(date(2025, 11, 13), "K. Inaba", 9),
        Answer(date(2025, 11, 12), "M. Kogure", 7),
        Answer(date(2025, 11, 12), "Y. Sekine", 7),
        Answer(date(2025, 11, 11), "T. Hoshi", 6),
        Answer(date(2025, 11, 10), "S. Dohi", 5),
    ],
    RYUGU: [
        Answer(date(2026, 3, 10), "S. Otohime", 9, "朝の配船会議が短くなりました。"),
        Answer(date(2026, 3, 11), "T. Kameda", 7),
        Answer(date(2026, 6, 16), "H. Isobe", 8),
        Answer(date(2026, 6, 17), "N. Kaita", 9),
        Answer(date(2026, 6, 18), "R. Unabara", 7, "CSV出力が止まることがあります。"),
    ],
}

TICKETS = {
    TSUKIMI: [
        Ticket(date(2026, 11, 18), None, "urgent", "Slow sync, Nagoya", 4903),
        Ticket(date(2026, 11, 20), None, "urgent", "Sync stops at shift change, Nagoya", 4911),
        Ticket(date(2026, 10, 8), date(2026, 10, 9), "urgent", "Plan not saved after timeout", csat=4),
        Ticket(date(2026, 10, 15), date(2026, 10, 16), "urgent", "Operators cannot sign in, Kawasaki", csat=4),
        Ticket(date(2026, 10, 21), date(2026, 10, 23), "urgent", "Wrong shift calendar, Osaka", csat=3),
        Ticket(date(2026, 9, 9), date(2026, 9, 10), "urgent", "Import of parts list stops", csat=4),
        Ticket(date(2026, 9, 24), date(2026, 9, 25), "urgent", "Plan compare shows old data", csat=5),
        Ticket(date(2026, 8, 4), date(2026, 8, 5), "urgent", "Night batch did not run", csat=4),
        Ticket(date(2026, 8, 12), date(2026, 8, 13), "urgent", "Sync error after update", csat=4),
        Ticket(date(2026, 8, 20), date(2026, 8, 21), "urgent", "Yokohama users signed out", csat=4),
    ],
    RYUGU: [
        Ticket(date(2026, 11, 5), date(2026, 11, 9), "urgent", "CSV出力が止まる", 4821, csat=3),
        Ticket(date(2026, 10, 28), date(2026, 10, 30), "urgent", "配船表が開けない", csat=3),
        Ticket(date(2026, 9, 14), date(2026, 9, 15), "urgent", "ログインできない（関西拠点）", csat=4),
        Ticket(date(2026, 9, 2), date(2026, 9, 3), "urgent", "帳票の日付がずれる", csat=4),
    ],
}
SALTMARSH_SUBJECTS = ("Meter data missing since Friday", "Dashboards time out", "Night import fails")

TOUCHPOINTS = {
    TSUKIMI: [
        Touchpoint(date(2026, 11, 20), "mail", "QBR agenda sent to J. Usui, planning lead"),
        Touchpoint(date(2026, 11, 12), "call", "Pilot line 3 on track; two shifts left to train"),
        Touchpoint(date(2026, 11, 10), "mail", "Finance reminded of invoice 26-311"),
        Touchpoint(date(2026, 10, 2), "call", "Executive call with COO H. Tsukino: “Nagoya must be live before the year-end freeze.”", True),
        Touchpoint(date(2026, 9, 28), "meeting", "Admin training 1: 11 people from two sites"),
        Touchpoint(date(2026, 8, 27), "qbr", "Quarterly review: goals confirmed, Nagoya rollout agreed", True),
        Touchpoint(date(2026, 7, 14), "call", "COO H. Tsukino on the budget for Nagoya", True),
        Touchpoint(date(2026, 5, 28), "qbr", "Quarterly review: plan frozen on time in 93% of months", True),
    ],
    RYUGU: [
        Touchpoint(date(2026, 11, 9), "mail", "Ticket 4821 closed: CSV"),
        Touchpoint(date(2026, 10, 12), "call", "Call with S. Otohime, ops head", True),
        Touchpoint(date(2026, 10, 2), "webinar", "Workshop: 14 attendees"),
        Touchpoint(date(2026, 8, 25), "qbr", "Quarterly review with S. Otohime", True),
        Touchpoint(date(2026, 7, 8), "meeting", "Site visit, Osaka", True),
        Touchpoint(date(2026, 5, 20), "qbr", "Quarterly review with S. Otohime", True),
    ],
    "天狗運輸": [Touchpoint(date(2026, 11, 16), "mail", "K. Hashimoto has left; asked who follows")],
    "Quillfern Publishing": [],
}  # fmt: skip

INVOICES = {
    TSUKIMI: [Invoice(date(2026, 10, 2), date(2026, 11, 1), None, 2_400_000, "26-311")],
}


def fallen_admin(answers: list[Answer]) -> list[Answer]:
    """The same answers, with the same mean; the lowest of this year is a 4 of 19 November, by somebody who gave a 9 before."""
    found = sorted(answers, key=lambda a: (a.day.year != 2026, a.score, a.day))
    low, rest = found[0], [a for a in found[1:] if a.respondent != found[0].respondent]
    told = replace(low, day=date(2026, 11, 19), score=4, comment="Exports take minutes since October.")
    if low.score == 5:
        raised = next(place for place, a in enumerate(rest) if a.score == 7)
        rest[raised] = replace(rest[raised], score=8)
    return [told, *rest, Answer(date(2025, 5, 12), low.respondent, 9, "Easy to bring new people in.")]
