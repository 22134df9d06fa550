"""Where a Chinese text may name actors: known names, the tagger's names, and what both give together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...domain.actor import ActorType
from ...domain.text import Span, Token
from ..folding import fold
from .aliases import FULL_CHINESE, GIVEN
from .context import named_by_context
from .lexicon import ActorLexicon, matches_in
from .mentions import Candidate, Words, merged, without_overlaps
from .names import in_word, is_chinese
from .plausibility import SHORT_PERSON, as_name, has_title
from .reconciling import reconcile
from .rules import ActorRules
from .states import HEAD, bare_bodies, governments, state_bodies, state_signs

TAGGED = {"PER": ActorType.PERSON, "ORG": ActorType.ORGANIZATION, "LOC": ActorType.LOCATION}
NAME_TAGS = frozenset({"PER", "ORG", "LOC", "nz", "nr", "ns", "nt", "nw"})
OFTEN, LONG = 3, 4
SHORTEST_ORGANIZATION = 3
TAGGER_RULES = frozenset({"tagger", "joined", "recut"})
CERTAIN = 0.85
"""How sure the tagger has to be of a name that has not the form of one."""
_BESIDE = frozenset("、()/:“”")
NOUN_TAGS = frozenset({"n", "vn", "nz", "an"})


def find_candidates(words: Words, lexicon: ActorLexicon) -> list[Candidate]:
    """Places that may name an actor, in text order, none overlapping another."""
    known = merged(known_names(words, lexicon), governments(words, lexicon))
    known = state_bodies(words, merged(known, state_signs(words, lexicon)), lexicon)
    tagged = without_overlaps(
        [*named_by_context(words, known, lexicon.rules), *tagged_names(words, lexicon.rules)]
    )
    found = reconcile(words.folded, known, tagged, lexicon)
    names = Counter(item.span.of(words.folded) for item in found if not item.actor_id)
    certain = certainties(words, found)
    sure = [
        item
        for item in found
        if item.actor_id
        or (
            (certain[item.span.of(words.folded)] >= CERTAIN or _has_form(words, item, lexicon.rules))
            and not _is_doubtful(item, names[item.span.of(words.folded)], words, lexicon)
        )
    ]
    return merged(merged(sure, known), bare_bodies(words, lexicon))


def certainties(words: Words, found: Sequence[Candidate]) -> dict[str, float]:
    """How sure the tagger is of each name where it is surest."""
    best: dict[str, float] = {}
    for item in found:
        name = item.span.of(words.folded)
        least = min((token.certainty for token in words.over(item.span)), default=1.0)
        best[name] = max(best.get(name, 0.0), least)
    return best


def _has_form(words: Words, item: Candidate, rules: ActorRules) -> bool:
    """Whether a name the tagger is not sure of has the form of one: a whole name, a body's last word."""
    name = item.span.of(words.folded)
    if item.rule not in TAGGER_RULES or item.type is ActorType.LOCATION:
        return True
    if item.type is ActorType.ORGANIZATION:
        return bool(rules.bodied.search(name))
    is_whole = "·" in name or " " in name or (len(name) == FULL_CHINESE and name[0] in rules.surnames)
    return is_whole or bool(rules.japanese.fullmatch(name)) or has_title(words, item.span, rules)


def known_names(words: Words, lexicon: ActorLexicon) -> list[Candidate]:
    """The names of the lexicon where they are names and not parts of other words."""
    found = []
    for match in matches_in(lexicon.index, words.folded, words.sentences):
        for span in _prefixes(match.span, words, lexicon):
            known = lexicon.look_up(span.of(words.folded))
            if known and _stands(span, words, lexicon.rules):
                guarded = known.guarded and not _is_long_name(span, words)
                kind = lexicon[known.actor_id].type
                found.append(Candidate(span, kind, "lexicon", known.actor_id, guarded))
                break
    return found


