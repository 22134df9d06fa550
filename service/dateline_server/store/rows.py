"""Domain values to rows and back, value by value; every pair of functions is a round trip."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from ..domain.event import Argument, EventMention, Factuality, Field, Role, StoredMention
from ..domain.text import Span
from ..domain.time import Anchor, EventTime, Extent, Granularity, Timex, TimexType, Unresolved
from .columns import Batch, lent
from .database import Cursor

Row = tuple[Any, ...]
Struct = dict[str, Any]


def append(cursor: Cursor, table: str, rows: Sequence[Row]) -> None:
    """Adds whole rows to a table."""
    if rows:
        relation = cursor.table(table)
        with lent(cursor, Batch(relation.columns, relation.types, rows)) as incoming:
            cursor.execute(f"INSERT INTO {table} FROM {incoming}")


def marks(values: Sequence[object]) -> str:
    """A parameter for each value, for ``IN (...)``."""
    return ", ".join("?" * len(values))


def from_utc(time: datetime) -> datetime:
    """A time as the database keeps it: UTC without saying so."""
    return time.astimezone(UTC).replace(tzinfo=None)


def to_utc(time: datetime) -> datetime:
    """The reverse of ``from_utc``."""
    return time.replace(tzinfo=UTC)


def time_struct(time: EventTime) -> Struct:
    """What an event time holds beside its two bounds."""
    return {
        "granularity": time.granularity,
        "extent": time.extent,
        "edtf": time.edtf,
        "anchor": time.anchor,
        "anchor_start": time.anchor_span.start if time.anchor_span is not None else None,
        "anchor_end": time.anchor_span.end if time.anchor_span is not None else None,
        "anchor_date": time.anchor_date,
        "imputed": time.imputed,
        "unresolved": time.unresolved,
    }


def to_time(first: date | None, last: date | None, struct: Struct) -> EventTime:
    """An event time from its bounds and the rest."""
    start = struct["anchor_start"]
    return EventTime(
        first,
        last,
        Granularity(struct["granularity"]),
        Extent(struct["extent"]),
        struct["edtf"],
        Anchor(struct["anchor"]),
        None if start is None else Span(start, struct["anchor_end"]),
        struct["anchor_date"],
        tuple(struct["imputed"]),
        Unresolved(struct["unresolved"]) if struct["unresolved"] else None,
    )


def timex_struct(timex: Timex, text: str) -> Struct:
    """A temporal expression with its words."""
    return {
        "start": timex.span.start,
        "end": timex.span.end,
        "text": text,
        "type": timex.type,
        "value": timex.value,
        "mod": timex.mod,
        "rule": timex.rule,
        "first_day": timex.time.first if timex.time else None,
        "last_day": timex.time.last if timex.time else None,
        "time": time_struct(timex.time) if timex.time else None,
    }


def to_timex(struct: Struct) -> Timex:
    """The reverse of ``timex_struct``."""
    time = struct["time"]
    return Timex(
        Span(struct["start"], struct["end"]),
        TimexType(struct["type"]),
        struct["value"],
        to_time(struct["first_day"], struct["last_day"], time) if time else None,
        struct["rule"],
        struct["mod"],
    )


def mention_row(mention_id: int, event_key: int, stored: StoredMention) -> Row:
    """A row of ``mentions``."""
    told = stored.mention
    return (
        mention_id,
        event_key,
        stored.document_id,
        stored.publication_date,
        told.field,
        told.sentence.start,
        told.sentence.end,
        stored.sentence_text,
        told.trigger.start,
        told.trigger.end,
        stored.trigger_text,
        told.type,
        told.time.first,
        told.time.last,
        time_struct(told.time),
        timex_struct(told.timex, stored.timex_text) if told.timex else None,
        _arguments(stored),
        told.factuality,
        told.confidence,
        told.summary,
        told.rules,
    )


def _arguments(stored: StoredMention) -> list[Struct]:
    return [
        {
            "role": argument.role,
            "start": argument.span.start,
            "end": argument.span.end,
            "actor_id": argument.actor_id,
            "text": text,
            "display_name": name,
        }
        for argument, text, name in zip(
            stored.mention.arguments, stored.argument_texts, stored.argument_names, strict=True
        )
    ]


def to_mention(row: Row) -> StoredMention:
    """A mention from a whole row of ``mentions``."""
    (_, _, document_id, publication_date, field, sentence_start, sentence_end, sentence_text) = row[:8]
    (trigger_start, trigger_end, trigger_text, event_type, first, last, time, timex) = row[8:16]
    (arguments, factuality, confidence, summary, rules) = row[16:]
    told = EventMention(
        field=Field(field),
        sentence=Span(sentence_start, sentence_end),
        trigger=Span(trigger_start, trigger_end),
        type=event_type,
        arguments=tuple(
            Argument(Role(a["role"]), Span(a["start"], a["end"]), a["actor_id"]) for a in arguments
        ),
        timex=to_timex(timex) if timex else None,
        time=to_time(first, last, time),
        factuality=Factuality(factuality),
        confidence=confidence,
        summary=summary,
        rules=tuple(rules),
    )
    return StoredMention(
        document_id=document_id,
        mention=told,
        sentence_text=sentence_text,
        trigger_text=trigger_text,
        timex_text=timex["text"] if timex else "",
        argument_texts=tuple(a["text"] for a in arguments),
        argument_names=tuple(a["display_name"] for a in arguments),
        publication_date=publication_date,
    )
