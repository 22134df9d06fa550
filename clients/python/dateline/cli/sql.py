"""``dateline sql``: questions in SQL."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import click

from ..query import QueryResult
from .connection import connect, server_option
from .output import format_option, harmless, show_table


def _parameter(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    for text in given:
        if "=" not in text:
            raise click.BadParameter(f"{text!r} is not NAME=VALUE")
    return dict(text.split("=", 1) for text in given)


@click.command()
@server_option
@format_option
@click.argument("statement", required=False)
@click.option("-f", "--file", type=click.File(encoding="utf-8"), help="Read the statement from a file.")
@click.option(
    "--param",
    "parameters",
    metavar="NAME=VALUE",
    multiple=True,
    callback=_parameter,
    help="What $NAME stands for in the statement, as text. Repeatable.",
)
def sql(statement: str | None, file: Any, parameters: dict[str, str], output_format: str) -> None:
    """Ask a question in SQL, one SELECT on events, event_actors, mentions, documents, actors.

    \b
    dateline sql "SELECT event_type, count(*) FROM events GROUP BY ALL"
    dateline sql "SELECT * FROM documents WHERE publisher = $p" --param p=晨报

    The server must have been started with --sql.
    """  # noqa: D301 (click keeps the lines)
    if (statement is None) == (file is None):
        raise click.UsageError("give a statement, or a file with one")
    text = file.read() if statement is None else statement
    with connect() as client:
        result = client.run_query(text, parameters)
    _show(result, output_format)


def _show(result: QueryResult, output_format: str) -> None:
    names = result.column_names()
    if output_format == "jsonl":
        for row in result.rows():
            click.echo(json.dumps(dict(zip(names, map(plain, row), strict=True)), ensure_ascii=False))
    elif output_format == "csv":
        writer = csv.writer(sys.stdout)
        writer.writerow(names)
        writer.writerows(map(harmless, row) for row in _texts(result))
    else:
        columns = {name: (lambda row, at=index: row[at]) for index, name in enumerate(names)}
        show_table(_texts(result), columns)


def _texts(result: QueryResult) -> Iterator[list[str]]:
    for row in result.rows():
        yield [as_text(value) for value in row]


def as_text(value: Any) -> str:
    """A value for people; nothing for NULL."""
    value = plain(value)
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def plain(value: Any) -> Any:
    """A value as JSON has it: dates and times in ISO 8601, bytes in hexadecimal, decimals as numbers."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, timedelta) else value
