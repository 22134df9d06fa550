"""The queue before the analysis: batches, bounds, and answers in a stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from dateline_server.api.intake import Intake, answer_each
from dateline_server.app.preparation import sealed
from dateline_server.domain.document import Document
from dateline_server.errors import AnalysisFailed, QueueFull, ShuttingDown

from ..builders import analysis


class Pool:
    """Answers with ids once it is let; remembers its batches."""

    def __init__(self, problem: Exception | None = None) -> None:
        self.let = asyncio.Event()
        self.batches: list[list[str]] = []
        self._problem = problem

    async def analyze(self, documents: Sequence[Document], *, whole: bool) -> Sequence[Any]:
        self.batches.append([document.id for document in documents])
        await self.let.wait()
        if self._problem:
            raise self._problem
        return [document.id if whole else sealed(analysis(document.id)) for document in documents]


def intake(pool: Pool, *, queue_size: int = 3, batch_size: int = 2) -> Intake:
    return Intake(pool, 1, queue_size, batch_size)  # type: ignore[arg-type]


async def waiting(queue: Intake, count: int) -> list[asyncio.Task[Any]]:
    tasks = [asyncio.create_task(queue.analyze(Document(f"d{number}", "x"))) for number in range(count)]
    await asyncio.sleep(0)
    return tasks


async def collect(items: AsyncIterator[Any], into: list[Any]) -> None:
    async for item in items:
        into.append(item)  # noqa: PERF401 (what came before an error is kept)


async def test_documents_that_wait_together_are_analysed_together():
    pool = Pool()
    pool.let.set()
    queue = intake(pool)
    tasks = await waiting(queue, 3)
    queue.start()

    assert await asyncio.gather(*tasks) == ["d0", "d1", "d2"]
    assert pool.batches == [["d0", "d1"], ["d2"]]
    await queue.stop()


async def test_whole_analyses_and_those_to_be_stored_are_asked_for_apart():
    pool = Pool()
    queue = intake(pool, batch_size=3)
    (whole,) = await waiting(queue, 1)
    to_store = [asyncio.create_task(queue.prepare(Document(name, "x"))) for name in "ab"]
    await asyncio.sleep(0)
    assert queue.under_way == 3
    pool.let.set()
    queue.start()

    assert await whole == "d0"
    assert [(await task).analysis.document.id for task in to_store] == ["a", "b"]
    assert pool.batches == [["a", "b"], ["d0"]]
    assert queue.under_way == 0
    await queue.stop()


async def test_one_document_too_many_is_refused():
    queue = intake(Pool())
    tasks = await waiting(queue, 3)

    with pytest.raises(QueueFull, match="3 documents wait"):
        await queue.analyze(Document("d3", "x"))

    await queue.stop()
    assert all(
        isinstance(task, ShuttingDown) for task in await asyncio.gather(*tasks, return_exceptions=True)
    )


async def test_nothing_is_taken_after_the_end():
    queue = intake(Pool())
    await queue.stop()

    with pytest.raises(ShuttingDown):
        await queue.analyze(Document("d", "x"))
    with pytest.raises(ShuttingDown):
        await queue.prepare_patiently(Document("d", "x"))


async def test_a_patient_caller_waits_for_a_place():
    pool = Pool()
    queue = intake(pool)
    tasks = await waiting(queue, 3)
    patient = asyncio.create_task(queue.prepare_patiently(Document("late", "x")))
    await asyncio.sleep(0)
    assert not patient.done()

    pool.let.set()
    queue.start()

    assert (await patient).analysis.document.id == "late"
    await asyncio.gather(*tasks)
    await queue.stop()


async def test_a_caller_who_went_away_is_not_analysed():
    pool = Pool()
    pool.let.set()
    queue = intake(pool)
    gone, stays = await waiting(queue, 2)
    gone.cancel()
    await asyncio.sleep(0)
    queue.start()

    assert await stays == "d1"
    assert pool.batches == [["d1"]]
    await queue.stop()


async def test_a_broken_pool_answers_with_an_error_and_work_goes_on():
    pool = Pool(RuntimeError("models are gone"))
    pool.let.set()
    queue = intake(pool)
    queue.start()

    for _ in range(2):
        with pytest.raises(AnalysisFailed, match="models are gone"):
            await queue.analyze(Document("d", "x"))
    await queue.stop()


async def numbers(count: int, read: list[int]) -> AsyncIterator[int]:
    for number in range(count):
        read.append(number)
        yield number


async def double(number: int) -> int:
    await asyncio.sleep(0)
    return 2 * number


async def test_every_request_of_a_stream_is_answered():
    answers = [answer async for answer in answer_each(numbers(10, []), double, 3, asyncio.Event())]

    assert sorted(answers) == [2 * number for number in range(10)]


async def test_a_stream_is_read_no_further_than_its_window():
    read: list[int] = []
    answers = answer_each(numbers(100, read), double, 4, asyncio.Event())

    await anext(answers)
    for _ in range(50):
        await asyncio.sleep(0)

    assert len(read) <= 6
    await answers.aclose()


async def test_a_stream_that_breaks_raises_what_broke_it():
    async def broken() -> AsyncIterator[int]:
        yield 1
        raise ConnectionError("gone")

    with pytest.raises(ExceptionGroup) as caught:
        [answer async for answer in answer_each(broken(), double, 4, asyncio.Event())]

    assert caught.group_contains(ConnectionError)


async def test_at_shutdown_what_was_read_is_answered_and_the_rest_is_refused():
    stopping = asyncio.Event()

    async def endless() -> AsyncIterator[int]:
        yield 1
        yield 2
        stopping.set()
        await asyncio.Event().wait()

    answers: list[int] = []
    with pytest.raises(ShuttingDown):
        await collect(answer_each(endless(), double, 4, stopping), answers)

    assert sorted(answers) == [2, 4]
