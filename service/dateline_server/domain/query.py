"""What is asked of a timeline, and how answers come: in pages, after a position."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from .actor import Actor
from .document import Document, PublicationDate
from .event import Factuality, Role
from .time import DateMatch

T = TypeVar("T")


class Order(StrEnum):
    """The order of events. Those without a date come last in either."""

    TIME = "time"
    TIME_DESC = "time desc"


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Which events are meant, and in what order; every field that is set must hold.

    ``start`` and ``end`` are a half-open range ``[start, end)`` of days; with either set, events
    without a date are left out. Actors are ids or any alias, in any script. ``roles`` are those of
    the actors that are asked for, or of any actor when none is. Empty ``factualities`` mean
    asserted and planned. ``documents`` are document ids. ``text`` are words, in any script, all of
    which stand in an event's summary or in the sentences that tell of it. ``as_of`` is a day at
    whose end (UTC) the events are seen: made from the documents that were stored by then.
    """

    start: date | None = None
    end: date | None = None
    match: DateMatch = DateMatch.POSSIBLE
    any_actors: tuple[str, ...] = ()
    all_actors: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    types: tuple[str, ...] = ()
    factualities: tuple[Factuality, ...] = ()
    min_confidence: float = 0.0
    documents: tuple[str, ...] = ()
    text: str = ""
    as_of: date | None = None
    order: Order = Order.TIME


@dataclass(frozen=True, slots=True)
class PageToken:
    """Where a page ended: the last item's place in the order, as text.

    ``query`` identifies the query that the page belongs to.
    """

    query: str
    position: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of the answers; ``next`` is None on the last page."""

    items: tuple[T, ...]
    next: PageToken | None = None


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as the store keeps it. ``document.text`` is empty in lists.

    ``content_hash`` is that of the first submission: a later publication date does not change it.
    """

    document: Document
    publication_date: PublicationDate
    content_hash: str
    analyzer_version: str
    mention_count: int
    create_time: datetime
    update_time: datetime


@dataclass(frozen=True, slots=True)
class StoredActor:
    """An actor and the number of events that it is part of.

    ``candidates`` are the actors of the lexicon that this one may be: filled, where it is asked for by
    itself, when there are several, since its id would otherwise lead to the one.
    """

    actor: Actor
    event_count: int
    candidates: tuple[str, ...] = ()
