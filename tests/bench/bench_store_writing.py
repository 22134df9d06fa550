"""What writing costs: ``python -m tests.bench.bench_store_writing``, which ``bench_store`` runs too.

Documents of five events come to a timeline as analysing processes send them, each is acknowledged once it
is durable. Printed are events a second, the processor time of an event by stage, and the most memory so
far. Processor times can be compared on a machine that has other work, the rates cannot.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dateline_server.app.preparation import prepare
from dateline_server.app.text import load_dictionary
from dateline_server.app.timeline import Timeline
from dateline_server.domain.document import Analysis
from dateline_server.store.columns import Batch

from ..builders import ACTORS, analysis, telling

_EVENTS = 5
_DOCUMENTS = 2000
"""At a time, so that what is to be written takes little memory itself."""
_INSIDE = {"columns": "changes", "statements": "changes", "journal": "changes", "changes": "all"}
"""Which stage another one is part of."""


def documents(count: int, prefix: str) -> list[Analysis]:
    """Documents of five events each, between two of four actors on some day of ten years."""
    luck = random.Random(prefix)

    def when() -> str:
        return (date(2015, 1, 1) + timedelta(days=luck.randrange(3650))).isoformat()

    return [
        analysis(
            f"{prefix}{n}",
            *[
                telling(*luck.sample(ACTORS, 2), on=when(), kind=luck.choice(("meet", "sign", "sue")))
                for _ in range(_EVENTS)
            ],
        )
        for n in range(count)
    ]


def most_memory() -> float:
    """The most that this process ever held, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def measure_bulk(timeline: Timeline, events: int) -> Iterator[str]:
    """Writes many events; gives lines of figures."""
    load_dictionary()
    preparing = waiting = 0.0
    parts = max(1, events // (_EVENTS * _DOCUMENTS))
    with _watched(timeline) as spent:
        for part in range(parts):
            read = documents(_DOCUMENTS, f"bulk-{part}-")
            started = time.thread_time()
            ready = [prepare(one) for one in read]
            preparing += time.thread_time() - started
            begun = time.perf_counter()
            for future in [timeline.submit(one) for one in ready]:
                future.result()
            waiting += time.perf_counter() - begun
    count = parts * _DOCUMENTS * _EVENTS
    yield f"bulk: {count / waiting:,.0f} events/s; {count / spent['all']:,.0f} a second of processor time"
    within = dict(spent)
    for inner, outer in _INSIDE.items():
        within[outer] -= spent[inner]
    within["python"], within["commit"] = within.pop("changes"), within.pop("all")
    stages = ", ".join(f"{stage} {1e6 * within[stage] / count:.0f}" for stage in sorted(within))
    yield f"microseconds of an event: {1e6 * preparing / count:.0f} by workers; by the writer {stages}"
    yield f"most memory so far: {most_memory():,.0f} MB"


@contextmanager
def _watched(timeline: Timeline) -> Iterator[dict[str, float]]:
    """Processor time of the writer's thread by stage."""
    spent: dict[str, float] = defaultdict(float)
    recorder: Any = timeline._recorder
    carry_out = recorder._writer._apply

    def measured(stage: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            started = time.thread_time()
            try:
                return call(*arguments, **options)
            finally:
                spent[stage] += time.thread_time() - started

        return run

    class Watched:
        """A cursor whose calls are measured."""

        def __init__(self, cursor: Any) -> None:
            self._cursor = cursor

        def __getattr__(self, name: str) -> Any:
            return measured("statements", getattr(self._cursor, name))

    def carrying_out(cursor: Any, changes: Any) -> Any:
        return carry_out(Watched(cursor), changes)

    changed = (
        (recorder._writer, "_apply", measured("changes", carrying_out)),
        (recorder._writer, "_commit", measured("all", recorder._writer._commit)),
        (recorder._journal, "append", measured("journal", recorder._journal.append)),
        (Batch, "__init__", measured("columns", Batch.__init__)),
    )
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in changed]
    for owner, name, call in changed:
        setattr(owner, name, call)
    try:
        yield spent
    finally:
        for owner, name, call in before:
            setattr(owner, name, call)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=20_000)
    with tempfile.TemporaryDirectory() as folder, Timeline.open(Path(folder) / "news.duckdb") as timeline:
        print(*measure_bulk(timeline, parser.parse_args().events), sep="\n")


if __name__ == "__main__":
    main()
