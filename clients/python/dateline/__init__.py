"""Client of dateline: dated events from news, over gRPC.

with dateline.Client.connect("localhost:50051") as client:
    client.create_document(dateline.new_document(text, publication_date="2023-07-04"))
    for event in client.list_events(start="2023-06", end="2023-08", any_actors=["荷兰"]):
        print(event.time.edtf, event.summary)

``Client("news.duckdb")`` and ``Client(":memory:")`` are the same without a server.
"""

from .aio import AsyncClient
from .channel import Tls
from .client import Client
from .embedded import ServerExtraMissing, ServerFailed
from .errors import (
    AnalysisFailed,
    DatelineError,
    DeadlineExceeded,
    DocumentConflict,
    ExtraMissing,
    FieldViolation,
    InvalidInput,
    LanguageUnsupported,
    NotFound,
    PageTokenInvalid,
    QueryTooLarge,
    QueueFull,
    RateExceeded,
    ResumeTokenExpired,
    ScopeMissing,
    ShuttingDown,
    SqlDisabled,
    SqlQueueFull,
    StoreUnavailable,
    TextTooLong,
    TokenInvalid,
    TransportError,
    Unavailable,
)
from .frames import to_pandas, to_polars
from .ingestion import IngestResult, NewDocument
from .query import QueryResult
from .requests import Criteria, new_document
from .watching import EventChange

__all__ = [
    "AnalysisFailed",
    "AsyncClient",
    "Client",
    "Criteria",
    "DatelineError",
    "DeadlineExceeded",
    "DocumentConflict",
    "EventChange",
    "ExtraMissing",
    "FieldViolation",
    "IngestResult",
    "InvalidInput",
    "LanguageUnsupported",
    "NewDocument",
    "NotFound",
    "PageTokenInvalid",
    "QueryResult",
    "QueryTooLarge",
    "QueueFull",
    "RateExceeded",
    "ResumeTokenExpired",
    "ScopeMissing",
    "ServerExtraMissing",
    "ServerFailed",
    "ShuttingDown",
    "SqlDisabled",
    "SqlQueueFull",
    "StoreUnavailable",
    "TextTooLong",
    "Tls",
    "TokenInvalid",
    "TransportError",
    "Unavailable",
    "new_document",
    "to_pandas",
    "to_polars",
]
