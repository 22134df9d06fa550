"""Questions to the timeline: events and actors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import click
from google.protobuf.json_format import MessageToJson

from ..dates import day_after, first_day
from ..requests import Criteria
from ..v1.actor_pb2 import Actor, ActorType
from ..v1.event_pb2 import Event, EventMention, Role
from .actor_check import WithCheck
from .connection import connect, server_option
from .output import (
    EVENT_COLUMNS,
    Columns,
    counted,
    format_option,
    printable,
    show,
    status,
    text_format_option,
    when,
    who,
    word,
)

_NAMES_SHOWN = 6
STATUSES = ("asserted", "planned", "possible", "negated")
ROLES = ("agent", "patient", "counterpart", "place", "theme", "source", "amount")


def _checked_day(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    try:
        if value is not None:
            first_day(value), day_after(value)
    except ValueError as problem:
        raise click.BadParameter(f"{value!r} cannot be read: {problem}") from None
    return value


def _checked_whole_day(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    try:
        return None if value is None else date.fromisoformat(value).isoformat()
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day: write YYYY-MM-DD") from None


_FILTER_OPTIONS = (
    click.option(
        "--from",
        "start",
        callback=_checked_day,
        metavar="DATE",
        help="Not before this day, month or year.",
    ),
    click.option(
        "--to",
        "end",
        callback=_checked_day,
        metavar="DATE",
        help="Not after this day, month or year, which is part of the range: --to 2023-08 is to 31 August.",
    ),
    click.option("--certain", is_flag=True, help="Only events that surely lie in the range, not possibly."),
    click.option(
        "--actor", "actors", multiple=True, help="Takes part, in any spelling; several: all of them."
    ),
    click.option("--any-actor", "any_actors", multiple=True, help="One of these takes part."),
    click.option(
        "--role",
        "roles",
        multiple=True,
        type=click.Choice(ROLES),
        help="How these actors take part; several: in any of these roles. Default: in every one.",
    ),
    click.option("--type", "types", multiple=True, help="Of this type, e.g. meet; several: any of them."),
    click.option(
        "--status",
        "statuses",
        multiple=True,
        type=click.Choice(STATUSES),
        help="What is claimed; several: any of them. Default: asserted and planned.",
    ),
    click.option(
        "--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="At least so sure, 0 to 1."
    ),
    click.option(
        "--document", "documents", multiple=True, help="Told in this document; several: any of them."
    ),
    click.option("--text", default="", help="All of these words stand in what is told, in either script."),
)


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which events are meant."""
    for option in reversed(_FILTER_OPTIONS):
        command = option(command)
    return command


as_of_option = click.option(
    "--as-of",
    callback=_checked_whole_day,
    metavar="DAY",
    help="Only what documents told that were stored by the end of this day.",
)


def chosen(options: dict[str, Any]) -> Criteria:
    """The criteria that the options say."""
    return Criteria(
        start=options["start"],
        end=options["end"],
        certain=options["certain"],
        any_actors=options["any_actors"],
        all_actors=options["actors"],
        roles=options["roles"],
        event_types=options["types"],
        factualities=options["statuses"],
        min_confidence=options["min_confidence"],
        documents=options["documents"],
        text=options["text"],
        as_of=options.get("as_of"),
    )


_EVENT_IDS: Columns = {
    "Type": lambda event: event.event_type,
    "Event": lambda event: event.name.removeprefix("events/"),
}
_EVENT_DETAILS: Columns = {
    **_EVENT_IDS,
    "Confidence": lambda event: f"{event.confidence:.2f}",
    "Mentions": lambda event: str(event.mention_count),
}
_ACTOR_COLUMNS: Columns = {
    "Actor": lambda actor: actor.name.removeprefix("actors/"),
    "Name": lambda actor: actor.display_name,
    "Type": lambda actor: word(ActorType, actor.type),
    "Events": lambda actor: str(actor.event_count),
    "Also written": lambda actor: _other_names(actor),
}
_MENTION_COLUMNS: Columns = {
    "Date": lambda mention: mention.time.edtf or "undated",
    "Status": status,
    "What is told": lambda mention: mention.summary,
    "Event": lambda mention: mention.event.removeprefix("events/"),
}
_MENTION_DETAILS: Columns = {
    "Type": lambda mention: mention.event_type,
    "Confidence": lambda mention: f"{mention.confidence:.2f}",
    "Sentence": lambda mention: mention.evidence.sentence.text.strip(),
}


