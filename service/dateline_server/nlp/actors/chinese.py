"""Where a Chinese text may name actors: known names, the tagger's names, and what both give together."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ...domain.actor import ActorType
from ...domain.text import Span, Token
from .lexicon import ActorLexicon, NameMatch
from .mentions import Candidate
from .names import in_word

TAGGED = {"PER": ActorType.PERSON, "ORG": ActorType.ORGANIZATION, "LOC": ActorType.LOCATION}
NAME_TAGS = frozenset({"PER", "ORG", "LOC", "nz", "nr", "ns", "nt"})
PLACE_TYPES = frozenset({ActorType.GEOPOLITICAL_ENTITY, ActorType.LOCATION})

_GENERIC = re.compile(
    r"(?:有限|股份|控股|科技|技术|国际|全球|总)?(?:股份有限公司|有限责任公司|有限公司|公司|集团|总公司|总部|方面|官方|官网|官微|高层|团队)+"
)
_BODY_LINK = re.compile(r"的?")
_STATE_SIGN = "方军"
_PART_OF_NAME = re.compile(r"[·&.\-' ]")


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of a field in one line, for looking up by place."""

    tokens: Sequence[Token]
    starts: Sequence[int]
    edges: frozenset[int]

    @classmethod
    def of(cls, sentences: Iterable[Sequence[Token]]) -> Words:
        """All tokens of all sentences, in text order."""
        tokens = [token for sentence in sentences for token in sentence]
        starts = [token.span.start for token in tokens]
        return cls(tokens, starts, frozenset(starts) | {token.span.end for token in tokens})

    def over(self, span: Span) -> Sequence[Token]:
        """The tokens that share a code point with the span."""
        first = max(bisect_right(self.starts, span.start) - 1, 0)
        found = self.tokens[first : bisect_left(self.starts, span.end)]
        return [token for token in found if token.span.overlaps(span)]

    def fit(self, span: Span) -> bool:
        """Whether the span begins and ends where words do."""
        return span.start in self.edges and span.end in self.edges


def find_candidates(
    folded: str, sentences: Sequence[Sequence[Token]], lexicon: ActorLexicon
) -> list[Candidate]:
    """Places that may name an actor, in text order, none overlapping another."""
    words = Words.of(sentences)
    known = [_of_match(match, lexicon) for match in lexicon.find(folded) if _stands(match, folded, words)]
    known = merge(known, state_signs(folded, words, lexicon))
    known = with_bodies(folded, known, words, lexicon)
    tagged = join_places(join_dotted(folded, tagged_names(words)))
    return reconcile(folded, known, tagged, lexicon)


def tagged_names(words: Words) -> list[Candidate]:
    """The names that the tagger found."""
    return [
        Candidate(token.span, TAGGED[token.tag], "tagger") for token in words.tokens if token.tag in TAGGED
    ]


def join_dotted(folded: str, found: Sequence[Candidate]) -> list[Candidate]:
    """Parts of a name that only a middle dot separates are one name."""
    joined: list[Candidate] = []
    for item in found:
        last = joined[-1] if joined else None
        if last and item.span.start - last.span.end == 1 and folded[last.span.end] in "·・":
            joined[-1] = replace(last, span=Span(last.span.start, item.span.end), rule="dotted")
        else:
            joined.append(item)
    return joined


def join_places(found: Sequence[Candidate]) -> list[Candidate]:
    """A place directly before an organisation belongs to its name."""
    joined: list[Candidate] = []
    for item in found:
        last = joined[-1] if joined else None
        adjacent = last and last.span.end == item.span.start and last.type is ActorType.LOCATION
        if last and adjacent and item.type is ActorType.ORGANIZATION:
            joined[-1] = replace(item, span=Span(last.span.start, item.span.end), rule="place+organization")
        else:
            joined.append(item)
    return joined


def state_signs(folded: str, words: Words, lexicon: ActorLexicon) -> list[Candidate]:
    """States named by one character: 中美, 美方, 访华."""
    found: list[Candidate] = []
    for number, token in enumerate(words.tokens):
        text = token.span.of(folded)
        follows = words.tokens[number + 1].span.of(folded)[:1] if number + 1 < len(words.tokens) else ""
        for place, length in _sign_places(text, token.tag, follows, lexicon):
            span = Span(token.span.start + place, token.span.start + place + length)
            state = lexicon.signs[text[place]]
            found.append(Candidate(span, lexicon[state].type, "sign", state))
    return found


def _sign_places(text: str, tag: str, follows: str, lexicon: ActorLexicon) -> Iterator[tuple[int, int]]:
    """Place and length of each sign in a word; 方 belongs to the sign before it."""
    signs = lexicon.signs
    if len(text) == 1 and text in signs and (tag == "LOC" or (follows == "方" and tag != "c")):
        yield 0, 2 if follows == "方" else 1
    elif len(text) == 2 and text[0] in signs and text[1] == "方":
        yield 0, 2
    elif len(text) == 2 and text[0] in "访赴对驻涉抵援反亲遏来在制离" and text[1] in signs:
        yield 1, 1
    elif 2 <= len(text) <= 4 and tag in NAME_TAGS | {"n", "j"} and all(char in signs for char in text):
        if lexicon.look_up(text) is None and "港澳" not in text:
            yield from ((place, 1) for place in range(len(text)))


def with_bodies(
    folded: str, known: Sequence[Candidate], words: Words, lexicon: ActorLexicon
) -> list[Candidate]:
    """A state and the word for one of its bodies are that body; its government is the state itself."""
    return [_with_body(folded, item, words, lexicon) or item for item in known]


