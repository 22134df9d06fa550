"""The result of a query in SQL, as rows or as a table of the library that you use."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from .errors import DatelineError, ExtraMissing
from .v1.query_service_pb2 import RunQueryRequest, RunQueryResponse


@dataclass(frozen=True, slots=True)
class QueryResult:
    """A whole result: a table in the format "Arrow IPC streaming", and what it is of."""

    data: bytes = field(repr=False)
    row_count: int
    snapshot_time: datetime
    """The result is of the timeline at this time."""

    def column_names(self) -> list[str]:
        """The names of the columns."""
        return [schema.name for schema in self._stream().schema.fields]

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The rows, with values as Python has them.

        Raises:
            DatelineError: a column has a type that Python has no values for.

        """
        stream = self._stream()
        try:
            yield from stream.iter_tuples()
        except KeyError as problem:
            raise DatelineError(f"{problem.args[0]}: write CAST(... AS VARCHAR) in the query") from None

    def to_arrow(self) -> Any:
        """The result as a ``pyarrow.Table``. Raises ExtraMissing."""
        try:
            import pyarrow as pa
        except ImportError:
            raise ExtraMissing("pyarrow", "arrow") from None
        with pa.ipc.open_stream(pa.py_buffer(self.data)) as reader:
            return reader.read_all()

    def to_pandas(self) -> Any:
        """The result as a ``pandas.DataFrame``. Raises ExtraMissing."""
        if any(importlib.util.find_spec(name) is None for name in ("pandas", "pyarrow")):
            raise ExtraMissing("pandas", "pandas")
        return self.to_arrow().to_pandas()

    def to_polars(self) -> Any:
        """The result as a ``polars.DataFrame``. Raises ExtraMissing."""
        try:
            import polars as pl
        except ImportError:
            raise ExtraMissing("polars", "polars") from None
        return pl.read_ipc_stream(self.data)

    def _stream(self) -> Any:
        import nanoarrow as na

        return na.ArrayStream.from_readable(self.data)


def query_request(sql: str, parameters: Mapping[str, Any]) -> RunQueryRequest:
    """The request that asks ``sql``.

    Raises:
        ValueError: a parameter is no string, number, boolean, None or list of these.

    """
    request = RunQueryRequest(sql=sql)
    request.parameters.update(dict(parameters))
    return request


def query_result(responses: Iterable[RunQueryResponse]) -> QueryResult:
    """The result that all responses make."""
    data = bytearray()
    summary = None
    for response in responses:
        data += response.data
        if response.HasField("summary"):
            summary = response.summary
    if summary is None:
        raise DatelineError("the result broke off: ask again")
    return QueryResult(bytes(data), summary.row_count, summary.snapshot_time.ToDatetime(tzinfo=UTC))
