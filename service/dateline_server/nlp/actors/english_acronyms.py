"""What an acronym in brackets stands for: the Teamsters for a Democratic Union (TDU)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...domain.text import Token

LONGEST = 10
"""How many words a name may have."""
_ACRONYM = re.compile(r"[A-Z][A-Za-z&.]{1,7}")
_SMALL = frozenset(
    {"of", "for", "and", "the", "a", "an", "in", "on", "to", "&", "-", "de", "du", "des", "la", "’s", "'s"}
)


def spelled_out(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """First and last word of each name whose acronym stands in brackets right behind it, and the acronym.

    The capitals of the name's words, small words left out or not, are the letters of the acronym; the
    shortest such name counts (after Schwartz and Hearst, 2003).
    """
    words = [token.span.of(text) for token in tokens]
    for place in range(1, len(words) - 2):
        if words[place] != "(" or words[place + 2] != ")" or not _ACRONYM.fullmatch(words[place + 1]):
            continue
        letters = "".join(char for char in words[place + 1] if char.isupper())
        first = _beginning(words, place, letters) if len(letters) > 1 else None
        if first is not None:
            yield first, place - 1, words[place + 1]


def _beginning(words: Sequence[str], end: int, letters: str) -> int | None:
    """Where the shortest name before ``end`` begins whose words have the letters as initials."""
    for first in range(end - 1, max(end - LONGEST, 0) - 1, -1):
        word = words[first]
        if not word[:1].isalnum() and word not in _SMALL:
            return None
        if word[:1].isupper() and word[0] == letters[0]:
            large = "".join(_initials(one) for one in words[first:end] if one[:1].isupper())
            every = "".join(_initials(one).upper() for one in words[first:end] if one[:1].isalpha())
            if letters in (large, every) and end - first > 1:
                return first
    return None


def _initials(word: str) -> str:
    """The letters that a word gives to an acronym; one in capitals gives them all (US Agency: USA)."""
    letters = "".join(char for char in word if char.isalpha())
    return letters if letters.isupper() and len(letters) <= 3 else word[0]
