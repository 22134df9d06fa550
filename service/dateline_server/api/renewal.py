"""An operator's table of actors, used anew when its file changes, while the server serves."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator
from pathlib import Path

from ..errors import DataFileError
from ..nlp.actors.own import OwnActors, read_own_actors
from .workers import AnalysisPool

INTERVAL = 2.0
"""Seconds from one look at the file to the next."""
_LOG = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def keeping_current(pool: AnalysisPool, path: Path | None) -> AsyncIterator[None]:
    """Watches the file within the block; SIGHUP makes the server look at once."""
    if path is None:
        yield
        return
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, asked.set)
    watching = asyncio.create_task(_watch(pool, path, asked))
    try:
        yield
    finally:
        watching.cancel()
        loop.remove_signal_handler(signal.SIGHUP)
        await asyncio.gather(watching, return_exceptions=True)


async def _watch(pool: AnalysisPool, path: Path, asked: asyncio.Event) -> None:
    last: OwnActors | None = pool.actors
    while True:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asked.wait(), INTERVAL)
        found = await _changed(path, last, again=asked.is_set())
        if found is not None and await _use(pool, found):
            last = found
        asked.clear()


async def _changed(path: Path, last: OwnActors | None, *, again: bool) -> OwnActors | None:
    """The table where it differs from the last one seen; a problem is told when someone asked."""
    try:
        found = await asyncio.to_thread(read_own_actors, path)
    except DataFileError as problem:
        if again:
            _LOG.error("the actors stay as they are: %s", problem)
        return None
    return found if found != last else None


async def _use(pool: AnalysisPool, found: OwnActors) -> bool:
    """Whether the table was settled, used or refused; not when a process failed for another reason."""
    try:
        await pool.renew(found)
    except Exception as problem:  # whatever it is, the file is looked at again
        _LOG.error("the actors stay as they are: %s", problem)
        return str(found) in str(problem)
    _LOG.info("the actors of %s are in use; analyses are of version %s", found, pool.version)
    return True
