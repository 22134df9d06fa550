"""TimelineService: questions about events and actors."""

# ruff: noqa: ARG002, N802 (gRPC fixes the names and arguments of methods)

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from dateline.v1 import actor_pb2, event_pb2, timeline_service_pb2, timeline_service_pb2_grpc

from ..app.timeline import Timeline
from ..domain.event import ToldMention
from ..domain.query import StoredActor
from . import convert
from .blocking import Threads
from .explanation import Analyze, explain_event
from .paging import PageTokens, checked_page_size
from .queries import (
    checked_actor,
    checked_format,
    checked_grouping,
    checked_groups,
    checked_query,
    checked_unit,
    counts_to_wire,
    summary_to_wire,
)
from .status import streaming, unary
from .validation import checked_characters, checked_name
from .watching import Commits, watch


class TimelineService(timeline_service_pb2_grpc.TimelineServiceServicer):
    """Reads only; every method is one use case, which runs in a thread from check to response."""

    def __init__(self, timeline: Timeline, threads: Threads, commits: Commits, analyze: Analyze) -> None:
        self._timeline = timeline
        self._analyze = analyze
        self._threads = threads
        self._commits = commits
        self._tokens = PageTokens()

    @unary
    async def GetEvent(self, request: Any, context: Any) -> event_pb2.Event:
        """An event with all its mentions."""
        return await self._threads.run(self._event, request)

    @unary
    async def ExplainEvent(self, request: Any, context: Any) -> timeline_service_pb2.Explanation:
        """The steps behind an event."""
        return await explain_event(request, self._timeline, self._analyze, self._threads)

    @unary
    async def ListEvents(self, request: Any, context: Any) -> Any:
        """Events in time order."""
        return await self._threads.run(self._events, request)

    @unary
    async def SummarizeEvents(self, request: Any, context: Any) -> Any:
        """Counts by stretches of the calendar."""
        return await self._threads.run(self._summary, request)

    @unary
    async def GetActor(self, request: Any, context: Any) -> actor_pb2.Actor:
        """An actor."""
        return await self._threads.run(self._actor, request)

    @unary
    async def ListActors(self, request: Any, context: Any) -> Any:
        """Actors, those with the most events first."""
        return await self._threads.run(self._actors, request)

    @unary
    async def ListCoActors(self, request: Any, context: Any) -> Any:
        """Who takes part together with an actor."""
        return await self._threads.run(self._co_actors, request)

    @unary
    async def ListMentions(self, request: Any, context: Any) -> Any:
        """What a document tells."""
        return await self._threads.run(self._mentions, request)

    @streaming
    async def WatchEvents(self, request: Any, context: Any) -> AsyncIterator[Any]:
        """Events as they come, change and go."""
        async for response in watch(self._timeline, self._threads, self._commits, request):
            yield response

    @streaming
    async def ExportTimeline(self, request: Any, context: Any) -> AsyncIterator[Any]:
        """A file in chunks, and last its summary."""
        query = checked_query(request.filter, request.order_by)
        parts = self._timeline.export(
            query, checked_format(request.format), byte_order_mark=request.byte_order_mark
        )
        while (part := await self._threads.next(parts)) is not None:
            if isinstance(part, bytes):
                if part:
                    yield timeline_service_pb2.ExportTimelineResponse(data=part)
            else:
                yield timeline_service_pb2.ExportTimelineResponse(summary=summary_to_wire(part))

    def _event(self, request: Any) -> event_pb2.Event:
        return convert.event_to_wire(self._timeline.get_event(checked_name("events", request.name)))

    def _events(self, request: Any) -> Any:
        query = checked_query(request.filter, request.order_by)
        size = checked_page_size(request.page_size)
        full = request.view == timeline_service_pb2.EVENT_VIEW_FULL
        page = self._timeline.list_events(query, size, self._tokens.read(request), with_mentions=full)
        return timeline_service_pb2.ListEventsResponse(
            events=map(convert.event_to_wire, page.items),
            next_page_token=self._tokens.write(request, page.next),
        )

    def _summary(self, request: Any) -> Any:
        grouping = checked_grouping(request.group_by)
        found = self._timeline.summarize_events(
            checked_query(request.filter),
            checked_unit(request.unit),
            grouping,
            checked_groups(request.max_groups),
        )
        return counts_to_wire(found, grouping)

    def _actor(self, request: Any) -> actor_pb2.Actor:
        return _actor_to_wire(self._timeline.get_actor(checked_name("actors", request.name)))

    def _actors(self, request: Any) -> Any:
        query = checked_characters(request.query, "query")
        size = checked_page_size(request.page_size)
        page = self._timeline.list_actors(query, size, self._tokens.read(request))
        return timeline_service_pb2.ListActorsResponse(
            actors=map(_actor_to_wire, page.items),
            next_page_token=self._tokens.write(request, page.next),
        )

    def _co_actors(self, request: Any) -> Any:
        page = self._timeline.list_co_actors(
            checked_actor(request.actor, "actor"),
            checked_query(request.filter),
            checked_page_size(request.page_size),
            self._tokens.read(request),
        )
        return timeline_service_pb2.ListCoActorsResponse(
            actors=[convert.actor_to_wire(found.actor, found.event_count) for found in page.items],
            next_page_token=self._tokens.write(request, page.next),
        )

    def _mentions(self, request: Any) -> Any:
        document = checked_name("documents", request.document, "document")
        size = checked_page_size(request.page_size)
        page = self._timeline.list_mentions(document, size, self._tokens.read(request))
        return timeline_service_pb2.ListMentionsResponse(
            mentions=[_told_to_wire(told) for told in page.items],
            next_page_token=self._tokens.write(request, page.next),
        )


def _actor_to_wire(stored: StoredActor) -> actor_pb2.Actor:
    message = convert.actor_to_wire(stored.actor, stored.event_count)
    message.candidate_actors.extend(convert.name_of("actors", actor_id) for actor_id in stored.candidates)
    return message


def _told_to_wire(told: ToldMention) -> event_pb2.EventMention:
    message = convert.mention_to_wire(told.stored)
    message.event = convert.name_of("events", told.event_id)
    return message
