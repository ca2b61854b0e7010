"""Answers to the survey: which scores give an account's NPS, and who gave them when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from making.book import Account, dice
from making.facts import Answer

_SURNAMES = ["Abe", "Arai", "Baba", "Chiba", "Doi", "Endo", "Fukui", "Goto", "Hara", "Hayashi", "Iida", "Imai", "Kato", "Kimura", "Kondo", "Maeda", "Mori", "Noda", "Ogawa", "Ono", "Saito", "Sakai", "Shimizu", "Sugita", "Takeda", "Tamura", "Ueda", "Wada", "Yagi", "Yano", "Ames", "Barlow", "Crewe", "Dunmore", "Ellery", "Finch", "Garrow", "Hale", "Ibsen", "Joyce", "Keane", "Lowell", "Marsh", "Nash", "Orme", "Pryce", "Quill", "Rowe", "Shaw", "Tully", "Usher", "Vane", "Wyatt", "Yorke"]  # fmt: skip
_PRAISE = ("The new reports save us a day a month.", "Quick answers from support.", "Easy to bring new people in.", "")
_NEUTRAL = ("Fine, but the mobile view is slow.", "We use only a part of it.", "", "")
_BLAME = ("Too many clicks for one order.", "Support takes long.", "Hard to find things.", "We expected more.")


def respondents(account: Account) -> list[str]:
    """People of the account who answer surveys, enough of them, always the same."""
    chance = dice("people", account.name)
    names = chance.sample(_SURNAMES, 30)
    return [f"{chance.choice('ABCDEFGHIJKLMNORSTUWY')}. {name}" for name in names]


def _half_up(value: float) -> int:
    return int(value + 0.5) if value >= 0 else -int(-value + 0.4999)


def _sides(account: Account) -> tuple[int, int]:
    """How many answers there are, and how many more promoters than detractors, for the NPS of the book.

    Where so few people use the product that no number of answers gives it, the nearest.
    """
    assert account.nps is not None
    most = max(2, min(28, 2 * account.users))
    usual = account.users / 2 if account.nps >= 35 else account.users / 6 if account.nps >= 15 else 4
    found = [
        (abs(_half_up(100 * k / n) - account.nps), n < 3, abs(n - usual), n, k)
        for n in range(1, most + 1)
        for k in range(-n, n + 1)
    ]
    _, _, _, n, k = min(found)
    return n, k


def possible_scores(account: Account) -> Iterator[tuple[int, ...]]:
    """Sets of scores that give the NPS, with different means; the empty set where nobody answered."""
    if account.nps is None:
        yield ()
        return
    n, k = _sides(account)
    for detractors in range(max(0, -k), n):
        promoters = detractors + k
        passives = n - promoters - detractors
        if passives < 0:
            break
        for level in range(4):
            tens = promoters * level // 3
            eights = passives * level // 3
            low = (3, 4, 5, 6)[level]
            scores = [10] * tens + [9] * (promoters - tens) + [8] * eights + [7] * (passives - eights)
            yield tuple(scores + [max(0, low - n % 3) if n % 2 else low for n in range(detractors)])
    if n == abs(k):
        yield (9 if k > 0 else 5,) * n
        yield (10 if k > 0 else 2,) * n


def comment_for(account: Account, score: int, number: int) -> str:
    """Something people say with such a score; often nothing."""
    said = _PRAISE if score >= 9 else _NEUTRAL if score >= 7 else _BLAME
    return said[(number + account.number) % len(said)]


def answers(account: Account, scores: tuple[int, ...]) -> list[Answer]:
    """The scores of the last 365 days, half of them in November; and a lower round in the year before."""
    people, chance = respondents(account), dice("survey", account.name)
    spring = (date(2026, 2, 2), date(2026, 5, 11), date(2026, 8, 3), date(2026, 2, 2))[account.number % 4]
    found = []
    for number, score in enumerate(sorted(scores)[::2] + sorted(scores)[1::2]):
        early = number < (len(scores) + 1) // 2
        first = max(spring, account.since + timedelta(days=30)) if early else date(2026, 11, 3)
        day = min(first + timedelta(days=chance.randrange(0, 20 if early else 14)), date(2026, 11, 19))
        said = comment_for(account, score, number)
        found.append(Answer(day, people[number % len(people)], score, said))
    round_before = (date(2025, 1, 14), date(2025, 4, 14), date(2025, 7, 14), date(2025, 11, 3))[account.number * 7 % 4]
    if account.since < date(2025, 1, 1):
        for number, score in enumerate(scores[::2]):
            day = round_before + timedelta(days=chance.randrange(0, 14))
            found.append(Answer(day, people[number], max(0, score - chance.choice((0, 0, 0, 1)))))
    return found
