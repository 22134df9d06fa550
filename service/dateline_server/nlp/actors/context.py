"""Names that the tagger misses and their surroundings give away: quoted, Latin, or before 公司."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...domain.actor import ActorType
from ...domain.text import Span
from .mentions import Candidate, Words, merged
from .rules import ActorRules

_LATIN = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9&.'-]*(?: [A-Z][A-Za-z0-9&.'-]*)*(?![A-Za-z0-9])")
MAKER_TAGS = frozenset({"nz", "PER", "ORG", "nr", "nt", "nw"})


def named_by_context(words: Words, known: Sequence[Candidate], rules: ActorRules) -> list[Candidate]:
    """Organisations that only their surroundings show, none overlapping a known name."""
    found = [Candidate(span, ActorType.ORGANIZATION, "quoted") for span in _quoted(words, rules)]
    found = merged(
        found, [Candidate(span, ActorType.ORGANIZATION, "company-word") for span in _companies(words, rules)]
    )
    found = merged(found, [Candidate(span, ActorType.ORGANIZATION, "latin") for span in _latin(words, rules)])
    taken = merged(known, found)
    return [item for item in found if item in taken]


def _quoted(words: Words, rules: ActorRules) -> Iterator[Span]:
    for sentence in words.sentences:
        for match in rules.quoted.finditer(words.folded, sentence.start, sentence.end):
            if all(token.tag not in ("v", "d", "r", "u") for token in words.over(Span(*match.span(1)))):
                yield Span(*match.span(1))


def _companies(words: Words, rules: ActorRules) -> Iterator[Span]:
    """A proper noun and the word for what it is: 某某集团."""
    for first, second, word in zip(words.tokens, words.tokens[1:], words.texts[1:], strict=False):
        is_named = word in rules.makers and first.tag in MAKER_TAGS and len(first.span) > 1
        if is_named and first.span.end == second.span.start:
            yield Span(first.span.start, second.span.end)


def _latin(words: Words, rules: ActorRules) -> Iterator[Span]:
    """Latin names that do what only organisations do, or that a word calls one."""
    for sentence in words.sentences:
        for match in _LATIN.finditer(words.folded, sentence.start, sentence.end):
            name = match.group().rstrip(".'-& ")
            behind = words.folded[match.end() : match.end() + 5]
            before = words.folded[max(match.start() - 5, sentence.start) : match.start()]
            acts = rules.acts.match(behind) or rules.calls.search(before)
            if acts and len(name) > 1 and not rules.no_name.fullmatch(name):
                yield Span(match.start(), match.start() + len(name))
