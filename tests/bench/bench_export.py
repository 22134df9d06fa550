"""How fast files are written and in how much memory: ``python -m tests.bench.bench_export 1000000``.

For each format it prints events a second, the size of the file, and the memory of the process in
MiB when a tenth, a half and all of the file was written, without what DuckDB keeps of its file up to
its limit: what grows with the export is seen in the difference. Last comes the most that the process
ever held. Each format has a process of its own; the timeline is made once, in a folder that is
removed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import tempfile
import time
from pathlib import Path

from dateline_server.app.export import ExportFormat, ExportSummary
from dateline_server.app.timeline import Timeline
from dateline_server.domain.event import Factuality
from dateline_server.domain.query import EventQuery
from dateline_server.store.clustering import put_in_order

from .synthetic import fill


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--format", type=ExportFormat, nargs="*", default=list(ExportFormat))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.duckdb"
        with Timeline.open(path) as timeline:
            timeline.database.write(lambda cursor: fill(cursor, arguments.events))
            timeline.database.write(put_in_order)
        print(f"{arguments.events:,} events")
        print(f"{'format':<20}{'events/s':>10}{'MiB':>8}{'RSS 10%':>9}{'50%':>7}{'100%':>7}{'peak':>7}")
        spawn = multiprocessing.get_context("spawn")
        for file_format in arguments.format:
            process = spawn.Process(target=measure, args=(path, file_format, arguments.events))
            process.start()
            process.join()


def measure(path: Path, file_format: ExportFormat, events: int) -> None:
    """Exports everything to nowhere, and prints a row."""
    marks = [events // 10, events // 2]
    resident: list[int] = []
    size = 0
    with Timeline.open(path) as timeline:
        timeline._rows = counted(timeline, timeline._rows, marks, resident)  # type: ignore[method-assign]
        start = time.perf_counter()
        for part in timeline.export(EventQuery(factualities=tuple(Factuality)), file_format):
            if isinstance(part, ExportSummary):
                summary = part
            else:
                size += len(part)
        took = time.perf_counter() - start
        resident.append(own_memory(timeline))
    total = summary.written + summary.undated + summary.out_of_range + summary.unmapped
    assert total == events, summary
    memory = "".join(f"{mib:>7}" for mib in (*resident, status("VmHWM")))
    print(f"{file_format:<20}{events / took:>10,.0f}{size >> 20:>8}  {memory}", flush=True)


def counted(timeline: Timeline, rows, marks: list[int], resident: list[int]):
    """The rows, with the memory taken down when so many have passed."""

    def passing(*arguments, **options):
        for number, row in enumerate(rows(*arguments, **options), 1):
            if number in marks:
                resident.append(own_memory(timeline))
            yield row

    return passing


def own_memory(timeline: Timeline) -> int:
    """What the process holds apart from DuckDB's copy of its file, in MiB."""
    with timeline.database.read() as cursor:
        ((cached,),) = cursor.execute("SELECT sum(memory_usage_bytes) FROM duckdb_memory()").fetchall()
    return status("VmRSS") - (int(cached) >> 20)


def status(name: str) -> int:
    """A value of this process, in MiB."""
    text = Path("/proc/self/status").read_text()
    found = re.search(rf"{name}:\s+(\d+) kB", text)
    assert found
    return int(found[1]) >> 10


if __name__ == "__main__":
    main()
