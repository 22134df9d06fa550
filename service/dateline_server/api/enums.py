"""Closed sets of values, domain and wire: one codec per pair, checked for completeness at import."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Generic, TypeVar

from dateline.v1 import (
    actor_pb2,
    admin_service_pb2,
    document_pb2,
    event_pb2,
    ingestion_service_pb2,
    time_pb2,
    timeline_service_pb2,
)

from ..app import reanalysis
from ..app.explanation import steps
from ..domain import actor, decision, document, event, time

E = TypeVar("E", bound=StrEnum)


class EnumCodec(Generic[E]):
    """Maps ``E.NAME`` to ``PREFIX_NAME`` and back; ``PREFIX_UNSPECIFIED`` is None.

    Raises:
        ValueError: the two sides do not have the same members.

    """

    def __init__(self, domain: type[E], wire: Any, prefix: str) -> None:
        self._to_wire = {member: wire.Value(f"{prefix}_{member.name}") for member in domain}
        self._from_wire = {number: member for member, number in self._to_wire.items()}
        if set(wire.values()) != {0, *self._from_wire}:
            raise ValueError(f"{domain.__name__} lacks members of {prefix}")

    def to_wire(self, member: E | None) -> Any:
        """The number of a member."""
        return 0 if member is None else self._to_wire[member]

    def optional(self, number: int) -> E | None:
        """The member of a number; None for unspecified and for numbers of a newer client."""
        return self._from_wire.get(number)

    def from_wire(self, number: int) -> E:
        """The member of a number that must be specified.

        Raises:
            ValueError: it is not.

        """
        if number not in self._from_wire:
            raise ValueError(f"{number} is no specified value")
        return self._from_wire[number]


ACTOR_TYPE = EnumCodec(actor.ActorType, actor_pb2.ActorType, "ACTOR_TYPE")
ANCHOR = EnumCodec(time.Anchor, time_pb2.TimeAnchor, "TIME_ANCHOR")
ASPECT = EnumCodec(steps.Aspect, timeline_service_pb2.ExplanationAspect, "EXPLANATION_ASPECT")
DATE_MATCH = EnumCodec(time.DateMatch, timeline_service_pb2.DateMatch, "DATE_MATCH")
DATE_SOURCE = EnumCodec(document.DateSource, document_pb2.PublicationDateSource, "PUBLICATION_DATE_SOURCE")
DECISION = EnumCodec(decision.DecisionKind, admin_service_pb2.DecisionKind, "DECISION_KIND")
DIFFERENCE = EnumCodec(
    reanalysis.DifferenceKind, ingestion_service_pb2.EventDifferenceKind, "EVENT_DIFFERENCE_KIND"
)
EXTENT = EnumCodec(time.Extent, time_pb2.TimeExtent, "TIME_EXTENT")
FACTUALITY = EnumCodec(event.Factuality, event_pb2.Factuality, "FACTUALITY")
FIELD = EnumCodec(event.Field, document_pb2.DocumentField, "DOCUMENT_FIELD")
GRANULARITY = EnumCodec(time.Granularity, time_pb2.Granularity, "GRANULARITY")
MENTION_FORM = EnumCodec(actor.MentionForm, actor_pb2.ActorMentionForm, "ACTOR_MENTION_FORM")
ROLE = EnumCodec(event.Role, event_pb2.Role, "ROLE")
TIMEX_TYPE = EnumCodec(time.TimexType, time_pb2.TimexType, "TIMEX_TYPE")
UNRESOLVED = EnumCodec(time.Unresolved, time_pb2.UnresolvedReason, "UNRESOLVED_REASON")