def _is_long_name(span: Span, words: Words) -> bool:
    """Whether the tagger takes a long name for one too; only short ones are words by themselves."""
    covering = words.over(span)
    return len(span) >= LONG and len(covering) == 1 and covering[0].tag in NAME_TAGS


def _prefixes(span: Span, words: Words, lexicon: ActorLexicon) -> Iterator[Span]:
    """A name, and where it belongs to the title of its head (商务部|长) the state it begins with."""
    if words.folded[span.end : span.end + 1] != HEAD or span.end in words.edges:
        yield span
    elif state := lexicon.state_before(span.of(words.folded)):
        names = (name for name in lexicon[state].aliases if words.folded.startswith(fold(name), span.start))
        yield from (Span(span.start, span.start + len(name)) for name in names)


def _stands(span: Span, words: Words, rules: ActorRules) -> bool:
    if words.fit(span) or in_word(words.folded[span.start]) or len(span) > 3:
        return True
    covering = words.over(span)
    if len(covering) == 1 and covering[0].span.start == span.start:
        rest = words.folded[span.end : covering[0].span.end]
        return covering[0].tag in NAME_TAGS or bool(rules.company.fullmatch(rest))
    if len(covering) == 1:
        called = rules.company_before.search(words.folded[covering[0].span.start : span.start])
        return covering[0].tag in NAME_TAGS or bool(called and span.end == covering[0].span.end)
    return len(span) > 2 and span.end in words.edges and all(token.tag != "v" for token in covering)


def tagged_names(words: Words, rules: ActorRules) -> list[Candidate]:
    """The names that the tagger found, put together where it cut one into parts, cut where it ran on."""
    found = [
        Candidate(token.span, TAGGED[token.tag], "tagger") for token in words.tokens if token.tag in TAGGED
    ]
    joined = _joined(words.folded, [_trimmed(words.folded, item, rules) for item in found])
    grown = [_with_office(words, item, rules) for item in joined]
    people = Counter(item.span.of(words.folded) for item in grown if item.type is ActorType.PERSON)
    recut = [_as_company(words, _recut(words, item, people, rules), rules) for item in grown]
    placed = _placed(words, recut, rules)
    return [named for item in placed if (named := as_name(words, item, rules))]


def _trimmed(folded: str, item: Candidate, rules: ActorRules) -> Candidate:
    if item.type is not ActorType.ORGANIZATION:
        return item
    length = len(rules.trailing.sub("", item.span.of(folded)))
    return replace(item, span=Span(item.span.start, item.span.start + length)) if length else item


def _joined(folded: str, found: Sequence[Candidate]) -> list[Candidate]:
    joined: list[Candidate] = []
    for item in found:
        last = joined[-1] if joined else None
        if last and _is_one_name(folded, last, item):
            joined[-1] = replace(item, span=Span(last.span.start, item.span.end), rule="joined")
        else:
            joined.append(item)
    return joined


def _is_one_name(folded: str, last: Candidate, item: Candidate) -> bool:
    """A dotted name, a Latin name of several words, or a place directly before an organisation."""
    between = folded[last.span.end : item.span.start]
    if between == "·":
        return True
    if between == " " and last.type is item.type is ActorType.PERSON:
        return folded[last.span.end - 1].isascii() and folded[item.span.start].isascii()
    places = last.type is ActorType.LOCATION and item.type is ActorType.ORGANIZATION
    return places and not between and last.span.end == item.span.start


def _with_office(words: Words, item: Candidate, rules: ActorRules) -> Candidate:
    """A place or organisation with the nouns behind it, where they end in a word for a body."""
    if item.type is ActorType.PERSON:
        return item
    last: Token | None = None
    for token in words.over(Span(item.span.end, item.span.end + 12)):
        if token.tag not in NOUN_TAGS or token.span.start < item.span.end:
            break
        if rules.office.fullmatch(words.text(token)) and len(token.span) > 1:
            last = token
    if last is None or len(item.span) < 3:
        return item
    return Candidate(Span(item.span.start, last.span.end), ActorType.ORGANIZATION, "office")


