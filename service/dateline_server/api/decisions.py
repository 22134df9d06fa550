"""Decisions about events over the wire."""

from __future__ import annotations

from typing import Any

from dateline.v1 import admin_service_pb2

from ..app.timeline import Timeline
from ..domain.decision import Decision, MentionPlace
from . import convert, enums
from .validation import checked_name


def merge_events(timeline: Timeline, request: Any) -> admin_service_pb2.Decision:
    """Decides that events are one."""
    events = [checked_name("events", name, "events") for name in request.events]
    return decision_to_wire(timeline, timeline.merge_events(events))


def split_event(timeline: Timeline, request: Any) -> admin_service_pb2.Decision:
    """Decides that what some documents tell of an event is another one."""
    event = checked_name("events", request.name)
    documents = [checked_name("documents", name, "documents") for name in request.documents]
    return decision_to_wire(timeline, timeline.split_event(event, documents))


def list_decisions(timeline: Timeline) -> admin_service_pb2.ListDecisionsResponse:
    """Every decision, the oldest first."""
    found = [decision_to_wire(timeline, decision) for decision in timeline.list_decisions()]
    return admin_service_pb2.ListDecisionsResponse(decisions=found)


def revoke_decision(timeline: Timeline, request: Any) -> None:
    """Takes a decision back."""
    timeline.revoke_decision(checked_name("decisions", request.name))


def decision_to_wire(timeline: Timeline, decision: Decision) -> admin_service_pb2.Decision:
    """A decision and the events that tell of its mentions now."""
    return admin_service_pb2.Decision(
        name=convert.name_of("decisions", decision.id),
        kind=enums.DECISION.to_wire(decision.kind),
        mentions=[_mention_to_wire(place) for place, _ in decision.mentions],
        events=[convert.name_of("events", event) for event in timeline.events_of(decision)],
        create_time=convert.timestamp_to_wire(decision.create_time),
    )


def _mention_to_wire(place: MentionPlace) -> admin_service_pb2.DecidedMention:
    return admin_service_pb2.DecidedMention(
        document=convert.name_of("documents", place.document_id),
        field=enums.FIELD.to_wire(place.field),
        trigger=convert.span_to_wire(place.trigger),
    )
