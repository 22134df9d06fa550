"""How fast a server answers over gRPC, one client alone and sixteen at once; ``bench_store`` runs it."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dateline import Client

from ..servers import running
from .synthetic import ACTORS, vocabulary

Question = Callable[[Client, random.Random], Any]


def _days(luck: random.Random, days: int) -> dict[str, date]:
    start = date(2015, 2, 1) + timedelta(days=luck.randrange(3500))
    return {"start": start, "end": start + timedelta(days=days - 1)}


def _actor(luck: random.Random) -> str:
    return f"甲{int(ACTORS * luck.random() ** 3)}"


def _words(luck: random.Random) -> str:
    return " ".join(vocabulary()[int(300 * luck.random() ** 2)] for _ in range(3))


def _page(client: Client, size: int, **criteria: Any) -> Any:
    return list(client.list_events(limit=size, page_size=size, **criteria))


QUESTIONS: dict[str, Question] = {
    "range of 30 days, 100": lambda c, r: _page(c, 100, **_days(r, 30)),
    "actor, latest 50": lambda c, r: _page(c, 50, any_actors=[_actor(r)], descending=True),
    "actor + year + type, 50": lambda c, r: _page(
        c, 50, any_actors=[_actor(r)], event_types=["meet"], **_days(r, 365)
    ),
    "three words, 50": lambda c, r: _page(c, 50, text=_words(r)),
    "counts by month and type": lambda c, _: c.summarize_events(group_by="type"),
}


def measure(path: Path, rounds: int) -> Iterator[tuple[str, list[float], list[float]]]:
    """For each question, the times in milliseconds of one client, and of sixteen at once."""
    with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
        # The same file under the name that the server gives it; nothing is written.
        os.link(path, Path(scratch) / "news.duckdb")
        with running(Path(scratch)) as server, ThreadPoolExecutor(16) as threads:
            clients = [Client.connect(server.address) for _ in range(16)]
            for name, question in QUESTIONS.items():
                _times(clients[0], question, name, 3)
                alone = _times(clients[0], question, name, rounds)
                asked = [
                    threads.submit(_times, client, question, f"{name}{number}", max(3, rounds // 8))
                    for number, client in enumerate(clients)
                ]
                yield name, alone, [one for future in asked for one in future.result()]
            for client in clients:
                client.close()


def _times(client: Client, question: Question, seed: str, rounds: int) -> list[float]:
    luck, times = random.Random(seed), []
    for _ in range(rounds):
        start = time.perf_counter()
        question(client, luck)
        times.append((time.perf_counter() - start) * 1000)
    return times
