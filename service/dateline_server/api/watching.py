"""Events told as they change, to whoever keeps listening."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator
from typing import Any

from dateline.v1 import timeline_service_pb2 as wire

from ..app.timeline import Timeline
from ..app.watching import Change, Position
from ..errors import InvalidInput, ShuttingDown
from . import convert
from .blocking import Threads
from .queries import checked_query


class Commits:
    """Wakes coroutines when the store may hold something new, or the server goes down."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._next = asyncio.Event()
        self.ended = False

    @property
    def next(self) -> asyncio.Event:
        """Set by the next commit. Take it before looking, so that none is missed in between."""
        return self._next

    def announce(self, _seconds: float) -> None:
        """Wakes everybody. May be called from any thread."""
        self._loop.call_soon_threadsafe(self._wake)

    def end(self) -> None:
        """Wakes everybody for the last time."""
        self.ended = True
        self._wake()

    def _wake(self) -> None:
        woken, self._next = self._next, asyncio.Event()
        woken.set()


async def watch(timeline: Timeline, threads: Threads, commits: Commits, request: Any) -> AsyncIterator[Any]:
    """The changes that a request asks for, for as long as the call lasts.

    Raises:
        InvalidInput: the filter or the token cannot be used.
        ResumeTokenExpired: changes have been forgotten since.
        ShuttingDown: the server goes down.

    """
    query = checked_query(request.filter)
    position = _position(request.resume_token)
    if position is None:
        position = await threads.run(timeline.watch_from_now)
    yield wire.WatchEventsResponse(resume_token=_token(position))
    while True:
        coming = commits.next
        changes = await threads.run(timeline.changes_since, query, position)
        for change in changes.items:
            yield _response(change)
        if not changes.items and changes.position != position:
            yield wire.WatchEventsResponse(resume_token=_token(changes.position))
        if changes.position == position:
            if commits.ended:
                raise ShuttingDown("the server is going down: watch again with the last resume token")
            await coming.wait()
        position = changes.position


def _response(change: Change) -> Any:
    token = _token(change.position)
    if change.event is None:
        return wire.WatchEventsResponse(gone_event=f"events/{change.event_id}", resume_token=token)
    return wire.WatchEventsResponse(event=convert.event_to_wire(change.event), resume_token=token)


def _token(position: Position) -> str:
    return base64.urlsafe_b64encode(f"{position.feed_id}:{position.number}".encode()).decode()


def _position(token: str) -> Position | None:
    if not token:
        return None
    try:
        feed_id, _, number = base64.b64decode(token, altchars=b"-_", validate=True).decode().partition(":")
        return Position(feed_id, int(number))
    except (binascii.Error, ValueError):
        raise InvalidInput(
            "the token is damaged: take it from a response as it is, or leave it out", field="resume_token"
        ) from None
