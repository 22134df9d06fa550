"""How fast the store answers and writes: ``python -m tests.bench.bench_store 100000 1000000``.

For each size of timeline it prints p50 and p95 of every query in milliseconds, then the median of
processor time beside the floor, which is that of the same statements in a bare DuckDB connection, in
the same run, and by what factor that time grew from the size before. Then it writes, see
``bench_store_writing``, ``--written`` events in bulk first. Processor times can be compared on a machine
that has other work, the others cannot. Ten million events need 10 GB of disk.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
from dateline_server.app.search import check_query, query_digest
from dateline_server.app.timeline import Timeline
from dateline_server.domain.event import Factuality
from dateline_server.domain.query import EventQuery, Order, PageToken
from dateline_server.domain.summary import Grouping, TimeUnit
from dateline_server.domain.time import DateMatch
from dateline_server.store.clustering import put_in_order
from dateline_server.store.database import Cursor, Database

from .bench_store_clients import measure
from .bench_store_writing import documents, measure_bulk, most_memory
from .synthetic import fill, vocabulary

Ask = Callable[[Timeline, random.Random], Any]
Statement = tuple[str, Sequence[Any]]


def some_day(luck: random.Random) -> date:
    return date(2015, 2, 1) + timedelta(days=luck.randrange(3500))


def some_range(luck: random.Random, days: int) -> EventQuery:
    start = some_day(luck)
    return EventQuery(start=start, end=start + timedelta(days=days))


def some_actor(luck: random.Random) -> tuple[str]:
    return (f"甲{int(2000 * luck.random() ** 3)}",)


def some_words(luck: random.Random) -> str:
    words = vocabulary()
    return " ".join(words[int(300 * luck.random() ** 2)] for _ in range(3))


def deep_page_of_actor(timeline: Timeline, luck: random.Random) -> Any:
    query = EventQuery(any_actors=some_actor(luck), order=Order.TIME_DESC)
    token = PageToken(query_digest("events", check_query(query)), (some_day(luck).isoformat(), "0"))
    return timeline.list_events(query, 50, token)


def deep_page(timeline: Timeline, luck: random.Random) -> Any:
    digest = query_digest("events", check_query(EventQuery()))
    token = PageToken(digest, (some_day(luck).isoformat(), "0"))
    return timeline.list_events(EventQuery(), 100, token)


QUERIES: dict[str, Ask] = {
    "range of 30 days, 100": lambda t, r: t.list_events(some_range(r, 30), 100),
    "the same, certain": lambda t, r: t.list_events(replace(some_range(r, 30), match=DateMatch.CERTAIN), 100),
    "any page, 100": deep_page,
    "latest 20": lambda t, _: t.list_events(EventQuery(order=Order.TIME_DESC), 20),
    "actor, oldest 50": lambda t, r: t.list_events(EventQuery(any_actors=some_actor(r)), 50),
    "actor, latest 50": lambda t, r: t.list_events(
        EventQuery(any_actors=some_actor(r), order=Order.TIME_DESC), 50
    ),
    "busiest actor, latest 50": lambda t, _: t.list_events(
        EventQuery(any_actors=("甲0",), order=Order.TIME_DESC), 50
    ),
    "actor + year + type, 50": lambda t, r: t.list_events(
        replace(some_range(r, 365), any_actors=some_actor(r), types=("meet",)), 50
    ),
    "two actors, 50": lambda t, r: t.list_events(EventQuery(all_actors=("甲0", *some_actor(r))), 50),
    "actor, any page, 50": deep_page_of_actor,
    "negated, range of 30 days, 50": lambda t, r: t.list_events(
        replace(some_range(r, 30), factualities=(Factuality.NEGATED,)), 50
    ),
    "three words, 50": lambda t, r: t.list_events(EventQuery(text=some_words(r)), 50),
    "two words + year, latest 50": lambda t, r: t.list_events(
        replace(some_range(r, 365), text=some_words(r)[:5], order=Order.TIME_DESC), 50
    ),
    "word + actor, 50": lambda t, r: t.list_events(
        EventQuery(text=some_words(r)[:2], any_actors=some_actor(r)), 50
    ),
    "as of a past day, 50": lambda t, r: t.list_events(
        replace(some_range(r, 30), as_of=date(2024, 1, 1)), 50
    ),
    "counts by month and type": lambda t, _: t.summarize_events(EventQuery(), TimeUnit.MONTH, Grouping.TYPE),
    "counts by day, a year": lambda t, r: t.summarize_events(some_range(r, 365), TimeUnit.DAY),
    "counts by month, an actor": lambda t, r: t.summarize_events(
        EventQuery(any_actors=some_actor(r)), TimeUnit.MONTH
    ),
    "counts by month and actor, a year": lambda t, r: t.summarize_events(
        some_range(r, 365), TimeUnit.MONTH, Grouping.ACTOR
    ),
    "co-actors, 50": lambda t, r: t.list_co_actors(*some_actor(r), EventQuery(), 50),
    "co-actors in a year, 50": lambda t, r: t.list_co_actors(*some_actor(r), some_range(r, 365), 50),
    "mentions of a document": lambda t, r: t.list_mentions(f"d{r.randrange(1, 20000)}", 50),
    "event by id": lambda t, r: t.get_event(_some_event(t, r)),
    "actors, 50": lambda t, _: t.list_actors("", 50),
}
_events: list[str] = []


def _some_event(timeline: Timeline, luck: random.Random) -> str:
    if not _events:
        _events.extend(event.id for event in timeline.list_events(EventQuery(), 1000).items)
    return luck.choice(_events)


class Recording:
    """A cursor that takes note of what is asked of it."""

    def __init__(self, cursor: Any, statements: list[Statement]) -> None:
        self._cursor = cursor
        self._statements = statements

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Any:
        self._statements.append((statement, values))
        return self._cursor.execute(statement, values)


@contextmanager
def recorded(database: Database) -> Iterator[list[Statement]]:
    """The statements that reads run meanwhile."""
    statements: list[Statement] = []
    read = database.read

    @contextmanager
    def reading(**options: Any) -> Iterator[Any]:
        with read(**options) as cursor:
            yield Recording(cursor, statements)

    database.read = reading  # type: ignore[method-assign]
    try:
        yield statements
    finally:
        database.read = read  # type: ignore[method-assign]


def timed(act: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    act()
    return (clock() - start) * 1000


def percentiles(times: list[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]


def measure_queries(path: Path, rounds: int) -> dict[str, tuple[float, float, float, float]]:
    """p50, p95 and processor time in the store, and that of the same statements in a bare connection."""
    measured: dict[str, tuple[float, float, float]] = {}
    asked: dict[str, list[list[Statement]]] = {}
    _events.clear()
    with Timeline.open(path) as timeline:
        for name, ask in QUERIES.items():
            luck = random.Random(name)
            ask(timeline, luck)
            times = [timed(lambda: ask(timeline, luck)) for _ in range(rounds)]  # noqa: B023
            worked = [timed(lambda: ask(timeline, luck), time.thread_time) for _ in range(rounds)]  # noqa: B023
            measured[name] = (*percentiles(times), percentiles(worked)[0])
            asked[name] = []
            for _ in range(rounds):
                with recorded(timeline.database) as statements:
                    ask(timeline, luck)
                asked[name].append(list(statements))
    with duckdb.connect(path, read_only=True, config={"threads": 1, "memory_limit": "1GB"}) as bare:
        return {name: (*measured[name], floor(bare, asked[name])) for name in QUERIES}


def floor(bare: duckdb.DuckDBPyConnection, asked: Sequence[Sequence[Statement]]) -> float:
    run(bare, asked[0])
    return percentiles([timed(lambda: run(bare, one), time.thread_time) for one in asked])[0]  # noqa: B023


def run(connection: duckdb.DuckDBPyConnection, statements: Sequence[Statement]) -> None:
    for statement, values in statements:
        connection.execute(statement, values if isinstance(values, dict) else list(values)).fetchall()


def measure_writing(path: Path, written: int) -> Iterator[str]:
    with Timeline.open(path) as timeline:
        yield from measure_bulk(timeline, written)
        singles = documents(640, "single-")
        with ThreadPoolExecutor(16) as producers:
            p50, p95 = percentiles(list(producers.map(lambda one: timed(lambda: timeline.put(one)), singles)))
        yield f"16 producers of single documents: p50 {p50:.1f}, p95 {p95:.1f}"


def measure_readers_beside_a_writer(path: Path, seconds: float = 10) -> str:
    """16 clients that think for 100 ms between questions, while 300 documents a second come in."""
    over = threading.Event()
    paced = documents(int(300 * seconds), "paced-")
    with Timeline.open(path) as timeline, ThreadPoolExecutor(17) as clients:

        def read(number: int) -> list[float]:
            luck, times = random.Random(number), []
            asks = [
                QUERIES[name]
                for name in ("range of 30 days, 100", "actor, latest 50", "actor + year + type, 50")
            ]
            while not over.wait(0.1):
                times.append(timed(lambda: luck.choice(asks)(timeline, luck)))
            return times

        def write() -> None:
            for number, document in enumerate(paced, 1):
                timeline.submit(document)
                if number % 30 == 0:
                    over.wait(0.1)

        reading = [clients.submit(read, number) for number in range(16)]
        clients.submit(write)
        time.sleep(seconds)
        over.set()
        p50, p95 = percentiles([one for future in reading for one in future.result()])
    return f"16 paced readers beside a writer: p50 {p50:.1f}, p95 {p95:.1f}"


def measure_writing_beside_ordering(path: Path) -> str:
    """One producer while the tables are put in order."""
    waiting = iter(documents(100_000, "beside-"))
    with Timeline.open(path) as timeline, ThreadPoolExecutor(1) as thread:
        timeline.put(next(waiting))
        alone = [timed(lambda: timeline.put(next(waiting))) for _ in range(50)]
        ordering = thread.submit(put_in_order, timeline.database)
        start, beside = time.perf_counter(), list[float]()
        while not ordering.done():
            beside.append(timed(lambda: timeline.put(next(waiting))))
        seconds = time.perf_counter() - start
    return (
        f"one producer: p95 {percentiles(alone)[1]:.1f}, most {max(alone):.1f}; "
        f"while tables are put in order, {seconds:.0f} s: p95 {percentiles(beside)[1]:.1f}, "
        f"most {max(beside):.1f}"
    )


def build(path: Path, events: int) -> None:
    """In a process of its own: the memory of this one is that of asking and writing."""
    started = time.monotonic()
    process = multiprocessing.get_context("spawn").Process(target=_build, args=(path, events))
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(f"a timeline of {events:,} events could not be built")
    print(f"\nbuilt in {time.monotonic() - started:.0f} s")


def _build(path: Path, events: int) -> None:
    with Timeline.open(path) as timeline:
        timeline.database.write(partial(_fill, events=events))


def _fill(cursor: Cursor, events: int) -> None:
    cursor.execute(f"SET threads = {os.cpu_count() or 1}")
    cursor.execute("SET memory_limit = '3GB'")
    fill(cursor, events)


def report_queries(path: Path, rounds: int, smaller: dict[str, float]) -> dict[str, float]:
    """Prints a line for each query; gives the processor time of each, for the growth to the next size."""
    print(f"{'query':36}{'p50':>8}{'p95':>8}{'cpu':>8}{'floor':>8}{'ratio':>7}{'growth':>8}")
    found = measure_queries(path, rounds)
    for name, (p50, p95, worked, least) in found.items():
        growth = f"{worked / smaller[name]:8.1f}" if name in smaller else ""
        print(f"{name:36}{p50:8.1f}{p95:8.1f}{worked:8.1f}{least:8.1f}{worked / least:7.1f}{growth}")
    return {name: times[2] for name, times in found.items()}


def report_clients(path: Path, rounds: int) -> None:
    print(f"{'over gRPC':36}{'p50':>8}{'p95':>8}{'p50 of 16':>11}{'p95 of 16':>11}")
    for name, alone, together in measure(path, rounds):
        one, many = percentiles(alone), percentiles(together)
        print(f"{name:36}{one[0]:8.1f}{one[1]:8.1f}{many[0]:11.1f}{many[1]:11.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--written", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, help="keep the files here and use them again")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        smaller: dict[str, float] = {}
        for events in arguments.events:
            path = (arguments.folder or Path(scratch)) / f"{events}.duckdb"
            if not path.exists():
                build(path, events)
            load = os.getloadavg()[0]
            print(f"{events:,} events, {path.stat().st_size / events:.0f} bytes each; load {load:.1f}")
            smaller = report_queries(path, arguments.rounds, smaller)
            report_clients(path, arguments.rounds)
            if arguments.folder is None:
                print(
                    *measure_writing(path, arguments.written), measure_readers_beside_a_writer(path), sep="\n"
                )
                print(measure_writing_beside_ordering(path))
            print(f"most memory so far: {most_memory():,.0f} MB")


if __name__ == "__main__":
    main()
