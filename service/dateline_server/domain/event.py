"""What happened: mentions in texts, and the events that they tell of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from .text import Span
from .time import EventTime, Timex


class Field(StrEnum):
    """The field of a document that a span lies in; each has its own offsets."""

    TITLE = "title"
    TEXT = "text"


class Role(StrEnum):
    """The part that an argument plays."""

    AGENT = "agent"
    PATIENT = "patient"
    COUNTERPART = "counterpart"
    PLACE = "place"
    THEME = "theme"
    SOURCE = "source"
    AMOUNT = "amount"

    @property
    def is_participant(self) -> bool:
        """Whether its actor takes part in the event."""
        return self in (Role.AGENT, Role.PATIENT, Role.COUNTERPART)


class Factuality(StrEnum):
    """What a text claims about an event's having happened."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    POSSIBLE = "possible"
    NEGATED = "negated"


@dataclass(frozen=True, slots=True)
class Argument:
    """A phrase that fills a role; ``actor_id`` is empty when it names no actor."""

    role: Role
    span: Span
    actor_id: str = ""


@dataclass(frozen=True, slots=True)
class EventMention:
    """One place in a text that tells of an event.

    ``timex`` dates it; where it is None, or only means now, the publication date is assumed.
    ``summary`` is one line for people. ``confidence`` lies in 0..1. ``rules`` are the ids of the rules
    that gave trigger, date, factuality and arguments, for explanations.
    """

    field: Field
    sentence: Span
    trigger: Span
    type: str
    arguments: tuple[Argument, ...]
    timex: Timex | None
    time: EventTime
    factuality: Factuality
    confidence: float
    summary: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor in an event."""

    actor_id: str
    display_name: str
    role: Role


@dataclass(frozen=True, slots=True)
class StoredMention:
    """A mention as the store keeps it: with its document and the words themselves.

    Actors are given by id and display name for every argument of ``mention``, in its order.
    ``publication_date`` is the document's.
    """

    document_id: str
    mention: EventMention
    sentence_text: str
    trigger_text: str
    timex_text: str
    argument_texts: tuple[str, ...]
    argument_names: tuple[str, ...]
    publication_date: date | None = None


@dataclass(frozen=True, slots=True)
class ToldMention:
    """A stored mention and the id of the event that it tells of."""

    event_id: str
    stored: StoredMention


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, joined from every mention of it.

    ``quote``, ``trigger`` and ``timex_text`` are the words of the best mention, which stands in
    ``quote_document_id``. ``document_ids`` has the oldest first. ``mentions`` are filled only where
    that is said. ``superseded_by`` are the events of the new dates of what was put off, and
    ``supersedes`` those of the old ones, where events are shown.
    """

    id: str
    type: str
    summary: str
    time: EventTime
    participants: tuple[Participant, ...]
    factuality: Factuality
    confidence: float
    mention_count: int
    create_time: datetime
    update_time: datetime
    quote: str = ""
    trigger: str = ""
    timex_text: str = ""
    quote_document_id: str = ""
    document_ids: tuple[str, ...] = ()
    mentions: tuple[StoredMention, ...] = ()
    superseded_by: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
