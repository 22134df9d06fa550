"""States in Chinese compounds, and the bodies of states: 中美, 荷方, 访华, 美商务部, 日本政府."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...domain.actor import ActorType
from ...domain.text import Span
from .lexicon import ActorLexicon
from .mentions import Candidate, Words

SIGN_TAGS = frozenset({"LOC", "ns", "nz", "nt", "ORG", "n"})
TOWARDS = frozenset("访赴对驻涉抵援反亲遏来在制离")
"""Characters that make a word with the sign of a state behind them: 访华, 对美."""
LONGEST_BODY = 14


def state_signs(words: Words, lexicon: ActorLexicon) -> list[Candidate]:
    """States named by one character; 方 behind it (荷方) belongs to the name."""
    found: list[Candidate] = []
    for number, token in enumerate(words.tokens):
        following = words.text(words.tokens[number + 1]) if number + 1 < len(words.tokens) else ""
        for place, length in _signs_in(words.text(token), token.tag, following, lexicon):
            start = token.span.start + place
            state = lexicon[lexicon.signs[words.folded[start]]]
            found.append(Candidate(Span(start, start + length), state.type, "sign", state.id))
    return found


def _signs_in(word: str, tag: str, following: str, lexicon: ActorLexicon) -> Iterator[tuple[int, int]]:
    signs = lexicon.signs
    if len(word) == 1 and word in signs:
        if following == "方" and tag != "c":
            yield 0, 2
        elif tag == "LOC" or lexicon.body(following):
            yield 0, 1
    elif len(word) == 2 and word[1] == "方" and word[0] in signs:
        yield 0, 2
    elif len(word) == 2 and word[0] in TOWARDS and word[1] in signs:
        yield 1, 1
    elif 2 <= len(word) <= 4 and tag in SIGN_TAGS and all(char in signs for char in word):
        if "港澳" not in word and lexicon.look_up(word) is None:
            yield from ((place, 1) for place in range(len(word)))


def state_bodies(words: Words, known: Sequence[Candidate], lexicon: ActorLexicon) -> list[Candidate]:
    """The candidates, each state joined with the word for one of its bodies where that follows.

    A government is the state itself, also when it is called by its head (特朗普政府).
    """
    return [_with_body(words, item, lexicon) or item for item in known]


def _with_body(words: Words, item: Candidate, lexicon: ActorLexicon) -> Candidate | None:
    state = lexicon.state_of(item.actor_id)
    start = item.span.end
    if not state or words.folded[start - 1] == "方":
        return None
    for length in range(LONGEST_BODY, 1, -1):
        slug = lexicon.body(words.folded[start : start + length])
        if slug and start + length in words.edges:
            return _body(Span(item.span.start, start + length), item, state, slug)
    return None


def _body(span: Span, item: Candidate, state: str, slug: str) -> Candidate | None:
    if slug == "government":
        return Candidate(span, ActorType.GEOPOLITICAL_ENTITY, "government", state)
    if item.type is ActorType.PERSON:
        return None
    return Candidate(span, ActorType.ORGANIZATION, "state-body", f"{state}-{slug}")
