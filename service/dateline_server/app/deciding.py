"""What people decide about which mentions are one event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from ..domain.decision import Decision, DecisionKind
from ..domain.event import StoredMention
from ..errors import InvalidInput
from ..store import decisions
from ..store.database import Database
from .changes import Decide, Revoke
from .document_questions import DocumentQuestions
from .event_questions import EventQuestions
from .recorder import Recorder
from .rulings import new_decision, place_of


def utc_now() -> datetime:
    """The time, to the microsecond that the database keeps."""
    return datetime.now(UTC)


class Deciding(DocumentQuestions, EventQuestions):
    """Decisions about the events of one timeline; from any thread."""

    def __init__(self, database: Database, recorder: Recorder) -> None:
        super().__init__(database)
        self._recorder = recorder

    def merge_events(self, event_ids: Sequence[str]) -> Decision:
        """Decides that events are one: all that is told of any of them, now and later.

        Raises:
            InvalidInput: they are fewer than two.
            NotFound: no such event.

        """
        told = {mention: event.id for event in self._events(event_ids) for mention in event.mentions}
        if len(set(told.values())) < 2:
            raise InvalidInput("name two events or more that are not one already", field="events")
        return self._rule(DecisionKind.MERGE, list(told))

    def split_event(self, event_id: str, document_ids: Sequence[str]) -> Decision:
        """Decides that what some documents tell of an event is another event.

        Raises:
            InvalidInput: they tell nothing of it, or nothing else does.
            NotFound: no such event.

        """
        told = self.get_event(event_id).mentions
        chosen = [mention for mention in told if mention.document_id in document_ids]
        if not 0 < len(chosen) < len(told):
            problem = "tell nothing of the event" if not chosen else "are all that tell of the event"
            raise InvalidInput(f"the documents {problem}: nothing can be split off", field="documents")
        return self._rule(DecisionKind.SPLIT, chosen)

    def _rule(self, kind: DecisionKind, told: Sequence[StoredMention]) -> Decision:
        stored = self.find_documents(sorted({mention.document_id for mention in told}))
        places = [
            place_of(mention, stored[mention.document_id].content_hash)
            for mention in told
            if mention.document_id in stored
        ]
        made = self._recorder.rule(Decide(new_decision(kind, places, utc_now()))).result()
        with self._database.read() as cursor:
            return decisions.everything(cursor).get(made.id, made)

    def list_decisions(self) -> list[Decision]:
        """Every decision about events, the oldest first."""
        with self._database.read() as cursor:
            return list(decisions.everything(cursor).values())

    def events_of(self, decision: Decision) -> list[str]:
        """The ids of the events that tell of a decision's mentions now."""
        places = {(place.document_id, place.field, place.trigger) for place, _ in decision.mentions}
        told = {
            event_id: None
            for document_id in sorted({document_id for document_id, _, _ in places})
            for event_id, mention in self.mentions_of(document_id)
            if (document_id, mention.mention.field, mention.mention.trigger) in places
        }
        return list(told)

    def revoke_decision(self, decision_id: str) -> Decision:
        """Takes a decision back; the events are what they would be without it. Raises NotFound."""
        return self._recorder.rule(Revoke(decision_id)).result()
