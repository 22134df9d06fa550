"""Documents that cannot be stored are refused with the field and the fix."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from dateline_server.app.ingest import IngestService, check_document, content_id
from dateline_server.app.timeline import Timeline
from dateline_server.domain.document import Analysis, Document
from dateline_server.domain.query import EventQuery
from dateline_server.errors import DocumentConflict, InvalidInput, NotFound, TextTooLong

from ..builders import EU, analysis, telling


class Analyst:
    """Stands in for the pipeline: every document tells of one meeting on its publication date."""

    def __init__(self) -> None:
        self.seen: list[Document] = []

    def __call__(self, document: Document) -> Analysis:
        self.seen.append(document)
        when = document.publication_date.isoformat() if document.publication_date else None
        made = analysis(document.id, telling(EU, on=when or "2000-01-01"), published=when)
        return Analysis(
            document, made.language, made.publication_date, made.actors, made.title, made.text, "1"
        )


TEXT = "2023-07-03欧盟会谈。"


@pytest.fixture
def timeline() -> Iterator[Timeline]:
    with Timeline.open() as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (Document("a", ""), "document.text"),
        (Document("a", " \n　"), "document.text"),
        (Document("a", "x\0y"), "document.text"),
        (Document("a", "x\ud800y"), "document.text"),
        (Document("a", "x", title="\udfff"), "document.title"),
        (Document("a", "x", uri="\0"), "document.uri"),
        (Document("a/b", "x"), "document_id"),
        (Document("-a", "x"), "document_id"),
        (Document("a\n", "x"), "document_id"),
        (Document("é", "x"), "document_id"),
        (Document("a" * 129, "x"), "document_id"),
    ],
)
def test_what_cannot_be_stored_is_refused_with_its_field(document: Document, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_document(document)
    assert caught.value.field == field


def test_a_long_text_is_refused_with_limit_and_length() -> None:
    with pytest.raises(TextTooLong) as caught:
        check_document(Document("a", "x" * 11), 10)
    assert caught.value.metadata == {"limit": "10", "actual": "11"}
    check_document(Document("a", "𠮷" * 10), 10)


def test_an_id_is_made_from_title_and_text() -> None:
    assert content_id(Document("", "b", title="a")) == content_id(Document("", "b", title="a", uri="x"))
    assert content_id(Document("", "b", title="a")) != content_id(Document("", "", title="ab"))
    check_document(Document(content_id(Document("", "b")), "b"))


def test_a_stored_document_is_not_analysed_again(timeline: Timeline) -> None:
    analyst = Analyst()
    service = IngestService(timeline, analyst)
    document = Document("a", TEXT, publication_date=date(2023, 7, 3))
    assert service.put(document) == service.put(document)
    assert len(analyst.seen) == 1
    with pytest.raises(DocumentConflict):
        service.put(Document("a", TEXT + "。", publication_date=date(2023, 7, 3)))
    assert len(analyst.seen) == 1


def test_another_publication_date_moves_the_events_and_keeps_the_name(timeline: Timeline) -> None:
    service = IngestService(timeline, Analyst())
    submitted = Document("a", TEXT, publication_date=date(2023, 7, 3))
    first = service.put(submitted)
    moved = service.set_publication_date("a", date(2022, 7, 3))
    assert moved.publication_date.date == date(2022, 7, 3)
    assert (moved.create_time, moved.document.text) == (first.create_time, TEXT)
    assert [e.time.first for e in timeline.list_events(EventQuery(), 10).items] == [date(2022, 7, 3)]
    assert service.put(submitted).publication_date.date == date(2022, 7, 3)
    with pytest.raises(NotFound):
        service.set_publication_date("b", date(2022, 7, 3))
