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
SPEAKING = frozenset(
    ["表示", "称", "宣布", "要求", "呼吁", "指责", "警告", "批评", "敦促", "认为", "拒绝", "同意", "承诺", "希望", "强调", "回应", "否认", "决定", "寻求", "施压", "反对", "支持", "威胁", "试图", "指出", "担心", "担忧", "坚持", "抗议", "谴责", "主张", "提出", "采取", "方面", "当局"]
)
"""Words behind a capital that make it the name of a government."""
PLACING = frozenset(["在", "于", "从", "到", "抵达", "飞往", "前往", "赴", "访问", "离开", "位于", "抵", "离", "飞抵", "去", "来", "至", "自", "回", "返回"])


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
    """Place and length of each sign in a word."""
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
    elif tag in SIGN_TAGS and _is_compound(word, lexicon):
        yield from ((place, 1) for place in range(len(word)))


def _is_compound(word: str, lexicon: ActorLexicon) -> bool:
    signs = 2 <= len(word) <= 4 and all(char in lexicon.signs for char in word)
    return signs and "港澳" not in word and lexicon.look_up(word) is None


def state_bodies(words: Words, known: Sequence[Candidate], lexicon: ActorLexicon) -> list[Candidate]:
    """The candidates, each state joined with the word for one of its bodies where that follows.

    A government is the state itself, also when it is called by its head (特朗普政府).
    """
    return [_with_body(words, item, lexicon) or item for item in known]


def _with_body(words: Words, item: Candidate, lexicon: ActorLexicon) -> Candidate | None:
    state, start = lexicon.state_of(item.actor_id), item.span.end
    if not state or words.folded[start - 1] == "方":
        return None
    for length in range(LONGEST_BODY, 1, -1):
        word = words.folded[start : start + length]
        if lexicon.body(word) and start + length in words.edges:
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
    return [
        Candidate(token.span, ActorType.ORGANIZATION, BARE)
        for token in words.tokens
        if token.tag in ("n", "ORG", "nt") and lexicon.body(words.text(token))
    ]


BARE = "bare-body"
"""The rule of candidates that name a body without its state."""


def governments(words: Words, lexicon: ActorLexicon) -> list[Candidate]:
    """Capitals that do what only governments do: 华盛顿警告."""
    found: list[Candidate] = []
    before = ""
    for number, token in enumerate(words.tokens):
        state = lexicon.capitals.get(words.text(token)) if token.tag == "LOC" else None
        following = words.text(words.tokens[number + 1]) if number + 1 < len(words.tokens) else ""
        if state and following in SPEAKING and before not in PLACING:
            found.append(Candidate(token.span, lexicon[state].type, "capital", state))
        before = words.text(token)
    return found
