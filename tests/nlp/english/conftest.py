from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from dateline_server.domain.document import Analysis, Document
from dateline_server.domain.event import EventMention
from dateline_server.domain.text import Language
from dateline_server.nlp.pipeline import analyze_batch
from dateline_server.nlp.resources import Resources, load_resources

PUBLISHED = date(2023, 6, 1)
Analyses = Callable[[Sequence[str]], tuple[Analysis, ...]]


@pytest.fixture(scope="session")
def resources() -> Resources:
    return load_resources()


@pytest.fixture(scope="session")
def read(resources: Resources) -> Analyses:
    """The analyses of English texts, all published on the same day."""

    def analyses(texts: Sequence[str]) -> tuple[Analysis, ...]:
        documents = [
            Document(f"d{number}", text, language=Language.EN, publication_date=PUBLISHED)
            for number, text in enumerate(texts)
        ]
        return analyze_batch(documents, resources)

    return analyses


def trigger(analysis: Analysis, mention: EventMention) -> str:
    """The trigger's words."""
    return mention.trigger.of(analysis.document.text)


def told(analysis: Analysis) -> dict[str, EventMention]:
    """The event mentions of a text by their trigger."""
    return {trigger(analysis, mention): mention for mention in analysis.text.mentions}


def participants(analysis: Analysis, mention: EventMention) -> list[str]:
    """The words of each participant."""
    text = analysis.document.text
    return [argument.span.of(text) for argument in mention.arguments if argument.role.is_participant]
