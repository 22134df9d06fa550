"""Where a text looks, forward or back, at the place of an expression."""

from __future__ import annotations

from ...domain.text import Span
from .placing import FUTURE, PAST
from .rules import Grammar

_REACH = 40


def clause_around(text: str, span: Span, grammar: Grammar) -> tuple[str, str]:
    """The words of the clause before and after ``span``, up to 40 characters on each side."""
    before = text[max(0, span.start - _REACH) : span.start]
    for end in grammar.clause_end.finditer(before):
        last = end.end()
        before = " " * last + before[last:]
    after = text[span.end : span.end + _REACH]
    stop = grammar.clause_end.search(after)
    return before.lstrip(" "), after[: stop.start()] if stop else after


def tense_of(text: str, span: Span, grammar: Grammar) -> str:
    """FUTURE or PAST where words of the same clause say so, else an empty string."""
    before, after = clause_around(text, span, grammar)
    clause = f"{before}\n{after}"
    if grammar.future.search(clause):
        return FUTURE
    return PAST if grammar.past.search(clause) else ""
