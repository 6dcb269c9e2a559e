"""Slips of the pen: which long word a word nobody knows was meant to be."""

from __future__ import annotations

from policy.lexicon.home_words import OFTEN_MISSPELT, TYPO_TARGETS

SHORTEST = 6
"""Shorter words have too many neighbours."""


def meant(word: str) -> str:
    """The word of ``OFTEN_MISSPELT`` that is one slip away, or the word itself."""
    near = (w for w in OFTEN_MISSPELT if w[0] == word[0] and _slips(word, w) == 1)
    return next(near, word)


def is_home_work(word: str) -> bool:
    """Whether a long word is at most two slips away from *hjemmearbejde* and its forms."""
    if len(word) < 10 or word[0] not in "hj" or word[1] not in "ehj":
        return False
    return any(_slips(word, target) <= 2 for target in TYPO_TARGETS)


def _slips(one: str, other: str) -> int:
    """Letters missing, added, changed or swapped between two words; 3 means more than two."""
    if abs(len(one) - len(other)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
