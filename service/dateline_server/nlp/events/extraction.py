"""From words, dates and actors to event mentions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...domain.actor import Actor, ActorMention
from ...domain.document import PublicationDate
from ...domain.event import EventMention, Field
from ...domain.text import Language, Sentence, Token
from ...domain.time import Timex
from .chinese import ChineseField, find_chinese_events
from .english import EnglishField, find_english_events
from .postponement import settle_postponed
from .rules import EventRules


def find_events(
    field: Field,
    text: str,
    folded: str,
    sentences: Sequence[Sentence],
    tokens: Sequence[Sequence[Token]],
    timexes: Sequence[Timex],
    actor_mentions: Sequence[ActorMention],
    actors: Mapping[str, Actor],
    published: PublicationDate,
    language: Language,
    rules: EventRules,
) -> tuple[EventMention, ...]:
    """The event mentions of one field in order; ``tokens`` are given sentence by sentence."""
    if not language.is_chinese:
        english = EnglishField(field, text, actors, published.date, rules.english)
        found = find_english_events(english, sentences, tokens, timexes, actor_mentions)
    else:
        view = ChineseField(field, text, folded, actors, published)
        found = find_chinese_events(view, sentences, tokens, timexes, actor_mentions, rules)
    return settle_postponed(found, folded)