def _recut(words: Words, item: Candidate, people: Counter[str], rules: ActorRules) -> Candidate:
    """A person's name with its end where the rest of the text has it.

    The tagger adds a character where it has the name without it more often, and loses one where the
    same character stands behind the name each time.
    """
    name, end = item.span.of(words.folded), item.span.end
    if item.type is not ActorType.PERSON or name.isascii():
        return item
    whole = next((size for size in (3, 2) if len(name) > 3 and people[name[:size]]), 0)
    if whole and name[0] in rules.surnames and "·" not in name:
        return replace(item, span=Span(item.span.start, item.span.start + whole), rule="recut")
    if len(name) > 2 and name[-1] in rules.person_end:
        return replace(item, span=Span(item.span.start, end - 1), rule="recut")
    if len(name) > 2 and people[name[:-1]] > people[name] and not _always(words, name[:-1], name, rules):
        return replace(item, span=Span(item.span.start, end - 1), rule="recut")
    if len(name) == 2 and _always(words, name, words.folded[item.span.start : end + 1], rules):
        return replace(item, span=Span(item.span.start, end + 1), rule="recut")
    return item


def _as_company(words: Words, item: Candidate, rules: ActorRules) -> Candidate:
    """What the tagger takes for a place, but is traded, is a company; a venue is a place."""
    if item.type is ActorType.ORGANIZATION and rules.venues.search(item.span.of(words.folded)):
        return replace(item, type=ActorType.LOCATION, rule="venue")
    if item.type is ActorType.LOCATION and rules.trades.match(words.folded, item.span.end):
        return replace(item, type=ActorType.ORGANIZATION, rule="traded")
    return item


def _placed(words: Words, items: Sequence[Candidate], rules: ActorRules) -> list[Candidate]:
    """The candidates; foreign names that words for a place follow are places wherever they stand."""
    foreign = [item for item in items if item.type is ActorType.PERSON and len(item.span) > SHORT_PERSON]
    places = {
        item.span.of(words.folded) for item in foreign if rules.placed.match(words.folded, item.span.end)
    }
    places -= {item.span.of(words.folded) for item in foreign if has_title(words, item.span, rules)}
    places = {name for name in places if rules.transliterating.issuperset(name)}
    return [
        replace(item, type=ActorType.LOCATION, rule="placed")
        if item.span.of(words.folded) in places
        else item
        for item in items
    ]


def _always(words: Words, name: str, longer: str, rules: ActorRules) -> bool:
    """Whether a name has the same character behind it wherever it stands, three times or more."""
    if longer[-1] in rules.run_on or not is_chinese(longer[-1]):
        return False
    return words.folded.count(name) == words.folded.count(longer) >= OFTEN


def _is_doubtful(item: Candidate, count: int, words: Words, lexicon: ActorLexicon) -> bool:
    """Whether an unknown name is a body's without its state, or too short to be believed once."""
    if item.type is ActorType.PERSON and count < 2 and len(item.span) == SHORT_PERSON:
        return item.rule != GIVEN and not _is_shown(words, item.span, lexicon.rules)
    short = item.type is ActorType.ORGANIZATION and len(item.span) < SHORTEST_ORGANIZATION and count < 2
    return short or bool(lexicon.body(item.span.of(words.folded)))


def _is_shown(words: Words, span: Span, rules: ActorRules) -> bool:
    """Whether what stands beside a name of two characters shows a person's: a title, a verb, a list."""
    around = words.folded[max(span.start - 1, 0) : span.start] + words.folded[span.end : span.end + 1]
    behind = words.over(Span(span.end, span.end + 1))
    acts = bool(behind) and behind[0].tag == "v" and len(behind[0].span) > 1
    return acts or any(char in _BESIDE for char in around) or has_title(words, span, rules)
