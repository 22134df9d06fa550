"""Event mentions of English texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ...domain.actor import Actor, ActorMention
from ...domain.event import EventMention, Factuality, Field
from ...domain.text import Sentence, Token
from ...domain.time import EventTime, Timex
from .assembly import assumed_time
from .english_arguments import ActorsOfSentence, find_arguments
from .english_dating import link_dates
from .english_discourse import EnglishSentence, assumed_main, with_carried_dates
from .english_factuality import is_set_for, judge, moved_to
from .english_links import POSTPONE, Link
from .english_products import product_owners, with_owner
from .english_rules import EnglishEventRules
from .english_spans import Spans
from .english_summary import summarize
from .english_syntax import Parse
from .english_tense import agrees, is_ahead
from .english_triggers import find_triggers

ASSUMED_WEIGHT = 0.5
"""The confidence in an event that only the publication date can date."""
UNKNOWN_TRIGGER = 0.8
"""What remains of the confidence when no lexicon has the trigger."""
NO_PARTICIPANT = 0.85
"""What remains of the confidence when nobody is named to take part."""


NEGATION, UNTIL = "negation", "+en.until"
"""What is not until a date, is then: the cue of factuality and the temporal modifier."""


@dataclass(frozen=True, slots=True)
class EnglishField:
    """A field of a document and what is known of the document.

    ``owners`` are the ids of those whose products the text names, by product.
    """

    part: Field
    text: str
    actors: Mapping[str, Actor]
    published: date | None
    rules: EnglishEventRules
    owners: Mapping[str, str] = field(default_factory=dict)


def find_english_events(
    view: EnglishField,
    sentences: Sequence[Sentence],
    tokens: Sequence[Sequence[Token]],
    timexes: Sequence[Timex],
    actor_mentions: Sequence[ActorMention],
) -> tuple[EventMention, ...]:
    """The event mentions of one field in order; ``tokens`` are given sentence by sentence."""
    dates, names = Spans.of(timexes), Spans.of(actor_mentions)
    read = [
        _read(view, sentence, words, dates.within(sentence.span), names.within(sentence.span))
        for sentence, words in zip(sentences, tokens, strict=True)
        if sentence.zone.tells_events and words and not _is_question(view.text, words)
    ]
    read = with_carried_dates(read, view.rules)
    view = replace(view, owners=product_owners(sentence.actors for sentence in read))
    found = [mention for sentence in read for mention in _dated(sentence, view)]
    found += [mention for sentence in read for mention in _assumed(sentence, read, view)]
    return tuple(sorted(found, key=lambda mention: mention.trigger))


def _read(
    view: EnglishField,
    sentence: Sentence,
    tokens: Sequence[Token],
    timexes: Sequence[Timex],
    mentions: Sequence[ActorMention],
) -> EnglishSentence:
    parse = Parse.of(view.text, tokens)
    triggers = find_triggers(parse, view.rules)
    links = link_dates(parse, triggers, timexes, view.published, view.rules)
    actors = ActorsOfSentence.of(parse, mentions, view.rules)
    return EnglishSentence(sentence, parse, tuple(timexes), triggers, links, actors)


def _is_question(text: str, tokens: Sequence[Token]) -> bool:
    """Whether a sentence asks, and so tells nothing."""
    return any(token.span.of(text) == "?" for token in tokens[-2:])


def _dated(sentence: EnglishSentence, view: EnglishField) -> Iterator[EventMention]:
    for index, link in sentence.links.items():
        time = link.timex.time
        told_ahead = _tells_ahead(sentence, index, link, view.rules)
        if time is None or not (told_ahead or agrees(sentence.parse, index, time, view.published)):
            continue
        yield _mention(sentence, index, time, link, view)


def _tells_ahead(sentence: EnglishSentence, index: int, link: Link, rules: EnglishEventRules) -> bool:
    """Whether a verb tells of a day to come even in the past tense: was planned for, postponed to."""
    governor = rules.governor(sentence.parse, index)
    planned = governor is not None and governor.id == "intention"
    is_set = is_set_for(sentence.parse, index, link.timex)
    return planned or is_set or sentence.triggers[index].type == POSTPONE


def _assumed(
    sentence: EnglishSentence, read: Sequence[EnglishSentence], view: EnglishField
) -> Iterator[EventMention]:
    index = assumed_main(sentence, read, view.rules)
    if index is not None and view.published is not None:
        yield _mention(sentence, index, assumed_time(view.published), None, view)


def _mention(
    sentence: EnglishSentence, index: int, time: EventTime, link: Link | None, view: EnglishField
) -> EventMention:
    parse, trigger = sentence.parse, sentence.triggers[index]
    arguments = with_owner(find_arguments(sentence.actors, index), view.text, view.owners)
    factuality, cue = judge(parse, index, time, view.published, view.rules)
    if link is not None and trigger.type == POSTPONE:
        factuality, cue = moved_to(parse, index, link.timex) or (factuality, cue)
    is_open = link is not None and factuality is Factuality.ASSERTED and is_ahead(time, view.published)
    if link is not None and is_open and is_set_for(parse, index, link.timex):
        factuality, cue = Factuality.PLANNED, "set-for"
    if link is not None and cue == NEGATION and link.timex.rule.endswith(UNTIL):
        factuality = Factuality.PLANNED if is_ahead(time, view.published) else Factuality.ASSERTED
    weight = link.weight if link else ASSUMED_WEIGHT
    weight *= 1.0 if trigger.known else UNKNOWN_TRIGGER
    weight *= 1.0 if any(argument.role.is_participant for argument in arguments) else NO_PARTICIPANT
    names = ("en-verb" if not trigger.is_noun else "en-noun", link.rule if link else "publication-date", cue)
    return EventMention(
        field=view.part,
        sentence=sentence.sentence.span,
        trigger=parse.tokens[index].span,
        type=trigger.type,
        arguments=arguments,
        timex=link.timex if link else None,
        time=time,
        factuality=factuality,
        confidence=round(weight, 3),
        summary=summarize(parse, index, arguments, view.actors),
        rules=tuple(filter(None, names)),
    )
