"""``dateline export``: events as a file for another program."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

import click
from google.protobuf.json_format import MessageToDict

from ..requests import EXPORT_FORMATS, event_filter, order
from ..v1.timeline_service_pb2 import ExportSummary
from .connection import connect, server_option
from .output import counted
from .timeline import as_of_option, chosen, filter_options

_SUFFIXES = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".json": "vis",
    ".ics": "ics",
    "": "csv",
}
"""The format of a file that is named so, where none is given."""


@click.command()
@server_option
@filter_options
@as_of_option
@click.option("--desc", "descending", is_flag=True, help="The latest first.")
@click.option(
    "--format",
    "file_format",
    type=click.Choice(list(EXPORT_FORMATS)),
    help="What the file is for; where it is not given the file's name decides, and else it is csv.",
)
@click.option("--bom", is_flag=True, help="Begin a CSV file with the mark that Excel needs to read Chinese.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File; default: standard output."
)
def export(descending: bool, file_format: str | None, bom: bool, output: Path | None, **options: Any) -> None:
    """Write events as a file.

    \b
    csv         everything known of each event, for spreadsheets and for DuckDB
    jsonl       the same as lines of JSON
    parquet     the same with types, for DuckDB, pandas, polars and Spark
    timelinejs  CSV that Knight Lab's TimelineJS shows as a slide show
    vis         JSON for vis-timeline, to zoom in a web page
    ics         iCalendar, for calendar programs
    timesketch  CSV for Timesketch, beside logs
    plover      PLOVER records as lines of JSON, for political event data

    No format is told more than the text says: what it cannot hold is left out, what it cannot say
    as exactly is rounded, and both are counted, on standard error and in FILE.meta.json.

    \b
    dateline export --bom -o timeline.csv
    dateline export -o timeline.parquet --from 2023
    dateline export --format timelinejs --actor Nvidia -o nvidia.csv
    dateline export --format plover | jq .source
    """  # noqa: D301 (click keeps the lines)
    criteria = chosen(options)
    chosen_format = file_format or _format_of(output)
    if chosen_format == "parquet" and output is None and sys.stdout.isatty():
        raise click.UsageError("Parquet is not for terminals; give a file with -o")
    with connect() as client, _destination(output) as stream:
        parts = client.export_timeline(
            file_format=chosen_format, descending=descending, byte_order_mark=bom, **criteria
        )
        summary = write_parts(parts, stream)
    if output is not None:
        about = {"file": output.name, "format": chosen_format, **_counts(summary)}
        asked = {"filter": MessageToDict(event_filter(**criteria)), "order_by": order(descending=descending)}
        _write_about(output, {**about, **asked})
        click.echo(f"{describe_summary(summary)} to {output}", err=True)
    elif _lost(summary):
        click.echo(describe_summary(summary), err=True)


def _format_of(output: Path | None) -> str:
    suffix = output.suffix.lower() if output else ""
    if suffix not in _SUFFIXES:
        raise click.UsageError(f"{output}: its name does not say the format; give it with --format")
    return _SUFFIXES[suffix]


def write_parts(parts: Iterator[bytes | ExportSummary], stream: BinaryIO) -> ExportSummary:
    """Writes a file's parts; gives what it holds."""
    summary = ExportSummary()
    for part in parts:
        if isinstance(part, bytes):
            stream.write(part)
        else:
            summary = part
    return summary


def describe_summary(summary: ExportSummary) -> str:
    """What a file holds, and what it could not hold."""
    said = [
        f"{counted(summary.written_count, 'event')} written",
        f"{summary.undated_count} without a date left out" if summary.undated_count else "",
        f"{summary.out_of_range_count} with a date that the format lacks left out"
        if summary.out_of_range_count
        else "",
        f"{summary.unmapped_count} of a kind that the format lacks left out"
        if summary.unmapped_count
        else "",
        f"{summary.rounded_count} with a rounded date" if summary.rounded_count else "",
    ]
    return ", ".join(part for part in said if part)


def _counts(summary: ExportSummary) -> dict[str, Any]:
    return {
        "written": summary.written_count,
        "left_out": {
            "undated": summary.undated_count,
            "out_of_range": summary.out_of_range_count,
            "unmapped": summary.unmapped_count,
        },
        "rounded": summary.rounded_count,
    }


def _lost(summary: ExportSummary) -> bool:
    counts = _counts(summary)
    return bool(counts["rounded"] or any(counts["left_out"].values()))


def _write_about(output: Path, about: dict[str, Any]) -> None:
    """What the file holds and what it was made from, beside it."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    whole = {**about, "exported_at": now, "dateline": version("dateline")}
    with _destination(output.with_name(f"{output.name}.meta.json")) as stream:
        stream.write(f"{json.dumps(whole, ensure_ascii=False, indent=2)}\n".encode())


@contextmanager
def _destination(output: Path | None) -> Iterator[BinaryIO]:
    """The file, which appears under its name only when it is complete."""
    if output is None:
        yield sys.stdout.buffer
        return
    part = output.with_name(f".{output.name}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(output)
    except OSError as problem:
        raise click.ClickException(f"{output} cannot be written: {problem.strerror}") from None
    finally:
        part.unlink(missing_ok=True)
