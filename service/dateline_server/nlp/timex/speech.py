"""Which stretches of a text are direct speech: there another voice speaks, with a today of its own."""

from __future__ import annotations

import re
from bisect import bisect_right

from ...domain.text import Span

_MARK = re.compile(r"[“”\"\n]|\Z")
_ENDS = frozenset(",。.!?…;，！？")
_OPENS = frozenset(":,，：")


class Speech:
    """The quotations of a text that are somebody's words, and not a name or a term in quotation marks.

    What is said ends with a punctuation mark inside the quotation, or follows a colon or a comma. A
    quotation ends with its paragraph at the latest; a closing mark whose opening is missing closes what
    stands before it, back to the quotation before.
    """

    def __init__(self, text: str) -> None:
        self._spans = _quotations(text)
        self._starts = [span.start for span in self._spans]

    def at(self, offset: int) -> Span | None:
        """The speech that holds ``offset``."""
        index = bisect_right(self._starts, offset) - 1
        return self._spans[index] if index >= 0 and offset < self._spans[index].end else None


def _quotations(text: str) -> list[Span]:
    found = list[Span]()
    opening, last = -1, 0
    for mark in _MARK.finditer(text):
        here, closes = mark.start(), mark[0] == "”" or (mark[0] == '"' and opening >= 0)
        if mark[0] in ("", "\n") or closes:
            start, end = (opening if opening >= 0 else last), here + closes
            if (opening >= 0 or mark[0] == "”") and _is_said(text, start, here, opening >= 0):
                found.append(Span(start, end))
            opening, last = -1, mark.end()
        else:
            opening = here
    return found


def _is_said(text: str, start: int, end: int, opened: bool) -> bool:
    said = text[max(0, end - 1) : end] in _ENDS
    return said or (opened and text[max(0, start - 1) : start].strip() in _OPENS)
