"""Headers that are the questions of a survey: which asks how likely one is to recommend, and which for words."""

from __future__ import annotations

import re

_RECOMMENDS = re.compile(r"[薦勧奨]め|すすめ|推奨|紹介し|recommend|refer us")
_HOW_LIKELY = re.compile(
    r"可能性|どの程度|どのくらい|どれくらい|度合|[0０]\s*[〜~～\-－‐から点]+\s*(?:10|１０)|ですか|ますか|likel(?:y|ihood)|how probable|scale"
)
_FREE_TEXT = re.compile(
    r"理由|ご意見|ご感想|ご要望|自由にお?書き|自由記[述入]|お聞かせ|\bwhy\b|reasons?\b|comments?\b|feedback|anything else|improve|tell us",
    re.IGNORECASE,
)
_LEAST = 9  # characters of a question; shorter headers are names


def asks_score(header: str) -> bool:
    """Whether the header asks how likely one is to recommend."""
    text = header.casefold()
    return (
        len(text) >= _LEAST
        and bool(_RECOMMENDS.search(text))
        and bool(_HOW_LIKELY.search(text))
        and not (_FREE_TEXT.search(text) and not re.search(r"[0０]\s*[〜~～\-－‐]", text))
    )


def asks_words(header: str) -> bool:
    """Whether the header asks for an answer in words."""
    return len(header) >= _LEAST and bool(_FREE_TEXT.search(header))
