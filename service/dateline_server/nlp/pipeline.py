"""The analysis of documents: the stages in their order, a table of contents.

Every stage takes what it needs and returns frozen values. Offsets inside the pipeline count code
points of the *reading* of a field (markup and entities resolved, see ``reading``); the last step
carries them back to the field as it was submitted. Words are tagged for all documents of a batch at
once, since the tagger is several times faster on batches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..domain.actor import Actor
from ..domain.document import Analysis, Document, FieldAnalysis, PublicationDate
from ..domain.event import Field
from ..domain.text import Language, Sentence
from ..domain.time import Timex
from .actors.recognition import find_actors
from .dating import date_document
from .events.extraction import find_events
from .folding import fold
from .language import detect_language
from .reading import Reading, read
from .resources import Resources
from .timex.engine import find_timexes
from .zoning import split_zones


@dataclass(frozen=True, slots=True)
class FieldText:
    """A field made ready: its reading, the folded reading of equal length, sentences and dates."""

    field: Field
    reading: Reading
    folded: str
    sentences: tuple[Sentence, ...]
    timexes: tuple[Timex, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document before its words are tagged."""

    document: Document
    language: Language
    publication_date: PublicationDate
    fields: tuple[FieldText, ...]


def analyze(document: Document, resources: Resources) -> Analysis:
    """Everything that can be read from one document."""
    return analyze_batch((document,), resources)[0]


def analyze_batch(documents: Sequence[Document], resources: Resources) -> tuple[Analysis, ...]:
    """Analyses documents one by one, but tags their words together; the order is kept."""
    prepared = [prepare(document, resources) for document in documents]
    fields = [(item.language, field) for item in prepared for field in item.fields]
    tagged = iter(
        resources.tagger.tag(
            [(language, field.reading.text, field.folded, field.sentences) for language, field in fields]
        )
    )
    return tuple(_finish(item, [next(tagged) for _ in item.fields], resources) for item in prepared)


def prepare(document: Document, resources: Resources) -> Prepared:
    """Reading, language, zones, publication date and temporal expressions."""
    reading = read(document)
    language = document.language or detect_language(reading.text)
    folded = fold(reading.text)
    sentences = split_zones(reading, folded, language)
    published = date_document(document, reading, folded, sentences, resources.timex)
    timexes = find_timexes(folded, sentences, published, language, resources.timex)
    fields = [FieldText(Field.TEXT, reading, folded, sentences, timexes)]
    if document.title:
        fields.insert(0, _prepare_title(document, language, published, resources))
    return Prepared(document, language, published, tuple(fields))


def _prepare_title(
    document: Document, language: Language, published: PublicationDate, resources: Resources
) -> FieldText:
    reading = Reading.of_title(document.title)
    folded = fold(reading.text)
    sentences = reading.headline_sentences()
    timexes = find_timexes(folded, sentences, published, language, resources.timex)
    return FieldText(Field.TITLE, reading, folded, sentences, timexes)


def _finish(item: Prepared, tagged: Sequence[tuple], resources: Resources) -> Analysis:  # type: ignore[type-arg]
    actors: dict[str, Actor] = {}
    results = {Field.TITLE: FieldAnalysis(), Field.TEXT: FieldAnalysis()}
    found = find_actors(
        [
            (field.reading.text, field.folded, field.sentences, tokens)
            for field, tokens in zip(item.fields, tagged, strict=True)
        ],
        item.language,
        resources.actors,
        item.publication_date.date,
    )
    actors.update({actor.id: actor for actor in found.actors})
    for field, tokens, mentions in zip(item.fields, tagged, found.mentions, strict=True):
        events = find_events(
            field.field,
            field.reading.text,
            field.folded,
            field.sentences,
            tokens,
            field.timexes,
            mentions,
            actors,
            item.publication_date,
            item.language,
            resources.events,
        )
        analysis = FieldAnalysis(field.sentences, field.timexes, mentions, events)
        results[field.field] = field.reading.to_source(analysis)
    return Analysis(
        document=replace(item.document, language=item.language),
        language=item.language,
        publication_date=item.publication_date,
        actors=found.actors,
        title=results[Field.TITLE],
        text=results[Field.TEXT],
        analyzer_version=resources.version,
    )
