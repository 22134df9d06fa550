"""From places that may name an actor to actors: one identity for every name of a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ...domain.actor import Actor, ActorMention, ActorType, MentionForm
from ...domain.text import Span
from .aliases import GIVEN, gloss_candidates, identified, short_names
from .bodies import settle_bodies
from .evidence import settled
from .lexicon import ActorLexicon, NameIndex, known_name, matches_in
from .mentions import Candidate, Words, merged
from .names import derived_id, derived_ids, is_chinese, name_key
from .plausibility import among_chinese
from .states import BARE
from .unnamed import UNNAMED, plain_name

FieldCandidates = tuple[Words, Sequence[Candidate]]
LONGEST_COMMON = 3
"""Longer names are no parts of other words."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The actor that a name of the document stands for, and whether it is a short form of another."""

    actor_id: str
    type: ActorType
    is_short: bool = False


Identities = Mapping[str, Identity]
"""Identities by the key of a name."""


def link(
    fields: Sequence[FieldCandidates],
    lexicon: ActorLexicon,
    home: str = "",
    published: date | None = None,
) -> list[list[ActorMention]]:
    """The mentions of each field, every one with its actor's id, in text order.

    ``home`` is the state whose ministries are meant where none is named, or empty; ``published``
    is the day for which offices are looked up.
    """
    kept = settled(fields, lexicon, published)
    glossed: list[FieldCandidates] = []
    pairs: list[tuple[str, str]] = []
    for (words, _), items in zip(fields, kept, strict=True):
        found, spans = gloss_candidates(words, items, lexicon.rules)
        glossed.append((words, identified([_known(words, item, lexicon) for item in found], spans)))
        pairs += [(first.of(words.folded), second.of(words.folded)) for first, second in spans]
    identities = identify(glossed, pairs)
    spellings = _spellings(glossed, identities)
    full = [
        (
            words,
            merged(_without_strangers(words, items, identities), repetitions(words, identities, spellings)),
        )
        for words, items in glossed
    ]
    return settle_bodies(
        [(words, _mentions(words, items, identities)) for words, items in full], home, lexicon
    )


def _known(words: Words, item: Candidate, lexicon: ActorLexicon) -> Candidate:
    """A gloss that the lexicon has by itself."""
    name = lexicon.look_up(item.span.of(words.folded)) if item.rule == "gloss" else None
    return replace(item, actor_id=name.actor_id) if name and not name.guarded else item


def identify(fields: Sequence[FieldCandidates], pairs: Sequence[tuple[str, str]]) -> Identities:
    """Who the names are that the lexicon does not know, and the short forms of all names."""
    named = [
        (item.span.of(words.folded), item) for words, items in fields for item in items if item.rule != BARE
    ]
    types = _types(named)
    whole = {
        name_key(name): Identity(derived_id(name), types[name_key(name)])
        for name, item in named
        if not item.actor_id and item.rule != GIVEN
    }
    for first, second in pairs:
        one = whole.get(name_key(first))
        if one and name_key(second) in whole:
            whole[name_key(second)] = one
    known = {name: Identity(item.actor_id, item.type) for name, item in named if item.actor_id}
    names = known | {name: whole[name_key(name)] for name, item in named if name_key(name) in whole}
    return {**whole, **_short(names, known, types)}


def _spellings(fields: Sequence[FieldCandidates], identities: Identities) -> list[str]:
    """The names of the identities as the text has them, and their short forms."""
    names = {item.span.of(words.folded): item.type for words, items in fields for item in items}
    short = (short for name, kind in names.items() for short, _ in short_names(name, kind))
    return [name for name in dict.fromkeys((*names, *short)) if name_key(name) in identities]


def _without_strangers(words: Words, items: Sequence[Candidate], identities: Identities) -> list[Candidate]:
    """Without given names of people whom nothing names in full."""
    return [
        item for item in items if item.rule != GIVEN or name_key(item.span.of(words.folded)) in identities
    ]


def _types(named: Sequence[tuple[str, Candidate]]) -> dict[str, ActorType]:
    counts: dict[str, Counter[ActorType]] = {}
    for name, item in named:
        counts.setdefault(name_key(name), Counter())[item.type] += 1
    return {key: count.most_common(1)[0][0] for key, count in counts.items()}


