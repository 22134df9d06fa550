"""``dateline watch``: events as they change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from google.protobuf.json_format import MessageToDict

from ..errors import DatelineError
from ..watching import EventChange
from .connection import connect, server_option
from .output import EVENT_COLUMNS, printable, text_format_option
from .timeline import chosen, filter_options


@click.command()
@server_option
@filter_options
@click.option(
    "--resume-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File that remembers how far you have come: the next time goes on there, and nothing is missed.",
)
@click.option("--limit", type=click.IntRange(1), help="End after so many changes.")
@text_format_option
def watch(resume_file: Path | None, limit: int | None, output_format: str, **options: Any) -> None:
    """Tell of new and changed events as they come, until interrupted.

    A line that begins with "-" is an event that is gone, or that the options no longer mean.

    \b
    dateline watch --actor Nvidia
    dateline watch --type export-control --format jsonl --resume-file ~/.dateline-seen
    """  # noqa: D301 (click keeps the lines)
    held = _recalled(resume_file) if resume_file and resume_file.exists() else ""
    render = _json if output_format == "jsonl" else _text
    with connect() as client:
        for number, change in enumerate(client.watch_events(resume_token=held, **chosen(options)), 1):
            click.echo(render(change))
            if resume_file is not None:
                _remember(resume_file, change.resume_token)
            if number == limit:
                return


def _text(change: EventChange) -> str:
    identifier = change.name.removeprefix("events/")
    if change.event is None:
        return f"- {identifier}"
    event = change.event
    return printable("  ".join(["+", identifier, *(value(event) for value in EVENT_COLUMNS.values())]))


def _json(change: EventChange) -> str:
    if change.event is None:
        return _line({"goneEvent": change.name})
    return _line({"event": MessageToDict(change.event)})


def _line(item: dict[str, Any]) -> str:
    return json.dumps(item, ensure_ascii=False)


def _recalled(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as problem:
        raise DatelineError(f"{path}: {problem}; give another file, or remove it to begin from now") from None


def _remember(path: Path, token: str) -> None:
    """Whole or not at all."""
    written = path.with_name(f"{path.name}.new")
    try:
        written.write_text(f"{token}\n", encoding="ascii")
        written.replace(path)
    except OSError as problem:
        raise DatelineError(f"{path}: {problem}; give another file with --resume-file") from None
