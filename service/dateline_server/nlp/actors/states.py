"""States in Chinese compounds, and the bodies of states: 中美, 荷方, 访华, 美商务部, 日本政府."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...domain.actor import ActorType
from ...domain.text import Span, Token
from .lexicon import ActorLexicon
from .mentions import PLACES, Candidate, Words, without_overlaps

BODY_TAGS = frozenset({"n", "ORG", "nt"})
COMPOUND_TAGS = frozenset({"n", "vn", "a", "b", "nz", "an", "ORG", "PER", "LOC"})
UNIT_TAGS = frozenset({"c", "m", "q", "f", "d", "p", "u"})
SIGN_TAGS = frozenset({"LOC", "ns", "nz", "nt", "ORG", "n"})
SEATS = ("政府", "当局")
"""Words for a government that a capital may stand before."""
CHINA, CHINESE, SIDE = "华", "中", "方"
HEAD = "长"
"""What makes the name of a body the title of its head."""
LONGEST_BODY = 14
LONGEST_COMPOUND = 4


def state_signs(words: Words, lexicon: ActorLexicon) -> list[Candidate]:
    """States named by one character; 方 behind it (荷方) belongs to the name."""
    found: list[Candidate] = []
    signs = signs_of(words, lexicon)
    for before, token, word in zip(("", *words.texts), words.tokens, words.texts, strict=False):
        if word[0] not in signs and word[1:] not in lexicon.signs:
            continue
        following = words.folded[token.span.end : token.span.end + LONGEST_BODY]
        is_side = following[:1] == SIDE and token.span.end + 1 in words.edges
        is_goal = before in lexicon.rules.towards and token.tag not in UNIT_TAGS
        is_linking = token.tag == "p" and not _has_body(words, token.span.end, lexicon)
        tag = "c" if is_linking and not is_goal else "LOC" if is_goal else token.tag
        for place, length in _signs_in(word, tag, following, signs, lexicon, is_side=is_side):
            start = token.span.start + place
            state = lexicon[signs[words.folded[start]]]
            found.append(Candidate(Span(start, start + length), state.type, "sign", state.id))
    return found


def signs_of(words: Words, lexicon: ActorLexicon) -> dict[str, str]:
    """What the signs stand for in a text: a shared one for the state that the text names most."""
    signs = dict(lexicon.signs)
    used = {word[0] for word in words.texts}
    used |= {char for word in words.texts if len(word) <= LONGEST_COMPOUND for char in word}
    for sign, states in lexicon.shared_signs.items():
        if sign not in used:
            continue
        counts = [(sum(map(words.folded.count, names)), state) for state, names in states]
        most, state = max(counts, key=lambda one: one[0])
        if most:
            signs[sign] = state
    return signs


def _signs_in(
    word: str, tag: str, following: str, signs: Mapping[str, str], lexicon: ActorLexicon, *, is_side: bool
) -> Iterator[tuple[int, int]]:
    """Place and length of each sign in a word."""
    if word[0] in lexicon.signs and len(word) == 1:
        if is_side and tag != "c":
            yield 0, 2
        elif tag == "LOC" or (tag != "c" and _begins_with_body(following, lexicon)):
            yield 0, 1
    elif word[0] in signs and (word[1:] == SIDE or (len(word) == 1 and is_side and tag in SIGN_TAGS)):
        yield 0, 2
    elif word[1:] in lexicon.signs and word[0] in lexicon.rules.towards:
        yield 1, 1
    elif word[0] in lexicon.signs and _begins_with_sign(word, tag, lexicon):
        yield 0, 1
    elif (tag in SIGN_TAGS or CHINESE in word) and _is_compound(word, signs, lexicon):
        yield from ((place, 1) for place in range(len(word)))


def _has_body(words: Words, start: int, lexicon: ActorLexicon) -> bool:
    """Whether whole words for a body of a state stand behind a place."""
    ends = (start + size for size in range(2, LONGEST_BODY + 1) if start + size in words.edges)
    return any(lexicon.body(words.folded[start:end]) for end in ends)


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


def _is_compound(word: str, signs: Mapping[str, str], lexicon: ActorLexicon) -> bool:
    is_listed = 1 < len(word) <= LONGEST_COMPOUND and all(char in signs for char in word)
    is_listed = is_listed and any(char in lexicon.signs for char in word)
    return is_listed and "港澳" not in word and lexicon.look_up(word) is None


def state_bodies(words: Words, known: Sequence[Candidate], lexicon: ActorLexicon) -> list[Candidate]:
    """The candidates, each state joined with the word for one of its bodies where that follows.

    A government is the state itself, also when it is called by its head (特朗普政府).
    """
    return without_overlaps(_with_body(words, item, lexicon) or item for item in known)


def _with_body(words: Words, item: Candidate, lexicon: ActorLexicon) -> Candidate | None:
    state, start = lexicon.state_of(item.actor_id), item.span.end
    if not state or words.folded[start - 1] == SIDE:
        return None
    mission = lexicon.rules.missions.match(words.folded, start)
    if mission and mission.end() in words.edges and item.type in PLACES:
        span = Span(item.span.start, mission.end())
        return Candidate(span, ActorType.ORGANIZATION, "mission")
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
    for place, (token, word) in enumerate(zip(words.tokens, words.texts, strict=True)):
        last = _last_of_body(words, place, lexicon) if token.tag in BODY_TAGS else None
        if last is None or word in lexicon.rules.dependent:
            continue
        if not _is_compounded(words.tokens[place - 1] if place else None, token):
            found.append(Candidate(Span(token.span.start, last), ActorType.ORGANIZATION, BARE))
    return found


def _last_of_body(words: Words, place: int, lexicon: ActorLexicon) -> int | None:
    """Where the longest word for a body that begins with a token ends, if any does.

    The tagger cuts some in two (农业|农村部), and takes several in a row for one (财政部会同审计署).
    """
    token = words.tokens[place]
    if words.texts[place] in lexicon.ministries:
        return token.span.end
    following = words.tokens[place + 1] if place + 1 < len(words.tokens) else token
    if (
        following.tag in BODY_TAGS
        and words.folded[token.span.start : following.span.end] in lexicon.ministries
    ):
        return following.span.end
    if token.tag != "ORG":
        return None
    sizes = range(min(LONGEST_BODY, len(token.span) - 1), 2, -1)
    ends = (token.span.start + size for size in sizes)
    return next((end for end in ends if words.folded[token.span.start : end] in lexicon.ministries), None)


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
