"""A news text and everything that can be read from it alone."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from .actor import Actor, ActorMention
from .event import EventMention
from .text import Language, Sentence
from .time import Timex


class MediaType(StrEnum):
    """What a text is."""

    PLAIN = "text/plain"
    MARKDOWN = "text/markdown"
    HTML = "text/html"


class DateSource(StrEnum):
    """Where a publication date came from, the most trusted first."""

    CLIENT = "client"
    FRONT_MATTER = "front-matter"
    METADATA = "metadata"
    DATELINE = "dateline"
    URI = "uri"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Document:
    """A news text as it was submitted. ``language`` None: detect it."""

    id: str
    text: str
    title: str = ""
    language: Language | None = None
    publication_date: datetime.date | None = None
    publisher: str = ""
    uri: str = ""
    media_type: MediaType = MediaType.PLAIN


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A publication date that something speaks for.

    ``year`` is None when only month and day are known. ``evidence`` are the words that say it.
    ``conflict`` says why it lost, and is empty for the chosen one.
    """

    year: int | None
    month: int
    day: int
    source: DateSource
    evidence: str
    conflict: str = ""

    @property
    def date(self) -> datetime.date | None:
        """The day, when it is wholly known."""
        return None if self.year is None else datetime.date(self.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """The document creation time (DCT) and what speaks for and against it.

    ``date`` is None when nothing tells it: relative expressions then stay unresolved.
    ``not_before`` is the earliest day on which the text can have been published, as far as its
    own dates tell. The chosen candidate comes first.
    """

    date: datetime.date | None
    source: DateSource | None
    candidates: tuple[DateCandidate, ...] = ()
    not_before: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class FieldAnalysis:
    """What was found in one field; every span counts code points of that field."""

    sentences: tuple[Sentence, ...] = ()
    timexes: tuple[Timex, ...] = ()
    actor_mentions: tuple[ActorMention, ...] = ()
    mentions: tuple[EventMention, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that can be read from one document, without looking at any other."""

    document: Document
    language: Language
    publication_date: PublicationDate
    actors: tuple[Actor, ...]
    title: FieldAnalysis
    text: FieldAnalysis
    analyzer_version: str
