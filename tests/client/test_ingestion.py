"""Chunks: what is sent, what is sent again, what is given up."""

from __future__ import annotations

import pytest
from dateline import DatelineError, InvalidInput, NewDocument, QueueFull, Unavailable, new_document
from dateline.ingestion import LARGEST_CHUNK, Chunk, Patience, chunks
from dateline.v1.document_pb2 import Document
from dateline.v1.ingestion_service_pb2 import IngestDocumentsResponse


def documents(count: int) -> list[NewDocument]:
    return [NewDocument(new_document(f"text {number}"), f"d{number}") for number in range(count)]


def response(number: int) -> IngestDocumentsResponse:
    return IngestDocumentsResponse(request_number=number, document_id=f"d{number}", document=Document())


def test_chunks_grow_and_hold_everything_once():
    sizes, numbers = [], []
    for chunk in chunks(documents(1000)):
        sizes.append(len(chunk.requests()))
        numbers += [request.request_number for request in chunk.requests()]

    assert sizes == [16, 32, 64, 128, 256, 256, 248]
    assert numbers == list(range(1000))
    assert max(sizes) == LARGEST_CHUNK


def test_large_documents_make_small_chunks():
    big = [new_document("x" * 3_000_000) for _ in range(6)]

    assert [len(chunk.requests()) for chunk in chunks(big)] == [3, 3]


def test_a_document_too_large_to_send_is_answered_without_sending():
    chunk, _ = chunks([new_document("a"), new_document("x" * 16_000_000), new_document("b")])

    (result,) = chunk.too_large()

    assert result.index == 1
    assert isinstance(result.error, InvalidInput)
    assert [request.request_number for request in chunk.requests()] == [0]


def test_what_was_answered_is_not_sent_again():
    chunk = Chunk(enumerate(documents(3)))

    result = chunk.settle(response(1))

    assert (result.index, result.document_id, result.error) == (1, "d1", None)
    assert [request.request_number for request in chunk.requests()] == [0, 2]


def delays(patience: Patience) -> list[float]:
    found: list[float] = []
    with pytest.raises(Unavailable):
        found.extend(iter(lambda: patience.delay_after(Unavailable("gone")), None))
    return found


def test_a_server_that_never_answered_is_given_up_soon():
    assert sum(delays(Patience())) < 5


def test_a_server_that_answered_is_waited_for_as_long_as_a_restart_takes():
    patience = Patience()
    patience.answered()

    found = delays(patience)

    assert found == sorted(found)
    assert 30 < sum(found) < 60


def test_other_errors_are_not_tried_again():
    with pytest.raises(QueueFull):
        Patience().delay_after(QueueFull("full"))


def test_a_stream_that_ends_with_documents_unanswered_is_an_error():
    with pytest.raises(DatelineError, match="1 documents unanswered"):
        Chunk(enumerate(documents(1))).check_answered()
