"""Domain values to messages and back: two functions per type, named alike.

``x_from_wire(x_to_wire(x)) == x`` holds for every type. What comes from a client goes through
``validation`` first; these functions trust their input.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from dateline.v1 import actor_pb2, document_pb2, event_pb2, time_pb2
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from ..domain.actor import Actor, ActorMention
from ..domain.document import DateCandidate, Document, MediaType
from ..domain.event import Argument, Event, EventMention, Participant, StoredMention
from ..domain.text import Language, Span
from ..domain.time import OPEN_END, OPEN_START, EventTime, Timex
from . import enums


def name_of(collection: str, identifier: str) -> str:
    """The resource name ``collection/identifier``; empty for an empty identifier."""
    return f"{collection}/{identifier}" if identifier else ""


def id_of(collection: str, name: str) -> str:
    """The identifier in a resource name; the opposite of ``name_of``."""
    return name.removeprefix(f"{collection}/")


def span_to_wire(span: Span, words: str = "") -> time_pb2.TextSpan:
    """A span with the words that it covers."""
    return time_pb2.TextSpan(start_offset=span.start, end_offset=span.end, text=words)


def span_from_wire(span: time_pb2.TextSpan) -> Span:
    """The offsets of a span."""
    return Span(span.start_offset, span.end_offset)


def date_to_wire(day: date) -> Date:
    """A full date."""
    return Date(year=day.year, month=day.month, day=day.day)


def date_from_wire(day: Date) -> date:
    """A full date."""
    return date(day.year, day.month, day.day)


def timestamp_to_wire(moment: datetime) -> Timestamp:
    """A moment, to the microsecond."""
    stamp = Timestamp()
    stamp.FromDatetime(moment)
    return stamp


def timestamp_from_wire(stamp: Timestamp) -> datetime:
    """A moment in UTC."""
    return stamp.ToDatetime(tzinfo=UTC)


def time_to_wire(time: EventTime, text: str = "") -> time_pb2.EventTime:
    """A time; ``text`` is the field that its anchor lies in, where it is at hand."""
    message = time_pb2.EventTime(
        extent=enums.EXTENT.to_wire(time.extent),
        granularity=enums.GRANULARITY.to_wire(time.granularity),
        edtf=time.edtf,
        anchor=enums.ANCHOR.to_wire(time.anchor),
        imputed_parts=time.imputed,
        unresolved_reason=enums.UNRESOLVED.to_wire(time.unresolved),
    )
    if time.first is not None and time.first != OPEN_START:
        message.first_date.CopyFrom(date_to_wire(time.first))
    if time.last is not None and time.last != OPEN_END:
        message.last_date.CopyFrom(date_to_wire(time.last))
    if time.anchor_span is not None:
        message.anchor_span.CopyFrom(span_to_wire(time.anchor_span, time.anchor_span.of(text)))
    if time.anchor_date is not None:
        message.anchor_date.CopyFrom(date_to_wire(time.anchor_date))
    return message


def time_from_wire(time: time_pb2.EventTime) -> EventTime:
    """A time."""
    unresolved = enums.UNRESOLVED.optional(time.unresolved_reason)
    first = date_from_wire(time.first_date) if time.HasField("first_date") else OPEN_START
    last = date_from_wire(time.last_date) if time.HasField("last_date") else OPEN_END
    return EventTime(
        first=None if unresolved else first,
        last=None if unresolved else last,
        granularity=enums.GRANULARITY.from_wire(time.granularity),
        extent=enums.EXTENT.from_wire(time.extent),
        edtf=time.edtf,
        anchor=enums.ANCHOR.from_wire(time.anchor),
        anchor_span=span_from_wire(time.anchor_span) if time.HasField("anchor_span") else None,
        anchor_date=date_from_wire(time.anchor_date) if time.HasField("anchor_date") else None,
        imputed=tuple(time.imputed_parts),
        unresolved=unresolved,
    )


def timex_to_wire(timex: Timex, words: str = "", text: str = "") -> time_pb2.Timex:
    """A temporal expression; ``words`` are its own, ``text`` the field that it lies in."""
    return time_pb2.Timex(
        span=span_to_wire(timex.span, words or timex.span.of(text)),
        type=enums.TIMEX_TYPE.to_wire(timex.type),
        value=timex.value,
        mod=timex.mod,
        time=None if timex.time is None else time_to_wire(timex.time, text),
        rule=timex.rule,
    )


def timex_from_wire(timex: time_pb2.Timex) -> Timex:
    """A temporal expression."""
    return Timex(
        span=span_from_wire(timex.span),
        type=enums.TIMEX_TYPE.from_wire(timex.type),
        value=timex.value,
        time=time_from_wire(timex.time) if timex.HasField("time") else None,
        rule=timex.rule,
        mod=timex.mod,
    )


def actor_to_wire(actor: Actor, event_count: int = 0) -> actor_pb2.Actor:
    """An actor."""
    return actor_pb2.Actor(
        name=name_of("actors", actor.id),
        display_name=actor.display_name,
        type=enums.ACTOR_TYPE.to_wire(actor.type),
        aliases=actor.aliases,
        parent_actor=name_of("actors", actor.parent_id),
        event_count=event_count,
        wikidata_id=actor.wikidata,
    )


def actor_from_wire(actor: actor_pb2.Actor) -> Actor:
    """An actor."""
    return Actor(
        id=id_of("actors", actor.name),
        display_name=actor.display_name,
        type=enums.ACTOR_TYPE.from_wire(actor.type),
        aliases=tuple(actor.aliases),
        parent_id=id_of("actors", actor.parent_actor),
        wikidata=actor.wikidata_id,
    )


def actor_mention_to_wire(mention: ActorMention, text: str = "") -> actor_pb2.ActorMention:
    """A place in ``text`` that refers to an actor."""
    message = actor_pb2.ActorMention(
        span=span_to_wire(mention.span, mention.span.of(text)),
        actor=name_of("actors", mention.actor_id),
        type=enums.ACTOR_TYPE.to_wire(mention.type),
        form=enums.MENTION_FORM.to_wire(mention.form),
        rule=mention.rule,
    )
    if mention.antecedent is not None:
        message.antecedent.CopyFrom(span_to_wire(mention.antecedent, mention.antecedent.of(text)))
    return message


def actor_mention_from_wire(mention: actor_pb2.ActorMention) -> ActorMention:
    """A place in a text that refers to an actor."""
    return ActorMention(
        span=span_from_wire(mention.span),
        actor_id=id_of("actors", mention.actor),
        type=enums.ACTOR_TYPE.from_wire(mention.type),
        form=enums.MENTION_FORM.from_wire(mention.form),
        antecedent=span_from_wire(mention.antecedent) if mention.HasField("antecedent") else None,
        rule=mention.rule,
    )


def candidate_to_wire(candidate: DateCandidate) -> document_pb2.PublicationDateCandidate:
    """A publication date that something speaks for."""
    return document_pb2.PublicationDateCandidate(
        date=Date(year=candidate.year or 0, month=candidate.month, day=candidate.day),
        source=enums.DATE_SOURCE.to_wire(candidate.source),
        evidence=candidate.evidence,
        conflict=candidate.conflict,
    )


def candidate_from_wire(candidate: document_pb2.PublicationDateCandidate) -> DateCandidate:
    """A publication date that something speaks for."""
    return DateCandidate(
        year=candidate.date.year or None,
        month=candidate.date.month,
        day=candidate.date.day,
        source=enums.DATE_SOURCE.from_wire(candidate.source),
        evidence=candidate.evidence,
        conflict=candidate.conflict,
    )


def document_to_wire(document: Document) -> document_pb2.Document:
    """A document as it was submitted."""
    message = document_pb2.Document(
        name=name_of("documents", document.id),
        title=document.title,
        text=document.text,
        language_code=document.language or "",
        publisher=document.publisher,
        uri=document.uri,
        media_type=document.media_type,
    )
    if document.publication_date is not None:
        message.publication_date.CopyFrom(date_to_wire(document.publication_date))
    return message


def document_from_wire(document: document_pb2.Document) -> Document:
    """A document as it was submitted."""
    return Document(
        id=id_of("documents", document.name),
        text=document.text,
        title=document.title,
        language=Language(document.language_code) if document.language_code else None,
        publication_date=(
            date_from_wire(document.publication_date) if document.HasField("publication_date") else None
        ),
        publisher=document.publisher,
        uri=document.uri,
        media_type=MediaType(document.media_type or MediaType.PLAIN),
    )


def argument_to_wire(argument: Argument, words: str = "", display_name: str = "") -> event_pb2.Argument:
    """A phrase that fills a role, with its words and its actor's display name."""
    return event_pb2.Argument(
        role=enums.ROLE.to_wire(argument.role),
        span=span_to_wire(argument.span, words),
        actor=name_of("actors", argument.actor_id),
        display_name=display_name,
    )


