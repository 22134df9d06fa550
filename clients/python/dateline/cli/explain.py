"""``dateline explain``: why an event is what it is."""

from __future__ import annotations

from itertools import groupby

import click
from google.protobuf.json_format import MessageToJson

from ..v1.timeline_service_pb2 import ExplanationAspect, ExplanationStep
from .connection import connect, server_option
from .output import printable, text_format_option, word


@click.command()
@server_option
@click.argument("name")
@click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    default="en",
    show_default=True,
    help="The language of the explanation.",
)
@text_format_option
def explain(name: str, language: str, output_format: str) -> None:
    """Say which words, rules, anchors and calculations gave an event its date, status and actors.

    \b
    dateline events --ids                     which events there are
    dateline explain e566d02ac978bca44        why this one is what it is
    """  # noqa: D301 (click keeps the lines)
    with connect() as client:
        found = client.explain_event(name, language)
    if output_format == "jsonl":
        click.echo(MessageToJson(found, indent=None, ensure_ascii=False))
        return
    click.echo(found.event.removeprefix("events/"))
    for aspect, steps in groupby(found.steps, key=lambda step: step.aspect):
        click.echo(f"\n{word(ExplanationAspect, aspect)}")
        for step in steps:
            click.echo(f"  {printable(step.explanation)}{_rule(step)}")


def _rule(step: ExplanationStep) -> str:
    return f"  [{step.rule}]" if step.rule else ""
