"""Analysis in other processes: order, death, time limits, start."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio
from dateline_server.api.workers import AnalysisPool, Worker
from dateline_server.domain.document import Analysis, Document
from dateline_server.errors import AnalysisFailed, LanguageUnsupported

TEXT = "2023年7月3日，欧盟委员会宣布了新的芯片计划。"


def document(number: int, title: str = "") -> Document:
    return Document(f"d{number}", TEXT, title)


def render(analysis: Analysis) -> Any:
    """Runs in the worker; its titles make it misbehave."""
    match analysis.document.title:
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "hang":
            time.sleep(600)
        case "slow":
            time.sleep(1)
        case "raise":
            raise ValueError("no good")
        case "refuse":
            raise LanguageUnsupported("not read here", language_code="en")
    return analysis.document.id, os.getpid()


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running() -> AsyncIterator[AnalysisPool]:
    pool = AnalysisPool(1, 60.0, render)
    try:
        await pool.start()
        yield pool
    finally:
        await pool.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def pool(running: AnalysisPool) -> AnalysisPool:
    """The pool with its worker alive: a test before may have ended it, and it is replaced meanwhile."""
    await running.analyze([document(0)])
    return running


async def test_outcomes_keep_the_order_of_the_documents(pool: AnalysisPool):
    outcomes = await pool.analyze([document(number) for number in range(5)])

    assert [identifier for identifier, _ in outcomes] == ["d0", "d1", "d2", "d3", "d4"]
    assert {process for _, process in outcomes} == set(pool.pids)


async def test_without_a_rendering_the_analysis_itself_comes_back():
    pool = AnalysisPool(1, 30.0)
    await pool.start()
    (analysis,) = await pool.analyze([document(1)])
    await pool.stop()

    assert isinstance(analysis, Analysis)
    assert replace(analysis.document, language=None) == document(1)


async def test_a_whole_analysis_is_not_rendered(pool: AnalysisPool):
    (whole,) = await pool.analyze([document(1, "raise")], whole=True)
    assert isinstance(whole, Analysis)


async def test_a_document_that_raises_fails_alone(pool: AnalysisPool):
    first, second, third = await pool.analyze([document(1), document(2, "raise"), document(3)])

    assert (first[0], third[0]) == ("d1", "d3")
    assert isinstance(second, AnalysisFailed)
    assert "documents/d2" in second.message
    assert "no good" in second.message
    assert "Traceback" not in second.message
    assert any("in render" in note for note in second.__notes__)


async def test_what_the_analysis_refuses_is_told_as_it_is(pool: AnalysisPool):
    (refusal,) = await pool.analyze([document(1, "refuse")])

    assert isinstance(refusal, LanguageUnsupported)
    assert (refusal.message, refusal.metadata) == ("not read here", {"language_code": "en"})


async def test_a_document_that_kills_its_worker_fails_alone(pool: AnalysisPool):
    (before,) = pool.pids

    first, second, third = await pool.analyze([document(1), document(2, "die"), document(3)])

    assert (first[0], third[0]) == ("d1", "d3")
    assert isinstance(second, AnalysisFailed)
    assert "ended abnormally" in second.message
    assert before not in pool.pids
    assert len(pool.pids) == 1


async def test_a_worker_killed_from_outside_costs_nothing(pool: AnalysisPool):
    os.kill(pool.pids[0], signal.SIGKILL)

    (outcome,) = await pool.analyze([document(1)])

    assert outcome[0] == "d1"
    assert len(pool.pids) == 1


async def test_a_document_that_hangs_is_given_up(pool: AnalysisPool, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pool, "_timeout", 2.0)

    (outcome,) = await pool.analyze([document(1, "hang")])

    assert isinstance(outcome, AnalysisFailed)
    assert "longer than 2 seconds" in outcome.message


async def test_stopping_gives_up_what_is_under_way_and_leaves_no_process():
    pool = AnalysisPool(2, 60.0, render)
    await pool.start()
    pids = pool.pids
    running = asyncio.create_task(pool.analyze([document(1, "hang")]))
    await asyncio.sleep(0.2)

    await pool.stop()

    (outcome,) = await running
    assert isinstance(outcome, AnalysisFailed)
    assert len(pids) == 2
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


class Busy(AnalysisPool):
    """A document comes in when a worker is being ended."""

    coming: asyncio.Task[Any] | None = None

    async def _end(self, worker: Worker) -> None:
        self.coming = asyncio.create_task(self.analyze([document(1, "slow")]))
        await asyncio.sleep(0.1)
        await super()._end(worker)


async def test_a_worker_whose_server_ends_while_it_loads_ends_in_silence():
    script = "import os; from dateline_server.api.workers import Worker; Worker(None); os._exit(0)"
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stderr=asyncio.subprocess.PIPE
    )
    _, errors = await server.communicate()
    assert errors == b""


async def test_workers_are_replaced_while_documents_come_in():
    pool = Busy(1, 60.0, render)
    await pool.start()
    try:
        before = pool.pids
        await pool.renew(None)
        assert pool.coming
        ((name, process),) = await pool.coming
        assert (name, (process,)) == ("d1", pool.pids)
        assert pool.pids != before
    finally:
        await pool.stop()
