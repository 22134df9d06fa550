"""How often, and how many at once, somebody may call."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..errors import RateExceeded
from .tokens import Principal


class Limits:
    """Counts the calls of each principal: a token bucket of one second's calls, and those under way.

    Used on the event loop only.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._under_way: Counter[str] = Counter()
        self._buckets: dict[str, tuple[float, float]] = {}

    @contextmanager
    def admit(self, principal: Principal) -> Iterator[None]:
        """Counts a call for as long as the block lasts.

        Raises:
            RateExceeded: one more is too many.

        """
        name = principal.name
        if principal.calls_at_once and self._under_way[name] >= principal.calls_at_once:
            raise RateExceeded(
                f"{name} has {principal.calls_at_once} calls under way, as many as it may: await some"
            )
        if principal.calls_per_second:
            self._take(name, principal.calls_per_second)
        self._under_way[name] += 1
        try:
            yield
        finally:
            self._under_way[name] -= 1

    def _take(self, name: str, rate: float) -> None:
        now = self._clock()
        left, then = self._buckets.get(name, (max(1.0, rate), now))
        left = min(max(1.0, rate), left + (now - then) * rate)
        self._buckets[name] = (left - 1 if left >= 1 else left, now)
        if left < 1:
            raise RateExceeded(f"{name} may call {rate:g} times a second: wait")
