"""What every format is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Protocol

from ...domain.actor import Actor
from ...domain.event import Event, Factuality, Role
from ...domain.query import StoredDocument
from ...domain.time import OPEN_END, OPEN_START, EventTime

CHUNK = 64 * 1024
"""The most bytes in a part of a file."""


@dataclass(frozen=True, slots=True)
class ExportRow:
    """An event, the document that its quote stands in, and, where a format asks, its actors by id."""

    event: Event
    source: StoredDocument | None
    actors: Mapping[str, Actor] = field(default_factory=dict)


class LeftOut(StrEnum):
    """Why a format cannot hold an event: its date is missing, beyond the format's, or its kind is."""

    UNDATED = "undated"
    OUT_OF_RANGE = "out of range"
    UNMAPPED = "unmapped"


@dataclass(frozen=True, slots=True)
class Line:
    """An event as bytes; ``rounded`` says that its date is less exact than the event's own."""

    data: bytes
    rounded: bool = False


class Writer(Protocol):
    """One file being written: ``begin``, each row in order, ``end``, and ``close`` whatever happened."""

    def begin(self) -> bytes:
        """What stands before the first event."""

    def row(self, row: ExportRow) -> Line | LeftOut:
        """An event; its bytes may be empty where they come later."""

    def end(self) -> Iterator[bytes]:
        """What stands behind the last event, in parts."""

    def close(self) -> None:
        """Gives back what the writer holds."""


@dataclass(frozen=True, slots=True)
class LineWriter:
    """A format in which every event stands for itself."""

    line: Callable[[ExportRow], Line | LeftOut]
    header: bytes = b""
    footer: bytes = b""

    def begin(self) -> bytes:
        """The header."""
        return self.header

    def row(self, row: ExportRow) -> Line | LeftOut:
        """An event."""
        return self.line(row)

    def end(self) -> Iterator[bytes]:
        """The footer."""
        yield self.footer

    def close(self) -> None:
        """Holds nothing."""


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last possible day; an open end is None, and never both are."""

    first: date | None
    last: date | None

    @property
    def start(self) -> date:
        """The first day, or the last where there is no first."""
        return self.first or self.last or OPEN_START

    @property
    def end(self) -> date:
        """The last day, or the first where there is no last."""
        return self.last or self.first or OPEN_END

    @property
    def is_open(self) -> bool:
        """Whether an end is open."""
        return self.first is None or self.last is None


def days_of(time: EventTime) -> Days | None:
    """The days of a time; None when nothing is known of either end."""
    first = None if time.first == OPEN_START else time.first
    last = None if time.last == OPEN_END else time.last
    return None if first is None and last is None else Days(first, last)


def acting(event: Event) -> list[str]:
    """The names of those that take part, each once."""
    who = dict.fromkeys((p.actor_id, p.display_name) for p in event.participants if p.role.is_participant)
    return [name for _, name in who]


def names(event: Event, *roles: Role) -> list[str]:
    """The names in some roles."""
    return [p.display_name for p in event.participants if p.role in roles]


def address(source: StoredDocument | None) -> str:
    """The web address of a document, if it has one."""
    uri = source.document.uri if source else ""
    return uri if uri.startswith(("http://", "https://")) else ""


def publisher(source: StoredDocument | None) -> str:
    """Who published a document, as far as it is known; else its title or id."""
    return (source.document.publisher or source.document.title or source.document.id) if source else ""


def moment(time: datetime) -> str:
    """A moment in UTC, to the second."""
    return f"{time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def is_expected(factuality: Factuality) -> bool:
    """Whether an event is told of as something that may still come."""
    return factuality in (Factuality.PLANNED, Factuality.POSSIBLE)
