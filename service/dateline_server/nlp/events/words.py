"""The words of one Chinese sentence, made ready for the event rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from ...domain.actor import ActorMention
from ...domain.text import Sentence, Span, Token
from ...domain.time import Timex

_Mark = TypeVar("_Mark", Timex, ActorMention)

CLAUSE_ENDS = frozenset(",;:。!?…")
_OPENING = frozenset("“‘《〈【")
_CLOSING = frozenset("”’》〉】")
_TITLE_OPENING = frozenset("《〈【")
_BYLINE = r"\s?[(\[][^()\[\]]{0,12}(?:记者|通讯员|编辑|作者)[^()\[\]]{0,40}[)\]]"
_DATELINE = re.compile(
    rf"\s*(?:[^,。;:!?\n]{{0,30}}?日\s?(?:专?电(?![力器压流池影子缆话动网视商信竞台])|讯|消息(?!人士))(?:{_BYLINE})?"
    r"|[(\[【〔][^)\]】〕\n]{0,40}(?:电|讯|报导|报道)[)\]】〕])"
)
TERM_LENGTH = 8
"""Quotation marks around fewer characters mark a term or a name, not speech."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its folded form and what covers it.

    ``clause`` is the index of its clause; ``quote`` is "" outside quotation marks, else "term",
    "speech" or "title".
    """

    span: Span
    form: str
    tag: str
    clause: int
    quote: str
    timex: Timex | None
    actor: ActorMention | None


@dataclass(frozen=True, slots=True)
class Clause:
    """The words ``start`` to ``end`` (exclusive) between two marks of punctuation."""

    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """One sentence: words, clauses, and the dates and actors within it, all in order."""

    sentence: Sentence
    words: tuple[Word, ...]
    clauses: tuple[Clause, ...]
    timexes: tuple[Timex, ...]
    mentions: tuple[ActorMention, ...]

    def clause_words(self, clause: Clause) -> tuple[Word, ...]:
        """The words of a clause, the closing mark among them."""
        return self.words[clause.start : clause.end]


def sentence_words(
    folded: str,
    sentence: Sentence,
    tokens: Sequence[Token],
    timexes: Sequence[Timex],
    mentions: Sequence[ActorMention],
) -> SentenceWords:
    """Marks every word with its clause, quotation, date and actor mention.

    A date that shares characters with a name is none (同日 in 同日本合作). Who is named in a dateline
    only reports (新华社东京7月3日电).
    """
    opening = _DATELINE.match(sentence.span.of(folded))
    if opening is not None:
        begin = sentence.span.start + opening.end()
        mentions = [mention for mention in mentions if mention.span.start >= begin]
    told = [(token, form) for token in tokens if (form := token.span.of(folded).strip())]
    tokens, forms = [token for token, _ in told], [form for _, form in told]
    timexes = [timex for timex in timexes if not any(_cuts(name.span, timex.span) for name in mentions)]
    clause_of = _clause_indices(forms)
    quotes = _quotations(forms, tokens)
    dated = _covering(tokens, timexes)
    acting = _covering(tokens, mentions)
    words = tuple(
        Word(token.span, form, token.tag, clause, quote, timex, actor)
        for token, form, clause, quote, timex, actor in zip(
            tokens, forms, clause_of, quotes, dated, acting, strict=True
        )
    )
    return SentenceWords(sentence, words, _clauses(clause_of), tuple(timexes), tuple(mentions))


def _cuts(name: Span, date: Span) -> bool:
    """Whether a name shares characters with a date, and does not lie inside it (2020年6月30 |日)."""
    return name.overlaps(date) and not date.contains(name)


def _clause_indices(forms: Sequence[str]) -> list[int]:
    indices, current = [], 0
    for position, form in enumerate(forms):
        indices.append(current)
        if form and form[-1] in CLAUSE_ENDS and not form[0].isalnum() and not _is_in_number(forms, position):
            current += 1
    return indices


def _is_in_number(forms: Sequence[str], position: int) -> bool:
    """Whether a comma only groups digits (1,564)."""
    before = forms[position - 1][-1:] if position else ""
    after = forms[position + 1][:1] if position + 1 < len(forms) else ""
    return forms[position] == "," and before.isdigit() and after.isdigit()


def _clauses(clause_of: Sequence[int]) -> tuple[Clause, ...]:
    clauses, start = [], 0
    for position in range(1, len(clause_of) + 1):
        if position == len(clause_of) or clause_of[position] != clause_of[start]:
            clauses.append(Clause(clause_of[start], start, position))
            start = position
    return tuple(clauses)


def _quotations(forms: Sequence[str], tokens: Sequence[Token]) -> list[str]:
    marks = [""] * len(forms)
    opened: list[int] = []
    for position, form in enumerate(forms):
        if form and form[0] in _OPENING:
            opened.append(position)
        elif form and form[0] in _CLOSING and opened:
            start = opened.pop()
            kind = _quotation_kind(forms[start], tokens[position].span.start - tokens[start].span.end)
            for inside in range(start + 1, position):
                marks[inside] = marks[inside] or kind
    for start in opened:
        if forms[start][0] not in _TITLE_OPENING:
            marks[start + 1 :] = [mark or "speech" for mark in marks[start + 1 :]]
    return marks


def _quotation_kind(opening: str, length: int) -> str:
    if opening[0] in _TITLE_OPENING:
        return "title"
    return "term" if length < TERM_LENGTH else "speech"


def _covering(tokens: Sequence[Token], marks: Sequence[_Mark]) -> list[_Mark | None]:
    """For each token the first mark that overlaps it; both in order of their spans."""
    if not marks:
        return [None] * len(tokens)
    found: list[_Mark | None] = []
    following = 0
    for token in tokens:
        while following < len(marks) and marks[following].span.end <= token.span.start:
            following += 1
        hit = following < len(marks) and marks[following].span.start < token.span.end
        found.append(marks[following] if hit else None)
    return found
