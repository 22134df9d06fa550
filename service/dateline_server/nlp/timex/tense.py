"""Where a text looks, forward or back, at the place of an expression."""

from __future__ import annotations

from ...domain.text import Span
from .grammar import Grammar
from .placing import FUTURE, PAST, PLANNED

_SAYS_WITHIN = 8
_REACH, _WORDS_REACH = 40, 80  # characters of a script without and with an alphabet


def clause_around(text: str, span: Span, grammar: Grammar) -> tuple[str, str]:
    """The words of the clause before and after ``span``, of 40 characters, of an alphabet 80 a side."""
    reach = _WORDS_REACH if grammar.nearest_cue else _REACH
    before = text[max(0, span.start - reach) : span.start]
    for end in grammar.clause_end.finditer(before):
        last = end.end()
        before = " " * last + before[last:]
    after = text[span.end : span.end + reach]
    stop = grammar.clause_end.search(after)
    return before.lstrip(" "), after[: stop.start()] if stop else after


def tense_of(text: str, span: Span, grammar: Grammar) -> str:
    """FUTURE, PAST or PLANNED where words of the same clause say so, else an empty string."""
    before, after = clause_around(text, span, grammar)
    if grammar.nearest_cue:
        return _last_cue(before, grammar) or _first_cue(after, grammar)
    saying = grammar.saying.search(after) if grammar.saying is not None else None
    said = saying is not None and saying.start() <= _SAYS_WITHIN
    if saying is not None and said:  # 周一回应将…: what is said looks where it likes, the saying itself back
        after = after[: saying.start()]
    clause = f"{before}\n{after}"
    if grammar.planned is not None and grammar.planned.search(clause):
        return PLANNED
    if grammar.future.search(clause):
        return FUTURE
    return PAST if said or grammar.past.search(clause) else ""


def _last_cue(words: str, grammar: Grammar) -> str:
    """The verb that an expression depends on mostly stands before it: "said on Monday it will"."""
    future = max((cue.end() for cue in grammar.future.finditer(words)), default=-1)
    past = max((cue.end() for cue in grammar.past.finditer(words)), default=-1)
    if future == past:
        return FUTURE if future >= 0 else ""
    return FUTURE if future > past else PAST


def _first_cue(words: str, grammar: Grammar) -> str:
    future, past = grammar.future.search(words), grammar.past.search(words)
    if future is None or past is None:
        return FUTURE if future else PAST if past else ""
    return FUTURE if future.start() <= past.start() else PAST
