"""``dateline analyze``: what can be read from texts, without storing anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import click
from google.protobuf.json_format import MessageToJson

from ..errors import DatelineError, TransportError
from ..inputs import Input, InputProblem, read_inputs
from ..local import analyze_to_json
from .connection import connect, server_option
from .recognizer import recognizer_option


@click.command()
@server_option
@click.argument("inputs", nargs=-1, required=True)
@click.option("--local", is_flag=True, help="Analyse on this machine, without a server.")
@click.option(
    "--format",
    type=click.Choice(["jsonl"]),
    default="jsonl",
    expose_value=False,
    help="Lines of JSON; there is no other yet.",
)
@click.option(
    "--publication-date",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="When plain files were published; rows of .jsonl have their own.",
)
@click.option("--workers", type=click.IntRange(1), help="Processes with --local; default: one per core.")
@recognizer_option("with --local")
def analyze(
    inputs: tuple[str, ...],
    local: bool,
    publication_date: datetime | None,
    workers: int | None,
    recognizer: str,
) -> None:
    """Print what can be read from each text, one AnalyzeTextResponse a line as JSON, in input order.

    INPUTS are files, folders, patterns, .jsonl files of documents, or - for such lines on standard
    input. Nothing is stored.

    \b
    dateline analyze article.txt | jq '.timexes[].span.text'
    dateline analyze --local --publication-date 2023-07-04 news/*.md > analyses.jsonl
    """  # noqa: D301 (click keeps the lines)
    published = None if publication_date is None else publication_date.date()
    documents = _with_notes_told(read_inputs(inputs, published))
    failed = 0
    for result in analyze_to_json(documents, workers, recognizer) if local else _on_server(documents):
        if isinstance(result, InputProblem):
            failed += 1
            click.echo(f"{result.place}: {result.message}", err=True)
        else:
            click.echo(result)
    if failed:
        raise SystemExit(1)


def _with_notes_told(inputs: Iterator[Input]) -> Iterator[Input]:
    for item in inputs:
        if not isinstance(item, InputProblem) and item.note:
            click.echo(f"{item.place}: {item.note}", err=True)
        yield item


def _on_server(inputs: Iterator[Input]) -> Iterator[str | InputProblem]:
    with connect() as client:
        for item in inputs:
            if isinstance(item, InputProblem):
                yield item
                continue
            try:
                item.document.name = f"documents/{item.document_id}" if item.document_id else ""
                yield MessageToJson(client.analyze_text(item.document), indent=None, ensure_ascii=False)
            except TransportError:
                raise
            except DatelineError as problem:
                yield InputProblem(item.place, str(problem))
