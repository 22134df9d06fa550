"""What clients send is refused with the field and the fix."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from dateline.v1.document_pb2 import Document
from dateline.v1.timeline_service_pb2 import EventFilter
from dateline_server.api.queries import (
    checked_format,
    checked_grouping,
    checked_groups,
    checked_query,
    checked_unit,
)
from dateline_server.api.validation import checked_document, checked_name
from dateline_server.domain.query import Order
from dateline_server.domain.summary import Grouping, TimeUnit
from dateline_server.errors import DatelineError, InvalidInput, LanguageUnsupported, TextTooLong
from google.type.date_pb2 import Date

BAD_DOCUMENTS: list[tuple[str, dict[str, Any], type[DatelineError], str]] = [
    ("document.text", {"text": ""}, InvalidInput, "empty"),
    ("document.text", {"text": " \n\u3000"}, InvalidInput, "empty"),
    ("document.text", {"text": "字" * 200_001}, TextTooLong, "200001"),
    ("document.text", {"text": "a\0b"}, InvalidInput, "NUL"),
    ("document.title", {"text": "a", "title": "\0"}, InvalidInput, "NUL"),
    ("document.title", {"text": "a", "title": "t" * 2001}, InvalidInput, "2000"),
    ("document.language_code", {"text": "a", "language_code": "fr"}, LanguageUnsupported, "zh-Hans"),
    ("document.media_type", {"text": "a", "media_type": "image/png"}, InvalidInput, "text/html"),
    (
        "document.publication_date",
        {"text": "a", "publication_date": Date(year=2023)},
        InvalidInput,
        "year, month",
    ),
    (
        "document.publication_date",
        {"text": "a", "publication_date": Date(year=2023, month=2, day=30)},
        InvalidInput,
        "2023-02-30",
    ),
]


@pytest.mark.parametrize(("field", "values", "kind", "said"), BAD_DOCUMENTS)
def test_a_bad_field_of_a_document_is_named(field: str, values: dict[str, Any], kind: type, said: str):
    with pytest.raises(kind, match=said) as caught:
        checked_document(Document(**values))

    assert caught.value.field == field


def test_a_text_that_is_too_long_says_limit_and_length():
    with pytest.raises(TextTooLong) as caught:
        checked_document(Document(text="字" * 200_001))

    assert caught.value.metadata == {"limit": "200000", "actual": "200001"}


@pytest.mark.parametrize("identifier", ["", ".a", "a/b", "../x", "a b", "é", "a" * 129, "a\n"])
def test_a_name_with_a_bad_identifier_is_refused(identifier: str):
    with pytest.raises(InvalidInput):
        checked_name("documents", f"documents/{identifier}")


@pytest.mark.parametrize("name", ["documents", "events/e1", "e1", ""])
def test_a_name_of_another_collection_is_refused(name: str):
    with pytest.raises(InvalidInput, match="write documents/IDENTIFIER"):
        checked_name("documents", name)


@pytest.mark.parametrize("identifier", ["../x", "a b", "\n"])
def test_a_bad_document_id_is_refused(identifier: str):
    with pytest.raises(InvalidInput) as caught:
        checked_document(Document(text="a"), identifier)

    assert caught.value.field == "document_id"


def test_the_same_content_gets_the_same_id():
    one, two = (checked_document(Document(text="a", title="b")) for _ in range(2))

    assert one.id == two.id
    assert one.id != checked_document(Document(text="ba")).id


BAD_FILTERS: list[tuple[str, dict[str, Any], str]] = [
    ("filter.start_date", {"start_date": Date(month=3)}, "0000-03"),
    ("filter.start_date", {"start_date": Date(year=2023, day=3)}, "no month"),
    ("filter.end_date", {"end_date": Date(year=2023, month=13)}, "2023-13"),
    ("filter.end_date", {"start_date": Date(year=2024), "end_date": Date(year=2023)}, "not before"),
    ("filter.end_date", {"start_date": Date(year=2024), "end_date": Date(year=2024)}, "not before"),
    ("filter.min_confidence", {"min_confidence": 1.5}, "0 to 1"),
    ("filter.min_confidence", {"min_confidence": float("nan")}, "0 to 1"),
    ("filter.roles", {"roles": [99]}, "99"),
    ("filter.factualities", {"factualities": [0]}, "0"),
    ("filter.any_actors", {"any_actors": ["x"] * 1001}, "1001"),
    ("filter.any_actors[1]", {"any_actors": ["x", "\0"]}, "NUL"),
    ("filter.documents[0]", {"documents": ["d"]}, "documents/IDENTIFIER"),
]


@pytest.mark.parametrize(("field", "values", "said"), BAD_FILTERS)
def test_a_bad_field_of_a_filter_is_named(field: str, values: dict[str, Any], said: str):
    with pytest.raises(InvalidInput, match=said) as caught:
        checked_query(EventFilter(**values))

    assert caught.value.field == field


def test_a_bound_without_month_or_day_is_its_first_day():
    query = checked_query(EventFilter(start_date=Date(year=2023), end_date=Date(year=2023, month=8)))

    assert (query.start, query.end) == (date(2023, 1, 1), date(2023, 8, 1))


@pytest.mark.parametrize(
    ("text", "order"), [("", Order.TIME), ("time", Order.TIME), ("time  desc", Order.TIME_DESC)]
)
def test_orders(text: str, order: Order):
    assert checked_query(EventFilter(), text).order is order


def test_an_unknown_order_is_refused():
    with pytest.raises(InvalidInput, match='"time desc"') as caught:
        checked_query(EventFilter(), "name")

    assert caught.value.field == "order_by"


@pytest.mark.parametrize(
    ("check", "value", "field"),
    [
        (checked_unit, 9, "unit"),
        (checked_grouping, 9, "group_by"),
        (checked_groups, -1, "max_groups"),
    ],
)
def test_a_bad_field_of_a_summary_is_named(check: Any, value: int, field: str):
    with pytest.raises(InvalidInput, match=str(value)) as caught:
        check(value)

    assert caught.value.field == field


def test_months_are_counted_all_together_when_nothing_is_said():
    assert (checked_unit(0), checked_grouping(0), checked_groups(0)) == (TimeUnit.MONTH, Grouping.NONE, 10)


def test_an_unknown_format_is_refused():
    with pytest.raises(InvalidInput, match="format 9"):
        checked_format(9)
