"""Where a Chinese text may name actors: known names, the tagger's names, and what both give together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...domain.actor import ActorType
from ...domain.text import Span
from .context import named_by_context
from .lexicon import ActorLexicon
from .mentions import Candidate, Words, merged
from .names import in_word
from .reconciling import reconcile
from .states import state_bodies, state_signs

TAGGED = {"PER": ActorType.PERSON, "ORG": ActorType.ORGANIZATION, "LOC": ActorType.LOCATION}
NAME_TAGS = frozenset({"PER", "ORG", "LOC", "nz", "nr", "ns", "nt", "nw"})


def find_candidates(words: Words, lexicon: ActorLexicon) -> list[Candidate]:
    """Places that may name an actor, in text order, none overlapping another."""
    known = merged(known_names(words, lexicon), state_signs(words, lexicon))
    known = state_bodies(words, known, lexicon)
    tagged = merged(tagged_names(words), named_by_context(words, known))
    return reconcile(words.folded, known, tagged)


def known_names(words: Words, lexicon: ActorLexicon) -> list[Candidate]:
    """The names of the lexicon where they are names and not parts of other words."""
    found: list[Candidate] = []
    for sentence in words.sentences:
        for match in lexicon.find(sentence.of(words.folded)):
            span = match.span.shifted(sentence.start)
            if _stands(span, words):
                actor = lexicon[match.name.actor_id]
                found.append(Candidate(span, actor.type, "lexicon", actor.id, match.name.guarded))
    return found


def _stands(span: Span, words: Words) -> bool:
    if words.fit(span) or in_word(words.folded[span.start]) or len(span) > 3:
        return True
    covering = words.over(span)
    if len(covering) == 1:
        return covering[0].tag in NAME_TAGS
    return len(span) > 2 and all(token.tag != "v" for token in covering)


def tagged_names(words: Words) -> list[Candidate]:
    """The names that the tagger found, put together where it cut one into parts."""
    found = [
        Candidate(token.span, TAGGED[token.tag], "tagger") for token in words.tokens if token.tag in TAGGED
    ]
    return [item for item in _joined(words.folded, found) if _is_name(item.span.of(words.folded))]


def _joined(folded: str, found: Sequence[Candidate]) -> list[Candidate]:
    joined: list[Candidate] = []
    for item in found:
        last = joined[-1] if joined else None
        if last and folded[last.span.end : item.span.start] == "·":
            joined[-1] = replace(last, span=Span(last.span.start, item.span.end), rule="dotted")
        elif last and last.span.end == item.span.start and _place_of(last, item):
            joined[-1] = replace(item, span=Span(last.span.start, item.span.end), rule="place+organization")
        else:
            joined.append(item)
    return joined


def _place_of(last: Candidate, item: Candidate) -> bool:
    """Whether a place directly before an organisation belongs to its name."""
    return last.type is ActorType.LOCATION and item.type is ActorType.ORGANIZATION


def _is_name(name: str) -> bool:
    return len(name) > 1 and not name.isdigit() and "\n" not in name