def argument_from_wire(argument: event_pb2.Argument) -> Argument:
    """A phrase that fills a role."""
    return Argument(
        role=enums.ROLE.from_wire(argument.role),
        span=span_from_wire(argument.span),
        actor_id=id_of("actors", argument.actor),
    )


def evidence_to_wire(stored: StoredMention) -> document_pb2.Evidence:
    """Where a mention stands."""
    message = document_pb2.Evidence(
        document=name_of("documents", stored.document_id),
        field=enums.FIELD.to_wire(stored.mention.field),
        sentence=span_to_wire(stored.mention.sentence, stored.sentence_text),
    )
    if stored.publication_date is not None:
        message.publication_date.CopyFrom(date_to_wire(stored.publication_date))
    return message


def mention_to_wire(stored: StoredMention, text: str = "") -> event_pb2.EventMention:
    """A mention with its evidence; ``text`` is the field that it lies in, where it is at hand."""
    mention = stored.mention
    arguments = zip(mention.arguments, stored.argument_texts, stored.argument_names, strict=True)
    return event_pb2.EventMention(
        evidence=evidence_to_wire(stored),
        trigger=span_to_wire(mention.trigger, stored.trigger_text),
        event_type=mention.type,
        arguments=[argument_to_wire(*argument) for argument in arguments],
        timex=None if mention.timex is None else timex_to_wire(mention.timex, stored.timex_text, text),
        time=time_to_wire(mention.time, text),
        factuality=enums.FACTUALITY.to_wire(mention.factuality),
        confidence=mention.confidence,
        summary=mention.summary,
        rules=mention.rules,
    )


