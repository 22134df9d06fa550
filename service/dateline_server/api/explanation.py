"""Explanations over the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from dateline.v1 import timeline_service_pb2

from ..app.explanation.glosses import Tongue, load_glosses
from ..app.explanation.steps import Sources, Step, explain, sources_of
from ..app.timeline import Timeline
from ..domain.document import Analysis, Document
from ..domain.event import Event
from ..domain.query import StoredDocument
from ..errors import DatelineError, LanguageUnsupported
from ..nlp.version import analyzer_version
from . import convert, enums
from .blocking import Threads
from .validation import checked_name

Analyze = Callable[[Document], Awaitable[Analysis]]
MOST_READINGS = 8
"""How many documents are read again for one explanation."""


async def explain_event(
    request: Any, timeline: Timeline, analyze: Analyze, threads: Threads
) -> timeline_service_pb2.Explanation:
    """The steps behind an event.

    Raises:
        LanguageUnsupported: explanations are not written in that language.
        NotFound: there is no such event.

    """
    tongue = _checked_tongue(request.language_code)
    event = await threads.run(timeline.get_event, checked_name("events", request.name))
    documents = await threads.run(timeline.find_documents, sources_of(event), with_text=True)
    readings = await _readings(list(documents.values()), analyze)
    return await threads.run(_explanation, event, Sources(documents, readings), tongue)


def _checked_tongue(code: str) -> Tongue:
    primary = code.split("-")[0].lower() or Tongue.ENGLISH
    if primary not in tuple(Tongue):
        raise LanguageUnsupported(
            f"language_code {code[:40]!r} is not written: use {' or '.join(Tongue)}",
            field="language_code",
            language_code=code[:40],
        )
    return Tongue(primary)


async def _readings(documents: list[StoredDocument], analyze: Analyze) -> dict[str, Analysis]:
    """Documents read once more, those that the rules of today have read before, with the same outcome."""
    current = [stored for stored in documents if stored.analyzer_version.startswith(analyzer_version())]
    readings: dict[str, Analysis] = {}

    async def read(stored: StoredDocument) -> None:
        with suppress(DatelineError):
            analysis = await analyze(stored.document)
            if analysis.analyzer_version == stored.analyzer_version:
                readings[stored.document.id] = analysis

    await asyncio.gather(*(read(stored) for stored in current[:MOST_READINGS]))
    return readings


def _explanation(event: Event, sources: Sources, tongue: Tongue) -> timeline_service_pb2.Explanation:
    steps = explain(event, sources, load_glosses(tongue))
    return timeline_service_pb2.Explanation(
        event=convert.name_of("events", event.id), language_code=tongue, steps=map(_step_to_wire, steps)
    )


def _step_to_wire(step: Step) -> timeline_service_pb2.ExplanationStep:
    return timeline_service_pb2.ExplanationStep(
        aspect=enums.ASPECT.to_wire(step.aspect),
        explanation=step.explanation,
        rule=step.rule,
        document=convert.name_of("documents", step.document_id),
        field=enums.FIELD.to_wire(step.field if step.document_id else None),
        span=convert.span_to_wire(step.span, step.text) if step.span else None,
    )
