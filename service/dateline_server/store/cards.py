"""Whole events as JSON, one column of the table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ..domain.event import Event, Factuality, Participant, Role
from ..domain.time import EventTime
from .rows import Struct, time_struct, to_time

# Readers decode a hundred cards a page: no spaces, no escapes.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class EventRecord:
    """A stored event without its mentions, and the ids of those.

    ``put_off`` says that some tell of an old or a new date of what was put off.
    """

    event: Event
    mention_ids: tuple[int, ...]
    put_off: bool = False

    @property
    def actor_ids(self) -> frozenset[str]:
        """The actors that take part."""
        return frozenset(participant.actor_id for participant in self.event.participants)


def to_card(record: EventRecord) -> str:
    """An event as JSON."""
    event = record.event
    card = {
        "id": event.id,
        "type": event.type,
        "summary": event.summary,
        "time": _time_card(event.time),
        "participants": [[p.actor_id, p.display_name, p.role] for p in event.participants],
        "factuality": event.factuality,
        "confidence": event.confidence,
        "quote": event.quote,
        "quote_document_id": event.quote_document_id,
        "trigger": event.trigger,
        "timex_text": event.timex_text,
        "document_ids": event.document_ids,
        "mention_ids": record.mention_ids,
        "create_time": _moment(event.create_time),
        "update_time": _moment(event.update_time),
    }
    return _ENCODER.encode({**card, "put_off": True} if record.put_off else card)


def from_card(text: str) -> EventRecord:
    """The reverse of ``to_card``."""
    card = json.loads(text)
    event = Event(
        id=card["id"],
        type=card["type"],
        summary=card["summary"],
        time=_card_time(card["time"]),
        participants=tuple(
            Participant(actor, name, Role(role)) for actor, name, role in card["participants"]
        ),
        factuality=Factuality(card["factuality"]),
        confidence=card["confidence"],
        mention_count=len(card["mention_ids"]),
        create_time=datetime.fromisoformat(card["create_time"]).replace(tzinfo=UTC),
        update_time=datetime.fromisoformat(card["update_time"]).replace(tzinfo=UTC),
        quote=card["quote"],
        trigger=card["trigger"],
        timex_text=card["timex_text"],
        quote_document_id=card["quote_document_id"],
        document_ids=tuple(card["document_ids"]),
    )
    return EventRecord(event, tuple(card["mention_ids"]), card.get("put_off", False))


def _moment(time: datetime) -> str:
    return time.astimezone(UTC).replace(tzinfo=None).isoformat()


def _time_card(time: EventTime) -> Struct:
    days = {"first": _day_text(time.first), "last": _day_text(time.last)}
    return {**days, **time_struct(time), "anchor_date": _day_text(time.anchor_date)}


def _card_time(card: Struct) -> EventTime:
    struct = {**card, "anchor_date": _text_day(card["anchor_date"])}
    return to_time(_text_day(card["first"]), _text_day(card["last"]), struct)


def _day_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _text_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
