"""Queries as users write them: checked, with actors in any spelling, paged by tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from ..domain.event import Factuality
from ..domain.ids import content_digest
from ..domain.query import EventQuery, Page, PageToken
from ..errors import InvalidInput, PageTokenInvalid
from ..nlp.folding import fold
from ..store.queries import Position
from .text import words

T = TypeVar("T")

SHOWN = (Factuality.ASSERTED, Factuality.PLANNED)
"""The factualities that are meant when none is named."""
MAX_PAGE = 1000
MAX_WORDS = 32

_SEPARATORS = re.compile(r"[\s·•‧∙⋅・･《》「」『』“”]+")
_NO_DATE = "-"


def normalize_alias(name: str) -> str:
    """The form in which two spellings of a name are alike: script, width, case, spaces, dots."""
    return _SEPARATORS.sub("", fold(name).casefold())


def check_query(query: EventQuery) -> EventQuery:
    """The query with its defaults filled in.

    Raises:
        InvalidInput: the range is empty, or the confidence is none.

    """
    if query.start is not None and query.end is not None and query.start >= query.end:
        raise InvalidInput(
            f"the range ends on {query.end}, before it begins on {query.start}; the end is exclusive",
            field="filter.end_date",
        )
    if not 0 <= query.min_confidence <= 1:
        raise InvalidInput("a confidence lies between 0 and 1", field="filter.min_confidence")
    if query.text and not 0 < len(words(query.text)) <= MAX_WORDS:
        raise InvalidInput(
            f"{len(words(query.text))} words in {query.text[:80]!r}: search for 1 to {MAX_WORDS}",
            field="filter.text",
        )
    # Wire clients send single precision: 0.8 arrives as 0.800000012 and still means 0.8.
    return replace(
        query,
        factualities=query.factualities or SHOWN,
        min_confidence=max(0.0, query.min_confidence - 1e-6),
    )


def check_countable(query: EventQuery) -> EventQuery:
    """The query itself, unless it needs every event to be looked at by itself.

    Raises:
        InvalidInput: it asks for what was known on a past day.

    """
    if query.as_of is not None:
        raise InvalidInput(
            "what was known on a past day is listed, not counted: leave as_of out, or list the events",
            field="filter.as_of",
        )
    return query


def check_page_size(page_size: int) -> int:
    """A page size within its limit.

    Raises:
        InvalidInput: it is not positive.

    """
    if page_size < 1:
        raise InvalidInput("a page has at least one item", field="page_size")
    return min(page_size, MAX_PAGE)


def query_digest(*parts: object) -> str:
    """What identifies a query in its page tokens."""
    return content_digest(*(repr(part) for part in parts))


def position_of(token: PageToken | None, digest: str, length: int) -> tuple[str, ...] | None:
    """Where to go on.

    Raises:
        PageTokenInvalid: the token is another query's.

    """
    if token is None:
        return None
    if token.query != digest or len(token.position) != length:
        raise PageTokenInvalid(
            "the page token belongs to another query; repeat the query it came from, or leave the token out",
            field="page_token",
        )
    return token.position


def page(
    items: Sequence[T], page_size: int, digest: str, position: Callable[[T], tuple[str, ...]]
) -> Page[T]:
    """A page from one item more than fits on it, where there are so many."""
    shown = tuple(items[:page_size])
    more = len(items) > page_size
    return Page(shown, PageToken(digest, position(shown[-1])) if more else None)


def day_text(day: date | None) -> str:
    """A day, or none, in a token."""
    return day.isoformat() if day else _NO_DATE


def text_day(text: str) -> date | None:
    """The reverse of ``day_text``.

    Raises:
        PageTokenInvalid: it is neither.

    """
    try:
        return None if text == _NO_DATE else date.fromisoformat(text)
    except ValueError as error:
        raise PageTokenInvalid("the page token is damaged", field="page_token") from error


def text_number(text: str) -> int:
    """A number in a token.

    Raises:
        PageTokenInvalid: it is none.

    """
    try:
        return int(text)
    except ValueError as error:
        raise PageTokenInvalid("the page token is damaged", field="page_token") from error


def event_position(token: PageToken | None, digest: str) -> Position | None:
    """The day and key behind which a page of events begins."""
    position = position_of(token, digest, 2)
    return None if position is None else (text_day(position[0]), text_number(position[1]))