def mention_from_wire(message: event_pb2.EventMention) -> StoredMention:
    """A mention with its evidence."""
    mention = EventMention(
        field=enums.FIELD.from_wire(message.evidence.field),
        sentence=span_from_wire(message.evidence.sentence),
        trigger=span_from_wire(message.trigger),
        type=message.event_type,
        arguments=tuple(map(argument_from_wire, message.arguments)),
        timex=timex_from_wire(message.timex) if message.HasField("timex") else None,
        time=time_from_wire(message.time),
        factuality=enums.FACTUALITY.from_wire(message.factuality),
        confidence=message.confidence,
        summary=message.summary,
        rules=tuple(message.rules),
    )
    evidence = message.evidence
    return StoredMention(
        document_id=id_of("documents", evidence.document),
        mention=mention,
        sentence_text=evidence.sentence.text,
        trigger_text=message.trigger.text,
        timex_text=message.timex.span.text,
        argument_texts=tuple(argument.span.text for argument in message.arguments),
        argument_names=tuple(argument.display_name for argument in message.arguments),
        publication_date=(
            date_from_wire(evidence.publication_date) if evidence.HasField("publication_date") else None
        ),
    )


def participant_to_wire(participant: Participant) -> event_pb2.Participant:
    """An actor in an event."""
    return event_pb2.Participant(
        actor=name_of("actors", participant.actor_id),
        display_name=participant.display_name,
        role=enums.ROLE.to_wire(participant.role),
    )


def participant_from_wire(participant: event_pb2.Participant) -> Participant:
    """An actor in an event."""
    return Participant(
        actor_id=id_of("actors", participant.actor),
        display_name=participant.display_name,
        role=enums.ROLE.from_wire(participant.role),
    )


def event_to_wire(event: Event) -> event_pb2.Event:
    """An event with the mentions that it comes with."""
    return event_pb2.Event(
        name=name_of("events", event.id),
        event_type=event.type,
        summary=event.summary,
        time=time_to_wire(event.time),
        participants=map(participant_to_wire, event.participants),
        factuality=enums.FACTUALITY.to_wire(event.factuality),
        confidence=event.confidence,
        mention_count=event.mention_count,
        mentions=map(mention_to_wire, event.mentions),
        create_time=timestamp_to_wire(event.create_time),
        update_time=timestamp_to_wire(event.update_time),
        quote=event.quote,
        documents=[name_of("documents", identifier) for identifier in event.document_ids],
        trigger=event.trigger,
        time_expression=event.timex_text,
        quote_document=name_of("documents", event.quote_document_id),
        superseded_by=[name_of("events", identifier) for identifier in event.superseded_by],
        supersedes=[name_of("events", identifier) for identifier in event.supersedes],
    )


def event_from_wire(event: event_pb2.Event) -> Event:
    """An event; its times are in UTC."""
    return Event(
        id=id_of("events", event.name),
        type=event.event_type,
        summary=event.summary,
        time=time_from_wire(event.time),
        participants=tuple(map(participant_from_wire, event.participants)),
        factuality=enums.FACTUALITY.from_wire(event.factuality),
        confidence=event.confidence,
        mention_count=event.mention_count,
        create_time=timestamp_from_wire(event.create_time),
        update_time=timestamp_from_wire(event.update_time),
        quote=event.quote,
        trigger=event.trigger,
        timex_text=event.time_expression,
        quote_document_id=id_of("documents", event.quote_document),
        document_ids=tuple(id_of("documents", name) for name in event.documents),
        mentions=tuple(map(mention_from_wire, event.mentions)),
        superseded_by=tuple(id_of("events", name) for name in event.superseded_by),
        supersedes=tuple(id_of("events", name) for name in event.supersedes),
    )
