"""Analysis in this machine's own processes, without a server.

The only module of the client that uses the service's code; it needs the server extra.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from google.protobuf.json_format import MessageToJson

from .embedded import ServerExtraMissing
from .errors import DatelineError
from .inputs import Input, InputProblem

RECOGNIZERS = ("accurate", "fast")
"""What can tag Chinese words; the service has the same."""
BATCH_SIZE = 8
"""How many documents a worker is given at a time; its tagger is faster on several."""
DOCUMENT_TIMEOUT = 120.0
"""After how many seconds a worker is taken to hang, per document."""


def analyze_to_json(
    inputs: Iterator[Input], worker_count: int | None = None, recognizer: str = "accurate"
) -> Iterator[str | InputProblem]:
    """One AnalyzeTextResponse per document as a line of proto3 JSON, in input order.

    Args:
        inputs: what was read; problems are passed on in their places.
        worker_count: how many processes analyse; one for each core when None.
        recognizer: what tags Chinese words, "accurate" or "fast".

    Raises:
        ServerExtraMissing: the service's code is not installed.
        DatelineError: a data file or model of the analysis is wrong.

    """
    try:
        from dateline_server.api import validation as _  # noqa: F401 (used by the batches)
        from dateline_server.api.workers import AnalysisPool, default_worker_count
        from dateline_server.nlp.recognizer import Recognizer
    except ImportError as problem:
        raise ServerExtraMissing("analysis without a server", problem) from None
    count = worker_count or default_worker_count()
    pool = AnalysisPool(count, DOCUMENT_TIMEOUT, render_json, recognizer=Recognizer(recognizer))
    with asyncio.Runner() as runner:
        try:
            _start(runner, pool.start())
            yield from _in_order(runner, pool.analyze, inputs, 2 * count)
        finally:
            runner.run(pool.stop())


@dataclass(frozen=True, slots=True)
class ActorChange:
    """A mention of a text that a table of actors changes: ``kind`` is gained, lost or relinked."""

    kind: str
    field: str
    start: int
    end: int
    text: str
    before: str
    after: str

    def __str__(self) -> str:
        field = "" if self.field == "text" else f"{self.field}:"
        actors = " -> ".join(actor for actor in (self.before, self.after) if actor)
        return f"{field}{self.start}-{self.end}: {self.kind}: {self.text} ({actors})"


def actor_conflicts(table: Path) -> list[str]:
    """What a table of actors takes from the lexicon that ships with the service, with its line.

    Raises:
        ServerExtraMissing: the service's code is not installed.
        DatelineError: the table is wrong; the message names file, line and problem.

    """
    actors = _actor_modules()
    with _data_errors():
        own = actors.own.read_own_actors(table)
        actors.lexicon.load_actor_lexicon(own)
        found = actors.check.conflicts(own, actors.lexicon.load_actor_lexicon())
        return [f"line {one.line}: {one.problem}" for one in found]


def check_actors(
    table: Path, inputs: Iterator[Input], recognizer: str = "accurate"
) -> Iterator[tuple[str, list[ActorChange] | InputProblem]]:
    """For each document its place, and what a table of actors would change in it.

    Raises:
        ServerExtraMissing: the service's code is not installed.
        DatelineError: the table is wrong, or a data file or model of the analysis is.

    """
    actors = _actor_modules()
    with _data_errors():
        resources = actors.resources.load_resources(recognizer=actors.recognizer.Recognizer(recognizer))
        other = actors.lexicon.load_actor_lexicon(actors.own.read_own_actors(table))
    while batch := list(islice(inputs, BATCH_SIZE)):
        checked = [_checked(item) for item in batch]
        good = [item for item in checked if not isinstance(item, InputProblem)]
        found = actors.check.changes(good, resources, other)
        for item, document in zip(batch, checked, strict=True):
            if isinstance(document, InputProblem):
                yield item.place, document
            else:
                yield item.place, [_change(one) for one in next(found)[1]]


def _change(found: Any) -> ActorChange:
    span = found.span
    return ActorChange(
        found.kind.value, found.field, span.start, span.end, found.text, found.before, found.after
    )


def _actor_modules() -> Any:
    try:
        from dateline_server.app import actor_check
        from dateline_server.nlp import recognizer, resources
        from dateline_server.nlp.actors import lexicon, own
    except ImportError as problem:
        raise ServerExtraMissing("checking a table of actors", problem) from None
    return SimpleNamespace(
        check=actor_check, resources=resources, recognizer=recognizer, lexicon=lexicon, own=own
    )


@contextmanager
def _data_errors() -> Iterator[None]:
    from dateline_server.errors import DataFileError

    try:
        yield
    except DataFileError as problem:
        raise DatelineError(str(problem)) from None


def render_json(analysis: object) -> str:
    """An analysis as one line of JSON. Runs in the workers."""
    from dateline_server.api.analysis import analysis_to_wire
    from dateline_server.domain.document import Analysis

    if not isinstance(analysis, Analysis):
        raise TypeError(f"an Analysis is needed, not {type(analysis).__name__}")
    return MessageToJson(analysis_to_wire(analysis), indent=None, ensure_ascii=False)


def _in_order(
    runner: asyncio.Runner,
    analyze: Callable[[Sequence[Any]], Awaitable[Sequence[Any]]],
    inputs: Iterator[Input],
    most_waiting: int,
) -> Iterator[str | InputProblem]:
    waiting: deque[asyncio.Task[list[str | InputProblem]]] = deque()
    while True:
        batch = list(islice(inputs, BATCH_SIZE))
        if batch:
            waiting.append(runner.get_loop().create_task(_analyze_batch(analyze, batch)))
        if waiting and (not batch or len(waiting) >= most_waiting):
            yield from runner.run(_result(waiting.popleft()))
        elif not batch:
            return


def _start(runner: asyncio.Runner, starting: Coroutine[Any, Any, None]) -> None:
    try:
        runner.run(starting)
    except RuntimeError as problem:
        raise DatelineError(f"the analysis cannot start: {problem}") from None


async def _result(task: asyncio.Task[list[str | InputProblem]]) -> list[str | InputProblem]:
    return await task


async def _analyze_batch(
    analyze: Callable[[Sequence[Any]], Awaitable[Sequence[Any]]], batch: Sequence[Input]
) -> list[str | InputProblem]:
    checked = [_checked(item) for item in batch]
    outcomes = iter(await analyze([item for item in checked if not isinstance(item, InputProblem)]))
    results = [item if isinstance(item, InputProblem) else next(outcomes) for item in checked]
    return [
        InputProblem(item.place, str(result)) if isinstance(result, Exception) else result
        for item, result in zip(batch, results, strict=True)
    ]


def _checked(item: Input) -> Any:
    from dateline_server.api.status import full_message
    from dateline_server.api.validation import checked_document
    from dateline_server.errors import InvalidInput

    if isinstance(item, InputProblem):
        return item
    try:
        return checked_document(item.document, item.document_id)
    except InvalidInput as problem:
        return InputProblem(item.place, full_message(problem))
