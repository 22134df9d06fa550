"""Events as they change, told to whoever keeps listening."""

from __future__ import annotations

from dataclasses import dataclass

from .requests import Criteria, event_filter
from .v1.event_pb2 import Event
from .v1.timeline_service_pb2 import WatchEventsRequest, WatchEventsResponse


@dataclass(frozen=True, slots=True)
class EventChange:
    """An event that is new or has changed, or one that is gone.

    Attributes:
        name: "events/{event}".
        event: the event as it is now; None when it is gone, or no longer meets the criteria.
        resume_token: where to go on; it holds over restarts of the server and of the caller.

    """

    name: str
    event: Event | None
    resume_token: str


class Watch:
    """How far a caller has come."""

    def __init__(self, resume_token: str, criteria: Criteria) -> None:
        self._request = WatchEventsRequest(filter=event_filter(**criteria), resume_token=resume_token)

    @property
    def request(self) -> WatchEventsRequest:
        """The request that goes on where the last one ended."""
        return self._request

    def take(self, response: WatchEventsResponse) -> EventChange | None:
        """What a response tells, if it tells anything."""
        self._request.resume_token = response.resume_token
        if response.HasField("event"):
            return EventChange(response.event.name, response.event, response.resume_token)
        if response.gone_event:
            return EventChange(response.gone_event, None, response.resume_token)
        return None
