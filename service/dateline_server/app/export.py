"""A timeline as a file, written row by row: what goes in, what could not, and nothing made up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from .formats import flat, icalendar, plover, timelinejs, timesketch
from .formats.parquet import ParquetWriter
from .formats.rows import CHUNK, ExportRow, LeftOut, LineWriter, Writer
from .formats.spreadsheet import csv_line
from .formats.vis import VisWriter

_MARK = b"\xef\xbb\xbf"
_PATIENCE = 1000
"""After how many events without output an empty chunk is given."""


class ExportFormat(StrEnum):
    """The formats of a timeline file; each is a module of ``formats``."""

    CSV = "csv"
    JSON_LINES = "jsonl"
    TIMELINEJS_CSV = "timelinejs-csv"
    TIMESKETCH_CSV = "timesketch-csv"
    VIS_TIMELINE_JSON = "vis-timeline-json"
    ICALENDAR = "icalendar"
    PARQUET = "parquet"
    PLOVER_JSON_LINES = "plover-jsonl"

    @property
    def needs_actors(self) -> bool:
        """Whether it says more of actors than their names."""
        return self is ExportFormat.PLOVER_JSON_LINES

    @property
    def is_csv(self) -> bool:
        """Whether spreadsheets open it."""
        return self.value.endswith("csv")


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What a file holds, and what it could not hold, in events.

    ``undated`` ones were left out because the format needs a date, ``out_of_range`` ones because it
    has no such dates, ``unmapped`` ones because it has no such events; ``rounded`` ones were
    written with a date less exact than their own because the format cannot say it.
    """

    written: int = 0
    undated: int = 0
    rounded: int = 0
    out_of_range: int = 0
    unmapped: int = 0


_WRITERS: dict[ExportFormat, Callable[[Path | None], Writer]] = {
    ExportFormat.CSV: lambda _: LineWriter(flat.csv_row, csv_line(flat.COLUMNS)),
    ExportFormat.JSON_LINES: lambda _: LineWriter(flat.json_row),
    ExportFormat.TIMELINEJS_CSV: lambda _: LineWriter(timelinejs.slide, csv_line(timelinejs.COLUMNS)),
    ExportFormat.TIMESKETCH_CSV: lambda _: LineWriter(timesketch.moments, csv_line(timesketch.COLUMNS)),
    ExportFormat.VIS_TIMELINE_JSON: lambda _: VisWriter(),
    ExportFormat.ICALENDAR: lambda _: LineWriter(icalendar.entry, icalendar.HEADER, icalendar.FOOTER),
    ExportFormat.PARQUET: ParquetWriter,
    ExportFormat.PLOVER_JSON_LINES: lambda _: LineWriter(plover.record),
}


def write(
    rows: Iterable[ExportRow],
    file_format: ExportFormat,
    *,
    byte_order_mark: bool = False,
    database: Path | None = None,
) -> Iterator[bytes | ExportSummary]:
    """The file in chunks of at most ``CHUNK`` bytes, then its summary.

    Chunks of a text end where a row does, unless a single row is longer. A chunk may be empty, so
    that whoever waits for a long file can give it up. A byte order mark is
    written to CSV only. What a format cannot keep in memory goes beside ``database``.
    """
    counts: Counter[str] = Counter()
    writer = _WRITERS[file_format](database)
    try:
        mark = _MARK if byte_order_mark and file_format.is_csv else b""
        yield from _chunks(_parts(rows, writer, counts, mark))
    finally:
        writer.close()
    yield ExportSummary(
        counts["written"],
        counts[LeftOut.UNDATED],
        counts["rounded"],
        counts[LeftOut.OUT_OF_RANGE],
        counts[LeftOut.UNMAPPED],
    )


def _parts(rows: Iterable[ExportRow], writer: Writer, counts: Counter[str], mark: bytes) -> Iterator[bytes]:
    yield mark + writer.begin()
    for row in rows:
        line = writer.row(row)
        if isinstance(line, LeftOut):
            counts[line] += 1
        else:
            counts["written"] += 1
            counts["rounded"] += line.rounded
            yield line.data
    yield from writer.end()


def _chunks(parts: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for number, part in enumerate(parts, 1):
        if len(waiting) + len(part) > CHUNK:
            yield from _cut(bytes(waiting))
            waiting.clear()
        elif number % _PATIENCE == 0:
            yield b""
        waiting += part
    yield from _cut(bytes(waiting))


def _cut(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), CHUNK):
        yield data[start : start + CHUNK]
