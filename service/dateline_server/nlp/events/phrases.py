"""What an act was about and how much of it: the object and the amount behind a Chinese trigger."""

from __future__ import annotations

from collections.abc import Iterator

from ...domain.event import Argument, Role
from ...domain.text import Span
from .candidates import Candidate
from .words import Clause, SentenceWords

_ASPECT = frozenset({"了", "过", "着"})
_OBJECT_TAGS = frozenset({"n", "nz", "nw", "vn", "an", "a", "m", "q", "ORG", "LOC", "PER", "u", "f", "s"})
_HEAD_TAGS = frozenset({"n", "nz", "nw", "vn", "an"})
_UNITS = ("元", "美元", "欧元", "日元", "英镑", "港元", "股", "%", "吨", "人", "架", "辆", "艘", "名", "台")


def find_phrases(sentence: SentenceWords, candidate: Candidate) -> Iterator[Argument]:
    """The theme and the amounts of a trigger, in its clause; they name no actor."""
    clause = sentence.clauses[sentence.words[candidate.position].clause]
    theme = _theme(sentence, candidate, clause)
    if theme:
        yield Argument(Role.THEME, theme)
    yield from _amounts(sentence, clause)


def _theme(sentence: SentenceWords, candidate: Candidate, clause: Clause) -> Span | None:
    """The noun phrase right behind the trigger; None when it is an actor's name alone, or missing."""
    start = candidate.end
    words = sentence.words
    while start < clause.end and words[start].form in _ASPECT:
        start += 1
    end = start
    while end < clause.end and (words[end].tag in _OBJECT_TAGS or words[end].quote):
        end += 1
    while end > start and words[end - 1].tag not in _HEAD_TAGS:
        end -= 1
    while start < end and words[start].tag == "u":
        start += 1
    if end == start or all(word.actor is not None for word in words[start:end]):
        return None
    return Span(words[start].span.start, words[end - 1].span.end)


def _amounts(sentence: SentenceWords, clause: Clause) -> Iterator[Argument]:
    for position in range(clause.start, clause.end):
        word = sentence.words[position]
        if word.tag != "m" or word.timex is not None:
            continue
        following = sentence.words[position + 1] if position + 1 < clause.end else None
        if word.form.endswith(_UNITS):
            yield Argument(Role.AMOUNT, word.span)
        elif following is not None and following.form.endswith(_UNITS) and len(following.form) <= 3:
            yield Argument(Role.AMOUNT, Span(word.span.start, following.span.end))
