"""Names that the tagger misses and their surroundings give away: quoted, Latin, or before 公司."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...domain.actor import ActorType
from ...domain.text import Span
from .mentions import Candidate, Words, near
from .rules import ActorRules

_LATIN = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9&.'-]*(?: [A-Z][A-Za-z0-9&.'-]*)*(?![A-Za-z0-9])")
MAKER_TAGS = frozenset({"nz", "PER", "ORG", "nr", "nt", "nw"})
NO_NAME_TAGS = frozenset({"d", "r", "u", "m", "p"})
SURROUNDINGS = 5


def named_by_context(words: Words, known: Sequence[Candidate], rules: ActorRules) -> list[Candidate]:
    """Names that only their surroundings show, none overlapping a known name."""
    spans = [item.span for item in known]
    quoted = _between(words, rules.quoted, "quoted")
    stakes = _between(words, rules.stakes, "stake")
    found = (*quoted, *stakes, *_crews(words, rules), *_companies(words, rules), *_latin(words, rules))
    return [item for item in found if not near(spans, item.span)]


def _between(words: Words, pattern: re.Pattern[str], rule: str) -> Iterator[Candidate]:
    """What a pattern shows as a name, unless it has words that no name has."""
    no_name = NO_NAME_TAGS if rule == "stake" else NO_NAME_TAGS | {"v"}
    for sentence in words.sentences:
        for match in pattern.finditer(words.folded, sentence.start, sentence.end):
            span = Span(*match.span(1))
            if words.fit(span) and all(token.tag not in no_name for token in words.over(span)):
                yield Candidate(span, ActorType.ORGANIZATION, rule)


def _crews(words: Words, rules: ActorRules) -> Iterator[Candidate]:
    for sentence in words.sentences:
        for match in rules.crew.finditer(words.folded, sentence.start, sentence.end):
            yield Candidate(Span(*match.span()), ActorType.ORGANIZATION, "crew")


def _companies(words: Words, rules: ActorRules) -> Iterator[Candidate]:
    """A proper noun and the word for what it is: 某某集团."""
    for first, second, word in zip(words.tokens, words.tokens[1:], words.texts[1:], strict=False):
        is_named = word in rules.makers and first.tag in MAKER_TAGS and len(first.span) > 1
        if is_named and first.span.end == second.span.start:
            yield Candidate(Span(first.span.start, second.span.end), ActorType.ORGANIZATION, "company-word")


def _latin(words: Words, rules: ActorRules) -> Iterator[Candidate]:
    """Latin names of people behind their job, of organisations that act or that a word calls one."""
    for sentence in words.sentences:
        for match in _LATIN.finditer(words.folded, sentence.start, sentence.end):
            name = match.group().rstrip(".'-& ")
            before = words.folded[max(match.start() - SURROUNDINGS, sentence.start) : match.start()]
            behind = words.folded[match.end() : match.end() + SURROUNDINGS]
            kind = _kind(name, before, behind, rules)
            if kind and len(name) > 1 and not rules.no_name.fullmatch(name):
                yield Candidate(Span(match.start(), match.start() + len(name)), kind, "latin")


def _kind(name: str, before: str, behind: str, rules: ActorRules) -> ActorType | None:
    if " " in name and rules.jobs.search(before):
        return ActorType.PERSON
    acts = rules.acts.match(behind) or rules.calls.search(before)
    return ActorType.ORGANIZATION if acts else None