def _short(
    names: Mapping[str, Identity], known: Collection[str], types: Mapping[str, ActorType]
) -> dict[str, Identity]:
    """Short forms of one name only; ``known`` are names of the lexicon, ``types`` what the tagger sees."""
    owners: dict[str, set[Identity]] = {}
    for name, identity in names.items():
        for short, anywhere in short_names(name, identity.type):
            seen = types.get(name_key(short), identity.type if anywhere else None)
            if seen is identity.type and short not in known:
                owners.setdefault(name_key(short), set()).add(replace(identity, is_short=True))
    return {key: found.pop() for key, found in owners.items() if len(found) == 1}


def repetitions(words: Words, identities: Identities, spellings: Iterable[str]) -> list[Candidate]:
    """The names of the document, as they are spelled, wherever else they stand as words."""
    names = dict(known_name(name, name_key(name)) for name in spellings if _is_long(name, identities))
    found = matches_in(NameIndex.of(names), words.folded, words.sentences)
    in_chinese = is_chinese(words.folded)
    return [
        Candidate(match.span, identities[match.name.actor_id].type, "repeated")
        for match in found
        if _stands_alone(words, match.span, in_chinese=in_chinese)
    ]


def _is_long(name: str, identities: Identities) -> bool:
    kind = identities[name_key(name)].type
    return kind is not ActorType.LOCATION and len(name) >= (2 if kind is ActorType.PERSON else 3)


def _stands_alone(words: Words, span: Span, *, in_chinese: bool) -> bool:
    if in_chinese and span.of(words.folded).isascii():
        return among_chinese(words, span)
    return words.fit(span) or (in_chinese and len(span) > LONGEST_COMMON)


def _mentions(words: Words, items: Sequence[Candidate], identities: Identities) -> list[ActorMention]:
    mentions = []
    for item in items:
        if item.actor_id:
            form = MentionForm.SHORT_NAME if item.rule == "sign" else MentionForm.NAME
            mentions.append(ActorMention(item.span, item.actor_id, item.type, form, rule=item.rule))
        elif item.rule == BARE:
            mentions.append(ActorMention(item.span, "", item.type, MentionForm.SHORT_NAME, rule=BARE))
        else:
            identity = identities[name_key(item.span.of(words.folded))]
            form = MentionForm.SHORT_NAME if identity.is_short else MentionForm.NAME
            mentions.append(ActorMention(item.span, identity.actor_id, identity.type, form, rule=item.rule))
    return mentions


def actors_of(
    texts: Sequence[tuple[str, str]],
    mentions: Sequence[Sequence[ActorMention]],
    lexicon: ActorLexicon,
    *,
    in_chinese: bool = True,
) -> tuple[Actor, ...]:
    """The actors of the mentions of each (reading, folded reading), with every name used, by id.

    They are displayed under a name in the document's language where one is known.
    """
    names: dict[str, dict[str, None]] = {}
    types: dict[str, ActorType] = {}
    for (reading, folded), found in zip(texts, mentions, strict=True):
        for mention in found:
            types.setdefault(mention.actor_id, mention.type)
            written = names.setdefault(mention.actor_id, {})
            if mention.form is not MentionForm.REFERENCE or mention.rule == UNNAMED:
                written.update(dict.fromkeys((mention.span.of(reading), mention.span.of(folded))))
            if mention.rule == UNNAMED:
                written[plain_name(mention.span.of(reading))] = None
    return tuple(
        _actor(actor_id, types[actor_id], list(names[actor_id]), lexicon, in_chinese=in_chinese)
        for actor_id in sorted(names)
    )


def _actor(
    actor_id: str, kind: ActorType, written: Sequence[str], lexicon: ActorLexicon, *, in_chinese: bool
) -> Actor:
    known = lexicon.actors.get(actor_id)
    if known:
        names = tuple(dict.fromkeys((*known.aliases, *written, *_last_names(kind, written))))
        own = (name for name in (known.display_name, *names) if is_chinese(name) is in_chinese)
        former = derived_ids(lexicon.own_names.get(actor_id, ()))
        display = next(own, known.display_name)
        return replace(known, display_name=display, aliases=names, former_ids=former)
    display = max(written, key=lambda name: (is_chinese(name) is in_chinese, len(name)))
    parent = lexicon.parent_of(actor_id)
    if kind is ActorType.ORGANIZATION and not parent:
        parent = lexicon.state_before(display)
    names = tuple(dict.fromkeys((*written, *_last_names(kind, written))))
    return Actor(actor_id, display, kind, names, parent)


def _last_names(kind: ActorType, written: Iterable[str]) -> Iterator[str]:
    """The last names of a person whose full name a text gives in Latin letters."""
    if kind is ActorType.PERSON:
        parts = (name.split() for name in written if not is_chinese(name))
        yield from (part[-1] for part in parts if len(part) > 1)