def _with_body(folded: str, item: Candidate, words: Words, lexicon: ActorLexicon) -> Candidate | None:
    state = _state_of(item, lexicon)
    start = item.span.end
    if not state or item.span.of(folded).endswith("方"):
        return None
    for length in range(12, 1, -1):
        slug = lexicon.ministries.get(folded[start : start + length].lower())
        if slug and (start + length in words.edges or length > 2):
            span = Span(item.span.start, start + length)
            if slug == "government":
                return Candidate(span, ActorType.GEOPOLITICAL_ENTITY, "government", state)
            if item.type is ActorType.PERSON:
                return None
            return Candidate(span, ActorType.ORGANIZATION, "state-body", f"{state}-{slug}")
    return None


def _state_of(item: Candidate, lexicon: ActorLexicon) -> str:
    """The state that a candidate names, or that a head of government leads."""
    if item.type is ActorType.GEOPOLITICAL_ENTITY or item.actor_id == "european-union":
        return item.actor_id
    parent = lexicon[item.actor_id].parent_id if item.type is ActorType.PERSON else ""
    return parent if parent and lexicon[parent].type is ActorType.GEOPOLITICAL_ENTITY else ""


def merge(first: Sequence[Candidate], second: Sequence[Candidate]) -> list[Candidate]:
    """Both in text order, without those of the second that overlap one of the first."""
    taken = [item.span for item in first]
    added = [item for item in second if not any(item.span.overlaps(span) for span in _near(taken, item.span))]
    return sorted([*first, *added], key=lambda item: item.span)


def _near(spans: Sequence[Span], span: Span) -> Sequence[Span]:
    """Of non-overlapping spans in text order, those that can overlap one."""
    place = bisect_left(spans, span)
    last = place
    while last < len(spans) and spans[last].start < span.end:
        last += 1
    return spans[max(place - 1, 0) : last]


def reconcile(
    folded: str, known: Sequence[Candidate], tagged: Sequence[Candidate], lexicon: ActorLexicon
) -> list[Candidate]:
    """One answer for each place, from the known names and the tagged names that share it."""
    spans = [item.span for item in known]
    chosen: list[Candidate] = []
    covered: set[Span] = set()
    for item in tagged:
        inside = [known[spans.index(span)] for span in _near(spans, item.span) if span.overlaps(item.span)]
        answer = _settle(folded, item, inside, lexicon) if inside else [item]
        chosen += [one for one in answer if one.span not in covered]
        covered |= {one.span for one in inside} | {one.span for one in answer}
    chosen += [item for item in known if item.span not in covered]
    return _longest_first(chosen)


def _settle(
    folded: str, item: Candidate, inside: Sequence[Candidate], lexicon: ActorLexicon
) -> list[Candidate]:
    """Known names that share a place with a tagged one: which of them stand, and how far they reach."""
    if any(not item.span.contains(one.span) or one.span == item.span for one in inside):
        return [_confirmed(one, item) for one in inside]
    if item.type is ActorType.PERSON:
        people = [one for one in inside if one.type is ActorType.PERSON and not one.guarded]
        return people or [item]
    if item.type is ActorType.ORGANIZATION:
        return _settle_organization(folded, item, inside, lexicon)
    return list(inside) if len(inside) > 1 else [item]


def _settle_organization(
    folded: str, item: Candidate, inside: Sequence[Candidate], lexicon: ActorLexicon
) -> list[Candidate]:
    first, last = inside[0], inside[-1]
    before = folded[item.span.start : last.span.start]
    behind = folded[last.span.end : item.span.end]
    if last.type is ActorType.ORGANIZATION and (not behind or _GENERIC.fullmatch(behind)):
        state = (
            len(inside) == 2
            and first.type is ActorType.GEOPOLITICAL_ENTITY
            and first.span.end == last.span.start
        )
        if not before or state:
            return [replace(last, span=item.span, guarded=False, rule="organization")]
    others = [one for one in inside if one.type not in PLACE_TYPES]
    return list(inside) if len(others) > 1 else [item]


def _confirmed(one: Candidate, item: Candidate) -> Candidate:
    """A guarded name that the tagger takes for the same kind of thing is no common word."""
    return replace(one, guarded=False) if one.span == item.span and _same_kind(one, item) else one


def _same_kind(one: Candidate, item: Candidate) -> bool:
    return one.type is item.type and item.type is ActorType.ORGANIZATION


def _longest_first(found: Iterable[Candidate]) -> list[Candidate]:
    """Without overlaps: the longer one stays."""
    kept: list[Candidate] = []
    for item in sorted(found, key=lambda one: (one.span.start, -one.span.end)):
        if kept and kept[-1].span.overlaps(item.span):
            if len(item.span) > len(kept[-1].span):
                kept[-1] = item
            continue
        kept.append(item)
    return kept


def _of_match(match: NameMatch, lexicon: ActorLexicon) -> Candidate:
    actor = lexicon[match.name.actor_id]
    return Candidate(match.span, actor.type, "lexicon", actor.id, match.name.guarded)


def _stands(match: NameMatch, folded: str, words: Words) -> bool:
    """Whether a known name is a name here and not part of other words."""
    span = match.span
    if words.fit(span) or in_word(folded[span.start]) or len(span) > 3:
        return True
    covering = words.over(span)
    if len(covering) == 1:
        return covering[0].tag in NAME_TAGS
    return len(span) > 2 and all(token.tag != "v" for token in covering)
