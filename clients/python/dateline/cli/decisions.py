"""Decisions of people about which mentions are one event."""

from __future__ import annotations

import click

from ..v1.admin_service_pb2 import Decision, DecisionKind
from .connection import connect, server_option
from .output import Columns, format_option, show, word


def _id(decision: Decision) -> str:
    return decision.name.removeprefix("decisions/")


def _kind(decision: Decision) -> str:
    return word(DecisionKind, decision.kind)


def _events(decision: Decision) -> str:
    return " ".join(name.removeprefix("events/") for name in decision.events)


_COLUMNS: Columns = {
    "Decision": _id,
    "Kind": _kind,
    "When": lambda decision: decision.create_time.ToJsonString(),
    "Events": _events,
    "Documents": lambda decision: " ".join(
        dict.fromkeys(mention.document.removeprefix("documents/") for mention in decision.mentions)
    ),
}


@click.command()
@server_option
@click.argument("events", nargs=-1, required=True)
def merge(events: tuple[str, ...]) -> None:
    """Decide that events are one: what is told of any of them, now and later, is told of that one.

    The decision holds when documents are deleted and come back. dateline decisions lists it, dateline
    revoke takes it back.

    \b
    dateline merge e40307487ef3ed54f e5515741ce05e4fd2
    """  # noqa: D301 (click keeps the lines)
    with connect() as client:
        _told(client.merge_events(events))


@click.command()
@server_option
@click.argument("event")
@click.option(
    "--document",
    "documents",
    multiple=True,
    required=True,
    help="What it tells is split off; several: these.",
)
def split(event: str, documents: tuple[str, ...]) -> None:
    """Decide that what some documents tell of an event is another event.

    The decision holds when documents are deleted and come back. dateline decisions lists it, dateline
    revoke takes it back.

    \b
    dateline split e40307487ef3ed54f --document rules-1
    """  # noqa: D301 (click keeps the lines)
    with connect() as client:
        _told(client.split_event(event, documents))


@click.command()
@server_option
@format_option
def decisions(output_format: str) -> None:
    """List what was decided about events, the oldest first.

    \b
    dateline decisions
    dateline decisions --format jsonl
    """  # noqa: D301 (click keeps the lines)
    with connect() as client:
        show(client.list_decisions(), _COLUMNS, output_format)


@click.command()
@server_option
@click.argument("decision")
def revoke(decision: str) -> None:
    """Take a decision about events back; they are then what they would be without it.

    DECISION is an id as dateline decisions shows it.

    \b
    dateline revoke c5e1b09a44f21d370
    """  # noqa: D301 (click keeps the lines)
    with connect() as client:
        client.revoke_decision(decision)
    click.echo(f"{decision}: revoked", err=True)


def _told(decision: Decision) -> None:
    click.echo(f"{_id(decision)}: {_kind(decision)}, now {_events(decision)}")
