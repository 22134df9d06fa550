"""The exception tree. It knows no gRPC; ``api.status`` maps it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar


class DatelineError(Exception):
    """What the service says when it cannot do what was asked.

    ``reason`` is a value of ``dateline.v1.ErrorReason`` without its prefix, ``metadata`` its
    machine-readable details, ``field`` the request's field that is at fault, or empty.
    """

    reason: ClassVar[str] = ""

    def __init__(self, message: str, *, field: str = "", **metadata: str) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.metadata = metadata


class InvalidInput(DatelineError):
    """A field of the request cannot be used; the message names the fix."""

    reason = "FIELD_INVALID"


class TextTooLong(InvalidInput):
    """A text exceeds the limit. Metadata: limit, actual."""

    reason = "TEXT_TOO_LONG"


class LanguageUnsupported(InvalidInput):
    """The language is none that is read. Metadata: language_code."""

    reason = "LANGUAGE_UNSUPPORTED"


class PageTokenInvalid(InvalidInput):
    """The token is not from this query or this server."""

    reason = "PAGE_TOKEN_INVALID"


class NotFound(DatelineError):
    """No such resource. Metadata: name."""

    reason = "RESOURCE_MISSING"


class DocumentConflict(DatelineError):
    """The document id holds another text. Metadata: name."""

    reason = "DOCUMENT_CONFLICT"


class QueueFull(DatelineError):
    """More documents wait than the server holds; retry later."""

    reason = "INGEST_QUEUE_FULL"


class ShuttingDown(DatelineError):
    """The server is going down; retry elsewhere or later."""

    reason = "SHUTTING_DOWN"


class StoreUnavailable(DatelineError):
    """The database cannot be written or read now, e.g. the disk is full."""

    reason = "STORE_UNAVAILABLE"


class AnalysisFailed(DatelineError):
    """The analysis of a text broke down or took too long. The text is not stored."""

    reason = "ANALYSIS_FAILED"


class TokenInvalid(DatelineError):
    """The call carries no bearer token, or one that is not known."""

    reason = "TOKEN_INVALID"


class ScopeMissing(DatelineError):
    """The token lacks a scope. Metadata: scope."""

    reason = "SCOPE_MISSING"


class RateExceeded(DatelineError):
    """The token calls too often, or has too many calls under way; retry later."""

    reason = "RATE_EXCEEDED"


class SqlDisabled(DatelineError):
    """The server was started without SQL."""

    reason = "SQL_DISABLED"


class SqlQueueFull(DatelineError):
    """Too many queries in SQL run or wait; retry later."""

    reason = "SQL_QUEUE_FULL"


class QueryTooLarge(DatelineError):
    """A query in SQL takes too long, needs too much memory or gives too much. Metadata: limit, allowed."""

    reason = "QUERY_TOO_LARGE"


class ResumeTokenExpired(DatelineError):
    """The changes since then are no longer kept, or the token is another database's."""

    reason = "RESUME_TOKEN_EXPIRED"


class SettingsError(Exception):
    """A setting cannot be used; the message names it and the fix. Raised at start only."""


class DataFileError(Exception):
    """A rule, lexicon or migration file is wrong. Raised at start only, with place and problem."""

    def __init__(self, path: Path | str, where: str, problem: str) -> None:
        super().__init__(f"{path}: {where}: {problem}")


class StoreFileError(Exception):
    """The database file cannot be used; the message says what to do. Raised at start only."""
