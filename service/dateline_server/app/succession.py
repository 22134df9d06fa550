"""Which mention of a new analysis is which of the one before."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from ..domain.event import EventMention


def successors(old: Mapping[int, EventMention], new: Mapping[int, EventMention]) -> dict[int, int]:
    """The old mention of each new one that has one, by their numbers.

    They stand at one place: with the same trigger and type, else the same trigger, else triggers
    that begin or end alike. Each has one counterpart at most.
    """
    found: dict[int, int] = {}
    for place in (_typed, _whole, _start, _end):
        _match(old, new, place, found)
    return found


def _typed(told: EventMention) -> Hashable:
    return told.field, told.trigger, told.type


def _whole(told: EventMention) -> Hashable:
    return told.field, told.trigger


def _start(told: EventMention) -> Hashable:
    return told.field, told.trigger.start


def _end(told: EventMention) -> Hashable:
    return told.field, told.trigger.end


def _match(
    old: Mapping[int, EventMention],
    new: Mapping[int, EventMention],
    place: Callable[[EventMention], Hashable],
    found: dict[int, int],
) -> None:
    taken = set(found.values())
    free: dict[Any, list[int]] = {}
    for number in sorted(old.keys() - taken, reverse=True):
        free.setdefault(place(old[number]), []).append(number)
    for number in sorted(new.keys() - found.keys()):
        if waiting := free.get(place(new[number])):
            found[number] = waiting.pop()
