"""Analyses in a line or two, for tests that need no real analysis.

A mention is written ``meet(eu, japan, on="2023-07-03")``: its words are put together to a text, so
that every span points to what it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateline_server.domain.actor import Actor, ActorType
from dateline_server.domain.document import Analysis, DateSource, Document, FieldAnalysis, PublicationDate
from dateline_server.domain.event import Argument, EventMention, Factuality, Field, Role
from dateline_server.domain.text import Language, Span
from dateline_server.domain.time import (
    Anchor,
    EventTime,
    Extent,
    Granularity,
    Timex,
    TimexType,
    Unresolved,
    edtf_interval,
)

EU = Actor(
    "european-union",
    "欧盟",
    ActorType.GEOPOLITICAL_ENTITY,
    ("欧盟", "歐盟", "EU", "European Union"),
    "",
    "Q458",
)
JAPAN = Actor("japan", "日本", ActorType.GEOPOLITICAL_ENTITY, ("日本", "Japan"), "", "Q17")
NVIDIA = Actor("nvidia", "英伟达", ActorType.ORGANIZATION, ("英伟达", "輝達", "Nvidia"), "", "Q182477")
KIOXIA = Actor("kioxia", "铠侠", ActorType.ORGANIZATION, ("铠侠", "Kioxia"), "japan")
ACTORS = (EU, JAPAN, NVIDIA, KIOXIA)


def day(text: str) -> EventTime:
    """A day, e.g. "2023-07-03", that the text states in full."""
    when = date.fromisoformat(text)
    return EventTime(when, when, Granularity.DAY, edtf=text)


def between(
    first: date, last: date, granularity: Granularity = Granularity.DAY, *, approximate: bool = False
) -> EventTime:
    """Some day between two, both inclusive."""
    return EventTime(
        first,
        last,
        granularity,
        Extent.WITHIN,
        edtf_interval(first, last, approximate=approximate),
        Anchor.DOCUMENT,
    )


UNDATED = EventTime(None, None, Granularity.DAY, edtf="XXXX-07-03", unresolved=Unresolved.YEAR_UNKNOWN)


@dataclass(frozen=True)
class Telling:
    """What a mention is to say."""

    type: str
    arguments: tuple[tuple[Role, Actor], ...]
    time: EventTime
    factuality: Factuality = Factuality.ASSERTED
    confidence: float = 0.9
    trigger: str = "会谈"
    theme: str = ""


def telling(
    *actors: Actor,
    kind: str = "meet",
    on: str | EventTime = "2023-07-03",
    place: Actor | None = None,
    factuality: Factuality = Factuality.ASSERTED,
    confidence: float = 0.9,
    trigger: str = "会谈",
    theme: str = "",
) -> Telling:
    """A mention of an event: the first actor is its agent, the others are its counterparts.

    ``theme`` are the words behind the trigger.
    """
    roles = [(Role.COUNTERPART if index else Role.AGENT, actor) for index, actor in enumerate(actors)]
    if place is not None:
        roles.append((Role.PLACE, place))
    time = day(on) if isinstance(on, str) else on
    return Telling(kind, tuple(roles), time, factuality, confidence, trigger, theme)


def analysis(
    document_id: str,
    *tellings: Telling,
    title: str = "",
    published: str | None = "2023-07-04",
    uri: str = "",
    actors: tuple[Actor, ...] = ACTORS,
    version: str = "1",
) -> Analysis:
    """A document of one sentence for each mention, and its analysis."""
    text, mentions = "", []
    for told in tellings:
        mention = _mention(told, len(text), actors)
        text += _sentence(told)[0]
        mentions.append(mention)
    when = date.fromisoformat(published) if published else None
    document = Document(
        document_id, text or "无事。", title, Language.ZH_HANS, when, publisher="晨报", uri=uri
    )
    return Analysis(
        document=document,
        language=Language.ZH_HANS,
        publication_date=PublicationDate(when, DateSource.CLIENT if when else None),
        actors=actors,
        title=FieldAnalysis(),
        text=FieldAnalysis(mentions=tuple(mentions)),
        analyzer_version=version,
    )


def _sentence(told: Telling) -> tuple[str, list[Span], Span, Span]:
    sentence = told.time.edtf or "近日"
    timex = Span(0, len(sentence))
    spans = []
    for _, actor in told.arguments:
        spans.append(Span(len(sentence), len(sentence) + len(actor.display_name)))
        sentence += actor.display_name
    trigger = Span(len(sentence), len(sentence) + len(told.trigger))
    return f"{sentence}{told.trigger}{told.theme}。", spans, trigger, timex


def _mention(told: Telling, offset: int, actors: tuple[Actor, ...]) -> EventMention:
    sentence, spans, trigger, timex = _sentence(told)
    arguments = tuple(
        Argument(role, span.shifted(offset), actor.id if actor in actors else "")
        for (role, actor), span in zip(told.arguments, spans, strict=True)
    )
    if told.theme:
        words = Span(trigger.end, trigger.end + len(told.theme)).shifted(offset)
        arguments = (*arguments, Argument(Role.THEME, words))
    expression = Timex(timex.shifted(offset), TimexType.DATE, told.time.edtf, told.time, "test.date")
    return EventMention(
        field=Field.TEXT,
        sentence=Span(offset, offset + len(sentence)),
        trigger=trigger.shifted(offset),
        type=told.type,
        arguments=arguments,
        timex=None if told.time.anchor is Anchor.ASSUMED else expression,
        time=told.time,
        factuality=told.factuality,
        confidence=told.confidence,
        summary=sentence,
        rules=("test.trigger", "test.date"),
    )
