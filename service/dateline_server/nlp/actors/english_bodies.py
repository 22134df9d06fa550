"""The bodies of states in English: China's commerce ministry, the Dutch government, Japan's central bank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...domain.actor import ActorType
from ...domain.text import Span, Token
from .lexicon import ActorLexicon
from .mentions import Candidate
from .names import match_form

LONGEST_BODY, LONGEST_STATE = 7, 5
"""How many words they may have: Ministry of Trade and Industry, People's Republic of China."""
GOVERNMENTS = frozenset({"government", "authorities", "administration", "officials", "regulators"})
"""What stands for the state itself."""
_PEOPLE = frozenset(
    {"delegation", "delegate", "official", "negotiator", "diplomat", "envoy", "ambassador", "side"}
    | {"force", "troop", "army", "navy", "military", "warplane", "jet", "drone", "warship"}
    | {"government", "authority", "regulator"}
)
"""Nouns, as lemmas, for those who act for the state whose adjective stands before them."""
_STATE = ActorType.GEOPOLITICAL_ENTITY
_OWN = frozenset({"'s", "’s", "'", "’"})
_STATE_WORDS = frozenset({"federal", "central", "national", "new", "own", "interim", "caretaker"})
"""What may stand between a state and its body: the German federal government."""


def find_state_bodies(text: str, tokens: Sequence[Sequence[Token]], lexicon: ActorLexicon) -> list[Candidate]:
    """Every state with a body of its own beside it, in text order, none overlapping another."""
    openings = GOVERNMENTS | {name.partition(" ")[0] for name in lexicon.ministries if name.isascii()}
    found: list[Candidate] = []
    for line in tokens:
        words = [token.span.of(text) for token in line]
        for index, word in enumerate(words):
            if match_form(word) not in openings or (found and found[-1].span.end > line[index].span.start):
                continue
            candidate = _body_at(words, line, index, lexicon)
            if candidate:
                found.append(candidate)
    return found


def find_represented(text: str, tokens: Sequence[Sequence[Token]], lexicon: ActorLexicon) -> list[Candidate]:
    """Every state whose adjective says whose people act: Russian and Ukrainian delegations."""
    found = []
    for line in tokens:
        for token in line:
            state = lexicon.demonyms.get(match_form(token.span.of(text))) if token.tag == "ADJ" else None
            if state and _whose(line, token).lemma in _PEOPLE and lexicon[state].type is _STATE:
                found.append(Candidate(token.span, _STATE, "demonym", state))
    return found


def _whose(line: Sequence[Token], token: Token) -> Token:
    """The noun that an adjective, or the one that it is coordinated with, stands before."""
    while token.relation in ("conj", "amod") and token.head >= 0:
        token = line[token.head]
    return token


def _body_at(
    words: Sequence[str], line: Sequence[Token], index: int, lexicon: ActorLexicon
) -> Candidate | None:
    """The body that begins at a word, with its state before or behind it."""
    end, name = _body_words(words, index, lexicon)
    states = (*_before(words, index, lexicon), *_behind(words, end, lexicon)) if name else ()
    for first, last, state in states:
        span = Span(line[min(first, index)].span.start, line[max(last, end) - 1].span.end)
        return candidate_of(span, state, name, lexicon)
    return None


def candidate_of(span: Span, state: str, name: str, lexicon: ActorLexicon) -> Candidate:
    """A stretch that names a state's body: the state itself where the body is its government."""
    if name in GOVERNMENTS:
        return Candidate(span, lexicon[state].type, "demonym", state)
    return Candidate(span, ActorType.ORGANIZATION, "state-body", body_of(state, name, lexicon))


def body_of(state: str, name: str, lexicon: ActorLexicon) -> str:
    """The id of a state's body: the lexicon's under any name of the two, else one put together."""
    slug = lexicon.body(name)
    words = [name, *(word for word, other in lexicon.ministries.items() if other == slug)]
    for word in words:
        for alias in lexicon[state].aliases:
            known = lexicon.look_up(f"{alias}{word}") or lexicon.look_up(f"{alias} {word}")
            if known and _belongs(known.actor_id, state, lexicon):
                return known.actor_id
    return f"{state}-{slug}"


def _belongs(actor_id: str, state: str, lexicon: ActorLexicon) -> bool:
    """Whether an actor is a body of a state, or part of one: the US military."""
    parent = lexicon[actor_id].parent_id
    while parent and parent != state:
        parent = lexicon[parent].parent_id
    return parent == state


def _body_words(words: Sequence[str], index: int, lexicon: ActorLexicon) -> tuple[int, str]:
    """Where the longest name of a body that begins at a word ends, and the name."""
    for end in range(min(index + LONGEST_BODY, len(words)), index, -1):
        name = _phrase(words[index:end])
        if name in GOVERNMENTS or lexicon.body(name):
            return end, name
    return index, ""


def _phrase(words: Sequence[str]) -> str:
    phrase = match_form(" ".join(words))
    return phrase.replace(" '", "'").replace(" ,", ",").replace(" - ", "-")


def _before(words: Sequence[str], end: int, lexicon: ActorLexicon) -> Iterator[tuple[int, int, str]]:
    """The state right before a word, with its possessive and a word for the level of government."""
    last = end
    while last > 0 and words[last - 1] in _STATE_WORDS:
        last -= 1
    last -= bool(last and words[last - 1] in _OWN)
    for first in range(max(last - LONGEST_STATE, 0), last):
        state = state_named(words[first:last], lexicon)
        if state:
            yield first, end, state
            return


def _behind(words: Sequence[str], end: int, lexicon: ActorLexicon) -> Iterator[tuple[int, int, str]]:
    """The state that "of" joins to a body: the Ministry of Commerce of China."""
    if end >= len(words) or words[end] != "of":
        return
    start = end + 1
    start += bool(start < len(words) and words[start] == "the")
    for last in range(min(start + LONGEST_STATE, len(words)), start, -1):
        state = state_named(words[start:last], lexicon)
        if state:
            yield end, last, state
            return


def state_named(words: Sequence[str], lexicon: ActorLexicon) -> str:
    """The state that words name, by its name, its adjective or the person who leads it, or nothing."""
    name = " ".join(words)
    if not name[:1].isupper():
        return ""
    if state := lexicon.demonyms.get(match_form(name)):
        return state
    known = lexicon.look_up(name)
    is_written = known is not None and (name[: known.capitals].isupper() or not known.capitals)
    return lexicon.state_of(known.actor_id) if known and is_written else ""
