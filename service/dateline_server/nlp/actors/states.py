"""States in Chinese compounds, and the bodies of states: 中美, 荷方, 访华, 美商务部, 日本政府."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...domain.actor import ActorType
from ...domain.text import Span, Token
from .lexicon import ActorLexicon
from .mentions import Candidate, Words

BODY_TAGS = frozenset({"n", "ORG", "nt"})
COMPOUND_TAGS = frozenset({"n", "vn", "a", "b", "nz", "an", "ORG", "PER", "LOC"})
UNIT_TAGS = frozenset({"c", "m", "q", "f", "d", "p", "u"})
SIGN_TAGS = frozenset({"LOC", "ns", "nz", "nt", "ORG", "n"})
SEATS = ("政府", "当局")
"""Words for a government that a capital may stand before."""
CHINA, SIDE = "华", "方"
HEAD = "长"
"""What makes the name of a body the title of its head."""
LONGEST_BODY = 14
LONGEST_COMPOUND = 4


def state_signs(words: Words, lexicon: ActorLexicon) -> list[Candidate]:
    """States named by one character; 方 behind it (荷方) belongs to the name."""
    found: list[Candidate] = []
    for before, token, word in zip(("", *words.texts), words.tokens, words.texts, strict=False):
        following = words.folded[token.span.end : token.span.end + LONGEST_BODY]
        is_side = following[:1] == SIDE and token.span.end + 1 in words.edges
        is_goal = before in lexicon.rules.towards and token.tag not in UNIT_TAGS
        tag = "LOC" if is_goal else token.tag
        for place, length in _signs_in(word, tag, following, lexicon, is_side=is_side):
            start = token.span.start + place
            state = lexicon[lexicon.signs[words.folded[start]]]
            found.append(Candidate(Span(start, start + length), state.type, "sign", state.id))
    return found


def _signs_in(
    word: str, tag: str, following: str, lexicon: ActorLexicon, *, is_side: bool
) -> Iterator[tuple[int, int]]:
    """Place and length of each sign in a word."""
    signs = lexicon.signs
    if word[0] in signs and len(word) == 1:
        if is_side and tag != "c":
            yield 0, 2
        elif tag == "LOC" or (tag != "c" and _begins_with_body(following, lexicon)):
            yield 0, 1
    elif word[0] in signs and word[1:] == SIDE:
        yield 0, 2
    elif word[1:] in signs and word[0] in lexicon.rules.towards:
        yield 1, 1
    elif word[0] in signs and _begins_with_sign(word, tag, lexicon):
        yield 0, 1
    elif tag in SIGN_TAGS and _is_compound(word, lexicon):
        yield from ((place, 1) for place in range(len(word)))


def _begins_with_body(following: str, lexicon: ActorLexicon) -> bool:
    return any(lexicon.body(following[:size]) for size in range(2, LONGEST_BODY + 1))


def _begins_with_sign(word: str, tag: str, lexicon: ActorLexicon) -> bool:
    """A state's body or its head in one word (美政府, 美商务部长), or what runs on behind 对华."""
    if lexicon.body(word[1:]) or lexicon.body(word[1:].removesuffix(HEAD)):
        return tag == "ORG" or word.endswith(HEAD)
    return tag == "LOC" and word[0] == CHINA and _is_run_on(word, lexicon)


def _is_run_on(word: str, lexicon: ActorLexicon) -> bool:
    """Whether the tagger took what follows the sign of China for a part of a place (对华|合作)."""
    no_place = lexicon.look_up(word) is None and lexicon.look_up(word[:3]) is None
    return no_place and not (word[:3] in lexicon.capitals or word[:2] in lexicon.rules.regions)


def _is_compound(word: str, lexicon: ActorLexicon) -> bool:
    signs = 1 < len(word) <= LONGEST_COMPOUND and all(char in lexicon.signs for char in word)
    return signs and "港澳" not in word and lexicon.look_up(word) is None


def state_bodies(words: Words, known: Sequence[Candidate], lexicon: ActorLexicon) -> list[Candidate]:
    """The candidates, each state joined with the word for one of its bodies where that follows.

    A government is the state itself, also when it is called by its head (特朗普政府).
    """
    return [_with_body(words, item, lexicon) or item for item in known]


def _with_body(words: Words, item: Candidate, lexicon: ActorLexicon) -> Candidate | None:
    state, start = lexicon.state_of(item.actor_id), item.span.end
    if not state or words.folded[start - 1] == SIDE:
        return None
    for length in range(LONGEST_BODY, 1, -1):
        word = words.folded[start : start + length]
        if start + length in words.edges and lexicon.body(word):
            return _body(Span(item.span.start, start + length), item, state, word, lexicon)
    return None


def _body(span: Span, item: Candidate, state: str, word: str, lexicon: ActorLexicon) -> Candidate | None:
    if lexicon.body(word) == "government":
        return Candidate(span, ActorType.GEOPOLITICAL_ENTITY, "government", state)
    if item.type is ActorType.PERSON:
        return None
    return Candidate(span, ActorType.ORGANIZATION, "state-body", lexicon.body_of(state, word))


def bare_bodies(words: Words, lexicon: ActorLexicon) -> list[Candidate]:
    """Words for a body of a state that no state stands before: of which state, the document tells."""
    found = []
    before: Token | None = None
    for token, word in zip(words.tokens, words.texts, strict=True):
        if token.tag in BODY_TAGS and word in lexicon.ministries and not _is_compounded(before, token):
            found.append(Candidate(token.span, ActorType.ORGANIZATION, BARE))
        before = token
    return found


def _is_compounded(before: Token | None, token: Token) -> bool:
    """Whether the word before says which body it is: 终审法院, 交通警察."""
    return bool(before and before.tag in COMPOUND_TAGS and before.span.end == token.span.start)


BARE = "bare-body"
"""The rule of candidates that name a body without its state."""


def governments(words: Words, lexicon: ActorLexicon) -> list[Candidate]:
    """Capitals that do what only governments do, or that are called one: 华盛顿警告, 北京当局."""
    found = []
    around = zip(("", *words.texts), words.tokens, words.texts, (*words.texts[1:], ""), strict=False)
    for before, token, word, after in around:
        if token.tag not in SIGN_TAGS and token.tag != "PER":
            continue
        state = lexicon.capitals.get(word)
        acts = after in lexicon.rules.speaking and before not in lexicon.rules.placing
        if not (state and acts):
            state = next((lexicon.capitals.get(word[:-2]) for end in SEATS if word.endswith(end)), None)
        if state:
            found.append(Candidate(token.span, lexicon[state].type, "capital", state))
    return found
