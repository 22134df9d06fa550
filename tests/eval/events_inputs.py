"""Annotated articles, brought to where the event stage begins, for training and measuring it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dateline_server.domain.actor import Actor, ActorMention
from dateline_server.domain.document import Document
from dateline_server.domain.event import EventMention
from dateline_server.domain.text import Span, Token
from dateline_server.domain.time import Anchor
from dateline_server.nlp.actors.recognition import find_actors
from dateline_server.nlp.events.extraction import find_events
from dateline_server.nlp.events.rules import EventRules
from dateline_server.nlp.pipeline import Prepared, prepare
from dateline_server.nlp.resources import Resources


@dataclass(frozen=True, slots=True)
class Article:
    """A gold document with everything that the event stage is given for its text."""

    gold: Mapping[str, Any]
    text: str
    prepared: Prepared
    tokens: tuple[tuple[Token, ...], ...]
    mentions: tuple[ActorMention, ...]
    actors: Mapping[str, Actor]


def load_gold(path: Path, texts: Path) -> list[dict[str, Any]]:
    """The documents of a gold set, each with its text."""
    documents = []
    for line in path.read_text("utf-8").splitlines():
        gold = json.loads(line)
        gold["text"] = gold.get("text") or (texts / gold["file"]).read_text("utf-8")
        documents.append(gold)
    return documents


def articles(golds: Iterable[Mapping[str, Any]], resources: Resources) -> Iterator[Article]:
    """Runs every stage before the event stage."""
    for gold in golds:
        published = date.fromisoformat(gold["published"][:10])
        prepared = prepare(Document(gold["id"], gold["text"], publication_date=published), resources)
        yield to_article(gold, prepared, resources)


def to_article(gold: Mapping[str, Any], prepared: Prepared, resources: Resources) -> Article:
    """Tags the words and finds the actors of a prepared document."""
    field = prepared.fields[-1]
    row = (prepared.language, field.reading.text, field.folded, field.sentences)
    tokens = resources.tagger.tag([row])[0]
    found = find_actors(
        [(field.reading.text, field.folded, field.sentences, tokens)], prepared.language, resources.actors
    )
    actors = {actor.id: actor for actor in found.actors}
    return Article(gold, gold["text"], prepared, tokens, found.mentions[0], actors)


def find_article_events(article: Article, rules: EventRules) -> tuple[EventMention, ...]:
    """The event stage alone."""
    field = article.prepared.fields[-1]
    return find_events(
        field.field,
        field.reading.text,
        field.folded,
        field.sentences,
        article.tokens,
        field.timexes,
        article.mentions,
        article.actors,
        article.prepared.publication_date,
        article.prepared.language,
        rules,
    )


def predicted(article: Article, rules: EventRules) -> dict[str, Any]:
    """The events of an article as the scorer reads them."""
    return {
        "id": article.gold["id"],
        "events": [_as_row(article, event) for event in find_article_events(article, rules)],
    }


_STATUS = {"asserted": "occurred", "planned": "planned", "possible": "possible", "negated": "negated"}


def _as_row(article: Article, event: EventMention) -> dict[str, Any]:
    trigger = article.prepared.fields[-1].reading.span_in_source(event.trigger)
    people = [
        [argument.span.of(article.prepared.fields[-1].reading.text), *_names(article, argument.actor_id)]
        for argument in event.arguments
        if argument.role.is_participant
    ]
    return {
        "start": trigger.start,
        "end": trigger.end,
        "date": event.time.edtf if event.time.anchor is not Anchor.ASSUMED else None,
        "actors": people,
        "status": _STATUS[event.factuality],
    }


def _names(article: Article, actor_id: str) -> tuple[str, ...]:
    actor = article.actors.get(actor_id)
    return (actor.display_name, *actor.aliases) if actor else ()


@dataclass(frozen=True, slots=True)
class GoldTrigger:
    """A trigger of a gold event in the submitted text."""

    span: Span
    optional: bool


def gold_triggers(gold: Mapping[str, Any]) -> list[GoldTrigger]:
    """Every acceptable trigger of every gold event, as the scorer finds them."""
    found = []
    for event in gold["events"]:
        start = gold["text"].index(event["quote"])
        for trigger in event["trigger"]:
            place = event["quote"].find(trigger)
            while place >= 0:
                span = Span(start + place, start + place + len(trigger))
                found.append(GoldTrigger(span, bool(event.get("optional"))))
                place = event["quote"].find(trigger, place + 1)
    return found
