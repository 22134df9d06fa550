"""Sentences written as tagged words, so that rules are tested without a tagger."""

from __future__ import annotations

from datetime import date

from dateline_server.domain.actor import ActorMention, ActorType
from dateline_server.domain.text import Sentence, Span, Token, Zone
from dateline_server.domain.time import EventTime, Granularity, Timex, TimexType
from dateline_server.nlp.events.words import SentenceWords, sentence_words

ACTOR_TYPES = {
    "PER": ActorType.PERSON,
    "ORG": ActorType.ORGANIZATION,
    "GPE": ActorType.GEOPOLITICAL_ENTITY,
    "LOC": ActorType.LOCATION,
}


def day(year: int, month: int, number: int, *, approximate: bool = False) -> EventTime:
    """A day."""
    when = date(year, month, number)
    return EventTime(when, when, Granularity.DAY, edtf=when.isoformat() + "~" * approximate)


def sentence(tagged: str, *times: EventTime, zone: Zone = Zone.BODY) -> SentenceWords:
    """Reads ``word/tag`` pairs parted by spaces.

    Words tagged TIME become dates, with ``times`` in their order (else 1 January 2024); words
    tagged PER, ORG, GPE and LOC become actor mentions whose id is the word.
    """
    tokens, timexes, mentions, text = [], [], [], ""
    following = iter(times)
    for pair in tagged.split():
        form, _, tag = pair.rpartition("/")
        span = Span(len(text), len(text) + len(form))
        text += form
        tokens.append(Token(span, "LOC" if tag == "GPE" else tag))
        if tag == "TIME":
            time = next(following, day(2024, 1, 1))
            timexes.append(Timex(span, TimexType.DATE, time.edtf, time, "test"))
        if tag in ACTOR_TYPES:
            mentions.append(ActorMention(span, form, ACTOR_TYPES[tag]))
    return sentence_words(text, Sentence(Span(0, len(text)), zone, 0), tokens, timexes, mentions)
