"""Offices that name no one (日本首相, 美国总统): who held them on the day a text was published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ...domain.actor import ActorMention, ActorType, MentionForm
from ...domain.text import Span
from .mentions import Words

OFFICE = "office"
"""The rule of mentions of people by their office."""
_CONTINUED = frozenset({"n", "vn", "nz", "nr", "PER", "ORG"})


@dataclass(frozen=True, slots=True)
class Term:
    """Who held an office from its first day to its last, as far as is known for certain."""

    person: str
    first: date
    last: date


Offices = Mapping[str, Mapping[str, Sequence[Term]]]
"""The terms by the state or body and the folded title."""


def office_holders(
    words: Words, mentions: Sequence[ActorMention], published: date | None, offices: Offices
) -> Iterator[ActorMention]:
    """Mentions of people by a title alone that stands directly behind its state or body.

    A title before a name (日本首相岸田) is no mention of its own, nor one that belongs to a longer word
    (总统选举). ``mentions`` are the names of the field in text order.
    """
    named = {mention.span.start for mention in mentions}
    for mention in mentions:
        titles = offices.get(mention.actor_id, {})
        end = mention.span.end
        title = max((one for one in titles if words.folded.startswith(one, end)), key=len, default="")
        span = Span(end, end + len(title))
        holder = _holder(titles[title], published) if title and published else ""
        if holder and span.end not in named and _stands_alone(words, span):
            yield ActorMention(span, holder, ActorType.PERSON, MentionForm.REFERENCE, mention.span, OFFICE)


def is_in_office(person: str, day: date | None, offices: Offices) -> bool:
    """Whether someone holds an office on a day."""
    terms = (term for titles in offices.values() for held in titles.values() for term in held)
    return any(term.person == person and term.first <= day <= term.last for term in terms if day)


def _holder(terms: Sequence[Term], day: date) -> str:
    return next((term.person for term in terms if term.first <= day <= term.last), "")


def _stands_alone(words: Words, span: Span) -> bool:
    """Whether a title ends a word, and no noun or name goes on behind it."""
    behind = words.over(Span(span.end, span.end + 1))
    return span.end in words.edges and not (behind and behind[0].tag in _CONTINUED)
