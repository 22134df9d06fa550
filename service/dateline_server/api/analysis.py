"""An analysis as a response: every finding with the words that it covers."""

from __future__ import annotations

from dateline.v1 import document_pb2, ingestion_service_pb2

from ..app.mentions import stored_mentions
from ..domain.document import Analysis, PublicationDate
from ..domain.event import Field
from ..domain.query import StoredDocument
from . import convert, enums


def analysis_to_wire(analysis: Analysis) -> ingestion_service_pb2.AnalyzeTextResponse:
    """Everything that was found. Mentions of the title come first; the rest is of the text alone."""
    text, title = analysis.document.text, analysis.document.title
    found = analysis.text
    return ingestion_service_pb2.AnalyzeTextResponse(
        document=analyzed_document_to_wire(analysis),
        timexes=[convert.timex_to_wire(timex, text=text) for timex in found.timexes],
        mentions=[
            convert.mention_to_wire(stored, text if stored.mention.field is Field.TEXT else title)
            for stored in stored_mentions(analysis)
        ],
        actors=[convert.actor_to_wire(actor) for actor in analysis.actors],
        sections=[
            ingestion_service_pb2.Section(
                span=convert.span_to_wire(sentence.span, sentence.span.of(text)),
                zone=sentence.zone,
                reason=sentence.reason,
            )
            for sentence in found.sentences
        ],
        actor_mentions=[convert.actor_mention_to_wire(mention, text) for mention in found.actor_mentions],
    )


def analyzed_document_to_wire(analysis: Analysis) -> document_pb2.Document:
    """The document with what the analysis says about it."""
    message = convert.document_to_wire(analysis.document)
    message.event_mention_count = len(analysis.title.mentions) + len(analysis.text.mentions)
    message.analyzer_version = analysis.analyzer_version
    add_publication_date(message, analysis.publication_date)
    return message


def stored_document_to_wire(stored: StoredDocument) -> document_pb2.Document:
    """A document as the store keeps it."""
    message = convert.document_to_wire(stored.document)
    message.event_mention_count = stored.mention_count
    message.analyzer_version = stored.analyzer_version
    message.create_time.CopyFrom(convert.timestamp_to_wire(stored.create_time))
    add_publication_date(message, stored.publication_date)
    return message


def add_publication_date(message: document_pb2.Document, published: PublicationDate) -> None:
    """Writes the publication date that was settled on, with what speaks for and against it."""
    message.ClearField("publication_date")
    if published.date is not None:
        message.publication_date.CopyFrom(convert.date_to_wire(published.date))
    message.publication_date_source = enums.DATE_SOURCE.to_wire(published.source)
    message.publication_date_candidates.extend(map(convert.candidate_to_wire, published.candidates))
