"""``dateline reanalyze``: stored documents under new rules."""

from __future__ import annotations

from collections.abc import Iterator

import click
from google.protobuf.json_format import MessageToJson

from ..v1 import ingestion_service_pb2 as ingestion
from ..v1.event_pb2 import EventMention, Role
from .connection import connect, server_option
from .output import counted, printable, status, text_format_option, word


@click.command()
@server_option
@click.option("--apply", is_flag=True, help="Store the new analyses; without it nothing changes.")
@click.option(
    "--document", "documents", multiple=True, help="Only this document; several: these. Default: all."
)
@text_format_option
def reanalyze(apply: bool, documents: tuple[str, ...], output_format: str) -> None:
    """Analyse stored documents by the server's rules of today, and show what that changes.

    Documents that these rules have analysed are passed over, so the same command goes on where it was
    interrupted. Events keep their ids.

    \b
    dateline reanalyze              what would change
    dateline reanalyze --apply      change it
    """  # noqa: D301 (click keeps the lines)
    summary = ingestion.ReanalysisSummary()
    with connect() as client:
        for part in client.reanalyze_documents(documents, apply=apply):
            if isinstance(part, ingestion.ReanalysisSummary):
                summary = part
            elif output_format == "jsonl":
                click.echo(MessageToJson(part, indent=None, ensure_ascii=False))
            else:
                _show(part)
    for line in _conclusion(summary):
        click.echo(line, err=True)
    if summary.failed_count:
        raise SystemExit(1)


def _show(document: ingestion.DocumentReanalysis) -> None:
    name = document.name.removeprefix("documents/")
    if document.HasField("error"):
        click.echo(f"{name}: {document.error.message}", err=True)
        return
    if document.differences:
        click.echo(f"{name}  ({document.old_analyzer_version} to {document.new_analyzer_version})")
    for found in document.differences:
        for line in _difference(found):
            click.echo(printable(line))


def _difference(found: ingestion.EventDifference) -> Iterator[str]:
    there = found.after if found.HasField("after") else found.before
    event = found.event.removeprefix("events/")
    yield f"  {', '.join(map(_kind, found.kinds))}: {event or 'new'}  {there.summary}"
    if found.HasField("before") and found.HasField("after"):
        for label, old, new in _aspects(found.before, found.after):
            if old != new:
                yield f"    {label:<9}{old} -> {new}"


def _aspects(before: EventMention, after: EventMention) -> Iterator[tuple[str, str, str]]:
    yield "date", before.time.edtf or "undated", after.time.edtf or "undated"
    yield "type", before.event_type, after.event_type
    yield "status", status(before), status(after)
    yield "who", _cast(before), _cast(after)


def _kind(kind: ingestion.EventDifferenceKind.ValueType) -> str:
    return word(ingestion.EventDifferenceKind, kind)


def _cast(mention: EventMention) -> str:
    roles = (word(Role, argument.role) for argument in mention.arguments)
    names = (argument.display_name or argument.span.text for argument in mention.arguments)
    return ", ".join(f"{role} {name}" for role, name in zip(roles, names, strict=True)) or "nobody"


def _conclusion(summary: ingestion.ReanalysisSummary) -> Iterator[str]:
    kinds = ", ".join(f"{one.count} {_kind(one.kind)}" for one in summary.differences)
    yield (
        f"{counted(summary.analyzed_count, 'document')} analysed by {summary.analyzer_version}: "
        f"{summary.changed_count} with differences{f' ({kinds})' if kinds else ''}, "
        f"{summary.current_count} analysed so before, {summary.failed_count} failed"
    )
    if summary.analyzed_count and not summary.applied:
        yield "nothing was stored; dateline reanalyze --apply does"
