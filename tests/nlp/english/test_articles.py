"""Articles written for these tests, each with every event that a careful reader finds in it.

``optional`` events may be found or not, as the annotation guidelines have it for figures, background and
what is undated; ``missing`` says why an event is not found as it should be. Anything else that is found
with a date is a false alarm.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from dateline_server.domain.document import Analysis, Document
from dateline_server.domain.event import EventMention
from dateline_server.domain.text import Language
from dateline_server.domain.time import Anchor
from dateline_server.nlp.actors.names import name_key
from dateline_server.nlp.pipeline import analyze_batch
from dateline_server.nlp.resources import Resources

FOLDER = Path(__file__).with_name("articles")
KEYS = {"trigger", "date", "status", "type", "actors", "optional", "missing"}
STATUS = {"asserted": "occurred"}
ARTICLES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))}


def events() -> Iterator[Any]:
    for name, article in ARTICLES.items():
        for event in article["event"]:
            assert event.keys() <= KEYS
            gap = [pytest.mark.xfail(reason=event["missing"], strict=True)] if "missing" in event else []
            if not event.get("optional"):
                yield pytest.param(name, event, id=f"{name}-{event['trigger']}-{event['date']}", marks=gap)


@pytest.fixture(scope="module")
def analyses(resources: Resources) -> dict[str, Analysis]:
    documents = [
        Document(
            name,
            article["text"],
            language=Language.EN,
            publication_date=date.fromisoformat(article["published"]),
        )
        for name, article in ARTICLES.items()
    ]
    return dict(zip(ARTICLES, analyze_batch(documents, resources), strict=True))


def dated(analysis: Analysis) -> list[EventMention]:
    return [mention for mention in analysis.text.mentions if mention.time.anchor is not Anchor.ASSUMED]


def is_meant(analysis: Analysis, mention: EventMention, event: dict[str, Any]) -> bool:
    return (mention.trigger.of(analysis.document.text), mention.time.edtf) == (
        event["trigger"],
        event["date"],
    )


def takes_part(analysis: Analysis, mention: EventMention, name: str) -> bool:
    actors = {actor.id: actor for actor in analysis.actors}
    named = [
        {argument.span.of(analysis.document.text), *actors[argument.actor_id].aliases}
        if argument.actor_id
        else {argument.span.of(analysis.document.text)}
        for argument in mention.arguments
        if argument.role.is_participant
    ]
    return any(name_key(name) in set(map(name_key, names)) for names in named)


@pytest.mark.parametrize(("article", "event"), list(events()))
def test_an_event_is_found(analyses: dict[str, Analysis], article: str, event: dict[str, Any]) -> None:
    analysis = analyses[article]
    found = [mention for mention in dated(analysis) if is_meant(analysis, mention, event)]
    assert found
    mention = found[0]
    status = mention.factuality.value
    assert STATUS.get(status, status) == event.get("status", "occurred")
    assert mention.type == event.get("type", mention.type)
    assert [name for name in event.get("actors", []) if not takes_part(analysis, mention, name)] == []


@pytest.mark.parametrize("article", ARTICLES)
def test_nothing_else_is_found(analyses: dict[str, Analysis], article: str) -> None:
    analysis = analyses[article]
    text, expected = analysis.document.text, ARTICLES[article]["event"]
    others = [m for m in dated(analysis) if not any(is_meant(analysis, m, event) for event in expected)]
    assert [(mention.trigger.of(text), mention.time.edtf) for mention in others] == []