@click.command()
@server_option
@filter_options
@as_of_option
@click.option("--desc", "descending", is_flag=True, help="The latest first.")
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@click.option("--ids", is_flag=True, help="Show ids and types in the table too.")
@format_option
def events(descending: bool, limit: int | None, ids: bool, output_format: str, **options: Any) -> None:
    """List events in time order; those without a date come last.

    \b
    dateline events --from 2023-06 --to 2023-08 --actor 荷兰
    dateline events --actor Nvidia --type launch --desc --limit 10
    dateline events --text "芯片 出口"
    dateline events --from 2024 --certain --format csv > 2024.csv
    """  # noqa: D301 (click keeps the lines)
    columns = {**EVENT_COLUMNS, **(_EVENT_IDS if ids else {})}
    with connect() as client:
        found = client.list_events(descending=descending, limit=limit, **chosen(options))
        show(found, columns, output_format, _EVENT_DETAILS)


@click.command()
@server_option
@click.argument("name")
@text_format_option
def event(name: str, output_format: str) -> None:
    """Show one event with every sentence that tells of it, and the rules that read them.

    NAME is an id as dateline events --ids shows it.

    \b
    dateline event e40307487ef3ed54f
    dateline event e40307487ef3ed54f --format jsonl | jq .mentions
    """  # noqa: D301 (click keeps the lines)
    with connect() as client:
        found = client.get_event(name)
    if output_format == "jsonl":
        click.echo(MessageToJson(found, indent=None, ensure_ascii=False))
        return
    for line in _describe(found):
        click.echo(printable(line))


@click.command(cls=WithCheck)
@server_option
@click.argument("query", default="")
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@format_option
def actors(query: str, limit: int | None, output_format: str) -> None:
    """List actors, those with the most events first; QUERY is a part of any of their names.

    With "check" in its place a table of actors of one's own is checked; that has a --help of its own.

    \b
    dateline actors --limit 20
    dateline actors 輝達
    dateline actors check own.tsv news/
    """  # noqa: D301 (click keeps the lines)
    with connect() as client:
        show(client.list_actors(query, limit=limit), _ACTOR_COLUMNS, output_format)


@click.command("co-actors")
@server_option
@click.argument("actor")
@filter_options
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@format_option
def co_actors(actor: str, limit: int | None, output_format: str, **options: Any) -> None:
    """List who takes part in events together with ACTOR, in any spelling, the most often first.

    \b
    dateline co-actors 欧盟 --from 2022 --type meet
    """  # noqa: D301 (click keeps the lines)
    with connect() as client:
        show(client.list_co_actors(actor, limit=limit, **chosen(options)), _ACTOR_COLUMNS, output_format)


@click.command()
@server_option
@click.argument("document")
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@format_option
def mentions(document: str, limit: int | None, output_format: str) -> None:
    """List what DOCUMENT tells, in the order of its text.

    \b
    dateline mentions article-17
    """  # noqa: D301 (click keeps the lines)
    with connect() as client:
        found = client.list_mentions(document, limit=limit)
        show(found, _MENTION_COLUMNS, output_format, _MENTION_DETAILS)


def _other_names(actor: Actor) -> str:
    names = [alias for alias in actor.aliases if alias != actor.display_name]
    return ", ".join(names[:_NAMES_SHOWN]) + (" ..." if len(names) > _NAMES_SHOWN else "")


def _describe(found: Event) -> Iterator[str]:
    yield f"{found.name.removeprefix('events/')}  {found.event_type}  {status(found)}"
    yield f"when     {when(found)}" + (f"  ({found.time_expression})" if found.time_expression else "")
    yield f"who      {who(found)}"
    yield f"what     {found.summary}"
    yield f"sure     {found.confidence:.2f}, {counted(found.mention_count, 'mention')}"
    for mention in found.mentions:
        yield ""
        yield from _describe_mention(mention)


def _describe_mention(mention: EventMention) -> Iterator[str]:
    yield f"in {mention.evidence.document.removeprefix('documents/')}"
    yield f"  {mention.evidence.sentence.text.strip()}"
    yield f"  trigger  {mention.trigger.text}" + (
        f", rules {', '.join(mention.rules)}" if mention.rules else ""
    )
    if mention.HasField("timex"):
        yield f"  date     {mention.timex.span.text} = {mention.time.edtf}, rule {mention.timex.rule}"
    for argument in mention.arguments:
        role = word(Role, argument.role)
        actor = f" = {argument.display_name}" if argument.display_name else ""
        yield f"  {role:<11}{argument.span.text}{actor}"
