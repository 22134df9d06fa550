"""A whole server under load: ``python -m tests.bench.bench_server [--shared ../shared] [--events 1000000]``.

First the analysis alone, with a process for each core and nothing else; then the ingestion of the same
articles through gRPC into a timeline of some size, alone and while clients ask. It prints what the
ingestion reaches of what the analysis does, how long questions take then beside how long they take in
peace, and how late the event loop woke at worst. Compare figures of one run only.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import socket
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dateline import Client, NewDocument, new_document
from dateline_server.api.workers import AnalysisPool, default_worker_count
from dateline_server.app.timeline import Timeline
from dateline_server.domain.document import Document

from ..servers import running
from .bench_analysis import SCRIPTS, articles
from .synthetic import ACTORS, fill

BATCH = 8
QUESTIONS = ("range page of 50", "actor page of 50", "actor, range and type")


async def analysis_alone(documents: Sequence[Document]) -> float:
    """Seconds that all cores take to analyse documents and do nothing else."""
    workers = default_worker_count()
    pool = AnalysisPool(workers, 120.0)
    await pool.start()
    batches = [documents[n : n + BATCH] for n in range(0, len(documents), BATCH)]
    room = asyncio.Semaphore(2 * workers)

    async def analyze(batch: Sequence[Document]) -> None:
        async with room:
            await pool.analyze(batch)

    started = time.monotonic()
    await asyncio.gather(*map(analyze, batches))
    taken = time.monotonic() - started
    await pool.stop()
    return taken


def ingestion(client: Client, documents: Sequence[Document], prefix: str) -> float:
    """Seconds until every document is acknowledged."""
    new = [
        NewDocument(new_document(d.text, publication_date=d.publication_date), f"{prefix}{n}")
        for n, d in enumerate(documents)
    ]
    started = time.monotonic()
    failed = [result for result in client.ingest_documents(new) if result.document is None]
    if failed:
        sys.exit(f"{len(failed)} documents were not stored: {failed[0]}")
    return time.monotonic() - started


def ask(client: Client, luck: random.Random, question: str) -> float:
    """Milliseconds that a question takes."""
    actor = f"甲{int(ACTORS * luck.random() ** 3)}"
    year, month = luck.randrange(2015, 2025), luck.randrange(1, 13)
    started = time.monotonic()
    if question == QUESTIONS[0]:
        list(client.list_events(start=f"{year}-{month:02}", end=f"{year}-{month:02}", limit=50, page_size=50))
    elif question == QUESTIONS[1]:
        list(client.list_events(any_actors=[actor], descending=True, limit=50, page_size=50))
    else:
        span = {"start": str(year), "end": str(year + 1)}
        list(client.list_events(any_actors=[actor], event_types=["meet"], limit=50, page_size=50, **span))  # type: ignore[arg-type]
    return 1000 * (time.monotonic() - started)


def asked(address: str, going: threading.Event, readers: int = 4) -> dict[str, list[float]]:
    """Paced questions of several clients for as long as ``going`` is set; their milliseconds."""
    taken: dict[str, list[float]] = {question: [] for question in QUESTIONS}

    def read(seed: int) -> None:
        luck = random.Random(seed)
        with Client.connect(address) as client:
            while going.is_set():
                question = luck.choice(QUESTIONS)
                taken[question].append(ask(client, luck, question))
                time.sleep(0.1)

    threads = [threading.Thread(target=read, args=(seed,)) for seed in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def in_background(address: str, work: threading.Event) -> tuple[threading.Thread, dict[str, list[float]]]:
    """``asked`` on a thread, and where its figures go."""
    figures: dict[str, list[float]] = {}
    thread = threading.Thread(target=lambda: figures.update(asked(address, work)))
    thread.start()
    return thread, figures


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[18] if len(values) > 1 else float("nan")


def loop_delays(port: int) -> str:
    """How late the event loop woke: the share of times within 50 ms, and the bound of the worst."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
        text = answer.read().decode()
    found = re.findall(r'dateline_event_loop_delay_seconds_bucket\{le="([^"]+)"\} (\S+)', text)
    counts = {bound: float(count) for bound, count in found}
    total = counts["+Inf"]
    worst = next(bound for bound, count in counts.items() if count == total)
    return f"{counts['0.05'] / total:.2%} of {total:g} wakings within 50 ms, all within {worst} s"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int, default=400, help="of each script")
    parser.add_argument("--events", type=int, default=1_000_000, help="that are stored before")
    given = parser.parse_args()
    folder = given.shared / "corpora" / "throughput"
    if not folder.is_dir():
        sys.exit(f"the development data is not here: {folder} (--shared DIR)")
    documents = [
        d for script in SCRIPTS for d in articles(folder / f"{script}_news.jsonl.gz", given.articles)
    ]
    documents = [replace(document, id=f"a{n}") for n, document in enumerate(documents)]
    random.Random(1).shuffle(documents)
    with tempfile.TemporaryDirectory() as place:
        measure(Path(place), documents, given.events)


def measure(place: Path, documents: Sequence[Document], stored: int) -> None:
    """Prints the figures."""
    with Timeline.open(place / "news.duckdb") as timeline:
        timeline.database.write(lambda cursor: fill(cursor, stored))
    alone = asyncio.run(analysis_alone(documents))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    flags = ("--workers", str(default_worker_count()), "--metrics", f"127.0.0.1:{port}")
    with running(place, *flags) as server, Client.connect(server.address) as client:
        going = threading.Event()
        going.set()
        thread, peace = in_background(server.address, going)
        time.sleep(20)
        going.clear()
        thread.join()
        ingested = ingestion(client, documents, "quiet-")
        going.set()
        thread, load = in_background(server.address, going)
        asked_meanwhile = ingestion(client, documents, "busy-")
        going.clear()
        thread.join()
        print(f"{len(documents)} articles into {stored:,} events; p95 in ms on this machine")
        shares = [f"{alone / taken:.0%}" for taken in (ingested, asked_meanwhile)]
        print(f"ingestion reaches {shares[0]} of the analysis alone, and {shares[1]} while clients ask")
        for question in QUESTIONS:
            quiet, busy = p95(peace[question]), p95(load[question])
            print(
                f"{question:24} in peace {quiet:6.1f}, while ingesting {busy:6.1f}: {busy / quiet:.1f} times"
            )
        print(f"event loop: {loop_delays(port)}")


if __name__ == "__main__":
    main()
