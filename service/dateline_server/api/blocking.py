"""Blocking calls of the store, off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Threads:
    """A few threads of its own, so that the number of calls at the database is bounded."""

    def __init__(self, count: int) -> None:
        self._executor = ThreadPoolExecutor(count, "store")

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the call returns."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, lambda: call(*args, **kwargs))

    async def next(self, iterator: Iterator[T]) -> T | None:
        """The next item; None when there is none."""
        return await self.run(next, iterator, None)

    async def stop(self) -> None:
        """Waits for calls under way, which may still need the event loop."""
        await asyncio.to_thread(self._executor.shutdown)
