"""Results as tables for people, and as lines of JSON or CSV for programs."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import click
from google.protobuf.json_format import MessageToJson
from google.protobuf.message import Message
from rich.console import Console
from rich.table import Table

from ..v1.event_pb2 import ROLE_AGENT, ROLE_COUNTERPART, ROLE_PATIENT, Event, EventMention, Factuality

Columns = Mapping[str, Callable[[Any], str]]
"""Headings, and what stands below them for an item."""

FORMATS = ("table", "jsonl", "csv")
_WIDTH_OF_FILES = 160
_WHOLE = {"Actor", "Date", "Document", "Event", "Published", "Status"}
"""The columns that are not broken into lines."""
_ACTING = (ROLE_AGENT, ROLE_PATIENT, ROLE_COUNTERPART)


def format_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option ``--format``."""
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="A table for people, or lines for programs.",
    )(command)


def text_format_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option ``--format`` of a command whose results are no table."""
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(["text", "jsonl"]),
        default="text",
        show_default=True,
        help="Lines for people, or lines of JSON for programs.",
    )(command)


def show(items: Iterable[Any], columns: Columns, output_format: str, extra: Columns | None = None) -> int:
    """Prints items in a format; gives their number.

    Args:
        items: messages of one type, or whatever the columns take.
        columns: of tables and CSV, and of JSON where an item is no message.
        output_format: one of ``FORMATS``; ``jsonl`` is the proto3 JSON mapping of messages.
        extra: further columns of CSV.

    """
    if output_format == "jsonl":
        return sum(_echo_json(item, columns) for item in items)
    if output_format == "csv":
        return _show_csv(items, {**columns, **(extra or {})})
    return show_table(items, columns)


def console(*, stderr: bool = False) -> Console:
    """A console as wide as the terminal or as COLUMNS says, else wide enough for files."""
    stream = sys.stderr if stderr else sys.stdout
    known = stream.isatty() or "COLUMNS" in os.environ
    return Console(stderr=stderr, width=None if known else _WIDTH_OF_FILES, highlight=False, markup=False)


def show_table(items: Iterable[Any], columns: Columns) -> int:
    """Prints a table; gives the number of rows."""
    heading_style = "" if os.environ.get("NO_COLOR") else "bold"
    table = Table(box=None, header_style=heading_style, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in columns:
        table.add_column(heading, overflow="fold", no_wrap=heading in _WHOLE)
    for item in items:
        table.add_row(*(printable(value(item)) for value in columns.values()))
    if table.row_count:
        console().print(table)
    else:
        click.echo("nothing found", err=True)
    return table.row_count


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 document", "2 documents"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def printable(text: str) -> str:
    """The text without characters that would steer a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def when(event: Event) -> str:
    """The date of an event: EDTF, else the words that say it."""
    return event.time.edtf or (f"({event.time_expression})" if event.time_expression else "undated")


def who(event: Event) -> str:
    """The actors of an event."""
    names = dict.fromkeys(p.display_name for p in event.participants if p.role in _ACTING)
    return ", ".join(names)


def status(told: Event | EventMention) -> str:
    """What texts claim about its having happened."""
    return word(Factuality, told.factuality)


def word(kind: Any, number: int) -> str:
    """A value of an enum as people write it: ``ROLE_AGENT`` is "agent"."""
    prefix = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.DESCRIPTOR.name).upper()
    return str(kind.Name(number)).removeprefix(f"{prefix}_").lower().replace("_", "-")


EVENT_COLUMNS: Columns = {
    "Date": when,
    "Actors": who,
    "What happened": lambda event: event.summary,
    "Status": status,
}


def _echo_json(item: Any, columns: Columns) -> int:
    if isinstance(item, Message):
        click.echo(MessageToJson(item, indent=None, ensure_ascii=False))
    else:
        row = {_key(heading): value(item) for heading, value in columns.items()}
        click.echo(json.dumps(row, ensure_ascii=False))
    return 1


def _key(heading: str) -> str:
    return heading.lower().replace(" ", "_")


def _show_csv(items: Iterable[Any], columns: Columns) -> int:
    writer = csv.writer(sys.stdout)
    writer.writerow(map(_key, columns))
    return sum(bool(writer.writerow(harmless(value(item)) for value in columns.values())) for item in items)


def harmless(cell: str) -> str:
    """The cell as text even where it looks like a formula to a spreadsheet."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
