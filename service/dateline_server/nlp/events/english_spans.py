"""What lies within a sentence, found without looking at everything that the text has."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from ...domain.text import Span


class HasSpan(Protocol):
    """Anything that covers a stretch of the text."""

    @property
    def span(self) -> Span:
        """The stretch."""


T = TypeVar("T", bound=HasSpan)


@dataclass(frozen=True, slots=True)
class Spans(Generic[T]):
    """Things in the order of the text, with their starts."""

    items: Sequence[T]
    starts: Sequence[int]

    @classmethod
    def of(cls, items: Iterable[T]) -> Spans[T]:
        """Sorts the things by where they start."""
        ordered = sorted(items, key=lambda item: item.span)
        return cls(ordered, [item.span.start for item in ordered])

    def within(self, span: Span) -> tuple[T, ...]:
        """Those that lie wholly inside a stretch."""
        found = self.items[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]
        return tuple(item for item in found if item.span.end <= span.end)
